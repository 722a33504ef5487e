"""With this a test can compute the sides of a formula and say whether they agree.

    fault(read("z_1 = x w_1"), POINTS["sigmoids"])        None, or where it fails
    verdict(formula, mutant, POINTS["sigmoids"])          what is found of a mutant

Values come from nnlib's forward pass, derivatives from differencing it in 50 digits (exact.py): nnlib's backward pass
is not asked, but where a new weight is compared with `Network.update`.

A side's value comes with its slack: how far it may lie off because the numbers in it are rounded. The course prints
exact numbers with up to three decimals and rounded ones with four or more, so only the latter have any.
"""

import math
from dataclasses import replace
from functools import cache

import mpmath as mp
import numpy as np
from exact import Exact
from formulas import changed, subtrees

from nnlib import Network, cross_entropy, identity, relu, sigmoid, tanh

NAMED = {each.name: each for each in (sigmoid, tanh, relu, identity)}
H, RELATIVE, WITH_H = 1e-5, 1e-9, 1e-3  # what holds for small h only is right to about h
NO_VALUE = ValueError, ArithmeticError, AssertionError, TypeError  # what evaluating a mutant may raise
LONE = ["number"], ["sum", "number"]  # the kinds of a number alone and of one with a minus


class Point:
    """A network, an example, and what else a formula may name: a = g(z), a step size, a nudge h of one weight."""

    def __init__(self, net, x, y, g=None, z=0.3, step_size=0.7, h=H, weight="w1"):
        self.net, self.weight, self.h, self.g, self.z = net, weight, h, g or net.g1, z
        self.y, self.forward_pass = y, net.forward(x)
        self.values = self.forward_pass._asdict() | {
            "w1": net.w1, "w2": net.w2, "b1": net.b1, "b2": net.b2, "y": y,
            "Loss": net.example_loss(self.forward_pass, y), "z": z, "a": self.g(z),
            "alpha": step_size, "h": h, "e": math.e, "w": getattr(net, weight), "n": 3}
        third = 1.3 * self.values["a2"]  # one layer more, of lesson 11
        self.values |= {"w3": 1.3, "z3": third, "a3": sigmoid(third)}
        self.words = {"1 everywhere": 1.0, "1 where z > 0, else 0": float(z > 0)}
        self.exact = Exact(net, x, y, g, z)
        self.derivative = cache(mp.workdps(50)(self.exact.partial))

    def partial(self, top, bottom):
        return float(self.derivative(top, self.weight if bottom == "w" else bottom))

    def change(self, name):
        """How far a node moves when the weight is nudged by h."""
        name = self.weight if name == "w" else name
        with mp.workdps(50):
            weight = self.exact.node(self.weight)
            return float(self.exact.node(name, {self.weight: weight + mp.mpf(self.h)}) - self.exact.node(name))

    def moved(self, node, name, value):
        with mp.workdps(50):
            return float(self.exact.node(node, {name: mp.mpf(value)}))

    def call(self, name, *arguments):
        if name == "Loss":
            return float(self.net.loss(*arguments))
        if name in ("exp", "log"):
            return getattr(math, name)(*arguments)
        if name in ("g'", "tanh'"):
            with mp.workdps(50):
                g = self.g if name == "g'" else tanh
                return float(Exact(self.net, 0, 0, g, arguments[0]).partial("a", "z"))
        return float({"g": self.g, "g1": self.net.g1, "g2": self.net.g2, **NAMED}[name](*arguments))

    def updated(self, name):
        """The new weight; nnlib's update must give it, too."""
        name = self.weight if name == "w" else name
        new = getattr(self.net, name) - self.values["alpha"] * self.partial("Loss", name)
        step = self.net.update(self.net.backward(self.forward_pass, self.y), self.values["alpha"], (name,))
        assert math.isclose(getattr(step, name), new, rel_tol=1e-12), name
        return float(new)


class OneWeight(Point):
    """A network whose layers share one weight w: by w, both are moved at once.

    Of a product that it enters, the derivative is the local one: the other factor is held still.
    """

    def partial(self, top, bottom):
        if bottom != "w":
            return super().partial(top, bottom)
        weights = {"z1": ["w1"], "z2": ["w2"]}.get(top, ["w1", "w2"])
        return sum(super(OneWeight, self).partial(top, each) for each in weights)


# Of each condition, what is so of the networks, one after the other.
CONDITIONS = {
    "general": [{"g1": tanh}, {"g2": tanh}, {"g1": tanh, "loss": cross_entropy}],
    "of_quadratic_loss": [{"g1": tanh}, {"g2": tanh}],
    "sigmoids": [{}],
    "with_tanh": [{"g1": tanh}],
    "with_biases": [{"b1": 0.3 + 0.1 * k, "b2": 0.7 - 0.2 * k} for k in range(6)],
    "with_cross_entropy": [{"loss": cross_entropy}],
}


def at_random(networks):
    """Points of one condition."""
    rng = np.random.default_rng(5)
    points = []
    for k in range(6):
        x, w1, w2, z = rng.uniform(0.4, 1.8, 4) * rng.choice((-1, 1), 4)
        net = Network(w1, w2, **networks[k % len(networks)])
        points.append(Point(net, x, (0, 1, 0.3)[k % 3], z=z, step_size=rng.uniform(0.5, 2), weight=f"w{k % 2 + 1}"))
    return points


POINTS = {name: at_random(networks) for name, networks in CONDITIONS.items()}
POINTS["one_weight"] = [OneWeight(replace(point.net, w2=point.net.w1), point.values["x"], point.y)
                        for point in POINTS["sigmoids"]]


# ---- the value of a side, and its slack

def evaluate(side, point, rounded=False):
    """Return a side's value and slack. rounded : it stands after ≈, so that a lone short number is rounded, too."""
    lone = rounded and [each[0] for each in subtrees(side) if isinstance(each[0], str)] in LONE
    value = _value(side, point)
    moved = changed(side, lambda node: _moved(node, lone))
    return value, sum(abs(_value(each, point) - value) for each in moved) / 2


def _number(text):
    top, _, bottom = text.replace("−", "-").partition("/")
    return float(top) / float(bottom or 1)


def _moved(node, lone):
    """A rounded number moved by half its last digit, down and up."""
    if node[0] == "number":
        digits, _, power = node[1].partition("e")
        decimals = len(digits.partition(".")[2])
        if decimals >= 4 or power or (lone and decimals):
            half = 0.5 * 10.0 ** (int(power.replace("−", "-") or 0) - decimals) * (1 + 1e-9)
            yield from (("exactly", _number(node[1]) + way * half) for way in (-1, 1))


def _value(node, point):
    kind, *of = node
    if kind == "exactly":
        return of[0]
    if kind == "number":
        return _number(of[0])
    if kind == "name":
        return float(point.values[of[0]])
    if kind == "words":
        return point.words[of[0]]
    if kind == "partial":
        return point.partial(*of)
    if kind == "change":
        return point.change(of[0])
    if kind == "moved":
        return point.moved(of[0], _first_name(of[1]), _value(of[1], point))
    if kind == "call":
        return _called(*of, point)
    if kind == "power":
        return _value(of[0], point) ** _value(of[1], point)
    if kind == "sum":
        return sum(sign * _value(term, point) for sign, term in of[0])
    assert kind == "product"
    return math.prod(_value(factor, point) if how == "*" else 1 / _value(factor, point) for how, factor in of[0])


def _called(name, arguments, point):
    values = [_value(each, point) for each in arguments]
    if name == "Loss" and len(values) == 1:  # the loss as a function of one weight: Loss(w_2 + h)
        net = replace(point.net, **{_first_name(arguments[0], ("w1", "w2")): values[0]})
        return float(net.example_loss(net.forward(point.values["x"]), point.y))
    return point.call(name, *values)


def _first_name(node, allowed=("x", "w1", "z1", "a1", "w2", "z2", "a2")):
    """The name that is moved: z2[a1 + h] moves a1."""
    for each in subtrees(node):
        if each[0] == "name" and each[1] in allowed:
            return each[1]
    raise ValueError("no name is moved here")


# ---- does it hold

def values(formula, point):
    """The (value, slack) of each side. Of w ← …, the left side is the new weight."""
    found = [evaluate(side, point, relation == "≈")
             for side, relation in zip(formula.sides, ("", *formula.relations), strict=True)]
    if formula.relations[:1] == ("←",):
        found[0] = point.updated(formula.sides[0][1]), 0.0
    return found


def close(one, other, relative=RELATIVE):
    (a, slack), (b, more) = one, other
    return abs(a - b) <= relative * max(abs(a), abs(b)) + 1e-14 + slack + more  # NaN is close to nothing


def tolerance(formula):
    """A formula with ≈ and h holds for small h only."""
    return WITH_H if "≈" in formula.relations and ("name", "h") in subtrees(formula.sides) else RELATIVE


def fault(formula, points):
    """Say where a formula fails; None if it holds at every point. An upper bound must be reached, too."""
    if "≤" in formula.relations:
        return _bound_fault(formula, points)
    for k, point in enumerate(points):
        first, *others = values(formula, point)
        for n, other in enumerate(others, 1):
            if not close(first, other, tolerance(formula)):
                return f"at point {k}, the first side is {first[0]:.12g} and side {n + 1} is {other[0]:.12g}"
    return None


def _bound_fault(formula, points):
    """Why left ≤ right fails. The least upper bound of the course's slopes is reached where z1 = z2 = 0."""
    points = [*points, Point(Network(0.8, 0), 0, 1, z=0)]
    gaps = [right[0] - left[0] for left, right in (values(formula, point) for point in points)]
    if not min(gaps) >= -1e-12:
        return f"the left side exceeds the right one by {-min(gaps):.3g}"
    return None if min(gaps) <= 1e-9 else f"the bound is never reached; the least gap is {min(gaps):.3g}"



def verdict(formula, mutant, points):
    """A mutant is “rejected”, has the “same” values as the formula, as far as the digits tell, or is “missed”."""
    try:
        if fault(mutant, points):
            return "rejected"
        pairs = [zip(values(formula, point), values(mutant, point), strict=True) for point in points]
    except NO_VALUE:
        return "rejected"
    return "same" if all(close(*pair, tolerance(formula)) for each in pairs for pair in each) else "missed"
