"""Each loss's value and slope: against 60-digit arithmetic, and at the ends 0 and 1."""

import mpmath as mp
import numpy as np
import pytest
from exact import LOSSES as EXACT
from hypothesis import given, settings
from hypothesis import strategies as st
from kinds import LOSSES, PROPERTY

from nnlib import quadratic


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
    assert np.isfinite(loss(a2, y)).all() and np.isfinite(loss.derivative(a2, y)).all()
    assert (loss(a2, y) >= 0).all()
