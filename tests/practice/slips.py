"""Answers to tasks of practice: the right derivation with slips in some places, written in one of several styles.

    for answer in answers(task, 20): answer.source, answer.function, answer.slips

The same for the same task each time. No slip is also an answer: then it is right.
"""

import random
import re
from itertools import takewhile
from typing import NamedTuple

from checker.cells import notebook

from nnlib import relu, sigmoid, tanh
from nnlib.topology import derivative, sides

SCOPE = {"sigmoid": sigmoid, "tanh": tanh, "relu": relu}
# The same factor in other words; the first is how the lessons write it.
FORMS = {
    "sigmoid": ["{a} * (1 - {a})", "({a} - {a} ** 2)", "sigmoid.derivative({z})", "(1 - {a}) * {a}", "slope({a})"],
    "tanh": ["(1 - {a} ** 2)", "(1 - {a} * {a})", "tanh.derivative({z})", "(1 - {a}) * (1 + {a})"],
    "relu": ["({z} > 0)", "(1 if {z} > 0 else 0)", "np.where({z} > 0, 1.0, 0.0)", "relu.derivative({z})"],
    "identity": ["1", "1.0"],
    "quadratic": ["({a} - y)", "(-y + {a})", "-(y - {a})"],
    "cross-entropy": ["({a} - y) / ({a} * (1 - {a}))", "(-y / {a} + (1 - y) / (1 - {a}))",
                      "((1 - y) / (1 - {a}) - y / {a})"],
}
WRONG = {  # in the place of a factor; {f} : the right one
    "Loss": ["({a} + y)", "(y - {a})", "{a}", "y", "({a} - y) ** 2", "0.5 * ({a} - y) ** 2", "2 * ({a} - y)",
             "-y / {a}", "(1 - y) / (1 - {a})", "(y / {a} + (1 - y) / (1 - {a}))", "(y / {a} - (1 - y) / (1 - {a}))",
             "({a} - y)", "({a} - y) / ({a} * (1 - {a}))", "({a} - 1)", "-1 / {a}", "({a} - y) / {a}",
             "({a} - y) / {a} * (1 - {a})", "(-y * np.log({a}) - (1 - y) * np.log(1 - {a}))", "({node} - y)"],
    "a": ["{a}", "(1 - {a})", "{a} ** 2", "{z}", "{a} * (1 + {a})", "{a} * ({a} - 1)", "(1 - {a} ** 2)",
          "{a} * (1 - {a})", "({z} > 0)", "1", "{z} * (1 - {z})", "(1 - {z} ** 2)", "sigmoid({a}) * (1 - sigmoid({a}))",
          "{node} * (1 - {node})", "(1 - {node} ** 2)", "({a} - {node})", "2 * {f}", "{f} / 2"],
    "z": ["{node}", "{given}", "{node} * {given}", "-{f}", "{of}", "(1 - {f})", "1"],
}
AROUND = ["-(@)", "2 * (@)", "(@) / 2", "(@) * {node}", "(@) * {given}", "(@) * w1 * {input}", "(@) ** 2", "abs(@)",
          "1 / (@)", "3 * (@)", "(@) + {given}", "round(@, 4)", "(@) * (1 - {node})", "(@) / {node}"]
SLIPS = ["drop", "drop", "double", "divide", *["replace"] * 5, "other edge", "around", "around", "path", "path", "swap",
         "sum", "order"]


class Slip(NamedTuple):
    """kind : what was done. edges : local derivatives whose factor it changes."""

    kind: str
    edges: tuple = ()


class Answer(NamedTuple):
    source: str
    function: object
    slips: tuple


class Draft:
    """The paths as lists of (local derivative, factor), how they are joined, and what stands around them."""

    def __init__(self, made, rng):
        self.made, self.rng, self.joined, self.around = made, rng, " + ", "@"
        forms = {name: self.form(name) for path in made.paths[made.weight] for name in path}
        self.paths = [[(name, forms[name]) for name in path] for path in made.paths[made.weight]]
        self.signs = ["" for _ in self.paths]

    def form(self, name):
        of, by = sides(name)
        if of[0] == "z":
            return self.made.slopes[name]
        forms = FORMS[self.made.loss.name if of == "Loss" else self.made.units[int(of[1:]) - 1].g.name]
        return (forms[0] if self.rng.random() < 0.6 else self.rng.choice(forms)).format(
            a=by if of == "Loss" else of, z=by)

    def slip(self):
        """Make one slip; return it."""
        rng, k = self.rng, self.rng.randrange(len(self.paths))
        everywhere = not self.paths[1:] or rng.random() < 0.6
        kind, path = rng.choice(SLIPS), self.paths[k]
        if kind in ("drop", "double", "divide", "replace", "other edge") and path and path[0][0]:
            name, _ = rng.choice(path)
            texts = self.replaced(kind, name, dict(path)[name])
            for row in [each for each in self.paths if name in dict(each)] if everywhere else [path]:
                at = [edge for edge, _ in row].index(name)
                row[at:at + 1] = [(name, text.replace("@", row[at][1])) for text in texts]
            return Slip(kind, (name,))
        if kind == "path" and self.paths[1:]:
            return self.of_paths(k)
        if kind == "swap":
            one, other = rng.sample(self.made.computed, 2)
            names = {one: other, other: one}
            edges = [edge for row in self.paths for edge, text in row if re.search(rf"\b({one}|{other})\b", text)]
            self.paths = [[(edge, re.sub(r"\b[az]\d\b", lambda found: names.get(found[0], found[0]), text))
                           for edge, text in row] for row in self.paths]
            return Slip(f"swap {one} {other}", tuple(edges))
        if kind == "sum" and rng.random() < 0.3:
            self.paths[k] = [(None, "(" + " + ".join(text for _, text in path) + ")")]
            return Slip("sum")
        around = self.filled(rng.choice(AROUND))
        self.around = around.replace("@", f"({self.around})" if self.around != "@" else "@")
        return Slip(f"around {around}")

    def replaced(self, kind, name, right):
        """Return what stands in the place of a factor: any number of texts, with @ for the factor as it was."""
        of, by = sides(name)
        if kind == "replace":
            wrong = self.rng.choice(WRONG["Loss" if of == "Loss" else of[0]])
            return [self.filled(wrong, a=by if of == "Loss" else of, z=by, of=of, f=f"({right})")]
        if kind == "other edge":
            return [self.form(self.rng.choice([*self.made.slopes]))]
        return {"drop": [], "double": ["@", "@"], "divide": ["1 / (@)"]}[kind]

    def filled(self, text, **names):
        rng, made = self.rng, self.made
        inputs = [name for name in made.given if name[0] == "x"]
        return text.format(**{"node": rng.choice(made.computed), "given": rng.choice([*made.given]),
                              "input": rng.choice(inputs)} | names) if "{" in text else text

    def of_paths(self, k):
        kind = self.rng.choice(["left out", "twice", "multiplied", "subtracted", "sign"])
        if kind == "left out":
            del self.paths[k], self.signs[k]
        elif kind in ("multiplied", "subtracted"):
            self.joined = {"multiplied": " * ", "subtracted": " - "}[kind]
        else:
            self.signs[k] = {"twice": "2 * ", "sign": "-"}[kind] + self.signs[k]
        return Slip(kind)

    # ---- writing

    def source(self, head):
        rng = self.rng
        style = rng.choice([self.one, self.one, self.by_path, self.by_path, self.by_factor, self.loop, self.shared])
        lines, result = style()
        body = "\n    ".join([*lines, f"return {self.around.replace('@', result)}"])
        helper = "def slope(a):\n    return a * (1 - a)\n\n\n" if "slope(" in body else ""
        return f"{helper}def {head}:\n    {body}\n"

    def product(self, path):
        return " * ".join(text if " / " not in text or text[0] == "(" else f"({text})" for _, text in path) or "1"

    def join(self, texts):
        signed = [f"{sign}({text})" if sign else text for sign, text in zip(self.signs, texts, strict=True)]
        joined = self.joined.join(f"({each})" if self.joined == " * " and " + " in each else each for each in signed)
        return f"({joined})" if self.around != "@" and len(texts) > 1 and "(" not in self.around else joined

    def one(self):
        return [], self.join([self.product(path) for path in self.paths])

    def by_path(self):
        start = "p_" if self.rng.random() < 0.3 else "path"
        lines = {f"{start}{k}": self.product(path) for k, path in enumerate(self.paths, 1)}
        return [f"{name} = {text}" for name, text in lines.items()], self.join([*lines])

    def by_factor(self):
        """A line for each factor, with the name of its local derivative where that has one value."""
        known, products = {}, []
        for path in self.paths:
            names = [name if name and known.setdefault(name, text) == text else f"({text})" if " " in text else text
                     for name, text in path]
            products.append(" * ".join(names) or "1")
        return [f"{name} = {text}" for name, text in known.items()], self.join(products)

    def loop(self):
        if self.joined != " + " or any(self.signs):
            return self.by_path()
        rows = ", ".join(f"[{', '.join(text for _, text in path)}]" for path in self.paths)
        return [f"total = 0.0\n    for path in [{rows}]:\n        product = 1.0\n        for factor in path:\n"
                "            product *= factor\n        total += product"], "total"

    def shared(self):
        """What all paths share at both ends is written once."""
        if len(self.paths) < 2 or self.joined != " + " or any(self.signs):
            return self.one()
        before = self.start(self.paths)
        rows = [path[len(before):] for path in self.paths]
        after = self.start([row[::-1] for row in rows])[::-1]
        middle = " + ".join(self.product(row[:len(row) - len(after)]) for row in rows)
        return ([f"delta = {self.product(before)}"] * bool(before),
                " * ".join(["delta"] * bool(before) + [f"({middle})"] + [self.product(after)] * bool(after)))

    def start(self, paths):
        """Return the factors with which all paths begin."""
        return [each for each, *_ in takewhile(lambda step: len({*step}) == 1, zip(*paths, strict=False))]


def answers(task, number):
    """Yield answers to the gradient of a task: each tenth right, the others with one to three slips."""
    rng = random.Random(f"{task.level} {task.seed} 0")
    name = derivative("Loss", task.weight)
    for _ in range(number):
        draft = Draft(task.made, rng)
        slips = [draft.slip() for _ in range(rng.choice((0, 1, 1, 1, 1, 1, 2, 2, 2, 3)))]
        source = draft.source(f"{name}({', '.join(task.parameters)})")
        if rng.random() < 0.04 and (bracket := re.search(r"\((\w+ - \w+)\)", source)):
            source = source.replace(bracket[0], bracket[1], 1)
            edges = tuple(edge for path in draft.paths for edge, text in path if bracket[0] in text)
            slips.append(Slip("bracket", edges))
        yield Answer(source, notebook(source, name, **SCOPE), tuple(slips))
