"""With `explained` you can name the mistakes of a wrong answer: those in all results together, else result by result.

A result that is right is never blamed. Each other one is judged with the learner's own values of the results before it,
so that a slip is named where it is made, and not where it is carried on.
"""

from functools import cached_property
from typing import NamedTuple

from nnlib.checker import written
from nnlib.checker.catalogue import Catalogue
from nnlib.checker.points import close
from nnlib.checker.products import MOST, Products


class Found(NamedTuple):
    """mistakes : mistake -> the results that it was found in; none stands for all together. open : results that are
    wrong, and unexplained. carried : results that are right but for a slip in an earlier one."""

    mistakes: dict
    open: tuple = ()
    carried: tuple = ()


class Explainer:
    """The catalogues of one exercise at some points, all results together and each by itself."""

    def __init__(self, program, mistakes, points):
        self.program, self.mistakes, self.points = program, mistakes, points
        self.alone = {}

    @cached_property
    def together(self):
        return Catalogue(self.program, self.mistakes, points=self.points)

    def by_itself(self, name, own):
        """Return the catalogue and the products of one result. own : earlier results that it is made of -> values."""
        if name not in self.alone or own:
            catalogue = Catalogue(self.program, self.mistakes, (name,), own, self.points)
            self.alone[name] = catalogue, Products(catalogue)
        return self.alone[name]

    def in_all(self, values, trees):
        """Return what was Found in all results together, at most two mistakes; None if nothing was.

        values : (results, points). trees : the results as written, or None.
        """
        ranked = self.ranked(self.together.find(values), self.program.results, trees, {})
        return Found(dict.fromkeys(min(ranked, key=lambda each: each[0])[1], ())) if ranked else None

    def in_each(self, values, trees):
        """Return what was Found in each result by itself, at most MOST mistakes in one; None if nothing was."""
        names = self.program.results
        right = close(values, self.together.right(self.points)).all(axis=1)
        candidates, unexplained, carried = {}, [], []
        for k, name in enumerate(names):
            if right[k]:
                continue
            earlier = {other: values[j] for j, other in enumerate(names[:k]) if other in self.program.behind(name)}
            catalogue, products = self.by_itself(name, earlier)
            if close(values[k], catalogue.right(self.points)[0]).all():
                carried.append(name)
                continue
            own = trees and {other: trees[names.index(other)] for other in earlier}
            chains = [*catalogue.find(values[k:k + 1]), *products.find(values[k])]
            ranked = self.ranked(chains, (name,), trees and [trees[k]], own)
            if ranked:
                candidates[name] = ranked
            else:
                unexplained.append(name)
        return Found(_shared(candidates), tuple(unexplained), tuple(carried)) if candidates else None

    def ranked(self, chains, names, trees, own):
        """Return (how far, chain) for each chain: how far it is from the answer's own lines, and how many mistakes.

        trees : the results of these names as written, or None. own : earlier results as written.
        Of MOST mistakes at once only what the lines show is left.
        """
        marks = [written.marks(tree) for tree in trees or ()]
        far = [self.distance(chain, names, marks, own) if trees else 0 for chain in chains]
        return [(far[k] + len(chain), chain) for k, chain in enumerate(chains)
                if len(chain) < MOST or (trees and not far[k])]

    def distance(self, chain, names, marks, own):
        """Return how far the marks of the results as written are from those of the right program with a chain in it."""
        order = next((mistake.order for mistake in chain if mistake.order), range(len(names)))
        made = [written.marks(self.program.tree(name, chain, own)) for name in names]
        return sum(written.apart(made[k], wanted) for k, wanted in zip(order, marks, strict=True))


def _shared(candidates):
    """Return mistake -> results: of each result's nearest chains, the one that shares most with the other results.

    candidates : result -> (how far, chain) of each chain.
    """
    found = {}
    for name, ranked in candidates.items():
        nearest = [chain for far, chain in ranked if far == min(ranked, key=lambda each: each[0])[0]]
        others = {mistake for other, those in candidates.items() if other != name
                  for _, chain in those for mistake in chain}
        shared = [(sum(mistake in found for mistake in chain), sum(mistake in others for mistake in chain))
                  for chain in nearest]
        for mistake in nearest[shared.index(max(shared))]:
            found[mistake] = (*found.get(mistake, ()), name)
    return found
