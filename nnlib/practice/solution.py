"""With these you can lead to an answer step by step: `hints` from the graph, `solution` derived line by line."""

import json
from html import escape

from nnlib.practice.mistakes import VALUES, said
from nnlib.topology import derivative, latex, sides, symbol

NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four"}
SLOPES = {"sigmoid": "{a}(1 - {a})", "tanh": "1 - {a}^2", "relu": r"1 \text{{ where }} {z} > 0, \text{{ else }} 0",
          "identity": "1"}
LOSS_SLOPES = {"quadratic": "{a} - y^*", "cross-entropy": r"\frac{{{a} - y^*}}{{{a}(1 - {a})}}"}
ACTIVATIONS = {"sigmoid": "sigmoid(z) = 1 / (1 + exp(-z))", "tanh": "tanh(z)", "relu": "relu(z) = z if z > 0 else 0",
               "identity": "identity(z) = z"}


class Hints(tuple):
    """Hints, each folded by itself in a notebook."""

    def __repr__(self):
        return "\n".join(f"Hint {k}: {hint}" for k, hint in enumerate(self, 1))

    def _repr_html_(self):
        return "".join(f"<details><summary><u>Hint {k}</u></summary><p>{escape(hint)}</p></details>"
                       for k, hint in enumerate(self, 1))


class Solution(str):
    """A solution in Markdown, folded in a notebook."""

    def __repr__(self):
        return str(self)

    def _repr_markdown_(self):
        return f"<details><summary><u>Open the solution</u></summary>\n\n{self}\n\n</details>"


def names(made):
    """Return what the names of a PracticeNetwork stand for and what its functions are, a sentence each."""
    bias = ", and its bias" if any(unit.bias for unit in made.units) else ""
    used = dict.fromkeys(unit.g.name for unit in made.units)
    start = next(name for name in made.given if name[0] == "x")
    return (f"`z1` is the sum that unit 1 makes: all that comes in, each times its weight{bias}. `a1` is what `g1`, "
            "its activation function, makes of `z1`, and so on. `y`, in the graph y*, is the true class.",
            f"Here {', '.join(f'`{ACTIVATIONS[name]}`' for name in used)}, and the {made.loss.name} loss is "
            f"`Loss = {VALUES[made.loss.name].format(a=made.output)}`.",
            f"In code, the local derivative of `z1` with respect to `{start}` has the name `dz1_d{start}`, and "
            "likewise for others.")


def hints(made):
    """Return the Hints of a PracticeNetwork, made from its graph."""
    weight, paths = made.weight, made.paths[made.weight]
    into = [node for node, starts in made.inputs.items() if weight in starts]
    ways = "one way leads" if len(paths) == 1 else f"{NUMBERS[len(paths)]} ways lead"
    rule = "Along a path you multiply, one local derivative for each edge."
    first = derivative("Loss", made.output)
    return Hints((
        f"{weight} goes into {' and into '.join(into)}. Follow the lines of the graph from {weight} on: {ways} to "
        "Loss. A path is such a way, walked back.",
        rule if len(paths) == 1 else f"{rule} The {NUMBERS[len(paths)]} paths lie side by side: what becomes of the "
                                     "changes that arrive along each of them?",
        f"Begin at the node Loss: {first} is {said(made.slopes[first])} for the {made.loss.name} loss. "
        f"Then comes {made.output}: which activation function makes it, and what is its slope?"))


def solution(made):
    """Return the Solution: the paths, each local derivative, the gradient, and the code."""
    gradient, paths = latex(derivative("Loss", made.weight)), made.paths[made.weight]
    products = [r" \cdot ".join(map(latex, path)) for path in paths]
    factors = [name for name in made.slopes if any(name in path for path in paths)]
    inserted = [r" \cdot ".join(bracketed(made, name) for name in path if made.slopes[name] != "1.0") for path in paths]
    told = "The path" if len(paths) == 1 else "Each path is a product, and the paths are added"
    return Solution("\n\n".join([
        f"{told}:", f"$${gradient} = {' + '.join(products)}$$",
        "Each local derivative, by itself:", *(f"$${latex(name)} = {in_latex(made, name)}$$" for name in factors),
        "Together:", f"$${gradient} = {' + '.join(inserted)}$$",
        f"```python\npaths = {json.dumps(paths)}\n\n\n{code(made)}\n```"]))


def in_latex(made, name):
    """Return what a local derivative is, in LaTeX."""
    of, by = sides(name)
    if of == "Loss":
        return LOSS_SLOPES[made.loss.name].format(a=symbol(by))
    if of[0] == "a":
        return SLOPES[made.activation(of)].format(a=symbol(of), z=symbol(by))
    return symbol(made.slopes[name])


def bracketed(made, name):
    text = in_latex(made, name)
    if "where" in text:
        return rf"{{g_{sides(name)[0][1:]}}}'({symbol(sides(name)[1])})"
    return f"({text})" if " - " in text and text[-1] != ")" and "frac" not in text else text


def code(made):
    """Return the right answer as a function."""
    lines = [" * ".join(as_code(made, name) for name in path if made.slopes[name] != "1.0")
             for path in made.paths[made.weight]]
    names = [f"path{k}" for k in range(1, len(lines) + 1)]
    body = [f"return {lines[0]}"] if len(lines) == 1 else [
        *(f"{name} = {line}" for name, line in zip(names, lines, strict=True)), f"return {' + '.join(names)}"]
    return "\n    ".join([f"def {first_line(made)}:", *body])


def as_code(made, name):
    """Return a factor as it stands in a product."""
    expression, slope = made.slopes[name].removesuffix(" * 1.0"), name[1] == "a"
    differs = " - " in expression and "/" not in expression and not (slope and expression.endswith(")"))
    return f"({expression})" if differs else expression


def first_line(made):
    """Return the head of the function that is asked for."""
    return f"{derivative('Loss', made.weight)}({', '.join((*made.given, *made.computed))})"
