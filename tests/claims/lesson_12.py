"""What lesson 12 says, and what makes it true."""

from itertools import pairwise

import numpy as np

from claims import BY_NUMBER, code, count, says
from nnlib.autodiff import Value
from nnlib.exercises.course import RECALLS
from nnlib.exercises.lesson_12 import loss
from nnlib.explore.autodiff import AutodiffExplorer
from nnlib.practice import practice
from nnlib.practice.networks import LEVELS

TASKS = {level: practice(level, seed) for level, seed in ((1, 3), (2, 3), (3, 3), (4, 10), (5, 7))}


def worked():
    """The lesson's network of two inputs and two hidden units, and its loss: what the set-up cell defines."""
    scope = {}
    exec(BY_NUMBER[12].code[0].source, scope)
    return scope


def edges(shared=None):
    """The loss of that network, recorded, and its inputs."""
    found = worked()
    x1, x2 = (Value(number) for number in found["x"])
    last = found["loss_of"](x1, x2)
    last.backward()
    return found, x1, x2, last


def ways(value, last):
    """How many ways lead from a value to the last one."""
    return 1 if value is last else sum(ways(user, last) for user in last.recorded() for each in user.inputs
                                       if each is value)


def one_way_each():
    found, x1, x2, last = edges()
    return all(ways(found[f"w{k}"], last) == 1 for k in range(1, 7)) and ways(x1, last) == ways(x2, last) == 2


def rates_add_up():
    """A nudge of x1 into z1 alone, into z2 alone, and into both, in the network of the demonstration: the lesson's."""
    found, x1, _, last = edges()
    h, at = 1e-6, found["x"][0]
    rates = [(loss(at + one, at + other) - loss(at, at)) / h for one, other in ((h, 0), (0, h), (h, h))]
    return (abs(loss(at, at) - last.data) < 1e-12 and abs(rates[0] + rates[1] - rates[2]) < 1e-6
            and abs(rates[2] - x1.gradient) < 1e-6)


def parts_of_one_weight():
    """The visits of the explorer at which the gradient of the one weight gets a part."""
    explorer, found = AutodiffExplorer(weights="one"), []
    for steps in range(6):
        explorer.steps = steps
        found.append(explorer.values["gradients"].get("w", 0.0))
    return sum(one != other for one, other in pairwise(found))


def in_matrices():
    """inner.T @ dloss_dz is the gradient for the inputs, the outer product that for the weights."""
    found, x1, x2, _ = edges()
    weights = [found[f"w{k}"].data for k in range(1, 7)]
    inner, outer, x = np.reshape(weights[:4], (2, 2)), np.array(weights[4:]), np.array(found["x"])
    a = 1 / (1 + np.exp(-inner @ x))
    a3 = 1 / (1 + np.exp(-outer @ a))
    dloss_dz = (a3 - found["y"]) * a3 * (1 - a3) * outer * a * (1 - a)
    gradients = [found[f"w{k}"].gradient for k in range(1, 5)]
    return (np.allclose(inner.T @ dloss_dz, (x1.gradient, x2.gradient))
            and np.allclose(np.outer(dloss_dz, x).ravel(), gradients) and BY_NUMBER[12] is not None)


def shapes(level):
    """The units of a task, each as the number of its terms."""
    return [len(unit.terms) for unit in TASKS[level].made.units]

LINKS = (10,)

SAYS = r"""
one_way_each() and rates_add_up()
    what becomes of a gradient where more than one path leads to a weight.
    The rules are the same. One of them, for more than one path, you know from a weight that stands in two layers.
    From each weight one way leads to Loss. So its gradient is one product, as before. But from `x1` two ways lead there: one through `z1`, one through `z2`.
    **Along a path you multiply. Paths are added.** Each way brings a small change of its own, and where the ways meet again, a plus adds the two changes. So the rates add up, too.
    - Along a path, multiply: one local derivative for each edge.
    - Paths lie side by side: their products are added.
    ## Paths are added
    Nudge `x1`. On its way into `z1` alone, the nudge changes the loss at one rate, and on its way into `z2` alone at another.
    What is the rate when it goes both ways at once?
    It is the larger of the two rates.
    That would hold if the nudge took one of the ways. But it goes both: what does each of them do to a3?
    It is the product of the two rates.
    You multiply where one node lies behind the other. Does z2 lie behind z1, or beside it?
    It is the sum of the two rates.
    Each way brings a small change of its own, and where the ways meet again, a plus adds the two changes.
len(edges()[0]["x"]) == 2 and "apply(sigmoid, a1 * w5 + a2 * w6)" in code(12)
    ## Two inputs and two hidden units
    This network has two inputs, two units side by side, called hidden, and one output.
    A circle with a plus adds what comes in.
len(TASKS[4].made.paths["w1"]) == 2 and says(12, "In a network with more layers")
    In a network with more layers, `x1` is what a unit before it puts out. Each weight of that unit then has both ways to the loss, and its gradient is a sum over two paths.
in_matrices()
    With the weights into `z1` and `z2` as the rows of a matrix, the sums over the paths of all inputs are one product with the transposed matrix, `inner.T`: its columns are those rows. The gradients of all its weights are one outer product: all products of two lists.
    for x1 and x2
    for w1 to w4
len(TASKS[3].hints) == 3 and says(12, "There are three hints, too")
    There are three hints, too.
len(TASKS[3].names) == 3 and "`Loss = " in TASKS[3].names[1] and says(12, "stands below its graph")
    What the names stand for, and which functions the network has, stands below its graph.
RECALLS[12].asked.startswith("w = 2, a = 0.5, n = 4") and says(12, "All layers have the weight")
    This comes from [lesson 11](11_long_chains.ipynb), with other numbers. All layers have the weight $w$ and the output $a$, and there are $n$ layers.
all(len(ways) == 1 for level in (1, 2) for ways in TASKS[level].made.paths.values()) and says(12, "Levels 1 and 2 are chains")
    Levels 1 and 2 are chains.
len(TASKS[1].made.units) == 3 and says(12, "Level 1 has three layers")
    Level 1 has three layers, as in lesson 11.
TASKS[2].made.units[0].bias == "b1" and TASKS[2].made.slopes["dz1_db1"] == "1.0" and says(12, "and a bias")
    Level 2 has other functions, and a bias, which has a local derivative of 1.
parts_of_one_weight() == 2 and 'weights="one"' in code(12)
    Here one weight $w$ stands in both layers, so that two paths lead to it.
    Step back from $Loss$: at which visits does its gradient get a part?
len(TASKS[3].made.paths["w1"]) == 2 and shapes(3) == [1, 1, 2] and says(12, "One value is used twice here")
    ## Level 3: a connection that skips a layer
    One value is used twice here, as one weight was in lesson 10.
    At this level the network has a connection that skips a layer, or one weight in two layers.
shapes(4)[-1] == 2 and len(TASKS[4].made.paths[TASKS[4].weight]) == 2 and says(12, "Two units stand side by side")
    ## Level 4: two hidden units
    Two units stand side by side.
shapes(5) == [2, 2, 2] and sum(name[0] == "w" for name in TASKS[5].given) == 6 and says(12, "Six weights, and one of them")
    ## Level 5: two inputs and two hidden units
    Six weights, and one of them is asked for.
"seed=3" in code(12) and practice(3, 2).given == practice(3, 2).given != practice(3, 3).given
    The numbers behind `level` and `seed` make the task. With another seed you get another one, as often as you like.
max(LEVELS) == 5 and says(12, "Go on with `practice` at level 5")
    Go on with `practice` at level 5, with any seed.
"level=3" in code(12) and "level=2" not in code(12) and says(12, "Here you begin with level 3.")
    Here you begin with level 3.
not checked: what has been done, and what is asked
    Nearly all exercises so far were about one network.
    This part is only to be read.
    A task has a network, its numbers, and one question: which paths lead from Loss back to a weight, and what is its gradient?
    The solution is folded below the exercise.
    For one of them, put its number in place of the level in a cell below, and begin your answer as the task says.
not checked: the tests of practice try it
    Each verdict names one to go on with: after a mistake, one with the same place in it.
"""
