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
from nnlib.topology import PATHS, spoken

STATES = [(1.5, 0.5, -2.5, 1), (0, 0.5, -2.5, 0), (-4, 8, 8, 1), (4, 8, -8, 0), (1.5, 0.5, 0, 1)]


@pytest.mark.parametrize("state", STATES)
def test_each_step_starts_where_an_earlier_one_ended_and_multiplies_the_gradient_so_far(state):
    at, reached = values_at(*state), {None: 1}
    for step in STEPS:
        assert at[step.here] == pytest.approx(reached[step.so_far] * at[step.local], rel=1e-12, abs=1e-300)
        reached[step.here] = at[step.here]
    assert {f"dloss_d{weight}" for weight in PATHS} < reached.keys()


@pytest.mark.parametrize("state", STATES)
def test_the_four_ways_agree(state, monkeypatch):
    at, numerical = values_at(*state), numerical_gradient(Network(*state[1:3]), state[0], state[3])
    for k, (weight, ways) in enumerate((weight, four_ways(at)[weight]) for weight in ("w1", "w2")):
        assert tuple(ways) == METHODS
        assert (ways["nnlib"], ways["centred difference"]) == (at[f"dloss_d{weight}"], numerical[k])
        assert decimals_shared(ways.values()) >= 9
    monkeypatch.setitem(BY_HAND, "dz2_dw2", (r"w_1", lambda at: 9 + at["w1"]))
    assert decimals_shared(four_ways(at)["w2"].values()) < 9, "a wrong way is seen"


@pytest.mark.parametrize(("numbers", "decimals"), [
    ((1, 1), 15), ((1, 1.1), 0), ((0.5, 0.52), 1), ((0, 2e-10), 9), ((0, 99), 0),
])
def test_how_many_decimals_agree(numbers, decimals):
    assert decimals_shared(numbers) == decimals


def test_each_step_tells_its_gradient():
    explorer = BackwardPassExplorer()
    assert explorer.ways.value == explorer.equations.value == ""
    for steps, step in enumerate(STEPS, 1):
        assert explorer.view.rows[spoken(step.here)] == "?"
        explorer.next.click()
        assert explorer.view.rows[spoken(step.here)] == style.number(explorer.values[step.here])
        assert explorer.equations.value.count("<mo>=</mo>") >= steps
    assert explorer.ways.value.count("<tr>") == len(METHODS) + 2
    assert f"{explorer.values['dloss_dw1']:.8f}" in explorer.ways.value
    text = explorer._repr_mimebundle_()["text/plain"]
    assert re.search(r"∂Loss/∂w1, centred difference +0\.09033383\b", text)
    assert not re.search(r"\d\.\d{9}", text), "what differs between machines is rounded"
