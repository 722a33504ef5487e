"""Lesson 4: the local derivatives with two sigmoids, and the gradient for w2."""

from nnlib.exercises.products import gradient, local_derivatives
from nnlib.exercises.setting import network_exercise

EXERCISES = (
    network_exercise("4.locals", "local_derivatives", "y a1 a2", *local_derivatives("dloss_da2", "da2_dz2", "dz2_dw2")),
    network_exercise("4.gradient", "dloss_dw2", "y a1 a2", *gradient("w2")),
)
COMMON = {
    "4.locals": ("slope-at-a-at-a2", "a-alone-at-a2", "running-da2_dz2", "sign-dloss_da2", "twice-dloss_da2"),
    "4.gradient": ("sign", "missing-da2_dz2", "sum", "slope-at-a-at-a2", "twice", "bracket-at-Loss"),
}
PREDICTION = ("B", {
    "A": "That is the height of the curve, not its slope. For large $z$ the curve is high, and flat.",
    "B": "The sigmoid climbs from 0 to 1, and it climbs fastest in the middle. There the slope is one quarter.",
    "C": "Only a straight line is equally steep everywhere. The sigmoid levels off at both ends.",
})
