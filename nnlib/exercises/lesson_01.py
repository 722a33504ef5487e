"""Lesson 1: the forward pass, node by node."""

from dataclasses import replace

from nnlib.checker import Mistake
from nnlib.checker.mistakes import ABSOLUTE, SIGN, orders
from nnlib.example import W1, W2, X
from nnlib.exercises.questions import Question
from nnlib.exercises.setting import network_exercise
from nnlib.network import Network

FORWARD = {"z1": "x * w1", "a1": "g1(z1)", "z2": "a1 * w2", "a2": "g2(z2)"}


def with_sigmoids(expression):
    """Return an expression with the sigmoid for both activation functions."""
    return expression.replace("g1(", "sigmoid(").replace("g2(", "sigmoid(")


SIGMOIDS = {line: with_sigmoids(expression) for line, expression in FORWARD.items()}

# Two halves of one form: a circle × with input `i` and weight `w`, then a circle `g`. The table below is written for
# both. Line by line: id, node, what stands there, text.
HALVES = [
    {"n": "1", "i": "x", "w": "w1", "z": "z1", "a": "a1", "g": "g1", "other_g": "g2", "other_w": "w2"},
    {"n": "2", "i": "a1", "w": "w2", "z": "z2", "a": "a2", "g": "g2", "other_g": "g1", "other_w": "w1"},
]
NODES = [
    ("sum", "z", "{i} + {w}", "{z} adds its two inputs. What does the sign in the circle that they enter tell you to do?"),
    ("quotient", "z", "{i} / {w}",
     "{z} divides its input by the weight. What does the sign in the circle that they enter tell you to do?"),
    ("weight-missing", "z", "{i}", "The weight {w} has no say in {z}. Which two values enter the circle before that node?"),
    ("input-missing", "z", "{w}", "{z} is the weight {w} alone. Which two values enter the circle before that node?"),
    ("other-weight", "z", "{i} * {other_w}", "{z} is made with {other_w}. Which weight enters the circle before that node?"),
    ("extra-weight", "z", "{z} * {other_w}", "Both weights enter {z}. Which two values enter the circle before that node?"),
    ("input-squared", "z", "{z} * {i}", "{i} counts twice in {z}. How often does it enter the circle before that node?"),
    ("weight-squared", "z", "{z} * {w}", "The weight {w} counts twice in {z}. How often does it enter the circle before that node?"),
    ("minus", "z", SIGN, "A minus sign has come in before {g}. Which circle on the graph turns a sign round there?"),
    ("absolute", "z", ABSOLUTE, "{z} has lost its sign. What should {g} receive when the weight is negative?"),
    ("no-activation", "a", "{z}", "At {a} the activation function {g} is missing: {z} passes unchanged. What lies between {z} and {a}?"),
    ("weight-after", "a", "{g}({i}) * {w}",
     "The activation function comes before the weight: {g} acts before {w} has come in. In which order do the two circles stand on the graph?"),
    ("input-after", "a", "{g}({w}) * {i}",
     "The activation function comes before {i}: {g} acts on the weight alone. "
     "In which order do the two circles stand on the graph?"),
    ("without-weight", "a", "{g}({i})", "At {a} the activation function acts on {i}, before the weight {w} has come in. Which node is the input of {g}?"),
    ("weight-only", "a", "{g}({w})", "At {a} the activation function acts on the weight alone. Which node is the input of {g}?"),
    ("other-activation", "a", "{other_g}({z})", "At {a} the other activation function is used. Which one stands in the circle before that node?"),
    ("twice", "a", "{g}({a})", "At {a} the activation function acts twice. How many circles with {g} are there?"),
    ("one-minus", "a", "1 - {a}", "You take 1 − {a} for {a}. Which of the two comes out of the circle {g}?"),
    ("minus-activation", "a", SIGN, "A minus sign has come in after {g}. Which circle on the graph turns a sign round there?"),
    ("minus-inside", "a", "{g}(-{z})", "A minus sign has come in inside {g}. Which node is the input of {g}?"),
    ("absolute-activation", "a", ABSOLUTE, "{a} has lost its sign. May the output of {g} be negative?"),
    ("weight-again", "a", "{a} * {w}", "The weight {w} enters a second time, after {g}. How many lines lead away from it?"),
    ("own-activation", "a", "sigmoid({z})",
     "At {a} you use the sigmoid, whatever {g} is. Where does your function get its activation functions from?"),
]
# At z2, which has more nodes before it; and over the whole pass.
BETWEEN = [
    ("z1-for-a1", {"z2": "z1 * w2"}, "z2 is made from z1. Which node lies between the two?", ("z1", "a1", "z2")),
    ("x-for-a1", {"z2": "x * w2"}, "z2 is made from x. Which nodes lie between the two?", ("x", "z1", "a1", "z2")),
    ("z1-for-z2", {"a2": "g2(z1)"}, "a2 is made from z1. Which node is the input of g2?", ("z2", "a2")),
    ("x-again", {"z2": "z2 * x"}, "x enters a second time, at z2. Which two values enter the circle before that node?", ("a1", "z2")),
    ("activations-swapped", {"a1": "g2(z1)", "a2": "g1(z2)"},
     "The two activation functions have changed places. Which one comes first on the way from x?", ("z1", "a1", "z2", "a2")),
    ("weights-swapped", {"z1": "x * w2", "z2": "a1 * w1"},
     "The two weights have changed places. Which one comes first on the way from x?", ("w1", "z1", "a1", "z2")),
    ("own-activations", {"a1": "sigmoid(z1)", "a2": "sigmoid(z2)"},
     "You use the sigmoid at both nodes, whatever g1 and g2 are. Where does your function get its activation functions from?",
     ("z1", "a1", "z2", "a2")),
]
AT_NODES = [
    *(Mistake(f"{id}-{half[node]}", {half[node]: expression.format(**half, f=half[node])}, text.format(**half),
              {"z": (half["w"], half["z"]), "a": (half["z"], half["a"])}[node])
      for half in HALVES for id, node, expression, text in NODES), *(Mistake(*each) for each in BETWEEN)]
# Those that can be made where both activation functions are sigmoids, whose outputs are positive.
POSITIVE = {f"a{n}": f"abs(a{n})" for n in "12"}
AT_SIGMOIDS = [mistake for mistake in (
    replace(each, lines={line: with_sigmoids(expression) for line, expression in each.lines.items()}) for each in AT_NODES)
    if mistake.lines.items() - SIGMOIDS.items() - POSITIVE.items()]

EXERCISES = (
    network_exercise("1.forward", "forward", "x w1 w2 g1 g2", FORWARD, "z1 a1 z2 a2", [*AT_NODES, *orders(*FORWARD)]),
)
OBJECTIVES = {"1.forward": "compute each node of the network from its inputs, in order"}
COMMON = {"1.forward": ("no-activation-a1", "weight-after-a1", "other-activation-a2", "weights-swapped", "own-activations")}


def demonstration():
    for w1 in (W1, 2 * W1):
        z1, a1, z2, a2 = Network(w1, W2).forward(X)[1:]
        print(f"w1 = {w1:.1f}:  z1 = {z1:.4f}  a1 = {a1:.4f}  z2 = {z2:.4f}  a2 = {a2:.4f}")


PREDICTION = Question("C", {
    "A": ("Only z1 changes.",
          "That would hold if nothing came after $z_1$. Follow the arrows: what does $z_1$ enter?"),
    "B": ("All four change, and all four double.",
          "That would hold if $g_1$ and $g_2$ only multiplied. They are curved, so a doubled input does not "
          "give a doubled output."),
    "C": ("All four change, but only z1 doubles.",
          "The change travels to the right along the arrows, so it reaches all four nodes. The product $z_1$ "
          "doubles. The function $g_1$ is curved, so $a_1$ does not double."),
}, demonstration)
