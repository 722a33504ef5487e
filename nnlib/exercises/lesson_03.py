"""Lesson 3: the path of local derivatives from Loss back to w2."""

from nnlib.activations import sigmoid
from nnlib.example import W1, W2, X, Y
from nnlib.exercises.paths import PathExercise
from nnlib.exercises.questions import Question
from nnlib.exercises.setting import picture
from nnlib.network import Network

EXERCISES = (PathExercise(id="3.path", weight="w2", illustrate=picture),)
OBJECTIVES = {"3.path": "list the local derivatives that lead from the loss back to `w2`"}
COMMON = {"3.path": ("missing-da2_dz2", "gradient-dloss_dw2", "product-dloss_dz2", "upside-down-da2_dz2", "other-weight")}
RECALL = ("1.forward", {"x": 2, "w1": 0, "w2": 3, "g1": sigmoid, "g2": sigmoid}, "z2", ("no-activation-a1", "sum-z2"))


def demonstration():
    net, nudged = Network(W1, W2), Network(W1, W2 + 0.001)
    before, after = net.forward(X), nudged.forward(X)
    for name in ("z1", "a1", "z2", "a2"):
        print(f"{name:4} changes by {getattr(after, name) - getattr(before, name):9.6f}")
    print(f"Loss changes by {net.example_loss(after, Y) - net.example_loss(before, Y):9.6f}")


PREDICTION = Question("B", {
    "A": ("All of them: z1, a1, z2, a2 and Loss.",
          "A change travels along the arrows only. Is there an arrow from $w_2$ back to $z_1$ or $a_1$?"),
    "B": ("Only z2, a2 and Loss.",
          "The change travels along the arrows. From $w_2$ they lead to $z_2$, then to $a_2$, then to $Loss$."),
    "C": ("Only Loss.",
          "There is no arrow from $w_2$ straight to $Loss$. What lies on the way?"),
}, demonstration)
