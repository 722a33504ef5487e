"""With these you can check an answer to an exercise, learn which mistake it makes, and predict before you look.

    from nnlib.exercises import check, predict, progress, recall
    check("4.gradient", dloss_dw2)

    check, progress        on the EXERCISES of the course
    yours, on_numbers      the answer that was checked last, and what it gives
      lesson_NN            of each lesson: its exercises, its questions, its objectives, what learners really do
        setting            the parameters, the example and the words of an exercise on the network
        factors, products  mistakes that lessons share
      nnlib.checker        how any exercise is judged
    predict, recall        the buttons of a question, loaded when first asked for
    notebook               what a saved notebook holds; remote: an answer in another process
"""

from nnlib.checker import Exercise, Verdict
from nnlib.exercises.checking import check, on_numbers, progress, yours
from nnlib.exercises.course import EXERCISES

__all__ = ["EXERCISES", "Exercise", "Verdict", "check", "on_numbers", "predict", "progress", "recall", "yours"]


def __getattr__(name):
    if name in ("predict", "recall"):  # they alone need ipywidgets
        from nnlib.exercises import prediction
        return getattr(prediction, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
