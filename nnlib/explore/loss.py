"""With this you can see the loss as a function inside a function, and how it bends (lesson 02).

    LossExplorer(x, w1, w2, y)
    LossExplorer(x, w1, w2, y, step=3)       the formula has grown up to z2

    explorer.step = 2                        g1(w1 · x), lit on the graph
    explorer.values["Loss"]
"""

from typing import NamedTuple

import numpy as np

from nnlib import Network
from nnlib.draw import style
from nnlib.draw.formula import formula, in_formula
from nnlib.draw.graph import computation_graph
from nnlib.draw.plot import LEFT, TOP, Panel
from nnlib.example import W1, W2, X, Y
from nnlib.explore.controls import label
from nnlib.explore.explorer import Choice, Explorer, Number, View, row
from nnlib.topology import NODES, symbol

# How the formula grows from the inside out: the node that each step gives, and its formula around the one before.
STEPS = (
    ("z1", r"w_1 \cdot x", r"{w1} \cdot {x}", "w1 times x"),
    ("a1", r"g_1({inner})", r"g_1({inner})", "g1 of z1"),
    ("z2", r"w_2 \cdot {inner}", r"{w2} \cdot {inner}", "w2 times a1"),
    ("a2", r"g_2({inner})", r"g_2({inner})", "g2 of z2"),
    ("Loss", r"Loss({inner}, y^*)", r"Loss({inner}, {y})", "the loss of a2 against y*"),
)
# What the formula stands for on the graph after a step: a walk through all that it holds.
INSIDE = ("x", "z1", "w1", "z1", "a1", "z2", "w2", "z2", "a2", "Loss", "y")
UP_TO = {"z1": 3, "a1": 5, "z2": 7, "a2": 9, "Loss": 11}
LOSSES, POINTS = (0, 0.65), 97  # room for the key above the greatest loss, 0.5
CLASSES, WEIGHTS = style.OTHERS[:2], (style.INK, style.OTHERS[3])
MARKERS = ("circle", "square")


class Curves(NamedTuple):
    """The loss along each line through the present point: arrays of losses, by class or by weight."""

    a2: np.ndarray
    by_class: dict
    weights: np.ndarray
    by_weight: dict


def curves(net, x, y, low, high):
    """Return the loss against a2, for both classes, and against each weight from low to high."""
    a2, weights = np.linspace(0, 1, POINTS), np.linspace(low, high, POINTS)

    def losses(**moved):
        moved = Network(**{"w1": net.w1, "w2": net.w2} | moved)
        return moved.example_loss(moved.forward(x), y)

    return Curves(a2, {y: net.loss(a2, y) for y in (0, 1)}, weights,
                  {name: losses(**{name: weights}) for name in ("w1", "w2")})


def nested(step):
    """Return the formula as LaTeX, as far as it has grown: of which node, and around what."""
    text = ""
    for _, symbols, _, _ in STEPS[:step]:
        text = symbols.format(inner=text)
    return f"{symbol(STEPS[step - 1][0])} = {text}"


def in_numbers(step, values):
    """Return a step as LaTeX with its numbers: what lies inside it is computed."""
    texts = {name: in_formula(value, factor=name == "x") for name, value in values.items()}
    node, _, numbers, _ = STEPS[step - 1]
    return f"{numbers.format(inner=texts[STEPS[step - 2][0]], **texts)} = {texts[node]}"


def drawn(found, values, y):
    """Return the loss against a2, and against each weight, side by side."""
    a2, loss = values["a2"], values["Loss"]
    left = Panel((0, 1), LOSSES, "a₂", "Loss", f"Loss = {style.number(loss)} at a₂ = {style.number(a2)}")
    for other in sorted((0, 1), key=lambda each: each == y):
        at_class = np.interp(a2, found.a2, found.by_class[other])
        left.line(found.a2, found.by_class[other], CLASSES[other], 4 if other == y else 2, style.DASHES[other])
        left.point(a2, loss if other == y else at_class, CLASSES[other], MARKERS[other], 8 if other == y else 5)
    _key(left, CLASSES, (f"true class {k}" + " (this one)" * (k == y) for k in (0, 1)))
    right = Panel((found.weights[0], found.weights[-1]), LOSSES, "the weight; the other one is held still", "Loss",
                  f"Loss at w₁ = {style.number(values['w1'])}, w₂ = {style.number(values['w2'])}")
    for k, (name, losses) in enumerate(found.by_weight.items()):
        right.line(found.weights, losses, WEIGHTS[k], 3, style.DASHES[k])
        right.point(values[name], loss, WEIGHTS[k], MARKERS[k], 7)
    _key(right, WEIGHTS, (f"against {label(name)}" for name in found.by_weight))
    ends = "; ".join(f"against {name} it goes from {style.number(losses[0])} to {style.number(losses[-1])}"
                     for name, losses in found.by_weight.items())
    return left.picture(f"The loss against a2 for both classes; at a2 = {style.number(a2)} it is {style.number(loss)} "
                        f"for the true class {y}.").beside(
        right.picture(f"The loss against each weight from {style.number(found.weights[0])} to "
                      f"{style.number(found.weights[-1])}: {ends}."))


def _key(panel, colours, words):
    for k, text in enumerate(words):
        panel.key(LEFT + 14, TOP + 14 + 20 * k, text, colours[k], style.DASHES[k])


class LossExplorer(Explorer):
    """Lesson 02: let the formula of the loss grow from the inside out; see the loss against a2 and each weight."""

    x = Number(X, low=-3, high=3)
    w1 = Number(W1, low=-4, high=4)
    w2 = Number(W2, low=-4, high=4)
    y = Choice(Y, (0, 1))
    step = Choice(0, range(len(STEPS) + 1))

    def build(self):
        self.inward, self.outward = self.button("One step in", self.go, -1), self.button("One step out", self.go, 1)
        self.formulas, self.words = self.text(), self.text()
        self.assemble(self.controls("x", "w1", "w2", "y"), row(self.inward, self.outward, self.words), self.formulas,
                      self.picture)

    def go(self, steps):
        self.step = max(0, min(self.step + steps, len(STEPS)))

    def look(self):
        net = Network(self.w1, self.w2)
        forward_pass = net.forward(self.x)
        values = forward_pass._asdict() | {"w1": net.w1, "w2": net.w2, "y": self.y,
                                           "Loss": net.example_loss(forward_pass, self.y)}
        node = STEPS[self.step - 1][0] if self.step else None
        limits = [self.traits()[name].limits(self) for name in ("w1", "w2")]
        found = curves(net, self.x, self.y, min(low for low, _ in limits), max(high for _, high in limits))
        graph = computation_graph(net, self.x, self.y, path=INSIDE[:UP_TO[node]] if node else ())
        rows = {"y*" if name == "y" else name: style.number(values[name]) for name in NODES}
        says = f"Lit: {node}, {STEPS[self.step - 1][3]}, is {rows[node]}. " if node else ""
        says += ", ".join(f"{name} = {text}" for name, text in rows.items())
        return View(values, graph.above(drawn(found, values, self.y)), rows, says, self.markup(values, node, rows))

    def markup(self, values, node, rows):
        """Return the formula so far, in symbols and its last step in numbers, and what it gives, as markup."""
        words = f"The loss as one formula grows in {len(STEPS)} steps, from the inside out."
        lines = "<div></div><div></div>"
        if node:
            made_from, numbers = STEPS[self.step - 1][3], in_numbers(self.step, values)
            words = f"Step {self.step} of {len(STEPS)}: <b>{label(node)}</b>, {made_from}, is {rows[node]}."
            lines = f"<div>{formula(nested(self.step))}</div><div>{formula(numbers)}</div>"
        return {self.words: words, self.formulas: f'<div class="nnlib-lines">{lines}</div>'}

    def after(self):
        self.inward.disabled, self.outward.disabled = self.step == 0, self.step == len(STEPS)
