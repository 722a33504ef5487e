"""With these you can check an answer, and see how far you have come.

    check("4.gradient", dloss_dw2)      the verdict on an answer
    progress(4)                         where each exercise of lesson 4 stands, in this session
"""

from dataclasses import dataclass

from nnlib.exercises.autodiff import ADD, REMEMBER, in_memory, in_sum
from nnlib.exercises.calling import shown
from nnlib.exercises.cross_entropy import COLLAPSE, TERMS, in_collapse, in_derivative
from nnlib.exercises.data import BIAS, MEAN, in_bias, in_mean
from nnlib.exercises.exercise import FormulaExercise
from nnlib.exercises.forward import FORWARD, LOSS, at_loss, at_nodes
from nnlib.exercises.gradients import gradient, local_derivatives, orders
from nnlib.exercises.paths import PathExercise
from nnlib.exercises.reverse import ReverseExercise
from nnlib.exercises.updates import STEP, UPDATE, in_step, in_update
from nnlib.exercises.verdict import SIGNS, Verdict, progress_box

# One exercise a line: id, the learner's function, its parameters, its results, the right program, its mistakes.
_EXERCISES = (
    FormulaExercise.of("1.forward", "forward", "x w1 w2 g1 g2", "z1 a1 z2 a2", FORWARD,
                       [*at_nodes(), *orders(*FORWARD)]),
    FormulaExercise.of("2.loss", "loss_from_inputs", "x y w1 w2 g1 g2 loss", "Loss", LOSS,
                       [*at_loss(), *at_nodes()]),
    PathExercise.of("3.path", "w2"),
    FormulaExercise.of("4.locals", "local_derivatives", "y a1 a2", "dloss_da2 da2_dz2 dz2_dw2",
                       *local_derivatives("dloss_da2", "da2_dz2", "dz2_dw2")),
    FormulaExercise.of("4.gradient", "dloss_dw2", "y a1 a2", "dloss_dw2", *gradient("w2")),
    PathExercise.of("5.path", "w1"),
    FormulaExercise.of("6.locals", "local_derivatives", "x w2 a1", "dz2_da1 da1_dz1 dz1_dw1",
                       *local_derivatives("dz2_da1", "da1_dz1", "dz1_dw1")),
    FormulaExercise.of("6.gradient", "dloss_dw1", "x y w2 a1 a2", "dloss_dw1", *gradient("w1")),
    FormulaExercise.of("7.update", "updated_w1", "w1 step_size x y w2 a1 a2", "new_w1", UPDATE, in_update()),
    FormulaExercise.of("7.step", "step", "x y w1 w2 step_size", "new_w1 new_w2", STEP, in_step()),
    FormulaExercise.of("8.mean", "mean_gradient", "ys a1s a2s", "mean_gradient", MEAN, in_mean()),
    FormulaExercise.of("8.bias", "dloss_db2", "y a1 a2 b2", "dloss_db2", BIAS, in_bias()),
    FormulaExercise.of("9.local", "dloss_da2", "y a2", "dloss_da2", TERMS, in_derivative()),
    FormulaExercise.of("9.collapse", "dloss_dz2", "y a2", "dloss_dz2", COLLAPSE, in_collapse()),
    FormulaExercise.of("10.times", "times", "a1 w2", "z2 dz2_da1 dz2_dw2", REMEMBER, in_memory()),
    FormulaExercise.of("10.add", "dloss_dw", "x a1 dloss_dz1 dloss_dz2", "dloss_dw", ADD, in_sum()),
    ReverseExercise("10.reverse", "backward(record)"),
)
EXERCISES = {exercise.id: exercise for exercise in _EXERCISES}
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


def progress(lesson):
    """Return where each exercise of a lesson stands: its latest verdict since the kernel started.

    lesson : its number. Raises ValueError if it has no exercises.
    """
    rows = tuple((each, _latest.get(each.id, "not tried")) for each in EXERCISES.values() if each.lesson == lesson)
    if not rows:
        raise ValueError(f"lesson is {shown(lesson)}; one with exercises was wanted, 1 to {_EXERCISES[-1].lesson}")
    return Progress(lesson, rows)


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
