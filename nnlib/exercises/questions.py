"""With a Question you can ask for a choice, and say what is true of each.

    Question("B", {"A": ("It rises.", "It would rise if …"), "B": ("It falls.", "…")}, demonstration)
    recalled(EXERCISES["4.gradient"], {"y": 0, "a1": 0.5, "a2": 0.8}, "dloss_dw2", ("sign", "missing-da2_dz2"))

The second asks for a result of an earlier exercise at other numbers. Its wrong choices are what mistakes make of it.
What is said of each choice is made from the exercise's lines: the right one's numbers, and the line that a mistake changes.
"""

import ast
import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nnlib.checker.programs import parsed
from nnlib.topology import spoken

WRITTEN_OUT = {"quadratic": "half * (a - b) ** 2"}


class Question(NamedTuple):
    """right : the letter of the right choice. choices : letter -> (its words, what is true of it).

    demonstration : prints what shows it, once a choice is made. asked : the question, where no lesson's text asks it.
    """

    right: str
    choices: dict
    demonstration: Callable | None = None
    asked: str = ""


def recalled(exercise, values, result, mistakes):
    """Return a Question for a result of a FormulaExercise. values : name -> number, for each parameter, or a function.

    mistakes : the ids of two. The choices are in order of size.
    """
    catalogue, lines, known = exercise.catalogue, exercise.program.lines, [each.id for each in exercise.catalogue.mistakes]
    chains = np.array([[-1], *([known.index(id)] for id in mistakes)])  # -1 is no mistake
    numbers = catalogue.values(chains, [values])[:, exercise.results.index(result), 0]
    said = [worked_out(exercise.program, values, result),
            *(f"This is what comes out with {changed(lines, catalogue.mistakes[known.index(id)].lines, values)}."
              for id in mistakes)]
    order = np.argsort(numbers)
    choices = {letter: (number(numbers[k]), said[k]) for letter, k in zip("ABC", order, strict=True)}
    given = ", ".join(f"{named(name)} = {number(value)}" for name, value in values.items() if not callable(value))
    return Question("ABC"[list(order).index(0)], choices, asked=f"{given}. What is {named(result)}?")


def number(value):
    return f"{value:.6g}".replace("-", "−")


def named(name):
    return spoken(name) if name.startswith("d") else name.replace("_", " ")


def worked_out(program, values, result):
    """Return the lines that lead to a result, with the numbers put in: "z1 = 2 · 0 = 0, a1 = sigmoid(0) = 0.5." """
    at, said = dict(values), []
    for name, expression in program.lines.items():
        at[name] = eval(expression, program.scope | at)
    for name in program.behind(result):
        text, value = written(program.lines[name], at), number(at[name])
        equal = "=" if np.isclose(at[name], float(f"{at[name]:.6g}"), rtol=1e-12, atol=0) else "≈"
        said.append(f"{named(name)} = {text}" + f" {equal} {value}" * (text != value))
    return ", ".join(said) + "."


def changed(lines, changes, values):
    """Say what a mistake writes in place of a right line. values : its functions are called by their names."""
    functions = {name: value for name, value in values.items() if callable(value)}
    [(name, wrong)] = changes.items()
    if name in parsed(wrong)[1]:
        return f"{written(wrong, functions)} in place of {named(name)}"
    wrong, right = (f"{named(name)} = {written(each, functions)}" for each in (wrong, lines[name]))
    return f"{wrong} in place of {right}"


class _Filled(ast.NodeTransformer):
    """at : name -> the number, function or node that stands in its place."""

    def __init__(self, at):
        self.at = at

    def visit_Name(self, node):
        value = self.at.get(node.id)
        if value is None or isinstance(value, ast.AST):
            return value or node
        return ast.Name(value.name) if callable(value) else ast.Constant(float(value))

    def visit_Call(self, node):
        self.generic_visit(node)
        if node.func.id not in WRITTEN_OUT:
            return node
        return _Filled(dict(zip("ab", node.args, strict=True))).visit(_tree(WRITTEN_OUT[node.func.id]))


def _tree(expression):
    return ast.parse(expression, mode="eval").body


def written(expression, at):
    """Return an expression as it is written on paper. at : name -> what stands in its place."""
    text = ast.unparse(_Filled(at).visit(_tree(expression)))
    text = re.sub(r"(?<![\w.])\d+\.\d*(?:e-?\d+)?", lambda match: f"{float(match[0]):.6g}", text)
    text = re.sub(r"(?<=[*/+-] )-[\d.]+", r"(\g<0>)", text)
    for plain, paper in ((" ** 2", "²"), (" ** ", "^"), ("half", "½"), ("*", "·"), ("-", "−")):
        text = text.replace(plain, paper)
    return re.sub(r"[a-z]\w*_\w+", lambda match: named(match[0]), text)
