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

from nnlib.checker.catalogue import FEW, RIGHT, Catalogue
from nnlib.checker.points import close, columns
from nnlib.checker.programs import parsed

MOST = 4


class Products:
    """The products that the one result of a catalogue can be, with at most MOST mistakes.

    line : the line that multiplies other lines, or None. after : those from there to the result, the result first.
    """

    def __init__(self, catalogue):
        self.mistakes, self.lines = catalogue.mistakes, catalogue.program.lines
        self.line, self.after = catalogue.results[0], []
        if any(parameter.batch for parameter in catalogue.program.parameters.values()):
            self.line = None  # of a mean over examples, no factor can be told
            return
        rows = Catalogue(catalogue.program, (), tuple(self.lines), catalogue.own, catalogue.points)
        self.right = dict(zip(self.lines, rows.values(np.array([[RIGHT]]), catalogue.points)[0], strict=True))
        self.scope = catalogue.program.scope | columns(catalogue.points, catalogue.program.parameters) | self.right
        while self.line and len(self.factors) < 2:
            inner = [name for name in parsed(self.lines[self.line])[1] & self.lines.keys() if name not in catalogue.own]
            self.after.append(self.line)
            self.line = inner[0] if len(inner) == 1 else None

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
            places[factor] = [(mistake, self.made(mistake.lines[factor]) / self.right[factor])
                              for mistake in self.alone(factor)]
        for mistake in self.alone(self.line):
            one, two, minus = (self.made(mistake.lines[self.line], **{self.line: np.float64(number)})
                               for number in (1, 2, -1))
            if close(two, 2 * one).all() and close(minus, -one).all():
                places.setdefault(min(mistake.touches), []).append((mistake, one))
        kept = [[(mistake, change) for mistake, change in place if np.isfinite(change).all() and change.all()]
                for place in places.values()]
        return [place for place in kept if place]

    @cached_property
    def halves(self):
        """Two tables of products, each (n, points) and the mistakes of each row; the second by size at one point."""
        places = sorted(self.places(), key=len)
        (left, of_left), (right, of_right) = _table(places[::2]), _table(places[1::2])
        order = np.argsort(np.abs(right[:, 0]))
        return left, of_left, right[order], [of_right[row] for row in order]

    def find(self, values):
        """Return the chains of mistakes that give the result's values, (points,), the fewest first."""
        if not self.line:
            return []
        left, of_left, right, of_right = self.halves
        found = []
        for after, zero, slope in self.ends:
            with np.errstate(all="ignore"):
                needed = (values - zero) / slope / self.right[self.line]
                size = np.abs(needed[0] / left[:, 0])
            low, high = (np.searchsorted(np.abs(right[:, 0]), size * (1 + shift)) for shift in (-1e-6, 1e-6))
            for row in np.flatnonzero(np.isfinite(size) & (high > low)):
                for other in range(low[row], high[row]):
                    chain = (*of_left[row], *of_right[other], *after)
                    made = left[row] * right[other]
                    if len(chain) <= MOST and close(needed[:FEW], made[:FEW]).all() and close(needed, made).all():
                        found.append(chain)
        return sorted(found, key=len)

    @cached_property
    def ends(self):
        """For the lines after the product, each right or with a mistake: those, what the result is where the product is
        0, and how fast it changes with it."""
        found = []
        for chosen in product(*((None, *self.alone(line)) for line in self.after)):
            mistakes = [mistake for mistake in reversed(chosen) if mistake]
            zero, one, two = (self.ended(mistakes, np.float64(number)) for number in (0, 1, 2))
            if close(two, one + (one - zero)).all() and (np.abs(one - zero) > 1e-9).all():
                found.append((mistakes, zero, one - zero))
        return found

    def ended(self, mistakes, value):
        """Return the result where the product has a value, with mistakes made in the lines after it."""
        lines = {self.line: value}
        for line in reversed(self.after):
            lines[line] = self.made(self.lines[line], **lines)
            for mistake in mistakes:
                if line in mistake.lines:
                    lines[line] = self.made(mistake.lines[line], **lines)
        return lines[self.after[0]] if self.after else value


def _table(places):
    """Return all products of what can stand at some places, (n, points), with at most MOST mistakes, and those."""
    values, chains = np.ones((1, np.size(places[0][0][1]) if places else 1)), [()]
    for place in places:
        more = [k for k, chain in enumerate(chains) if len(chain) < MOST]
        values = np.concatenate([values, *(values[more] * change for _, change in place)])
        chains = chains + [(*chains[k], mistake) for mistake, _ in place for k in more]
    return values, chains
