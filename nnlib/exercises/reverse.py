"""Lesson 10: the backward pass over any record, as a program of the learner's.

A record lists values in the order in which they were made: (name, inputs), each input as (name, local derivative).

    [("d", [("a2", 1.0)]), ("Loss", [("d", 0.4), ("d", 0.4)])]
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations

import numpy as np

from nnlib.arguments import one_number
from nnlib.exercises.calling import TO_DO, Misfit, blank, guarded, short, shown
from nnlib.exercises.catalogue import Mistake
from nnlib.exercises.exercise import Exercise, wrong
from nnlib.exercises.points import close
from nnlib.exercises.verdict import Verdict

BACKWARD = {"start": "1.0", "order": "record[::-1]", "inputs": "inputs", "handed": "gradient * local",
            "new": "so_far + handed"}
PARAMETERS = {"start": "", "order": "record", "inputs": "inputs", "handed": "gradient, local", "new": "so_far, handed"}
# Line by line: id, line, what stands there, text.
AT_BACKWARD = [
    ("overwritten", "new", "handed",
     "Where a value is used twice, your last visit overwrites what an earlier one handed back. "
     "What should become of the part that is there already?"),
    ("first-kept", "new", "so_far or handed",
     "Where a value is used twice, you keep what the first visit handed back and drop the rest. "
     "Does the other use not change the loss?"),
    ("multiplied", "new", "so_far * handed if so_far else handed",
     "Where a value is used twice, you multiply the two parts. Do the two uses lie one behind the other, or side by side?"),
    ("larger-kept", "new", "handed if abs(handed) > abs(so_far) else so_far",
     "Where a value is used twice, you keep the larger part. Does the other use not change the loss?"),
    ("maximum", "new", "max(so_far, handed)",
     "You keep the maximum of what is there and what comes. What if a gradient is negative?"),
    ("mean", "new", "(so_far + handed) / 2",
     "You take a mean of what is there and what comes. Does one use of a value become weaker because there is another?"),
    ("mean-of-uses", "new", "(so_far + handed) / 2 if so_far else handed",
     "Where a value is used twice, you take a mean of its parts. Does one use become weaker because there is another?"),
    ("subtracted", "new", "so_far - handed", "You subtract what is handed back. Where does the minus come from?"),
    ("so-far-twice", "new", "so_far + so_far + handed",
     "Where a value is used twice, the first part counts twice. How often was it handed back?"),
    ("product-with-zero", "new", "so_far * handed",
     "You multiply by what is there already, and that is 0 at first. How do the parts of several uses combine?"),
    ("forward", "order", "record",
     "You visit the record from its first line on. Is the gradient of a value known before all that was made from it "
     "has been visited?"),
    ("visited-again", "order", "by_path(record)",
     "You visit a value anew each time that something is handed back to it, and it hands back again what it had handed "
     "back already. How often should each line be visited, and when?"),
    ("twice-through", "order", "record[::-1] * 2",
     "You go through the record twice. What has each line handed back after the first time?"),
    ("last-line-missing", "order", "record[-2::-1]",
     "You leave out the last line of the record. Where does the walk back start?"),
    ("first-line-missing", "order", "record[:0:-1]",
     "You leave out the first line of the record. Which values get their gradient from it?"),
    ("last-line-only", "order", "record[:-2:-1]",
     "You visit the last line only. What should the values do that have now got a gradient?"),
    ("first-input-only", "inputs", "inputs[:1]",
     "Only the first input of each line gets something. What about the others?"),
    ("last-input-only", "inputs", "inputs[-1:]",
     "Only the last input of each line gets something. What about the others?"),
    ("same-input-once", "inputs", "list(dict(inputs).items())",
     "Where both inputs of a line are the same value, you count one of them. Through how many of them does it change "
     "the result?"),
    ("locals-swapped", "inputs", "[(name, inputs[-1 - k][1]) for k, (name, _) in enumerate(inputs)]",
     "The local derivatives of a line reach the wrong inputs. Which of them stands beside which name?"),
    ("first-local-for-all", "inputs", "[(name, inputs[0][1]) for name, _ in inputs]",
     "All inputs of a line get the first local derivative. Which of them stands beside which name?"),
    ("starts-at-zero", "start", "0.0",
     "All your gradients are 0: the walk starts with 0. How fast does the last value change with itself?"),
    ("starts-negative", "start", "-1.0",
     "All your gradients have the opposite sign. How fast does the last value change with itself?"),
    ("starts-at-two", "start", "2.0",
     "All your gradients are doubled. How fast does the last value change with itself?"),
    ("starts-at-half", "start", "0.5",
     "All your gradients are halved. How fast does the last value change with itself?"),
    ("no-gradient", "handed", "local",
     "You hand back the local derivative alone. What has the value itself been handed before?"),
    ("no-local-derivative", "handed", "gradient",
     "You hand back the gradient unchanged. What does it meet on the edge to the input?"),
    ("sum", "handed", "gradient + local",
     "You add the gradient and the local derivative. Which rule holds along one path?"),
    ("difference", "handed", "gradient - local",
     "You subtract the local derivative from the gradient. Which rule holds along one path?"),
    ("divided", "handed", "gradient / local",
     "You divide by the local derivative. Which rule holds along one path?"),
    ("sign", "handed", "-(gradient * local)",
     "Each visit turns the sign round. Where does the minus come from?"),
    ("absolute", "handed", "abs(gradient * local)",
     "What you hand back has lost its sign. Can it be negative, and what would it then tell you?"),
    ("doubled", "handed", "2 * gradient * local",
     "Each visit hands back twice too much. Which number stands beside the gradient and the local derivative?"),
    ("halved", "handed", "gradient * local / 2",
     "Each visit hands back half of what it should. Which number stands beside the gradient and the local derivative?"),
    ("local-squared", "handed", "gradient * local * local",
     "The local derivative counts twice. How often is that edge crossed?"),
    ("gradient-squared", "handed", "gradient * gradient * local",
     "The gradient counts twice. How often does it flow through the value?"),
]
MISTAKES = [Mistake(id, {line: expression}, text) for id, line, expression, text in AT_BACKWARD]
# The shapes of the records that an answer is tried on: the made values, each with its inputs.
SHAPES = (
    "z1:x,w z2:z1,w Loss:z2,z2,z1",
    "z1:x,w1 a1:z1 z2:a1,w2 a2:z2 Loss:a2",
    "z1:x,w a1:z1 z2:a1,w a2:z2 Loss:a2",
    "d:a,b Loss:d,d",
    "b:a,a c:b,a d:c,b Loss:d,c",
    "sum:u,v u2:sum,u v2:sum,v both:u2,v2 Loss:both,sum",
)


def records():
    """Return the records: each local derivative a number of its own, of both signs."""
    made, count = [], 0
    for shape in SHAPES:
        lines = []
        for line in shape.split():
            name, inputs = line.split(":")
            locals_ = []
            for each_input in inputs.split(","):
                count += 1  # the fractional parts of k·√7 fill 0..1 evenly
                locals_.append((each_input, (-1) ** (count // 2) * (0.3 + 1.2 * (count * 7 ** 0.5 % 1))))
            lines.append((name, locals_))
        made.append(lines)
    return made


def names(record):
    """Return the names that have a gradient, but for the last value, whose gradient is 1."""
    return tuple(dict.fromkeys(name for _, inputs in record for name, _ in inputs))


def vector(gradients, record):
    """Return the gradients of those names."""
    return [gradients[name] for name in names(record)]


RECORDS = records()
STOPS = np.cumsum([0, *(len(names(record)) for record in RECORDS)])  # where each record's gradients end in a row of all


def by_path(record):
    """Return the lines in the order of a walk that visits a value anew on each path from the last one."""
    lines = dict(record)

    def walk(name):
        inputs = lines.get(name, ())
        return [(name, inputs), *(line for each_input, _ in inputs for line in walk(each_input))] if inputs else []

    return walk(record[-1][0])


@cache
def _function(line, expression):
    return eval(f"lambda {PARAMETERS[line]}: {expression}", {"by_path": by_path})


def run(record, chain=()):
    """Run the backward pass over a record with these mistakes made in it; return name -> gradient."""
    lines = dict(BACKWARD)
    for mistake in chain:
        lines |= mistake.lines
    start, order, chosen, handed, new = (_function(line, expression) for line, expression in lines.items())
    gradients = dict.fromkeys(names(record), 0.0) | {record[-1][0]: start()}
    for name, inputs in order(record):
        for other, local in chosen(inputs):
            gradients[other] = new(gradients[other], handed(gradients[name], local))
    return gradients


@dataclass(frozen=True, eq=False)
class ReverseExercise(Exercise):
    """An exercise whose answer is a function from a record to a dictionary: name -> gradient."""

    mistakes: tuple = tuple(MISTAKES)

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
            raise Misfit(TO_DO, "not tried")
        once, again = (np.concatenate([_numbers(each, record) for each, record in zip(returned, RECORDS, strict=True)])
                       for returned in (once, again))
        if not close(again, once).all():
            raise Misfit("Your function gives different results for the same record. "
                         "Does it keep something from one call to the next?")
        mistakes = self.find(once)
        if mistakes == ():
            return Verdict("right", "Your backward pass gives the gradients of every record tried, "
                           "also where a value is used more than once.")
        return wrong(mistakes) if mistakes else Verdict("wrong", _departs(once))


def _returned(answer, record):
    returned = answer(record)
    return dict(returned) if isinstance(returned, Mapping) else returned


def _numbers(returned, record):
    """Return the gradients that one call gave, as floats."""
    if not isinstance(returned, dict):
        raise Misfit(f"Your function returns {shown(returned)}; a dictionary was wanted, from each name to its gradient.")
    missing = [name for name in names(record) if name not in returned]
    if missing:
        raise Misfit(f"Your dictionary has no gradient for {missing[0]}. Which names stand in the record?")
    try:
        return np.array([float(one_number(f"the gradient for {name}", returned[name])) for name in names(record)])
    except (TypeError, ValueError) as error:
        raise Misfit(f"What your function returns cannot be judged: {short(error)}.") from None


def _departs(got):
    """Say where the gradients of an answer first depart from the right ones, from the last value back."""
    for record, start, stop in sorted(zip(RECORDS, STOPS, STOPS[1:], strict=False), key=lambda each: len(each[0])):
        departing = dict(zip(names(record), ~close(got[start:stop], vector(run(record), record)), strict=True))
        for name in (name for _, inputs in reversed(record) for name, _ in inputs):
            if departing[name]:
                users = [made for made, inputs in record for other, _ in inputs if other == name]
                return (f"In a record of {' and '.join([', '.join(made for made, _ in record[:-1]), record[-1][0]])}, the "
                        f"first gradient that departs, from {record[-1][0]} back, is that of {name}. It is used in "
                        f"{' and in '.join(users)}: what should be handed back to it there?")
    return "Which lines does your function visit, and in which order?"
