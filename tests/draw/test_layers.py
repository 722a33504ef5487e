"""The picture of a chain's gradients: its marks are the sizes, its words the numbers."""

import re

import numpy as np
import pytest

from nnlib import cross_entropy, quadratic, relu, sigmoid, tanh
from nnlib.draw import style
from nnlib.draw.layers import layers_picture, slopes_panel, told_slopes
from nnlib.explore.cross_entropy import layers

RUN = {g.name: layers(np.ones(10), 1.5, 1, g, cross_entropy) for g in (sigmoid, tanh, relu)}
CHAINS = {name: each.dloss_dw for name, each in RUN.items()}


def test_the_marks_stand_at_the_powers_of_ten():
    svg = layers_picture(CHAINS).svg
    for name, colour in zip(CHAINS, ("#0072B2", "#D55E00", "#009E73"), strict=True):
        points = re.search(rf'points="([^"]+)"[^>]+stroke="{colour}"', svg)[1]
        x, y = np.array(points.replace(",", " ").split(), float).reshape(-1, 2).T
        np.testing.assert_allclose(0.5 + (x - 60) / 396 * 10, np.arange(1, 11), atol=0.01)
        np.testing.assert_allclose(-9 + (298 - y) / 258 * 10, np.log10(abs(CHAINS[name])), atol=0.01)


def test_the_words_name_the_first_and_the_last_layer():
    alt = layers_picture(CHAINS).alt
    assert "sigmoid: ∂Loss/∂w has the size 4.62e−07 in layer 1 and 0.2247 in layer 10." in alt
    product = style.number(np.prod(RUN["sigmoid"].slope[:9]))
    assert told_slopes(RUN["sigmoid"].slope).endswith(f"Those before the last multiply to {product}.")


def test_what_is_0_is_counted_and_not_drawn():
    svg = layers_picture({"relu": layers([-1.0, 1, 1], 1.5, 1, relu, quadratic).dloss_dw}).svg
    assert "not shown, as they are 0: 3" in svg and "<circle" not in svg


@pytest.mark.parametrize("depth", range(1, 13))
def test_any_depth_can_be_drawn_and_its_layers_have_whole_numbers(depth):
    there = layers(np.full(depth, 3.0), 1, 0, tanh, quadratic)
    for picture in (layers_picture({"tanh": there.dloss_dw}), slopes_panel(there.slope).picture("")):
        assert picture.svg.count("<circle") == depth
        numbers = re.findall(r'<text x="[\d.]+" y="318"[^>]*>([^<]+)<', picture.svg)
        assert numbers and {*numbers} <= {str(k) for k in range(1, depth + 1)}
        assert depth > 8 or len(numbers) == depth


@pytest.mark.parametrize(("gradients", "error", "words"), [
    (1.0, TypeError, r"^chains\[.sigmoid.\] is 1.0"), ([], ValueError, r"the shape \(0,\); \(n,\) was wanted"),
    ([[1]], ValueError, r"the shape \(1, 1\)"), (["a"], TypeError, "^the gradients of sigmoid"),
])
def test_bad_input_is_refused(gradients, error, words):
    with pytest.raises(error, match=words):
        layers_picture({"sigmoid": gradients})
