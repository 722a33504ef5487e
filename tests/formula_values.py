"""With this a test can compute the sides of a formula and say whether they agree.

    points = at_random(sigmoids)                  networks and examples to try it on
    fault(read("z_1 = x w_1"), points)            None, or where it fails
    same(formula, mutant, points)                 whether a mutant's sides have the same values

Values come from nnlib's forward pass, derivatives from differencing it in 50 digits (exact.py): nnlib's backward pass
is not asked, but where a new weight is compared with `Network.update`.

A side's value comes with its slack: how far it may lie off because the numbers in it are rounded. The course prints
exact numbers with up to three decimals and rounded ones with four or more, so only the latter have any.
"""

import math
from dataclasses import replace
from functools import cached_property

import mpmath as mp
import numpy as np
from exact import ACTIVATIONS, Exact

from nnlib import Network, cross_entropy, identity, quadratic, relu, sigmoid, tanh

NAMED = {each.name: each for each in (sigmoid, tanh, relu, identity)}
RELATIVE, WITH_H = 1e-9, 1e-3  # what holds for small h only is right to about h = 1e-5
H = 1e-5
NO_VALUE = ValueError, ArithmeticError, AssertionError  # what evaluating a mutant may raise


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
        self.partials = {}

    @cached_property
    def exact(self):
        return Exact(self.net, self.values["x"], self.y, self.g, self.z)

    def partial(self, top, bottom):
        key = top, self.weight if bottom == "w" else bottom
        if key not in self.partials:
            with mp.workdps(50):
                self.partials[key] = float(self.exact.partial(*key))
        return self.partials[key]

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
                z, h, g = mp.mpf(arguments[0]), mp.mpf(10) ** -18, ACTIVATIONS[self.g.name if name == "g'" else "tanh"]
                return float((g(z + h) - g(z - h)) / (2 * h))
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
        if bottom != "w" or top in ("z1", "z2"):
            return super().partial(top, f"w{top[1]}" if bottom == "w" else bottom)
        with mp.workdps(50):
            w, h = self.exact.node("w1"), mp.mpf(10) ** -18
            after, before = (self.exact.node(top, {"w1": w + step, "w2": w + step}) for step in (h, -h))
            return float((after - before) / (2 * h))


def one_weight(count=6):
    """Points with one weight in both layers."""
    return [OneWeight(replace(point.net, w2=point.net.w1), point.values["x"], point.y) for point in
            at_random(sigmoids, count)]


def at_random(condition, count=6):
    """Points of one condition, a function from a point's number to the network's activations and loss."""
    rng = np.random.default_rng(5)
    points = []
    for k in range(count):
        x, w1, w2, z = rng.uniform(0.4, 1.8, 4) * rng.choice((-1, 1), 4)
        net = Network(w1, w2, **condition(k))
        points.append(Point(net, x, (0, 1, 0.3)[k % 3], z=z, step_size=rng.uniform(0.5, 2), weight=f"w{k % 2 + 1}"))
    return points


def general(k):
    return ({"g1": tanh, "g2": sigmoid, "loss": quadratic}, {"g1": sigmoid, "g2": tanh, "loss": quadratic},
            {"g1": tanh, "g2": sigmoid, "loss": cross_entropy})[k % 3]


def of_quadratic_loss(k):
    return ({"g1": tanh, "g2": sigmoid}, {"g1": sigmoid, "g2": tanh})[k % 2]


def sigmoids(k):
    return {}


def with_tanh(k):
    return {"g1": tanh}


def with_biases(k):
    return {"b1": 0.3 + 0.1 * k, "b2": 0.7 - 0.2 * k}


def with_cross_entropy(k):
    return {"loss": cross_entropy}


# ---- the value of a side, and its slack

def evaluate(node, point, rounded=False):
    """Return a side's value and slack. rounded : it stands after ≈, so that a lone short number is rounded, too."""
    kind, *parts = node
    if kind == "number":
        return _number(parts[0], rounded)
    if kind == "name":
        return float(point.values[parts[0]]), 0.0
    if kind == "words":
        if parts[0] in NAMED:
            raise ValueError(f"{parts[0]} stands alone")
        return point.words[parts[0]], 0.0
    if kind == "partial":
        return point.partial(*parts), 0.0
    if kind == "change":
        return point.change(parts[0]), 0.0
    if kind == "moved":
        name = _first_name(parts[1])
        return point.moved(parts[0], name, evaluate(parts[1], point)[0]), 0.0
    if kind == "call":
        return _called(parts[0], parts[1], point)
    if kind == "power":
        (base, slack), (exponent, _) = (evaluate(each, point) for each in parts)
        return base ** exponent, abs(exponent) * abs(base) ** (exponent - 1) * slack if slack else 0.0
    if kind == "sum" and rounded and len(parts[0]) == 1:
        value, slack = evaluate(parts[0][0][1], point, rounded)
        return parts[0][0][0] * value, slack
    return {"sum": _sum, "product": _product}[kind](parts[0], point)


def _number(text, rounded):
    top, _, bottom = text.partition("/")
    if bottom:
        return int(top) / int(bottom), 0.0
    digits, _, power = text.replace("−", "-").partition("e")
    decimals, unit = len(digits.partition(".")[2]), 10.0 ** int(power or 0)
    is_rounded = decimals >= 4 or power or (rounded and decimals)
    return float(digits) * unit, 0.5 * 10.0 ** -decimals * unit * (1 + 1e-9) if is_rounded else 0.0


def _sum(terms, point):
    value = slack = 0.0
    for sign, term in terms:
        each, more = evaluate(term, point)
        value, slack = value + sign * each, slack + more
    return value, slack


def _product(factors, point):
    value, slack = 1.0, 0.0
    for how, factor in factors:
        each, more = evaluate(factor, point)
        if how == "/":
            each, more = 1 / each, more / (abs(each) * (abs(each) - more))
        value, slack = value * each, abs(value) * more + abs(each) * slack + more * slack
    return value, slack


def _called(name, arguments, point):
    if name == "Loss" and len(arguments) == 1:  # the loss as a function of one weight: Loss(w_2 + h)
        value, slack = evaluate(arguments[0], point)
        net = replace(point.net, **{_first_name(arguments[0], ("w1", "w2")): value})
        return float(net.example_loss(net.forward(point.values["x"]), point.y)), slack
    at = [evaluate(each, point) for each in arguments]
    value = point.call(name, *(each for each, _ in at))
    slack = 0.0
    for k, (each, more) in enumerate(at):
        if more:
            moved = [[other if j != k else each + way * more for j, (other, _) in enumerate(at)] for way in (-1, 1)]
            slack += max(abs(point.call(name, *arguments) - value) for arguments in moved)
    return value, slack


def _first_name(node, allowed=("x", "w1", "z1", "a1", "w2", "z2", "a2")):
    """The name that is moved: z2[a1 + h] moves a1."""
    if node[0] == "name" and node[1] in allowed:
        return node[1]
    for part in node[1] if node[0] in ("sum", "product") else ():
        try:
            return _first_name(part[1], allowed)
        except ValueError:
            continue
    raise ValueError("no name is moved here")


# ---- does it hold

def values(formula, point):
    """The (value, slack) of each side. Of w ← …, the left side is the new weight."""
    found = []
    for k, side in enumerate(formula.sides):
        if k == 0 and formula.relations[:1] == ("←",):
            if side[0] != "name":
                raise ValueError("only a weight becomes something")
            found.append((point.updated(side[1]), 0.0))
        else:
            found.append(evaluate(side, point, k > 0 and formula.relations[k - 1] == "≈"))
    return found


def close(one, other, relative=RELATIVE):
    (a, slack), (b, more) = one, other
    return abs(a - b) <= relative * max(abs(a), abs(b)) + 1e-14 + slack + more  # NaN is close to nothing


def tolerance(formula):
    """A formula with ≈ and h holds for small h only."""
    return WITH_H if "≈" in formula.relations and any(_names(side, "h") for side in formula.sides) else RELATIVE


def _names(node, name):
    return node == ("name", name) or any(_names(each, name) for each in node if isinstance(each, tuple))


def fault(formula, points):
    """Say where a formula fails; None if it holds at every point. An upper bound must be reached, too."""
    relative = tolerance(formula)
    if "≤" in formula.relations:
        return _bound_fault(formula, points)
    for k, point in enumerate(points):
        first, *others = values(formula, point)
        for n, other in enumerate(others, 1):
            if not close(first, other, relative):
                return f"at point {k}, the first side is {first[0]:.12g} and side {n + 1} is {other[0]:.12g}"
    return None


def _bound_fault(formula, points):
    """Why left ≤ right fails. The least upper bound of the course's slopes is reached where z1 = z2 = 0."""
    if formula.relations != ("≤",):
        return "a bound has two sides"
    points = [*points, Point(Network(0.8, 0), 0, 1, z=0)]
    gaps = [right[0] - left[0] for left, right in (values(formula, point) for point in points)]
    if not min(gaps) >= -1e-12:
        return f"the left side exceeds the right one by {-min(gaps):.3g}"
    return None if min(gaps) <= 1e-9 else f"the bound is never reached; the least gap is {min(gaps):.3g}"


def same(formula, mutant, points):
    """Whether a mutant's sides have the values of the formula's own, as far as the digits tell."""
    for point in points:
        pairs = zip(values(formula, point), values(mutant, point), strict=True)
        if not all(close(one, other, tolerance(formula)) for one, other in pairs):
            return False
    return True


def rejected(mutant, points):
    """Whether a mutant is seen to be wrong; one that has no value at all is, too."""
    try:
        return fault(mutant, points) is not None
    except NO_VALUE:
        return True


def unchanged(formula, mutant, points):
    """Whether a mutant keeps the formula's values; one that has none does not."""
    try:
        return same(formula, mutant, points)
    except NO_VALUE:
        return False
