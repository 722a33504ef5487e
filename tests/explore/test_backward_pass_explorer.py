"""The explorer of lesson 06: each step and each of the four ways gives nnlib's gradient."""

import re

import pytest

from nnlib import Network, numerical_gradient
from nnlib.draw import style
from nnlib.explore.backward_pass import (
    BY_HAND,
    METHODS,
    STEPS,
    BackwardPassExplorer,
    decimals_shared,
    four_ways,
    values_at,
)
from nnlib.topology import PATHS

STATES = [(1.5, 0.5, -2.5, 1), (0, 0.5, -2.5, 0), (-4, 8, 8, 1), (4, 8, -8, 0), (1.5, 0.5, 0, 1)]


def passes(x, w1, w2, y):
    net = Network(w1, w2)
    return net.forward(x), net.backward(net.forward(x), y)


@pytest.mark.parametrize("state", STATES)
def test_the_numbers_are_those_of_nnlib(state):
    explorer = BackwardPassExplorer()
    with explorer.hold():
        explorer.x, explorer.w1, explorer.w2, explorer.y, explorer.steps = *state, len(STEPS)
    assert explorer.error == ""
    forward_pass, backward_pass = passes(*state)
    for name, value in (forward_pass._asdict() | backward_pass._asdict()).items():
        assert explorer.values[name] == value
    for step in STEPS:
        assert style.number(explorer.values[step.here]) in explorer.picture.value


@pytest.mark.parametrize("state", STATES)
def test_each_step_multiplies_the_gradient_so_far(state):
    at = values_at(*state)
    for step in STEPS:
        so_far = 1 if step.so_far is None else at[step.so_far]
        assert at[step.here] == pytest.approx(so_far * at[step.local], rel=1e-12, abs=1e-300)


def test_each_step_starts_where_an_earlier_one_ended():
    reached = [None]
    for step in STEPS:
        assert step.so_far in reached
        reached.append(step.here)
    assert {f"dloss_d{weight}" for weight in PATHS} < set(reached)


@pytest.mark.parametrize("name", BY_HAND)
@pytest.mark.parametrize("state", STATES)
def test_a_local_derivative_by_hand(name, state):
    at = values_at(*state)
    assert BY_HAND[name][1](at) == pytest.approx(at[name], rel=1e-12, abs=1e-15)
    python = re.sub(r"([axwy])_?(\d?)", r"\1\2", BY_HAND[name][0]).replace("^*", "").replace("(", "*(")
    assert eval(python, {}, {key: float(value) for key, value in at.items()}) == BY_HAND[name][1](at)


@pytest.mark.parametrize("state", STATES)
def test_the_four_ways_agree(state):
    ways, (_, backward_pass) = four_ways(values_at(*state)), passes(*state)
    numerical = numerical_gradient(Network(*state[1:3]), state[0], state[3])
    for k, weight in enumerate(("w1", "w2")):
        assert tuple(ways[weight]) == METHODS
        assert ways[weight]["nnlib"] == getattr(backward_pass, f"dloss_d{weight}")
        assert ways[weight]["centred difference"] == numerical[k]
        assert decimals_shared(ways[weight].values()) >= 9


def test_a_wrong_way_would_be_seen(monkeypatch):
    monkeypatch.setitem(BY_HAND, "dz2_da1", (r"w_1", lambda at: at["w1"]))
    assert decimals_shared(four_ways(values_at(*STATES[0]))["w1"].values()) == 0


@pytest.mark.parametrize(("numbers", "decimals"), [
    ((1, 1), 15), ((1, 1.1), 0), ((0.5, 0.52), 1), ((0, 2e-10), 9), ((0, 99), 0),
])
def test_how_many_decimals_agree(numbers, decimals):
    assert decimals_shared(numbers) == decimals


def test_nothing_is_told_before_its_step():
    explorer = BackwardPassExplorer()
    assert explorer.ways.value == explorer.equations.value == ""
    for steps, step in enumerate(STEPS, 1):
        unknown = f"∂{step.here[1:].replace('loss', 'Loss').replace('_d', '/∂')}"
        assert explorer.view.rows[unknown] == "?"
        explorer.next.click()
        assert explorer.steps == steps
        assert explorer.view.rows[unknown] == style.number(explorer.values[step.here])
        assert explorer.equations.value.count("<mo>=</mo>") >= steps
    assert explorer.ways.value.count("<tr>") == len(METHODS) + 2
    assert f"{explorer.values['dloss_dw1']:.8f}" in explorer.ways.value


def test_the_buttons():
    explorer = BackwardPassExplorer()
    assert explorer.undo.disabled
    assert explorer.again.disabled
    explorer.undo.click()
    assert explorer.steps == 0
    explorer.all.click()
    explorer.next.click()
    assert explorer.steps == len(STEPS)
    assert explorer.next.disabled
    assert explorer.all.disabled
    explorer.undo.click()
    assert explorer.steps == 5
    explorer.again.click()
    assert explorer.steps == 0
    assert explorer.error == ""


@pytest.mark.parametrize(("name", "value", "words"), [
    ("x", 5, "x is 5; a number from −4 to 4"), ("w1", "8", "w1 is '8'"), ("y", 0.5, "y is 0.5"),
    ("steps", 7, "steps is 7"),
])
def test_bad_state_is_refused(name, value, words):
    explorer = BackwardPassExplorer()
    before = dict(explorer.values)
    with pytest.raises((TypeError, ValueError), match=words):
        setattr(explorer, name, value)
    assert explorer.values == before


def test_the_static_twin_tells_no_answer():
    bundle = BackwardPassExplorer()._repr_mimebundle_()
    assert bundle["image/svg+xml"].startswith("<svg")
    assert re.search(r"∂Loss/∂w1 +\?", bundle["text/plain"])
    assert "0.0903" not in bundle["text/plain"] + bundle["image/svg+xml"] + bundle["text/html"]
    again = BackwardPassExplorer()._repr_mimebundle_()
    assert all(again[kind] == bundle[kind] for kind in ("image/svg+xml", "text/html", "text/plain"))


def test_the_plain_text_rounds_what_differs_between_machines():
    text = repr(BackwardPassExplorer(steps=6))
    assert re.search(r"∂Loss/∂w1, centred difference +0\.09033383\b", text)
    assert not re.search(r"\d\.\d{9}", text)
