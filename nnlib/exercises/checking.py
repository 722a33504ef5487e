"""With these you can check an answer, and see how far you have come.

    check("4.gradient", dloss_dw2)      the verdict on an answer
    progress(4)                         where each exercise of lesson 4 stands, in this session
    progress()                          the same of the whole course, also as it was saved
"""

from dataclasses import dataclass
from pathlib import Path

from nnlib.checker.calling import shown
from nnlib.checker.verdict import SIGNS, Verdict, progress_box
from nnlib.exercises.course import EXERCISES, LESSONS, lesson_of
from nnlib.exercises.notebook import saved

_latest = {}  # id -> status, as long as the kernel runs


def check(id, answer):
    """Check an answer. id : a key of EXERCISES. answer : the learner's function or list; any object is judged.

    Returns a Verdict; for an unknown id, one that lists the ids.
    """
    if not isinstance(id, str) or id not in EXERCISES:
        return Verdict("not tried", f"There is no exercise {shown(id)}. The exercises are {', '.join(EXERCISES)}.")
    verdict = EXERCISES[id].judge(answer)
    _latest[id] = verdict.status
    return verdict


def progress(lesson=None):
    """Return where each exercise of a lesson stands: its latest verdict since the kernel started.

    lesson : its number; without one, all exercises of the course, and where there is no verdict yet, the one that was
    saved last in the notebooks beside this one. Raises ValueError if the lesson has no exercises.
    """
    if lesson is None:
        known = saved(Path()) | _latest
        return Progress(None, tuple((exercise, known.get(id, "not tried")) for id, exercise in EXERCISES.items()))
    if type(lesson) is not int or lesson not in LESSONS:
        raise ValueError(f"lesson is {shown(lesson)}; one with exercises was wanted, 1 to {max(LESSONS)}")
    return Progress(lesson, tuple((exercise, _latest.get(exercise.id, "not tried")) for exercise in EXERCISES.values()
                                  if lesson_of(exercise) == lesson))


@dataclass(frozen=True)
class Progress:
    """Where the exercises of a lesson stand, or of the course. rows : (exercise, status)."""

    lesson: int | None
    rows: tuple

    def __repr__(self):
        right = sum(status == "right" for _, status in self.rows)
        where = "The course, as last saved in this folder and as checked since" if self.lesson is None else (
            f"Lesson {self.lesson}")
        return "\n".join([f"{where}: {right} of {len(self.rows)} right",
                          *(f"{SIGNS[status]} {status:<9}  {each.id:<10}  {each.asks}" for each, status in self.rows)])

    def _repr_html_(self):
        return progress_box(*repr(self).split("\n")[:1], [(status, each.id, each.asks) for each, status in self.rows])
