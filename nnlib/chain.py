"""With this you can run a network of many layers, one weight a layer, and see what is left of the gradient.

    x ──(×)── z1 ──(g)── a1 ──(×)── z2 ──(g)── a2 ── … ──(×)── zn ──(sigmoid)── an ──(Loss)── Loss

    >>> from nnlib.chain import chain_pass
    >>> there = chain_pass([0.5, -2.5], x=1.5, y=1)
    >>> print(" ".join(f"{each:.4f}" for each in there.dloss_dw))
    0.0903 -0.0751
"""

from typing import NamedTuple

import numpy as np

from nnlib.activations import Activation, sigmoid
from nnlib.arguments import Numbers, classes, instance, numbers, one_number, plain
from nnlib.losses import Loss, quadratic


class ChainPass(NamedTuple):
    """One forward and backward pass. All but `loss` have one entry for each layer, the first layer first: (n,).

    z, a : the nodes. slope : da/dz of each layer. dloss_dz, dloss_dw : the gradients. loss : a number.
    """

    z: np.ndarray
    a: np.ndarray
    slope: np.ndarray
    dloss_dz: np.ndarray
    dloss_dw: np.ndarray
    loss: float


def chain_pass(weights: Numbers, x: float, y: float, g: Activation = sigmoid, loss: Loss = quadratic) -> ChainPass:
    """Run a chain of layers forward and backward.

    weights : (n,), one for each layer. x, y : the example, two numbers. g : the Activation of all layers but the
    last, which is a sigmoid. loss : a Loss. Returns a ChainPass.
    Raises TypeError or ValueError on bad input, and FloatingPointError if a node runs off to infinity.
    Source: Rumelhart, Hinton & Williams, Nature 323 (1986), 533–536, for one unit a layer.
    """
    weights, x, y = numbers("weights", weights), one_number("x", x), one_number("y", classes("y", y))
    if np.ndim(weights) != 1 or np.size(weights) == 0:
        raise ValueError(f"weights have the shape {np.shape(weights)}; (n,) was wanted, with one layer or more")
    instance("g", g, Activation, "an activation such as nnlib.sigmoid")
    instance("loss", loss, Loss, "a loss such as nnlib.quadratic")
    functions = [g] * (len(weights) - 1) + [sigmoid]

    inputs, z, a, slope = [x], [], [], []
    with np.errstate(over="ignore", invalid="ignore"):
        for weight, function in zip(weights, functions, strict=True):
            z.append(inputs[-1] * weight)
            a.append(function.value(z[-1]))
            slope.append(function.slope(z[-1], a[-1]))
            inputs.append(a[-1])
        if loss.behind_sigmoid:
            value, here = loss.behind_sigmoid(z[-1], a[-1], y)
        else:
            value, here = loss.value(a[-1], y), loss.slope(a[-1], y) * slope[-1]
        dloss_dz = [here]
        for k in range(len(weights) - 1, 0, -1):
            dloss_dz.insert(0, dloss_dz[0] * weights[k] * slope[k - 1])
        dloss_dw = np.array(dloss_dz) * inputs[:-1]
    found = ChainPass(*(np.array(each, float) for each in (z, a, slope, dloss_dz, dloss_dw)), plain(value))
    if not all(np.isfinite(each).all() for each in found):
        raise FloatingPointError("the weights are too large here: a node or a gradient runs off to infinity")
    return found
