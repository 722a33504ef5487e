"""Lesson 11: the gradient of the first weight of three layers, and what a chain of equal layers leaves of a gradient."""

from dataclasses import replace

from nnlib.activations import sigmoid
from nnlib.autodiff import Value, apply
from nnlib.checker import Mistake
from nnlib.checker.mistakes import ABSOLUTE, HALF, INVERSE, SIGN, TWICE
from nnlib.example import X, Y
from nnlib.exercises import factors
from nnlib.exercises.factors import DERIVATIVES, in_product, replaced
from nnlib.exercises.products import brackets, for_each, whole
from nnlib.exercises.questions import Question
from nnlib.exercises.setting import network_exercise
from nnlib.losses import quadratic

# ---- 11.gradient: the path of lesson 5 with one more layer at its beginning

THREE = {"dloss_da3": "a3 - y", "da3_dz3": "a3 * (1 - a3)", "dz3_da2": "w3", "da2_dz2": DERIVATIVES["da2_dz2"],
         "dz2_da1": "w2", "da1_dz1": DERIVATIVES["da1_dz1"], "dz1_dw1": "x"}
PATH = tuple(THREE)
# At the node Loss: what lessons 4 and 6 have there, one layer later.
AT_LOSS = [[each.replace("a2", "a3").replace("a1", "a2") for each in mistake] for mistake in factors.AT_LOSS
           if mistake[0] in ("turned-at-Loss", "plus-y", "no-y", "a1-for-a2-at-Loss")]
# The product as a whole: id, what stands there, text.
OTHER_PRODUCTS = [
    ("for-w3", "dloss_da3 * da3_dz3 * a2", "This is the gradient for w3. Which edges lead on from z3 to w1?"),
    ("for-w2", "dloss_da3 * da3_dz3 * w3 * da2_dz2 * a1", "This is the gradient for w2. Which edges lead on from z2 to w1?"),
    ("two-layers", "(a2 - y) * da2_dz2 * w2 * da1_dz1 * x",
     "This is the gradient of a shorter chain. Which node lies next to the node Loss here?"),
    ("extra-a2", "dloss_dw1 * a2", "Your product has one factor too many: a2. Which edge would bring it?"),
    ("extra-a1", "dloss_dw1 * a1", "Your product has one factor too many: a1. Which edge would bring it?"),
]
IN_THREE = [replace(mistake, path=()) for mistake in (  # the picture is that of two layers
    *brackets("dloss_dw1", PATH, anywhere=False), *whole("dloss_dw1", PATH, (), without="loss-itself"),
    *(Mistake(id, {"dloss_dw1": expression}, text, places=("product", *PATH)) for id, expression, text in OTHER_PRODUCTS),
    *for_each(in_product, PATH),
    *(Mistake(id, {"dloss_da3": expression}, text) for id, expression, text in AT_LOSS),
    *for_each(replaced, [factor for factor in PATH if factor != "dloss_da3"]))]

# ---- 11.factors: all layers have one weight and one activation

FACTORS = {"slope": "a * (1 - a)", "factor": "w * slope", "left": "factor ** (n - 1)"}
CROSSED = "From the last z to the first one, how many weights does the way cross, and how many slopes?"
# Line by line: id, line, what stands there, text.
IN_FACTORS = [
    ("a-alone", "slope", "a", "For the slope your answer has a itself. Where a is close to its upper end the sigmoid is flat: does your factor become small there?"),
    ("one-minus-a", "slope", "1 - a",
     "For the slope your answer has 1 − a. Where a is close to its lower end the sigmoid is flat, too: does your factor become small there?"),
    ("turned", "slope", "a * (a - 1)", "In the slope the subtraction is turned round. Can the sigmoid fall where z grows?"),
    ("a-plus", "slope", "a * (1 + a)", "In the slope a plus stands where it does not belong. Where does the sigmoid get flat?"),
    ("a-squared", "slope", "a ** 2", "Your slope is the product of a with itself. Where does the sigmoid get flat?"),
    ("odds", "slope", "a / (1 - a)", "Your slope divides by 1 − a. Is the sigmoid steep or flat where that is small?"),
    ("steepest", "slope", "0.25", "You take the steepest slope of the sigmoid, whatever a is. Where only is it that steep?"),
    ("slope-at-a", "slope", "sigmoid.derivative(a)",
     "You evaluate g′ at a, which is the output. Which node is the input of g, and what does its slope say there?"),
    ("slope-of-tanh", "slope", "1 - a ** 2", "You have the slope of tanh. Which activation function does this chain use?"),
    ("no-slope", "factor", "w", f"Only the weights are multiplied. {CROSSED}"),
    ("no-weight", "factor", "slope", f"Only the slopes are multiplied. {CROSSED}"),
    ("added", "factor", "w + slope", "You add the weight and the slope. What does the chain rule do with factors along a path?"),
    ("divided", "factor", "slope / w", "You divide by the weight. What does the chain rule do with factors along a path?"),
    ("weight-twice", "factor", "w ** 2 * slope", "Each step brings its weight again. How often does the way cross one edge?"),
    ("slope-twice", "factor", "w * slope ** 2", "Each step brings its slope again. How often does the way cross one edge?"),
    ("with-a", "factor", "factor * a", "Each step brings a further factor a. Which edge would bring it?"),
    ("weight-once", "left", "w * slope ** (n - 1)", f"The weight counts at a single step. {CROSSED}"),
    ("slope-once", "left", "w ** (n - 1) * slope", f"The slope counts at a single step. {CROSSED}"),
    ("power-of-difference", "left", "w * a * (1 - a) ** (n - 1)",
     "The power takes hold of 1 − a alone, since it binds tighter than multiplication. Which part of your formula is one step?"),
    ("one-outside-power", "left", "factor ** n - 1",
     "The subtraction stands beside the power, not in its exponent. Which part of your formula counts the steps, and does it stand in brackets?"),
    ("one-more", "left", "factor ** n", f"There is one step too many: you count a step for every layer. {CROSSED}"),
    ("two-more", "left", "factor ** (n + 1)", f"There are two steps too many. {CROSSED}"),
    ("one-less", "left", "factor ** (n - 2)", f"There is one step too few. {CROSSED}"),
    ("times-steps", "left", "factor * (n - 1)",
     "You multiply by the number of steps. What becomes of the gradient at the next step: is something added, or is it multiplied again?"),
    ("times-layers", "left", "factor * n",
     "You multiply by the number of layers. What becomes of the gradient at the next step: is something added, or is it multiplied again?"),
    ("one-step", "left", "factor", f"This is what a single step leaves. {CROSSED}"),
    ("shared-out", "left", "factor / (n - 1)",
     "You divide by the number of steps. What becomes of the gradient at the next step: is it shared out, or is it multiplied again?"),
    ("weight-more", "left", "w * factor ** (n - 1)", f"The weight counts too often. {CROSSED}"),
    ("slope-more", "left", "slope * factor ** (n - 1)", f"The slope counts too often. {CROSSED}"),
    ("sign", "left", SIGN.format(f="left"), "Your answer has the opposite sign. What becomes of the sign when factors are multiplied?"),
    ("absolute", "left", ABSOLUTE.format(f="left"),
     "Your answer has lost its sign. What becomes of it when the weight is negative and the number of steps is odd?"),
    ("twice", "left", TWICE.format(f="left"), f"A 2 is left over in your answer. {CROSSED}"),
    ("half", "left", HALF.format(f="left"), f"A ½ is left over in your answer. {CROSSED}"),
    ("upside-down", "left", INVERSE.format(f="left"), "Your answer is upside down. Does the gradient grow or shrink where the factors are small?"),
]

EXERCISES = (
    network_exercise("11.gradient", "dloss_dw1", "x y w2 w3 a1 a2 a3", THREE | {"dloss_dw1": " * ".join(PATH)},
                     "dloss_dw1", IN_THREE, follows=["a2", "a3"], illustrate=None),
    network_exercise("11.factors", "left", "w a n", FACTORS, "left",
                     [Mistake(id, {line: expression}, text) for id, line, expression, text in IN_FACTORS], illustrate=None),
)
OBJECTIVES = {"11.gradient": "find the gradient for the first weight of three layers",
              "11.factors": "compute what a chain of any length leaves of a gradient"}
COMMON = {"11.gradient": ("missing-dz3_da2", "missing-da2_dz2", "two-layers", "for-w2", "sign"),
          "11.factors": ("one-more", "no-weight", "times-steps", "slope-once", "a-alone")}
RECALL = ("10.add", {"x": 3, "a1": 0.5, "dloss_dz1": 0.1, "dloss_dz2": 0.4}, "dloss_dw", ("first-only", "multiplied"))


def demonstration():
    a, given = Value(X), [Value(1.0) for _ in range(10)]
    for weight in given:
        a = apply(sigmoid, a * weight)
    apply(quadratic, a, Y).backward()
    for layer in (10, 7, 4, 1):
        print(f"layer {layer:2}:  gradient {given[layer - 1].gradient:.9f}")


PREDICTION = Question("A", {
    "A": ("Less than a thousandth of it.",
          "Each layer on the way back brings a slope of at most one quarter. Nine of them leave less than a thousandth."),
    "B": ("About a tenth of it.",
          "That would hold if the layers shared the gradient out. But along a path the factors multiply. "
          "What do nine factors of at most one quarter give?"),
    "C": ("About as large.",
          "All weights are 1, so they leave the gradient as it is. But what else lies between two layers?"),
}, demonstration)
