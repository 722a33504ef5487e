"""With `explained` you can name the mistakes of a wrong answer: those in all results together, else result by result.

A result that is right is never blamed. Each other one is judged with the learner's own values of the results before it,
so that a slip is named where it is made, and not where it is carried on.
"""

from contextlib import suppress
from functools import cached_property
from typing import NamedTuple

import numpy as np

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
    """The catalogues of one exercise at some points, all results together and each by itself.

    most : how many mistakes are looked for in one product. pairs : whether any two are tried together; if not, of an
    answer that is explained in part only that is told which its lines show to the letter.
    """

    most, pairs = MOST, True

    def __init__(self, program, mistakes, points):
        self.program, self.mistakes, self.points = program, mistakes, points
        self.alone, self.written, self.known = {}, {}, {}
        self.order = {mistake: k for k, mistake in enumerate(mistakes)}

    @cached_property
    def together(self):
        return Catalogue(self.program, self.mistakes, points=self.points)

    def by_itself(self, name, own, made=()):
        """Return the catalogue and the products of one line.

        own : lines that stand before it in the program -> the learner's values. made : mistakes that are known.
        """
        key, kept = (name, *own), {} if made or not self.fit(own) else self.alone  # right values are always the same
        if key not in kept:
            others = [mistake for mistake in self.possible(own) if mistake not in made]
            program = self.program.having(made) if made else self.program
            catalogue = Catalogue(program, others, (name,), own, self.points)
            kept[key] = catalogue, Products(catalogue, self.most)
        return kept[key]

    def possible(self, own):
        """Return the mistakes that may be made behind lines with the learner's values."""
        return self.mistakes

    def fit(self, own, chain=()):
        """Whether lines have these values with a chain of mistakes made. own : line -> values."""
        return not own or close(np.array([*own.values()]), self.values(tuple(own), chain)).all()

    def values(self, lines, chain=()):
        """Return the values of lines, (lines, points), with a chain of mistakes made."""
        behind = {each for line in lines for each in self.program.behind(line)}
        made = chain if any(mistake.lines.keys() & behind for mistake in chain) else ()
        if (lines, made) not in self.known:
            catalogue = Catalogue(self.program.having(made), (), lines, points=self.points)
            self.known[lines, made] = catalogue.right(self.points)
        return self.known[lines, made]

    def in_all(self, values, trees, inner):
        """Return what was Found in all results together, at most two mistakes; None if nothing was.

        values : (results, points). trees : the results as written, or None. inner : line -> the values of the answer's
        own variable of that name: with the mistakes made, it must have them.
        """
        chains = [chain for chain in self.together.find(values, self.pairs) if chain and self.fit(inner, chain)]
        ranked = self.ranked(chains, self.program.results, trees, {})
        return Found(dict.fromkeys(min(ranked, key=lambda each: each[0])[1], ())) if ranked else None

    def in_each(self, values, trees, inner):
        """Return what was Found in each result by itself, at most MOST mistakes in one; None if nothing was.

        The answer's own variables are looked at first, and what is wrong in them is carried on from there; without
        them, if that leaves something open.
        """
        right = self.values(self.program.results)
        used = {name for name, own in inner.items() if self.fit({name: own}) or not any(
            close(each, wanted).all() and name in self.program.behind(result)
            for result, each, wanted in zip(self.program.results, values, right, strict=True))}
        names = [line for line in self.program.lines if line in used]
        found = None
        if names:
            seen = trees and {*names} <= trees.known.keys()
            own = np.array([*(inner[name] for name in names), *values])
            with suppress(ValueError):  # with the answer's own values some mistake has none
                every, lines = (*names, *self.program.results), trees.after(names) if seen else None
                found = self._in_each(every, own, lines)
                if found and found.open and not self.pairs:
                    found = self._in_each(every, own, lines, exactly=True)
        own = {name: inner[name] for name in names}
        right = bool(names) and self.fit(own)  # then no mistake lies in them, and none behind them
        if found and (right or not found.open or not self.pairs) and self._agree(
                found, {} if found.open else own, values):
            return found
        return None if right or (names and not self.pairs) else self._in_each(self.program.results, values, trees)

    def _agree(self, found, inner, values):
        """Whether what was found touches no line twice, and gives the values of the answer's own variables; if there is
        but one result, and nothing is left open, also of that."""
        lines = [line for mistake in found.mistakes for line in mistake.lines]
        results = self.program.results if len(self.program.results) == 1 and (self.pairs or not found.open) else ()
        chain = sorted((mistake for mistake, where in found.mistakes.items() if {*inner, *results} & {*where}),
                       key=self.order.get)
        return len({*lines}) == len(lines) and self.fit(inner | dict(zip(results, values, strict=False)), tuple(chain))

    def _in_each(self, names, values, trees, exactly=False):
        """Return what was Found in some lines. exactly : whether only what the answer's lines show to the letter."""
        right = close(values, self.values(tuple(names))).all(axis=1)
        lines, batch = list(self.program.lines), any(each.batch for each in self.program.parameters.values())
        candidates, unexplained, carried = {}, [], []
        for k, name in enumerate(names):
            if right[k]:
                continue
            own = {other: each for other, each in zip(names, values, strict=True)
                   if lines.index(other) < lines.index(name) and not batch}
            made_of = {other: own[other] for other in own if other in self.program.behind(name)}
            found = self.by_itself(name, made_of)
            if close(values[k], found[0].right(self.points)[0]).all():
                carried.append(name)
                continue
            as_written = trees and {other: trees[names.index(other)] for other in own}
            row, written_so = values[k:k + 1], trees and trees.only(k)
            ranked = self._candidates(found, (), row, written_so, as_written)
            if exactly:
                ranked = [each for each in ranked if trees and not each[0][0]]
            elif not ranked and any(not trees or written.text(as_written[other]) in written.pieces(trees[k])
                                    for other in own.keys() - made_of.keys()):  # one that it is not made of came in
                ranked = self._candidates(self.by_itself(name, own), (), row, written_so, as_written)
            if ranked:
                candidates[name] = ranked
            else:
                unexplained.append((k, name, own, as_written))
        found = _shared(candidates)
        for k, name, own, as_written in list(unexplained):  # what is known of other results may be wrong here, too
            behind = {*self.program.behind(name, own)}
            made = tuple(mistake for mistake in found if mistake.lines.keys() <= behind)
            ranked = made and self._candidates(self.by_itself(name, own, made), made, values[k:k + 1],
                                               trees and trees.only(k), as_written)
            if ranked:
                unexplained.remove((k, name, own, as_written))
                for mistake in min(ranked, key=lambda each: each[0])[1]:
                    found[mistake] = (*found.get(mistake, ()), name)
        return Found(found, tuple(each[1] for each in unexplained), tuple(carried)) if found else None

    def _candidates(self, searched, made, values, trees, own):
        """Return the ranked chains of one result, each with the mistakes that are made in its program already.

        Pairs cost most, and those in a product are among the products: they are asked for last.
        """
        catalogue, products = searched

        def ranked(chains):
            return self.ranked([(*made, *chain) for chain in chains], catalogue.results, trees, own)

        few = [*catalogue.find(values, pairs=False), *products.find(values[0])]
        return ranked(few) or (ranked(catalogue.find(values)) if self.pairs else [])

    def ranked(self, chains, names, trees, own):
        """Return (key, chain) for each chain, the smallest to be chosen: what the answer's lines show to the letter,
        then the fewest mistakes, then what they show, then what is nearest to them, then what changes the fewest lines.

        trees : the results of these names as written, or None. own : earlier results as written.
        A mistake is shown by the lines if each difference that it writes stands there. Without lines the catalogue's
        order holds, but more than two at once write no difference if they need not. Of MOST mistakes at once only what
        the lines show to the letter is left.
        """
        chains = sorted(chains, key=lambda chain: [self.order[mistake] for mistake in chain])
        marks = [written.marks(tree) for tree in trees or ()]
        far = [self.distance(chain, names, marks, own) if trees else 0 for chain in chains]
        hidden = [any(self.hidden(mistake, trees, marks) for mistake in chain) for chain in chains]
        lines = [sum(len(mistake.lines) for mistake in chain) if chain[1:] else 1 for chain in chains]
        turned = [any(self.turns(mistake) and self.hidden(mistake, trees, marks) for mistake in chain)
                  for chain in chains]
        keys = [(far[k] > 0, len(chain), hidden[k], far[k], lines[k]) if trees else
                (len(chain), turned[k], len(chain) > 2 and hidden[k]) for k, chain in enumerate(chains)]
        return [(keys[k], chain) for k, chain in enumerate(chains)
                if (len(chain) < MOST or (trees and not far[k])) and not (
                    trees and turned[k] and chain[1:])]

    def hidden(self, mistake, trees, marks):
        """Whether a mistake writes exp, or a difference, that does not stand in the answer's lines."""
        if trees and any("exp(" in expression for expression in mistake.lines.values()) and "exp" not in trees.names:
            return True
        found = self.differences(mistake)
        if not trees:
            return bool(found)
        return any(names <= {*self.program.parameters, *trees.names} and text not in trees.differences
                   and not any(text in each for each in marks) for text, (names, _) in found.items())

    def differences(self, mistake):
        """Return the differences that a mistake writes: text -> the names in it, and its text turned round."""
        if mistake not in self.written:
            trees = map(self.program.renamed, mistake.lines.values())
            self.written[mistake] = {text: each for tree in trees for text, each in written.subtractions(tree).items()}
        return self.written[mistake]

    def turns(self, mistake):
        """Whether a mistake turns a difference of the right program round."""
        return any(turned in self.right for _, turned in self.differences(mistake).values())

    @cached_property
    def right(self):
        """The texts of the differences in the right program."""
        trees = map(self.program.renamed, self.program.lines.values())
        return {text for tree in trees for text in written.subtractions(tree)}

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
