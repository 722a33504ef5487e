"""The explorer of lesson 10: what each visit hands back, for one weight and for two."""

import re
from itertools import count
from time import process_time
from timeit import repeat

import pytest

from nnlib import Network, cross_entropy, identity, relu, sigmoid, tanh
from nnlib.draw import style
from nnlib.explore.autodiff import VISITS, AutodiffExplorer

FINAL = len(VISITS)


@pytest.mark.parametrize("state", [
    {}, {"x": 0, "y": 0}, {"x": -3, "w1": 4}, {"w1": 0, "g1": tanh}, {"g1": relu, "w1": -2},
    {"g1": identity, "loss": cross_entropy}, {"loss": cross_entropy, "y": 0, "w1": -1}], ids=str)
def test_one_weight_gets_the_sum_of_two_parts(state):
    explorer = AutodiffExplorer(**state, weights="one", steps=FINAL)
    net = Network(explorer.w1, explorer.w1, explorer.g1, sigmoid, explorer.loss)
    backward_pass = net.backward(net.forward(explorer.x), explorer.y)
    parts = backward_pass.dloss_dw2, backward_pass.dloss_dw1
    assert explorer.values["gradients"]["w"] == pytest.approx(sum(parts), rel=1e-12, abs=1e-15)
    first, second = map(style.number, parts)
    row = explorer.view.rows["∂Loss/∂w, so far"]
    assert row.startswith(f"{first} + ") and (f"+ {second} =" in row or f"+ ({second}) =" in row)
    assert row.endswith(f"= {style.number(explorer.values['gradients']['w'])}")
    assert f"w held {first} already" in explorer.sentence.value
    assert "w is one box with two lines" in explorer.status.value
    assert f"∂Loss/∂w = {style.number(sum(parts))}" in explorer.view.picture.alt
    explorer.steps = 3
    assert "∂Loss/∂w unknown" in explorer.view.picture.alt, "a part is still to come"
    assert explorer.values["gradients"]["w"] == backward_pass.dloss_dw2
    assert "already" not in explorer.sentence.value


def test_each_visit_fills_in_the_gradients_of_its_inputs():
    explorer, back = AutodiffExplorer(), ["a2", "z2", "w2", "a1", "z1", "w1"]
    assert "∂Loss/∂a2 = −0.8453" in explorer.view.picture.alt, "recorded before any visit"
    for (name, path), known in zip(VISITS.items(), (1, 2, 4, 5, 6), strict=True):
        explorer.next.click()
        assert explorer.sentence.value.startswith(f"Visit {name}: its gradient, ")
        assert f"The path {', '.join(path)} is highlighted." in explorer.view.picture.alt
        gradients = explorer.view.picture.alt.split("Gradients, from Loss back:")[1]
        assert re.findall(r"∂Loss/∂(\w+) =", gradients) == back[:known]


def test_one_weight_has_one_control_and_one_line_in_the_record():
    explorer = AutodiffExplorer(steps=FINAL)

    assert explorer.view.tables.count("<tr>") == 1 + 8
    for words in ("x × w1", "sigmoid of z1", "∂z2/∂a1 = −2.5, ∂z2/∂w2 = 0.6792"):
        assert words in explorer.view.tables
    for weights, label, display in (("two", "w₁", ""), ("one", "w", "none"), ("two", "w₁", "")):
        explorer.weights = weights
        assert [each.description for each in explorer._controls["w1"]] == [label, f"{label} as a number"]
        assert explorer.numbers.children[2].layout.display == display
        assert ("a1 × w<" in explorer.view.tables) == ("w2" not in explorer.view.tables) == (weights == "one")


def test_a_change_takes_less_than_5_ms_in_the_kernel():
    explorer, k = AutodiffExplorer(steps=FINAL, weights="one", w1=0.5), count()
    seconds = repeat(lambda: setattr(explorer, "x", 0.05 * next(k)), timer=process_time, number=1, repeat=50)
    assert sorted(seconds)[25] < 0.005
