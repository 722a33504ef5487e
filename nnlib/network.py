"""With this you can run the network of two weights forward, and the chain rule backwards.

    x ──┐                       w2 ──┐                        y* ──┐
        (×)── z1 ──(g1)── a1 ────────(×)── z2 ──(g2)── a2 ───────(Loss)── Loss
    w1 ─┘

Each node (×) may have a bias besides, which is added there: z1 = x·w1 + b1, z2 = a1·w2 + b2.

    >>> from nnlib import Network
    >>> net = Network(w1=0.5, w2=-2.0)
    >>> forward_pass = net.forward(3.0)
    >>> backward_pass = net.backward(forward_pass, y=1)
    >>> print(f"{forward_pass.a2:.4f} {backward_pass.dloss_dw1:.4f}")
    0.1631 0.1022
"""

from dataclasses import dataclass, replace
from math import isfinite
from typing import NamedTuple

import numpy as np

from nnlib.activations import Activation, sigmoid
from nnlib.arguments import Numbers, classes, instance, names, numbers, plain, positive, same_shape
from nnlib.losses import Loss, quadratic
from nnlib.topology import WEIGHTS

PARAMETERS = (*WEIGHTS, "b1", "b2")


class ForwardPass(NamedTuple):
    """What each node of the network gave; every field has the shape of what it was computed from."""

    x: Numbers
    z1: Numbers
    a1: Numbers
    z2: Numbers
    a2: Numbers


class BackwardPass(NamedTuple):
    """The loss and its derivatives; every field has the shape that x, y, the weights and biases broadcast to.

    `dloss_db1` and `dloss_db2` are there, too. A bias is added, so ∂z1/∂b1 = ∂z2/∂b2 = 1: the gradient for a
    bias is the running product at its node.
    """

    loss: Numbers
    # local derivatives: of one node with respect to the next one back
    dloss_da2: Numbers
    da2_dz2: Numbers
    dz2_dw2: Numbers
    dz2_da1: Numbers
    da1_dz1: Numbers
    dz1_dw1: Numbers
    # running products of local derivatives, from Loss back
    dloss_dz2: Numbers
    dloss_da1: Numbers
    dloss_dz1: Numbers
    # gradients
    dloss_dw1: Numbers
    dloss_dw2: Numbers

    dloss_db1 = property(lambda self: self.dloss_dz1)
    dloss_db2 = property(lambda self: self.dloss_dz2)


@dataclass(frozen=True, eq=False)
class Network:
    """The network z1 = x·w1 + b1, a1 = g1(z1), z2 = a1·w2 + b2, a2 = g2(z2), with a loss Loss(a2, y).

    w1, w2, b1, b2 : numbers, or arrays of shapes that broadcast (a grid of weights).
    g1, g2 : activations. loss : a loss; cross_entropy needs g2 = sigmoid.
    Raises TypeError or ValueError, naming the argument, on anything else.
    All values are finite where |x|, the weights and the biases are ≤ 1e6; `backward` says how exact its gradients are.
    """

    w1: Numbers
    w2: Numbers
    g1: Activation = sigmoid
    g2: Activation = sigmoid
    loss: Loss = quadratic
    b1: Numbers = 0.0
    b2: Numbers = 0.0

    def __post_init__(self):
        for name in ("g1", "g2"):
            instance(name, getattr(self, name), Activation, "an activation such as nnlib.sigmoid")
        instance("loss", self.loss, Loss, "a loss such as nnlib.quadratic")
        if self.loss.behind_sigmoid and self.g2 != sigmoid:
            raise ValueError(f"g2 is {self.g2}; the loss {self.loss} needs g2 = sigmoid")
        for name in PARAMETERS:
            number = getattr(self, name)
            if type(number) is float and isfinite(number):  # it is checked already, and cannot change
                continue
            number = np.array(numbers(name, number))
            number.flags.writeable = False
            object.__setattr__(self, name, plain(number))
        same_shape(**self.arrays())

    def __repr__(self):
        biases = f", b1={self.b1}, b2={self.b2}" if np.any(self.b1) or np.any(self.b2) else ""
        return f"Network(w1={self.w1}, w2={self.w2}, g1={self.g1}, g2={self.g2}, loss={self.loss}{biases})"

    def forward(self, x: Numbers) -> ForwardPass:
        """Compute each node's output from its inputs.

        x : a number, or (n,), one example each; or any shape that broadcasts with the weights and biases.
        Returns a ForwardPass. Raises TypeError or ValueError on bad x.
        """
        x = numbers("x", x)
        same_shape(x=x, **self.arrays())
        z1 = _plus(x * self.w1, self.b1)
        a1 = self.g1.value(z1)
        z2 = _plus(a1 * self.w2, self.b2)
        a2 = self.g2.value(z2)
        return ForwardPass(*map(plain, (x, z1, a1, z2, a2)))

    def example_loss(self, forward_pass: ForwardPass, y: Numbers) -> Numbers:
        """Return the loss of each example: a number, or the shape that all of them broadcast to.

        forward_pass : what `forward` returned. y : the true class of each example, in 0..1. Errors as for `backward`.
        """
        y = self._checked(forward_pass, y)
        z2, a2 = forward_pass.z2, forward_pass.a2
        return plain(self.loss.behind_sigmoid(z2, a2, y)[0] if self.loss.behind_sigmoid else self.loss.value(a2, y))

    def backward(self, forward_pass: ForwardPass, y: Numbers) -> BackwardPass:
        """Apply the chain rule from Loss back to each weight.

        forward_pass : what `forward` of this network returned. y : the true class of each example, in 0..1.
        Returns a BackwardPass. Raises TypeError or ValueError on bad input.

        With g2 = sigmoid and y = 0 or 1, the relative error of each gradient is at most 1e-12 where |z1|, |z2| ≤ 6
        and 1e-6 where they are ≤ 20. Further out, factors lose their digits and round to 0: a2 − y and a sigmoid's
        slope a(1 − a) above z = 37, where a rounds to 1, and below −709, where it rounds to 0; the slope of tanh
        beyond ±355. A gradient never has the wrong sign: if it comes out as 0 and is none, it is below 2⁻⁵³ of w2 · x
        (for w1) or of a1 (for w2), or too small for float64. With another g2, or y between 0 and 1, a2 − y may
        cancel: where |z1|, |z2| ≤ 6, the error is at most 1e-12 of what the gradient would be with |a2| + y in place
        of a2 − y. With a bias, all this holds up to the rounding of the sums z1 and z2, whose terms may cancel.
        Source: Rumelhart, Hinton & Williams, Nature 323 (1986), 533–536, for one unit a layer.
        """
        y, (x, z1, a1, z2, a2) = self._checked(forward_pass, y), forward_pass

        dloss_da2 = self.loss.slope(a2, y)
        da2_dz2 = self.g2.slope(z2, a2)
        dz2_dw2 = a1
        dz2_da1 = self.w2
        da1_dz1 = self.g1.slope(z1, a1)
        dz1_dw1 = x

        if self.loss.behind_sigmoid:
            loss, dloss_dz2 = self.loss.behind_sigmoid(z2, a2, y)
        else:
            loss, dloss_dz2 = self.loss.value(a2, y), dloss_da2 * da2_dz2
        dloss_dw2 = dloss_dz2 * dz2_dw2
        dloss_da1 = dloss_dz2 * dz2_da1
        dloss_dz1 = dloss_da1 * da1_dz1
        dloss_dw1 = dloss_dz1 * dz1_dw1

        shape = np.shape(loss)
        return BackwardPass(*(
            np.broadcast_to(each, shape) if shape else float(each)
            for each in (loss, dloss_da2, da2_dz2, dz2_dw2, dz2_da1, da1_dz1, dz1_dw1,
                         dloss_dz2, dloss_da1, dloss_dz1, dloss_dw1, dloss_dw2)))

    def update(self, backward_pass: BackwardPass, step_size: float, train: tuple = WEIGHTS) -> "Network":
        """Take one step of gradient descent: each parameter in `train` moves by −step_size · its gradient.

        backward_pass : what `backward` of this network returned; over a batch the mean gradient is used.
        step_size : a number above 0. train : which of w1, w2, b1, b2 move. All four must be single numbers.
        Returns the new Network. Raises TypeError or ValueError on bad input, FloatingPointError if one turns infinite.
        """
        instance("backward_pass", backward_pass, BackwardPass, "what net.backward returned")
        step_size, train = positive("step_size", step_size), names("train", train, PARAMETERS)
        self.single_weights()
        if 0 in np.shape(backward_pass.loss):
            raise ValueError("backward_pass holds no example; at least one was wanted")
        with np.errstate(over="ignore"):
            new = {name: plain(getattr(self, name) - step_size * np.mean(getattr(backward_pass, f"dloss_d{name}")))
                   for name in train}
        if not all(map(isfinite, new.values())):
            made = " and ".join(f"{name} {value}" for name, value in new.items())
            raise FloatingPointError(f"step_size {step_size} is too large here: it makes {made}")
        return replace(self, **new)

    def single_weights(self):
        """Raise ValueError unless the weights and biases are single numbers."""
        for name, number in self.arrays().items():
            if isinstance(number, np.ndarray):
                raise ValueError(f"{name} has the shape {np.shape(number)}; descent needs one number")

    def arrays(self):
        """The weights, and those biases that have a shape."""
        return {name: each for name, each in vars(self).items() if name in WEIGHTS or isinstance(each, np.ndarray)}

    def _checked(self, forward_pass, y):
        instance("forward_pass", forward_pass, ForwardPass, "what net.forward returned")
        y = classes("y", y)
        came, wanted = np.shape(forward_pass.a2), same_shape(x=forward_pass.x, **self.arrays())
        if came != wanted:
            raise ValueError(f"forward_pass has the shape {came}; this network's, {wanted}, was wanted")
        same_shape(forward_pass=forward_pass.a2, y=y)
        return y


def _plus(z, bias):
    """Return z + bias; z itself if there is no bias, so that −0 stays −0 and large arrays are not copied."""
    return z + bias if isinstance(bias, np.ndarray) or bias else z
