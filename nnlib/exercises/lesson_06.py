"""Lesson 6: the other local derivatives, and the gradient for w1."""

from nnlib.example import W1, W2, X, Y
from nnlib.exercises.products import gradient, local_derivatives
from nnlib.exercises.questions import Question
from nnlib.exercises.setting import network_exercise
from nnlib.network import Network

EXERCISES = (
    network_exercise("6.locals", "local_derivatives", "x w2 a1", *local_derivatives("dz2_da1", "da1_dz1", "dz1_dw1")),
    network_exercise("6.gradient", "dloss_dw1", "x y w2 a1 a2", *gradient("w1"), follows=["a2"]),
)
OBJECTIVES = {"6.locals": "work out the local derivatives that are new on this path",
              "6.gradient": "write the gradient for `w1` as the product of all of them"}
COMMON = {"6.locals": ("x-for-dz2_da1", "a1-for-dz1_dw1", "slope-at-a-at-a1", "running-da1_dz1", "a-alone-at-a1"),
          "6.gradient": ("missing-da2_dz2", "missing-dz2_da1", "sign", "sum", "slope-of-other-at-a1", "other-weight")}
RECALL = ("4.locals", {"y": 0, "a1": 0.5, "a2": 0.9}, "da2_dz2", ("a-alone-at-a2", "one-minus-a-alone-at-a2"))


def demonstration():
    for w2 in (W2, 0.0):
        net = Network(W1, w2)
        forward_pass = net.forward(X)
        print(f"w2 = {w2:4.1f}:  a2 = {forward_pass.a2:.4f}  dloss_dw1 = {net.backward(forward_pass, Y).dloss_dw1:z.4f}")


PREDICTION = Question("C", {
    "A": ("The same as before: w2 is another weight.",
          "The change of $w_1$ must pass through the product $z_2 = a_1 \\cdot w_2$. What does it become there?"),
    "B": ("Larger, because the output is now one half.",
          "The output is one half indeed. But the change of $w_1$ no longer reaches it."),
    "C": ("Exactly 0.",
          "With $w_2 = 0$ the product $z_2$ is 0, whatever $a_1$ is. So $w_1$ has no influence on the loss, as "
          "long as $w_2$ is 0."),
}, demonstration)
