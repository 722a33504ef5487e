"""Nothing that a verdict says of an answer is false: over answers made at random, at points that no check has seen.

`NNLIB_TRUTH=20000 PYTHONPATH=tests python tests/checker/test_truth.py` tries so many, and prints what was said of them
and what of it is false; names of exercises as arguments choose those.
"""

import os
import sys
from collections import Counter

import pytest
from checker.truth import false, false_of_path, false_of_walk
from checker.wrong_answers import ELSEWHERE, HEADS, NOTEBOOK, Case, cases, defined, lists

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
    of = false if hasattr(exercise, "parameters") else false_of_walk
    for case in cases(id, number):
        try:
            yield case.source, (verdict := exercise.judge(case.function)), of(case, verdict)
        except Exception as error:
            yield case.source, Verdict("wrong", ""), [("the check itself fails", repr(error))]


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("id", EXERCISES)
def test_no_verdict_says_what_is_not_so(id):
    for source, verdict, faults in judged(id, NUMBER // len(EXERCISES)):
        assert not faults, f"{source}{verdict}\n{faults}"


TO_Z2 = "(a2 - y) * a2 * (1 - a2)"
TO_Z1 = f"{TO_Z2} * w2 * a1 * (1 - a1)"
FIRST = "dloss_da2 and da2_dz2 are right; the first that differs is dz2_dw2"
RATIO = "Its ratio to the right one changes with"
# id, answer, a verdict's mistake and message, and the kind of what is false in it, if anything.
SAID = [
    ("4.gradient", f"{TO_Z2} * a1", None, "", "refused"),
    ("6.gradient", "(a2 - y) * sigmoid.derivative(a1 * w2) * w2 * a1 * (1 - a1) * x", None, "", "refused"),
    ("4.gradient", TO_Z2, "missing-dz2_dw2", "", None),
    ("4.gradient", TO_Z2, "missing-da2_dz2", "", "names what was not made"),
    ("4.gradient", TO_Z2, None, "Your dloss_dw2 does not change with a1, and it should.", None),
    ("4.gradient", TO_Z2, None, "Your dloss_dw2 does not change with y, and it should.", "statement"),
    ("4.locals", "a2 - y, a2 * (1 - a2), a1 * y", None,
     f"{FIRST}. Your dz2_dw2 changes with y, and it should not.", None),
    ("4.locals", "a2 - y, a2, a1 * y", None, f"{FIRST}.", "statement"),
    ("4.gradient", f"3 * {TO_Z2} * a1", None, "It is the same multiple of the right one at each of them.", None),
    ("4.gradient", "a1 * (a2 - y) * a1", None, "It is the same multiple of the right one at each of them.",
     "statement"),
    ("4.gradient", "(a2 - y) * a2 * a1", None, f"{RATIO} a2, and should not.", None),
    ("4.gradient", "(a2 - y) * a2 * a1", None, f"{RATIO} y and a2, and should not.", "statement"),
    ("4.gradient", "(a2 - y) * a2 * a1", None, "has the right sign at each point tried.", None),
    ("4.gradient", "(a2 - y) * a2 * (a2 - 1) * a1", None, "has the right sign at each point tried.", "statement"),
    ("4.gradient", "(a2 - y) * a2 * (a2 - 1) * a1", "sign", "… node Loss the subtraction is turned round", "place"),
    ("4.gradient", f"{TO_Z2} * a1 * 1.02", None, "within 1 % of the right one at nearly every point", "statement"),
    ("4.gradient", "(a2 - 1) * a2 * (1 - a2) * a1", None, "Right where the true class is 1, wrong elsewhere.", None),
    ("4.gradient", "(a2 - 1) * a2 * (1 - a2) * a1", None, "Right where the true class is 0 or 1.", "statement"),
    ("4.gradient", "y", None, "the same whatever the inputs", "statement"),
    ("4.gradient", "y", None, "Right for the exercise's own example, wrong in general.", "statement"),
    ("6.gradient", f"{TO_Z1} * w1", "half+missing-dz1_dw1", "", "outside name"),
    ("6.gradient", f"{TO_Z1} * w1", None, "Your function reads w1, which is not one of its parameters.", None),
    ("6.gradient", f"{TO_Z1} * w1", None, "Your function reads w1 and z1, which are not", "outside name"),
    ("10.times", "a1 * w2, 1, a1", "one-dz2_da1", "", None),
    ("10.times", "a1 * w2, w2, w2", "input-missing-z2", "", "blames what is right"),
]


@pytest.mark.parametrize(("id", "formula", "mistake", "message", "wanted"), SAID)
def test_what_is_false_is_found_and_what_is_true_is_let_be(id, formula, mistake, message, wanted):
    source = f"{HEADS[id]}return {formula}\n"
    case = Case(id, source, defined(id, source, NOTEBOOK), defined(id, source, ELSEWHERE))
    found = [what for what, _ in false(case, Verdict("wrong", message, mistake))]
    assert wanted in found if wanted else not found


def test_what_is_wrong_is_not_called_right():
    assert false(next(case for case in cases("4.gradient", 50) if "- y" not in case.source), Verdict("right", ""))


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
