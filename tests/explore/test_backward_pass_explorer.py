"""The explorer of lesson 06: each step and each of the four ways gives nnlib's gradient."""

import re

import pytest

from nnlib import Network, numerical_gradient
from nnlib.draw import style
from nnlib.explore.backward_pass import METHODS, PARTS, BackwardPassExplorer, decimals_shared, four_ways, values_at
from nnlib.explore.by_hand import BY_HAND, STEPS, judge
from nnlib.topology import GRADIENTS, LOCAL_DERIVATIVES, PATHS, spoken

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
    x, w1, w2, y = state
    at, numerical = values_at(*state), dict(zip(("w1", "w2"), numerical_gradient(Network(w1, w2), x, y), strict=True))
    for weight, ways in four_ways(at).items():
        assert tuple(ways) == METHODS
        assert (ways["nnlib"], ways["centred difference"]) == (at[f"dloss_d{weight}"], numerical[weight])
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


# ---- filling in

@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("state", [*STATES, (1.5, 0.5, -2.5, 0), (0.3, -3, 6, 1)])
def test_every_derivative_can_be_filled_in_on_the_graph(part, state):
    explorer, at, asked = BackwardPassExplorer(*state, part=part, mode="fill in"), values_at(*state), PARTS[part]
    given = {name for name in LOCAL_DERIVATIVES if explorer.view.rows[spoken(name)] != "?"}
    assert given == ({*LOCAL_DERIVATIVES} if part == "products" else set())
    alt = explorer.view.picture.alt
    assert {name for name in (*LOCAL_DERIVATIVES, *GRADIENTS) if f"{spoken(name)} unknown" in alt} == {*asked}
    assert explorer.view.picture.svg.count("= ?<") == len(asked), "no other box has a question mark, and none two"
    for k, name in enumerate(asked):
        field, number = explorer.fields[name], style.number(at[name])
        assert (explorer.view.rows[spoken(name)], field.layout.display) == ("?", "")
        field.value = (f"{at[name]:.3g}", number)[k % 2]
        right, why = explorer.verdicts[name]
        assert right and why.startswith(f"Right: {spoken(name)} = "), why
        assert explorer.view.rows[spoken(name)] == number
        assert f"{spoken(name)} = {number}" in explorer.view.picture.alt
        assert field.layout.display == "none", "the graph shows it now"
    assert explorer.verdict.value.startswith(f"<div>All {len(asked)} are right.")
    explorer.x = 0.35
    kept = {name for name in asked if explorer.values[name] == at[name]}
    assert set(explorer.verdicts) == kept < {*asked}, "what has another value is asked again"


@pytest.mark.parametrize(("name", "text", "why"), [
    ("dloss_da2", "0.8453", "The sign is wrong."), ("dloss_da2", "-1.6906", "This is twice"),
    ("dloss_dw1", "0.0452", "This is half"),
    ("dloss_da2", "0.3572", "This is Loss."), ("da2_dz2", "0.8453", "This is 1 − a2: one factor"),
    ("da2_dz2", "0.155", "This is a2."), ("da2_dz2", "0.2485", "This is the slope of the sigmoid at a2."),
    ("da2_dz2", "0.0239", "This is a2 squared."), ("da2_dz2", "0.135", "Close: round at the end only"),
    ("dz2_da1", "0.6792", "This is a1."), ("dz1_dw1", "0.5", "This is w1."), ("dz2_dw2", "2", "z2 is a1 times w2."),
    ("dloss_dz2", "-0.7145", "This is a sum."), ("dloss_dz2", "0.1308", "This is ∂a2/∂z2."),
    ("dloss_da1", "-0.0751", "This is ∂Loss/∂w2."), ("dloss_dw1", "9", "meets one local derivative"),
    ("dloss_dw1", "a lot", "is no number"), ("dloss_dw1", "nan", "Not yet"), ("dloss_dw1", "1e999", "Not yet"),
    ("dloss_dw1", f"1e-{'9' * 30}", "Not yet"), ("dloss_dw1", "inf", "Not yet"),
    ("dloss_dw1", "0", "Not yet"), ("dloss_dw1", "<b>", "&lt;b&gt;"),
])
def test_a_wrong_derivative_is_told_why_and_not_given_away(name, text, why):
    explorer = BackwardPassExplorer(mode="fill in")
    explorer.fields[name].value = text
    assert explorer.verdicts[name][0] is False
    assert f"✗ {spoken(name)}: " in explorer.verdict.value and why in explorer.verdict.value
    assert why in explorer.status.value and "nnlib-wrong" in explorer.fields[name]._dom_classes
    value = style.number(explorer.values[name])
    assert value not in explorer.verdict.value + re.sub(rf"\b(w2|x|a1) = {value}", "", explorer.view.picture.alt)


def test_what_is_said_of_a_wrong_number_is_so():
    """Each slip, made at points of its own, is told as itself or as nothing else that differs from it."""
    for state in ((0.7, -1.3, 1.9, 1), (-2, 0.4, -3.1, 0)):
        at = values_at(*state)
        told = {spoken(name) if "_" in name else name: number for name, number in at.items()}
        for name in PARTS["everything"]:
            for other, number in at.items():
                right, why = judge(name, f"{number:.3g}", at)
                said = re.match(r"Not yet\. This is (\S+)\. ", why)
                if said and said[1] in told:
                    assert told[said[1]] == pytest.approx(number, rel=0.01), (name, other, why)
                assert not right or number == pytest.approx(at[name], rel=0.011), (name, other)


def test_a_part_has_no_steps_and_an_unknown_one_is_an_error():
    explorer = BackwardPassExplorer(part="path to w2")
    assert (explorer.mode, explorer.walk.layout.display, explorer.told.layout.display) == ("fill in", "none", "none")
    explorer = BackwardPassExplorer()
    assert (explorer.mode, explorer.form.layout.display) == ("watch", "none")
    assert {field.layout.display for field in explorer.fields.values()} == {"none"}
    with pytest.raises(ValueError, match="part is 'w3'; one of everything, path to w2, products was wanted"):
        BackwardPassExplorer(part="w3")
    with pytest.raises(ValueError, match="name is 'a1'; one of dloss_da2"):
        explorer.fill("a1", "1")
