"""Answers as they stand in a notebook: their source is known, and other names stand beside them."""

import functools
import linecache
import math
from itertools import count

import numpy as np

from nnlib.exercises import EXERCISES, check

CELLS = count()


def notebook(code, name="f", **names):
    """Return a name of a cell of code that was run in a notebook where these names stand."""
    filename, code = f"<cell {next(CELLS)}>", code.strip() + "\n"
    linecache.cache[filename] = len(code), None, code.splitlines(True), filename
    scope = {"__name__": "__main__", "np": np, "math": math, "functools": functools} | names
    exec(compile(code, filename, "exec"), scope)
    return scope[name]


def judged(id, body, **names):
    """Return the verdict on a cell that answers an exercise with these lines, in a notebook where these names stand."""
    exercise = EXERCISES[id]
    return check(id, notebook(f"def {exercise.asks}:\n    {body}", exercise.function, **names))
