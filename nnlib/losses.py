"""With these you can measure how far a prediction a2 lies from the true class y.

    >>> from nnlib import quadratic
    >>> quadratic(0.25, 1), quadratic.derivative(0.25, 1)
    (0.28125, -0.75)
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlib.arguments import Numbers, classes, numbers, plain, same_shape


@dataclass(frozen=True)
class Loss:
    """A loss with its derivative.

    name : what messages and pictures call it.
    value : (a2, y) -> Loss, with no check of either.
    slope : (a2, y) -> ∂Loss/∂a2, no check either.
    behind_sigmoid : (z2, a2, y) -> (Loss, ∂Loss/∂z2) where a2 = sigmoid(z2), if that is more exact
        than going through a2; None otherwise. A loss that has it needs a sigmoid output.
    """

    name: str
    value: Callable
    slope: Callable
    behind_sigmoid: Callable | None = None

    def __call__(self, a2: Numbers, y: Numbers) -> Numbers:
        """Return the loss of each example. a2, y : shapes that broadcast together. Returns that common shape.

        Raises TypeError or ValueError on bad input, a class y outside 0..1 included.
        """
        return plain(self.value(*self._checked(a2, y)))

    def derivative(self, a2: Numbers, y: Numbers) -> Numbers:
        """Return ∂Loss/∂a2 of each example; shapes and errors as for the loss."""
        return plain(self.slope(*self._checked(a2, y)))

    def _checked(self, a2, y):
        a2 = classes("a2", a2, kind="probability") if self.behind_sigmoid else numbers("a2", a2)
        y = classes("y", y)
        same_shape(a2=a2, y=y)
        return a2, y

    def __repr__(self):
        return self.name


def _inside(a2):
    # log 0 and 1/0 are infinite; the float64 next to 0 or 1 gives a finite value instead.
    return np.minimum(np.maximum(a2, np.finfo(float).tiny), 1 - np.finfo(float).epsneg)


def _cross_entropy(a2, y):
    a2 = _inside(a2)
    return -y * np.log(a2) - (1 - y) * np.log1p(-a2)


def _cross_entropy_slope(a2, y):
    a2 = _inside(a2)
    return (a2 - y) / (a2 * (1 - a2))


def _cross_entropy_behind_sigmoid(z2, a2, y):
    # log σ(z) = −log(1 + e^(−z)), so no logarithm of a rounded a2 is taken; and the two factors of the derivative,
    # (a2 − y)/(a2(1 − a2)) and a2(1 − a2), cancel to a2 − y.
    loss = y * np.logaddexp(0, -z2) + (1 - y) * np.logaddexp(0, z2)
    return loss, a2 - y


# Source: Goodfellow, Bengio & Courville, Deep Learning (2016), section 6.2.2.
quadratic = Loss("quadratic", lambda a2, y: 0.5 * (a2 - y) ** 2, lambda a2, y: a2 - y)
cross_entropy = Loss("cross-entropy", _cross_entropy, _cross_entropy_slope, _cross_entropy_behind_sigmoid)
