"""Lesson 5: the path of local derivatives from Loss back to w1."""

from nnlib.exercises.paths import PathExercise
from nnlib.exercises.setting import picture

EXERCISES = (PathExercise(id="5.path", weight="w1", illustrate=picture),)
COMMON = {
    "5.path": ("missing-dz2_da1", "extra-dz2_dw2", "product-dloss_da1", "missing-da1_dz1", "other-weight"),
}
PREDICTION = ("B", {
    "A": "Both paths begin at $Loss$. Which nodes must each of them pass through?",
    "B": "Both paths start at $Loss$ and share the steps to $a_2$ and to $z_2$. There they part. "
         "The two nodes hand on the same rate, whichever weight was nudged.",
    "C": "A path with all three would end at $w_2$. At $z_2$ the way forks.",
})
