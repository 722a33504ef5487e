"""The gradient check: it agrees with the chain rule, its error falls as h², and it refuses what it cannot check."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from kinds import KINDS, PROPERTY, both_passes

from nnlib import Network, identity, numerical_gradient, relu, sigmoid, tanh

SMOOTH = [kind for kind in KINDS if kind[1] is not relu]
H = 1e-5  # what the nudge is by default


def gradient(net, x, y, by=("w1", "w2")):
    return np.array([getattr(both_passes(net, x, y)[1], f"dloss_d{name}") for name in by])


def agrees(net, x, y, by=("w1", "w2")):
    """Whether the gradient is right up to what a centred difference can be off by.

    That is h²/6 · |Loss‴| from the series, and eps · (Loss + 1) / h from rounding.
    |x|, |w1|, |w2| ≤ 2, so z1 moves by at most 2 and z2 by at most 4 a unit of weight: 4³ = 64 in a third derivative.
    The activations' own three derivatives are at most 2, and the chain rule makes a dozen terms: |Loss‴| < 10⁴.
    """
    tolerance = H ** 2 / 6 * 1e4 + np.finfo(float).eps * (net.example_loss(net.forward(x), y) + 1) / H
    return np.all(np.abs(gradient(net, x, y, by) - numerical_gradient(net, x, y, by=by)) <= tolerance)


def test_the_gradient_worked_by_hand():
    # the loss (w1·w2·x − y)²/2 is a parabola in each weight, so the centred difference is exact at any h
    net = Network(w1=3, w2=-0.5, g1=identity, g2=identity)
    assert numerical_gradient(net, x=2, y=1, h=0.5) == (4, -24)


@PROPERTY
@given(*[st.floats(-2, 2)] * 3, st.floats(0, 1), st.sampled_from(SMOOTH))
def test_it_agrees_with_the_chain_rule(x, one, other, y, kind):
    assume(kind[0] is not relu or min(abs(one), abs(0.7 * x + one)) > 2 * H)  # across relu's kink it sees both slopes
    assert agrees(Network(one, other, *kind), x, y)
    assert agrees(Network(0.7, -1.2, *kind, one, other), x, y, by=("b2", "w1", "b1"))


@pytest.mark.parametrize("kind", [kind for kind in SMOOTH if kind[0] in (sigmoid, tanh)], ids=str)
def test_its_error_falls_as_h_squared(kind):
    net, x, y = Network(0.6, -1.3, *kind), 0.7, 1
    error = np.abs([numerical_gradient(net, x, y, h) - gradient(net, x, y) for h in (0.1, 0.01, 0.001)])
    if kind[1] is identity:  # a parabola in w2: exact, whatever h
        assert error[:, 1].max() < 1e-10
        error = error[:, :1]
    np.testing.assert_allclose(error[:-1] / error[1:], 100, rtol=0.05)


def test_it_gives_one_value_per_example():
    net, x = Network(np.full((3, 1), 0.5), np.linspace(-2, 2, 4)), np.linspace(-2, 2, 5).reshape(5, 1, 1)
    assert [np.shape(each) for each in numerical_gradient(net, x, 1)] == [(5, 3, 4)] * 2 and agrees(net, x, 1)


@pytest.mark.parametrize(("w1", "w2", "h", "name"), [
    (1, 1, 6e-17, "w1"), (-1, -1, 6e-17, "w1"), (1, 1e6, 1e-12, "w2"), ([1, 1e6], 1, 1e-12, "w1"),
])
def test_an_h_that_rounding_swallows_on_either_side_is_refused(w1, w2, h, name):
    with pytest.raises(ValueError, match=rf"^h is {h}, too small to change {name}; a larger one was wanted$"):
        numerical_gradient(Network(w1, w2), 1, 1, h)
