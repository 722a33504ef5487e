"""The shuttle flights are those of the course, and standardising does what it says."""

import numpy as np
import pytest

from nnlib.datasets import LAUNCH, challenger, standardised


def test_the_flights_are_those_of_the_public_record():
    flights = challenger()
    assert "".join(map(str, flights.distress.astype(int))) == "01000000111001000000101"
    assert flights.temperature.astype(int).tolist() == [
        66, 70, 69, 68, 67, 72, 73, 70, 57, 63, 70, 78, 67, 53, 67, 75, 70, 81, 76, 79, 75, 76, 58]
    assert flights.temperature.dtype == flights.distress.dtype == np.float64 and LAUNCH == 31
    challenger().temperature[:] = 0
    assert challenger().temperature.min() == 53  # what one caller changes, no other sees


def test_standardised_numbers_have_mean_0_and_spread_1_and_new_ones_use_the_same_scale():
    temperature = challenger().temperature
    x = standardised(temperature, temperature)
    assert (x.mean(), x.std()) == (pytest.approx(0, abs=1e-14), pytest.approx(1, rel=1e-14))
    assert standardised(7, [1, 5]) == 2 and standardised([[1], [3]], [1, 5]).tolist() == [[-1], [0]]
    assert [standardised(each, temperature) for each in temperature] == x.tolist()
