"""Nothing that a verdict says of an answer is false: over answers made at random, at points that no check has seen.

`NNLIB_TRUTH=20000 PYTHONPATH=tests python tests/checker/test_truth.py` tries so many, and prints what was said of them
and what of it is false; names of exercises as arguments choose those.
"""

import os
import sys
import time
from collections import Counter

import pytest
from checker.truth import false, false_of_path, false_of_walk
from checker.wrong_answers import cases, lists

from nnlib.exercises import EXERCISES
from nnlib.exercises.paths import PathExercise, mistakes_on
from nnlib.topology import PATHS

NUMBER = int(os.environ.get("NNLIB_TRUTH", "600"))


def judged(id, number):
    """Yield each answer as text with its verdict, and what of it is false."""
    exercise = EXERCISES[id]
    if isinstance(exercise, PathExercise):
        for names in lists(id, number):
            yield f"{names}\n", (verdict := exercise.judge(names)), false_of_path(id, names, verdict)
        return
    for case in cases(id, number):
        verdict = exercise.judge(case.function)
        yield case.source, verdict, (false(case, verdict) if hasattr(exercise, "parameters") else
                                     false_of_walk(id, case.function, verdict))


@pytest.mark.xfail(reason="some verdicts still say what is not so; the command lists them", strict=False)
@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("id", EXERCISES)
def test_no_verdict_says_what_is_not_so(id):
    for source, verdict, faults in judged(id, NUMBER // len(EXERCISES)):
        assert not faults, f"{source}{verdict}\n{faults}"


def kind(verdict, known):
    """Return how a verdict is counted: its status, or how many mistakes of the catalogue it names."""
    if verdict.status != "wrong" or not verdict.mistake:
        return verdict.status if verdict.status != "wrong" else "unnamed"
    ids = verdict.mistake.split("+")
    return f"{len(ids)} named" if {*ids} <= known else "other"


def main(ids):
    kinds, faults, start = Counter(), Counter(), time.time()
    for id in ids:
        exercise, counts = EXERCISES[id], Counter()
        known = {each.id for each in (mistakes_on(PATHS[exercise.weight], exercise.weight)
                                      if isinstance(exercise, PathExercise) else exercise.mistakes)}
        for source, verdict, found in judged(id, NUMBER // len(ids)):
            counts[kind(verdict, known)] += 1
            for what, text in found[:1]:
                faults[what] += 1
                print(f"--- {id}: {what}: {text}\n{source}{verdict}  [{verdict.mistake}]")
        kinds += counts
        print(id, dict(sorted(counts.items())), flush=True)
    print(f"{sum(kinds.values())} answers in {time.time() - start:.0f} s:", dict(sorted(kinds.items())))
    print("false:", dict(faults) or "nothing")


if __name__ == "__main__":
    main(sys.argv[1:] or list(EXERCISES))
