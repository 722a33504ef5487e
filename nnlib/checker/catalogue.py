"""With a Catalogue you can tell from the values of an answer which mistakes of a program it makes.

    catalogue = Catalogue(program, [Mistake("sum", {"error": "a2 + y"}, "Your answer adds y.")])
    catalogue.find(values)         # [()] right, [(mistake,)], [(first, second)], [(mistake,), (its equal,)], []

A mistake is found at the fixed points: whatever gives the same values there is the same mistake.
"""

from functools import cached_property
from itertools import pairwise, product

import numpy as np

from nnlib.checker.points import close, columns
from nnlib.checker.programs import parsed

RIGHT = -1


class Catalogue:
    """The mistakes of one program, and the pairs of them, each with its values. Both are worked out when first needed.

    results : those that are looked at; all by default. own : line -> values of the learner's own, at the points.
    points : where the answer is called; the program's by default.
    A chain is a row of indices into `mistakes`; RIGHT stands for none.
    """

    def __init__(self, program, mistakes, results=None, own=None, points=None):
        self.program, self.results, self.own = program, results or program.results, own or {}
        self.points = program.points if points is None else points
        if self.results != program.results:  # of one result: what lies behind it, and nothing beside it
            behind = {line for name in self.results for line in program.behind(name, self.own)}
            mistakes = [mistake for mistake in mistakes if mistake.lines and mistake.lines.keys() <= behind]
        self.mistakes = list(mistakes)

    def values(self, chains, points):
        """Run the program once for each chain of mistakes, which apply in the catalogue's order.

        chains : (n, k). points : those of the catalogue, or the first of them; any, without own values.
        Returns (n, results, points).
        """
        batches = [name for name, parameter in self.program.parameters.items() if parameter.batch]
        sizes = np.array([len(point[batches[0]]) if batches else 1 for point in points])
        values = np.empty((len(chains), len(self.results), len(points)))
        for size in {*sizes.tolist()}:
            where = np.flatnonzero(sizes == size)
            values[..., where] = self._values(chains, [points[k] for k in where])
        return values

    def _values(self, chains, points):
        scope = self.program.scope | columns(points, self.program.parameters)
        if any(parameter.batch for parameter in self.program.parameters.values()):  # numbers stand beside the examples
            scope |= {name: scope[name][:, None] for name, each in self.program.parameters.items() if not each.batch}
        rows = self._rows(chains)
        numbers = [scope[name] for name in self.program.parameters if not callable(scope[name])]
        shape = (len(chains), *np.broadcast_shapes(*map(np.shape, numbers)))
        lines = {line: np.array(np.broadcast_to(values[:len(points)], shape)) for line, values in self.own.items()}
        with np.errstate(all="ignore"):
            for line, expression in self.program.lines.items():
                if line in self.own:
                    continue
                made = np.empty(shape)
                _work_out(f"the line {line}", expression, scope, lines, made, slice(None))
                lines[line] = made
                for mistake, where in rows.items():
                    if line in mistake.lines:
                        _work_out(f"in the mistake {mistake.id!r} the line {line}", mistake.lines[line], scope,
                                  lines, made, where)
        values = np.stack([lines[name] for name in self.results], axis=1)
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
        return chains, self.values(chains, self.points)

    @cached_property
    def ties(self):
        """Each row of `each` with a value of its own -> the rows with that value, itself first."""
        values = self.each[1]
        at_one_point = values[:, :, 0]
        rows = {row: [row] for row in range(len(values))}
        for row, before in np.argwhere(np.tril(close(at_one_point[:, None], at_one_point).all(axis=2), -1)).tolist():
            if row in rows and before in rows and close(values[row], values[before]).all():
                rows[before] += rows.pop(row)
        return rows

    @cached_property
    def singles(self):
        """The chains and values of the right answer and of each mistake with its own value."""
        chains, values = self.each
        own = [*self.ties]
        return chains[own], values[own]

    @cached_property
    def pairs(self):
        """The chains and values, at one point, of the pairs of mistakes that touch different places."""
        kept = self.singles[0][1:, 0]
        places = {place: k for k, place in enumerate(dict.fromkeys(p for m in self.mistakes for p in m.touches))}
        touches = np.zeros((len(kept), len(places)), int)
        for row, k in enumerate(kept):
            touches[row, [places[place] for place in self.mistakes[k].touches]] = 1
        chains = kept[np.argwhere(np.triu(touches @ touches.T == 0))]
        return chains, self.values(chains, self.points[:1])

    def find(self, values, pairs=True):
        """Return the chains of mistakes, tuples, that give an answer's values, (results, points): those of one mistake
        first, then pairs if they are wanted, each in the catalogue's order; [()] if it is right.

        A mistake that by itself spoils a result which is right is in none of them, and a constant is told by one.
        """
        chains, known = self.each
        right = close(values, known[0]).all(axis=1)
        if right.all():
            return [()]
        spoils = ~close(known[:, right], known[0, right]).all(axis=(1, 2))
        found = [chains[row] for row in _equal(values, known)]
        if pairs and not close(values, values[:, :1]).all():
            chains, one = self.pairs
            rows = _equal(values[:, :1], one)
            likely = [pair for chain in chains[rows] + 1 for pair in product(*map(self.ties.get, chain.tolist()))]
            if likely:
                likely = np.array(likely) - 1
                found += list(likely[close(self.values(likely, self.points), values).all(axis=(1, 2))])
        return [self.named(chain) for chain in found if not spoils[chain + 1].any()]

    def named(self, chain):
        """Return the mistakes of a chain."""
        return tuple(self.mistakes[k] for k in chain if k != RIGHT)


def _work_out(what, expression, scope, lines, made, where):
    """Write the values of an expression into some rows. Raises ValueError if it cannot be worked out, or on all points
    at once."""
    code, names = parsed(expression)
    try:
        made[where] = eval(code, scope, {name: lines[name][where] for name in names & lines.keys()})
    except Exception as error:
        power = "; a power is written with **" if "^" in expression else ""
        raise ValueError(f"{what} is {expression!r}, which cannot be worked out on an array of points{power}: "
                         f"{error}") from None


def _equal(values, known):
    """Return the indices of the rows of known, (n, results, points), that have these values."""
    rows = np.flatnonzero(close(values[0, 0], known[:, 0, 0]))  # one number rules out nearly all
    return rows[close(values, known[rows]).all(axis=(1, 2))]
