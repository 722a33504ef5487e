"""What the lessons say, and what makes it true; a file for each lesson, and one for the README and the website.

In SAYS stands an expression that must be true, and below it, indented, the words that it makes true, as they stand in
the lesson, one phrase a line:

    len(TO_W2) == 3
        compute the three local derivatives on the path to $w_2$
    not checked: it names something
        it **saturates**.
    agreed: any number would do
        `g1(5.0)` applies $g_1$ to the number 5

Below “not checked” no number may stand; below “agreed” stands one that nothing computes. In COMPARED stand the tables in
which a lesson compares numbers, in order: of each row its label, and what nnlib gives; a head has no numbers.

Of the formulas CONDITION says where they hold, of formula_values.py, with the reason, and EXCEPTIONS where one of them
does; IN_WORDS what is said of the formula that ends some words, which stand once in the lesson; COMPLETED what a formula
without an equals sign is said to be; SETTINGS which formulas are choices, and claimed of nothing; WRONG which are shown
as wrong. LINKS are to lessons other than the one before.

Here is what the expressions are made of; a lesson's file adds what it alone needs.
"""

import ast
import re
from importlib import import_module
from inspect import getsource
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from formulas import read
from lessons import ROOT, course

from nnlib import (
    ForwardPass,
    Network,
    cross_entropy,
    gradient_descent,
    identity,
    numerical_gradient,
    quadratic,
    relu,
    sigmoid,
    tanh,
)
from nnlib.autodiff import Value
from nnlib.datasets import LAUNCH, challenger, standardised
from nnlib.draw import style
from nnlib.draw.graph import computation_graph
from nnlib.example import W1, W2, X, Y
from nnlib.exercises import EXERCISES
from nnlib.exercises.course import PREDICTIONS
from nnlib.explore.autodiff import record
from nnlib.explore.backward_pass import BackwardPassExplorer
from nnlib.explore.chain_rule import ChainRuleExplorer
from nnlib.explore.cross_entropy import CrossEntropyExplorer
from nnlib.explore.data import DataExplorer
from nnlib.explore.descent import DescentExplorer
from nnlib.explore.forward_pass import ForwardPassExplorer, judge
from nnlib.explore.loss import LossExplorer
from nnlib.explore.sigmoid import ActivationExplorer
from nnlib.topology import INPUTS, LOCAL_DERIVATIVES, PATHS, WAYS

BY_NUMBER = {lesson.number: lesson for lesson in course()}


def statements(lesson):
    """What a lesson says: its Markdown, and the choices of its prediction with what is true of each."""
    choices = PREDICTIONS[lesson].choices.values() if lesson in PREDICTIONS else ()
    return [*(cell.source for cell in BY_NUMBER[lesson].markdown), *(text for choice in choices for text in choice)]


def texts(lesson):
    """What a lesson says, and the strings in its code."""
    yield from statements(lesson)
    for cell in BY_NUMBER[lesson].code:
        yield from strings(ast.parse(cell.source))


def strings(node):
    """The strings of code but names of exercises, with … for what an f-string fills in; what a loop goes through as one.
    """
    inner = ast.iter_child_nodes(node)
    match node:
        case ast.Constant(str(text)) if text not in EXERCISES:
            yield text
        case ast.JoinedStr(parts):
            yield "".join(part.value if isinstance(part, ast.Constant) else "…" for part in parts)
            inner = ()
        case ast.For(iter=ast.Tuple(words)) if all(isinstance(getattr(each, "value", 0), str) for each in words):
            yield ", ".join(each.value for each in words)
            inner = node.body
    for each in inner:
        yield from strings(each)


x, w1, w2, y = X, W1, W2, Y
NET = Network(w1, w2)
PASS = NET.forward(x)
BACK = NET.backward(PASS, y)
Z = np.linspace(-40, 40, 80001)
TO_W1, TO_W2 = PATHS["w1"], PATHS["w2"]


def program(exercise):
    """The right program of an exercise: its parameters, lines and results."""
    return EXERCISES[exercise].program


def inputs(node):
    return INPUTS.get(node, ())


def back(w1=w1, w2=w2, x=x, y=y):
    net = Network(w1, w2)
    return net.backward(net.forward(x), y)


def loss(w1=w1, w2=w2):
    return back(w1, w2).loss


def code(lesson):
    """The code of a lesson, that of its demonstration included."""
    shown = [getsource(PREDICTIONS[lesson].demonstration)] if lesson in PREDICTIONS else []
    return "\n".join([*(cell.source for cell in BY_NUMBER[lesson].code), *shown])


def source(name):
    return (ROOT / name).read_text(encoding="utf-8")


def says(lesson, *words):
    """Whether a lesson says all this."""
    return all(each in "\n".join(texts(lesson)) for each in words)


def in_range(explorer, name, *values):
    """Whether a control can be set to these values."""
    for value in values:
        setattr(explorer, name, value)
        if explorer.error or getattr(explorer, name) != value:
            return False
    return True


def three_digits_are_enough(part):
    """Whether each number of a part of the way back, with three digits, is right and told why."""
    explorer = BackwardPassExplorer(x, w1, w2, y, part=part, mode="fill in")
    for name in explorer.asked:
        explorer.fill(name, f"{getattr(BACK, name):.3g}")
    return [right and len(why) > 20 for right, why in explorer.verdicts.values()] == [True] * len(explorer.asked) != []


def count(lesson, pattern):
    return len(re.findall(pattern, "\n".join(cell.source for cell in BY_NUMBER[lesson].markdown), re.MULTILINE))


def steepest():
    return Z[np.argmax(sigmoid.derivative(Z))], sigmoid.derivative(Z).max()


def old_weights():
    """Both gradients at the old weights is another step than w1's at the new w2."""
    new = NET.update(BACK, 2.0)
    mixed = BACK.dloss_dz2 * new.w2 * BACK.da1_dz1 * x
    return abs(mixed - BACK.dloss_dw1) > 0.001


def recorded(shared=False):
    """The record of the example, name -> Value; of one weight in both layers, if shared."""
    return record(x, NET.w1, None if shared else NET.w2, y, NET.g1, NET.loss)


def uses_of_one_weight():
    """It is used twice, and its gradient is the sum of the two weights' gradients."""
    at = recorded(shared=True)
    at["Loss"].backward()
    parts = back(w1=NET.w1, w2=NET.w1)
    return (sum(value.inputs.count(at["w"]) for value in at.values()) == 2
            and abs(at["w"].gradient - parts.dloss_dw1 - parts.dloss_dw2) < 1e-12)


FLIGHTS, SOURCE = challenger(), challenger.__doc__
X8 = standardised(FLIGHTS.temperature, FLIGHTS.temperature)
entropy = cross_entropy


def plain(z2):
    """Loss and ∂Loss/∂z2 for class 0 as the formulas stand."""
    with np.errstate(all="ignore"):
        a2 = 1 / (1 + np.exp(-z2))
        return -np.log(1 - a2), a2 / (a2 * (1 - a2)) * (a2 * (1 - a2))


def two_terms():
    """The loss is the sum of a term for each class."""
    return abs(entropy(0.3, 0.4) - 0.4 * entropy(0.3, 1) - 0.6 * entropy(0.3, 0)) < 1e-12


NODES = ForwardPass._fields[1:]


def in_order():
    """Each node's inputs come before it, and each node comes once."""
    order = ("x", "w1", "w2", *NODES)
    return len({*order}) == len(order) and all(
        order.index(each) < order.index(node) for node in NODES for each in inputs(node))


def reached(weight):
    """The nodes that change when a weight does."""
    moved = Network(NET.w1 + 0.1 * (weight == "w1"), NET.w2 + 0.1 * (weight == "w2")).forward(x)
    return [node for node in NODES if getattr(moved, node) != getattr(PASS, node)]


def made_as_told():
    """Each layer multiplies its input by its weight, and applies its function to the product."""
    return ([inputs(node) for node in NODES] == [("x", "w1"), ("z1",), ("a1", "w2"), ("z2",)]
            and (PASS.z1, PASS.z2) == (x * NET.w1, PASS.a1 * NET.w2)
            and (PASS.a1, PASS.a2) == (NET.g1(PASS.z1), NET.g2(PASS.z2)))


def both_sigmoids():
    return NET.g1 is NET.g2 is sigmoid and NET.loss is quadratic


def chain_rule(each):
    """With this loss the product along each path is what centred differences give."""
    net = Network(w1, w2, loss=each)
    made = net.backward(net.forward(x), y)
    products = [np.prod([getattr(made, name) for name in path]) for path in (TO_W1, TO_W2)]
    return np.allclose(products, numerical_gradient(net, x, y), rtol=1e-8) and {*TO_W1} != {*TO_W2}


def neighbours():
    """Each factor begins with the node that the one before ends in; above stands what is nearer to Loss."""
    return all(before.partition("_d")[2] == after[1:].partition("_d")[0] and after[1:3] in inputs(
        "Loss" if "loss" in before else before[1:3]) for path in (TO_W1, TO_W2) for before, after in pairwise(path))


def held_still():
    """The derivative of a product is the factor held still."""
    return (BACK.dz2_dw2, BACK.dz2_da1, BACK.dz1_dw1) == (PASS.a1, NET.w2, x) and inputs("z2") == ("a1", "w2")


def slope_from_output():
    return (BACK.da2_dz2, BACK.da1_dz1) == (PASS.a2 * (1 - PASS.a2), PASS.a1 * (1 - PASS.a1))


def against_the_gradient():
    """An update moves each weight by minus the step size times its gradient, at the old weights."""
    moved = [NET.update(BACK, size) for size in (2.0, 3.0)]
    return np.allclose([(net.w1 - NET.w1, net.w2 - NET.w2) for net in moved],
                       [(-size * BACK.dloss_dw1, -size * BACK.dloss_dw2) for size in (2.0, 3.0)], rtol=1e-12)


def must_be_positive():
    try:
        NET.update(BACK, -1.0)
    except ValueError:
        return True


def handed_back():
    """Each value hands back its gradient times the local derivative; the parts of one that is used twice add up."""
    at = recorded(shared=True)
    at["Loss"].backward()
    for value in at.values():
        parts = [user.gradient * local for user in at.values()
                 for each, local in zip(user.inputs, user.local_derivatives, strict=True) if each is value]
        if parts and abs(sum(parts) - value.gradient) > 1e-12:
            return False
    return uses_of_one_weight()


# ---- what is claimed

def ways(*values, first="your answer", others=("centred difference", "nnlib")):
    """Rows of numbers that agree, each made in another way."""
    return [(way, values) for way in (first, *others)]


class Claim(NamedTuple):
    """A line of a lesson's file: the words in it, and the expression above them, which must be true."""

    file: str
    line: int
    expression: str
    words: str

    @property
    def is_fact(self):
        return not self.expression.startswith(("not checked:", "agreed:"))

    def holds(self):
        try:
            return bool(eval(self.expression, globals() | vars(MODULES[self.file])))
        except Exception as error:
            error.add_note(str(self))
            raise

    def __str__(self):
        return f"tests/claims/{self.file}.py, line {self.line}: “{self.words}”"


def claims_in(name):
    """The Claims of one file."""
    lines = Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8").splitlines()
    start, found, expression = lines.index('SAYS = r"""') + 1, [], []
    for number, line in enumerate(lines[start:-1], start + 1):
        if line.startswith("    "):
            found.append(Claim(name, number, " ".join(expression), line.strip()))
        else:
            expression = [line] if found and found[-1].line == number - 1 else [*expression, line]
    return found


MODULES = {path.stem: import_module(f"claims.{path.stem}") for path in sorted(Path(__file__).parent.glob("[!_]*.py"))}
if missing := {f"lesson_{number:02}" for number in BY_NUMBER} - {*MODULES}:
    raise FileNotFoundError(f"tests/claims/ has no {', '.join(sorted(missing))}.py: what the lesson says goes there")
CLAIMS = {name: claims_in(name) for name in MODULES}
