"""With this you can step back through what autodiff has recorded, value by value, and see the gradients fill in.

    AutodiffExplorer(x, w1, w2, y)                   nothing visited yet
    AutodiffExplorer(x, w1, w2, y, steps=5)          all visits made
    AutodiffExplorer(x, w1, weights="one")           one weight w in both layers: its gradient has two parts
    AutodiffExplorer(backward=backward)              the gradients by the learner's own function, beside nnlib's

    explorer.values["gradients"]["w"]                the gradient so far
"""

from html import escape
from textwrap import wrap
from typing import NamedTuple

import numpy as np
from traitlets import Any

from nnlib import cross_entropy, identity, quadratic, relu, sigmoid, tanh
from nnlib.autodiff import Value, apply
from nnlib.draw import style
from nnlib.draw.graph import computation_graph
from nnlib.draw.svg import Drawing
from nnlib.example import W1, W2, X, Y
from nnlib.explore.controls import label
from nnlib.explore.explorer import Choice, Explorer, Number, View, row
from nnlib.explore.own_code import gradients
from nnlib.explore.page import grid
from nnlib.topology import derivative

# The values that are visited, from Loss back, and what is lit on the graph then; one weight for both is w.
VISITS = {"Loss": ("Loss", "a2"), "a2": ("a2", "z2"), "z2": ("a1", "z2", "w2"), "a1": ("a1", "z1"),
          "z1": ("x", "z1", "w1")}


class Visit(NamedTuple):
    """One visit. handed : [(name, number)], what it hands back. gradients : name -> number, after it."""

    name: str
    handed: list
    gradients: dict


def record(x, w1, w2, y, g1, loss):
    """Run the network on Values; return name -> Value in the order in which they were made. w2 : None if w1 is both."""
    shared = w2 is None
    at = {"x": Value(x, "x"), "w" if shared else "w1": (first := Value(w1, "w" if shared else "w1"))}
    at["z1"] = at["x"] * first
    at["a1"] = apply(g1, at["z1"])
    if not shared:
        at["w2"] = Value(w2, "w2")
    at["z2"] = at["a1"] * at.get("w2", first)
    at["a2"] = apply(sigmoid, at["z2"])
    return at | {"Loss": apply(loss, at["a2"], y)}


def visits(at):
    """Return the visits that hand something back, in order. at : what `record` returned."""
    names, inputs = {value: name for name, value in at.items()}, dict(lines(at))
    return [Visit(names[value], [(name, gradients[value] * local) for name, local in inputs[names[value]]],
                  {names[each]: number for each, number in gradients.items()})
            for value, gradients in at["Loss"].visits() if value.inputs]


def parts(made, steps):
    """Return name -> the numbers handed back to it in the first visits."""
    found = {}
    for visit in made[:steps]:
        for name, number in visit.handed:
            found.setdefault(name, []).append(number)
    return found


def told(made, steps):
    """Say what the last visit did, in words."""
    if steps == 0:
        return ("No value has been visited yet. The walk back starts at Loss: "
                "the derivative of Loss with respect to itself is 1.")
    visit, before = made[steps - 1], parts(made, steps - 1)
    handed = " and ".join(f"{style.number(number)} to {name}" for name, number in visit.handed)
    added = "".join(f" {name} held {_sum(before[name])} already; together that is "
                    f"{style.number(visit.gradients[name])}." for name, _ in visit.handed if name in before)
    return (f"Visit {visit.name}: its gradient, {style.number(visit.gradients[visit.name])}, is complete. "
            f"It hands back {handed}.{added}")


def draw(at, steps):
    """Return the graph of the record, with the gradients that the first visits complete; the last visit is lit."""
    lit = {name: [node if node in at else "w" for node in nodes] for name, nodes in VISITS.items()}
    seen, later = list(lit)[:steps], list(lit)[steps:]
    waiting = {node for name in later for node in lit[name] if node != name}
    complete = {node for name in seen for node in lit[name]} - waiting
    at["Loss"].backward()
    return _drawn(at, complete, lit[seen[-1]] if seen else ())


def _drawn(at, reached, path, wrong=()):
    unreached = [derivative("Loss", name) for name in at if name not in ("x", "Loss", *reached)]
    return computation_graph(at["Loss"], show=("local derivatives", "gradients"), unreached=unreached, path=path,
                             wrong=[derivative("Loss", name) for name in wrong if name not in ("x", "Loss")])


def draw_own(at, found, gradients):
    """Return the same with the gradients that the learner's backward found, name -> number: a ✗ marks those that are
    not nnlib's."""
    for name, value in at.items():
        object.__setattr__(value, "gradient", found.get(name, 0.0))
    return _drawn(at, found.keys(), (), [name for name in found if not _same(found[name], gradients[name])])


def note(text):
    """Return a text as a picture of its own, as wide as the graph."""
    drawing, told = Drawing(), wrap(text, 120)
    for k, line in enumerate(told):
        drawing.text(24, 22 + 20 * k, escape(line), 14, anchor="start")
    return drawing.picture(1004, 14 + 20 * len(told), text)


def lines(at):
    """Return the record as exercise 10c has it: a list of (name, [(input, local derivative), …])."""
    names = {value: name for name, value in at.items()}
    return [(name, [(names[each], local) for each, local in zip(value.inputs, value.local_derivatives, strict=True)])
            for name, value in at.items() if value.inputs]


def compared(found, wrong, gradients):
    """Say where the gradients of the learner's backward are not nnlib's. wrong : why there are none, or one less."""
    if wrong:
        return f"Your backward: {wrong}."
    for name, number in reversed(gradients.items()):
        if name not in found:
            return f"Your backward gives no gradient for {name}."
        if not _same(found[name], number):
            return f"Your ∂Loss/∂{name} is {style.number(found[name])}; nnlib's is {style.number(number)}."
    return "All gradients by your backward are as nnlib's."


def _same(one, other):
    return np.isclose(one, other, rtol=1e-6, atol=1e-12)


def table(at, made, steps):
    """Return the record as an HTML table, a line for each value."""
    inputs, found, shown = dict(lines(at)), parts(made, steps), []
    for name, value in at.items():
        given = [each for each, _ in inputs.get(name, ())]
        made_by = f"{value.operation} of {given[0]}" if given else "given"
        made_by = " × ".join(given) if value.operation == "×" else made_by
        local = ", ".join(f"∂{name}/∂{each} = {style.number(number)}" for each, number in inputs.get(name, ()))
        shown.append((name, style.number(value.data), made_by, local, so_far(name, found)))
    return grid("record", ("value", "number", "made by", "local derivatives", "gradient so far"), shown)


def so_far(name, found):
    """Return a gradient so far as text: the parts that have been handed back, and their sum."""
    numbers = [1.0] if name == "Loss" else found.get(name, [0.0])
    total = style.number(sum(numbers))
    return total if len(numbers) == 1 else f"{_sum(numbers)} = {total}"


def _sums(at, found):
    return dict.fromkeys(at, 0.0) | {"Loss": 1.0} | {name: sum(numbers) for name, numbers in found.items()}


def _sum(numbers):
    return " + ".join(text if k == 0 or text[0] != "−" else f"({text})"
                      for k, text in enumerate(map(style.number, numbers)))


class AutodiffExplorer(Explorer):
    """Lesson 10: the record of one forward pass, visited backward. steps : how many visits are made, 0 to 5.

    backward : the learner's function, or None. by : whose gradients are shown, "nnlib" or "yours".
    """

    x = Number(X, low=-3, high=3)
    w1 = Number(W1, low=-3, high=3)  # far beyond, a2 rounds to 1: see nnlib.autodiff.apply
    w2 = Number(W2, low=-3, high=3)
    y = Choice(Y, (0, 1))
    g1 = Choice(sigmoid, (sigmoid, tanh, relu, identity))
    loss = Choice(quadratic, (quadratic, cross_entropy), label="Loss")
    weights = Choice("two", {"two weights": "two", "one weight, used twice": "one"}, label="weights")
    steps = Choice(0, range(len(VISITS) + 1))
    by = Choice("nnlib", {"nnlib, visit by visit": "nnlib", "your backward": "yours"}, label="gradients by")
    backward = Any(None).tag(state=True)

    def __init__(self, *values, backward=None, **start):
        if backward is not None and gradients(backward, lines(record(X, W1, W2, Y, sigmoid, quadratic)))[0] is not None:
            self.backward, start = backward, {"by": "yours"} | start
        super().__init__(*values, **start)

    def build(self):
        self.sentence = self.text()
        self.next, self.undo = self.button("Visit the next value", self.go, 1), self.button("Undo a visit", self.go, -1)
        self.all = self.button("All visits", self.go, len(VISITS))
        self.again = self.button("Start again", self.go, -len(VISITS))
        self.numbers = self.controls("x", "w1", "w2", "y")
        self.walk = row(self.next, self.undo, self.all, self.again)
        whose = [self.controls("by")] if self.backward else []
        self.assemble(self.numbers, self.controls("g1", "loss", "weights"), row(*whose, self.walk), self.picture,
                      self.sentence)

    def go(self, steps):
        self.steps = max(0, min(self.steps + steps, len(VISITS)))

    def after(self):
        self.next.disabled = self.all.disabled = self.steps == len(VISITS)
        self.undo.disabled = self.again.disabled = self.steps == 0
        self.walk.layout.display = "none" if self.by == "yours" else ""
        shared = self.weights == "one"
        self.numbers.children[2].layout.display = "none" if shared else ""
        slider, field = self._controls["w1"]
        slider.description = "w" if shared else label("w1")
        field.description = f"{slider.description} as a number"

    def look(self):
        at = record(self.x, self.w1, None if self.weights == "one" else self.w2, self.y, self.g1, self.loss)
        made = visits(at)
        says, found = told(made, self.steps), parts(made, self.steps)
        if self.weights == "one":
            says += " On the graph, w is one box with two lines: its gradient is shown when both have brought a part."
        values = {name: value.data for name, value in at.items()} | {"y": at["Loss"].y, "gradients": _sums(at, found)}
        if self.by == "nnlib":
            return View(values, draw(at, self.steps), self._rows(at, found), says,
                        {self.sentence: escape(says, quote=False)}, table(at, made, self.steps))
        every = parts(made, len(made))
        mine, wrong = gradients(self.backward, lines(at)) if self.backward else ({}, "there is none")
        true = _sums(at, every)
        says = compared(mine, wrong, true)
        mine = {name: number for name, number in mine.items() if name in at}
        rows = self._rows(at, every) | {f"∂Loss/∂{name}, yours": style.number(mine[name]) if name in mine else "–"
                                        for name in reversed(at)}
        return View(values | {"your gradients": mine}, draw_own(at, mine, true).above(note(says)), rows, says,
                    {self.sentence: ""})

    def _rows(self, at, found):
        rows = {name: style.number(value.data) for name, value in at.items()} | {"y*": style.number(at["Loss"].y)}
        rows |= {"g1": self.g1.name, "loss": self.loss.name}
        return rows | {f"∂Loss/∂{name}, so far": so_far(name, found) for name in reversed(at)}
