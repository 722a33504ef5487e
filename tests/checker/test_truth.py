"""Nothing that a verdict says of an answer is false: over answers made at random, at points that no check has seen.

`NNLIB_TRUTH=20000 PYTHONPATH=tests python tests/checker/test_truth.py` tries so many, and prints what was said of them
and what of it is false; names of exercises as arguments choose those.
"""

import os
import sys
from collections import Counter

import pytest
from checker.truth import false, false_of_path, false_of_walk
from checker.wrong_answers import cases, lists

from nnlib.exercises import EXERCISES, Verdict
from nnlib.exercises.paths import PathExercise

NUMBER = int(os.environ.get("NNLIB_TRUTH", "600"))


def judged(id, number):
    """Yield each answer as text with its verdict, and what of it is false."""
    exercise = EXERCISES[id]
    if isinstance(exercise, PathExercise):
        for names in lists(id, number):
            yield f"{names}\n", (verdict := exercise.judge(names)), false_of_path(id, names, verdict)
        return
    for case in cases(id, number):
        try:
            verdict = exercise.judge(case.function)
        except Exception as error:
            yield case.source, Verdict("wrong", ""), [("the check itself fails", repr(error))]
            continue
        yield case.source, verdict, (false(case, verdict) if hasattr(exercise, "parameters") else
                                     false_of_walk(id, case.function, verdict))


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("id", EXERCISES)
def test_no_verdict_says_what_is_not_so(id):
    for source, verdict, faults in judged(id, NUMBER // len(EXERCISES)):
        assert not faults, f"{source}{verdict}\n{faults}"


def main(ids):
    counts = Counter()
    for id in ids:
        for source, verdict, faults in judged(id, NUMBER // len(ids)):
            counts[f"{verdict.status}, {len(verdict.mistake.split('+')) if verdict.mistake else 'none'} named"] += 1
            for what, text in faults[:1]:
                counts[f"false: {what}"] += 1
                print(f"--- {id}: {what}: {text}\n{source}{verdict}  [{verdict.mistake}]")
    print(*sorted(counts.items()), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:] or list(EXERCISES))
