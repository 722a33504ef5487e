"""Lesson 8: the mean gradient over a batch, and the gradient for a bias at the output."""

import re

from nnlib.checker import Mistake
from nnlib.checker.mistakes import ABSOLUTE, INVERSE, ONE, ZERO
from nnlib.datasets import challenger, standardised
from nnlib.exercises.factors import DERIVATIVES, in_product, replaced, slug
from nnlib.exercises.products import OTHERWISE, brackets, extra, for_each, gradient, whole
from nnlib.exercises.questions import Question
from nnlib.exercises.setting import network_exercise
from nnlib.network import Network

# ---- 8.mean: the gradient for w2 of each example, then one number for all of them

MEAN = {"y": "ys", "a1": "a1s", "a2": "a2s"} | gradient("w2")[0] | {"mean_gradient": "mean(dloss_dw2)"}
# Id, lines, text.
OVER_EXAMPLES = [
    ("sum-over-examples", {"mean_gradient": "total(dloss_dw2)"},
     "You add up the gradients of the examples, and stop there. "
     "If each example stood in the data twice, should the step become twice as long?"),
    ("first-example", {"mean_gradient": "first(dloss_dw2)"},
     "Only the first example has a say in your answer. In a loop, when does the line with return come: "
     "for each example, or at the end?"),
    ("first-in-sum", {"mean_gradient": "first(dloss_dw2) / size(dloss_dw2)"},
     "Your sum holds the first example only. In a loop, when does the line with return come: for each example, or at the end?"),
    ("last-left-out", {"mean_gradient": "(total(dloss_dw2) - last(dloss_dw2)) / size(dloss_dw2)"},
     "The last example is not in your sum. In a loop, which number does range begin with, and where does it stop?"),
    ("first-left-out", {"mean_gradient": "(total(dloss_dw2) - first(dloss_dw2)) / size(dloss_dw2)"},
     "The first example is not in your sum. In a loop, which number does range begin with, and where does it stop?"),
    ("last-left-out-of-all", {"mean_gradient": "(total(dloss_dw2) - last(dloss_dw2)) / (size(dloss_dw2) - 1)"},
     "Your mean is that of all examples but the last. In a loop, which number does range begin with, and where does it stop?"),
    ("first-left-out-of-all", {"mean_gradient": "(total(dloss_dw2) - first(dloss_dw2)) / (size(dloss_dw2) - 1)"},
     "Your mean is that of all examples but the first. In a loop, which number does range begin with, and where does it stop?"),
    ("last-left-out-and-not-divided", {"mean_gradient": "total(dloss_dw2) - last(dloss_dw2)"},
     "You add up the gradients of all examples but the last, and stop there. "
     "In a loop, where does range stop, and what makes a mean of a sum?"),
    ("first-left-out-and-not-divided", {"mean_gradient": "total(dloss_dw2) - first(dloss_dw2)"},
     "You add up the gradients of all examples but the first, and stop there. "
     "In a loop, which number does range begin with, and what makes a mean of a sum?"),
    ("divided-on", {"mean_gradient": "divided_on(dloss_dw2)"},
     "The sum so far is divided again each time that an example comes, so the first ones hardly count. "
     "In a loop, what should be divided, and how often?"),
    ("starts-at-one", {"mean_gradient": "(total(dloss_dw2) + 1) / size(dloss_dw2)"},
     "Your sum is too large by 1. In a loop, which number does the sum start with?"),
    ("multiplied-by-size", {"mean_gradient": "total(dloss_dw2) * size(dloss_dw2)"},
     "You multiply the sum by the number of examples. What makes a mean of a sum?"),
    ("largest", {"mean_gradient": "largest(dloss_dw2)"},
     "You take the largest of the gradients. The loss over the batch is a mean: what is the derivative of a mean?"),
    ("rounded-down", {"mean_gradient": "floor(mean_gradient)"},
     "Your mean is rounded down to a whole number. Which sign for division keeps the fraction?"),
    ("each-rounded-down", {"mean_gradient": "total(floor(dloss_dw2 / size(dloss_dw2)))"},
     "Each part of your mean is rounded down to a whole number. Which sign for division keeps the fraction?"),
    ("last-example", {"mean_gradient": "last(dloss_dw2)"},
     "Only the last example has a say in your answer. In a loop, what becomes of the examples before it?"),
    ("last-in-sum", {"mean_gradient": "last(dloss_dw2) / size(dloss_dw2)"},
     "Your sum holds the last example only. In a loop, what becomes of the sum so far when the next one comes?"),
    ("one-less", {"mean_gradient": "total(dloss_dw2) / (size(dloss_dw2) - 1)"},
     "You divide by one less than the number of examples. What should the mean over two equal examples be?"),
    ("divided-twice", {"mean_gradient": "mean(dloss_dw2) / size(dloss_dw2)"},
     "You divide by the number of examples twice. What should the mean over two equal examples be?"),
    ("median", {"mean_gradient": "median(dloss_dw2)"},
     "You take the median of the gradients. The loss over the batch is a mean: what is the derivative of a mean?"),
    ("product-of-means", {"mean_gradient": "mean(dloss_da2) * mean(da2_dz2) * mean(dz2_dw2)"},
     "You take the mean of each factor, and multiply the means. Is the mean of products the product of the means?"),
    ("mean-of-inputs", {"y": "mean(ys)", "a1": "mean(a1s)", "a2": "mean(a2s)"},
     "You take the means of the inputs, and compute one gradient from them. "
     "Whose gradient is that, if no example has these values?"),
    ("mean-of-errors", {"dloss_da2": "mean(dloss_da2)"},
     "You take the mean of the node Loss's factor alone, before the product. "
     "Can an example that is badly wrong still be told from one that is right?"),
    ("mean-of-slopes", {"da2_dz2": "mean(da2_dz2)"},
     "You take the mean of the slopes of g2 before the product. Which slope belongs to which example?"),
    ("mean-of-a1", {"dz2_dw2": "mean(dz2_dw2)"},
     "You take the mean of a1 before the product. Which a1 belongs to which example?"),
    ("absolute-mean", {"mean_gradient": ABSOLUTE.format(f="mean_gradient")},
     "Your mean has lost its sign. What does the sign of a gradient tell you about the way down?"),
]
# What makes no pair with another mistake: of what is rounded down too little is left, and a sum wants all its examples.
ALONE, EVERYWHERE = r"floor|divided_on|- first|- last|\+ 1|\* size", (*MEAN, "product", *OTHERWISE)
IN_MEAN = [Mistake(id, lines, text, places=EVERYWHERE if re.search(ALONE, str(lines)) else ())
           for id, lines, text in OVER_EXAMPLES]

# ---- 8.bias: the path to b2 is that to w2 with another last edge

PATH = ("dloss_da2", "da2_dz2", "dz2_db2")
BIAS = {name: DERIVATIVES[name] for name in PATH[:2]} | {"dz2_db2": ONE, "dloss_db2": " * ".join(PATH)}
AT_BIAS = "z2 is the product plus b2. When b2 moves by a little and all else stays, by how much does z2 move?"
# In place of ∂z2/∂b2: what stands there, text.
LAST_EDGE = [
    ("a1", f"Your last factor is a1: that edge leads to w2. {AT_BIAS}"),
    ("b2", f"For the edge from z2 to b2 your answer has b2 itself. {AT_BIAS}"),
    (ZERO, f"For the edge from z2 to b2 your answer has nothing, as if no change of b2 reached z2. {AT_BIAS}"),
    (INVERSE.format(f="b2"), f"Your answer divides by b2. {AT_BIAS}"),
    ("a1 + b2", f"Your last factor is a1 + b2. {AT_BIAS}"),
    ("a1 * b2", f"Your last factor holds both a1 and b2. {AT_BIAS}"),
    ("1 + a1", f"Your last factor is that of b2 plus that of w2. {AT_BIAS}"),
    ("1 + b2", f"b2 stands in your last factor. {AT_BIAS}"),
    ("1 - b2", f"b2 stands in your last factor. {AT_BIAS}"),
]
IN_BIAS = [
    *brackets("dloss_db2", PATH[:2]), *whole("dloss_db2", PATH, ("z2", "a2", "Loss"), without="zero"),
    *(Mistake(f"{slug(other).replace(' + ', '-plus-').replace(' ', '')}-for-dz2_db2", {"dz2_db2": other}, text, ("z2",))
      for other, text in LAST_EDGE),
    *extra("b2", "z2"), *for_each(in_product, PATH[:2]), *for_each(replaced, PATH[:2]),
]

EXERCISES = (
    network_exercise("8.mean", "mean_gradient", "ys a1s a2s", MEAN, "mean_gradient", [*IN_MEAN, *gradient("w2")[-1]]),
    network_exercise("8.bias", "dloss_db2", "y a1 a2 b2", BIAS, "dloss_db2", IN_BIAS),
)
OBJECTIVES = {"8.mean": "compute the gradient of the mean loss over many examples",
              "8.bias": "find the gradient for a bias"}
COMMON = {"8.mean": ("sum-over-examples", "product-of-means", "mean-of-inputs", "missing-da2_dz2", "sign"),
          "8.bias": ("a1-for-dz2_db2", "b2-for-dz2_db2", "0.0-for-dz2_db2", "missing-da2_dz2", "sign")}
RECALL = ("7.update", {"w1": 1, "step_size": 2, "x": 2, "y": 1, "w2": 2, "a1": 0.5, "a2": 0.5}, "new_w1", ("uphill", "no-step-size"))


def demonstration():
    temperature = challenger().temperature
    for w1, w2 in ((0.5, -0.5), (2, -2.5), (-3, 4), (3, -8)):
        a2 = Network(w1, w2).forward(standardised(temperature, temperature)).a2
        print(f"w1 = {w1:4}, w2 = {w2:4}:  a2 lies between {a2.min():.4f} and {a2.max():.4f}")


PREDICTION = Question("B", {
    "A": ("For the cold launches, and not for the warm ones.",
          "That would be sensible, but look at the signs: $a_1$ is a sigmoid, so it is positive at every "
          "temperature. What sign does $z_2 = a_1 \\cdot w_2$ have then?"),
    "B": ("For all temperatures, or for none.",
          "The activation $a_1$ is positive at every temperature. So $z_2 = a_1 \\cdot w_2$ has the sign of "
          "$w_2$, and $a_2$ lies on one side of one half for all flights."),
    "C": ("Below some temperature or above it. It depends on the weights.",
          "Other weights change how large $a_1$ is, but not that it is positive. What sign does $z_2 = a_1 "
          "\\cdot w_2$ have then?"),
}, demonstration)
