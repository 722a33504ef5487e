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
from checker.fresh import number
from exercises.right import RIGHT

from nnlib.exercises import EXERCISES

DIGITS, POINTS = 40, 3


class ExactSigmoid:
    def __call__(self, z):
        return 1 / (1 + mp.exp(-z))

    def derivative(self, z):
        return self(z) * (1 - self(z))


class ExactNetwork:
    """nnlib's Network with sigmoids and the quadratic loss, in as many digits as mpmath is told."""

    def __init__(self, w1, w2):
        self.w1, self.w2 = w1, w2

    def forward(self, x):
        a1 = SIGMOID(x * self.w1)
        return SimpleNamespace(x=x, z1=x * self.w1, a1=a1, z2=a1 * self.w2, a2=SIGMOID(a1 * self.w2))

    def backward(self, at, y):
        dloss_dz2 = (at.a2 - y) * at.a2 * (1 - at.a2)
        return SimpleNamespace(dloss_dw1=dloss_dz2 * self.w2 * at.a1 * (1 - at.a1) * at.x, dloss_dw2=dloss_dz2 * at.a1)

    def update(self, back, step_size):
        return ExactNetwork(self.w1 - step_size * back.dloss_dw1, self.w2 - step_size * back.dloss_dw2)


class ExactNumpy:
    """numpy, whose functions keep mpmath's digits."""

    def __getattr__(self, name):
        own = {"exp": mp.exp, "tanh": mp.tanh, "log": mp.log, "float64": lambda value: value,
               "logaddexp": lambda one, other: mp.log(mp.exp(one) + mp.exp(other))}
        return own.get(name) or getattr(np, name)


SIGMOID = ExactSigmoid()
EXACT = {"math": mp.mp, "np": ExactNumpy(), "sigmoid": SIGMOID, "Network": ExactNetwork, "float": lambda value: value}
FUNCTIONS = {"g1": mp.tanh, "g2": SIGMOID, "loss": lambda a2, y: (2 * a2 - y) ** 2 + a2}


@cache
def network_points(id):
    """Return points that a network makes, in mpmath's numbers."""
    rng, found = random.Random(f"network {id}"), []
    for _ in range(POINTS):
        point, size = {}, rng.randrange(2, 6)
        for name, parameter in EXERCISES[id].parameters.items():
            made = [exactly(name, number(parameter, rng)) for _ in range(size)]
            point[name] = np.array(made) if parameter.batch else made[0]
        for name, parameter in EXERCISES[id].parameters.items():
            if parameter.follows:
                point[name] = eval(parameter.follows, EXACT, point)
        found.append(point)
    return found


def exactly(name, value):
    """A parameter's value in mpmath's numbers; whole numbers stay so, and each function is another one."""
    return FUNCTIONS.get(name) or (value if isinstance(value, int) else mp.mpf(value))


def results(id, source):
    """Return what a source text gives at those points, one row a point."""
    scope = dict(EXACT)
    exec(source, scope)
    returned = [called(scope[EXERCISES[id].function], point) for point in network_points(id)]
    rows = [each if isinstance(each, (tuple, list)) else np.ravel(np.array(each, dtype=object)) for each in returned]
    return [[mp.mpf(np.ravel(part)[0]) for part in row] for row in rows]


def called(function, point):
    """Call a function by its parameters' names, or by their order where it has other names, or none."""
    kinds = {each.kind for each in inspect.signature(function).parameters.values()}
    if not kinds <= {inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY}:
        return function(*point.values())
    own = list(inspect.signature(function).parameters)
    return function(**point if {*own} == {*point} else dict(zip(own, point.values(), strict=True)))


@cache
def right(id):
    with mp.workdps(DIGITS + 10):
        names = {name: name for name in EXERCISES[id].parameters}
        trees = ", ".join(text(tree, names, random.Random(0)) for tree in RIGHT[id].trees)
        helpers = "".join(forms[0] for forms in HELPERS.values())
        return results(id, f"{helpers}def {EXERCISES[id].asks}: return {trees}\n")


def exact(id, source):
    """Whether a right answer's source text gives the right results to 40 digits, at points that a network makes."""
    wanted = right(id)
    with mp.workdps(DIGITS + 10):
        return all(abs(one - other) <= mp.mpf(10) ** -DIGITS * abs(other)
                   for row, right_row in zip(results(id, source), wanted, strict=True)
                   for one, other in zip(row, right_row, strict=True))
