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
    "8.mean": ("mean_gradient", "ys, a1s, a2s"),
    "8.bias": ("dloss_db2", "y, a1, a2, b2"),
    "9.local": ("dloss_da2", "y, a2"),
    "9.collapse": ("dloss_dz2", "y, a2"),
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
LINES |= {"dz2_db2": "1.0", "dloss_db2": "dloss_da2 * da2_dz2 * dz2_db2"}
WITH_SIGMOIDS = LINES | {"a1": "sigmoid(z1)", "a2": "sigmoid(z2)"}
OF_BATCH = LINES | {"y": "ys", "a1": "a1s", "a2": "a2s", "mean_gradient": "mean(dloss_dw2)"}
CROSS_ENTROPY = LINES | {"first": "-y / a2", "second": "(1 - y) / (1 - a2)", "dloss_da2": "first + second",
                         "dloss_dz2": "dloss_da2 * da2_dz2"}
RIGHT_LINES = {"7.step": WITH_SIGMOIDS, "8.mean": OF_BATCH, "9.local": CROSS_ENTROPY, "9.collapse": CROSS_ENTROPY}
OVER_EXAMPLES = {"mean": lambda each: np.mean(np.atleast_1d(each), -1, keepdims=True),
                 "total": lambda each: np.sum(np.atleast_1d(each), -1, keepdims=True),
                 "median": lambda each: np.median(np.atleast_1d(each), -1, keepdims=True),
                 "size": lambda each: np.shape(np.atleast_1d(each))[-1],
                 "first": lambda each: np.atleast_1d(each)[..., :1],
                 "last": lambda each: np.atleast_1d(each)[..., -1:]}
LISTS = {"3.path": ("path_to_w2", ("dloss_da2", "da2_dz2", "dz2_dw2")),
         "5.path": ("path_to_w1", ("dloss_da2", "da2_dz2", "dz2_da1", "da1_dz1", "dz1_dw1"))}
PROGRAMS = {"10.reverse": ("backward", """def backward(record):
    gradients = {{name: {before} for _, inputs in record for name, _ in inputs}}
    gradients[record[-1][0]], carried = {start}, 1.0
    for name, inputs in {order}:
        for other, local in {inputs}:
            gradient, so_far, carried = gradients[name], gradients[other], carried * local
            handed = {handed}
            gradients[other] = {new}
    return gradients
""", {"start": "1.0", "before": "0.0", "order": "reversed(record)", "inputs": "inputs", "handed": "gradient * local",
      "new": "so_far + handed"})}
# One mistake for each exercise, to be pasted into its notebook.
SAMPLE = {
    "1.forward": "weight-after-a1", "2.loss": "loss-swapped", "3.path": "missing-da2_dz2",
    "4.locals": "sign-dloss_da2", "4.gradient": "missing-da2_dz2", "5.path": "upside-down-da1_dz1",
    "6.locals": "a-alone-at-a1", "6.gradient": "missing-dz2_da1", "7.update": "uphill",
    "7.step": "new-w2-in-dloss_dw1", "8.mean": "missing-da2_dz2", "8.bias": "a1-for-dz2_db2",
    "9.local": "sign-second", "9.collapse": "missing-da2_dz2",
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
    right = RIGHT_LINES.get(exercise.id, LINES)
    body, results = [], list(exercise.formula.results)
    for line in exercise.formula.lines:
        body.append(f"{line} = {right[line]}")
        body += [f"{line} = {mistake.lines[line]}" for mistake in mistakes if line in mistake.lines]
    for mistake in mistakes:
        results = [results[k] for k in mistake.order] or results
    if exercise.id == "8.mean":  # what the functions over examples return has an axis of length 1 left
        results = [f"{name}[..., 0]" for name in results]
    return "\n    ".join([f"def {name}({parameters}):", *body, f"return {', '.join(results)}"]) + "\n"


def answer(id, text):
    """Return the function or list that source text defines."""
    scope = {"Network": Network, "quadratic": quadratic, "sigmoid": sigmoid, "math": math, "np": np, "log": np.log}
    scope |= OVER_EXAMPLES | {"by_path": by_path}
    exec(compile(text, "<learner>", "exec"), scope)
    return scope[(FUNCTIONS | LISTS | PROGRAMS)[id][0]]


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
    mistake = next(each for each in EXERCISES[id].singles if each.id == SAMPLE[id])
    return mistake.id, source(EXERCISES[id], [mistake])
