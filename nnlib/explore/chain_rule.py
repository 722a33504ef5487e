"""With this you can walk back from Loss to a weight, and nudge the weight to see the same rates (lessons 03 and 05).

    ChainRuleExplorer("w2", x, w1, w2, y)
    ChainRuleExplorer("w1", x, w1, w2, y, h=0.001)

    explorer.go("a2")                 one step of the walk; False if it is a wrong turn, and explorer.said says why
    explorer.path                     ("Loss", "a2")
    explorer.values["so far"]         the product of the local derivatives along the path
    explorer.ripple                   what the nudge changes, node by node
"""

from html import escape
from itertools import pairwise

from traitlets import Tuple, Unicode, validate

from nnlib import Network
from nnlib.draw import style
from nnlib.draw.formula import in_formula, pieces
from nnlib.draw.graph import computation_graph
from nnlib.example import W1, W2, X, Y
from nnlib.explore.controls import label
from nnlib.explore.explorer import Choice, Explorer, Number, View, row
from nnlib.explore.nudge import product, ripple, strip
from nnlib.explore.walk import right_turn, wrong_turn
from nnlib.topology import LOCAL_DERIVATIVES, NODES, WEIGHTS, derivative, factors, latex, spoken


def product_so_far(path, weight, values):
    """Return the product of the local derivatives along a path, in symbols and in numbers, as LaTeX."""
    names = factors(path)
    goal, here = latex(f"dloss_d{weight}"), latex(derivative("Loss", path[-1]))
    if not names:
        return rf"{goal} = ?", r"\text{No factor yet.}"
    symbols = r" \cdot ".join(latex(name) for name in names)
    numbers = r" \cdot ".join(in_formula(values[name], factor=True) for name in names)
    open_end = "" if path[-1] == weight else r" \cdot ?"
    return rf"{goal} = {symbols}{open_end}", rf"{here} = {numbers} = \lit{{{in_formula(values['so far'])}}}"


def end_of_nudge(changes, path, weight, gradient):
    """Say what the ratios of a nudge come to, once the weight is reached, and where no change arrives."""
    said = [f"{node} does not change, so there is nothing to divide by: –." for node, change in changes.items()
            if change.change == 0][:1]
    if path[-1] == weight:
        said.insert(0, f"The product of the ratios is {style.number_or_dash(product(changes))}; "
                       f"∂Loss/∂{weight} = {style.number(gradient)}.")
    return " ".join(said)


class ChainRuleExplorer(Explorer):
    """Lessons 03 and 05: the walk from Loss back to one weight, its product of local derivatives, and the nudge."""

    x = Number(X, low=-3, high=3)
    w1 = Number(W1, low=-4, high=4)
    w2 = Number(W2, low=-4, high=4)
    y = Choice(Y, (0, 1))
    h = Number(0.1, low=1e-8, high=1, label="nudge h", log=True, step=1)
    path = Tuple(("Loss",)).tag(state=True)
    said = Unicode("").tag(state=True)

    def __init__(self, weight="w2", *values, **start):
        """weight : "w1" or "w2", where the walk shall end."""
        if weight not in WEIGHTS:
            raise ValueError(f"weight is {weight!r}; 'w1' or 'w2' was wanted")
        self.weight, self.ripple = weight, {}
        super().__init__(*values, **start)

    def build(self):
        self.turns = {node: self.button(label(node) if node != "y" else "y*", lambda node=node: self.go(node))
                      for node in NODES}
        self.back, self.restart = self.button("One step back", self.keep, -1), self.button("Start over", self.keep, 1)
        self.shrink = self.button("Shrink h to a tenth", self.shrink_h)
        self.verdict, self.product, self.nudge = (self.text() for _ in range(3))
        nudge = row(*self.controls("h").children, self.shrink, self.back, self.restart, gap="2px 14px")
        self.assemble(self.controls("x", "w1", "w2", "y"), nudge, self.verdict, self.staged(self.turns), self.nudge,
                      self.product)

    def go(self, node):
        """Walk on to a node. Returns True if the path to the weight leads there; else `said` says why not."""
        wrong = wrong_turn(self.path, node, self.weight)
        with self.hold():
            if not wrong:
                self.path = (*self.path, node)
            self.said = f"✗ {wrong}" if wrong else f"✓ {right_turn(self.path, self.weight)}"
        return not wrong

    def keep(self, nodes):
        self.path, self.said = self.path[:nodes] or self.path, ""

    def shrink_h(self):
        self.h = max(self.h / 10, self.traits()["h"].limits(self)[0])

    def look(self):
        net = Network(self.w1, self.w2)
        forward_pass = net.forward(self.x)
        backward_pass = net.backward(forward_pass, self.y)._asdict()
        walked, here = factors(self.path), self.path[-1]
        self.ripple = ripple(net, self.x, self.y, self.weight, self.h)
        values = forward_pass._asdict() | {"w1": net.w1, "w2": net.w2, "y": self.y, "Loss": backward_pass["loss"]}
        values |= backward_pass | {"so far": backward_pass[f"dloss_d{here.lower()}"] if walked else None, "h": self.h,
                   "product of ratios": product(self.ripple)}
        unknown = [name for name in LOCAL_DERIVATIVES if name not in walked]
        graph = computation_graph(net, self.x, self.y, show="local derivatives", unknown=unknown, path=self.path)
        picture = graph.above(strip(self.ripple, self.path)).as_one()  # under all the buttons
        rows = self.rows(values, walked)
        says = f"{self.said} " + ", ".join(f"{name} = {text}" for name, text in rows.items())
        return View(values, picture, rows, says, self.markup(values))

    def rows(self, values, walked):
        """Return what is shown: label -> text."""
        rows = {"y*" if name == "y" else name: style.number(values[name]) for name in NODES}
        rows |= {spoken(name): style.number(values[name]) for name in walked}
        rows["path"] = " ".join(self.path)
        if walked:
            rows[f"product, ∂Loss/∂{self.path[-1]}"] = style.number(values["so far"])
        rows["h"] = style.number(self.h)
        reached = {self.weight, *self.path}
        rows |= {f"Δ{node}": style.number(change.change) for node, change in self.ripple.items() if node in reached}
        rows |= {f"Δ{node} / Δ{before}": style.number_or_dash(self.ripple[node].ratio)
                 for before, node in pairwise(self.ripple) if {before, node} <= reached}
        if self.path[-1] == self.weight:
            rows["product of ratios"] = style.number_or_dash(values["product of ratios"])
        return rows

    def markup(self, values):
        """Return the verdict, the product and the nudge: HTML widget -> markup."""
        here = label(self.path[-1])
        ask = "" if self.path[-1] == self.weight else (
            f"You are at {here}. Walk back to {label(self.weight)}: which node enters {here} on the way? "
            "Choose it on the graph.")
        lines = "".join(f"<div>{pieces(each)}</div>" for each in product_so_far(self.path, self.weight, values))
        nudge = end_of_nudge(self.ripple, self.path, self.weight, values[f"dloss_d{self.weight}"])
        return {self.verdict: escape(f"{self.said} {ask}".strip()), self.nudge: nudge,
                self.product: f'<div class="nnlib-fractions">{lines}</div>'}

    def after(self):
        self.back.disabled = self.restart.disabled = len(self.path) == 1
        self.shrink.disabled = self.h <= self.traits()["h"].limits(self)[0]

    @validate("path")
    def _walkable(self, proposal):
        path = proposal["value"]
        if path[:1] != ("Loss",):
            raise ValueError(f"path is {path!r}; it starts at 'Loss'")
        for k in range(1, len(path)):
            if wrong := wrong_turn(path[:k], path[k], self.weight):
                raise ValueError(f"path is {path!r}; {wrong}")
        return path
