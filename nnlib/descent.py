"""With this you can train the network, and see every point that it passed.

    >>> from nnlib import Network, gradient_descent
    >>> path = gradient_descent(Network(w1=0.5, w2=-2.0), x=3.0, y=1, step_size=1.0, steps=2)
    >>> print(" ".join(f"{loss:.4f}" for loss in path.loss))
    0.3502 0.3297 0.3028
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from nnlib.arguments import classes, count, instance, names, numbers, positive, same_shape
from nnlib.network import PARAMETERS, WEIGHTS, Network

MOST_STEPS = 10_000_000


class _Path(NamedTuple):
    w1: np.ndarray
    w2: np.ndarray
    loss: np.ndarray


class Trajectory(_Path):
    """The path of a descent: entry k is the state after k steps. Each field has the shape (steps + 1,).

    Three fields: w1, w2, loss. The biases go with them, as `b1` and `b2`: arrays, too, or 0.0 in a path made by hand.
    """

    b1 = b2 = 0.0

    def network(self, net, k=-1):
        """Return `net` with the weights and biases that it had after k steps; by default after the last one."""
        biases = {name: np.broadcast_to(getattr(self, name), self.loss.shape)[k] for name in ("b1", "b2")}
        return replace(net, w1=self.w1[k], w2=self.w2[k], **biases)


def gradient_descent(net, x, y, step_size, steps, train=WEIGHTS):
    """Take `steps` steps of gradient descent from `net`, each with the mean gradient over all examples.

    net : a Network whose weights are single numbers. x, y : numbers or (n,), one example each.
    step_size : a number above 0. steps : a whole number from 0 to MOST_STEPS.
    train : which of w1, w2, b1, b2 move.
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
    trajectory = Trajectory(fields["w1"], fields["w2"], fields["loss"])
    trajectory.b1, trajectory.b2 = fields["b1"], fields["b2"]
    return trajectory


def score(net, x, y):
    """Return (mean loss, right): right is how many examples have a2 above one half exactly if y is.

    net, x, y : as for gradient_descent. Raises TypeError or ValueError on bad input.
    """
    instance("net", net, Network, "a Network").single_weights()
    forward_pass = net.forward(x)
    loss = net.example_loss(forward_pass, y)
    if np.size(loss) == 0:
        raise ValueError("x and y hold no example; at least one was wanted")
    return np.mean(loss), int(np.sum(_right(forward_pass.a2, y)))


def right_along(path, net, x, y):
    """Return how many examples are right after each step of a descent: whole numbers, (steps + 1,).

    path : a Trajectory. net : the Network that was trained. x, y : numbers or (n,). Errors as for `score`.
    """
    instance("path", path, Trajectory, "what gradient_descent returned")
    instance("net", net, Network, "a Network")
    x, y = np.atleast_1d(numbers("x", x)), classes("y", y)
    columns = {name: np.broadcast_to(getattr(path, name), path.loss.shape)[:, None] for name in PARAMETERS}
    return np.sum(_right(replace(net, **columns).forward(x).a2, y), axis=-1)


def _right(a2, y):
    return (a2 > 0.5) == (np.asarray(y) > 0.5)
