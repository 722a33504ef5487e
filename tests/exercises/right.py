"""What is right, for each exercise that is a formula, said twice over and without the exercise's own program.

    RIGHT["4.gradient"].oracle(point)     what nnlib's Network, or its autodiff, gives there
    RIGHT["4.gradient"].trees             the results as trees, which checker/equivalents.py writes in other ways

A tree is a number, a name, ("+", terms), ("*", factors), ("-", tree), ("1/", [tree]), ("slope", [a]) for a(1 - a), or
(function, arguments).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nnlib import Network, cross_entropy, quadratic, sigmoid
from nnlib.autodiff import Value, apply
from nnlib.network import ForwardPass

# ---- what nnlib gives at a point

def forward_pass(point):
    return Network(point["w1"], point["w2"], point["g1"], point["g2"]).forward(point["x"])


def back(point, **net):
    """The backward pass of a network at the nodes that a point gives."""
    nodes = ForwardPass(point.get("x", 0.0), None, point.get("a1"), None, point["a2"])
    return Network(point.get("w1", 0), point.get("w2", 1), **net).backward(nodes, point["y"])


def cross_entropy_back(point):
    z2 = np.log(point["a2"] / (1 - point["a2"]))
    return Network(1, 1, loss=cross_entropy).backward(ForwardPass(0.0, 0.0, 1.0, z2, point["a2"]), point["y"])


def updated(point, backward_pass):
    new = Network(point["w1"], point.get("w2", 0.0)).update(backward_pass, point["step_size"])
    return new.w1, new.w2


def mean_gradient(point):
    batch = ForwardPass(point["a1s"], None, point["a1s"], None, point["a2s"])
    return np.mean(Network(0, 1).backward(batch, point["ys"]).dloss_dw2)


def stepped(point):
    net = Network(point["w1"], point["w2"])
    return updated(point, net.backward(net.forward(point["x"]), point["y"]))


def product(point):
    made = Value(point["a1"]) * Value(point["w2"])
    return made.data, *made.local_derivatives


def add(point):
    w = Value(0.7)  # whatever it is: both products are linear in it
    (point["dloss_dz1"] * (point["x"] * w) + point["dloss_dz2"] * (point["a1"] * w)).backward()
    return w.gradient


def as_sigmoid(z, a):
    """The Value a, made from z as if by a sigmoid that gives a."""
    return Value(a, "", "sigmoid", (z,), (sigmoid.derivative(float(np.log(a / (1 - a)))),))


def three_layers(point):
    """The gradient for the first of three weights, where each a has the value given."""
    w1 = Value(0.3)
    a = as_sigmoid(w1 * point["x"], point["a1"])
    for weight, output in (("w2", "a2"), ("w3", "a3")):
        a = as_sigmoid(a * point[weight], point[output])
    apply(quadratic, a, point["y"]).backward()
    return w1.gradient


def chain_left(point):
    """∂z/∂z from the last layer back to the first, where all layers have one activation."""
    z = first = Value(0.3)
    for _ in range(point["n"] - 1):
        z = point["w"] * as_sigmoid(z, point["a"])
    z.backward()
    return first.gradient


# ---- trees

def plus(*terms):
    return "+", list(terms)


def times(*factors):
    return "*", list(factors)


def minus(tree):
    return "-", tree


def over(tree):
    return "1/", [tree]


def slope(a):
    return "slope", [a]


def forward(g1, g2):
    z1 = times("x", "w1")
    a1 = (g1, [z1])
    z2 = times(a1, "w2")
    return [z1, a1, z2, (g2, [z2])]


def gradient_w2(a1, a2, y="y"):
    return times(plus(a2, minus(y)), slope(a2), a1)


def gradient_w1(a1, a2):
    return times(plus(a2, minus("y")), slope(a2), "w2", slope(a1), "x")


def new(weight, gradient):
    return plus(weight, minus(times("step_size", *gradient[1])))


_, A1, _, A2 = forward("sigmoid", "sigmoid")

class Right(NamedTuple):
    """oracle : what nnlib gives at a point. trees : the results, one each.

    anew : what an answer may work out anew: a parameter -> the input of the sigmoid that gives it.
    """

    oracle: Callable
    trees: list
    anew: dict = {}  # noqa: RUF012


RIGHT = {
    "1.forward": Right(lambda at: forward_pass(at)[1:], forward("g1", "g2")),
    "2.loss": Right(lambda at: at["loss"](forward_pass(at).a2, at["y"]), [("loss", [forward("g1", "g2")[3], "y"])]),
    "4.locals": Right(lambda at: (back(at).dloss_da2, back(at).da2_dz2, back(at).dz2_dw2),
                      [plus("a2", minus("y")), slope("a2"), "a1"]),
    "4.gradient": Right(lambda at: back(at).dloss_dw2, [gradient_w2("a1", "a2")]),
    "6.locals": Right(lambda at: (lambda b: (b.dz2_da1, b.da1_dz1, b.dz1_dw1))(back({"a2": 0.5, "y": 1, **at})),
                      ["w2", slope("a1"), "x"]),
    "6.gradient": Right(lambda at: back(at).dloss_dw1, [gradient_w1("a1", "a2")], {"a2": times("a1", "w2")}),
    "7.update": Right(lambda at: updated(at, back(at))[0], [new("w1", gradient_w1("a1", "a2"))],
                      {"a1": times("x", "w1"), "a2": times("a1", "w2")}),
    "7.step": Right(stepped, [new("w1", gradient_w1(A1, A2)), new("w2", gradient_w2(A1, A2))]),
    "8.mean": Right(mean_gradient, [("mean", [gradient_w2("a1s", "a2s", "ys")])]),
    "8.bias": Right(lambda at: back(at, b2=at["b2"]).dloss_db2, [times(plus("a2", minus("y")), slope("a2"))]),
    "9.local": Right(lambda at: cross_entropy_back(at).dloss_da2,
                     [plus(minus(times("y", over("a2"))), times(plus(1, minus("y")), over(plus(1, minus("a2")))))]),
    "9.collapse": Right(lambda at: cross_entropy_back(at).dloss_dz2, [plus("a2", minus("y"))]),
    "10.times": Right(product, [times("a1", "w2", 1), times("w2", 1), times("a1", 1)]),
    "10.add": Right(add, [plus(times("dloss_dz2", "a1"), times("dloss_dz1", "x"))]),
    "11.gradient": Right(
        three_layers, [times(plus("a3", minus("y")), slope("a3"), "w3", slope("a2"), "w2", slope("a1"), "x")],
        {"a2": times("a1", "w2"), "a3": times("a2", "w3")}),
    "11.factors": Right(chain_left, [("power", [times("w", slope("a")), plus("n", minus(1))])]),
}
