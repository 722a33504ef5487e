"""With these you can apply a non-linearity, a = g(z), and take its derivative, da/dz.

    >>> from nnlib import sigmoid
    >>> sigmoid(0), sigmoid.derivative(0)
    (0.5, 0.25)
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlib.arguments import Numbers, numbers, plain


@dataclass(frozen=True)
class Activation:
    """An activation function g with its derivative.

    name : what messages and pictures call it.
    value : z -> g(z), with no check of z.
    slope : (z, a) -> da/dz, where a = g(z) is already known; no check either.
    """

    name: str
    value: Callable
    slope: Callable

    def __call__(self, z: Numbers) -> Numbers:
        """Return a = g(z). z : any shape. Returns that shape. Raises TypeError or ValueError on bad z."""
        return plain(self.value(numbers("z", z)))

    def derivative(self, z: Numbers) -> Numbers:
        """Return da/dz = g′(z). z : any shape. Returns that shape. Raises TypeError or ValueError on bad z."""
        z = numbers("z", z)
        return plain(self.slope(z, self.value(z)))

    def __repr__(self):
        return self.name


@np.errstate(over="ignore")  # e^(−z) may overflow to infinity; the quotient is then 0, as it should be
def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


@np.errstate(over="ignore")
def _sech2(z):
    return 1 / np.cosh(z) ** 2


# Source of the derivatives: Goodfellow, Bengio & Courville, Deep Learning (2016), section 6.3.
# tanh′ is 1 − a², but that difference loses its digits where a is close to ±1; 1/cosh²(z) keeps them.
sigmoid = Activation("sigmoid", _sigmoid, lambda z, a: a * (1 - a))
tanh = Activation("tanh", np.tanh, lambda z, a: _sech2(z))
relu = Activation("relu", lambda z: np.maximum(z, 0.0), lambda z, a: np.where(z > 0, 1.0, 0.0))
identity = Activation("identity", lambda z: z, lambda z, a: np.ones_like(z))
