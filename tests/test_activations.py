"""Each activation's value and slope: worked by hand, and against 60-digit arithmetic."""

import math

import mpmath as mp
import numpy as np
import pytest
from exact import ACTIVATIONS as EXACT
from hypothesis import assume, given
from hypothesis import strategies as st
from kinds import ACTIVATIONS, PROPERTY

from nnlib import identity, relu, sigmoid, tanh

LN3 = math.log(3)


@pytest.mark.parametrize(("g", "z", "a", "slope"), [
    (sigmoid, 0, 1 / 2, 1 / 4), (sigmoid, LN3, 3 / 4, 3 / 16), (sigmoid, -LN3, 1 / 4, 3 / 16),
    (tanh, 0, 0, 1), (tanh, LN3, 4 / 5, 9 / 25), (tanh, -LN3, -4 / 5, 9 / 25),
    (relu, 2.5, 2.5, 1), (relu, -2.5, 0, 0), (relu, 0, 0, 0), (identity, -2.5, -2.5, 1),
], ids=str)
def test_values_and_slopes_worked_by_hand(g, z, a, slope):
    assert g(z) == pytest.approx(a, rel=1e-15, abs=0)
    assert g.derivative(z) == pytest.approx(slope, rel=4e-15, abs=0)


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


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("g", ACTIVATIONS, ids=repr)
def test_value_and_slope_are_finite_and_silent_far_out(g):
    ends = [0.0, -0.0, 5e-324, 19, 20, 36, 37, 354, 355, 356, 709, 710, 711, 744, 745, 746, 1e6, 1e12, 1e18]
    z = np.array([sign * end for end in ends for sign in (1, -1)])
    for result in (g(z), g.derivative(z), *map(g, z), *map(g.derivative, z)):
        assert np.isfinite(result).all()


@pytest.mark.parametrize("g", ACTIVATIONS, ids=repr)
@pytest.mark.parametrize("shape", [(), (0,), (5,), (2, 3)])
def test_value_and_slope_have_the_shape_of_z_and_are_float64(g, shape):
    z = np.ones(shape)
    for result in (g(z), g.derivative(z), g(z.astype(int)), g.derivative(z.astype(int))):
        assert np.shape(result) == shape
        assert result.dtype == np.float64 if shape else type(result) is float
