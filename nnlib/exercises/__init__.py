"""With these you can check an answer to an exercise, learn which mistake it makes, and predict before you look.

    from nnlib.exercises import check, predict, progress
    check("4.gradient", dloss_dw2)
"""

from nnlib.exercises.checking import EXERCISES, check, progress
from nnlib.exercises.exercise import Exercise
from nnlib.exercises.predict import predict
from nnlib.exercises.verdict import Verdict

__all__ = ["EXERCISES", "Exercise", "Verdict", "check", "predict", "progress"]
