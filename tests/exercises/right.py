"""The right answer to each exercise that is a formula, said once more without the exercise's own program.

    RIGHT["4.gradient"].trees     the results as trees, which checker/equivalents.py writes in other ways

A tree is a number, a name, ("+", terms), ("*", factors), ("-", tree), ("1/", [tree]), ("slope", [a]) for a(1 - a), or
(function, arguments).
"""

from typing import NamedTuple


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
    """trees : the results, one each.

    anew : what an answer may work out anew: a parameter -> the input of the sigmoid that gives it.
    """

    trees: list
    anew: dict = {}  # noqa: RUF012


RIGHT = {
    "1.forward": Right(forward("g1", "g2")),
    "2.loss": Right([("loss", [forward("g1", "g2")[3], "y"])]),
    "4.locals": Right([plus("a2", minus("y")), slope("a2"), "a1"]),
    "4.gradient": Right([gradient_w2("a1", "a2")]),
    "6.locals": Right(["w2", slope("a1"), "x"]),
    "6.gradient": Right([gradient_w1("a1", "a2")], {"a2": times("a1", "w2")}),
    "7.update": Right([new("w1", gradient_w1("a1", "a2"))], {"a1": times("x", "w1"), "a2": times("a1", "w2")}),
    "7.step": Right([new("w1", gradient_w1(A1, A2)), new("w2", gradient_w2(A1, A2))]),
    "8.mean": Right([("mean", [gradient_w2("a1s", "a2s", "ys")])]),
    "8.bias": Right([times(plus("a2", minus("y")), slope("a2"))]),
    "9.local": Right([plus(minus(times("y", over("a2"))), times(plus(1, minus("y")), over(plus(1, minus("a2")))))]),
    "9.collapse": Right([plus("a2", minus("y"))]),
    "10.times": Right([times("a1", "w2", 1), times("w2", 1), times("a1", 1)]),
    "10.add": Right([plus(times("dloss_dz2", "a1"), times("dloss_dz1", "x"))]),
    "11.gradient": Right([times(plus("a3", minus("y")), slope("a3"), "w3", slope("a2"), "w2", slope("a1"), "x")],
                         {"a2": times("a1", "w2"), "a3": times("a2", "w3")}),
    "11.factors": Right([("power", [times("w", slope("a")), plus("n", minus(1))])]),
}
