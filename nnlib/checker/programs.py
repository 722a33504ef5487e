"""With a Program you can write a right answer line by line, and run it with mistakes made in it.

    program = Program(parameters, {"error": "a2 - y", "loss": "error ** 2 / 2"}, ("loss",))
"""

import ast
import re
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

import numpy as np

from nnlib.activations import sigmoid
from nnlib.arguments import instance
from nnlib.checker.mistakes import Mistake
from nnlib.checker.points import Parameter, columns, points

FUNCTIONS = {"abs": abs, "exp": np.exp, "log": np.log, "sqrt": np.sqrt, "tanh": np.tanh, "sigmoid": sigmoid.value}


@cache
def parsed(expression):
    """Return an expression's code, and the names that it uses. Raises SyntaxError."""
    tree = ast.parse(expression, mode="eval")
    names = frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    return compile(tree, expression, "eval"), names


def _known(what, expression, known):
    """Raise ValueError unless an expression can be read, and uses only what is known."""
    try:
        unknown = sorted(parsed(expression)[1] - known)
    except (SyntaxError, TypeError, ValueError) as error:
        why = f": {error.msg}" if isinstance(error, SyntaxError) else "; a text was wanted"
        raise ValueError(f"{what} is {expression!r}, which is no expression{why}") from None
    if unknown:
        raise ValueError(f"{what} is {expression!r}, and {unknown[0]} is not known there; "
                         f"known are {', '.join(sorted(known))}")


@dataclass(frozen=True)
class Program:
    """A right answer.

    parameters : name -> Parameter. lines : line -> expression, in order; it may use parameters, earlier lines and
    functions. results : the lines that it returns. functions : name -> function, beside FUNCTIONS.
    Raises ValueError if a line or what a parameter follows cannot be read or uses what is not known there.
    """

    parameters: dict
    lines: dict
    results: tuple
    functions: dict = field(default_factory=dict)

    def __post_init__(self):
        instance("parameters", self.parameters, dict, "a dict from a name to a Parameter")
        instance("lines", self.lines, dict, "a dict from a line to an expression")
        if not self.results or isinstance(self.results, str) or len({*self.results}) < len(self.results):
            raise ValueError(f"results is {self.results!r}; a tuple of names of lines, each once, was wanted")
        for name, parameter in self.parameters.items():
            instance(f"parameters[{name!r}]", parameter, Parameter, "a Parameter")
            if parameter.follows is not None:
                _known(f"what {name} follows", parameter.follows, self.before() - {name})
                self._not_in_a_circle(name)
            if parameter.apart is not None and parameter.apart not in self.parameters:
                raise ValueError(f"{name} keeps apart from {parameter.apart!r}, which is no parameter")
        for line, expression in self.lines.items():
            if not str(line).isidentifier():
                raise ValueError(f"a line is called {line!r}; a name as in Python was wanted")
            _known(f"the line {line}", expression, self.before(line))
        for name in self.results:
            if name not in self.lines:
                raise ValueError(f"{name!r} is a result and no line; the lines are {', '.join(self.lines)}")

    def _not_in_a_circle(self, name):
        found = [name]
        for each in found:
            follows = self.parameters[each].follows
            used = parsed(follows)[1] & self.parameters.keys() if follows else ()
            if name in used:
                raise ValueError(f"{name} follows {self.parameters[name].follows!r}, which depends on {name} itself")
            found += sorted(set(used) - set(found))

    @property
    def scope(self):
        return FUNCTIONS | self.functions

    def before(self, line=None, own=False):
        """Return the names that a line may use, or without one, what a parameter follows. own : its own name, too."""
        lines = list(self.lines)
        return {*self.scope, *self.parameters, *(lines[:lines.index(line) + own] if line else ())}

    def must_allow(self, mistakes):
        """Raise ValueError, naming the line, unless all mistakes can be made here, each with an id of its own."""
        ids = set()
        for mistake in mistakes:
            instance("a mistake", mistake, Mistake, "a Mistake")
            instance(f"lines of the mistake {mistake.id!r}", mistake.lines, dict, "a dict from a line to an expression")
            for line, expression in mistake.lines.items():
                if line not in self.lines:
                    raise ValueError(f"the mistake {mistake.id!r} changes {line!r}, which is no line; "
                                     f"the lines are {', '.join(self.lines)}")
                _known(f"in the mistake {mistake.id!r} the line {line}", expression, self.before(line, own=True))
            for part, said in (("id", mistake.id), ("text", mistake.text)):
                if not isinstance(said, str) or not said.strip():
                    raise ValueError(f"{part} of the mistake {mistake.id!r} is {said!r}; a text was wanted")
            if mistake.id in ids:
                raise ValueError(f"the id {mistake.id!r} stands twice; each mistake has its own")
            ids.add(mistake.id)

    def allows(self, mistake):
        """Whether a mistake can be made here."""
        return all(line in self.lines and parsed(expression)[1] <= self.before(line, own=True)
                   for line, expression in mistake.lines.items())

    @cached_property
    def points(self):
        """The points at which an answer is tried; there each parameter is free."""
        return points(self.parameters)

    @cached_property
    def together(self):
        """The same points, where each parameter that follows from others is what it follows; none if none does."""
        waiting = {name: each.follows for name, each in self.parameters.items() if each.follows is not None}
        if not waiting:
            return []
        values = columns(self.points, self.parameters)
        made = {}
        while waiting:
            name = next(name for name in waiting if not parsed(waiting[name])[1] & waiting.keys())
            made[name] = values[name] = eval(parsed(waiting.pop(name))[0], self.scope | values)
        return [point | {name: float(made[name][k]) for name in made} for k, point in enumerate(self.points)]

    def behind(self, result, given=()):
        """Return the lines that a result is made of, in order. given : lines that are known, to be left out."""
        wanted = {result}
        for line in reversed(self.lines):
            if line in wanted and line not in given:
                wanted |= parsed(self.lines[line])[1]
        return [line for line in self.lines if line in wanted and line not in given]

    def reads(self, result):
        """Return the parameters that a result is made of."""
        return {name for line in self.behind(result) for name in parsed(self.lines[line])[1] & self.parameters.keys()}

    def having(self, mistakes):
        """Return the program with some mistakes made in it."""
        lines = dict(self.lines)
        for mistake in mistakes:
            for line, expression in mistake.lines.items():
                lines[line] = re.sub(rf"(?<![\w.]){line}\b", lambda _, right=lines[line]: f"({right})", expression)
        return replace(self, lines=lines)

    def renamed(self, expression):
        """Return an expression as a syntax tree, with a parameter's own name where a line only renames it."""
        return _tree(expression, {line: other for line, other in self.lines.items() if other in self.parameters})

    def spelt(self, expression):
        """Return the ways to write an expression, as syntax trees: with the lines' names, with what they stand for, and
        in the parameters alone."""
        return self.renamed(expression), _tree(expression, self.lines), _tree(expression, self.alone)

    @cached_property
    def alone(self):
        """Each line as a text in the parameters alone."""
        return self._alone()

    def tree(self, result, mistakes=(), own=None):
        """Return a result as one expression in the parameters, a syntax tree, with some mistakes made in it.

        own : line -> the tree that stands there, whatever it is made of.
        """
        return _tree(result, self._alone(mistakes, own or {}))

    def _alone(self, mistakes=(), own=()):
        texts = {line: ast.unparse(own[line]) for line in own}
        for line, expression in self.lines.items():
            if line not in own:
                texts[line] = _filled(expression, texts)
                for mistake in mistakes:
                    if line in mistake.lines:
                        texts[line] = _filled(mistake.lines[line], texts)
        return texts


def _filled(expression, texts):
    """Return an expression with texts in the place of names."""
    def text(name):
        return f"({texts[name[0]]})" if name[0] in texts else name[0]

    return re.sub(r"(?<![\w.])[^\W\d]\w*", text, expression)


def _tree(expression, texts):
    return ast.parse(_filled(expression, texts), mode="eval").body
