"""The explorer of lesson 08: its figures are nnlib's and the course's, by hand and by descent."""

import re

import numpy as np
import pytest

from nnlib import Network, gradient_descent, sigmoid, tanh
from nnlib.datasets import challenger, standardised
from nnlib.descent import right_along
from nnlib.draw import style
from nnlib.explore.data import SAME, TRAIN, DataExplorer, descent, judged
from nnlib.network import PARAMETERS

FLIGHTS = challenger()
X, Y = standardised(FLIGHTS.temperature, FLIGHTS.temperature), FLIGHTS.distress


@pytest.mark.parametrize("g1", [sigmoid, tanh], ids=repr)
@pytest.mark.parametrize("state", [(0.5, -0.5, 0, 0), (1, -5, 0, 1), (-8, 8, 5, -5), (0, 0, 0, 0)])
def test_the_figures_by_hand_are_those_of_the_network(g1, state):
    parameters = dict(zip(PARAMETERS, state, strict=True))
    explorer, net = DataExplorer(**parameters, g1=g1), Network(**parameters, g1=g1)
    a2, values = net.forward(X).a2, explorer.values
    assert values["mean loss"] == np.mean((a2 - Y) ** 2 / 2) and values["right"] == sum((a2 > 0.5) == Y)
    launch = (31 - FLIGHTS.temperature.mean()) / FLIGHTS.temperature.std()
    assert values["launch"] == pytest.approx(net.forward(launch).a2, rel=1e-12)
    assert f"{values['right']} of 23 right by hand" in explorer.picture.value
    assert explorer.view.rows["mean loss, by hand"] == style.number(values["mean loss"])
    assert values["descent"] is None


@pytest.mark.parametrize("g1", [sigmoid, tanh], ids=repr)
@pytest.mark.parametrize("train", TRAIN)
def test_descent_is_that_of_nnlib_and_lies_within_the_sliders(g1, train):
    explorer = DataExplorer(g1=g1, train=train)
    explorer.fit.click()
    found, start = explorer.values["descent"], Network(0.5, -0.5, g1)
    path = gradient_descent(start, X, Y, 2, 1000, TRAIN[train])
    assert (found["mean loss"], found["right"]) == (path.loss[-1], right_along(path, start, X, Y)[-1])
    loss, right = style.number(path.loss[-1]), found["right"]
    for words in (f"By descent: mean loss {loss}, {right} of 23 right.",
                  "Descent has a smaller loss than the fit by hand."):
        assert words in explorer.sentence.value and words in explorer.status.value
    assert f"<td>{loss}</td><td>{right}</td>" in explorer.view.tables
    explorer.fold.click()
    assert explorer.table.value.startswith(explorer.view.tables) and ">descent moves</th>" in explorer.table.value
    explorer.take.click()
    for name in PARAMETERS:
        assert found[name] == getattr(path, name)[-1] and getattr(explorer, name) == round(found[name], 3)
    assert "Both fits have the same loss." in explorer.sentence.value


def test_the_buttons():
    explorer = DataExplorer(train="weights and b2")
    assert explorer.take.disabled
    for shown, name in ((True, "Hide the descent"), (False, "Let descent fit"), (True, "Hide the descent")):
        explorer.fit.click()
        assert (explorer.shown, explorer.fit.description) == (shown, name)
    explorer.again.click()
    assert (explorer.w1, explorer.w2, explorer.b1, explorer.b2, explorer.shown) == (0.5, -0.5, 0, 0, False)
    assert "by descent" not in explorer.picture.value


def test_a_better_fit_by_hand_is_told_so():
    told = judged({"mean loss": 0.07, "right": 20}, {"mean loss": 0.07 + 1.5 * SAME, "right": 19}, 23)
    assert told.endswith("The fit by hand has a smaller loss than descent.")


def test_the_curves_are_those_of_the_networks():
    explorer = DataExplorer(g1=tanh, w1=2, w2=-3, b2=0.5, shown=True)
    left = explorer.view.picture.parts[0].svg
    for colour, net in (("#0072B2", Network(2, -3, tanh, b2=0.5)), ("#D55E00", descent(tanh, "weights")[1])):
        points = re.search(rf'points="([^"]+)"[^>]+stroke="{colour}"', left)[1]
        px, py = np.array(points.replace(",", " ").split(), float).reshape(-1, 2).T
        temperature = 28 + (px - 60) / (456 - 60) * (84 - 28)
        a2 = net.forward((temperature - FLIGHTS.temperature.mean()) / FLIGHTS.temperature.std()).a2
        np.testing.assert_allclose(-0.19 + (298 - py) / (298 - 40) * 1.38, a2, atol=2e-3)
