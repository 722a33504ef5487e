"""What holds for several explorers, as tables: nnlib's numbers, refusals, extremes, buttons, what is not told yet.

What each shows at its start stands in its lesson, and is compared there.
"""

import re
from itertools import product
from random import Random

import pytest
from kinds import both_passes

from nnlib import Network, cross_entropy, identity, quadratic, relu, sigmoid, tanh
from nnlib.draw import style
from nnlib.explore.autodiff import AutodiffExplorer
from nnlib.explore.backward_pass import BackwardPassExplorer
from nnlib.explore.chain_rule import ChainRuleExplorer
from nnlib.explore.cross_entropy import CrossEntropyExplorer
from nnlib.explore.data import DataExplorer
from nnlib.explore.descent import DescentExplorer
from nnlib.explore.explorer import Choice, Number
from nnlib.explore.forward_pass import COMPUTED, ForwardPassExplorer
from nnlib.explore.learning import LearnExplorer
from nnlib.explore.loss import LossExplorer
from nnlib.explore.sigmoid import ActivationExplorer
from nnlib.topology import GRADIENTS, LOCAL_DERIVATIVES, NODES, spoken

KINDS = (LearnExplorer, ForwardPassExplorer, LossExplorer, ChainRuleExplorer, ActivationExplorer, BackwardPassExplorer,
         DescentExplorer, DataExplorer, CrossEntropyExplorer, AutodiffExplorer)
STATES = [{"w1": -1, "w2": 2.5}, {"x": 0, "y": 0}, {"x": -3, "w1": 4, "w2": 4}, {"w2": 0}, {"x": 3, "w1": -4, "y": 0}]
FUNCTIONS = [{"g1": tanh}, {"g1": relu, "w1": -2}, {"g1": identity, "w1": 2.2, "w2": 1e-6}]
SHOWN = [  # an explorer of one network, what its picture tells, more states of it
    (ForwardPassExplorer, ("x", "w1", "w2", *COMPUTED), {}, [each | {"g2": relu} for each in FUNCTIONS]),
    (LossExplorer, NODES, {}, []), (ChainRuleExplorer, NODES, {}, []),
    (BackwardPassExplorer, (*NODES, *LOCAL_DERIVATIVES, *GRADIENTS), {"steps": 6}, [{"w1": 8, "w2": -8}]),
    (AutodiffExplorer, (*NODES, *LOCAL_DERIVATIVES, *GRADIENTS), {"steps": 5},
     [*FUNCTIONS, {"loss": cross_entropy, "y": 0, "w2": 2.5}]),
]


def network(explorer):
    """What nnlib says of the network that an explorer shows: name -> number."""
    given = {"g1": sigmoid, "g2": sigmoid, "loss": quadratic, "y": 1}
    *functions, y = (getattr(explorer, name, usual) for name, usual in given.items())
    forward_pass, backward_pass = both_passes(Network(explorer.w1, explorer.w2, *functions), explorer.x, y)
    return forward_pass._asdict() | backward_pass._asdict() | {
        "w1": explorer.w1, "w2": explorer.w2, "y": y, "Loss": backward_pass.loss}


@pytest.mark.parametrize(("kind", "names", "start", "state"), [
    (kind, names, start, state) for kind, names, start, more in SHOWN
    for state in (*({name: value for name, value in each.items() if name in kind.start.parameters} for each in STATES),
                  *more)])
def test_the_numbers_are_those_of_nnlib(kind, names, start, state):
    explorer = kind(**start, **state)
    assert explorer.error == ""
    wanted, gradients = network(explorer), explorer.values.get("gradients", {})
    values = explorer.values | {f"dloss_d{name}": number for name, number in gradients.items()}
    assert {*names} <= {*values, *LOCAL_DERIVATIVES, "Loss"}
    for name in values.keys() & wanted.keys():
        assert values[name] == pytest.approx(wanted[name], rel=1e-12, abs=1e-300), name
    for name in names:
        label, number = "y*" if name == "y" else name if name in NODES else spoken(name), style.number(wanted[name])
        assert f"{label} = {number}" in explorer.view.picture.alt
        assert name not in NODES or explorer.view.rows[label] == number
        assert start or f"{label} = {number}" in explorer.status.value


@pytest.mark.parametrize("kind", KINDS)
def test_every_corner_of_the_sliders_can_be_drawn(kind):
    explorer, random = kind(), Random(0)
    numbers, choices = ({name: trait for name, trait in explorer.traits().items() if isinstance(trait, each)}
                        for each in (Number, Choice))
    if kind is ChainRuleExplorer:
        explorer.path = ("Loss", "a2", "z2", "w2")
    for corner in product(*({trait.low, max(trait.low, 0), trait.high} for trait in numbers.values())):
        chosen = {name: random.choice([*trait.options.values()]) for name, trait in choices.items()}
        with explorer.hold():
            for name, value in (chosen | dict(zip(numbers, corner, strict=True))).items():
                setattr(explorer, name, value)
        assert explorer.error == "", explorer
        assert not re.search(r"\b(nan|inf)\b", explorer.picture.value), explorer


@pytest.mark.parametrize(("kind", "name", "bad", "words"), [
    (AutodiffExplorer, "x", 5, "x is 5; a number from −3 to 3"), (AutodiffExplorer, "steps", 6, "steps is 6"),
    (AutodiffExplorer, "g1", "tanh", "g1 is 'tanh'"), (AutodiffExplorer, "loss", None, "loss is None"),
    (AutodiffExplorer, "weights", "three", "weights is 'three'"),
    (BackwardPassExplorer, "x", 5, "from −4 to 4"), (BackwardPassExplorer, "w1", 9, "w1 is 9; a number from −8 to 8"),
    (BackwardPassExplorer, "y", 0.5, "y is 0.5"), (BackwardPassExplorer, "steps", 7, "steps is 7"),
    (CrossEntropyExplorer, "depth", 13, "depth is 13"), (CrossEntropyExplorer, "depth", 1, "depth is 1"),
    (CrossEntropyExplorer, "last", 13, "last is 13; a number from −12 to 12"),
    (DataExplorer, "w1", 9, "w1 is 9; a number from −8 to 8"), (DataExplorer, "train", "b2", "train is 'b2'"),
    (DescentExplorer, "step_size", 0, "step_size is 0"), (DescentExplorer, "steps", 2.5, "steps is 2.5"),
    (DescentExplorer, "steps", 101, "steps is 101"), (DescentExplorer, "start_w1", -11, "start_w1 is −11"),
    (DescentExplorer, "update", "both", "update is 'both'"),
    (ForwardPassExplorer, "mode", "quiz", "mode is 'quiz'"), (ForwardPassExplorer, "step", 6, "step is 6"),
    (LearnExplorer, "steps", 61, "steps is 61; a number from 0 to 60"), (LearnExplorer, "steps", 0.5, "steps is 0.5"),
    (LossExplorer, "step", 6, "step is 6"), (LossExplorer, "step", -1, "step is -1"),
    (ActivationExplorer, "z", 9, "z is 9; a number from −8 to 8"), (ActivationExplorer, "z", None, "z is None"),
    (ActivationExplorer, "z", float("nan"), "z is nan; a finite"), (ActivationExplorer, "z", "1", "z is '1'"),
])
def test_bad_state_is_refused_and_changes_nothing(kind, name, bad, words):
    explorer = kind()
    state, picture = getattr(explorer, name), explorer.picture.value
    with pytest.raises((TypeError, ValueError), match=words):
        setattr(explorer, name, bad)
    assert (getattr(explorer, name), explorer.picture.value) == (state, picture)


@pytest.mark.parametrize(("kind", "most"), [(BackwardPassExplorer, 6), (AutodiffExplorer, 5)])
def test_the_buttons_of_a_walk_back(kind, most):
    explorer = kind()
    for button, steps in (("undo", 0), ("next", 1), ("all", most), ("next", most), ("undo", most - 1), ("again", 0)):
        getattr(explorer, button).click()
        assert (explorer.steps, explorer.error) == (steps, "")
        locked = [getattr(explorer, each).disabled for each in ("next", "all", "undo", "again")]
        assert locked == [steps == most, steps == most, steps == 0, steps == 0]


@pytest.mark.parametrize(("make", "shown", "hidden"), [
    (lambda: ForwardPassExplorer(step=0), "0.5", r"0\.75|0\.6792|1\.6979|0\.1547"),
    (lambda: ForwardPassExplorer(step=1), "0.75", r"0\.6792|1\.6979|0\.1547"),
    (ChainRuleExplorer, "0.3572", r"0\.8453"),
    (lambda: (walked := ChainRuleExplorer("w1")).go("a2") and walked, "0.8453", r"0\.1308|0\.2179|0\.0903"),
    (BackwardPassExplorer, "0.3572", r"0\.8453|0\.0903"),
    (lambda: BackwardPassExplorer(mode="fill in"), "0.3572", r"0\.8453|0\.1308|0\.0903|0\.0751"),
    (lambda: BackwardPassExplorer(part="products"), "0.1308", r"0\.1106|0\.2764|0\.0903|0\.0751"),
    (AutodiffExplorer, "0.3572", r"0\.1106|0\.0903"),
])
def test_what_has_not_been_reached_stands_nowhere(make, shown, hidden):
    explorer = make()
    explorer.fold.click()
    bundle = explorer._repr_mimebundle_()
    places = [*(each.value for each in (explorer.picture, explorer.status, explorer.table)),
              *(bundle[kind] for kind in ("image/svg+xml", "text/html", "text/plain"))]
    assert all(shown in place for place in (explorer.picture.value, *places[2:]))
    assert not re.search(hidden, " ".join([*places, *explorer.view.html.values()]))
