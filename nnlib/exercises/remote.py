"""With this you can judge an answer that runs in another process, and believe nothing that process says of itself.

There, what runs the answer says what it finds, as `check` would, and then calls the answer for whoever asks:

    told = claim("4.gradient", "dloss_dw2", space, error)       # a dictionary of plain values
    called = call("4.gradient", answer, given)                  # what StandIn asks for

Here an answer that claims to be right is judged again, from the numbers alone:

    verdict("4.gradient", told, ask)                            # ask(given) -> called, from the other process

Between the two only JSON passes: numbers, texts and lists. What a process says to its own disadvantage is believed.
"""

import inspect
from collections.abc import Mapping
from contextlib import suppress
from functools import partialmethod

import numpy as np

from nnlib.arguments import one_number
from nnlib.checker import FormulaExercise, Verdict
from nnlib.checker.calling import Misfit, _arguments, _call, guarded
from nnlib.exercises.course import EXERCISES

LONGEST = 10_000  # characters of a message
MOST = 100  # names in a list; more than any right answer has


def claim(id, name, space, error=None):
    """Return what check says of an answer, as plain values.

    name : the answer's, in space, the names of the notebook. error : the exception that ended the answer's cell, or None.
    """
    exercise = EXERCISES[id]
    answer = space.get(name)
    try:
        with guarded():
            if name not in space:
                raise error or Misfit(f"The cell of this exercise defines no {name}.", mistake="not-defined")
        found = exercise.judge(answer)
    except Misfit as misfit:
        found = exercise.verdict(misfit.status, str(misfit), misfit.mistake or "does-not-run")
    return {"status": found.status, "mistake": found.mistake, "message": found.message,
            "answer": None if callable(answer) else plain(answer)}


def call(id, answer, given):
    """Return what an answer gives for some arguments, and what it left of them, as plain values."""
    exercise, arguments = EXERCISES[id], from_plain(given, id)
    with guarded():
        if isinstance(exercise, FormulaExercise):
            point = dict(zip(exercise.parameters, arguments, strict=True))
            returned = _call(answer, _arguments(answer, exercise.parameters), point)
        else:
            returned = answer(*arguments)
        return {"returned": plain(returned), "left": plain(arguments)}


def verdict(id, told, ask):
    """Return the Verdict on an answer elsewhere. told : its claim, or anything. ask : given -> called, or anything.

    An answer is right only if the numbers that it gives are.
    """
    told = told if isinstance(told, dict) else {}
    status, mistake, message = (told.get(key) for key in ("status", "mistake", "message"))
    if status in ("wrong", "not tried") and isinstance(message, str) and isinstance(mistake, str | None):
        return Verdict(status, message[:LONGEST], mistake and mistake[:LONGEST])
    if told.get("answer") is None:
        return EXERCISES[id].judge(StandIn(id, ask))
    listed = from_plain(told["answer"])
    return EXERCISES[id].judge(listed[:MOST] if isinstance(listed, (list, tuple, str)) else listed)


class StandIn:
    """A function that asks another process for its values. It has no source, and no names from outside."""

    def __init__(self, id, ask):
        self.id, self.ask = id, ask
        names = getattr(EXERCISES[id], "parameters", ("record",))
        self.__signature__ = inspect.Signature(
            [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in names])

    def _called(self, *arguments, **named):
        arguments = [*arguments, *named.values()]
        called = self.ask(plain(arguments, self.id))
        if not isinstance(called, dict) or "returned" not in called:
            raise Misfit("Your function gives no result.")
        left = from_plain(called.get("left"))
        for before, after in zip(arguments, left if isinstance(left, list) else [], strict=False):
            if isinstance(before, list) and isinstance(after, list):
                before[:] = after  # the answer may have changed what it was given
        return from_plain(called["returned"])

    __call__ = partialmethod(_called)  # no plain function, whose names the checker would read


def plain(value, id=None):
    """Return a value as JSON can hold it. id : of the exercise whose parameters' functions may be among it."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return {"text": str(value)} if isinstance(value, str) else value
    if isinstance(value, (list, set, frozenset)):
        return [plain(each, id) for each in value]
    if isinstance(value, tuple):
        return {"tuple": [plain(each, id) for each in value]}
    if isinstance(value, Mapping):
        return {"dict": [[plain(key), plain(each, id)] for key, each in value.items()]}
    if isinstance(value, np.ndarray) and value.ndim:
        return {"array": value.astype(float).tolist()} if value.dtype.kind in "iuf" else plain(value.tolist())
    for name in EXERCISES[id].parameters if id and callable(value) else ():
        if value in _functions(id, name):
            return {"given": [name, _functions(id, name).index(value)]}
    try:
        return bool(value) if isinstance(value, np.bool_) else one_number("", value)
    except (TypeError, ValueError):
        return {"other": type(value).__name__}


def from_plain(value, id=None):
    """Return what `plain` was given; an object of no use for what it could not hold. id : as there."""
    if isinstance(value, list):
        return [from_plain(each, id) for each in value]
    if not isinstance(value, dict):
        return value
    (kind, held), = value.items() if len(value) == 1 else [("", None)]
    with suppress(TypeError, ValueError, OverflowError):
        if kind == "text":
            return str(held)
        if kind == "tuple":
            return tuple(from_plain(held, id))
        if kind == "dict":
            return {from_plain(key, id): from_plain(each, id) for key, each in held}
        if kind == "array":
            return np.array(held, dtype=float)
        if kind == "given" and id:
            return _functions(id, held[0])[held[1]]
    return object()


def _functions(id, name):
    """Return the functions that a parameter may be: its values, and the example's."""
    return [*EXERCISES[id].parameters[name].values, (EXERCISES[id].example or {}).get(name)]
