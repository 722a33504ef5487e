"""With this you can walk through the whole backward pass, and compute each gradient in four ways (lesson 06).

    BackwardPassExplorer()
    BackwardPassExplorer(x=0, w2=1.5, steps=6)
    BackwardPassExplorer(mode="fill in")                          the learner types each derivative, on the graph
    BackwardPassExplorer(mode="fill in", part="path to w2")       those on the path to w2 only (lesson 04)
    BackwardPassExplorer(mode="fill in", part="products")         the gradients, with the local derivatives given (05)

    explorer.fill("da2_dz2", "0.131")         explorer.verdicts["da2_dz2"] is then (True, "Right: …")
"""

from html import escape
from math import floor, log10, prod

from ipywidgets import Layout, VBox

from nnlib import Network, numerical_gradient
from nnlib.draw import style
from nnlib.draw.formula import in_formula, pieces
from nnlib.draw.graph import computation_graph
from nnlib.example import W1, W2, X, Y
from nnlib.explore.by_hand import BY_HAND, STEPS, judge
from nnlib.explore.explorer import Choice, Number, View, row
from nnlib.explore.fill_in import FillIn
from nnlib.explore.page import grid
from nnlib.topology import GRADIENTS, LOCAL_DERIVATIVES, NODES, PATHS, WEIGHTS, latex, sides, spoken

METHODS = ("hand formula", "running product", "centred difference", "nnlib")
# What is to be filled in: name of the part -> derivatives, from Loss back. "?" is all else that is not known.
PARTS = {"everything": tuple(dict.fromkeys(name for step in STEPS for name in step[1:])),
         "path to w2": tuple(dict.fromkeys(name for step in STEPS[:3] for name in step[1:])),
         "products": tuple(step.here for step in STEPS[1:])}
WATCH, FILL_IN = "watch", "fill in"
FIELDS_FIT = "860px"  # how wide the graph must be for its fields


def values_at(x, w1, w2, y):
    """Return name -> number for all nodes and derivatives."""
    net = Network(w1, w2)
    forward_pass = net.forward(x)
    backward_pass = net.backward(forward_pass, y)
    return {"w1": net.w1, "w2": net.w2, "y": float(y)} | forward_pass._asdict() | backward_pass._asdict()


def four_ways(at):
    """Return weight -> way -> the gradient for that weight. at : what `values_at` returned."""
    numerical = dict(zip(WEIGHTS, numerical_gradient(Network(at["w1"], at["w2"]), at["x"], at["y"]), strict=True))
    return {weight: dict(zip(METHODS, (prod(BY_HAND[name][1](at) for name in path), prod(at[name] for name in path),
                                       numerical[weight], at[f"dloss_d{weight}"]), strict=True))
            for weight, path in PATHS.items()}


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
    reached = [step.here for step in STEPS[:steps]]
    shown = [weight for weight in ("w2", "w1") if f"dloss_d{weight}" in reached]
    if not shown:
        return ""
    lines = [(way, *(f"{ways[weight][way]:.8f}".replace("-", "−") for weight in shown)) for way in METHODS]
    agree = [f"to {decimals_shared(ways[weight].values())} decimals" for weight in shown]
    heads = ("four ways", *(spoken(f"dloss_d{weight}") for weight in shown))
    return grid("four ways", heads, [*lines, ("they agree", *agree)])


def draw(at, known, path, asked=PARTS["everything"]):
    """Return the computation graph.

    known : the derivatives with their numbers. path : two nodes to highlight, or (). asked : those that are "?" if
    they are not known; the others stand as symbols.
    """
    hidden = [name for name in (*LOCAL_DERIVATIVES, *GRADIENTS) if name not in known]
    return computation_graph(Network(at["w1"], at["w2"]), at["x"], at["y"], ("local derivatives", "gradients"),
                             unknown=[name for name in hidden if name in asked], path=path,
                             symbols=[name for name in hidden if name not in asked])


class BackwardPassExplorer(FillIn):
    """Lessons 04 to 06: from Loss back to each weight, one local derivative at a time; or every number filled in.

    steps : how many are taken, 0 to 6. part : a key of PARTS; but for "everything" there is only filling in.
    """

    x = Number(X, low=-4, high=4)
    w1 = Number(W1, low=-8, high=8)
    w2 = Number(W2, low=-8, high=8)
    y = Choice(Y, (0, 1))
    steps = Choice(0, range(len(STEPS) + 1))
    mode = Choice(WATCH, {"watch the steps": WATCH, "fill in the numbers": FILL_IN}, label="mode")
    judge = staticmethod(judge)

    def __init__(self, *values, part="everything", **start):
        if part not in PARTS:
            raise ValueError(f"part is {part!r}; one of {', '.join(PARTS)} was wanted")
        self.part, self.asked = part, PARTS[part]
        super().__init__(*values, **({} if part == "everything" else {"mode": FILL_IN}) | start)

    def build(self):
        self.equations, self.sentence, self.ways, self.verdict = (self.text() for _ in range(4))
        self.equations.layout, self.ways.layout = Layout(flex="1 1 480px"), Layout(flex="0 1 auto")
        self.next, self.undo = self.button("Next step back", self.go, 1), self.button("Undo a step", self.go, -1)
        self.all = self.button("All steps", self.go, len(STEPS))
        self.again = self.button("Start again", self.go, -len(STEPS))
        self.walk = row(self.next, self.undo, self.all, self.again)
        self.build_fields({name: f"{spoken(name)} as a number" for name in self.asked})
        for field in self.fields.values():
            field.add_class("nnlib-field")
        self.form = VBox([self.verdict, row(self.clear)])
        self.told = VBox([self.sentence, row(self.equations, self.ways)])
        mode = [self.controls("mode")] if self.part == "everything" else []
        self.assemble(self.controls("x", "w1", "w2", "y"), row(*mode, self.walk), self.staged(self.fields), self.told,
                      self.form)

    def go(self, steps):
        self.steps = max(0, min(self.steps + steps, len(STEPS)))

    def numbers(self):
        return values_at(self.x, self.w1, self.w2, self.y)

    def after(self):
        super().after()
        filling = self.mode == FILL_IN
        self.walk.layout.display = self.told.layout.display = "none" if filling else ""
        self.form.layout.display = "" if filling else "none"
        self.stage.layout.min_width = FIELDS_FIT if filling else self.stage.layout.min_width
        for name, field in self.fields.items():
            right, _ = self.verdicts.get(name, (None, ""))
            field.layout.display = "" if filling and not right else "none"
            (field.add_class if right is False else field.remove_class)("nnlib-wrong")
        self.next.disabled = self.all.disabled = self.steps == len(STEPS)
        self.undo.disabled = self.again.disabled = self.steps == 0

    def look(self):
        at = self.numbers()
        verdicts, ways = self.judged(at), four_ways(at)
        if self.mode == FILL_IN:
            known = {name for name, (right, _) in verdicts.items() if right}
            known |= {"dloss_da2", *LOCAL_DERIVATIVES} if self.part == "products" else set()
            says = self._judged(verdicts)
            return View(at | {"ways": ways}, draw(at, known, (), self.asked), self._rows(at, ways, known),
                        " ".join(says), {self.verdict: "".join(f"<div>{escape(line)}</div>" for line in says)})
        known, says = {name for step in STEPS[:self.steps] for name in step[1:]}, told(self.steps, at)
        equations = "".join(f'<div style="margin:6px 0">{step_equation(step, at, k == self.steps)}</div>'
                            for k, step in enumerate(STEPS[:self.steps], 1))
        path = sides(STEPS[self.steps - 1].local) if self.steps else ()
        return View(at | {"ways": ways}, draw(at, known, path), self._rows(at, ways, known), says,
                    {self.equations: equations, self.sentence: says, self.ways: table(ways, self.steps)})

    def _judged(self, verdicts):
        """Return the task and what is said of each answer, from Loss back, as lines."""
        right = sum(right for right, _ in verdicts.values())
        task = (f"All {right} are right. Move a slider for new ones." if right == len(self.asked) else
                f"Fill in the graph, in any order; three digits suffice. Press Enter after each. "
                f"{right} of {len(self.asked)} are right.")
        return [task, *(f"✓ {why}" if verdict else f"✗ {spoken(name)}: {why}" for name in self.asked
                        for verdict, why in [verdicts.get(name, (None, ""))] if why)]

    def _rows(self, at, ways, known):
        rows = {"y*" if name == "y" else name: style.number(at[name.lower()]) for name in NODES}
        rows |= {spoken(name): style.number(at[name]) if name in known else "?"
                 for step in STEPS for name in dict.fromkeys((step.local, step.here))}
        return rows | {f"{spoken(f'dloss_d{weight}')}, {way}": f"{number:.8f}".replace("-", "−")
                       for weight in PATHS if f"dloss_d{weight}" in known for way, number in ways[weight].items()}
