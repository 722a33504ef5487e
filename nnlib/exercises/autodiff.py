"""Lesson 10: what a product remembers of how it was made, and the gradient of a weight that is used twice."""

from nnlib.exercises.catalogue import Mistake
from nnlib.exercises.chain import DERIVATIVES, EDGES, alone, replaced
from nnlib.exercises.forward import at_nodes
from nnlib.exercises.gradients import each, orders

# ---- 10.times: the product z2 = a1 · w2, with its local derivatives

REMEMBER = {"z2": "a1 * w2", "dz2_da1": DERIVATIVES["dz2_da1"], "dz2_dw2": DERIVATIVES["dz2_dw2"]}
MOVING = Mistake(
    "factor-that-moves", {"dz2_da1": "a1", "dz2_dw2": "w2"},
    "Each of your local derivatives is the factor that moves. When a1 moves and w2 is held still, "
    "what is the change of a1 multiplied by?", ("a1", "z2", "w2"))

# Line by line: id, line, what stands there, text.
IN_MEMORY = [
    ("difference", "z2", "a1 - w2", "z2 subtracts the weight. What does the sign in the node that they meet in tell you to do?"),
    ("turned-quotient", "z2", "w2 / a1",
     "z2 divides the weight by its input. What does the sign in the node that they meet in tell you to do?"),
    ("value", "dz2_da1", "z2",
     "For the edge from z2 to a1 you remember the product itself. How fast does it change when a1 alone moves?"),
    ("zero-dz2_da1", "dz2_da1", "0.0",
     "Your local derivative for a1 is 0, as if a1 were no input of z2. Does z2 stay the same when a1 alone moves?"),
    ("zero-dz2_dw2", "dz2_dw2", "0.0",
     "Your local derivative for w2 is 0, as if w2 were no input of z2. Does z2 stay the same when w2 alone moves?"),
    ("sum-dz2_da1", "dz2_da1", "a1 + w2",
     "Your local derivative for a1 adds both factors. When a1 moves and w2 is held still, "
     "what is the change of a1 multiplied by?"),
    ("sum-dz2_dw2", "dz2_dw2", "a1 + w2",
     "Your local derivative for w2 adds both factors. When w2 moves and a1 is held still, "
     "what is the change of w2 multiplied by?"),
]


def in_memory():
    """Return the mistakes in what a product remembers."""
    more = [Mistake(id, {line: expression}, text, EDGES.get(line, ("w2", "z2")))
            for id, line, expression, text in IN_MEMORY]
    return [MOVING, *orders(*REMEMBER), *at_nodes(), *more, *alone("dz2_da1", ()), *alone("dz2_dw2", ("dz2_da1",)),
            *each(replaced, ("dz2_da1", "dz2_dw2"))]


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
    ("mean", "0.5 * dloss_dw",
     "Your answer is half of the gradient, as a mean of the two parts would be. "
     "Does a change through z1 become smaller because there is a change through z2, too?"),
    ("twice", "2 * dloss_dw", "Your answer counts each part twice. How often does w enter each of the two products?"),
    ("sign", "-dloss_dw", "Your answer has the opposite sign. What did you do to the two gradients that flow back?"),
    ("absolute", "abs(dloss_dw)",
     "Your answer has lost its sign. What does the sign of a gradient tell you about the way down?"),
    ("squared", "dloss_dw * dloss_dw", "Your answer is squared. How often is each part counted?"),
    ("brackets-multiplied", "(dloss_dz2 + dloss_dz1) * (a1 + x)",
     "You add the gradients, add the local derivatives, and multiply the two sums. "
     "Which local derivative belongs to which gradient?"),
    ("no-local-derivatives", "dloss_dz2 + dloss_dz1",
     "Your answer adds the gradients at z1 and z2. What does a gradient meet on the edge from there to w?"),
    ("no-gradients", "a1 + x",
     "Your answer adds the two local derivatives. What has flowed back as far as z1 and z2 already?"),
]
# One part, from the node z with gradient g and the other factor f; o and h are those of the other part.
PARTS = [
    {"z": "z2", "w": "w2", "p": "from_z2", "g": "dloss_dz2", "f": "a1", "o": "x", "h": "dloss_dz1"},
    {"z": "z1", "w": "w1", "p": "from_z1", "g": "dloss_dz1", "f": "x", "o": "a1", "h": "dloss_dz2"},
]
PART = [
    ("no-local-derivative", "{g}", "What {z} hands back has no local derivative. How fast does {z} change when w does?"),
    ("no-gradient", "{f}", "What {z} hands back has no gradient. How much does the loss care about a change of {z}?"),
    ("sum", "{g} + {f}", "At {z} you add the gradient and the local derivative. Which rule holds along one path?"),
    ("minus", "{g} - {f}", "At {z} you subtract the local derivative. Which rule holds along one path?"),
    ("divided", "{g} / {f}", "At {z} you divide by the local derivative. Which rule holds along one path?"),
    ("upside-down", "{f} / {g}", "At {z} you divide by the gradient. Which rule holds along one path?"),
    ("sign", "-{p}", "The part from {z} has the opposite sign. Which of its two factors did you turn round?"),
    ("absolute", "abs({p})", "The part from {z} has lost its sign. Can it be negative, and what would it then tell you?"),
    ("twice", "2 * {p}", "The part from {z} counts twice. How often does w enter that product?"),
    ("half", "0.5 * {p}", "The part from {z} counts half. How often does w enter that product?"),
    ("gradient-squared", "{g} * {p}", "In the part from {z} the gradient counts twice. How often does it flow through {z}?"),
    ("local-squared", "{f} * {p}", "In the part from {z} the local derivative counts twice. How often is that edge crossed?"),
    ("other-local", "{g} * {o}",
     "At {z} you take the local derivative of the other product. By what is w multiplied to give {z}?"),
    ("other-gradient", "{h} * {f}", "At {z} you take the gradient of the other product. Which gradient has arrived at {z}?"),
    ("both-gradients", "{h} * {p}", "Both gradients enter the part from {z}. Which of them has arrived at {z}?"),
    ("both-locals", "{o} * {p}", "Both local derivatives enter the part from {z}. By what is w multiplied to give {z}?"),
]
CROSSED = Mistake(
    "crossed", {"from_z2": "dloss_dz2 * x", "from_z1": "dloss_dz1 * a1"},
    "The local derivatives have changed places. By what is w multiplied to give z1, and by what to give z2?", ("z1", "a1", "z2"))


def in_sum():
    """Return the mistakes in the gradient of a weight that is used twice."""
    return [*(Mistake(id, {"dloss_dw": expression}, text) for id, expression, text in SUM), CROSSED,
            *(Mistake(f"{id}-at-{part['z']}", {part["p"]: expression.format(**part)}, text.format(**part),
                      (part["w"], part["z"])) for part in PARTS for id, expression, text in PART)]
