"""Records on which a backward pass is tried.

A record lists values in the order in which they were made: (name, inputs), each input as (name, local derivative).

    [("d", [("a2", 1.0)]), ("Loss", [("d", 0.4), ("d", 0.4)])]
"""

from itertools import count

import numpy as np

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
    # The fractional parts of k·√7 fill 0..1 evenly.
    numbers = ((-1) ** (k // 2) * (0.3 + 1.2 * (k * 7 ** 0.5 % 1)) for k in count(1))
    lines = [[line.split(":") for line in shape.split()] for shape in SHAPES]
    return [[(name, [(each, next(numbers)) for each in inputs.split(",")]) for name, inputs in record] for record in lines]


def names(record):
    """Return the names that have a gradient, but for the last value, whose gradient is 1."""
    return tuple(dict.fromkeys(name for _, inputs in record for name, _ in inputs))


def vector(gradients, record):
    """Return the gradients of those names."""
    return [gradients[name] for name in names(record)]


RECORDS = records()
STOPS = np.cumsum([0, *(len(names(record)) for record in RECORDS)])  # where each record's gradients end in a row of all
