"""Lesson 10: what a product remembers of how it was made, and the gradient of a weight that is used twice."""

from nnlib.checker import Mistake
from nnlib.checker.mistakes import ABSOLUTE, HALF, SIGN, SQUARED, TWICE, orders
from nnlib.example import W1, X, Y
from nnlib.exercises.backward import BackwardExercise
from nnlib.exercises.factors import DERIVATIVES, alone, replaced
from nnlib.exercises.lesson_01 import AT_NODES
from nnlib.exercises.products import for_each
from nnlib.exercises.questions import Question
from nnlib.exercises.setting import network_exercise
from nnlib.network import Network
from nnlib.topology import edge

# ---- 10.times: the product z2 = a1 · w2, with its local derivatives

REMEMBER = {"z2": "a1 * w2", "dz2_da1": DERIVATIVES["dz2_da1"], "dz2_dw2": DERIVATIVES["dz2_dw2"]}
MOVING = Mistake(
    "factor-that-moves", {"dz2_da1": "a1", "dz2_dw2": "w2"},
    "Each of your local derivatives is the factor that moves. When a1 moves and w2 is held still, "
    "what is the change of a1 multiplied by?", ("a1", "z2", "w2"))

# Line by line: id, line, what stands there, text.
IN_MEMORY = [
    ("difference", "z2", "a1 - w2", "z2 subtracts the weight. What does the sign in the circle that they enter tell you to do?"),
    ("turned-quotient", "z2", "w2 / a1",
     "z2 divides the weight by its input. What does the sign in the circle that they enter tell you to do?"),
    ("value", "dz2_da1", "z2",
     "For the edge from z2 to a1 you remember the product itself. How fast does it change when a1 alone moves?"),
    ("sum-dz2_da1", "dz2_da1", "a1 + w2",
     "Your local derivative for a1 adds both factors. When a1 moves and w2 is held still, "
     "what is the change of a1 multiplied by?"),
    ("sum-dz2_dw2", "dz2_dw2", "a1 + w2",
     "Your local derivative for w2 adds both factors. When w2 moves and a1 is held still, "
     "what is the change of w2 multiplied by?"),
]
IN_TIMES = [
    MOVING, *orders(*REMEMBER), *AT_NODES,
    *(Mistake(id, {line: expression}, text, edge("dz2_dw2" if line == "z2" else line))
      for id, line, expression, text in IN_MEMORY),
    *alone("dz2_da1", ()), *alone("dz2_dw2", ("dz2_da1",)), *for_each(replaced, ("dz2_da1", "dz2_dw2"))]

# ---- 10.add: one weight w in both layers

ADD = {"from_z2": "dloss_dz2 * a1", "from_z1": "dloss_dz1 * x", "dloss_dw": "from_z2 + from_z1"}
# The whole: id, what stands there, text.
SUM = [
    ("overwritten", "from_z1",
     "What z2 handed back is lost: what z1 hands back has taken its place. "
     "Does a change of w still reach the loss through z2?"),
    ("first-only", "from_z2",
     "Only what z2 hands back is left. Does a change of w reach the loss through z1, too?"),
    ("multiplied", "from_z2 * from_z1",
     "You multiply what the two uses hand back. They lie side by side, not one behind the other: "
     "if one of them handed back 0, would w have no influence at all?"),
    ("difference", "from_z2 - from_z1",
     "You subtract what z1 hands back. A nudge of w moves z1 and z2 at once: how do two small changes of the loss combine?"),
    ("difference-too", "from_z1 - from_z2",
     "You subtract what z2 hands back. A nudge of w moves z1 and z2 at once: how do two small changes of the loss combine?"),
    ("mean", HALF,
     "Your answer is half of the gradient, as a mean of the two parts would be. "
     "Does a change through z1 become smaller because there is a change through z2, too?"),
    ("twice", TWICE, "Your answer counts each part twice. How often does w enter each of the two products?"),
    ("sign", SIGN, "Your answer has the opposite sign. What did you do to the two gradients that flow back?"),
    ("absolute", ABSOLUTE,
     "Your answer has lost its sign. What does the sign of a gradient tell you about the way down?"),
    ("squared", SQUARED, "Your answer is squared. How often is each part counted?"),
    ("brackets-multiplied", "(dloss_dz2 + dloss_dz1) * (a1 + x)",
     "You add the gradients, add the local derivatives, and multiply the two sums. "
     "Which local derivative belongs to which gradient?"),
    ("no-local-derivatives", "dloss_dz2 + dloss_dz1",
     "Your answer adds the gradients at z1 and z2. What does a gradient meet on the edge from there to w?"),
    ("no-gradients", "a1 + x",
     "Your answer adds the two local derivatives. What has flowed back as far as z1 and z2 already?"),
]
# One part, from the node z f, with gradient g and the other factor l; o and h are those of the other part.
PARTS = [
    {"z": "z2", "w": "w2", "f": "from_z2", "g": "dloss_dz2", "l": "a1", "o": "x", "h": "dloss_dz1"},
    {"z": "z1", "w": "w1", "f": "from_z1", "g": "dloss_dz1", "l": "x", "o": "a1", "h": "dloss_dz2"},
]
PART = [
    ("no-local-derivative", "{g}", "What {z} hands back has no local derivative. How fast does {z} change when w does?"),
    ("no-gradient", "{l}", "What {z} hands back has no gradient. How much does the loss care about a change of {z}?"),
    ("sum", "{g} + {l}", "At {z} you add the gradient and the local derivative. Which rule holds along one path?"),
    ("minus", "{g} - {l}", "At {z} you subtract the local derivative. Which rule holds along one path?"),
    ("divided", "{g} / {l}", "At {z} you divide by the local derivative. Which rule holds along one path?"),
    ("upside-down", "{l} / {g}", "At {z} you divide by the gradient. Which rule holds along one path?"),
    ("sign", SIGN, "The part from {z} has the opposite sign. Which of its two factors did you turn round?"),
    ("absolute", ABSOLUTE, "The part from {z} has lost its sign. Can it be negative, and what would it then tell you?"),
    ("twice", TWICE, "The part from {z} counts twice. How often does w enter that product?"),
    ("half", HALF, "The part from {z} counts half. How often does w enter that product?"),
    ("gradient-squared", "{g} * {f}", "In the part from {z} the gradient counts twice. How often does it flow through {z}?"),
    ("local-squared", "{l} * {f}", "In the part from {z} the local derivative counts twice. How often is that edge crossed?"),
    ("other-local", "{g} * {o}",
     "At {z} you take the local derivative of the other product. By what is w multiplied to give {z}?"),
    ("other-gradient", "{h} * {l}", "At {z} you take the gradient of the other product. Which gradient has arrived at {z}?"),
    ("both-gradients", "{h} * {f}", "Both gradients enter the part from {z}. Which of them has arrived at {z}?"),
    ("both-locals", "{o} * {f}", "Both local derivatives enter the part from {z}. By what is w multiplied to give {z}?"),
]
CROSSED = Mistake(
    "crossed", {"from_z2": "dloss_dz2 * x", "from_z1": "dloss_dz1 * a1"},
    "The local derivatives have changed places. By what is w multiplied to give z1, and by what to give z2?", ("z1", "a1", "z2"))
IN_SUM = [*(Mistake(id, {"dloss_dw": expression.format(f="dloss_dw")}, text) for id, expression, text in SUM), CROSSED,
          *(Mistake(f"{id}-at-{part['z']}", {part["f"]: expression.format(**part)}, text.format(**part),
                    (part["w"], part["z"])) for part in PARTS for id, expression, text in PART)]

# ---- 10.reverse: the backward pass over a record

# Other orders than the reverse: each line once, and lines again and again.
ONCE = ("sorted(record)", "sorted(record, reverse=True)", "record[-1:] + record[:-1]",
        *(f"walked(record, {take}, {marked!r}, {step})"
          for take in (-1, 0) for marked in ("taken", "noted") for step in (-1, 1)),
        *(f"at_once(record, 'taken', {step})" for step in (1, -1)))
AGAIN = (*(f"walked(record, {take}, 'never', {step})" for take in (-1, 0) for step in (-1, 1)),
         *(f"at_once(record, 'never', {step})" for step in (1, -1)))
# Line by line: id, line, what stands there, text.
AT_BACKWARD = [
    ("overwritten", "new", "handed",
     "Where a value is used twice, your last visit overwrites what an earlier one handed back. "
     "What should become of the part that is there already?"),
    ("first-kept", "new", "so_far or handed",
     "Where a value is used twice, you keep what the first visit handed back and drop the rest. "
     "Does the other use not change the loss?"),
    ("multiplied", "new", "so_far * handed if so_far else handed",
     "Where a value is used twice, you multiply the two parts. Do the two uses lie one behind the other, or side by side?"),
    ("larger-kept", "new", "handed if abs(handed) > abs(so_far) else so_far",
     "Where a value is used twice, you keep the larger part. Does the other use not change the loss?"),
    ("maximum", "new", "max(so_far, handed)",
     "You keep the maximum of what is there and what comes. What if a gradient is negative?"),
    ("mean", "new", "(so_far + handed) / 2",
     "You take a mean of what is there and what comes. Does one use of a value become weaker because there is another?"),
    ("mean-of-uses", "new", "(so_far + handed) / 2 if so_far else handed",
     "Where a value is used twice, you take a mean of its parts. Does one use become weaker because there is another?"),
    ("so-far-twice", "new", "so_far + so_far + handed",
     "Where a value is used twice, the first part counts twice. How often was it handed back?"),
    ("forward", "order", "record",
     "Only the inputs of the last line get something, and what lies before them gets nothing. Which line do you visit first?"),
    *((f"too-early-{k}", "order", order,
       "Some values are visited too early: they hand back what they have while a part of their gradient is still to come. "
       "What must have been visited before a value hands back?") for k, order in enumerate(ONCE, 1)),
    *((f"visited-again-{k}", "order", order,
       "You visit a value anew each time that something is handed back to it, and it hands back again what it had handed "
       "back already. How often should each line be visited, and when?") for k, order in enumerate(AGAIN, 1)),
    ("twice-through", "order", "record[::-1] * 2",
     "You go through the record twice. What has each line handed back after the first time?"),
    ("first-line-missing", "order", "record[:0:-1]",
     "You leave out the first line of the record. Which values get their gradient from it?"),
    ("first-input-only", "inputs", "inputs[:1]",
     "Only the first input of each line gets something. What about the others?"),
    ("last-input-only", "inputs", "inputs[-1:]",
     "Only the last input of each line gets something. What about the others?"),
    ("same-input-once", "inputs", "list(dict(inputs).items())",
     "Where both inputs of a line are the same value, you count one of them. Through how many of them does it change "
     "the result?"),
    ("locals-swapped", "inputs", "[(name, inputs[-1 - k][1]) for k, (name, _) in enumerate(inputs)]",
     "The local derivatives of a line reach the wrong inputs. Which of them stands beside which name?"),
    ("first-local-for-all", "inputs", "[(name, inputs[0][1]) for name, _ in inputs]",
     "All inputs of a line get the first local derivative. Which of them stands beside which name?"),
    ("starts-at-zero", "start", "0.0",
     "All your gradients are 0. Does your walk start with 1 at the last value, visit the last line, and add what is "
     "handed back?"),
    ("starts-negative", "start", "-1.0",
     "All your gradients have the opposite sign. How fast does the last value change with itself?"),
    ("starts-at-two", "start", "2.0",
     "All your gradients are doubled. How fast does the last value change with itself?"),
    ("starts-at-half", "start", "0.5",
     "All your gradients are halved. How fast does the last value change with itself?"),
    ("starts-from-one", "before", "1.0",
     "Where nothing has been handed back yet, you start from 1. What do you add the first part to?"),
    ("one-product", "handed", "carried",
     "You carry one product through the whole record. Each line has a gradient of its own: whose does it hand back?"),
    ("no-gradient", "handed", "local",
     "What you hand back is the local derivative alone, as if the value itself had been handed 1. "
     "What has it been handed before, and by then?"),
    ("no-local-derivative", "handed", "gradient",
     "You hand back the gradient unchanged. What does it meet on the edge to the input?"),
    ("sum", "handed", "gradient + local",
     "You add the gradient and the local derivative. Which rule holds along one path?"),
    ("difference", "handed", "gradient - local",
     "You subtract the local derivative from the gradient. Which rule holds along one path?"),
    ("divided", "handed", "gradient / local",
     "You divide by the local derivative. Which rule holds along one path?"),
    ("sign", "handed", "-(gradient * local)",
     "Each visit turns the sign round. Where does the minus come from?"),
    ("absolute", "handed", "abs(gradient * local)",
     "What you hand back has lost its sign. Can it be negative, and what would it then tell you?"),
    ("doubled", "handed", "2 * gradient * local",
     "Each visit hands back twice too much. Which number stands beside the gradient and the local derivative?"),
    ("halved", "handed", "gradient * local / 2",
     "Each visit hands back half of what it should. Which number stands beside the gradient and the local derivative?"),
    ("local-squared", "handed", "gradient * local * local",
     "The local derivative counts twice. How often is that edge crossed?"),
    ("gradient-squared", "handed", "gradient * gradient * local",
     "The gradient counts twice. How often does it flow through the value?"),
]


EXERCISES = (
    network_exercise("10.times", "times", "a1 w2", REMEMBER, "z2 dz2_da1 dz2_dw2", IN_TIMES),
    network_exercise("10.add", "dloss_dw", "x a1 dloss_dz1 dloss_dz2", ADD, "dloss_dw", IN_SUM),
    BackwardExercise(id="10.reverse", mistakes=tuple(Mistake(id, {line: expression}, text)
                                                   for id, line, expression, text in AT_BACKWARD)),
)
OBJECTIVES = {"10.times": "say what a product must remember for the way back",
              "10.add": "find the gradient for a weight that is used more than once",
              "10.reverse": "write a program that walks back through a record of operations"}
COMMON = {"10.times": ("factor-that-moves", "value", "one-dz2_da1"),
          "10.add": ("overwritten", "first-only", "multiplied", "crossed", "no-local-derivatives"),
          "10.reverse": ("overwritten", "forward", "visited-again-1", "no-local-derivative", "starts-at-zero")}
RECALL = ("9.collapse", {"y": 0, "a2": 0.2}, "dloss_dz2", ("error-times-a2", "for-the-quadratic"))


def demonstration():
    w, h = W1, 1e-6
    start = Network(w, w).example_loss(Network(w, w).forward(X), Y)
    nudged = {"through z1": Network(w + h, w), "through z2": Network(w, w + h), "through both": Network(w + h, w + h)}
    for name, net in nudged.items():
        print(f"{name:12}  rate {(net.example_loss(net.forward(X), Y) - start) / h:.4f}")


PREDICTION = Question("B", {
    "A": ("The rate of one of the two ways.",
          "Nothing is chosen: both products move when $w$ moves, and each change reaches the loss."),
    "B": ("The sum of both rates.",
          "A nudge of $w$ moves $z_1$ and $z_2$ at once. For a small nudge the two changes of the loss add up, "
          "and so do the two rates."),
    "C": ("The product of both rates.",
          "Along one path the rates multiply. But these are two paths, side by side."),
}, demonstration)
