"""With this you can walk through the whole backward pass, and compute each gradient in four ways (lesson 06).

    BackwardPassExplorer()
    BackwardPassExplorer(x=0, w2=1.5, steps=6)
"""

from math import floor, log10, prod
from typing import NamedTuple

from ipywidgets import Layout

from nnlib import Network, numerical_gradient
from nnlib.draw import style
from nnlib.draw.formula import in_formula, pieces
from nnlib.draw.graph import computation_graph
from nnlib.example import W1, W2, X, Y
from nnlib.explore.explorer import Choice, Explorer, Number, View, row
from nnlib.explore.page import grid
from nnlib.topology import LOCAL_DERIVATIVES, NODES, PATHS, WEIGHTS, derivative, latex, sides, spoken

# Each local derivative as the exercise writes it, for two sigmoids and the quadratic loss: in LaTeX and in Python.
BY_HAND = {
    "dloss_da2": (r"a_2 - y^*", lambda at: at["a2"] - at["y"]),
    "da2_dz2": (r"a_2(1 - a_2)", lambda at: at["a2"] * (1 - at["a2"])),
    "dz2_dw2": (r"a_1", lambda at: at["a1"]),
    "dz2_da1": (r"w_2", lambda at: at["w2"]),
    "da1_dz1": (r"a_1(1 - a_1)", lambda at: at["a1"] * (1 - at["a1"])),
    "dz1_dw1": (r"x", lambda at: at["x"]),
}
METHODS = ("hand formula", "running product", "centred difference", "nnlib")


class Step(NamedTuple):
    """One step back: gradient so far (None at Loss itself) × local derivative = gradient here."""

    so_far: str | None
    local: str
    here: str


STEPS = tuple(Step(None if of == "Loss" else derivative("Loss", of), derivative(of, by), derivative("Loss", by))
              for of, by in map(sides, LOCAL_DERIVATIVES))


def values_at(x, w1, w2, y):
    """Return name -> number for all nodes and derivatives."""
    net = Network(w1, w2)
    forward_pass = net.forward(x)
    backward_pass = net.backward(forward_pass, y)
    return {"w1": net.w1, "w2": net.w2, "y": float(y)} | forward_pass._asdict() | backward_pass._asdict()


def four_ways(at):
    """Return weight -> way -> the gradient for that weight. at : what `values_at` returned."""
    numerical = dict(zip(WEIGHTS, numerical_gradient(Network(at["w1"], at["w2"]), at["x"], at["y"]), strict=True))
    return {weight: dict(zip(METHODS, (
        prod(BY_HAND[name][1](at) for name in path), prod(at[name] for name in path),
        numerical[weight], at[f"dloss_d{weight}"]), strict=True)) for weight, path in PATHS.items()}


def decimals_shared(numbers):
    """Return to how many decimals the numbers agree, at most 15."""
    apart = max(numbers) - min(numbers)
    return 15 if apart == 0 else max(0, min(15, floor(-log10(apart))))


def step_equation(step, at, lit):
    """Return a step in symbols and in numbers, as MathML. lit : highlight the result."""
    hand, here = BY_HAND[step.local][0], in_formula(at[step.here])
    here = rf"\lit{{{here}}}" if lit else here
    if step.so_far is None:
        return pieces(rf"{latex(step.here)} = {hand} = {here}")
    so_far, local = (in_formula(at[name], factor=True) for name in (step.so_far, step.local))
    return pieces(rf"{latex(step.here)} = {latex(step.so_far)} \cdot {latex(step.local)}"
                  rf" = {latex(step.so_far)} \cdot {hand} \approx {so_far} \cdot {local} \approx {here}")


def told(steps, at):
    """Say what the last step did, in words."""
    if steps == 0:
        return "Nothing has flowed back yet. Take the first step: it starts at Loss."
    so_far, local, here = STEPS[steps - 1]
    bottom = sides(here)[1]
    if so_far is None:
        return f"The first gradient is the local derivative at Loss: ∂Loss/∂{bottom} = {style.number(at[here])}."
    words = (f"{spoken(here)} = {spoken(so_far)} times {spoken(local)} = {style.number(at[so_far])} times "
             f"{style.number(at[local])} = {style.number(at[here])}.")
    return f"{words} It has arrived at the weight {bottom}." if bottom in PATHS else words


def table(ways, steps):
    """Return the four ways as an HTML table, each weight's column once the walk has reached it."""
    shown = [weight for weight in ("w2", "w1") if _reached(weight, steps)]
    if not shown:
        return ""
    lines = [(way, *(f"{ways[weight][way]:.8f}".replace("-", "−") for weight in shown)) for way in METHODS]
    agree = [f"to {decimals_shared(ways[weight].values())} decimals" for weight in shown]
    heads = ("four ways", *(spoken(f"dloss_d{weight}") for weight in shown))
    return grid("four ways", heads, [*lines, ("they agree", *agree)])


def draw(at, steps):
    """Return the computation graph with the gradients of the first steps; the last one's edge is highlighted."""
    unknown = tuple(name for step in STEPS[steps:] for name in (step.local, step.here))
    path = sides(STEPS[steps - 1].local) if steps else ()
    return computation_graph(Network(at["w1"], at["w2"]), at["x"], at["y"], unknown=unknown, path=path,
                             show=("local derivatives", "gradients"))


def _reached(weight, steps):
    return any(step.here == f"dloss_d{weight}" for step in STEPS[:steps])


class BackwardPassExplorer(Explorer):
    """Lesson 06: from Loss back to each weight, one local derivative at a time. steps : how many are taken, 0 to 6."""

    x = Number(X, low=-4, high=4)
    w1 = Number(W1, low=-8, high=8)
    w2 = Number(W2, low=-8, high=8)
    y = Choice(Y, (0, 1))
    steps = Choice(0, range(len(STEPS) + 1))

    def build(self):
        self.equations, self.sentence, self.ways = self.text(), self.text(), self.text()
        self.equations.layout, self.ways.layout = Layout(flex="1 1 480px"), Layout(flex="0 1 auto")
        self.next, self.undo = self.button("Next step back", self.step_on), self.button("Undo a step", self.step_off)
        self.all, self.again = self.button("All steps", self.finish), self.button("Start again", self.restart)
        self.assemble(
            self.controls("x", "w1", "w2", "y"),
            row(self.next, self.undo, self.all, self.again),
            self.picture, self.sentence, row(self.equations, self.ways))

    def step_on(self):
        self.steps = min(self.steps + 1, len(STEPS))

    def step_off(self):
        self.steps = max(self.steps - 1, 0)

    def finish(self):
        self.steps = len(STEPS)

    def restart(self):
        self.steps = 0

    def after(self):
        self.next.disabled = self.all.disabled = self.steps == len(STEPS)
        self.undo.disabled = self.again.disabled = self.steps == 0

    def look(self):
        at = values_at(self.x, self.w1, self.w2, self.y)
        ways, says = four_ways(at), told(self.steps, at)
        equations = "".join(f'<div style="margin:6px 0">{step_equation(step, at, k == self.steps)}</div>'
                            for k, step in enumerate(STEPS[:self.steps], 1))
        return View(at | {"ways": ways}, draw(at, self.steps), self._rows(at, ways), says,
                    {self.equations: equations, self.sentence: says, self.ways: table(ways, self.steps)})

    def _rows(self, at, ways):
        known = {name for step in STEPS[:self.steps] for name in (step.local, step.here)}
        rows = {"y*" if name == "y" else name: style.number(at[name.lower()]) for name in NODES}
        rows |= {spoken(name): style.number(at[name]) if name in known else "?"
                 for step in STEPS for name in dict.fromkeys((step.local, step.here))}
        return rows | {f"{spoken(f'dloss_d{weight}')}, {way}": f"{number:.8f}".replace("-", "−")
                       for weight in PATHS if _reached(weight, self.steps) for way, number in ways[weight].items()}
