"""Records on which a backward pass is tried, the backward pass line by line, and the mistakes in one of its lines.

A record lists values in the order in which they were made: (name, inputs), each input as (name, local derivative).

    [("d", [("a2", 1.0)]), ("Loss", [("d", 0.4), ("d", 0.4)])]
"""

from functools import cache

import numpy as np

from nnlib.exercises.catalogue import Mistake

BACKWARD = {"start": "1.0", "before": "0.0", "order": "record[::-1]", "inputs": "inputs",
            "handed": "gradient * local", "new": "so_far + handed"}
# carried : the product of all local derivatives that were met so far
PARAMETERS = {"start": "", "before": "", "order": "record", "inputs": "inputs", "handed": "gradient, local, carried",
              "new": "so_far, handed"}
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
    ("so-far-twice", "new", "so_far + so_far + handed",
     "Where a value is used twice, the first part counts twice. How often was it handed back?"),
    ("forward", "order", "record",
     "Only the inputs of the last line get a gradient. Do you visit all lines, and the last one first?"),
    ("visited-again", "order", "by_path(record)",
     "You visit a value anew each time that something is handed back to it, and it hands back again what it had handed "
     "back already. How often should each line be visited, and when?"),
    ("twice-through", "order", "record[::-1] * 2",
     "You go through the record twice. What has each line handed back after the first time?"),
    ("first-line-missing", "order", "record[:0:-1]",
     "You leave out the first line of the record. Which values get their gradient from it?"),
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
     "All your gradients are 0. Does your walk start with 1 at the last value, visit the last line, and add what is "
     "handed back?"),
    ("starts-negative", "start", "-1.0",
     "All your gradients have the opposite sign. How fast does the last value change with itself?"),
    ("starts-at-two", "start", "2.0",
     "All your gradients are doubled. How fast does the last value change with itself?"),
    ("starts-at-half", "start", "0.5",
     "All your gradients are halved. How fast does the last value change with itself?"),
    ("starts-from-one", "before", "1.0",
     "Where nothing has been handed back yet, you start from 1. What do you add the first part to?"),
    ("one-product", "handed", "carried",
     "You carry one product through the whole record. Each line has a gradient of its own: whose does it hand back?"),
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
    "b:a,a c:b,a d:c,b e:d,c",
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
    start, before, order, chosen, handed, new = (_function(line, expression) for line, expression in lines.items())
    gradients, carried = dict.fromkeys(names(record), before()) | {record[-1][0]: start()}, 1.0
    for name, inputs in order(record):
        for other, local in chosen(inputs):
            carried *= local
            gradients[other] = new(gradients[other], handed(gradients[name], local, carried))
    return gradients
