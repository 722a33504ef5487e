"""With these you can write a right answer as a short program, a mistake as a change of its lines, and tell from the
values of any answer which mistake it makes.

    formula = Formula(("y", "a2"), {"error": "a2 - y", "loss": "error ** 2 / 2"}, ("loss",))
    catalogue = Catalogue(formula, [Mistake("sum", {"error": "a2 + y"}, "Your answer adds y.")])
    catalogue.find(values)         # () right, (mistake,), (first, second), None

A mistake is found at the fixed points: whatever gives the same values there is the same mistake.
"""

import ast
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

import numpy as np

from nnlib.activations import sigmoid
from nnlib.exercises.points import POINTS, close, columns
from nnlib.losses import quadratic
from nnlib.network import Network

RIGHT, FEW = -1, 2
FUNCTIONS = {"abs": abs, "log": np.log, "sigmoid": sigmoid, "quadratic": quadratic, "Network": Network}
# Over the examples of a batch, which lie along the last axis; the result stands at each of them.
FUNCTIONS |= {
    "mean": lambda each: np.mean(each, axis=-1, keepdims=True), "total": lambda each: np.sum(each, axis=-1, keepdims=True),
    "median": lambda each: np.median(each, axis=-1, keepdims=True), "size": lambda each: np.shape(each)[-1],
    "first": lambda each: each[..., :1], "last": lambda each: each[..., -1:],
}


@dataclass(frozen=True, eq=False)
class Mistake:
    """A change of one or several lines of a right program.

    id : its name. lines : line -> the expression that stands there instead; in it the line's own name is its
    right value. text : what the answer does, where to look, a question. path : nodes to highlight.
    places : what it touches, if not just its lines; two mistakes that touch different places make a pair.
    order : for results in another order, the index of each.
    """

    id: str
    lines: dict
    text: str
    path: tuple = ()
    places: tuple = ()
    order: tuple = ()

    @property
    def touches(self):
        return frozenset(self.places or self.lines)


@cache
def _parsed(expression):
    """Return an expression's code, and the names that it uses."""
    tree = ast.parse(expression, mode="eval")
    names = frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    return compile(tree, expression, "eval"), names


class _Rows(dict):
    """The lines' values in some rows only."""

    def __init__(self, lines, rows):
        self.lines, self.rows = lines, rows

    def __missing__(self, name):
        return self.lines[name][self.rows]


@dataclass(frozen=True)
class Formula:
    """A right answer: its parameters, its program (line -> expression, in order) and the lines that it returns."""

    parameters: tuple
    lines: dict
    results: tuple

    def allows(self, mistake):
        """Whether a mistake can be made here: its lines exist, and use only what is known there."""
        known = set(FUNCTIONS) | set(self.parameters)
        places = list(self.lines)
        return all(line in self.lines and _parsed(expression)[1] <= known | set(places[:places.index(line) + 1])
                   for line, expression in mistake.lines.items())


class Catalogue:
    """The mistakes of one formula, and the pairs of them, each with its values. Both are worked out when first needed.

    One value has one name: the right answer's, else the first mistake's, else the first pair's.
    A chain is a row of indices into `mistakes`; RIGHT stands for none.
    """

    def __init__(self, formula, mistakes):
        self.formula = formula
        self.mistakes = [mistake for mistake in mistakes if formula.allows(mistake)]

    def values(self, chains, points):
        """Run the program once for each chain of mistakes, which apply in the catalogue's order.

        chains : (n, k). Returns (n, results, len(points)).
        """
        scope = FUNCTIONS | columns(points, self.formula.parameters)
        rows = self._rows(chains)
        columns_of_numbers = [scope[name] for name in self.formula.parameters if not callable(scope[name])]
        shape = (len(chains), *np.broadcast_shapes(*map(np.shape, columns_of_numbers)))
        lines = {}
        with np.errstate(all="ignore"):
            for line, expression in self.formula.lines.items():
                lines[line] = np.array(np.broadcast_to(eval(_parsed(expression)[0], scope, lines), shape))
                for mistake, where in rows.items():
                    if line in mistake.lines:
                        lines[line][where] = eval(_parsed(mistake.lines[line])[0], scope, _Rows(lines, where))
        values = np.stack([lines[name] for name in self.formula.results], axis=1)
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
    def singles(self):
        """Return the chains and values, at all points, of the right answer and each mistake with its own value."""
        chains = np.arange(RIGHT, len(self.mistakes))[:, None]
        values = self.values(chains, POINTS)
        own = np.full(len(chains), True)
        at_one_point = values[:, :, 0]
        for row, before in np.argwhere(np.tril(close(at_one_point[:, None], at_one_point).all(axis=2), -1)):
            if own[before] and close(values[row], values[before]).all():
                own[row] = False
        return chains[own], values[own]

    @cached_property
    def pairs(self):
        """Return the chains and values, at a few points, of the pairs of mistakes that touch different places.

        A pair that makes the answer constant is left out: of a constant there is nothing else to say.
        """
        kept = self.singles[0][1:, 0]
        places = {place: k for k, place in enumerate(dict.fromkeys(p for m in self.mistakes for p in m.touches))}
        touches = np.zeros((len(kept), len(places)), int)
        for row, k in enumerate(kept):
            touches[row, [places[place] for place in self.mistakes[k].touches]] = 1
        chains = kept[np.argwhere(np.triu(touches @ touches.T == 0))]
        values = self.values(chains, POINTS[:FEW])
        varies = ~close(values, values[:, :, :1]).all(axis=(1, 2))
        return chains[varies], values[varies]

    def find(self, values):
        """Return the mistakes, a tuple, of an answer with these values, (results, points); None if it makes others."""
        chains, known = self.singles
        for row in _equal(values, known):
            return self.named(chains[row])
        chains, known = self.pairs
        for row in _equal(values[:, :FEW], known):
            if close(values, self.values(chains[[row]], POINTS)).all():
                return self.named(chains[row])
        return None

    def named(self, chain):
        """Return the mistakes of a chain."""
        return tuple(self.mistakes[k] for k in chain if k != RIGHT)


def _equal(values, known):
    """Return the indices of the rows of known, (n, results, points), that have these values."""
    rows = np.flatnonzero(close(values[0, 0], known[:, 0, 0]))  # one number rules out nearly all
    return rows[close(values, known[rows]).all(axis=(1, 2))]
