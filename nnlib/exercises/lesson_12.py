"""Lesson 12: its question and its prediction; its tasks are made by nnlib.practice."""

from nnlib.activations import sigmoid
from nnlib.exercises.questions import Question
from nnlib.losses import quadratic

EXERCISES, OBJECTIVES, COMMON = (), {}, {}
RECALL = ("11.factors", {"w": 2, "a": 0.5, "n": 4}, "left", ("one-more", "no-weight"))


def loss(x1, x1_into_z2):
    """The loss of the lesson's network of two inputs, where x1 may be another number on its way into z2."""
    x2, y = -0.5, 1
    a1 = sigmoid(x1 * 0.5 - x2 * 1.2)
    a2 = sigmoid(x1_into_z2 * 0.8 + x2 * 1.6)
    return quadratic(sigmoid(-2.5 * a1 + 1.4 * a2), y)


def demonstration():
    x1, h = 1.5, 1e-6
    for name, first, second in (("through z1", h, 0), ("through z2", 0, h), ("through both", h, h)):
        print(f"{name:12}  rate {(loss(x1 + first, x1 + second) - loss(x1, x1)) / h:.4f}")


PREDICTION = Question("C", {
    "A": ("It is the larger of the two rates.",
          "That would hold if the nudge took one of the ways. But it goes both: what does each of them do to a3?"),
    "B": ("It is the product of the two rates.",
          "You multiply where one node lies behind the other. Does z2 lie behind z1, or beside it?"),
    "C": ("It is the sum of the two rates.",
          "Each way brings a small change of its own, and where the ways meet again, a plus adds the two changes."),
}, demonstration)
