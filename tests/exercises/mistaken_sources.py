"""Answers written as a learner would: the solution of each exercise, and any mistake of its catalogue, as source text.

    solution("4.gradient")                                the right answer
    mistaken("4.gradient")                                one mistake: its id, and source to paste into a notebook
    source(exercise, mistakes)                            any mistakes made in it
    answer("4.gradient", text)                            what the text defines

The right lines below are written by hand, and know nothing of nnlib.
"""

import math

import numpy as np

from nnlib import Network, quadratic, sigmoid
from nnlib.exercises import EXERCISES
from nnlib.exercises.paths import with_mistakes
from nnlib.exercises.records import by_path

FUNCTIONS = {
    "1.forward": ("forward", "x, w1, w2, g1, g2"),
    "2.loss": ("loss_from_inputs", "x, y, w1, w2, g1, g2, loss"),
    "4.locals": ("local_derivatives", "y, a1, a2"),
    "4.gradient": ("dloss_dw2", "y, a1, a2"),
    "6.locals": ("local_derivatives", "x, w2, a1"),
    "6.gradient": ("dloss_dw1", "x, y, w2, a1, a2"),
    "7.update": ("updated_w1", "w1, step_size, x, y, w2, a1, a2"),
    "7.step": ("step", "x, y, w1, w2, step_size"),
    "10.times": ("times", "a1, w2"),
    "10.add": ("dloss_dw", "x, a1, dloss_dz1, dloss_dz2"),
}
LINES = {
    "z1": "x * w1", "a1": "g1(z1)", "z2": "a1 * w2", "a2": "g2(z2)", "Loss": "loss(a2, y)",
    "dloss_da2": "a2 - y", "da2_dz2": "a2 * (1 - a2)", "dz2_dw2": "a1", "dz2_da1": "w2", "da1_dz1": "a1 * (1 - a1)",
    "dz1_dw1": "x",
    "dloss_dw2": "dloss_da2 * da2_dz2 * dz2_dw2", "dloss_dw1": "dloss_da2 * da2_dz2 * dz2_da1 * da1_dz1 * dz1_dw1",
    "step_w1": "step_size * dloss_dw1", "new_w1": "w1 - step_w1",
    "step_w2": "step_size * dloss_dw2", "new_w2": "w2 - step_w2",
    "from_z2": "dloss_dz2 * a1", "from_z1": "dloss_dz1 * x", "dloss_dw": "from_z2 + from_z1",
}
WITH_SIGMOIDS = LINES | {"a1": "sigmoid(z1)", "a2": "sigmoid(z2)"}
LISTS = {"3.path": ("path_to_w2", ("dloss_da2", "da2_dz2", "dz2_dw2")),
         "5.path": ("path_to_w1", ("dloss_da2", "da2_dz2", "dz2_da1", "da1_dz1", "dz1_dw1"))}
PROGRAMS = {"10.reverse": ("backward", """def backward(record):
    gradients = {{name: 0.0 for _, inputs in record for name, _ in inputs}}
    gradients[record[-1][0]] = {start}
    for name, inputs in {order}:
        for other, local in {inputs}:
            gradient, so_far = gradients[name], gradients[other]
            handed = {handed}
            gradients[other] = {new}
    return gradients
""", {"start": "1.0", "order": "reversed(record)", "inputs": "inputs", "handed": "gradient * local",
      "new": "so_far + handed"})}
# One mistake for each exercise, to be pasted into its notebook.
SAMPLE = {
    "1.forward": "weight-after-a1", "2.loss": "loss-swapped", "3.path": "missing-da2_dz2",
    "4.locals": "sign-dloss_da2", "4.gradient": "missing-da2_dz2", "5.path": "upside-down-da1_dz1",
    "6.locals": "a-alone-at-a1", "6.gradient": "missing-dz2_da1", "7.update": "uphill",
    "7.step": "new-w2-in-dloss_dw1",
    "10.times": "factor-that-moves", "10.add": "overwritten", "10.reverse": "overwritten",
}


def source(exercise, mistakes=()):
    """Return source text that answers an exercise, with these mistakes made in it."""
    if exercise.id in LISTS:
        name, path = LISTS[exercise.id]
        return f"{name} = {with_mistakes(path, mistakes)!r}\n"
    if exercise.id in PROGRAMS:
        _, text, lines = PROGRAMS[exercise.id]
        return text.format(**{line: expression for each in (lines, *(mistake.lines for mistake in mistakes))
                              for line, expression in each.items()})
    name, parameters = FUNCTIONS[exercise.id]
    right = WITH_SIGMOIDS if exercise.id == "7.step" else LINES
    body, results = [], list(exercise.formula.results)
    for line in exercise.formula.lines:
        body.append(f"{line} = {right[line]}")
        body += [f"{line} = {mistake.lines[line]}" for mistake in mistakes if line in mistake.lines]
    for mistake in mistakes:
        results = [results[k] for k in mistake.order] or results
    return "\n    ".join([f"def {name}({parameters}):", *body, f"return {', '.join(results)}"]) + "\n"


def answer(id, text):
    """Return the function or list that source text defines."""
    scope = {"Network": Network, "quadratic": quadratic, "sigmoid": sigmoid, "math": math, "np": np, "by_path": by_path}
    exec(compile(text, "<learner>", "exec"), scope)
    return scope[(FUNCTIONS | LISTS | PROGRAMS)[id][0]]


def singles(exercise):
    """Return the mistakes of an exercise that have a value of their own."""
    if exercise.id in LISTS:
        return [chain[0] for chain in exercise.known.values() if len(chain) == 1]
    if exercise.id in PROGRAMS:
        return list(exercise.singles)
    return [exercise.catalogue.named(chain)[0] for chain in exercise.catalogue.singles[0][1:]]


def pairs(exercise):
    """Return the pairs of mistakes of an exercise, those included whose value has another name."""
    if exercise.id in LISTS:
        return [chain for chain in exercise.known.values() if len(chain) == 2]
    if exercise.id in PROGRAMS:
        return list(exercise.pairs)
    return [exercise.catalogue.named(chain) for chain in exercise.catalogue.pairs[0]]


def solution(id):
    return source(EXERCISES[id])


def mistaken(id):
    """Return the id of one catalogued mistake of an exercise, and source text that makes it."""
    mistake = next(each for each in singles(EXERCISES[id]) if each.id == SAMPLE[id])
    return mistake.id, source(EXERCISES[id], [mistake])
