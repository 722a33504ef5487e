"""Each loss's value and slope: against 60-digit arithmetic, and at the ends 0 and 1."""

import mpmath as mp
import numpy as np
import pytest
from exact import LOSSES as EXACT
from hypothesis import given, settings
from hypothesis import strategies as st
from kinds import LOSSES, PROPERTY

from nnlib import cross_entropy, quadratic, sigmoid


@pytest.mark.parametrize(("nearest", "classes"), [(1e-12, st.sampled_from([0.0, 1.0])), (1e-6, st.floats(0, 1))])
@pytest.mark.parametrize("loss", LOSSES, ids=repr)
def test_value_and_slope_keep_their_digits(loss, nearest, classes):
    """All of them where y is 0 or 1; between, where terms may cancel, those of the greatest term."""
    @settings(PROPERTY, max_examples=200)
    @given(st.floats(nearest, 1 - nearest), classes)
    def holds(a2, y):
        with mp.workdps(60):
            value = EXACT[loss.name](mp.mpf(a2), y)
            slope = mp.diff(lambda a: EXACT[loss.name](a, y), mp.mpf(a2))
            term = 0 if y in (0, 1) else 1 if loss is quadratic else 1 / min(a2, 1 - a2)
            assert abs(loss(a2, y) - value) <= 1e-14 * (term or abs(value))
            assert abs(loss.derivative(a2, y) - slope) <= 1e-14 * (term or abs(slope))
    holds()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("loss", LOSSES, ids=repr)
def test_value_and_slope_are_finite_and_silent_at_the_ends(loss):
    ends = np.array([0, 5e-324, 1e-310, 1e-300, 0.5, 1 - 1e-16, 1])
    a2, y = ends[:, None], np.array([0, 5e-324, 0.5, 1 - 1e-16, 1])
    assert np.isfinite(loss(a2, y)).all()
    assert np.isfinite(loss.derivative(a2, y)).all()
    assert (loss(a2, y) >= 0).all()


def test_behind_a_sigmoid_cross_entropy_is_the_same_loss_and_its_slope_collapses():
    z2, y = np.linspace(-6, 6, 49)[:, None], np.array([0, 0.25, 1])
    a2 = sigmoid(z2)
    loss, dloss_dz2 = cross_entropy.behind_sigmoid(z2, a2, y)
    np.testing.assert_allclose(loss, cross_entropy(a2, y), rtol=1e-12)
    np.testing.assert_allclose(dloss_dz2, cross_entropy.derivative(a2, y) * sigmoid.derivative(z2), atol=1e-13)
    np.testing.assert_array_equal(dloss_dz2, a2 - y)


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
def test_predictions_and_classes_broadcast(loss):
    a2, y = np.array([[0.2], [0.9]]), np.array([0, 0.5, 1])
    for f in (loss, loss.derivative):
        np.testing.assert_allclose(f(a2, y), [[f(a, c) for c in y] for a in a2[:, 0]], rtol=1e-15)
        assert np.shape(f(0.2, 1)) == ()
        assert f([], []).shape == (0,)
