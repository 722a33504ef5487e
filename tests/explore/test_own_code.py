"""What a learner's function does in the explorers: it draws its path or colours the graph, or ends in words."""

import sys
import time
from collections import defaultdict
from html import escape
from itertools import count
from unittest.mock import Mock

import numpy as np
import pytest

from nnlib import Network, gradient_descent
from nnlib.draw import style
from nnlib.explore import own_code
from nnlib.explore.autodiff import AutodiffExplorer
from nnlib.explore.data import STEPS, DataExplorer, examples
from nnlib.explore.descent import DescentExplorer
from nnlib.explore.own_code import descend, gradients

XS, YS = examples()


def step(x, y, w1, w2, step_size):
    a1 = 1 / (1 + np.exp(-w1 * x))
    a2 = 1 / (1 + np.exp(-w2 * a1))
    dloss_dz2 = (a2 - y) * a2 * (1 - a2)
    return w1 - step_size * dloss_dz2 * w2 * a1 * (1 - a1) * x, w2 - step_size * dloss_dz2 * a1


def uphill(x, y, w1, w2, step_size):
    new_w1, new_w2 = step(x, y, w1, w2, step_size)
    return 2 * w1 - new_w1, 2 * w2 - new_w2


def backward(record):
    found = defaultdict(float, {record[-1][0]: 1.0})
    while record:  # it destroys what it was given
        name, inputs = record.pop()
        for each, local in inputs:
            found[each] += found[name] * local
    return found


class Broken(BaseException):
    def __str__(self):
        raise SystemExit


class Nasty:
    def __repr__(self):
        raise Broken

    __len__ = __iter__ = __float__ = __eq__ = __getitem__ = __repr__
    __hash__ = None


RUBBISH = [  # what a function does, and what is said of it
    (Mock(side_effect=ZeroDivisionError("division by zero")), "it raises ZeroDivisionError: division by zero"),
    (Mock(side_effect=SystemExit(1)), "it raises SystemExit: 1"), (Mock(side_effect=Broken()), "it raises Broken"),
    (lambda: 1, "it raises TypeError"), (lambda *_: print("noise"), "it returns None"),
    (lambda *_: print("noise", file=sys.stderr), "it returns None"), (lambda *_: Nasty(), "it raises Broken"),
    (lambda *_: "ab", "it returns 'ab' (str)"), (lambda *_: 1.0, "it returns 1.0 (float)"),
]
STEPPING = [
    *RUBBISH, (lambda *_: (1, 2, 3), "it returns (1, 2, 3)"), (lambda *_: ("a", 1), "new_w1 is 'a' (str)"),
    (lambda *_: [1, np.nan], "new_w2 is nan"), (lambda *_: np.zeros((2, 2)), "new_w1 has the shape (2,)"),
    (lambda *_: (1, -1e7), "beyond 1,000,000"), (lambda *_: {}, "it returns {} (dict)"),
]
WALKING = [*RUBBISH, (lambda record: {"a": 1.0}, "gives no gradient for Loss"),
           (lambda record: {"w1": np.nan}, "w1 is nan"), (lambda record: {Nasty: 1}, "")]


def test_a_right_step_takes_the_path_of_gradient_descent():
    for given in ((Network(0.5, -2.5), 1.5, 1, 2.0, 30), (Network(0.5, -0.5), XS, YS, 2.0, 30)):
        path, stopped = descend(step, *given)
        assert stopped == ""
        np.testing.assert_allclose(path, gradient_descent(*given), rtol=1e-9)


def test_in_lesson_7_it_draws_its_path_beside_nnlibs():
    explorer, alone = DescentExplorer(step=step, steps=20), DescentExplorer(steps=20)
    assert "Your step takes the same path." in explorer.sentence.value and "Your step" not in alone.sentence.value
    assert explorer.view.says.startswith("nnlib's step: ")
    assert explorer.view.picture.parts[0].svg.count("<polyline") > alone.view.picture.parts[0].svg.count("<polyline")
    explorer.step = uphill
    assert "Your step leaves the path at step 1: w1 = " in explorer.sentence.value
    mine = explorer.values["your path"]
    assert explorer.view.rows["w1, your step"] == style.number(mine.w1[-1]) and "Your step" in explorer.view.picture.alt
    explorer.step = lambda *given: tuple(1.001 * each for each in step(*given))
    assert "Your step leaves the path at step 1: " in explorer.sentence.value, "a little beside is beside"
    explorer.step, explorer.start_w1, explorer.step_size = uphill, -1, 5.0
    np.testing.assert_allclose(explorer.values["your path"], descend(uphill, Network(-1, -2.5), 1.5, 1, 5, 20)[0])


def test_in_lesson_8_it_trains_on_the_flights():
    explorer = DataExplorer(step=step)
    wanted = gradient_descent(Network(0.5, -0.5), XS, YS, 2.0, STEPS)
    assert explorer.values["your step"]["mean loss"] == pytest.approx(wanted.loss[-1], rel=1e-9)
    assert f"By your step: mean loss {wanted.loss[-1]:.4f}, 16 of 23 right." in explorer.sentence.value
    assert explorer.view.picture.alt.count("by your step: a2 is") == 1
    assert explorer.view.picture.svg.count(style.OTHERS[1]) > 2 and style.OTHERS[2] not in explorer.view.picture.svg
    explorer.shown = True
    assert [explorer.view.picture.parts[1].svg.count(colour) for colour in style.OTHERS[:3]] == [1, 1, 1]
    assert all(f"mean loss, {by}" in explorer.view.rows for by in ("by hand", "by your step", "by descent"))
    assert "by your step" not in DataExplorer().view.picture.alt


def test_in_lesson_10_it_colours_the_graph():
    explorer = AutodiffExplorer(backward=backward)
    assert explorer.by == "yours" and "as nnlib's" in explorer.view.says
    assert "∂Loss/∂w1 = 0.0903" in explorer.view.picture.alt and "✗" not in explorer.view.picture.alt
    explorer.weights = "one"
    assert explorer.error == "" and "as nnlib's" in explorer.view.says
    explorer.weights, explorer.by = "two", "nnlib"
    assert "∂Loss/∂w1 unknown" in explorer.view.picture.alt

    explorer = AutodiffExplorer(backward=lambda record: backward(record) | {"a2": 7})
    assert "Your ∂Loss/∂a2 is 7; nnlib's is −0.8453." in explorer.view.says
    local, own = explorer.view.picture.alt.split("Gradients")
    assert "∂Loss/∂a2 = −0.8453" in local and "∂Loss/∂a2 = 7 ✗" in own and "∂Loss/∂w1 = 0.0903" in own
    assert own.count("✗") == explorer.view.picture.svg.count(" ✗<") == 1
    assert explorer.view.rows["∂Loss/∂a2, yours"] == "7" and explorer.values["your gradients"]["a2"] == 7


@pytest.mark.parametrize(("function", "why"), STEPPING, ids=range(len(STEPPING)))
@pytest.mark.parametrize("make", [lambda f: DescentExplorer(step=f, steps=5), lambda f: DataExplorer(step=f)],
                         ids=["descent", "flights"])
def test_a_step_that_fails_ends_in_words(make, function, why, capsys):
    explorer = make(function)
    assert (explorer.error, *capsys.readouterr()) == ("", "", "")
    for text in (explorer.sentence.value, explorer.view.picture.alt, explorer.status.value):
        assert "our step stops after 0 steps: " in text
    assert escape(why, quote=False) in explorer.sentence.value and "your step stops" in explorer.picture.value


@pytest.mark.parametrize(("function", "why"), WALKING, ids=range(len(WALKING)))
def test_a_backward_that_fails_ends_in_words(function, why):
    explorer = AutodiffExplorer(backward=function)
    assert explorer.error == ""
    assert "Your backward" in explorer.view.says and why in explorer.view.says
    assert escape(explorer.view.says[:20]) in explorer.picture.value and explorer.view.says in explorer.view.picture.alt
    assert "Your backward" in explorer.status.value and "∂Loss/∂z1 unknown" in explorer.view.picture.alt


@pytest.mark.parametrize("dots", [lambda *_: ..., lambda *_: (..., ...), lambda *_: (1, ...)])
def test_with_dots_nnlib_is_alone(dots):
    for explorer in (DescentExplorer(step=dots), DataExplorer(step=dots)):
        assert "your" not in f"{explorer.view.picture.alt} {explorer.sentence.value}".lower()
    if dots() is ...:
        assert "our" not in AutodiffExplorer(backward=dots).view.says


def test_a_step_that_stops_on_the_way_has_drawn_what_it_took():
    calls = count()
    explorer = DescentExplorer(step=lambda *given: step(*given) if next(calls) < 3 else None, steps=10)
    assert "Your step stops after 3 steps: it returns None" in explorer.sentence.value
    assert len(explorer.values["your path"].loss) == 4
    explorer.steps = 2
    assert "stops" not in explorer.sentence.value and len(explorer.values["your path"].loss) == 3


def test_a_slow_step_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(own_code, "PATIENCE", 0.02)
    slow = Mock(side_effect=lambda *given: time.sleep(0.01) or step(*given))
    path, stopped = descend(slow, Network(0.5, -2.5), 1.5, 1, 2.0, 100)
    assert 1 <= len(path.loss) < 10 and "it is slow, and 0.02 seconds are over" in stopped


def test_an_interrupted_loop_is_the_learners_to_see():
    for run in (lambda: descend(Mock(side_effect=KeyboardInterrupt), Network(0, 0), 1, 1, 1.0, 1),
                lambda: gradients(Mock(side_effect=KeyboardInterrupt), [])):
        with pytest.raises(KeyboardInterrupt):
            run()
