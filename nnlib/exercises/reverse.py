"""Lesson 10: the backward pass over any record, as a program of the learner's."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from itertools import combinations

import numpy as np

from nnlib.arguments import one_number
from nnlib.exercises.calling import Misfit, blank, guarded, not_tried, short, shown
from nnlib.exercises.exercise import Exercise, wrong
from nnlib.exercises.points import close
from nnlib.exercises.records import MISTAKES, RECORDS, STOPS, names, records, run, vector
from nnlib.exercises.verdict import Verdict


class ReverseExercise(Exercise):
    """An exercise whose answer is a function from a record to a dictionary: name -> gradient."""

    mistakes = tuple(MISTAKES)

    @cached_property
    def singles(self):
        """Return the mistakes with a value of their own -> their gradients on all records."""
        found, right = {}, self.values(())
        for mistake in self.mistakes:
            values = self.values((mistake,))
            if not any(close(values, other).all() for other in (right, *found.values())):
                found[mistake] = values
        return found

    @cached_property
    def pairs(self):
        """Return the pairs of mistakes in different lines -> their gradients on the first record."""
        return {pair: self.values(pair, RECORDS[:1]) for pair in combinations(self.singles, 2)
                if pair[0].touches.isdisjoint(pair[1].touches)}

    def values(self, chain, on=None):
        """Return the gradients on some records, all by default, as one array."""
        return np.array([value for record in on or RECORDS for value in vector(run(record, chain), record)])

    def find(self, got):
        """Return the mistakes, a tuple, of an answer with these gradients on all records; None if it makes others."""
        if close(got, self.values(())).all():
            return ()
        for mistake, values in self.singles.items():
            if close(got, values).all():
                return (mistake,)
        for pair, values in self.pairs.items():
            if close(got[:len(values)], values).all() and close(got, self.values(pair)).all():
                return pair
        return None

    def compared(self, answer):
        """Return the verdict on a function by what it returns. Raises Misfit if that is no gradient for each name."""
        with guarded():
            if not callable(answer):
                raise Misfit(f"Your answer is {shown(answer)}; a function was wanted, handed over by its name, "
                             "without brackets.")
            once, again = ([_returned(answer, record) for record in records()] for _ in range(2))
        if all(map(blank, once)):
            raise not_tried(once)
        once, again = (np.concatenate([_numbers(each, record) for each, record in zip(returned, RECORDS, strict=True)])
                       for returned in (once, again))
        if not close(again, once).all():
            raise Misfit("Your function gives different results for the same record. "
                         "Does it keep something from one call to the next?")
        mistakes = self.find(once)
        if mistakes == ():
            return Verdict("right", "Your backward pass gives the gradients of every record tried, "
                           "also where a value is used more than once.")
        return wrong(mistakes) if mistakes else Verdict("wrong", _differs(once))


def _returned(answer, record):
    known = names(record)
    try:
        returned = answer(record)
    except KeyError as error:
        name = next(iter(error.args), None)
        if name == record[-1][0]:
            raise Misfit(f"Your code reads the gradient of {name}, the last value of a record, and there is none yet. "
                         "Which number does the walk start with, and under which name?") from None
        if name in known:
            raise Misfit(f"Your code reads the gradient of {name}, and there is none yet. Which lines hand "
                         f"something back to {name}, and what is there before the first of them?") from None
        raise
    return dict(returned) if isinstance(returned, Mapping) else returned


def _numbers(returned, record):
    """Return the gradients that one call gave, as floats."""
    if not isinstance(returned, dict):
        raise Misfit(f"Your function returns {shown(returned)}; a dictionary was wanted, from each name to its gradient.")
    missing = [name for name in names(record) if name not in returned]
    if missing:
        raise Misfit(f"Your dictionary has no gradient for {missing[0]}. "
                     "Does your function visit every line before it returns?")
    try:
        return np.array([float(one_number(f"the gradient for {name}", returned[name])) for name in names(record)])
    except (TypeError, ValueError) as error:
        raise Misfit(f"What your function returns cannot be judged: {short(error)}.") from None


def _differs(got):
    """Say where the gradients of an answer first differ from the right ones, from the last value back."""
    for record, start, stop in sorted(zip(RECORDS, STOPS, STOPS[1:], strict=False), key=lambda each: len(each[0])):
        differing = dict(zip(names(record), ~close(got[start:stop], vector(run(record), record)), strict=True))
        for name in (name for _, inputs in reversed(record) for name, _ in inputs):
            if differing[name]:
                uses = Counter(made for made, inputs in record for other, _ in inputs if other == name)
                users = [f"{made}, twice" if count == 2 else made for made, count in uses.items()]
                return (f"In a record of {' and '.join([', '.join(made for made, _ in record[:-1]), record[-1][0]])}, the "
                        f"first gradient that differs, from {record[-1][0]} back, is that of {name}. It is used in "
                        f"{' and in '.join(users)}: what should be handed back to it there?")
    return "Which lines does your function visit, and in which order?"
