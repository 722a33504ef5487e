"""Lesson 3: the path of local derivatives from Loss back to w2."""

from nnlib.exercises.paths import PathExercise
from nnlib.exercises.setting import picture

EXERCISES = (PathExercise(id="3.path", weight="w2", illustrate=picture),)
COMMON = {
    "3.path": ("missing-da2_dz2", "gradient-dloss_dw2", "product-dloss_dz2", "upside-down-da2_dz2", "other-weight"),
}
PREDICTION = ("B", {
    "A": "A change travels along the arrows only. Is there an arrow from $w_2$ back to $z_1$ or $a_1$?",
    "B": "The change travels along the arrows. From $w_2$ they lead to $z_2$, then to $a_2$, then to $Loss$.",
    "C": "There is no arrow from $w_2$ straight to $Loss$. What lies on the way?",
})
