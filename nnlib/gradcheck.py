"""With this you can test a gradient without any derivative: nudge a weight both ways and watch the loss.

    >>> from nnlib import Network, numerical_gradient
    >>> dloss_dw1, dloss_dw2 = numerical_gradient(Network(w1=0.5, w2=-2.0), x=3.0, y=1)
    >>> print(f"{dloss_dw1:.4f} {dloss_dw2:.4f}")
    0.1022 -0.0934
"""

from dataclasses import replace

import numpy as np

from nnlib.arguments import classes, instance, numbers, positive, same_shape
from nnlib.network import Network


def numerical_gradient(net, x, y, h=1e-5):
    """Return (dloss_dw1, dloss_dw2) by centred differences: (Loss(w + h) − Loss(w − h)) / 2h.

    net : a Network. x, y : as for its forward and backward pass. h : the nudge, a number above 0.
    Returns two values of the shape that x, y, w1 and w2 broadcast to, one per example. The error
    shrinks with h² until rounding takes over; 1e-5 is the usual compromise.
    Raises TypeError or ValueError on bad input, an h that rounding swallows included.
    Source: Baydin et al., JMLR 18 (2018), section 2.1.
    """
    instance("net", net, Network, "a Network")
    x, y, h = numbers("x", x), classes("y", y), positive("h", h)
    same_shape(x=x, y=y, w1=net.w1, w2=net.w2)

    def loss(**weights):
        nudged = replace(net, **weights)
        return nudged.example_loss(nudged.forward(x), y)

    for name, weight in (("w1", net.w1), ("w2", net.w2)):
        if np.any((weight + h == weight) | (weight - h == weight)):
            raise ValueError(f"h is {h}, too small to change {name}; a larger one was wanted")
    return ((loss(w1=net.w1 + h) - loss(w1=net.w1 - h)) / (2 * h),
            (loss(w2=net.w2 + h) - loss(w2=net.w2 - h)) / (2 * h))
