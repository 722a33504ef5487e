"""With a Question you can ask for a choice, and say what is true of each.

    Question("B", {"A": ("It rises.", "It would rise if …"), "B": ("It falls.", "…")}, demonstration)
    recalled(EXERCISES["4.gradient"], {"y": 0, "a1": 0.5, "a2": 0.8}, "dloss_dw2", ("sign", "missing-da2_dz2"))

The second asks for a result of an earlier exercise at other numbers. Its wrong choices are what mistakes make of it.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nnlib.topology import spoken


class Question(NamedTuple):
    """right : the letter of the right choice. choices : letter -> (its words, what is true of it).

    demonstration : prints what shows it, once a choice is made. asked : the question, where no lesson's text asks it.
    """

    right: str
    choices: dict
    demonstration: Callable | None = None
    asked: str = ""


def recalled(exercise, values, result, mistakes):
    """Return a Question for a result of a FormulaExercise. values : name -> number, for each parameter, or a function.

    mistakes : the ids of two, whose texts are what is said of the wrong choices. The choices are in order of size.
    """
    catalogue, known = exercise.catalogue, [each.id for each in exercise.catalogue.mistakes]
    at = exercise.results.index(result)
    chains = np.array([[-1], *([known.index(id)] for id in mistakes)])  # -1 is no mistake
    numbers = catalogue.values(chains, [values])[:, at, 0]
    said = ["This is what the exercise gives.", *(catalogue.mistakes[known.index(id)].text for id in mistakes)]
    order = np.argsort(numbers)
    choices = {letter: (f"{numbers[k]:.6g}".replace("-", "−"), said[k]) for letter, k in zip("ABC", order, strict=True)}
    given = ", ".join(f"{name} = {value:g}".replace("-", "−") for name, value in values.items() if not callable(value))
    what = spoken(result) if result.startswith("d") else result.replace("_", " ")
    return Question("ABC"[list(order).index(0)], choices, asked=f"{given}. What is {what}?")
