"""With these an answer is tried where the learner does not see it: fixed points, and the lesson's own example.

    POINTS   a list of points; a point gives each parameter of an exercise a value: a number or a function
    EXAMPLE  the point whose numbers the lessons print

Every parameter is free: a1 and a2 do not come from x and the weights. x and the weights take both signs,
y is 0, 1 and between and never equal to a2, g1 is never g2, and no loss is symmetric in its arguments.
ys, a1s and a2s are arrays with one number for each example of a batch.
"""

import numpy as np

from nnlib.activations import Activation, sigmoid, tanh
from nnlib.losses import quadratic
from nnlib.network import Network

COUNT = 18
BATCH = (0, 1, 2, 5)  # a batch takes its examples from the points that lie so far ahead
TOLERANCE = 1e-6

softplus = Activation("softplus", lambda z: np.logaddexp(0, z), lambda z, a: sigmoid.value(z))
ACTIVATIONS = (tanh, softplus), (sigmoid, tanh), (softplus, sigmoid)
LOSSES = lambda a2, y: a2 ** 2 + y * np.exp(a2), lambda a2, y: (2 * a2 - y) ** 2 + a2


def _spread(prime, low, high):
    # The fractional parts of k·√prime fill 0..1 evenly, with no random state, the same on every platform.
    return low + (high - low) * (np.arange(1, COUNT + 1) * prime ** 0.5 % 1)


def _points():
    index = np.arange(COUNT)
    signs = [np.where(index >> bit & 1, -1, 1) for bit in range(3)]
    a2 = _spread(11, 0.1, 0.9)
    between = (a2 + _spread(17, 0.25, 0.75)) % 1  # a quarter or more away from a2
    numbers = {
        "x": signs[0] * _spread(2, 0.4, 1.8), "w1": signs[1] * _spread(3, 0.4, 1.8),
        "w2": signs[2] * _spread(5, 0.4, 1.8), "a1": _spread(7, 0.1, 0.9), "a2": a2,
        "y": np.choose(index // 3 % 3, (0, 1, between)), "step_size": _spread(13, 0.5, 3),
        "b2": np.where(index % 2, -1, 1) * _spread(29, 0.4, 1.8),
        "dloss_dz1": signs[1] * _spread(19, 0.4, 1.8), "dloss_dz2": signs[2] * _spread(23, 0.4, 1.8),
    }
    functions = [dict(zip(("g1", "g2", "loss"), (*ACTIVATIONS[k % 3], LOSSES[k % 2]), strict=True)) for k in index]
    batches = [{f"{name}s": numbers[name][(k + np.array(BATCH)) % COUNT] for name in ("y", "a1", "a2")} for k in index]
    return [{name: float(values[k]) for name, values in numbers.items()} | functions[k] | batches[k] for k in index]


def _example():
    net = Network(w1=0.5, w2=-2.5)
    forward_pass = net.forward(1.5)
    shared = Network(w1=0.5, w2=0.5)  # lesson 10: one weight in both layers
    gradients = shared.backward(shared.forward(1.5), 1)
    numbers = {"x": forward_pass.x, "w1": net.w1, "w2": net.w2, "a1": forward_pass.a1, "a2": forward_pass.a2,
               "y": 1, "step_size": 2, "b2": 0.5,
               "dloss_dz1": gradients.dloss_dz1, "dloss_dz2": gradients.dloss_dz2}
    batch = net.forward((1.5, -1.0, 0.5, 2.0))
    arrays = {"ys": np.array((1.0, 0.0, 1.0, 0.0)), "a1s": batch.a1, "a2s": batch.a2}
    return arrays | {name: float(value) for name, value in numbers.items()} | {
        "g1": net.g1, "g2": net.g2, "loss": quadratic.value}


POINTS, EXAMPLE = _points(), _example()


class _Each:
    """One function for each point: applies the k-th to the k-th column of its arguments."""

    def __init__(self, functions):
        self.where = {}
        for k, function in enumerate(functions):
            self.where.setdefault(function, []).append(k)

    def __call__(self, *arguments):
        arguments = np.broadcast_arrays(*arguments)
        values = np.empty(arguments[0].shape)
        for function, points in self.where.items():
            values[..., points] = function(*(each[..., points] for each in arguments))
        return values


def columns(points, names):
    """Return name -> the values at all points, (len(points),), or for functions one that takes (..., len(points))."""
    by_name = {name: [point[name] for point in points] for name in names}
    return {name: _Each(values) if callable(values[0]) else np.array(values) for name, values in by_name.items()}


def close(got, wanted):
    """Whether two values are equal to the tolerance, entry by entry.

    The absolute part serves mistakes whose value is 0 up to rounding; right answers keep away from 0.
    Nothing is close to infinity or NaN, which a mistake that divides may give.
    """
    with np.errstate(invalid="ignore"):
        return np.abs(got - wanted) < TOLERANCE * np.abs(wanted) + 1e-12
