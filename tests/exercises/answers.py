"""Answers written as a learner would: the solution of each exercise, and any mistake of its catalogue, as source text.

    solution("4.gradient")                                the right answer, as the lesson's solution has it
    source(exercise, mistakes)                            the right program, with any mistakes made in it
    sample("4.gradient")                                  what learners make most often: the mistake, and its source
    answer("4.gradient", text)                            what the text defines
"""

import math
import re
from itertools import combinations

import numpy as np
from lessons import course, tags

from nnlib.checker import programs
from nnlib.checker.points import close
from nnlib.exercises import EXERCISES
from nnlib.exercises.backward import BACKWARD, BackwardExercise, at_once, walked
from nnlib.exercises.course import COMMON
from nnlib.exercises.paths import PathExercise, with_mistakes
from nnlib.exercises.setting import FUNCTIONS, OVER_EXAMPLES
from nnlib.topology import PATHS

LISTS = {each.id: PATHS[each.weight] for each in EXERCISES.values() if isinstance(each, PathExercise)}
PROGRAMS = {each.id for each in EXERCISES.values() if isinstance(each, BackwardExercise)}
FORMULAS = [each for each in EXERCISES.values() if each.id not in LISTS and each.id not in PROGRAMS]
FENCE = re.compile(r"```python\n(.*?)```", re.DOTALL)
SOLUTIONS = {tag[9:]: FENCE.search(cell.source)[1] for lesson in course() for cell in lesson.markdown
             for tag in tags(cell) if tag.startswith("solution:")}
# What a mistake's source may use beside what its lesson imports.
IMPORTS = """from nnlib import Network, quadratic, sigmoid
from nnlib.exercises.setting import OVER_EXAMPLES
globals().update(OVER_EXAMPLES)

"""
WALK = """def backward(record):
    gradients = {{name: {before} for _, inputs in record for name, _ in inputs}}
    gradients[record[-1][0]], carried = {start}, 1.0
    for name, inputs in {order}:
        for other, local in {inputs}:
            gradient, so_far, carried = gradients[name], gradients[other], carried * local
            handed = {handed}
            gradients[other] = {new}
    return gradients
"""


def solution(id):
    return SOLUTIONS[id]


def source(exercise, mistakes=()):
    """Return source text that answers an exercise, with these mistakes made in it."""
    if exercise.id in LISTS:
        return f"{SOLUTIONS[exercise.id].split()[0]} = {with_mistakes(LISTS[exercise.id], mistakes)!r}\n"
    if exercise.id in PROGRAMS:
        return WALK.format(**BACKWARD | {line: each for mistake in mistakes for line, each in mistake.lines.items()})
    body, results = [], list(exercise.results)
    for line, expression in exercise.lines.items():
        body.append(f"{line} = {expression}")
        body += [f"{line} = {mistake.lines[line]}" for mistake in mistakes if line in mistake.lines]
    for mistake in mistakes:
        results = [results[k] for k in mistake.order] or results
    if exercise.id == "8.mean":  # what the functions over examples return has an axis of length 1 left
        results = [f"{name}[..., 0]" for name in results]
    return "\n    ".join([f"def {exercise.asks}:", *body, f"return {', '.join(results)}"]) + "\n"


def answer(id, text):
    """Return the function or list that source text defines."""
    scope = {"math": math, "np": np, "walked": walked, "at_once": at_once, **programs.FUNCTIONS, **FUNCTIONS}
    scope |= {name: lambda values, over=over: over(np.atleast_1d(values)) for name, over in OVER_EXAMPLES.items()}
    exec(compile(text, "<learner>", "exec"), scope)
    return scope[re.match(r"(?:def )?(\w+)", EXERCISES[id].asks if id not in LISTS else text)[1]]


def pairs(exercise):
    """Return the pairs of mistakes of an exercise, those included whose value has another name."""
    if exercise.id in LISTS:
        return [pair for pair in combinations(exercise.singles, 2) if pair[0].touches.isdisjoint(pair[1].touches)]
    if exercise.id in PROGRAMS:
        return list(exercise.pairs)
    catalogue, chains = exercise.catalogue, exercise.catalogue.pairs[0]
    few = catalogue.values(chains, exercise.program.points[:2])  # of a constant there is nothing else to say
    return [catalogue.named(chain) for chain in chains[~close(few, few[..., :1]).all(axis=(1, 2))]]


def sample(id):
    """Return the mistake that learners make most often, and source text that makes it."""
    mistake = next(each for each in EXERCISES[id].singles if each.id == COMMON[id][0])
    return mistake, source(EXERCISES[id], [mistake])
