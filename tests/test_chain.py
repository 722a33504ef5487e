"""The chain of layers: it is the network of two weights at n = 2, its gradients are centred differences."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from kinds import LOSSES, PROPERTY, both_passes

from nnlib import Network, cross_entropy, relu, sigmoid, tanh
from nnlib.chain import chain_pass

WEIGHT = st.floats(-3, 3)
KINDS = st.sampled_from([sigmoid, tanh, relu]), st.sampled_from(LOSSES)


@PROPERTY
@given(WEIGHT, WEIGHT, WEIGHT, st.floats(0, 1), *KINDS)
def test_two_layers_are_the_network_of_two_weights(x, w1, w2, y, g, loss):
    forward_pass, b = both_passes(Network(w1, w2, g, sigmoid, loss), x, y)
    there = chain_pass([w1, w2], x, y, g, loss)
    assert there.z.tolist() == [forward_pass.z1, forward_pass.z2]
    assert there.a.tolist() == [forward_pass.a1, forward_pass.a2]
    assert there.loss == b.loss
    np.testing.assert_allclose(there.slope, [b.da1_dz1, b.da2_dz2], rtol=1e-14)
    np.testing.assert_allclose(there.dloss_dz, [b.dloss_dz1, b.dloss_dz2], rtol=1e-14)
    np.testing.assert_allclose(there.dloss_dw, [b.dloss_dw1, b.dloss_dw2], rtol=1e-14)


@PROPERTY
@given(st.lists(WEIGHT, min_size=1, max_size=6), WEIGHT, st.floats(0, 1), *KINDS)
def test_each_gradient_is_that_of_a_centred_difference(weights, x, y, g, loss):
    there, h = chain_pass(weights, x, y, g, loss), 1e-5
    assume(g is not relu or np.min(np.abs(np.append(there.z[:-1], 1))) > 1e-2)  # away from relu's kink
    for k, gradient in enumerate(there.dloss_dw):
        up, down = (chain_pass([w + h * sign * (j == k) for j, w in enumerate(weights)], x, y, g, loss).loss
                    for sign in (1, -1))
        assert (up - down) / (2 * h) == pytest.approx(gradient, rel=1e-4, abs=1e-6)


def test_three_layers_worked_by_hand():
    # relu layers with positive inputs multiply: z = 2, 6, −3; the output is a sigmoid of −3
    there = chain_pass([2, 3, -0.5], 1, 1, relu, cross_entropy)
    assert (there.z.tolist(), there.slope[:2].tolist()) == ([2, 6, -3], [1, 1])
    error = 1 / (1 + np.exp(3)) - 1
    assert there.loss == pytest.approx(np.log1p(np.exp(3)), rel=1e-14)
    np.testing.assert_allclose(there.dloss_dz, [error * -0.5 * 3, error * -0.5, error], rtol=1e-14)
    np.testing.assert_allclose(there.dloss_dw, [error * -1.5, error * -0.5 * 2, error * 6], rtol=1e-14)


@pytest.mark.filterwarnings("error")
def test_it_stays_finite_far_out_and_says_so_where_it_cannot():
    there = chain_pass([1000.0, -1000.0], 1000, 1, relu, cross_entropy)
    assert (there.loss, there.dloss_dz[-1]) == (1e9, -1)
    with pytest.raises(FloatingPointError, match=r"^the weights are too large here"):
        chain_pass([1e200] * 3, 1, 1, relu)


@pytest.mark.parametrize(("change", "error", "words"), [
    ({"weights": 1.0}, ValueError, r"^weights have the shape \(\); \(n,\) was wanted"),
    ({"weights": []}, ValueError, r"^weights have the shape \(0,\)"),
    ({"weights": [[1]]}, ValueError, r"^weights have the shape \(1, 1\)"),
    ({"weights": None}, TypeError, "^weights is None"),
    ({"x": [1, 2]}, ValueError, r"^x has the shape \(2,\)"), ({"y": 2}, ValueError, "^y is 2.0; a class lies"),
    ({"g": np.tanh}, TypeError, "^g is <ufunc"), ({"loss": sigmoid}, TypeError, "^loss is sigmoid"),
])
def test_bad_input_is_refused(change, error, words):
    with pytest.raises(error, match=words):
        chain_pass(**{"weights": [1, 2], "x": 1, "y": 1} | change)
