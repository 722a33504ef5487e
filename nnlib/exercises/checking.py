"""With these you can check an answer, and see how far you have come.

    check("4.gradient", dloss_dw2)      the verdict on an answer
    progress(4)                         where each exercise of lesson 4 stands, in this session
    yours("7.step")                     your answer, for an explorer that runs it
"""

from dataclasses import dataclass

from nnlib.checker.calling import shown
from nnlib.checker.verdict import SIGNS, Verdict, progress_box
from nnlib.exercises.course import EXERCISES, LESSONS, lesson_of

_latest = {}  # id -> status, as long as the kernel runs
_answers = {}  # id -> the answer; None while its dots still stand


def check(id, answer):
    """Check an answer. id : a key of EXERCISES. answer : the learner's function or list; any object is judged.

    Returns a Verdict; for an unknown id, one that lists the ids.
    """
    if not isinstance(id, str) or id not in EXERCISES:
        return Verdict("not tried", f"There is no exercise {shown(id)}. The exercises are {', '.join(EXERCISES)}.")
    verdict = EXERCISES[id].judge(answer)
    _latest[id], _answers[id] = verdict.status, None if verdict.status == "not tried" else answer
    return verdict


def yours(id):
    """Return the answer to an exercise that was checked last, right or wrong; None before, and while its dots stand.

    id : a key of EXERCISES. Raises ValueError on another one.
    """
    if id not in EXERCISES:
        raise ValueError(f"id is {shown(id)}; one of {', '.join(EXERCISES)} was wanted")
    return _answers.get(id)


def progress(lesson):
    """Return where each exercise of a lesson stands: its latest verdict since the kernel started.

    lesson : its number. Raises ValueError if it has no exercises.
    """
    if type(lesson) is not int or lesson not in LESSONS:
        raise ValueError(f"lesson is {shown(lesson)}; one with exercises was wanted, 1 to {max(LESSONS)}")
    return Progress(lesson, tuple((exercise, _latest.get(exercise.id, "not tried")) for exercise in EXERCISES.values()
                                  if lesson_of(exercise) == lesson))


@dataclass(frozen=True)
class Progress:
    """Where the exercises of a lesson stand. rows : (exercise, status)."""

    lesson: int
    rows: tuple

    def __repr__(self):
        right = sum(status == "right" for _, status in self.rows)
        return "\n".join([f"Lesson {self.lesson}: {right} of {len(self.rows)} right",
                          *(f"{SIGNS[status]} {status:<9}  {each.id:<10}  {each.asks}" for each, status in self.rows)])

    def _repr_html_(self):
        return progress_box(*repr(self).split("\n")[:1], [(status, each.id, each.asks) for each, status in self.rows])
