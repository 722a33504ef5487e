"""With `rounded` you can see that a wrong answer's values are the right ones, rounded."""

import numpy as np

from nnlib.checker.calling import Misfit
from nnlib.checker.points import close

DIGITS, FEW = range(1, 9), 4


def rounded(got, right):
    """Return the Misfit for values that are right but for being rounded, or None. got, right : (results, points)."""
    differing = ~close(got, right).all(axis=1)
    got, right = got[differing], right[differing]
    for digits in DIGITS:
        if np.array_equal(np.round(got, digits), got):
            near = np.abs(got - right) <= 0.5000001 * 10.0 ** -digits
            if not near.all() or any(len(np.unique(row)) <= FEW for row in got):
                return None
            return Misfit(f"Your values are the right ones, rounded to {digits} decimal place{'s' * (digits > 1)}. "
                          "Leave every number as it is.", "wrong", "rounded")
    return None
