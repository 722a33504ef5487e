"""Lesson 9: the derivative of cross-entropy, and what is left of it behind a sigmoid."""

from dataclasses import replace

from nnlib.checker import Mistake
from nnlib.checker.mistakes import ABSOLUTE, HALF, INVERSE, SIGN, TWICE, ZERO
from nnlib.example import X, Y
from nnlib.exercises.factors import DERIVATIVES, in_product, replaced
from nnlib.exercises.questions import Question
from nnlib.exercises.setting import network_exercise
from nnlib.losses import cross_entropy
from nnlib.network import Network
from nnlib.topology import edge

# The loss has one term for each class; so has its derivative.
TERMS = {"first": "-y / a2", "second": "(1 - y) / (1 - a2)", "dloss_da2": "first + second"}
COLLAPSE = TERMS | {"da2_dz2": DERIVATIVES["da2_dz2"], "dloss_dz2": "dloss_da2 * da2_dz2"}
VALUE = "-y * log(a2) - (1 - y) * log(1 - a2)"

LOG = "How fast does log a2 change when a2 changes a little?"
INNER = "a2 has a minus sign. What does the chain rule make of it?"
# In one of the two terms: id, term, what stands there, text.
IN_TERMS = [
    ("sign-first", "first", "y / a2",
     "The term of class 1 has the wrong sign. When the true class is 1 and a2 grows, does the loss grow or shrink?"),
    ("log-first", "first", "-y * log(a2)", f"The term of class 1 still holds the logarithm itself. {LOG}"),
    ("times-first", "first", "-y * a2", f"In the term of class 1 you multiply by a2. {LOG}"),
    ("no-class-first", "first", "-1 / a2",
     "The term of class 1 does not hold the class. Should it be there when the true class is 0?"),
    ("constant-first", "first", "-y", f"The term of class 1 does not change with a2. {LOG}"),
    ("squared-first", "first", "-y / a2 ** 2",
     "In the term of class 1 you have differentiated once too often. What is the derivative of a logarithm?"),
    ("other-bottom-first", "first", "-y / (1 - a2)",
     "In the term of class 1 you divide by the probability of class 0. Which probability stands in its logarithm?"),
    ("missing-first", "first", ZERO,
     "Your derivative has no term for class 1. Which part of the loss is left when the true class is 1?"),
    ("other-class-first", "first", "-(1 - y) / a2",
     "The term with log a2 has the wrong class before it. Which of the two terms is there when the true class is 1?"),
    ("square-root-first", "first", "-y / a2 ** 0.5", f"In the term of class 1 you divide by a root. {LOG}"),
    ("a2-at-top-first", "first", "-y * (1 - a2) / a2",
     "In the term of class 1 a factor stands above. When a logarithm is differentiated, what stands above and what below?"),
    ("over-log-first", "first", "-y / log(a2)", f"In the term of class 1 you divide by the logarithm. {LOG}"),
    ("sign-second", "second", "-(1 - y) / (1 - a2)", f"The term of class 0 has the wrong sign. Inside its logarithm {INNER}"),
    ("log-second", "second", "-(1 - y) * log(1 - a2)",
     "The term of class 0 still holds the logarithm itself. How fast does it change when a2 changes a little?"),
    ("times-second", "second", "(1 - y) * (1 - a2)",
     "In the term of class 0 you multiply where a logarithm was differentiated. What is the derivative of a logarithm?"),
    ("no-class-second", "second", "1 / (1 - a2)",
     "The term of class 0 does not hold the class. Should it be there when the true class is 1?"),
    ("constant-second", "second", "1 - y",
     "The term of class 0 does not change with a2. What is the derivative of a logarithm?"),
    ("squared-second", "second", "(1 - y) / (1 - a2) ** 2",
     "In the term of class 0 you have differentiated once too often. What is the derivative of a logarithm?"),
    ("other-bottom-second", "second", "(1 - y) / a2",
     "In the term of class 0 you divide by the probability of class 1. Which probability stands in its logarithm?"),
    ("missing-second", "second", ZERO,
     "Your derivative has no term for class 0. Which part of the loss is left when the true class is 0?"),
    ("other-class-second", "second", "y / (1 - a2)",
     "The term of class 0 has the wrong class before it. Which of the two terms is there when the true class is 0?"),
    ("no-bracket-second", "second", "(1 - y) / 1 - a2",
     "In the term of class 0 a bracket is missing below the line: you divide by 1, then subtract a2. What belongs below?"),
    ("no-bracket-at-top-second", "second", "1 - y / (1 - a2)",
     "In the term of class 0 a bracket is missing above the line: you divide only y. What belongs above?"),
    ("plus-at-bottom-second", "second", "(1 - y) / (1 + a2)",
     "In the term of class 0 a plus has come in below. Which probability stands in its logarithm?"),
    ("over-log-second", "second", "-(1 - y) / log(1 - a2)",
     "In the term of class 0 you divide by the logarithm. What is the derivative of a logarithm?"),
    ("a2-at-top-second", "second", "(1 - y) * a2 / (1 - a2)",
     "In the term of class 0 an a2 stands above. When a logarithm is differentiated, what stands above and what below?"),
]
# With the derivative f as a whole: id, place, what stands there, text.
AT_LOSS = [
    ("sign", "sign", SIGN,
     "Your whole answer has the opposite sign. When the true class is 1 and a2 grows, does the loss grow or shrink?"),
    ("absolute", "sign", ABSOLUTE,
     "Your answer has lost its sign. How can the network tell from it whether a2 is too large or too small?"),
    ("twice", "number", TWICE, "A 2 is left over. Is there a square in this loss?"),
    ("half", "number", HALF, "A ½ is left over. Is there a ½ before this loss, as there was before the square?"),
    ("base-two", "number", "{f} / log(2)", "Your logarithm has the base 2. Which base does the derivative of log take for granted?"),
    ("base-ten", "number", "{f} / log(10)", "Your logarithm has the base 10. Which base does the derivative of log take for granted?"),
    ("plus-one", "constant", "{f} + 1", "A 1 is added. Does the loss hold a term that grows as a2 itself does?"),
    ("minus-one", "constant", "{f} - 1", "A 1 is subtracted. Does the loss hold a term that falls as a2 grows, at the same rate?"),
    ("product-of-terms", "sum", "first * second",
     "You multiply the two terms. The loss adds them: what does the derivative of a sum do?"),
    ("loss-for-its-derivative", "sum", VALUE,
     "Where the derivative belongs, your answer has the loss itself. How does the loss change when a2 changes a little?"),
    ("upside-down", "sum", INVERSE, "Your answer is upside down. Should it be large or small where the network is badly wrong?"),
    ("only-a2-at-bottom", "sum", "{f} * (1 - a2)",
     "You divide by only one of the two probabilities. Which two fractions do you bring to one denominator?"),
    ("only-other-at-bottom", "sum", "{f} * a2",
     "You divide by only one of the two probabilities. Which two fractions do you bring to one denominator?"),
    ("plus-at-bottom", "sum", "{f} * (1 - a2) / (1 + a2)",
     "In the common denominator a plus has come in. Which two probabilities are multiplied there?"),
    ("plus-at-top", "sum", "{f} * (a2 + y) / (a2 - y)",
     "In the numerator over the common denominator a sign is wrong. What must your answer be where a2 reaches y?"),
    ("no-class-at-top", "sum", "{f} * a2 / (a2 - y)",
     "In the numerator over the common denominator the class is missing. What must your answer be where a2 reaches y?"),
    ("no-bracket-at-bottom", "sum", "{f} * (1 - a2) ** 2",
     "Below the line a bracket is missing: you divide by a2, then multiply by 1 − a2. What belongs below?"),
    ("bottom-squared", "sum", "{f} / (a2 * (1 - a2))",
     "The common denominator counts twice. How often do you divide by each of the two probabilities?"),
]
NO_CLASS = "Your answer is the same whatever the true class is. Which term of the loss is left for each class?"
# Of the derivative alone: id, what stands there, text.
LOCAL = [
    ("no-class-turned", "1 / a2", NO_CLASS),
    ("no-class-second-alone", "1 / (1 - a2)", NO_CLASS),
    ("no-class-second-turned", "-1 / (1 - a2)", NO_CLASS),
    ("quadratic", "quadratic.slope(a2, y)",
     "This is the factor of the node Loss for another loss, the quadratic one. Which function of a2 is the loss here?"),
    ("quadratic-turned", "y - a2",
     "This is the factor of the node Loss for another loss, the quadratic one, turned round. Which function of a2 is the loss here?"),
    ("quadratic-product", "(a2 - y) * a2 * (1 - a2)",
     "This is a whole product, and for another loss, the quadratic one. Which single edge is asked for, and which function of a2 is the loss here?"),
]
# The mistakes with the derivative as a whole and in one of its terms, which both exercises have; and those alone.
AS_WHOLE = [Mistake(id, {"dloss_da2": expression.format(f="dloss_da2")}, text, edge("dloss_da2"), (f"{place}-dloss_da2",))
            for id, place, expression, text in AT_LOSS]
TERM_BY_TERM = [Mistake(id, {line: expression}, text, edge("dloss_da2")) for id, line, expression, text in IN_TERMS]
ALONE = [Mistake(id, {"dloss_da2": expression}, text, edge("dloss_da2"), ("sum-dloss_da2",))
         for id, expression, text in LOCAL]

EXPANDED = "In multiplying out, a sign went wrong. The product of y and a2 comes up twice: with which sign each time?"
# Of the result behind the sigmoid: id, what stands there, text.
COLLAPSED = [
    ("one-minus-y", "a2 - (1 - y)", "Your answer takes 1 − y for y. What must it be where a2 reaches the true class?"),
    ("plus-y", "a2 + y", "You add a2 and y. What must your answer be where a2 reaches the true class?"),
    ("no-y", "a2", "The true class has no say in your answer. How can the network know which way to go?"),
    ("one-minus-a2", "1 - a2 - y", "Your answer takes 1 − a2 for a2. What must it be where a2 reaches the true class?"),
    ("first-alone-multiplied", "first * da2_dz2 + second",
     "Only the term of class 1 is multiplied by the slope of g2: a bracket is missing. What does that slope multiply?"),
    ("second-alone-multiplied", "first + second * da2_dz2",
     "Only the term of class 0 is multiplied by the slope of g2: a bracket is missing. What does that slope multiply?"),
    ("both-minus", "a2 - y - 2 * y * a2", EXPANDED),
    ("both-plus", "a2 - y + 2 * y * a2", EXPANDED),
    ("one-minus-left", "a2 - y - y * a2", EXPANDED),
    ("one-plus-left", "a2 - y + y * a2", EXPANDED),
    ("no-a2-in-second", "-y * (1 - a2) + (1 - y)",
     "In the numerator the term of class 0 has lost its a2. By what is it multiplied to get the common denominator?"),
    ("error-times-a2", "(a2 - y) * a2",
     "A factor a2 is left over. Which factors below the line cancel against the slope of g2?"),
    ("error-times-other", "(a2 - y) * (1 - a2)",
     "A factor 1 − a2 is left over. Which factors below the line cancel against the slope of g2?"),
    ("for-the-quadratic", "(a2 - y) * da2_dz2",
     "This is the product for another loss, the quadratic one. Which derivative of the loss did you find in exercise 9a?"),
    ("squared-error", "(a2 - y) ** 2", "Your answer is squared. What does its sign tell you, and is that still there?"),
    ("half-squared-error", "(a2 - y) ** 2 / 2",
     "That is another loss, not a derivative of this one. Which two local derivatives do you multiply here?"),
    ("value", VALUE, "Your answer is the loss itself. Which two local derivatives do you multiply here?"),
    ("class-1-put-in", "a2 - 1",
     "Your answer does not change with y: it is right where the true class is 1, and nowhere else. "
     "What must it be where the true class is 0?"),
    ("class-1-put-in-turned", "1 - a2",
     "Your answer is 1 − a2, whatever y is. Which letter of the formula might the 1 stand for, and which of the two comes first?"),
    ("product-of-both", "a2 * y", "You multiply a2 and y. What must your answer be where a2 reaches the true class?"),
    ("sum", "dloss_da2 + da2_dz2",
     "At z2 you add the two local derivatives. What does the chain rule do with the local derivatives along a path?"),
    ("divided-by-slope", "dloss_da2 / da2_dz2",
     "You divide by the slope of g2. What does the chain rule do with the local derivatives along a path?"),
]
SLIP = "Your answer is what ∂Loss/∂a2 gives with this slip: "  # it need not be written there
IN_COLLAPSE = [
    *(Mistake(id, {"dloss_dz2": expression}, text, ("z2", "a2", "Loss"), ("product",))
      for id, expression, text in COLLAPSED),
    *in_product("dloss_da2")[:1], *in_product("da2_dz2"), *AS_WHOLE,
    *(replace(each, text=f"{SLIP}{each.text[0].lower()}{each.text[1:]}") for each in TERM_BY_TERM), *replaced("da2_dz2"),
]

EXERCISES = (
    network_exercise("9.local", "dloss_da2", "y a2", TERMS, "dloss_da2", [*AS_WHOLE, *ALONE, *TERM_BY_TERM]),
    network_exercise("9.collapse", "dloss_dz2", "y a2", COLLAPSE, "dloss_dz2", IN_COLLAPSE),
)
OBJECTIVES = {"9.local": "differentiate cross-entropy by the output",
              "9.collapse": "simplify its product with the derivative of the sigmoid, until no quotient is left"}
COMMON = {"9.local": ("sign-second", "no-bracket-at-top-second", "sign", "quadratic", "log-first", "only-a2-at-bottom"),
          "9.collapse": ("both-minus", "first-alone-multiplied", "error-times-a2", "missing-da2_dz2", "sign-second")}
RECALL = ("8.bias", {"y": 1, "a1": 0.5, "a2": 0.8, "b2": 0.3}, "dloss_db2", ("a1-for-dz2_db2", "sign"))


def demonstration():
    for w2 in (-2, -4, -8):
        net = Network(3.0, w2, loss=cross_entropy)
        back = net.backward(net.forward(X), Y)
        print(f"w2 = {w2}:  {back.dloss_da2:9.2f} * {back.da2_dz2:.5f} = {back.dloss_dz2:.4f}")


PREDICTION = Question("C", {
    "A": ("It comes closer and closer to 0, as it does with the quadratic loss.",
          "The slope of the sigmoid does come close to 0. But $\\frac{\\partial Loss}{\\partial a_2}$ grows at "
          "the same time. What is their product?"),
    "B": ("It grows beyond all limits, as ∂Loss/∂a2 does.",
          "The first factor does grow beyond all limits. But the slope of the sigmoid comes close to 0 at the "
          "same time. What is their product?"),
    "C": ("It comes closer and closer to −1.",
          "One factor grows as the slope of the sigmoid shrinks. Their product does not vanish: it comes close "
          "to $-1$. Exercise 9b finds out what it is."),
}, demonstration)
