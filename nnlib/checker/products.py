"""With Products you can find several mistakes at once in a result that is a product, factor by factor.

    Products(catalogue).find(values)       # [(mistake, mistake, mistake), …], the fewest first

Each factor is right or replaced by one of its mistakes, and so are the sign, the number and the like of the product as
a whole, and the lines after it, as of a step: new_w = w - step_size * gradient. The factors are multiplied in two
halves, and those halves are sought that together give the answer's value.
"""

import ast
from functools import cached_property
from itertools import product

import numpy as np

from nnlib.checker.catalogue import RIGHT, Catalogue
from nnlib.checker.points import close, columns
from nnlib.checker.programs import parsed

MOST = 4


class Products:
    """The products that the one result of a catalogue can be, with at most `most` mistakes.

    line : the line that multiplies other lines, or None. after : those from there to the result, the result first.
    """

    def __init__(self, catalogue, most=MOST):
        self.catalogue, self.mistakes, self.lines = catalogue, catalogue.mistakes, catalogue.program.lines
        self.most = most
        self.line, self.after = catalogue.results[0], []
        if any(parameter.batch for parameter in catalogue.program.parameters.values()):
            self.line = None  # of a mean over examples, no factor can be told
            return
        every = Catalogue(catalogue.program, (), tuple(self.lines), catalogue.own, catalogue.points)
        self.right = dict(zip(self.lines, every.right(catalogue.points), strict=True))
        self.scope = catalogue.program.scope | columns(catalogue.points, catalogue.program.parameters) | self.right
        while self.line and len(self.factors) < 2:
            inner = [name for name in parsed(self.lines[self.line])[1] & self.lines.keys() if name not in catalogue.own]
            self.after.append(self.line)
            self.line = inner[0] if len(inner) == 1 else None
        self.at = self.line and self.right[self.line] != 0  # where a factor is 0, the others cannot be told
        if self.line and not self.at.any():
            self.line = None

    @property
    def factors(self):
        """The lines that the line multiplies, if it does nothing else."""
        nodes = list(ast.walk(ast.parse(self.lines[self.line], mode="eval").body))
        names = [node.id for node in nodes if isinstance(node, ast.Name)]
        plain = all(isinstance(node, (ast.BinOp, ast.Name, ast.Mult, ast.Load)) for node in nodes)
        return names if plain and self.lines.keys() >= set(names) else []

    def made(self, expression, **lines):
        """Return the values of an expression where some lines have these values, and all others the right ones."""
        with np.errstate(all="ignore"):
            return np.broadcast_to(eval(parsed(expression)[0], self.scope | lines), self.right[self.line].shape)

    def alone(self, line):
        """Return the mistakes that change this line only."""
        return [mistake for mistake in self.mistakes if set(mistake.lines) == {line}]

    def places(self):
        """Return, for each place of the product, what can stand there: (its mistake, by what the product changes)."""
        places = {}
        for factor in self.factors:
            made = [(mistake, self.made(mistake.lines[factor])) for mistake in self.alone(factor)]
            zero = self.right[factor] == 0
            with np.errstate(all="ignore"):
                places[factor] = [(mistake, (values / self.right[factor])[self.at]) for mistake, values in made
                                  if not values[zero].any()]
        for mistake in self.alone(self.line):
            one, two, minus = (self.made(mistake.lines[self.line], **{self.line: np.float64(number)})
                               for number in (1, 2, -1))
            if close(two, 2 * one).all() and close(minus, -one).all():
                places.setdefault(min(mistake.touches), []).append((mistake, one[self.at]))
        kept = [[(mistake, change) for mistake, change in place if np.isfinite(change).all() and change.all()]
                for place in places.values()]
        return [place for place in kept if place]

    @cached_property
    def halves(self):
        """Two tables of products: chains as what stands at each place (n, places), and their values (n, points); the
        second by size at one point."""
        places = sorted(self.places(), key=len)
        one, other = places[::2], places[1::2]
        left, right = self.table(one), self.table(other)
        order = np.argsort(np.abs(right[1][:, 0]))
        return one, left, other, (right[0][order], right[1][order])

    def table(self, places):
        """Return all products of what can stand at some places, with at most `most` mistakes: 0 is what is right."""
        chosen, values = np.zeros((1, len(places)), int), np.ones((1, np.count_nonzero(self.at)))
        for k, place in enumerate(places):
            more = np.flatnonzero(np.count_nonzero(chosen, axis=1) < self.most)
            changes = np.array([change for _, change in place])
            added = np.repeat(chosen[more], len(place), axis=0)
            added[:, k] = np.tile(np.arange(1, len(place) + 1), len(more))
            made = (values[more][:, None] * changes).reshape(len(added), -1)
            chosen, values = np.concatenate([chosen, added]), np.concatenate([values, made])
        return chosen, values

    def find(self, values):
        """Return the chains of mistakes that give the result's values, (points,), the fewest first."""
        if not self.line:
            return []
        (one, left, other, right), (ends, zero, slope) = self.halves, self.ends
        with np.errstate(all="ignore"):
            needed = ((values - zero) / slope / self.right[self.line])[:, self.at]
            ended = close(values, zero)[:, ~self.at].all(axis=1)
        found = []
        for end, row, match in self.matching(needed[:, 0], [len(end) for end in ends]):
            made = left[1][row] * right[1][match]
            if ended[end] and close(needed[end], made).all():
                found.append((*_named(one, left[0][row]), *_named(other, right[0][match]), *ends[end]))
        return sorted(found, key=len)

    def matching(self, needed, used):
        """Yield (end, row of the left table, row of the right one) where their product is, up to its sign, what an end
        needs at the first point, and they make no more than `most` mistakes.

        needed : (ends,). used : how many mistakes each end makes.
        """
        _, (left, of_left), _, (right, of_right) = self.halves
        on_right = np.count_nonzero(right, axis=1)
        spent = np.add.outer(used, np.count_nonzero(left, axis=1)).astype(np.int8)
        order = np.argsort(spent, axis=None, kind="stable")
        bounds = np.searchsorted(spent.ravel()[order], range(self.most + 2))
        for count in range(self.most + 1):
            rows = np.flatnonzero(on_right <= self.most - count)
            sizes = np.abs(of_right[rows, 0])
            end, row = np.divmod(order[bounds[count]:bounds[count + 1]], len(left))
            with np.errstate(all="ignore"):
                size = np.abs(needed[end] / of_left[row, 0])
            low, high = (np.searchsorted(sizes, size * (1 + shift)) for shift in (-1e-6, 1e-6))
            for k in np.flatnonzero(np.isfinite(size) & (high > low)):
                for match in rows[low[k]:high[k]]:
                    yield end[k], row[k], match

    @cached_property
    def ends(self):
        """For the lines after the product, each right or with a mistake: those, what the result is where the product is
        0, and how fast it changes with it. The values are (n, points)."""
        changes = [self.alone(line) for line in reversed(self.after)]
        mistakes = [mistake for those in changes for mistake in those]
        chains = np.array([*product(*([RIGHT, *map(mistakes.index, those)] for those in changes), [RIGHT])])
        zero, one, two = (self.ended(mistakes, chains, number) for number in (0, 1, 2))
        kept = close(two, one + (one - zero)).all(axis=1) & (np.abs(one - zero) > 1e-9).all(axis=1)
        return [[mistakes[k] for k in chain if k != RIGHT] for chain in chains[kept]], zero[kept], (one - zero)[kept]

    def ended(self, mistakes, chains, number):
        """Return the result where the product is a number, with each chain of mistakes: (chains, points)."""
        catalogue = self.catalogue
        own = catalogue.own | {self.line: np.full(len(catalogue.points), float(number))}
        last = Catalogue(catalogue.program, mistakes, catalogue.results, own, catalogue.points)
        return last.values(chains, catalogue.points)[:, 0]


def _named(places, chosen):
    """Return the mistakes that stand at some places. chosen : for each place 0, or the mistake's number from 1 on."""
    return [place[k - 1][0] for place, k in zip(places, chosen, strict=True) if k]
