"""Lesson 4: the local derivatives with two sigmoids, and the gradient for w2."""

from nnlib.activations import sigmoid
from nnlib.exercises.products import gradient, local_derivatives
from nnlib.exercises.questions import Question
from nnlib.exercises.setting import network_exercise
from nnlib.losses import quadratic

EXERCISES = (
    network_exercise("4.locals", "local_derivatives", "y a1 a2", *local_derivatives("dloss_da2", "da2_dz2", "dz2_dw2")),
    network_exercise("4.gradient", "dloss_dw2", "y a1 a2", *gradient("w2")),
)
OBJECTIVES = {"4.locals": "work out each local derivative on this path, the sigmoid's among them",
              "4.gradient": "write the gradient for `w2` as their product"}
COMMON = {"4.locals": ("slope-at-a-at-a2", "a-alone-at-a2", "running-da2_dz2", "sign-dloss_da2", "twice-dloss_da2"),
          "4.gradient": ("sign", "missing-da2_dz2", "sum", "slope-at-a-at-a2", "twice", "bracket-missing-at-Loss")}
RECALL = ("2.loss", {"x": 2, "y": 1, "w1": -1, "w2": 0, "g1": sigmoid, "g2": sigmoid, "loss": quadratic}, "Loss", ("error-for-loss", "twice-loss"))


def demonstration():
    for z in (-4, -2, 0, 2, 4):
        print(f"z = {z:2}:  a = {sigmoid(z):.4f}  slope = {sigmoid.derivative(z):.4f}")


PREDICTION = Question("A", {
    "A": ("At z = 0.",
          "The sigmoid climbs from 0 to 1, and it climbs fastest in the middle. There the slope is one quarter."),
    "B": ("Where z is large: there g(z) is largest.",
          "That is the height of the curve, not its slope. For large $z$ the curve is high, and flat."),
    "C": ("It is equally steep everywhere.",
          "Only a straight line is equally steep everywhere. The sigmoid levels off at both ends."),
}, demonstration)
