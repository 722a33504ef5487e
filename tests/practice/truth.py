"""What a verdict on the gradient of a network never seen says, held against what is so in networks no check has seen.

    false(task, answer, verdict)        what it says that is not so: a list of texts
"""

import random
import re

import numpy as np
from checker.fresh import number

from nnlib.checker.mending import MESSAGES, mends
from nnlib.practice.mistakes import FUNCTIONS, gradient, parameters, parting

COUNT = 40
SCOPE = {"exp": np.exp, "log": np.log, "tanh": np.tanh, "sigmoid": lambda z: 1 / (1 + np.exp(-z)), **FUNCTIONS}


@np.errstate(all="ignore")
def close(got, wanted, tolerance=1e-5):
    return np.abs(got - wanted) <= tolerance * np.abs(wanted) + 1e-11


def written(task, mistakes):
    """The right program as a function, with mistakes in it. mistakes : mistake -> the paths in which it is made."""
    lines, rows = gradient(task.made), []

    def write(name, made):
        forms = lines[name], *(mistake.lines[name] for mistake in made if name in mistake.lines)
        rows.extend(f"{name} = {each}" for each in forms)

    *before, result = lines
    for k in range(len(task.made.paths[task.weight])):
        for name in before:
            if name[:4] != "path" or name == f"path{k + 1}":
                write(name, [mistake for mistake, paths in mistakes.items() if k in paths])
    write(result, mistakes)
    scope, body = dict(SCOPE), "\n ".join([*rows, f"return {result}"])
    exec(f"def named({', '.join(task.parameters)}):\n {body}", scope)
    return scope["named"]


def places(task, mistake, message):
    """The indices of the paths in which a mistake is said to be; all if none is named."""
    before = message.partition(mistake.text)[0].split("\n")[-1]
    ways = [parting(task.made, k) for k in range(len(task.made.paths[task.weight]))]
    named = [k for k, (start, end) in enumerate(ways) if f"your product for the path from {start} to {end}" in before]
    return named or range(len(ways))


def drawn(task, seed, free=False):
    """All that the answer is given, in networks that no check has seen. free : each value by itself."""
    chance, found = random.Random(seed), []
    while len(found) < COUNT:
        if free:
            point = {name: number(each, chance) for name, each in parameters(task.made).items()}
        else:
            point = {name: chance.choice((-1, 1)) * chance.uniform(0.2, 1.8) for name in task.given}
            point["y"] = chance.choice((0.0, 0.3, 1.0))
            point |= {name: at.data for name, at in task.made.record(**point).items() if name in task.made.computed}
        if abs(point["y"] - point[task.made.output]) > 0.05 * free:
            found.append(point)
    return found


@np.errstate(all="ignore")
def values(function, points):
    rows = []
    for point in points:
        try:
            rows.append(float(function(**point)))
        except Exception:  # an answer may do anything
            rows.append(np.nan)
    return np.array(rows)


def variants(task, answer, verdict):
    """What an answer may be without the slips of Python's that a verdict names."""
    slips, found = {*MESSAGES} & {*(verdict.mistake or "").split("+")}, [answer.function]
    exercise = task.of_gradient
    for function in found:
        if len(found) < 12 and slips:
            known = exercise.ways[0].right, exercise.parameters.keys()
            found += [mended for (_, id, _), mend, _ in mends(function, *known) if id in slips and (mended := mend())]
    return found


def false(task, answer, verdict):
    """Return what a verdict says of an answer that is not so."""
    at, free = drawn(task, 7), drawn(task, 8, free=True)
    wanted, got = (values(each, at) for each in (written(task, {}), answer.function))
    is_right = close(got, wanted, 1e-7).all()
    if verdict.status == "right":
        return [] if close(got, wanted).all() else ["called right, and it is wrong"]
    if is_right:
        return ["refused, and it is right for every network"]
    found, known = [], [*task.of_gradient.mistakes, *task.of_gradient.further]
    ids = (verdict.mistake or "").split("+")
    named = [mistake for mistake in known if mistake.id in ids]
    if named and "not right either" not in verdict.message:
        chains = {mistake: places(task, mistake, verdict.message) for mistake in named}
        back = dict(reversed(chains.items()))  # two may be made in one line, one after the other
        if not any(close(values(each, points), values(written(task, order), points)).all() for order in (chains, back)
                   for each in variants(task, answer, verdict) for points in (free, at)):
            found.append(f"with {[each.id for each in named]} made it has other values")
    body = re.sub(r"def \w+\(.*\):", "", answer.source)
    found += [f"{name} stands nowhere in the answer" for id in ids
              for name in re.findall(r"^extra-(?:one-minus-)?(\w+)$", id) if not re.search(rf"\b{name}\b", body)]
    slopes, around = task.made.slopes, str(answer.slips)
    touched = {slopes.get(edge) for slip in answer.slips for edge in slip.edges}
    touched = {edge for edge in slopes if slopes[edge] in touched}
    for mistake in named:
        edges = {name for name in slopes if re.search(rf"{name}\b", mistake.id)}
        equal = mistake.id.startswith(("doubled", "absolute", "divided")) or "cancels" in mistake.text or (
            "/" in around) or "equal to it" in mistake.text or "come to the same" in verdict.message or (
            mistake.id.startswith("quadratic") and "counts twice" in mistake.text)
        if edges and not edges & touched and not equal:  # in a product the place of a factor more is not known
            found.append(f"{mistake.id} names {edges}; the slips are in {touched or 'no edge'}")
    said = verdict.message if "right either" in verdict.message and "bracket" not in around else ""
    found += [f"{name} is said to be wrong" for name in re.findall(r"[Yy]our (\w+)(?= (?:and|is|are) )", said)
              if name in slopes.keys() - touched and re.search(rf"\b{name} = ", body)]
    if verdict.place:
        line = re.sub(r"^\d+\. ", "", verdict.place[0])
        found += [f"the place {line!r} stands nowhere"] if line not in answer.source else []
    return found
