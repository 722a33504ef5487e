"""The right answer to each exercise that is a formula, said once more without the exercise's own program.

    RIGHT["4.gradient"].trees     the results as trees, which checker/equivalents.py writes in other ways

A tree is a name, a number as text, or (kind, parts): + or *, - or 1/ of one part, or a function, as slope for a(1 - a).
"""

import ast
from typing import NamedTuple

KINDS = {ast.Add: ("+", None), ast.Sub: ("+", "-"), ast.Mult: ("*", None), ast.Div: ("*", "1/")}


class Right(NamedTuple):
    """trees : the results, one each.

    anew : what an answer may work out anew: a parameter -> the input of the sigmoid that gives it.
    """

    trees: list
    anew: dict


def tree(node):
    """A syntax tree as a tree of ours."""
    match node:
        case ast.Name() | ast.Constant():
            return ast.unparse(node)
        case ast.Call():
            return node.func.id, [tree(each) for each in node.args]
        case ast.UnaryOp():
            return "-", [tree(node.operand)]
    kind, inverse = KINDS[type(node.op)]
    left, right = tree(node.left), tree(node.right)
    before = left[1] if left[0] == kind else [left]
    return kind, [*before, (inverse, [right]) if inverse else right]


def right(*results, **anew):
    made, again = ([tree(ast.parse(each, mode="eval").body) for each in texts] for texts in (results, anew.values()))
    return Right(made, dict(zip(anew, again, strict=True)))


A1, A2 = "sigmoid(x * w1)", "sigmoid(sigmoid(x * w1) * w2)"
GRADIENT_W2 = "(a2 - y) * slope(a2) * a1"
GRADIENT_W1 = "(a2 - y) * slope(a2) * w2 * slope(a1) * x"
RIGHT = {
    "1.forward": right("x * w1", "g1(x * w1)", "g1(x * w1) * w2", "g2(g1(x * w1) * w2)"),
    "2.loss": right("loss(g2(g1(x * w1) * w2), y)"),
    "4.locals": right("a2 - y", "slope(a2)", "a1"),
    "4.gradient": right(GRADIENT_W2),
    "6.locals": right("w2", "slope(a1)", "x"),
    "6.gradient": right(GRADIENT_W1, a2="a1 * w2"),
    "7.update": right(f"w1 - step_size * {GRADIENT_W1}", a1="x * w1", a2="a1 * w2"),
    "7.step": right(*(f"{w} - step_size * {gradient}".replace("a1", A1).replace("a2", A2) for w, gradient in
                      (("w1", GRADIENT_W1), ("w2", GRADIENT_W2)))),
    "8.mean": right("mean((a2s - ys) * slope(a2s) * a1s)"),
    "8.bias": right("(a2 - y) * slope(a2)"),
    "9.local": right("-(y / a2) + (1 - y) / (1 - a2)"),
    "9.collapse": right("a2 - y"),
    "10.times": right("a1 * w2 * 1", "w2 * 1", "a1 * 1"),
    "10.add": right("dloss_dz2 * a1 + dloss_dz1 * x"),
    "11.gradient": right("(a3 - y) * slope(a3) * w3 * slope(a2) * w2 * slope(a1) * x", a2="a1 * w2", a3="a2 * w3"),
    "11.factors": right("power(w * slope(a), n - 1)"),
}
