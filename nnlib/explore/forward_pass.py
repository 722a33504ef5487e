"""With this you can run the network forward, node by node, or fill in the nodes yourself (lesson 01).

    ForwardPassExplorer(x, w1, w2)                       every value, moving with the sliders
    ForwardPassExplorer(x, w1, w2, step=0)               nothing revealed yet
    ForwardPassExplorer(x, w1, w2, mode="fill in")       the learner types each node's value

    explorer.step = 2                                    reveals z1 and a1
    explorer.fill("a1", "0.68")                          explorer.verdicts["a1"] is then (True, "Right: …")
"""

from html import escape

from ipywidgets import HBox, Layout, VBox

from nnlib import Network, identity, relu, sigmoid, tanh
from nnlib.draw import style
from nnlib.draw.formula import formula, in_formula
from nnlib.draw.graph import computation_graph
from nnlib.example import W1, W2, X
from nnlib.explore.controls import label
from nnlib.explore.explorer import Choice, Number, View, row
from nnlib.explore.fill_in import FillIn, typed
from nnlib.topology import INPUTS, NODES

COMPUTED = tuple(INPUTS)[:-1]  # all but Loss
EVERYTHING = 5  # after the four steps: all nodes, none of them lit
# What makes each node: the edges to light, in words, as a formula, with the numbers substituted.
MADE_FROM = {
    "z1": (("x", "z1", "w1"), "x times w1", r"x \cdot w_1", r"{x} \cdot {w1}"),
    "a1": (("z1", "a1"), "g1 of z1", r"g_1(z_1)", r"\text{{{g1}}}({z1})"),
    "z2": (("a1", "z2", "w2"), "a1 times w2", r"a_1 \cdot w_2", r"{a1} \cdot {w2}"),
    "a2": (("z2", "a2"), "g2 of z2", r"g_2(z_2)", r"\text{{{g2}}}({z2})"),
}
ENOUGH = 0.005 + 1e-9  # two decimals suffice


def equation(node, values, functions, known):
    """Return how a node is computed, as MathML: in symbols and, if it is known, in numbers."""
    _, _, symbols, numbers = MADE_FROM[node]
    left = f"{node[0]}_{node[1]}"
    if not known:
        return formula(f"{left} = ?")
    texts = {name: in_formula(value, factor=name in ("w1", "w2")) for name, value in values.items()}
    return formula(f"{left} = {symbols} = {numbers.format(**texts, **functions)} = {in_formula(values[node])}")


def judge(node, text, values):
    """Say whether what was typed is a node's value: (right, why). values : name -> number."""
    number = typed(text)
    if number is None:
        return False, f"“{text.strip()}” is no number. Write it like 0.75."
    value, made = values[node], MADE_FROM[node][1]
    if abs(number - value) <= ENOUGH:
        return True, f"Right: {node} = {style.number(value)}."
    if abs(number + value) <= ENOUGH:
        return False, "Not yet. The sign is wrong."
    if abs(number - value) <= 0.02:
        return False, "Close, but not yet. Round at the end only, to two decimals."
    for other in ("x", "w1", "w2", *COMPUTED):
        if other != node and abs(number - values[other]) <= ENOUGH:
            return False, f"Not yet. This is {other}; {node} is {made}."
    return False, f"Not yet. {node} is {made}."


class ForwardPassExplorer(FillIn):
    """Lesson 01: the computation graph with live values, step by step, or to be filled in."""

    x = Number(X, low=-3, high=3)
    w1 = Number(W1, low=-4, high=4)
    w2 = Number(W2, low=-4, high=4)
    g1 = Choice(sigmoid, (sigmoid, tanh, relu, identity))
    g2 = Choice(sigmoid, (sigmoid, tanh, relu, identity))
    mode = Choice("watch", {"watch the values": "watch", "fill in the values": "fill in"}, label="mode")
    step = Choice(EVERYTHING, range(EVERYTHING + 1))
    asked, judge = COMPUTED, staticmethod(judge)

    def build(self):
        self.back, self.next = self.button("Back", self.go, -1), self.button("Next", self.go, 1)
        self.hide = self.button("Hide all", setattr, self, "step", 0)
        self.all = self.button("Show all", setattr, self, "step", EVERYTHING)
        self.equations = self.text()
        self.steps = VBox([row(self.hide, self.back, self.next, self.all), self.equations])
        self.build_fields({node: f"{label(node)} =" for node in COMPUTED}, style={"description_width": "36px"},
                          layout=Layout(width="150px", flex="none"))
        self.task = self.text()
        self.form = VBox([self.task, *(HBox([self.fields[node], self.words[node]], layout=Layout(align_items="center"))
                                       for node in COMPUTED), row(self.clear)])
        self.assemble(self.controls("x", "w1", "w2"), self.controls("g1", "g2", "mode"), self.picture,
                      self.steps, self.form)

    def go(self, steps):
        last = len(COMPUTED)
        self.step = max(0, min(min(self.step, last) + steps, last))

    def numbers(self):
        net = Network(self.w1, self.w2, self.g1, self.g2)
        return net.forward(self.x)._asdict() | {"w1": net.w1, "w2": net.w2}

    def look(self):
        values, filling = self.numbers(), self.mode == "fill in"
        verdicts = self.judged(values)
        known = [node for k, node in enumerate(COMPUTED)
                 if (verdicts.get(node, (False,))[0] if filling else k < self.step)]
        lit = MADE_FROM[COMPUTED[self.step - 1]][0] if not filling and 0 < self.step < EVERYTHING else ()
        net = Network(self.w1, self.w2, self.g1, self.g2)
        picture = computation_graph(net, self.x, unknown=[node for node in COMPUTED if node not in known], path=lit)
        rows = {name: style.number(values[name]) if name in known or name not in COMPUTED else "?"
                for name in NODES if name in values}
        rows |= {"g1": self.g1.name, "g2": self.g2.name}
        said = [f"{node}: {words}" for node, (_, words) in verdicts.items()] if filling else []
        return View(values, picture, rows, " ".join([*said, *(f"{name} = {text}," for name, text in rows.items())]),
                    self.markup(values, known, verdicts))

    def markup(self, values, known, verdicts):
        """Return the equations and the verdicts: HTML widget -> markup."""
        functions = {"g1": self.g1.name, "g2": self.g2.name}
        lines = (f"<div>{equation(node, values, functions, node in known)}</div>" for node in COMPUTED)
        task = ("All four are right. Move a slider for new ones." if len(known) == len(COMPUTED) else
                "Compute each node, in any order; two decimals suffice. Press Enter after each.")
        return {self.equations: f'<div class="nnlib-lines">{"".join(lines)}</div>', self.task: task} | {
            self.words[node]: f'{"✓" if right else "✗"} {escape(why)}' if why else ""
            for node in COMPUTED for right, why in [verdicts.get(node, (False, ""))]}

    def after(self):
        super().after()
        filling = self.mode == "fill in"
        self.steps.layout.display, self.form.layout.display = ("none", "") if filling else ("", "none")
        self.next.description = f"Next: {label(COMPUTED[self.step])}" if self.step < len(COMPUTED) else "Next"
        self.hide.disabled = self.back.disabled = self.step == 0
        self.next.disabled, self.all.disabled = self.step >= len(COMPUTED), self.step == EVERYTHING
