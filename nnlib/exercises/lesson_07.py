"""Lesson 7: the update rule, for one weight and for both."""

from nnlib.checker import Mistake
from nnlib.checker.mistakes import ABSOLUTE, SIGN, orders
from nnlib.example import W1, W2, X, Y
from nnlib.exercises.factors import DERIVATIVES, in_product, replaced
from nnlib.exercises.lesson_01 import AT_SIGMOIDS, SIGMOIDS
from nnlib.exercises.products import brackets, for_each, gradient, of_product
from nnlib.exercises.questions import Question
from nnlib.exercises.setting import network_exercise
from nnlib.network import Network
from nnlib.topology import PATHS

# Line by line, for a weight w with gradient g, the step s = step_size · g and the new weight n:
# id, line, what stands there, text. Mistakes of the update's form come first, those of the sign last.
AT_UPDATE = [
    ("gradient-returned", "n", "{g}",
     "You return the gradient, not the updated weight. Where does the weight stand before the step?"),
    ("step-returned", "n", "{s}", "You return the step, not the updated weight. Where does the weight stand before the step?"),
    ("change-returned", "n", "-{s}",
     "You return the change of the weight, not the updated weight. Where does the weight stand before the step?"),
    ("unchanged", "n", "{w}", "Your answer leaves {w} unchanged. What moves it?"),
    ("turned-round", "n", "{s} - {w}", "The subtraction is turned round. What is left if the step is 0?"),
    ("changed-places", "n", "step_size - {w} * {g}",
     "The weight and the step size have changed places. Which of them is to be updated, and which scales the gradient?"),
    ("multiplied", "n", "{w} * {s}", "You multiply the weight and the step. What should be left if the step is 0?"),
    ("weight-divided", "n", "{w} / {s}", "You divide the weight by the step. What should be left if the step is 0?"),
    ("weight-in-step", "n", "{w} - {w} * {s}", "The weight itself stands in the step. If {w} is 0, can your rule still move it?"),
    ("other-weight-updated", "n", "{o} - {s}", "The step starts from {o}. Which weight does this gradient belong to?"),
    ("bracket-at-step-size", "n", "({w} - step_size) * {g}",
     "A bracket ties the step size to the weight. What are the two factors of the step?"),
    ("no-gradient", "s", "step_size", "The step size is subtracted without the gradient. What tells you the direction of the step?"),
    ("no-step-size", "s", "{g}", "The step has the full length of the gradient. What sets how far to go?"),
    ("weight-for-gradient", "s", "step_size * {w}",
     "In the step {w} itself stands where the gradient belongs. What tells you the direction of the step?"),
    ("weight-added-again", "n", "{w} + {w} - {s}",
     "You add the new weight to the old one. Which sign gives a name a new value, and adds nothing?"),
    ("step-size-twice", "s", "step_size * {s}", "The step size enters twice. How long should a step be when it is doubled?"),
    ("step-size-divides", "s", "{g} / step_size",
     "You divide by the step size. Should a larger step size make the step longer or shorter?"),
    ("gradient-divides", "s", "step_size / {g}",
     "You divide by the gradient. Should the step be long or short where the loss is almost flat?"),
    ("step-size-added", "s", "step_size + {g}",
     "You add the step size and the gradient. What should the step be where the gradient is 0?"),
    *((f"step-size-joined-{n}", "s", expression,
       "A sign joins the step size and the gradient in your rule. What should the step be where the gradient is 0?")
      for n, expression in enumerate(("step_size - {g}", "{g} - step_size", "-step_size - {g}"), 1)),
    ("absolute-step", "s", ABSOLUTE, "Your step has lost its sign: it goes the same way everywhere. "
     "What does the sign of the gradient tell you about the way down?"),
    ("uphill", "s", SIGN, "A sign is turned round, in the gradient or where the step is taken: that sends the weight uphill. "
     "Which way does a gradient point?"),
    ("step-added", "n", "{w} + {s}", "You add the step: that sends the weight uphill. Which way does a gradient point?"),
]


def _names(weight):
    return {"w": weight, "o": {"w1": "w2", "w2": "w1"}[weight], "g": f"dloss_d{weight}", "s": f"step_{weight}",
            "n": f"new_{weight}"}


def update(weight):
    """Return the two lines of an update, after those of the gradient."""
    names = _names(weight)
    return {names["s"]: "step_size * {g}".format(**names), names["n"]: "{w} - {s}".format(**names)}


def at_update(*weights, suffix=""):
    """Return the mistakes in the update of one weight, or those that are made in both updates alike."""
    each = [_names(weight) for weight in weights]
    told = each[0] | ({"w": "each weight", "o": "the other weight"} if weights[1:] else {})
    return [Mistake(id + suffix, {names[line]: expression.format(**names, f=names[line]) for names in each},
                    text.format(**told), () if weights[1:] else weights) for id, line, expression, text in AT_UPDATE]


UPDATE = gradient("w1")[0] | update("w1")
TO_W1 = ("dz2_da1", "da1_dz1", "dz1_dw1")  # below those of w2, so that a mistake there can use the new w2
STEP = SIGMOIDS | {name: DERIVATIVES[name] for name in PATHS["w2"]} | {
    "dloss_dw2": " * ".join(PATHS["w2"]), **update("w2"), **{name: DERIVATIVES[name] for name in TO_W1},
    "dloss_dw1": " * ".join(PATHS["w1"]), **update("w1")}

STEP_W1 = "step_size * dloss_da2 * da2_dz2 * w2 * a1 * (1 - a1) * x"
NEW_W1 = f"w1 - {STEP_W1}"

# Where a sigmoid is written out, from z to a: id, what stands there, text.
WRITTEN_OUT = [
    ("above-one", "1 + exp(-{z})",
     "Your {a} is larger than 1, and no sigmoid is. What stands below the bar of its fraction, and does it stand in brackets?"),
    ("above-one-turned", "1 + exp({z})",
     "Your {a} is larger than 1, and no sigmoid is. What stands below the bar of its fraction, and does it stand in brackets?"),
    ("above-and-added", "2 * exp({z})",
     "Your {a} grows beyond all bounds as {z} grows. What stands below the bar of the sigmoid, and does it stand in brackets?"),
    ("minus-below-turned", "1 / (1 - exp({z}))",
     "Your {a} grows beyond all bounds as {z} comes near 0. What stands below the bar of the sigmoid, and with which signs?"),
    ("minus-below", "1 / (1 - exp(-{z}))",
     "Your {a} grows beyond all bounds as {z} comes near 0. What stands below the bar of the sigmoid, and with which signs?"),
    ("sign-of-z", "1 / (1 + exp({z}))",
     "In the exponent of {a} the minus sign is missing. Must the sigmoid rise or fall where {z} grows?"),
    ("z-above", "{z} * {a}", "Your {a} is {z} times what it should be. What stands above the bar of the sigmoid?"),
    ("no-fraction", "exp(-{z})", "Your {a} is the exponential of −{z} alone. What else does the sigmoid make of it?"),
    ("exponential", "exp({z})", "Your {a} is the exponential of {z}. What else does the sigmoid make of an exponential?"),
    ("tanh", "tanh({z})", "Your {a} is tanh of {z}. Which activation function does this network use there?"),
    ("relu", "({z} + abs({z})) / 2",
     "Your {a} is 0 where {z} is negative, and {z} elsewhere. Which activation function does this network use there?"),
]
# What mixes the two updates: id, lines, text.
OLD = "Both gradients belong to one forward pass: with which weights was it made?"
BETWEEN = [
    ("new-w2-in-dloss_dw1", {"dz2_da1": "new_w2"},
     f"The gradient for w1 uses the new w2. {OLD}"),
    ("new-w2-forward", {"dloss_dw1": "Network(w1, new_w2).backward(Network(w1, new_w2).forward(x), y).dloss_dw1"},
     f"The gradient for w1 comes from a second forward pass, with the new w2. {OLD}"),
    ("new-w1-in-dloss_dw2", {"dloss_dw2": f"dloss_da2 * da2_dz2 * sigmoid(x * ({NEW_W1}))"},
     f"The gradient for w2 uses an a1 from the new w1. {OLD}"),
    ("new-w1-forward", {"dloss_dw2": f"Network({NEW_W1}, w2).backward(Network({NEW_W1}, w2).forward(x), y).dloss_dw2"},
     f"The gradient for w2 comes from a second forward pass, with the new w1. {OLD}"),
    ("one-minus-at-a1", {"a1": "1 - a1"},
     "At a1 you have 1 − a1, which is also the sigmoid of −z1. Where does a sign turn round on the way from x to a1?"),
    ("one-minus-at-a2", {"a2": "1 - a2"},
     "Your answer takes 1 − a2 for a2: in the factor of the node Loss alone, or at a2 itself, where it is the sigmoid of −z2. "
     "Which of the two is the probability of class 1?"),
    ("gradient-of-w1-for-both", {"step_w2": STEP_W1},
     "The gradient for w1 moves both weights. Which edge of the graph does only the path to w2 cross?"),
    ("gradient-of-w2-for-both", {"step_w1": "step_size * dloss_da2 * da2_dz2 * dz2_dw2"},
     "The gradient for w2 moves both weights. Which edges of the graph does only the path to w1 cross?"),
    ("gradients-swapped", {"step_w1": "step_size * dloss_da2 * da2_dz2 * dz2_dw2", "step_w2": STEP_W1},
     "The two gradients have changed places. Which of them crosses the edge next to x?"),
]
# In the update of w1 alone, from the values at the nodes.
NEW_W2 = Mistake(
    "new-w2-in-dloss_dw1", {"dz2_da1": "w2 - step_size * dloss_da2 * da2_dz2 * a1"},
    "The gradient for w1 uses the new w2. The values at the nodes belong to one forward pass: with which weights was it made?")
BRACKET = Mistake(
    "bracket-missing-at-step", {"new_w1": f"w1 - step_size * a2 - y * {' * '.join(PATHS['w1'][1:])}"},
    "At the node Loss a bracket is missing: multiplication binds tighter than subtraction, so the step size takes hold of "
    "a2 alone. Which part of your formula is the factor of that node?",
    ("a2", "Loss"), ("new_w1", "step_w1", *PATHS["w1"]))
# The same as one-minus-at-a1 and one-minus-at-a2, whose texts are true of each of them.
SAID_AT_A = {"one-minus-a2-at-Loss", *(f"{id}-{node}{n}" for n in "12" for id, node in (
    ("minus", "z"), ("minus-inside", "a"), ("one-minus", "a")))}
IN_STEP = [mistake for mistake in (
    *at_update("w1", "w2"), *at_update("w1", suffix="-w1"), *at_update("w2", suffix="-w2"),
    *(Mistake(*each) for each in BETWEEN), *orders("new_w1", "new_w2"), *of_product("w1", "-w1"), *of_product("w2", "-w2"),
    *brackets("dloss_dw1", PATHS["w1"], "-w1", anywhere=False), *brackets("dloss_dw2", PATHS["w2"], "-w2", anywhere=False),
    *for_each(in_product, DERIVATIVES), *for_each(replaced, DERIVATIVES),
    *(Mistake(f"{id}-{a}", {a: expression.format(z=z, a=a)}, text.format(z=z, a=a), (z, a),
              (a, "z2") if id == "relu" else ())  # where it gives 0, nothing shows what z2 is made from
      for z, a in (("z1", "a1"), ("z2", "a2")) for id, expression, text in WRITTEN_OUT),
    *AT_SIGMOIDS) if mistake.id not in SAID_AT_A]

EXERCISES = (
    network_exercise("7.update", "updated_w1", "w1 step_size x y w2 a1 a2", UPDATE, "new_w1",
                     [*at_update("w1"), NEW_W2, BRACKET, *gradient("w1")[-1]], follows=["a1", "a2"]),
    network_exercise("7.step", "step", "x y w1 w2 step_size", STEP, "new_w1 new_w2", IN_STEP),
)
OBJECTIVES = {"7.update": "write the update of a weight by gradient descent",
              "7.step": "take one step with both weights, with gradients at the old ones"}
COMMON = {"7.update": ("uphill", "no-step-size", "gradient-returned", "bracket-at-step-size", "w1-for-dz2_da1"),
          "7.step": ("new-w2-in-dloss_dw1", "new-w1-in-dloss_dw2", "uphill", "no-step-size", "gradients-swapped")}
RECALL = ("6.gradient", {"x": 2, "y": 1, "w2": 3, "a1": 0.5, "a2": 0.5}, "dloss_dw1", ("missing-dz2_da1", "sign"))


def demonstration():
    for w1 in (W1 - 0.1, W1, W1 + 0.1):
        net = Network(w1, W2)
        print(f"w1 = {w1:.1f}:  Loss = {net.example_loss(net.forward(X), Y):.4f}")


PREDICTION = Question("A", {
    "A": ("Down.",
          "A positive gradient means that the loss rises with $w_1$. So you go the other way."),
    "B": ("Up, because the gradient is positive.",
          "That climbs the hill: a positive gradient means that the loss rises with $w_1$."),
    "C": ("It depends on the step size.",
          "The step size is positive. It says only how far the weight moves, not which way."),
}, demonstration)
