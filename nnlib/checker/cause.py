"""With `must_be_its_own` a wrong answer is first held against what makes its values not its own: names from outside,
Python's slips, rounding."""

import numpy as np

from nnlib.checker.calling import Misfit, cause, results
from nnlib.checker.points import close

DIGITS, FEW = range(1, 9), 4


def must_be_its_own(answer, exercise, points, got):
    """Raise Misfit, saying what is so, if a wrong answer uses names from outside, holds a slip of Python's, or rounds.

    points, got : where it was called, and its values there.
    """
    right = exercise.catalogue.right(points)

    def is_right(mended):
        try:
            return close(results(mended, exercise.parameters, exercise.results, points, exercise.words), right).all()
        except Misfit:
            return False

    misfit = cause(answer, exercise.parameters, exercise.results, exercise.words, is_right)
    if misfit:
        raise misfit
    digits = rounded(got, right)
    if digits:
        raise Misfit(f"Your values are the right ones, rounded to {digits} decimal place{'s' * (digits > 1)}. "
                     "Leave every number as it is.", "wrong", "rounded")


def rounded(got, right):
    """Return the decimal places to which all that is not right is rounded, if it would be right else; or None."""
    differing = ~close(got, right).all(axis=1)
    got, right = got[differing], right[differing]
    for digits in DIGITS:
        if np.array_equal(np.round(got, digits), got):
            near = np.abs(got - right) <= 0.5000001 * 10.0 ** -digits
            return digits if near.all() and all(len(np.unique(row)) > FEW for row in got) else None
    return None
