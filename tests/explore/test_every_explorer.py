"""What holds for several explorers, as tables: refusals, extremes, buttons, what is not told yet.

What each shows at its start stands in its lesson, and is compared there. That its numbers are those of nnlib, in many
states, test_formulas.py proves.
"""

import re
from itertools import product
from random import Random

import pytest

from nnlib.explore.autodiff import AutodiffExplorer
from nnlib.explore.backward_pass import BackwardPassExplorer
from nnlib.explore.chain_rule import ChainRuleExplorer
from nnlib.explore.cross_entropy import CrossEntropyExplorer
from nnlib.explore.data import DataExplorer
from nnlib.explore.descent import DescentExplorer
from nnlib.explore.explorer import Choice, Number
from nnlib.explore.forward_pass import ForwardPassExplorer
from nnlib.explore.learning import LearnExplorer
from nnlib.explore.loss import LossExplorer
from nnlib.explore.sigmoid import ActivationExplorer

KINDS = (LearnExplorer, ForwardPassExplorer, LossExplorer, ChainRuleExplorer, ActivationExplorer, BackwardPassExplorer,
         DescentExplorer, DataExplorer, CrossEntropyExplorer, AutodiffExplorer)


@pytest.mark.parametrize("kind", KINDS)
def test_every_corner_of_the_sliders_can_be_drawn(kind):
    explorer, random = kind(), Random(0)
    traits = {name: trait for name, trait in explorer.traits().items() if isinstance(trait, (Number, Choice))}
    ends = {name: {trait.low, max(trait.low, 0), trait.high} for name, trait in traits.items()
            if isinstance(trait, Number)}
    if kind is ChainRuleExplorer:
        explorer.path = ("Loss", "a2", "z2", "w2")
    for corner in product(*ends.values()):
        with explorer.hold():
            for name, trait in traits.items():
                if isinstance(trait, Choice):
                    setattr(explorer, name, random.choice([*trait.options.values()]))
            for name, value in zip(ends, corner, strict=True):
                setattr(explorer, name, value)
        assert explorer.error == "", explorer
        assert not re.search(r"\b(nan|inf)\b", explorer.picture.value), explorer


@pytest.mark.parametrize(("kind", "name", "bad", "words"), [
    (AutodiffExplorer, "x", 5, "x is 5; a number from −3 to 3 was wanted"),
    (AutodiffExplorer, "x", "1", r"x is '1' \(str\); one number was wanted"),
    (AutodiffExplorer, "x", [1, 2], r"x has the shape \(2,\); one number was wanted"),
    (AutodiffExplorer, "g1", "tanh", r"g1 is 'tanh' \(str\); one of sigmoid, tanh, relu, identity was wanted"),
    (BackwardPassExplorer, "x", 5, "from −4 to 4"), (BackwardPassExplorer, "w1", 9, "w1 is 9; a number from −8 to 8"),
    (BackwardPassExplorer, "y", 0.5, "y is 0.5"), (CrossEntropyExplorer, "depth", 13, "depth is 13"),
    (CrossEntropyExplorer, "last", 13, "last is 13; a number from −12 to 12"),
    (DataExplorer, "w1", 9, "w1 is 9; a number from −8 to 8"), (DataExplorer, "train", "b2", "train is 'b2'"),
    (DescentExplorer, "step_size", 0, "step_size is 0"), (DescentExplorer, "steps", 2.5, "steps is 2.5"),
    (DescentExplorer, "steps", 101, "steps is 101"), (DescentExplorer, "start_w1", -11, "start_w1 is −11"),
    (ForwardPassExplorer, "step", 6, "step is 6"), (LossExplorer, "step", -1, "step is -1"),
    (LearnExplorer, "steps", 61, "steps is 61; a number from 0 to 60"),
    (ActivationExplorer, "z", 9, "z is 9; a number from −8 to 8"), (ActivationExplorer, "z", float("nan"), "z is nan"),
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
        assert explorer.steps == steps
        assert explorer.next.disabled == explorer.all.disabled == (steps == most)
        assert explorer.undo.disabled == explorer.again.disabled == (steps == 0)
    assert explorer.error == ""


def walked_one():
    explorer = ChainRuleExplorer("w1")
    explorer.go("a2")
    return explorer


@pytest.mark.parametrize(("make", "shown", "hidden"), [
    (lambda: ForwardPassExplorer(step=0), "0.5", r"0\.75|0\.6792|1\.6979|0\.1547"),
    (lambda: ForwardPassExplorer(step=1), "0.75", r"0\.6792|1\.6979|0\.1547"),
    (ChainRuleExplorer, "0.3572", r"0\.8453"), (walked_one, "0.8453", r"0\.1308|0\.2179|0\.0903"),
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
