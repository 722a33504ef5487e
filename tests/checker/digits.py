"""Whether a source text gives the right results to 40 digits, at points that a network makes.

    exact("6.gradient", source)
"""

import inspect
import random
from functools import cache
from types import SimpleNamespace

import mpmath as mp
import numpy as np
from checker.equivalents import HELPERS, text
from checker.fresh import drawn
from exercises.right import RIGHT

from nnlib.exercises import EXERCISES

DIGITS, POINTS = 40, 3


def sigmoid(z):
    return 1 / (1 + mp.exp(-z))


sigmoid.derivative = lambda z: sigmoid(z) * (1 - sigmoid(z))
# What a source text may use, with functions that keep mpmath's digits.
EXACT = {"math": mp.mp, "sigmoid": sigmoid, "float": lambda value: value, "np": SimpleNamespace(**vars(np) | {
    "exp": mp.exp, "tanh": mp.tanh, "log": mp.log, "float64": lambda value: value,
    "logaddexp": lambda one, other: mp.log(mp.exp(one) + mp.exp(other))})}
FUNCTIONS = {"g1": mp.tanh, "g2": sigmoid, "loss": lambda a2, y: (2 * a2 - y) ** 2 + a2}


@cache
def network_points(id):
    """Return points that a network makes, in mpmath's numbers; whole numbers stay so, each function is another one."""
    found = []
    for point in drawn(id)[:POINTS]:
        point = {name: np.array([*map(mp.mpf, value)]) if isinstance(value, np.ndarray)
                 else FUNCTIONS.get(name) or (value if isinstance(value, int) else mp.mpf(value))
                 for name, value in point.items()}
        for name, parameter in EXERCISES[id].parameters.items():
            if parameter.follows:
                point[name] = eval(parameter.follows, EXACT, point)
        found.append(point)
    return found


def results(id, source):
    """Return what a source text gives at those points, one row a point."""
    scope = dict(EXACT)
    exec(source, scope)
    returned = [called(scope[EXERCISES[id].function], point) for point in network_points(id)]
    return [[mp.mpf(np.ravel(part)[0]) for part in (each if isinstance(each, (tuple, list)) else np.ravel(each))]
            for each in returned]


def called(function, point):
    """Call a function by its parameters' names, or by their order where it has other names, or none."""
    own = inspect.signature(function).parameters
    if any(each.kind is each.KEYWORD_ONLY for each in own.values()):
        return function(**point if own.keys() == point.keys() else dict(zip(own, point.values(), strict=True)))
    return function(*point.values())


@cache
def right(id):
    trees = ", ".join(text(tree, {}, random.Random(0)) for tree in RIGHT[id].trees)
    helpers = "".join(forms[0] for forms in HELPERS.values())
    return results(id, f"{helpers}def {EXERCISES[id].asks}: return {trees}\n")


def exact(id, source):
    """Whether a right answer's source text gives the right results to 40 digits, at points that a network makes."""
    with mp.workdps(DIGITS + 10):
        return all(abs(one - other) <= mp.mpf(10) ** -DIGITS * abs(other)
                   for row, right_row in zip(results(id, source), right(id), strict=True)
                   for one, other in zip(row, right_row, strict=True))
