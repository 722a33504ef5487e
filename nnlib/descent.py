"""With this you can train the network, and see every point that it passed.

    >>> from nnlib import Network, gradient_descent
    >>> path = gradient_descent(Network(w1=0.5, w2=-2.0), x=3.0, y=1, step_size=1.0, steps=2)
    >>> print(" ".join(f"{loss:.4f}" for loss in path.loss))
    0.3502 0.3297 0.3028
"""

from collections import namedtuple
from dataclasses import replace

import numpy as np

from nnlib.arguments import Numbers, classes, count, instance, names, numbers, plain, positive, same_shape
from nnlib.network import PARAMETERS, WEIGHTS, Network

MOST_STEPS = 10_000_000


class Trajectory(namedtuple("Trajectory", ("w1", "w2", "loss"))):
    """The path of a descent: entry k of w1, w2, loss, and of b1, b2 beside them, is the state after k steps.

    Each is a (steps + 1,) array, made from any sequence of numbers. Raises TypeError or ValueError on a bad one.
    """

    def __new__(cls, w1, w2, loss, b1=0.0, b2=0.0):
        arrays = {name: numbers(name, each) for name, each in dict(w1=w1, w2=w2, loss=loss, b1=b1, b2=b2).items()}
        shape = same_shape(**arrays)
        if len(shape) != 1:
            raise ValueError(f"the path has the shape {shape}; (steps + 1,) was wanted")
        *fields, b1, b2 = (np.array(np.broadcast_to(array, shape)) for array in arrays.values())
        path = super().__new__(cls, *fields)
        path.b1, path.b2 = b1, b2
        return path

    def network(self, net: Network, k: int = -1) -> Network:
        """Return `net` with the weights and biases that it had after k steps; by default after the last one."""
        return replace(net, **{name: getattr(self, name)[k] for name in PARAMETERS})


def gradient_descent(net: Network, x: Numbers, y: Numbers, step_size: float, steps: int,
                     train: tuple = WEIGHTS) -> Trajectory:
    """Take `steps` steps of gradient descent from `net`, each with the mean gradient over all examples.

    net : a Network whose weights are single numbers. x, y : numbers or (n,), one example each.
    step_size : a number above 0. steps : a whole number from 0 to MOST_STEPS. train : which of w1, w2, b1, b2 move.
    Returns a Trajectory; its loss is the mean over the examples.
    Raises TypeError or ValueError on bad input, and FloatingPointError if the descent runs off to infinity.
    """
    instance("net", net, Network, "a Network").single_weights()
    x, y = numbers("x", x), classes("y", y)
    step_size, steps = positive("step_size", step_size), count("steps", steps, most=MOST_STEPS)
    train = names("train", train, PARAMETERS)
    if 0 in same_shape(x=x, y=y):
        raise ValueError("x and y hold no example; at least one was wanted")

    fields = dict(zip((*PARAMETERS, "loss"), np.empty((5, steps + 1)), strict=True))
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(steps + 1):
            backward_pass = net.backward(net.forward(x), y)
            loss = np.mean(backward_pass.loss)
            if not np.isfinite(loss):
                raise FloatingPointError(
                    f"step_size {step_size} is too large here: after step {step} the loss is {loss}")
            fields["loss"][step] = loss
            for name in PARAMETERS:
                fields[name][step] = getattr(net, name)
            if step < steps:
                net = net.update(backward_pass, step_size, train)
    return Trajectory(**fields)


def score(net: Network, x: Numbers, y: Numbers) -> tuple:
    """Return (mean loss, right): right is how many examples have a2 above one half exactly if y is.

    net, x, y : as for gradient_descent. Raises TypeError or ValueError on bad input.
    """
    instance("net", net, Network, "a Network").single_weights()
    forward_pass = net.forward(x)
    loss = net.example_loss(forward_pass, y)
    if np.size(loss) == 0:
        raise ValueError("x and y hold no example; at least one was wanted")
    return plain(np.mean(loss)), int(np.sum(_right(forward_pass.a2, y)))


def right_along(path: Trajectory, net: Network, x: Numbers, y: Numbers) -> np.ndarray:
    """Return how many examples are right after each step of a descent: whole numbers, (steps + 1,).

    path : a Trajectory. net : the Network that was trained. x, y : numbers or (n,). Errors as for `score`.
    """
    instance("path", path, Trajectory, "what gradient_descent returned")
    instance("net", net, Network, "a Network")
    x, y = np.atleast_1d(numbers("x", x)), classes("y", y)
    columns = {name: getattr(path, name)[:, None] for name in PARAMETERS}
    return np.sum(_right(replace(net, **columns).forward(x).a2, y), axis=-1)


def _right(a2, y):
    return (a2 > 0.5) == (np.asarray(y) > 0.5)
