"""The explorer of lesson 04: what it says is what nnlib computes."""

import re

import numpy as np
import pytest

from nnlib import identity, relu, sigmoid, tanh
from nnlib.draw import style
from nnlib.explore.sigmoid import ActivationExplorer, read

ALL = (sigmoid, tanh, relu, identity)


@pytest.mark.parametrize("g", ALL)
@pytest.mark.parametrize("z", [-8, -1e-9, 0, 0.75, 3.7, 8, 20])
def test_the_numbers_are_those_of_nnlib(g, z):
    explorer, slope = ActivationExplorer(z, g), style.number(g.derivative(z))
    assert explorer.values == {"z": z, "a": g(z), "slope": g.derivative(z), "steepest": max(read(g, z).slopes)}
    assert explorer.view.rows.items() >= {"a = g(z)": style.number(g(z)), "slope g′(z)": slope}.items()
    assert f"slope {slope}" in explorer.view.picture.alt


@pytest.mark.parametrize("z", [-2, 0.75])
def test_the_tangent_touches_the_curve(z):
    lines = re.findall(rf'points="([^"]*)" fill="none" stroke="(?:{style.VALUE}" stroke-width="3"'
                       rf'|{style.LOCAL_DERIVATIVE}"[^>]* stroke-dasharray)', ActivationExplorer(z).picture.value)
    curve, tangent = (np.array(re.findall(r"([\d.-]+),([\d.-]+)", each), float) for each in lines)
    near = tangent.mean(axis=0)[0] + np.array([-4, 0, 4])  # in pixels
    np.testing.assert_allclose(np.interp(near, *tangent.T), np.interp(near, *curve.T), atol=0.5)


def test_where_it_saturates():
    assert np.round(read(sigmoid, 0).flat, 1).tolist() == [[-8, -3.7], [3.7, 8]]
    assert (read(relu, 0).flat, read(identity, 0).flat) == (((-8, 0),), ())
    for g in ALL:
        for start, end in read(g, 0).flat:
            assert np.all(g.derivative(np.linspace(start, end, 50)) < 0.1 * read(g, 0).steepest)


@pytest.mark.parametrize(("g", "z", "words"), [
    (sigmoid, 6, "saturates: its slope is 1.0% of the steepest, 0.25"), (sigmoid, 0, "as steep as it gets"),
    (sigmoid, 1, "the slope is 79% of the steepest"), (tanh, -5, "saturates"), (relu, -1, "No gradient flows back"),
    (relu, 1, "as steep as it gets"), (identity, 4, "never saturates"),
])
def test_it_says_so_in_words(g, z, words):
    explorer = ActivationExplorer(z, g)
    assert words in explorer.sentence.value and words in explorer.status.value


@pytest.mark.parametrize(("z", "substituted"), [(2, True), (8, True), (20, False)])
def test_no_equation_shows_what_rounding_makes_wrong(z, substituted):
    shown = re.sub("<[^>]+>", "", ActivationExplorer(z).equation.value)
    a, slope = style.number(sigmoid(z)), style.number(sigmoid.derivative(z))
    assert shown.endswith(f"a(1−a)={a}·(1−{a})≈{slope}" if substituted else f"a(1−a)≈{slope}")
