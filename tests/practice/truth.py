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


def close(got, wanted, tolerance=1e-5):
    with np.errstate(all="ignore"):
        return np.abs(got - wanted) <= tolerance * np.abs(wanted) + 1e-11


def written(task, *mistakes):
    """An answer that makes some mistakes, line by line."""
    rows = []
    for name, expression in gradient(task.made).items():
        rows.append(f"{name} = {expression}")
        rows += [f"{name} = {mistake.lines[name]}" for mistake in mistakes if name in mistake.lines]
    scope, body = dict(SCOPE), "\n ".join([*rows, f"return {rows[-1].split(' = ')[0]}"])
    exec(f"def named({', '.join(task.parameters)}):\n {body}", scope)
    return scope["named"]


def places(task, mistake, message):
    """The indices of the paths in which a mistake is said to be; all if none is named."""
    before = message.partition(mistake.text)[0].split("\n")[-1]
    ways = [parting(task.made, k) for k in range(len(task.made.paths[task.weight]))]
    named = [k for k, (start, end) in enumerate(ways) if f"your product for the path from {start} to {end}" in before]
    return named or range(len(ways))


def made(task, chains, points):
    """The values of the right program with mistakes made in it. chains : mistake -> the paths in which it is made."""
    lines, several = gradient(task.made), task.made.paths[task.weight][1:]
    result, rows = [*lines][-1], []
    for point in points:
        scope, known = SCOPE | point, {}
        with np.errstate(all="ignore"):
            for k in range(len(several) + 1):
                at = run({name: each for name, each in lines.items() if name != result or not several},
                         [mistake for mistake, paths in chains.items() if k in paths], scope, {})
                known |= {name: value for name, value in at.items() if name[:4] != "path" or name == f"path{k + 1}"}
            rows.append(run({result: lines[result]}, chains, scope, known)[result] if several else known[result])
    return np.array(rows, float)


def run(lines, mistakes, scope, known):
    known = dict(known)
    for name, expression in lines.items():
        for each in [expression, *(mistake.lines[name] for mistake in mistakes if name in mistake.lines)]:
            known[name] = eval(each, scope, known)
    return known


def networks(task, seed, count=COUNT):
    """All that the answer is given, in networks that no check has seen."""
    chance, found = random.Random(seed), []
    while len(found) < count:
        given = {name: chance.choice((-1, 1)) * chance.uniform(0.2, 1.8) for name in task.given}
        given["y"] = chance.choice((0.0, 0.3, 1.0))
        at = task.made.record(**given)
        point = given | {name: at[name].data for name in task.made.computed}
        if point[task.made.output] != given["y"]:
            found.append(point)
    return found


def free(task, seed, count=COUNT):
    """Points at which each value is free."""
    chance, found = random.Random(seed), []
    while len(found) < count:
        point = {name: number(each, chance) for name, each in parameters(task.made).items()}
        if abs(point["y"] - point[task.made.output]) > 0.05:
            found.append(point)
    return found


def values(function, points):
    rows = []
    for point in points:
        with np.errstate(all="ignore"):
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
            found += [mended for (_, id, _), mend, _ in mends(function, *known)
                      if id in slips and (mended := mend())]
    return found


def false(task, answer, verdict):
    """Return what a verdict says of an answer that is not so."""
    at, loose = networks(task, 7), free(task, 8)
    wanted = made(task, {}, at)
    got = values(answer.function, at)
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
        if not any(close(values(each, points), made(task, order, points)).all() for order in (chains, back)
                   for each in variants(task, answer, verdict) for points in (loose, at)):
            found.append(f"with {[each.id for each in named]} made it has other values")
    body = re.sub(r"def \w+\(.*\):", "", answer.source)
    for id in ids:
        extra = re.match(r"extra-(?:one-minus-)?(\w+)$", id)
        if extra and not re.search(rf"\b{extra[1]}\b", body):
            found.append(f"{extra[1]} stands nowhere in the answer")
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
    said = verdict.message if "right either" in verdict.message else ""
    for name in re.findall(r"[Yy]our (\w+)(?= (?:and|is|are) )", said):
        line = re.search(rf"\b{name} = (.*)", body)
        if name in slopes and line and name not in touched and "bracket" not in around:
            found.append(f"{name} is said to be wrong")
    if verdict.place:
        line = re.sub(r"^\d+\. ", "", verdict.place[0])
        if line not in answer.source:
            found.append(f"the place {line!r} stands nowhere")
    return found
