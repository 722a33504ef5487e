"""With these you can check an answer to an exercise, learn which mistake it makes, and predict before you look.

    from nnlib.exercises import check, predict, progress
    check("4.gradient", dloss_dw2)

    check, progress        on the EXERCISES of the course
      lesson_01 … _10      of each lesson: its exercises, its prediction, what learners really do
        setting            the parameters, the example and the words of an exercise on the network
        factors, products  mistakes that lessons share
      nnlib.checker        how any exercise is judged
    predict                the buttons of a question, loaded when first asked for
    notebook               what a saved notebook holds; remote: an answer in another process
"""

from nnlib.checker import Exercise, Verdict
from nnlib.exercises.checking import check, progress
from nnlib.exercises.course import EXERCISES

__all__ = ["EXERCISES", "Exercise", "Verdict", "check", "predict", "progress"]


def __getattr__(name):
    if name == "predict":  # it alone needs ipywidgets
        from nnlib.exercises.prediction import Prediction
        return Prediction
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
