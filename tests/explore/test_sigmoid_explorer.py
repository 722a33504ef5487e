"""The explorer of lesson 04: what it says is what nnlib computes."""

import re

import pytest

from nnlib import identity, relu, sigmoid, tanh
from nnlib.draw import style
from nnlib.explore.sigmoid import ActivationExplorer, read


def test_where_it_saturates():
    assert [round(end, 1) for span in read(sigmoid, 0).flat for end in span] == [-8, -3.7, 3.7, 8]
    assert read(relu, 0).flat == ((-8, 0),)
    assert read(identity, 0).flat == ()
    assert [round(end, 1) for span in read(tanh, 0).flat for end in span] == [-8, -1.9, 1.9, 8]


@pytest.mark.parametrize(("g", "z", "words"), [
    (sigmoid, 6, "saturates: its slope is 1.0% of the steepest, 0.25"), (sigmoid, 0, "as steep as it gets"),
    (sigmoid, 1, "the slope is 79% of the steepest"), (tanh, -5, "saturates"), (relu, -1, "No gradient flows back"),
    (relu, 1, "as steep as it gets"), (identity, 4, "never saturates"),
])
def test_it_says_so_in_words(g, z, words):
    explorer = ActivationExplorer(z, g)
    assert words in explorer.sentence.value and words in explorer.status.value
    assert explorer.values == {"z": z, "a": g(z), "slope": g.derivative(z), "steepest": max(read(g, z).slopes)}


@pytest.mark.parametrize(("z", "substituted"), [(2, True), (8, True), (20, False)])
def test_no_equation_shows_what_rounding_makes_wrong(z, substituted):
    shown = re.sub("<[^>]+>", "", ActivationExplorer(z).equation.value)
    a, slope = style.number(sigmoid(z)), style.number(sigmoid.derivative(z))
    assert shown.endswith(f"a(1−a)={a}·(1−{a})≈{slope}" if substituted else f"a(1−a)≈{slope}")
