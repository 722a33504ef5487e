"""The pictures of the flights and of the training: marks, curves and words are those of the data and of nnlib."""

import re

import numpy as np
import pytest

from nnlib import Network, gradient_descent, relu, tanh
from nnlib.datasets import challenger, standardised
from nnlib.descent import right_along
from nnlib.draw.flights import flights_picture, probability
from nnlib.draw.training import training_picture

TEMPERATURE, DISTRESS = challenger()
X = standardised(TEMPERATURE, TEMPERATURE)


def test_each_flight_has_a_mark_of_its_kind_at_its_temperature():
    svg = flights_picture().svg
    circles = np.array(re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="6"', svg), float)
    squares = np.array(re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="12" height="12"', svg), float)
    assert (len(circles), len(squares)) == (16, 7)
    for marks, kind, shift in ((circles, 0, 0), (squares, 1, 6)):
        temperature = 28 + (marks[:, 0] + shift - 60) / 880 * 56
        np.testing.assert_allclose(sorted(temperature), sorted(TEMPERATURE[kind == DISTRESS]), atol=0.02)
    assert len(np.unique(np.concatenate([circles, squares]), axis=0)) == 23, "no mark hides another"
    assert circles[:, 1].min() > squares[:, 1].max() + 12 + 170, "none stands where a2 can be"
    assert "launch day: 31 °F" in svg


def test_the_words_are_those_of_the_networks():
    nets = {"one": Network(0.5, -0.5), "b2 & more": Network(1, -5, tanh, b2=1)}
    picture = flights_picture(nets)
    assert "distress at 53, 57, 58, 63, 70, 70, 75 °F, none on the other 16." in picture.alt
    assert "b2 &amp; more" in picture.svg
    for name, net in nets.items():
        value = net.forward((53 - TEMPERATURE.mean()) / TEMPERATURE.std()).a2
        assert re.search(rf"{name}: a2 is [^:]*{value:.4f}".rstrip("0") + r"\d* at 53 °F", picture.alt)
        assert probability(net, 53) == pytest.approx(value, rel=1e-12)


def test_the_curves_of_a_training_are_its_loss_and_how_many_are_right():
    start = Network(0.5, -0.5)
    path = gradient_descent(start, X, DISTRESS, 2, 300, ("w1", "w2", "b1", "b2"))
    paths = {"no bias": gradient_descent(start, X, DISTRESS, 2, 100), "b1 and b2": path}
    loss, right = training_picture(paths, start, X, DISTRESS).parts
    counts = right_along(path, start, X, DISTRESS)
    assert f"b1 and b2: {path.loss[0]:.4f} at the start, {path.loss[-1]:.4f} after 300 steps." in loss.alt
    assert f"b1 and b2: {counts[0]} at the start, {counts[-1]} after 300 steps." in right.alt
    assert loss.svg.count("<polyline") == right.svg.count("<polyline") == 2


@pytest.mark.parametrize("y", [1, 0])
def test_a_descent_of_no_step_has_a_picture(y, recwarn):
    start = Network(-1, 1, g2=relu)  # its loss is exactly 0 where y is
    picture = training_picture({"none": gradient_descent(start, 1, y, 2, 0)}, start, 1, y)
    assert "after 0 steps" in picture.alt and "nan" not in picture.svg and not recwarn
    right = re.findall(r'text-anchor="end"[^>]*>([^<]+)<', picture.parts[1].svg)
    assert {*right} == {"0", "1"}, "they are counted in whole numbers, and none is less than 0"
