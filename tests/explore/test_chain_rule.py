"""The chain rule's explorer: the walk and its wrong turns, the product, the nudge."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from kinds import both_passes

from nnlib import Network, topology
from nnlib.draw import style
from nnlib.explore.chain_rule import ChainRuleExplorer
from nnlib.explore.controls import label
from nnlib.explore.nudge import product, ripple
from nnlib.explore.page import NARROWEST
from nnlib.explore.walk import wrong_turn
from nnlib.topology import NODES, PATHS, spoken

WAYS = {weight: nodes[::-1] for weight, nodes in topology.WAYS.items()}
X, Y, NET = 1.5, 1, Network(0.5, -2.5)
GRADIENTS = both_passes(NET, X, Y)[1]._asdict()


def words(markup):
    return re.sub(r"<[^>]*>", "", markup)


def walked(weight, **start):
    explorer = ChainRuleExplorer(weight, **start)
    assert all(map(explorer.go, WAYS[weight][1:]))
    return explorer


@pytest.mark.parametrize("weight", WAYS)
def test_the_buttons_walk_and_the_product_grows(weight):
    explorer, product_so_far = ChainRuleExplorer(weight), 1
    for (before, node), name in zip(pairwise(WAYS[weight]), PATHS[weight], strict=True):
        explorer.turns[node].click()
        product_so_far *= GRADIENTS[name]
        assert explorer.path[-1] == node
        assert explorer.said.startswith(f"✓ {spoken(name)} says how fast {before} changes with {node}.")
        asks = f"which node enters {label(node)} on the way?" in explorer.verdict.value
        assert explorer.said in explorer.verdict.value and asks == (node != weight)
        assert explorer.values["so far"] == pytest.approx(product_so_far, rel=1e-12)
        assert f"={style.number(product_so_far)}" in words(explorer.product.value)
        assert f"The path {', '.join(explorer.path)} is highlighted." in explorer.picture.value
        assert style.number(GRADIENTS[name]) in explorer.picture.value
    assert "reached" in explorer.verdict.value and "?" not in words(explorer.product.value)


@pytest.mark.parametrize(("path", "node", "weight", "why"), [
    (("Loss",), "z2", "w2", "z2 does not enter Loss directly: Loss depends on it through a2."),
    (("Loss",), "w2", "w2", "Loss depends on it through a2."),
    (("Loss",), "y", "w2", "y* enters Loss, but it is given: a nudge of w2 does not change y*."),
    (("Loss",), "Loss", "w2", "You are at Loss already."),
    (("Loss", "a2"), "Loss", "w2", "You come from Loss. The walk goes on against the arrows."),
    (("Loss", "a2"), "y", "w2", "y* does not enter a2: a nudge of y* does not change a2."),
    (("Loss", "a2", "z2"), "a1", "w2", "a1 enters z2, but this is another way: a nudge of w2 does not change a1."),
    (("Loss", "a2", "z2"), "w2", "w1", "w2 enters z2, but the way ends there: a nudge of w1 does not change w2."),
    (("Loss", "a2", "z2", "a1", "z1"), "x", "w1", "x enters z1, but it is given: a nudge of w1 does not change x."),
    (("Loss", "a2", "z2", "a1"), "w2", "w1", "w2 does not enter a1: a nudge of w2 does not change a1."),
    (WAYS["w2"], "z2", "w2", "You have reached w2: the walk ends here."),
])
def test_a_wrong_turn_says_why(path, node, weight, why):
    explorer = ChainRuleExplorer(weight)
    explorer.path = path
    explorer.turns[node].click()
    assert (explorer.path, explorer.said[0], explorer.error) == (path, "✗", "")
    assert why in explorer.status.value and why in explorer.verdict.value


@pytest.mark.parametrize("weight", WAYS)
def test_from_each_node_one_turn_is_right_and_eight_are_wrong(weight):
    for k, node in enumerate(WAYS[weight][1:], 1):
        assert [each for each in NODES if not wrong_turn(WAYS[weight][:k], each, weight)] == [node]


def test_back_and_start_over():
    explorer = walked("w2")
    for action, left in ((explorer.back.click, 3), (explorer.restart.click, 1), (explorer.back.click, 1)):
        action()
        assert explorer.path == WAYS["w2"][:left]
        assert [each.disabled for each in (explorer.back, explorer.restart)] == [left == 1] * 2


@pytest.mark.parametrize("weight", WAYS)
@pytest.mark.parametrize("h", [1, 0.1, 1e-3, 1e-6, 1e-8])
def test_the_ratios_of_changes_come_close_to_the_local_derivatives(weight, h):
    changes = ripple(NET, X, Y, weight, h)
    assert tuple(changes) == WAYS[weight][::-1]
    assert changes[weight].change == pytest.approx(h, rel=1e-6)
    for node, name in zip(WAYS[weight], PATHS[weight], strict=False):
        assert changes[node].local == GRADIENTS[name]
        assert changes[node].ratio == pytest.approx(GRADIENTS[name], rel=h + 1e-6, abs=0.5 * h)
    nudged = replace(NET, **{weight: getattr(NET, weight) + h})
    difference = nudged.example_loss(nudged.forward(X), Y) - NET.example_loss(NET.forward(X), Y)
    assert product(changes) == pytest.approx(difference / h, rel=1e-6)


def test_the_nudge_shrinks_with_its_button():
    explorer, gaps = walked("w2", h=1), []
    for _ in range(15):
        gaps.append(abs(explorer.values["product of ratios"] - GRADIENTS["dloss_dw2"]))
        explorer.shrink.click()
    assert all(later < earlier / 5 for earlier, later in pairwise(gaps[:6]))
    assert (explorer.h, explorer.shrink.disabled, explorer.error) == (1e-8, True, "")


def test_the_nudge_in_the_picture_grows_with_the_walk():
    explorer, way = ChainRuleExplorer("w1"), WAYS["w1"]
    for k, node in enumerate(way[1:]):
        told = explorer.view.picture.alt
        assert re.findall(r"(?<!/ )Δ(\w+) = [^?]", told) == ["w1", *way[k::-1]]
        assert re.findall(r"Δ(\w+) / Δ", told) == [*way[:k + (node == "w1")]][::-1], "an arrow lies between two of them"
        explorer.go(node)
    told = explorer.view.picture.alt
    assert re.findall(r"Δ(\w+) / Δ", told) == [*way[-2::-1]] and "Δa1 / Δz1 = 0.2118 and ∂a1/∂z1 = 0.2179" in told
    assert ">0.2118</text>" in explorer.picture.value and explorer.view.rows["Δa1 / Δz1"] == "0.2118"
    assert explorer.nudge.value == "The product of the ratios is 0.0859; ∂Loss/∂w1 = 0.0903."


def test_a_button_lies_over_each_node():
    explorer = ChainRuleExplorer("w2")
    assert explorer.stage.children == (explorer.picture, *explorer.turns.values())
    picture = explorer.view.picture
    for name, button in explorer.turns.items():
        left, top, width, height = picture.places[name]
        place = float(button.layout.left[:-1]), float(button.layout.top[:-1])
        assert place == pytest.approx((100 * left / picture.width, 100 * top / picture.height), abs=1e-3)
        assert button.description and NARROWEST * width >= 44 and NARROWEST * height >= 44, "large enough to touch"


def test_where_no_change_arrives_there_is_no_ratio_and_no_error():
    explorer = walked("w1")
    explorer.x = 0
    assert (explorer.error, explorer.values["product of ratios"]) == ("", None)
    assert "z1 does not change" in explorer.nudge.value


@pytest.mark.parametrize(("path", "why"), [
    (("a2",), "it starts at 'Loss'"), ((), "it starts at 'Loss'"), (("Loss", "w2"), "does not enter Loss directly"),
    (("Loss", "a2", "z2", "a1"), "a nudge of w2 does not change a1"), (("Loss", "z9"), "^node is 'z9'")])
def test_a_path_that_cannot_be_walked_raises(path, why):
    explorer = ChainRuleExplorer("w2")
    with pytest.raises(ValueError, match=why):
        explorer.path = path
    assert explorer.path == ("Loss",)
