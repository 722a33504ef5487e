"""With this you can train on real data: the flights of the space shuttle before the Challenger accident.

    >>> from nnlib.datasets import challenger, standardised
    >>> flights = challenger()
    >>> len(flights.temperature), int(flights.distress.sum())
    (23, 7)
    >>> x = standardised(flights.temperature, flights.temperature)
    >>> print(f"{x.min():.2f} {x.max():.2f}")
    -2.40 1.66
"""

from typing import NamedTuple

import numpy as np

from nnlib.arguments import Numbers, numbers, plain

LAUNCH = 31.0  # °F on the day of the accident, as Dalal, Fowlkes & Hoadley take it

_TEMPERATURE = (66, 70, 69, 68, 67, 72, 73, 70, 57, 63, 70, 78, 67, 53, 67, 75, 70, 81, 76, 79, 75, 76, 58)
_DISTRESS = (0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1)


class Flights(NamedTuple):
    """One entry for each flight, in the order of the flights.

    temperature : (23,), at launch, in °F.
    distress : (23,), 1 if a primary field-joint O-ring of the recovered boosters showed thermal distress, else 0.
    """

    temperature: np.ndarray
    distress: np.ndarray


def challenger() -> Flights:
    """Return the 23 flights before the Challenger accident whose boosters were recovered, as Flights.

    Source: Report of the Presidential Commission on the Space Shuttle Challenger Accident (1986); Dalal, Fowlkes &
    Hoadley, Journal of the American Statistical Association 84 (1989), 945–957.
    """
    return Flights(np.array(_TEMPERATURE, float), np.array(_DISTRESS, float))


def standardised(values: Numbers, sample: np.ndarray) -> Numbers:
    """Return values − mean of the sample, divided by the sample's standard deviation (with n, not n − 1).

    values : any shape. sample : (n,). Returns the shape of values.
    Raises TypeError or ValueError on bad input, a sample without any spread included.
    """
    values, sample = numbers("values", values), numbers("sample", sample)
    if np.size(sample) == 0 or np.ptp(sample) == 0:
        raise ValueError("sample holds no two different numbers; some were wanted")
    return plain((values - np.mean(sample)) / np.std(sample))
