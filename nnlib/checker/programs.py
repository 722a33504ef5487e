"""With these you can write a right answer as a short program, and tell from the values of any answer which mistakes of
a catalogue it makes.

    program = Program(parameters, {"error": "a2 - y", "loss": "error ** 2 / 2"}, ("loss",))
    catalogue = Catalogue(program, [Mistake("sum", {"error": "a2 + y"}, "Your answer adds y.")])
    catalogue.find(values)         # () right, (mistake,), (first, second), None

A mistake is found at the fixed points: whatever gives the same values there is the same mistake.
"""

import ast
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import pairwise

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checker.points import close, columns, points

RIGHT, FEW = -1, 2
FUNCTIONS = {"abs": abs, "exp": np.exp, "log": np.log, "sqrt": np.sqrt, "tanh": np.tanh, "sigmoid": sigmoid.value}


@cache
def _parsed(expression):
    """Return an expression's code, and the names that it uses. Raises SyntaxError."""
    tree = ast.parse(expression, mode="eval")
    names = frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    return compile(tree, expression, "eval"), names


def _known(what, expression, known):
    """Raise ValueError unless an expression can be read, and uses only what is known."""
    try:
        unknown = sorted(_parsed(expression)[1] - known)
    except (SyntaxError, TypeError) as error:
        raise ValueError(f"{what} is {expression!r}, which is no expression: {error}") from None
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
        for name, parameter in self.parameters.items():
            if parameter.follows is not None:
                _known(f"what {name} follows", parameter.follows, self.before() - {name})
                self._not_in_a_circle(name)
            if parameter.apart is not None and parameter.apart not in self.parameters:
                raise ValueError(f"{name} keeps apart from {parameter.apart!r}, which is no parameter")
        for line, expression in self.lines.items():
            _known(f"the line {line}", expression, self.before(line))
        for name in self.results:
            if name not in self.lines:
                raise ValueError(f"{name!r} is a result and no line; the lines are {', '.join(self.lines)}")

    def _not_in_a_circle(self, name):
        found = [name]
        for each in found:
            follows = self.parameters[each].follows
            used = _parsed(follows)[1] & self.parameters.keys() if follows else ()
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

    def must_allow(self, mistake):
        """Raise ValueError, naming the line, unless a mistake can be made here."""
        for line, expression in mistake.lines.items():
            if line not in self.lines:
                raise ValueError(f"the mistake {mistake.id!r} changes {line!r}, which is no line; "
                                 f"the lines are {', '.join(self.lines)}")
            _known(f"in the mistake {mistake.id!r} the line {line}", expression, self.before(line, own=True))

    def allows(self, mistake):
        """Whether a mistake can be made here."""
        try:
            self.must_allow(mistake)
        except ValueError:
            return False
        return True

    @cached_property
    def points(self):
        """The points at which an answer is tried; there each parameter is free."""
        return points(self.parameters)

    @cached_property
    def together(self):
        """The same points, where each parameter that follows from others is what it follows; none if none does."""
        values, waiting = columns(self.points, self.parameters), {
            name: each.follows for name, each in self.parameters.items() if each.follows is not None}
        made = {}
        while waiting:
            name = next(name for name in waiting if not _parsed(waiting[name])[1] & waiting.keys())
            made[name] = values[name] = eval(_parsed(waiting.pop(name))[0], self.scope | values)
        return [point | {name: float(made[name][k]) for name in made} for k, point in enumerate(self.points) if made]


class _Rows(dict):
    """The lines' values in some rows only."""

    def __init__(self, lines, rows):
        self.lines, self.rows = lines, rows

    def __missing__(self, name):
        return self.lines[name][self.rows]


class Catalogue:
    """The mistakes of one program, and the pairs of them, each with its values. Both are worked out when first needed.

    One value has one name: the right answer's, else the first mistake's, else the first pair's.
    A chain is a row of indices into `mistakes`; RIGHT stands for none.
    Raises ValueError if a mistake cannot be made or changes nothing, or if an id stands twice.
    """

    def __init__(self, program, mistakes):
        self.program, self.mistakes = program, list(mistakes)
        ids = set()
        for mistake in self.mistakes:
            program.must_allow(mistake)
            if mistake.id in ids:
                raise ValueError(f"the id {mistake.id!r} stands twice; each mistake has its own")
            ids.add(mistake.id)
        for mistake in self.changing_nothing():
            raise ValueError(f"the mistake {mistake.id!r} changes nothing: with {mistake.lines or mistake.order} "
                             "the answer is right")

    def values(self, chains, points):
        """Run the program once for each chain of mistakes, which apply in the catalogue's order.

        chains : (n, k). Returns (n, results, len(points)).
        """
        scope = self.program.scope | columns(points, self.program.parameters)
        rows = self._rows(chains)
        numbers = [scope[name] for name in self.program.parameters if not callable(scope[name])]
        shape = (len(chains), *np.broadcast_shapes(*map(np.shape, numbers)))
        lines = {}
        with np.errstate(all="ignore"):
            for line, expression in self.program.lines.items():
                lines[line] = np.array(np.broadcast_to(eval(_parsed(expression)[0], scope, lines), shape))
                for mistake, where in rows.items():
                    if line in mistake.lines:
                        lines[line][where] = eval(_parsed(mistake.lines[line])[0], scope, _Rows(lines, where))
        values = np.stack([lines[name] for name in self.program.results], axis=1)
        values = values[..., 0] if len(shape) > 2 else values  # of a batch: one result for all its examples
        for mistake, where in rows.items():
            if mistake.order:
                values[where] = values[where][:, mistake.order]
        return values

    def _rows(self, chains):
        """Return mistake -> the indices of the chains that hold it, in the catalogue's order."""
        entries = np.argsort(chains, axis=None, kind="stable")
        bounds = np.searchsorted(chains.ravel()[entries], range(len(self.mistakes) + 1))
        return {mistake: entries[start:stop] // chains.shape[1]
                for mistake, (start, stop) in zip(self.mistakes, pairwise(bounds), strict=True) if stop > start}

    def right(self, points):
        """Return the right answer's values: (results, len(points))."""
        return self.values(np.array([[RIGHT]]), points)[0]

    @cached_property
    def each(self):
        """The chains and values, at all points, of the right answer and of each mistake alone."""
        chains = np.arange(RIGHT, len(self.mistakes))[:, None]
        return chains, self.values(chains, self.program.points)

    def changing_nothing(self):
        """Return the mistakes with which the answer is right."""
        values = self.each[1]
        return [mistake for mistake, made in zip(self.mistakes, values[1:], strict=True)
                if close(made, values[0]).all()]

    @cached_property
    def singles(self):
        """The chains and values of the right answer and of each mistake with its own value."""
        chains, values = self.each
        own = np.full(len(chains), True)
        at_one_point = values[:, :, 0]
        for row, before in np.argwhere(np.tril(close(at_one_point[:, None], at_one_point).all(axis=2), -1)):
            if own[before] and close(values[row], values[before]).all():
                own[row] = False
        return chains[own], values[own]

    @cached_property
    def pairs(self):
        """The chains and values, at a few points, of the pairs of mistakes that touch different places.

        A pair that makes the answer constant is left out: of a constant there is nothing else to say.
        """
        kept = self.singles[0][1:, 0]
        places = {place: k for k, place in enumerate(dict.fromkeys(p for m in self.mistakes for p in m.touches))}
        touches = np.zeros((len(kept), len(places)), int)
        for row, k in enumerate(kept):
            touches[row, [places[place] for place in self.mistakes[k].touches]] = 1
        chains = kept[np.argwhere(np.triu(touches @ touches.T == 0))]
        values = self.values(chains, self.program.points[:FEW])
        varies = ~close(values, values[:, :, :1]).all(axis=(1, 2))
        return chains[varies], values[varies]

    def find(self, values):
        """Return the mistakes, a tuple, of an answer with these values, (results, points); None if it makes others."""
        chains, known = self.singles
        for row in _equal(values, known):
            return self.named(chains[row])
        chains, known = self.pairs
        for row in _equal(values[:, :FEW], known):
            if close(values, self.values(chains[[row]], self.program.points)).all():
                return self.named(chains[row])
        return None

    def named(self, chain):
        """Return the mistakes of a chain."""
        return tuple(self.mistakes[k] for k in chain if k != RIGHT)


def _equal(values, known):
    """Return the indices of the rows of known, (n, results, points), that have these values."""
    rows = np.flatnonzero(close(values[0, 0], known[:, 0, 0]))  # one number rules out nearly all
    return rows[close(values, known[rows]).all(axis=(1, 2))]
