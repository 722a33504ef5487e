"""Answers made at random: right ones, as source text, changed in one to four places of their syntax tree.

    for case in cases("7.step", 100): case.source, case.function

The same for the same exercise each time. Names of the notebook, such as w1, may come in where no parameter has them.
"""

import ast
import dis
import linecache
import random
import re
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from checker.cells import notebook
from exercises.answers import SOLUTIONS

from nnlib import Network, sigmoid, tanh
from nnlib.exercises import EXERCISES
from nnlib.exercises.setting import EXAMPLE
from nnlib.topology import NODES, PATHS, derivative

HEADS = {id: f"def {each.asks}:\n    " for id, each in EXERCISES.items() if "(" in each.asks}
GRADIENT_W1, GRADIENT_W2 = ("(a2 - y) * a2 * (1 - a2) * w2 * a1 * (1 - a1) * x", "(a2 - y) * a2 * (1 - a2) * a1")
SLOPE = "def slope(a):\n    return a * (1 - a)\n"
PASS = "a1 = 1 / (1 + np.exp(-x * w1))\n    a2 = 1 / (1 + np.exp(-a1 * w2))\n    "
LOOP = """total = 0
    for k in range(len(ys)):
        total += (a2s[k] - ys[k]) * a2s[k] * (1 - a2s[k]) * a1s[k]
    return total / len(ys)"""
# More bodies of right answers, beside the lessons' solutions; what stands before | stands before the function.
BODIES = {
    "1.forward": ["return x * w1, g1(x * w1), g1(x * w1) * w2, g2(g1(x * w1) * w2)"],
    "2.loss": ["a2 = g2(g1(x * w1) * w2)\n    return loss(a2, y)"],
    "4.locals": ["return a2 - y, a2 * (1 - a2), a1"],
    "4.gradient": ["return (a2 - y) * (a2 - a2 ** 2) * a1", SLOPE + "|d = (a2 - y) * slope(a2)\n    return d * a1",
                   "dloss_da2 = a2 - y\n    da2_dz2 = a2 * (1 - a2)\n    dz2_dw2 = a1\n    "
                   "return dloss_da2 * da2_dz2 * dz2_dw2"],
    "6.locals": [SLOPE + "|return w2, slope(a1), x"],
    "6.gradient": ["delta2 = (a2 - y) * a2 * (1 - a2)\n    delta1 = delta2 * w2 * a1 * (1 - a1)\n    return delta1 * x",
                   "z2 = a1 * w2\n    return (a2 - y) * sigmoid.derivative(z2) * w2 * a1 * (1 - a1) * x",
                   f"a2 = 1 / (1 + math.exp(-a1 * w2))\n    return {GRADIENT_W1}"],
    "7.update": [f"w1 -= step_size * {GRADIENT_W1}\n    return w1", f"{PASS}return w1 - step_size * {GRADIENT_W1}",
                 "net = Network(w1, w2)\n    back = net.backward(net.forward(x), y)\n    "
                 "return net.update(back, step_size).w1"],
    "8.mean": [LOOP, "return sum((a2 - y) * a2 * (1 - a2) * a1 for y, a1, a2 in zip(ys, a1s, a2s)) / len(ys)"],
    "9.local": ["return (a2 - y) / (a2 * (1 - a2))"],
    "9.collapse": ["d = -y / a2 + (1 - y) / (1 - a2)\n    return d * a2 * (1 - a2)",
                   "return -y * (1 - a2) + (1 - y) * a2"],
    "7.step": [
        f"{PASS}d1 = {GRADIENT_W1}\n    d2 = {GRADIENT_W2}\n    return w1 - step_size * d1, w2 - step_size * d2",
        SLOPE + "|a1 = sigmoid(x * w1)\n    a2 = sigmoid(a1 * w2)\n    d = (a2 - y) * slope(a2)\n    "
        "return w1 - step_size * d * w2 * slope(a1) * x, w2 - step_size * d * a1",
        f"{PASS}delta = (a2 - y) * a2 * (1 - a2)\n    grad_w1 = delta * w2 * a1 * (1 - a1) * x\n    "
        "grad_w2 = delta * a1\n    w1 -= step_size * grad_w1\n    w2 -= step_size * grad_w2\n    return w1, w2"],
    "10.add": ["g = dloss_dz1 * x\n    g += dloss_dz2 * a1\n    return g"],
    "11.gradient": [SLOPE + "|d = (a3 - y) * slope(a3)\n    d *= w3 * slope(a2)\n    return d * w2 * slope(a1) * x"],
    "11.factors": ["left = 1\n    for k in range(n - 1):\n        left *= w * a * (1 - a)\n    return left"],
}
SCOPE = {"exp": np.exp, "log": np.log, "sigmoid": sigmoid, "tanh": tanh, "Network": Network}
NAMES = ("x", "y", "w1", "w2", "z1", "a1", "z2", "a2", "step_size", "dloss_dw1", "dloss_dw2")
NOTEBOOK = {name: EXAMPLE.get(name, 0.06) for name in NAMES}
ELSEWHERE = {name: 0.37 + 0.11 * k for k, name in enumerate(NAMES)}  # the same names in another notebook
OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div)
# Of Python: what stands there, and what is typed instead.
SLIPS = ((" * (", "("), (" ** ", " ^ "), ("return ", ""), ("a2 ", "A2 "), (" / len", " // len"), ("-= ", "< - "))
DERIVATIVES = [derivative(of, by) for of, by in permutations(NODES, 2)]
NUMBERS = (0, 1, 2, 0.5, 3, 1.5, -2.5)
BRACKETS = r"(?<!\w)\(([^()]*)\)", r"(?<!\w)\(((?:[^()]|\([^()]*\))*)\)"  # not of a call; with others inside, too


@dataclass(frozen=True)
class Case:
    """An answer. function, elsewhere : what it is in the lessons' notebook, and in one with other numbers."""

    id: str
    source: str
    function: object
    elsewhere: object

    @property
    def outside(self):
        """The notebook's names that it reads."""
        return sorted(read(self.function.__code__) & {*NOTEBOOK})


def read(code):
    """Return the global names that code reads, nested code included."""
    own = {each.argval for each in dis.get_instructions(code) if each.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
    return own.union(*(read(each) for each in code.co_consts if isinstance(each, type(code))))


def bases(id):
    """Return source texts of right answers."""
    parts = (body.rpartition("|") for body in BODIES.get(id, ()))
    return [SOLUTIONS[id], *(f"{before}{HEADS[id]}{after}\n" for before, _, after in parts)]


def defined(id, source, names, known=True):
    """Return what a source text defines, as in a notebook. known : whether its source can be had."""
    function = notebook(source, HEADS[id][4:].split("(")[0], **SCOPE | names)
    if not known:
        del linecache.cache[function.__code__.co_filename]
    return function


def cases(id, number, seed=0):
    """Yield answers: each tenth right, the others changed in one to four places, a few made of nothing but names."""
    rng, texts = random.Random(f"{id} {seed}"), bases(id)
    made = 0
    while made < number:
        changes = rng.choice((0, 1, 1, 1, 1, 2, 2, 2, 3, 4))
        if rng.random() < 0.1 and id != "10.reverse":
            source = f"{HEADS[id]}return {', '.join(ast.unparse(tree(id, rng)) for _ in EXERCISES[id].results)}\n"
        else:
            source = changed(id, rng.choice(texts), changes, rng)
        if rng.random() < 0.04:
            source = source.replace(*rng.choice(SLIPS))
        known = rng.random() < 0.5
        try:
            yield Case(id, source, defined(id, source, NOTEBOOK, known), defined(id, source, ELSEWHERE, False))
        except (SyntaxError, ValueError, TypeError, NameError):
            continue
        made += 1


def lists(id, number, seed=0):
    """Yield lists of names: any names, half of them with some of the right ones before."""
    rng, path = random.Random(f"{id} {seed}"), PATHS[EXERCISES[id].weight]
    for k in range(number):
        found = [name for name in path if rng.random() < 0.7] if k % 2 else []
        yield found + rng.choices(DERIVATIVES, k=rng.randrange(5))


def tree(id, rng, depth=0):
    """Return an expression at random over an exercise's numbers."""
    names = [name for name in EXERCISES[id].parameters if name not in ("g1", "g2", "loss")]
    if depth > 2 or rng.random() < 0.2:
        return ast.Name(rng.choice(names), ast.Load()) if rng.random() < 0.85 else ast.Constant(rng.choice(NUMBERS))
    operator = rng.choice((ast.Mult, *OPERATORS))()
    return ast.BinOp(tree(id, rng, depth + 1), operator, tree(id, rng, depth + 1))


def changed(id, source, changes, rng):
    """Return a source text with so many changes made in its syntax tree."""
    if changes and rng.random() < 0.1:
        source = without_a_bracket(source, rng)
        changes -= 1
    module = ast.parse(source)
    for _ in range(changes):
        places = [(node, field, k) for node in ast.walk(module) for field, value in ast.iter_fields(node)
                  for k, each in (enumerate(value) if isinstance(value, list) else [(None, value)])
                  if isinstance(each, ast.expr) and isinstance(getattr(each, "ctx", None), (ast.Load, type(None)))
                  and field not in ("func", "decorator_list", "target", "targets")]
        assigned = [node for node in ast.walk(module) if isinstance(node, ast.AugAssign)]
        if assigned and rng.random() < 0.1:
            rng.choice(assigned).op = rng.choice(OPERATORS)()
            continue
        node, field, k = rng.choice(places)
        value = getattr(node, field)
        if k is None:
            setattr(node, field, other(id, value, rng))
        else:
            value[k] = other(id, value[k], rng)
    return ast.unparse(ast.fix_missing_locations(module)) + "\n"


def without_a_bracket(source, rng):
    """Return a source text with one pair of brackets less, if there is one."""
    found = [match for pattern in BRACKETS for match in re.finditer(pattern, source)]
    match = rng.choice(found or [re.match("()", source)])
    return source[:match.start()] + match[1] + source[match.end():]


def other(id, expression, rng):
    """Return what a learner may have written instead of an expression."""
    found = []
    if isinstance(expression, ast.BinOp):
        left, right = expression.left, expression.right
        found += [left, right, left, right, ast.BinOp(right, expression.op, left),
                  *(ast.BinOp(left, operator(), right) for operator in rng.sample(OPERATORS, 2))]
    if isinstance(expression, ast.Name):
        names = [name for name in getattr(EXERCISES[id], "parameters", ("record",)) if name != expression.id]
        found += [ast.Name(rng.choice(names or ["record"]), ast.Load()) for _ in range(4)]
        found += [ast.Name(rng.choice(NAMES), ast.Load()), ast.Constant(rng.choice(NUMBERS))]
        if expression.id in ("sigmoid", "g1", "g2"):
            return ast.Name(rng.choice(("tanh", "g1", "g2", "sigmoid")), ast.Load())
    if isinstance(expression, ast.Constant) and isinstance(expression.value, (int, float)):
        found += [ast.Constant(rng.choice(NUMBERS)) for _ in range(3)]
    if isinstance(expression, ast.Call):
        found += [*expression.args[:1], *expression.args[:1],
                  ast.Call(expression.func, [*expression.args[1:], *expression.args[:1]], expression.keywords)]
    text = ast.unparse(expression)
    forms = ("-({})", "2 * ({})", "0.5 * ({})", "({}) / 2", "({}) ** 2", "abs({})", "1 - ({})", "1 / ({})", "({}) + 1",
             "round({}, 4)")
    found += [ast.parse(rng.choice(forms).format(text), mode="eval").body for _ in range(2)]
    return rng.choice(found)
