"""With this you can test a gradient without any derivative: nudge a weight both ways and watch the loss.

    >>> from nnlib import Network, numerical_gradient
    >>> dloss_dw1, dloss_dw2 = numerical_gradient(Network(w1=0.5, w2=-2.0), x=3.0, y=1)
    >>> print(f"{dloss_dw1:.4f} {dloss_dw2:.4f}")
    0.1022 -0.0934
"""

from dataclasses import replace

import numpy as np

from nnlib.arguments import Numbers, classes, instance, names, numbers, positive, same_shape
from nnlib.network import PARAMETERS, WEIGHTS, Network


def numerical_gradient(net: Network, x: Numbers, y: Numbers, h: float = 1e-5, by: tuple = WEIGHTS) -> tuple:
    """Return (dloss_dw1, dloss_dw2) by centred differences: (Loss(w + h) − Loss(w − h)) / 2h.

    net : a Network. x, y : as for its forward and backward pass. h : the nudge, a number above 0.
    by : which of w1, w2, b1, b2 are nudged, one after the other.
    Returns a value for each, of the shape that x, y and the parameters broadcast to, one per example. The
    error shrinks with h² until rounding takes over; 1e-5 is the usual compromise.
    Raises TypeError or ValueError on bad input, an h that rounding swallows included.
    Source: Baydin et al., JMLR 18 (2018), section 2.1.
    """
    instance("net", net, Network, "a Network")
    x, y, h = numbers("x", x), classes("y", y), positive("h", h)
    by = names("by", by, PARAMETERS)
    same_shape(x=x, y=y, **net.arrays())

    def loss(**nudge):
        nudged = replace(net, **nudge)
        return nudged.example_loss(nudged.forward(x), y)

    for name in by:
        weight = getattr(net, name)
        if np.any((weight + h == weight) | (weight - h == weight)):
            raise ValueError(f"h is {h}, too small to change {name}; a larger one was wanted")
    return tuple((loss(**{name: getattr(net, name) + h}) - loss(**{name: getattr(net, name) - h})) / (2 * h)
                 for name in by)
