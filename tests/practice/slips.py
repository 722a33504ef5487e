"""Answers to tasks of practice: the right derivation with slips in some places, written in one of several styles.

    for answer in answers(task, 20): answer.source, answer.function, answer.slips

The same for the same task each time. No slip is also an answer: then it is right.
"""

import random
import re
from dataclasses import dataclass
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
AROUND = ["-({})", "2 * ({})", "({}) / 2", "({}) * {node}", "({}) * {given}", "({}) * w1 * {input}", "({}) ** 2",
          "abs({})", "1 / ({})", "3 * ({})", "({}) + {given}", "round({}, 4)", "({}) * (1 - {node})", "({}) / {node}"]


class Slip(NamedTuple):
    """kind : what was done. edges : local derivatives whose factor it changes. paths : indices; all if empty."""

    kind: str
    edges: tuple = ()
    paths: tuple = ()


@dataclass(frozen=True)
class Answer:
    source: str
    function: object
    slips: tuple


class Draft:
    """The paths as lists of [local derivative, factor], how they are joined, and what stands around them."""

    def __init__(self, made, rng):
        self.made, self.rng, self.joined, self.around = made, rng, " + ", "{}"
        forms = {name: self.form(name) for path in made.paths[made.weight] for name in path}
        self.paths = [[[name, forms[name]] for name in path] for path in made.paths[made.weight]]
        self.signs = ["" for _ in self.paths]

    def form(self, name):
        of, by = sides(name)
        kind = self.made.loss.name if of == "Loss" else (
            self.made.units[int(of[1:]) - 1].g.name if of[0] == "a" else None)
        if not kind:
            return self.made.slopes[name]
        forms = FORMS[kind]
        return (forms[0] if self.rng.random() < 0.6 else self.rng.choice(forms)).format(
            a=by if of == "Loss" else of, z=by)

    def slip(self):
        """Make one slip; return it."""
        rng, k = self.rng, self.rng.randrange(len(self.paths))
        everywhere = not self.paths[1:] or rng.random() < 0.6
        kind = rng.choice(["drop", "drop", "double", "divide", "replace", "replace", "replace", "replace", "replace",
                           "other edge", "around", "around", "path", "path", "swap", "sum", "order"])
        path = self.paths[k]
        if kind in ("drop", "double", "divide", "replace", "other edge") and path and path[0][0]:
            name = rng.choice(path)[0]
            where = [n for n, each in enumerate(self.paths) if any(edge == name for edge, _ in each)]
            where = where if everywhere else [k]
            text = self.replaced(kind, name, dict(path)[name])
            for n in where:
                row = self.paths[n]
                at = next(i for i, (edge, _) in enumerate(row) if edge == name)
                row[at:at + 1] = text(row[at])
            return Slip(kind, (name,), tuple(where))
        if kind == "path" and self.paths[1:]:
            return self.of_paths(k)
        if kind == "swap":
            one, other = rng.sample(self.made.computed, 2)
            swapped = {one: other, other: one}
            edges = set()
            for row in self.paths:
                for each in row:
                    new = re.sub(r"\b[az]\d\b", lambda found: swapped.get(found[0], found[0]), each[1])
                    edges |= {each[0]} if new != each[1] else set()
                    each[1] = new
            return Slip(f"swap {one} {other}", tuple(edges))
        if kind == "sum" and rng.random() < 0.3:
            self.paths[k] = [[None, "(" + " + ".join(text for _, text in path) + ")"]]
            return Slip("sum", (), (k,))
        around = self.filled(rng.choice(AROUND).replace("({})", "(@)").replace("({},", "(@,")).replace("@", "{}")
        self.around = around.replace("{}", f"({self.around})" if self.around != "{}" else "{}")
        return Slip(f"around {around}")

    def replaced(self, kind, name, right):
        """Return what becomes of a factor, [name, text] -> a list of those."""
        of, by = sides(name)
        if kind == "drop":
            return lambda each: []
        if kind == "double":
            return lambda each: [each, each]
        if kind == "divide":
            return lambda each: [[each[0], f"1 / ({each[1]})"]]
        if kind == "other edge":
            other = self.rng.choice([*self.made.slopes])
            return lambda each: [[each[0], self.form(other)]]
        wrong = self.rng.choice(WRONG["Loss" if of == "Loss" else of[0]])
        new = self.filled(wrong, a=by if of == "Loss" else of, z=by, of=of, f=f"({right})")
        return lambda each: [[each[0], new]]

    def filled(self, text, **names):
        rng, made = self.rng, self.made
        inputs = [name for name in made.given if name[0] == "x"]
        return text.format(**{"node": rng.choice(made.computed), "given": rng.choice([*made.given]),
                              "input": rng.choice(inputs)} | names) if "{" in text else text

    def of_paths(self, k):
        kind = self.rng.choice(["left out", "twice", "multiplied", "subtracted", "sign"])
        if kind == "left out" and self.paths[1:]:
            del self.paths[k], self.signs[k]
        elif kind == "twice":
            self.signs[k] = f"2 * {self.signs[k]}"
        elif kind == "sign":
            self.signs[k] = f"-{self.signs[k]}"
        else:
            self.joined = {"multiplied": " * ", "subtracted": " - "}.get(kind, self.joined)
        return Slip(kind, (), () if kind in ("multiplied", "subtracted") else (k,))

    # ---- writing

    def source(self, head):
        rng = self.rng
        style = rng.choice([self.one, self.one, self.by_path, self.by_path, self.by_factor, self.loop, self.shared])
        lines, result = style()
        body = "\n    ".join([*lines, f"return {self.around.replace('{}', result)}"])
        helper = "def slope(a):\n    return a * (1 - a)\n\n\n" if "slope(" in body else ""
        return f"{helper}def {head}:\n    {body}\n"

    def product(self, path):
        return " * ".join(text if " / " not in text or text[0] == "(" else f"({text})" for _, text in path) or "1"

    def join(self, texts):
        signed = [f"{sign}{text}" if sign == "" else f"{sign}({text})"
                  for sign, text in zip(self.signs, texts, strict=True)]
        bracketed = [f"({each})" if self.joined == " * " and " + " in each else each for each in signed]
        joined = self.joined.join(bracketed)
        return f"({joined})" if self.around != "{}" and len(texts) > 1 and "(" not in self.around else joined

    def one(self):
        return [], self.join([self.product(path) for path in self.paths])

    def by_path(self):
        names = [f"path{k}" for k in range(1, len(self.paths) + 1)]
        if self.rng.random() < 0.3:
            names = [f"p_{k}" for k in range(1, len(self.paths) + 1)]
        lines = [f"{name} = {self.product(path)}" for name, path in zip(names, self.paths, strict=True)]
        return lines, self.join(names)

    def by_factor(self):
        """A line for each factor, with the name of its local derivative where that has one value."""
        known, lines, products = {}, [], []
        for path in self.paths:
            names = []
            for name, text in path:
                if known.setdefault(name, text) != text or name is None:
                    names.append(f"({text})" if " " in text else text)
                else:
                    lines.append(f"{name} = {text}")
                    names.append(name)
            products.append(" * ".join(names) or "1")
        return [*dict.fromkeys(lines)], self.join(products)

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
        rows, before, after = [list(map(tuple, path)) for path in self.paths], [], []
        while all(rows) and len({row[0] for row in rows}) == 1:
            before.append(rows[0][0])
            rows = [row[1:] for row in rows]
        while all(rows) and len({row[-1] for row in rows}) == 1:
            after.insert(0, rows[0][-1])
            rows = [row[:-1] for row in rows]
        middle = "(" + " + ".join(self.product(row) for row in rows) + ")"
        lines = [f"delta = {self.product(before)}"] if before else []
        return lines, " * ".join([*(["delta"] if before else []), middle, *([self.product(after)] if after else [])])


def answers(task, number, seed=0):
    """Yield answers to the gradient of a task: each tenth right, the others with one to three slips."""
    rng = random.Random(f"{task.level} {task.seed} {seed}")
    name = derivative("Loss", task.weight)
    head = f"{name}({', '.join(task.parameters)})"
    made = 0
    while made < number:
        draft = Draft(task.made, rng)
        slips = []
        for _ in range(rng.choice((0, 1, 1, 1, 1, 1, 2, 2, 2, 3))):
            if not draft.paths:
                break
            slips.append(draft.slip())
        source = draft.source(head) if draft.paths else f"def {head}:\n    return 0\n"
        if rng.random() < 0.04:
            [bracket] = re.findall(r"\(\w+ - \w+\)", source)[:1] or ["none"]
            source = source.replace(bracket, bracket[1:-1], 1)
            slips.append(Slip("bracket", tuple(name for path in draft.paths for name, text in path if bracket in text)))
        try:
            function = notebook(source, name, **SCOPE)
        except SyntaxError:
            continue
        made += 1
        yield Answer(source, function, tuple(slips))
