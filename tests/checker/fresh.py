"""Points that no check has seen, and what an answer and the right program, with mistakes made in it, give there."""

import copy
import random
from functools import cache

import numpy as np

from nnlib.exercises import EXERCISES

COUNT, BASES, NUDGES = 14, 10, 2
FOLLOWS = {id for id, each in EXERCISES.items()
           if any(parameter.follows for parameter in getattr(each, "parameters", {}).values())}


def close(one, other, tolerance=1e-5):
    with np.errstate(all="ignore"):
        return np.abs(one - other) <= tolerance * np.abs(other) + 1e-10


def number(parameter, rng):
    """Return a value of a parameter that is not close to 0."""
    if parameter.values and (parameter.low is None or rng.random() < 0.6):
        return rng.choice(parameter.values)
    while abs(at := rng.uniform(parameter.low, parameter.high)) < 0.08:
        pass
    return at


def kept_apart(id, point):
    """Whether no two parameters are close that must keep apart."""
    return all(point[name] is not point[each.apart] if callable(point[name]) else
               np.all(np.abs(np.subtract(point[name], point[each.apart])) >= 0.05)
               for name, each in EXERCISES[id].parameters.items() if each.apart)


@cache
def drawn(id, count=COUNT, made=False):
    """Return fresh points. made : as a network makes them."""
    rng, parameters = random.Random(f"fresh {id} {made}"), EXERCISES[id].parameters
    found = []
    while len(found) < count:
        size, point = rng.randrange(2, 8), {}
        for name, parameter in parameters.items():
            values = [number(parameter, rng) for _ in range(size if parameter.batch else 1)]
            point[name] = np.array(values, float) if parameter.batch else values[0]
        for name, parameter in parameters.items() if made else ():
            if parameter.follows:
                point[name] = float(eval(parameter.follows, EXERCISES[id].program.scope | point))
        if kept_apart(id, point):
            found.append(point)
    return found


@cache
def moved(id):
    """Return for each parameter points in groups that differ in it alone."""
    found = {}
    for name, parameter in EXERCISES[id].parameters.items():
        rng = random.Random(f"moved {id} {name}")
        for base in drawn(id, BASES):
            group = [base]
            while len(group) <= NUDGES:
                value = number(parameter, rng)
                value = base[name] + rng.uniform(-0.04, 0.04) if parameter.batch else value
                if value is not base[name] and kept_apart(id, base | {name: value}):
                    group.append(base | {name: value})
            found.setdefault(name, []).append(group)
    return found


def values(function, id, points):
    """Return an answer's results at points, (results, points); NaN where it has none."""
    count, rows = len(EXERCISES[id].results), []
    for point in points:
        try:
            with np.errstate(all="ignore"):
                returned = function(*copy.deepcopy([*point.values()]))  # an answer may change its arrays
            rows.append(np.reshape(np.array(returned, float), count))
        except Exception:  # an answer may do anything
            rows.append(np.full(count, np.nan))
    return np.array(rows).T


@cache
def compiled(expression):
    return compile(expression, expression, "eval")


def made(id, points, chain=(), results=None, own=None):
    """Return the results of the right program with mistakes made in it, (results, points).

    own : results that are given, result -> values.
    """
    program, rows = EXERCISES[id].program, []
    for k, point in enumerate(points):
        scope, lines = program.scope | point, {}
        size = np.broadcast_shapes(*(np.shape(each) for each in point.values()))  # of the batch, if there is one
        with np.errstate(all="ignore"):
            for line, expression in program.lines.items():
                for each in [expression, *(mistake.lines[line] for mistake in chain if line in mistake.lines)]:
                    lines[line] = eval(compiled(each), scope, lines)
                    lines[line] = np.broadcast_to(lines[line], size) if size else lines[line]
                if own and line in own:
                    lines[line] = own[line][k]
        row = [float(np.ravel(lines[name])[0]) for name in EXERCISES[id].results]
        for mistake in chain:
            row = [row[k] for k in mistake.order] or row
        rows.append(row)
    return np.array(rows).T


@cache
def right(id, together=False):
    return made(id, drawn(id, made=together))


@cache
def touched(id, mistake):
    """Return the indices of the results that a mistake changes."""
    return {int(k) for k in np.flatnonzero(~close(made(id, drawn(id), (mistake,)), right(id)).all(axis=1))}
