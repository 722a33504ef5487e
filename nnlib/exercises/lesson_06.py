"""Lesson 6: the other local derivatives, and the gradient for w1."""

from nnlib.exercises.products import gradient, local_derivatives
from nnlib.exercises.setting import network_exercise

EXERCISES = (
    network_exercise("6.locals", "local_derivatives", "x w2 a1", *local_derivatives("dz2_da1", "da1_dz1", "dz1_dw1")),
    network_exercise("6.gradient", "dloss_dw1", "x y w2 a1 a2", *gradient("w1")),
)
COMMON = {
    "6.locals": ("x-for-dz2_da1", "a1-for-dz1_dw1", "slope-at-a-at-a1", "running-da1_dz1", "a-alone-at-a1"),
    "6.gradient": ("missing-da2_dz2", "missing-dz2_da1", "sign", "sum", "slope-of-other-at-a1", "other-weight"),
}
PREDICTION = ("C", {
    "A": "The change of $w_1$ must pass through the product $z_2 = a_1 \\cdot w_2$. What does it become there?",
    "B": "The output is one half indeed. But the change of $w_1$ no longer reaches it.",
    "C": "With $w_2 = 0$ the product $z_2$ is 0, whatever $a_1$ is. So $w_1$ has no influence on the loss. "
         "It cannot move until $w_2$ has moved.",
})
