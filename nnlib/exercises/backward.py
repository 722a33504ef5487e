"""The backward pass over any record: the right program line by line, and the exercise on it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations

import numpy as np

from nnlib.arguments import one_number
from nnlib.checker import Exercise
from nnlib.checker.calling import Misfit, blank, guarded, not_tried, short, shown
from nnlib.checker.points import close
from nnlib.exercises.records import RECORDS, STOPS, names, records, vector

BACKWARD = {"start": "1.0", "before": "0.0", "order": "record[::-1]", "inputs": "inputs",
            "handed": "gradient * local", "new": "so_far + handed"}
# carried : the product of all local derivatives that were met so far
PARAMETERS = {"start": "", "before": "", "order": "record", "inputs": "inputs", "handed": "gradient, local, carried",
              "new": "so_far, handed"}
CHANGED = " It changes the record that it is given: to run it again, you need a new one."


def walked(record, take, marked, step):
    """Return the lines in the order of a walk from the last value over its inputs, instead of in the reverse order.

    take : 0 for the value that has waited longest, -1 for the one that came last. marked : when a value counts as
    visited: "taken" from those that wait, "noted" among them, or "never". step : 1 or -1, the order of inputs.
    """
    lines, waiting, seen, order = dict(record), [record[-1][0]], set(), []
    while waiting:
        name = waiting.pop(take)
        if marked == "taken" and name in seen:
            continue
        seen.add(name)
        order.append((name, lines[name]))
        for other, _ in lines[name][::step]:
            if other in lines and (marked != "noted" or other not in seen):
                seen |= {other} if marked == "noted" else set()
                waiting.append(other)
    return order


def at_once(record, marked, step):
    """Return the same for a walk that goes on from each input before it hands anything to the next one."""
    lines, order, seen = dict(record), [], set()

    def walk(name):
        seen.add(name)
        for other, local in lines[name][::step]:
            order.append((name, [(other, local)]))
            if other in lines and (marked == "never" or other not in seen):
                walk(other)

    walk(record[-1][0])
    return order


@cache
def _function(line, expression):
    return eval(f"lambda {PARAMETERS[line]}: {expression}", {"walked": walked, "at_once": at_once})


def run(record, chain=()):
    """Run the backward pass over a record with these mistakes made in it; return name -> gradient."""
    lines = dict(BACKWARD)
    for mistake in chain:
        lines |= mistake.lines
    start, before, order, chosen, handed, new = (_function(line, expression) for line, expression in lines.items())
    gradients, carried = dict.fromkeys(names(record), before()) | {record[-1][0]: start()}, 1.0
    for name, inputs in order(record):
        for other, local in chosen(inputs):
            carried *= local
            gradients[other] = new(gradients[other], handed(gradients[name], local, carried))
    return gradients


@dataclass(frozen=True, kw_only=True)
class BackwardExercise(Exercise):
    """An exercise on a function from a record to name -> gradient. mistakes : each changes one line of BACKWARD."""

    mistakes: tuple
    asks = "backward(record)"

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
            given = records(), records()
            once, again = ([_returned(answer, record) for record in each] for each in given)
            changed = given[0] != list(RECORDS)
        if all(map(blank, once)):
            raise not_tried(once)
        once, again = (np.concatenate([_numbers(each, record) for each, record in zip(returned, RECORDS, strict=True)])
                       for returned in (once, again))
        if not close(again, once).all():
            raise Misfit("Your function gives different results for the same record. "
                         "Does it keep something from one call to the next?")
        mistakes = self.find(once)
        if mistakes == ():
            return self.verdict("right", "Your backward pass gives the gradients of every record tried, also where a value "
                                "is used more than once." + (CHANGED if changed else ""))
        return self.wrong(mistakes) if mistakes else self.verdict("wrong", _differs(once))


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
                     "Which line of the record hands something back to it, and does your function store it under that name?")
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
