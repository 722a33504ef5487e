"""Lesson 5: the path of local derivatives from Loss back to w1."""

from nnlib.example import W1, W2, X, Y
from nnlib.exercises.paths import PathExercise
from nnlib.exercises.questions import Question
from nnlib.exercises.setting import picture
from nnlib.network import Network

EXERCISES = (PathExercise(id="5.path", weight="w1", illustrate=picture),)
OBJECTIVES = {"5.path": "list the local derivatives that lead from the loss back to `w1`"}
COMMON = {"5.path": ("missing-dz2_da1", "extra-dz2_dw2", "product-dloss_da1", "missing-da1_dz1", "other-weight")}
RECALL = ("4.gradient", {"y": 0, "a1": 0.5, "a2": 0.8}, "dloss_dw2", ("sign", "missing-da2_dz2"))


def demonstration():
    net, h = Network(W1, W2), 1e-6
    before = net.forward(X)
    for name, nudged in {"w1": Network(W1 + h, W2), "w2": Network(W1, W2 + h)}.items():
        after = nudged.forward(X)
        da2 = after.a2 - before.a2
        dloss = net.example_loss(after, Y) - net.example_loss(before, Y)
        print(f"nudge {name}:  a2 per z2 {da2 / (after.z2 - before.z2):.4f}   Loss per a2 {dloss / da2:.4f}")


PREDICTION = Question("B", {
    "A": ("None: it is another weight.",
          "Both paths begin at $Loss$. Which nodes must each of them pass through?"),
    "B": ("Two.",
          "Both paths start at $Loss$ and share the steps to $a_2$ and to $z_2$. There they part. The two nodes"
          " hand on the same rate, whichever weight was nudged."),
    "C": ("All three.",
          "A path with all three would end at $w_2$. At $z_2$ the way forks."),
}, demonstration)
