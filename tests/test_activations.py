"""Each activation's value and slope: against 60-digit arithmetic, and far out."""

import mpmath as mp
import numpy as np
import pytest
from exact import ACTIVATIONS as EXACT
from hypothesis import assume, given
from hypothesis import strategies as st
from kinds import ACTIVATIONS, PROPERTY

from nnlib import relu


@pytest.mark.parametrize(("limit", "tolerance"), [(6, 1e-12), (20, 1e-6)])
@pytest.mark.parametrize("g", ACTIVATIONS, ids=repr)
def test_value_and_slope_keep_their_digits(g, limit, tolerance):
    @PROPERTY
    @given(st.floats(-limit, limit))
    def holds(z):
        assume(g is not relu or abs(z) > 1e-60)  # nearer to its kink a difference sees both slopes
        with mp.workdps(60):
            value, slope = EXACT[g.name](mp.mpf(z)), mp.diff(EXACT[g.name], mp.mpf(z))
            assert abs(g(z) - value) <= 1e-14 * abs(value)
            assert abs(g.derivative(z) - slope) <= tolerance * abs(slope)
    holds()


def test_relu_is_flat_at_its_kink():
    assert (relu(0), relu.derivative(0)) == (0, 0)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("g", ACTIVATIONS, ids=repr)
def test_value_and_slope_are_finite_and_silent_far_out(g):
    ends = [0.0, -0.0, 5e-324, 19, 20, 36, 37, 354, 355, 356, 709, 710, 711, 744, 745, 746, 1e6, 1e12, 1e18]
    z = np.array([sign * end for end in ends for sign in (1, -1)])
    for result in (g(z), g.derivative(z), *map(g, z), *map(g.derivative, z)):
        assert np.isfinite(result).all()
