"""Lesson 2: the loss from the inputs alone."""

from nnlib.checker import Mistake
from nnlib.checker.mistakes import HALF, SIGN, TWICE
from nnlib.example import W1, W2, X, Y
from nnlib.exercises.lesson_01 import AT_NODES, FORWARD
from nnlib.exercises.questions import Question
from nnlib.exercises.setting import network_exercise
from nnlib.network import Network

LOSS = FORWARD | {"Loss": "loss(a2, y)"}
# At the node Loss, line by line: id, what stands there, text.
AT_LOSS = [
    ("loss-swapped", "loss(y, a2)", "The arguments of the loss have changed places. Which comes first: the prediction or the class?"),
    ("one-minus-y", "loss(a2, 1 - y)", "The loss compares a2 with 1 − y. Which class is the true one?"),
    ("no-loss", "a2", "Your answer ends at a2. Which node comes after it, and what else does it receive?"),
    ("error-for-loss", "a2 - y", "Your answer is the difference between a2 and y. Which node makes the loss out of the two?"),
    ("square-for-loss", "(a2 - y) ** 2", "You square the difference yourself, whatever the loss is. Which function were you given for that?"),
    ("own-loss", "quadratic.value(a2, y)",
     "You use the quadratic loss, whatever the loss is. Which function were you given for that?"),
    ("loss-at-a1", "loss(a1, y)", "The loss is taken at a1. Which node's output does it compare with y?"),
    ("loss-at-x", "loss(x, y)", "The loss is taken at x. Which node's output does it compare with y?"),
    ("minus-loss", SIGN, "Your loss has the opposite sign. Should a good prediction have a small loss or a large one?"),
    ("twice-loss", TWICE, "A 2 is left over at the node Loss. Does the function that you were given need a number before it?"),
    ("half-loss", HALF, "A ½ is left over at the node Loss. Does the function that you were given need a number before it?"),
    ("loss-squared", "Loss ** 2", "At the node Loss you square once more. What does the function that you were given return?"),
]

EXERCISES = (
    network_exercise("2.loss", "loss_from_inputs", "x y w1 w2 g1 g2 loss", LOSS, "Loss", [
        *(Mistake(id, {"Loss": expression.format(f="Loss")}, text, ("a2", "Loss")) for id, expression, text in AT_LOSS),
        *AT_NODES]),
)
OBJECTIVES = {"2.loss": "write the loss in terms of the input, the weights and the true class alone"}
COMMON = {"2.loss": ("loss-swapped", "square-for-loss", "no-loss", "own-activations", "one-minus-y")}


def demonstration():
    for w2 in (W2, W2 + 0.5):
        net = Network(W1, w2)
        forward_pass = net.forward(X)
        print(f"w2 = {w2:.1f}:  a2 = {forward_pass.a2:.4f}  Loss = {net.example_loss(forward_pass, Y):.4f}")


PREDICTION = Question("A", {
    "A": ("It falls.",
          "The activation $a_1$ is positive. So $z_2 = a_1 \\cdot w_2$ rises towards 0, and $a_2$ rises with "
          "it. The true class is 1, so $a_2$ comes closer."),
    "B": ("It rises.",
          "It would rise if the true class were 0. Here it is 1, and $a_2$ comes closer to it."),
    "C": ("It stays the same, because w2 does not appear in Loss(a2, y*).",
          "$w_2$ does not stand in $Loss(a_2, y^*)$, but $a_2$ depends on it. So the loss does, too."),
}, demonstration)
