"""The local derivatives as a right answer writes them, and the mistakes in one of them.

    DERIVATIVES     the six local derivatives, with two sigmoids and the quadratic loss

A factor can be wrong anywhere in its place, so lessons 4, 6, 7, 8, 9 and 11 share the tables below, one mistake a line.
"""

from nnlib.checker import Mistake
from nnlib.checker.mistakes import ABSOLUTE, HALF, INVERSE, ONE, SIGN, SQUARED, TWICE, ZERO
from nnlib.topology import edge

DERIVATIVES = {
    "dloss_da2": "a2 - y", "da2_dz2": "a2 * (1 - a2)", "dz2_dw2": "a1",
    "dz2_da1": "w2", "da1_dz1": "a1 * (1 - a1)", "dz1_dw1": "x",
}
# What a factor behind a sigmoid, which is positive, cannot become; and what has a text of its own.
NEEDLESS = {*((ABSOLUTE, factor) for factor in ("da3_dz3", "da2_dz2", "dz2_dw2", "da1_dz1")), (SQUARED, "dloss_da2")}

# At the node Loss. Line by line: id, what stands in place of dloss_da2, text.
AT_LOSS = [
    ("turned-at-Loss", "y - a2",
     "In the factor of the node Loss the subtraction is turned round. When a2 lies above y and grows a little, "
     "does the loss grow or shrink?"),
    ("plus-y", "a2 + y",
     "In the factor of the node Loss, a2 and y are added. How must that factor behave when a2 comes close to y?"),
    ("no-y", "a2",
     "The factor of the node Loss holds a2 and not y. How can the network know which way to go without the true class?"),
    ("one-minus-y-at-Loss", "a2 - (1 - y)",
     "The factor of the node Loss takes 1 − y for y. Which class is a2 compared with in the loss?"),
    ("one-minus-a2-at-Loss", "1 - a2 - y",
     "The factor of the node Loss takes 1 − a2 for a2. Which of the two is the probability of class 1?"),
    ("a1-for-a2-at-Loss", "a1 - y",
     "The factor of the node Loss is made with a1. Which node's output does the loss compare with y?"),
    ("z2-for-a2-at-Loss", "z2 - y",
     "The factor of the node Loss is made with z2. Which node's output does the loss compare with y?"),
    ("loss-for-its-derivative", "0.5 * (a2 - y) ** 2",
     "Where the derivative of the loss belongs, your answer has the loss itself. "
     "How does the loss change when a2 changes a little?"),
    ("square-for-its-derivative", "(a2 - y) ** 2",
     "In the factor of the node Loss the difference of a2 and y is squared: it counts twice, or is not differentiated yet. "
     "What becomes of a square when you differentiate it?"),
    ("cross-entropy", "dloss_da2 / (a2 * (1 - a2))",
     "At the node Loss you have the derivative of cross-entropy. Which loss does this exercise use?"),
]

# At a node a = g(z) with g = sigmoid; b is the other such node's output. Id, what stands for its slope, text.
AT_SIGMOID = [
    ("a-alone", "{a}",
     "For the slope of {g} your answer has its output {a} itself. "
     "Near {a} = 1 the sigmoid is flat: does your factor become small there?"),
    ("one-minus-a-alone", "1 - {a}",
     "For the slope of {g} your answer has the distance of {a} from 1. "
     "Near {a} = 0 the sigmoid is flat, too: does your factor become small there?"),
    ("turned", "{a} * ({a} - 1)",
     "In the slope at the node {a} the subtraction is turned round. Can the sigmoid fall where {z} grows?"),
    ("a-plus", "{a} * (1 + {a})",
     "In the slope at the node {a} a plus stands where it does not belong. "
     "Near {a} = 1 the sigmoid is flat: does your factor become small there?"),
    ("odds", "{a} / (1 - {a})",
     "Your slope at the node {a} grows beyond all bounds as {a} comes near 1. Is the sigmoid steep or flat there?"),
    ("odds-against", "(1 - {a}) / {a}",
     "Your slope at the node {a} grows beyond all bounds as {a} comes near 0. Is the sigmoid steep or flat there?"),
    ("one-minus-a-again", "{f} * (1 - {a})",
     "Your slope at the node {a} is too small by a factor 1 − {a}. How often does each factor stand in the rule for g′?"),
    ("a-again", "{f} * {a}",
     "Your slope at the node {a} is too small by a factor {a}. How often does each factor stand in the rule for g′?"),
    ("a-squared", "{a} ** 2",
     "Your slope at the node {a} is the product of {a} with itself. Near {a} = 1 the sigmoid is flat: "
     "does your factor become small there?"),
    ("one-minus-a-squared", "(1 - {a}) ** 2",
     "Your slope at the node {a} is the product of 1 − {a} with itself. Near {a} = 0 the sigmoid is flat, too: "
     "does your factor become small there?"),
    ("slope-at-a", "sigmoid.derivative({a})",
     "You take the slope of {g} at {a}, which is its output. Which node goes into {g}, "
     "and what is the slope there, written with {a}?"),
    ("slope-of-tanh", "1 - {a} ** 2",
     "At the node {a} you have the slope of tanh. Which activation function does this network use there?"),
    ("slope-of-tanh-at-z", "1 - tanh({z}) ** 2",
     "At the node {a} you have the slope of tanh. Which activation function does this network use there?"),
    ("slope-of-relu", "(1 + abs({z}) / {z}) / 2",
     "At the node {a} your slope is 1 where {z} is positive, and 0 elsewhere. "
     "Which activation function does this network use there?"),
    ("slope-of-other", "{b} * (1 - {b})",
     "The slope at the node {a} is made from {b}. Which node's output belongs to {g}?"),
    ("slope-mixed", "{a} * (1 - {b})",
     "The slope at the node {a} mixes a1 and a2. Which node's output belongs to {g}?"),
    ("slope-mixed-too", "{b} * (1 - {a})",
     "The slope at the node {a} mixes a1 and a2. Which node's output belongs to {g}?"),
    ("slope-of-input", "{i} * (1 - {i})",
     "The slope at the node {a} is made from {i}. Which node's output belongs to {g}?"),
    ("z-for-a", "{z} * (1 - {z})",
     "The slope at the node {a} is made from {z}, the input of {g}. "
     "The rule for g′ that needs no exponential is written in terms of which of the two?"),
]

# At a circle ×: what may stand in place of the other input.
AT_PRODUCT = {
    "dz2_dw2": ("a2", "x", "w2", "w1", "z1", "1 - a1", "a1 * (1 - a1)"),
    "dz2_da1": ("a1", "a2", "x", "w1", "z1"),
    "dz1_dw1": ("a1", "w1", "w2", "z1", "1 - x"),
    "dz3_da2": ("a2", "a1", "a3", "w2", "x"),
}


def slug(expression):
    """Return what an expression is called in an id."""
    return expression.replace("a1 * (1 - a1)", "slope-of-a1").replace("1 - ", "one-minus-")


def said(expression):
    """Return what an expression is called in a sentence."""
    return expression.replace(" * (", "(").replace("-", "−")


def replaced(factor):
    """Return the mistakes that put something else in the place of a factor."""
    by, of = edge(factor)
    if factor == "dloss_da2":
        made = AT_LOSS
    elif factor in AT_PRODUCT:
        question = f"{of} is a product of two inputs: when {by} moves and the other input stays, " \
                   f"what is the change of {by} multiplied by?"
        made = [(f"{slug(other)}-for-{factor}", other,
                 f"For the edge from {of} to {by} your answer has {said(other)}. {question}")
                for other in AT_PRODUCT[factor]]
    else:
        names = {"f": factor, "a": of, "b": {"a1": "a2", "a2": "a1", "a3": "a2"}[of],
                 "i": {"a1": "x", "a2": "a1", "a3": "a1"}[of], "z": by, "g": f"g{of[1]}"}
        made = [(f"{id}-at-{of}", expression.format(**names), text.format(**names)) for id, expression, text in AT_SIGMOID]
    return [Mistake(id, {factor: expression}, text, (by, of)) for id, expression, text in made]


# Where the factor from {of} to {by} is missing, by the kinds of these two nodes.
CHANGE = "How does {of} change when {by} changes a little?"
MISSING = {
    "La": "Nothing in your product comes from the node Loss. How does the loss change when {by} changes a little?",
    "az": "Your product has no factor for the node {of}, as if g{n} were not there. " + CHANGE,
    "za": "Your product has no factor for the edge from {of} to {by}. " + CHANGE,
    "zw": "Your product stops at {of}: the last edge of the path has no factor. " + CHANGE,
}
# With a factor f of a product, from {of} to {by}, whatever its formula: id, what stands there, text.
IN_PRODUCT = [
    ("doubled", SQUARED,
     "The factor of the edge from {of} to {by} counts twice: it is squared. How often does the path cross that edge?"),
    ("divided", INVERSE,
     "Your answer divides by the factor of the edge from {of} to {by}. "
     "What does the chain rule do with the local derivatives along a path?"),
    ("absolute", ABSOLUTE,
     "The factor of the edge from {of} to {by} has lost its sign. Can it be negative, and what would it then tell you?"),
]
# With a local derivative that is asked for by itself.
ALONE = [
    ("sign", SIGN,
     "The local derivative of {of} has the opposite sign. "
     "When {by} grows a little and all else stays, does {of} grow or shrink?"),
    ("zero", ZERO,
     "Your local derivative of {of} is 0, as if {by} were no input of {of}. Does {of} stay the same when {by} alone moves, "
     "or is a bracket missing?"),
    ("one", ONE,
     "Your local derivative of {of} is 1 everywhere, as if {of} moved exactly as {by} does. "
     "What happens to a change of {by} on its way to {of}?"),
    ("doubled", SQUARED,
     "Your local derivative of {of} is squared. How often does a change of {by} cross that edge?"),
    ("twice", TWICE,
     "A 2 is left over in the local derivative of {of}. Where does it come from, "
     "and is there a ½ in the rule for that node?"),
    ("half", HALF,
     "A ½ is left over in the local derivative of {of}. Where does it come from, "
     "and what becomes of it when the rule for that node is differentiated?"),
    ("divided", INVERSE,
     "Your local derivative of {of} is upside down: it divides where it should multiply. "
     "Which of {of} and {by} is computed from the other?"),
    ("absolute", ABSOLUTE,
     "Your local derivative of {of} has lost its sign. Can it be negative, and what would it then tell you?"),
    ("running", "{running}",
     "At {of} you multiply with what came before. The local derivative of {of} says what one edge does by itself: "
     "which edge is it?"),
]


def _with(table, factor, **more):
    by, of = edge(factor)
    names = {"f": factor, "by": by, "of": of} | more
    return [Mistake(f"{id}-{factor}", {factor: expression.format(**names)}, text.format(**names), edge(factor))
            for id, expression, text in table
            if (expression, factor) not in NEEDLESS]


def in_product(factor):
    """Return the mistakes with a factor of a product."""
    by, of = edge(factor)
    return _with([("missing", ONE, MISSING[of[0] + by[0]]), *IN_PRODUCT], factor, n=of[1:])


def alone(factor, before):
    """Return the mistakes with a local derivative by itself. before : those asked for before it."""
    return _with(ALONE if before else ALONE[:-1], factor, running=" * ".join((*before, factor)))
