"""With these you can check an answer, and see how far you have come.

    check("4.gradient", dloss_dw2)      the verdict on an answer
    progress(4)                         where each exercise of lesson 4 stands, in this session
    progress()                          the same of the whole course, also as it was saved
    yours("7.step")                     your answer, for an explorer that runs it
    on_numbers("4.gradient", y, a1, a2) what your answer gives
"""

import re
import sys
from dataclasses import dataclass
from math import prod
from pathlib import Path

from nnlib.checker.calling import Misfit, guarded, shown
from nnlib.checker.verdict import SIGNS, Verdict, progress_box
from nnlib.exercises.course import EXERCISES, LESSONS, lesson_of
from nnlib.exercises.notebook import CHECK, GIVES, saved

_latest = {}  # id -> status, as long as the kernel runs
_answers = {}  # id -> the answer; None while its dots still stand


def check(id, answer):
    """Check an answer. id : a key of EXERCISES. answer : the learner's function or list; any object is judged.

    Returns a Verdict; for an unknown id, one that lists the ids.
    """
    if not isinstance(id, str) or id not in EXERCISES:
        return Verdict("not tried", f"There is no exercise {shown(id)}. The exercises are {', '.join(EXERCISES)}.")
    error = _failed(id)
    if error:
        return Verdict("not tried", f"The cell with your answer ended in an error ({error}), so there is no new answer to "
                                    "check. What does the last line of the error say?")
    verdict = EXERCISES[id].judge(answer)
    _latest[id], _answers[id] = verdict.status, None if verdict.status == "not tried" else answer
    return verdict


def _failed(id):
    """Return the name of the error in which the cell before this one ended, if it was to give the answer that this one
    checks: what is checked would be an earlier answer. Else None."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    last = getattr(shell, "last_execution_result", None)
    if last is None or last.success:
        return None
    name = dict(CHECK.findall(shell.history_manager.input_hist_raw[-1])).get(id)
    gives = name and re.search(GIVES.format(name), last.info.raw_cell, re.MULTILINE)
    return type(last.error_before_exec or last.error_in_exec).__name__ if gives else None


def yours(id):
    """Return the answer to an exercise that was checked last, right or wrong; None before, and while its dots stand.

    id : a key of EXERCISES. Raises ValueError on another one.
    """
    if id not in EXERCISES:
        raise ValueError(f"id is {shown(id)}; one of {', '.join(EXERCISES)} was wanted")
    return _answers.get(id)


def on_numbers(id, *values):
    """Return what your answer gives for these values, as text: its numbers, or why there are none.

    id : a key of EXERCISES. values : what your function is given; for a list of local derivatives the BackwardPass
    that holds their numbers, which are multiplied.
    """
    answer = yours(id)
    if answer is None:
        return "still dots: answer the exercise, and run its check"
    try:
        with guarded():
            got = answer(*values) if callable(answer) else prod(getattr(values[0], name) for name in answer)
            return " ".join(f"{float(each):11.8f}" for each in (got if isinstance(got, (tuple, list)) else [got]))
    except Misfit:
        return "no number yet: what does its check say?"


def progress(lesson=None):
    """Return where each exercise of a lesson stands: its latest verdict since the kernel started.

    lesson : its number; without one, all exercises of the course, and where there is no verdict yet, the one that was
    saved last in the notebooks beside this one. Raises ValueError if the lesson has no exercises.
    """
    if lesson is not None and (type(lesson) is not int or lesson not in LESSONS):
        raise ValueError(f"lesson is {shown(lesson)}; one with exercises was wanted, 1 to {max(LESSONS)}")
    known = _latest if lesson else saved(Path()) | _latest
    return Progress(lesson, tuple((exercise, known.get(id, "not tried")) for id, exercise in EXERCISES.items()
                                  if lesson in (None, lesson_of(exercise))))


@dataclass(frozen=True)
class Progress:
    """Where the exercises of a lesson stand, or of the course. rows : (exercise, status)."""

    lesson: int | None
    rows: tuple

    def __repr__(self):
        right = sum(status == "right" for _, status in self.rows)
        where = f"Lesson {self.lesson}" if self.lesson else "The course, as last saved in this folder and as checked since"
        return "\n".join([f"{where}: {right} of {len(self.rows)} right",
                          *(f"{SIGNS[status]} {status:<9}  {each.id:<10}  {each.asks}" for each, status in self.rows)])

    def _repr_html_(self):
        return progress_box(*repr(self).split("\n")[:1], [(status, each.id, each.asks) for each, status in self.rows])
