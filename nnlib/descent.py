"""With this you can train the network, and see every point that it passed.

    >>> from nnlib import Network, gradient_descent
    >>> path = gradient_descent(Network(w1=0.5, w2=-2.0), x=3.0, y=1, step_size=1.0, steps=2)
    >>> print(" ".join(f"{loss:.4f}" for loss in path.loss))
    0.3502 0.3297 0.3028
"""

from typing import NamedTuple

import numpy as np

from nnlib.arguments import classes, count, instance, numbers, positive, same_shape
from nnlib.network import Network

MOST_STEPS = 10_000_000


class Trajectory(NamedTuple):
    """The path of a descent: entry k is the state after k steps. Each field has the shape (steps + 1,)."""

    w1: np.ndarray
    w2: np.ndarray
    loss: np.ndarray


def gradient_descent(net, x, y, step_size, steps):
    """Take `steps` steps of gradient descent from `net`, each with the mean gradient over all examples.

    net : a Network whose weights are single numbers. x, y : numbers or (n,), one example each.
    step_size : a number above 0. steps : a whole number from 0 to MOST_STEPS.
    Returns a Trajectory; its loss is the mean over the examples.
    Raises TypeError or ValueError on bad input, and FloatingPointError if the descent runs off to infinity.
    """
    instance("net", net, Network, "a Network").single_weights()
    x, y = numbers("x", x), classes("y", y)
    step_size, steps = positive("step_size", step_size), count("steps", steps, most=MOST_STEPS)
    if 0 in same_shape(x=x, y=y):
        raise ValueError("x and y hold no example; at least one was wanted")

    trajectory = Trajectory(*np.empty((3, steps + 1)))
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(steps + 1):
            backward_pass = net.backward(net.forward(x), y)
            loss = np.mean(backward_pass.loss)
            if not np.isfinite(loss):
                raise FloatingPointError(
                    f"step_size {step_size} is too large here: after step {step} the loss is {loss}")
            for field, value in zip(trajectory, (net.w1, net.w2, loss), strict=True):
                field[step] = value
            if step < steps:
                net = net.update(backward_pass, step_size)
    return trajectory
