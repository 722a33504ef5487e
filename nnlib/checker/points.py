"""With a Parameter you can say what an answer may be given; `points` makes values of it to try the answer on.

    parameters = {"y": Parameter(0, 1, values=(0, 1), apart="a2"), "a2": Parameter(0.1, 0.9)}
    points(parameters)          a list of points, each with a value for each parameter

They are the same each time and on every platform, and each parameter moves by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlib.arguments import one_number, shown

COUNT = 18
# A batch takes its examples from the points that lie so far ahead: of several sizes, in turn.
BATCHES = (0, 1, 2, 5), (0, 3, 4), (0, 1, 2, 5, 7)
TOLERANCE = 1e-6
GAP = 2 / 9  # how much of its smaller side a range leaves out around 0
PRIMES = [n for n in range(2, 600) if all(n % k for k in range(2, int(n ** 0.5) + 1))]


@dataclass(frozen=True)
class Parameter:
    """What an answer may be given: a number from low to high and not close to 0, or one of some values.

    low, high : of both signs if low < 0 < high; left out where only `values` are given. values : numbers or functions.
    follows : an expression in other parameters, what it is where all belong together. apart : another parameter that it
    is never equal or close to. batch : whether it is an array, with a number for each example of a batch.
    Raises TypeError or ValueError on anything else.
    """

    low: float | None = None
    high: float | None = None
    values: tuple = ()
    follows: str | None = None
    apart: str | None = None
    batch: bool = False

    def __post_init__(self):
        if self.low is None and self.high is None:
            if not self.values:
                raise ValueError("a Parameter has neither low and high nor values; one of the two was wanted")
        elif one_number("low", self.low) >= one_number("high", self.high):
            raise ValueError(f"low is {shown(self.low)} and high is {shown(self.high)}; low must be below high")
        for value in self.values:
            if not isinstance(value, Callable):
                one_number("a value of a Parameter", value)

    def numbers(self, spread, others=None):
        """Return its numbers for a spread over 0..1: (n,). others : those of the parameter that it keeps apart from."""
        low, high = self.low, self.high
        if others is not None:
            return low + (np.array(others) - low + (high - low) * (0.25 + 0.5 * spread)) % (high - low)
        if low > 0 or high < 0:
            return low + (high - low) * spread
        gap = GAP * (min(-low, high) or max(-low, high))
        below, above = max(-low - gap, 0), max(high - gap, 0)
        at = spread * (below + above)
        return np.where(at < below, low + at, gap + at - below)

    def taken(self, spread, choice, others):
        """Return its values, a list: one of `values` or, if it has low and high, a number, as each choice says.

        spread, choice : (n,), in 0..1, independent of each other.
        """
        numbers = [] if self.low is None else self.numbers(spread, others).tolist()
        allowed = [[value for value in self.values if others is None or value != others[k]] + numbers[k:k + 1]
                   for k in range(len(choice))]
        return [some[int(at * len(some))] for some, at in zip(allowed, choice, strict=True)]


def _spread(k):
    # The fractional parts of n·√prime fill 0..1 evenly, with no random state, the same on every platform.
    return np.arange(1, COUNT + 1) * PRIMES[k] ** 0.5 % 1


def points(parameters):
    """Return points at which an answer can be tried, as dicts. parameters : name -> Parameter.

    Every parameter is free there, whatever it follows.
    """
    found = {}
    for k, (name, parameter) in sorted(enumerate(parameters.items()), key=lambda each: each[1][1].apart is not None):
        found[name] = parameter.taken(_spread(2 * k), _spread(2 * k + 1), found.get(parameter.apart))
    for name in [name for name, parameter in parameters.items() if parameter.batch]:
        found[name] = [np.take(found[name], (k + np.array(BATCHES[k % len(BATCHES)])) % COUNT) for k in range(COUNT)]
    return [{name: found[name][k] for name in parameters} for k in range(COUNT)]


class _EachPoint:
    """One function for each point: applies the k-th to the k-th column of its arguments."""

    def __init__(self, functions):
        self.where = {}
        for k, function in enumerate(functions):
            self.where.setdefault(function, []).append(k)

    def __call__(self, *arguments):
        arguments = np.broadcast_arrays(*arguments)
        values = np.empty(arguments[0].shape)
        for function, points in self.where.items():
            values[..., points] = function(*(argument[..., points] for argument in arguments))
        return values


def columns(points, names):
    """Return name -> the values at all points, (len(points),), or for functions one that takes (..., len(points))."""
    by_name = {name: [point[name] for point in points] for name in names}
    return {name: _EachPoint(values) if callable(values[0]) else np.array(values) for name, values in by_name.items()}


def close(got, wanted):
    """Whether two values are equal to the tolerance, entry by entry.

    The absolute part serves mistakes whose value is 0 up to rounding; right answers keep away from 0.
    Nothing is close to infinity or NaN, which a mistake that divides may give.
    """
    with np.errstate(invalid="ignore"):
        return np.abs(got - wanted) < TOLERANCE * np.abs(wanted) + 1e-12
