"""What lesson 12 says, and what makes it true."""

from claims import BY_NUMBER
from nnlib.exercises.course import RECALLS
from nnlib.exercises.lesson_12 import loss
from nnlib.explore.autodiff import AutodiffExplorer
from nnlib.practice import practice
from nnlib.practice.networks import LEVELS

TASKS = {level: practice(level, seed) for level, seed in ((1, 3), (2, 3), (3, 3), (4, 10), (5, 7))}


def worked():
    """The lesson's network of two inputs and two hidden units: what its set-up and its matrices define, and its loss."""
    at = {}
    for cell in BY_NUMBER[12].code:
        if cell is BY_NUMBER[12].code[0] or "inner = " in cell.source:
            exec(cell.source, at)
    return at | {"last": at["loss_of"](at["x1"], at["x2"])}


def ways(value, last):
    """How many ways lead from a value to the last one."""
    return value is last or sum(ways(user, last) for user in last.recorded() for each in user.inputs if each is value)


def rates_add_up():
    """A nudge of x1 into z1 alone, into z2 alone, and into both, in the network of the demonstration: the lesson's."""
    at, h = worked(), 1e-6
    x1 = at["x"][0]
    one, other, both = ((loss(x1 + first, x1 + second) - loss(x1, x1)) / h for first, second in ((h, 0), (0, h), (h, h)))
    return abs(loss(x1, x1) - at["last"].data) < 1e-12 and abs(one + other - both) < 1e-6 > abs(both - at["x1"].gradient)


LINKS = (10,)

SAYS = r"""
rates_add_up() and (at := worked())
and [ways(at[name], at["last"]) for name in ("w1", "w2", "w3", "w4", "w5", "w6", "x1", "x2")] == [1] * 6 + [2] * 2
and "apply(sigmoid, a1 * w5 + a2 * w6)" in code(12)
    what becomes of a gradient where more than one path leads to a weight.
    The rules are the same. One of them, for more than one path, you know from a weight that stands in two layers.
    ## Two inputs and two hidden units
    This network has two inputs, two units side by side, called hidden, and one output. A circle with a plus adds what comes in.
    From each weight one way leads to Loss. So its gradient is one product, as before. But from `x1` two ways lead there: one through `z1`, one through `z2`.
    Nudge `x1`. On its way into `z1` alone, the nudge changes the loss at one rate, and on its way into `z2` alone at another. What is the rate when it goes both ways at once?
    It is the larger of the two rates.
    That would hold if the nudge took one of the ways. But it goes both: what does each of them do to a3?
    It is the product of the two rates.
    You multiply where one node lies behind the other. Does z2 lie behind z1, or beside it?
    It is the sum of the two rates.
    Each way brings a small change of its own, and where the ways meet again, a plus adds the two changes.
    ## Paths are added
    **Along a path you multiply. Paths are added.** Each way brings a small change of its own, and where the ways meet again, a plus adds the two changes. So the rates add up, too.
    - Along a path, multiply: one local derivative for each edge.
    - Paths lie side by side: their products are added.
(at := worked()) and np.allclose(at["inner"].T @ at["dloss_dz"], [at["x1"].gradient, at["x2"].gradient])
and np.allclose(np.outer(at["dloss_dz"], at["x"]).ravel(), [at[f"w{k}"].gradient for k in range(1, 5)])
    With the weights into `z1` and `z2` as the rows of a matrix, the sums over the paths of all inputs are one product with the transposed matrix, `inner.T`: its columns are those rows. The gradients of all its weights are one outer product: all products of two lists.
    for x1 and x2
    for w1 to w4
RECALLS[12].asked.startswith("w = 2, a = 0.5, n = 4") and says(12, "All layers have the weight")
    This comes from [lesson 11](11_long_chains.ipynb), with other numbers. All layers have the weight $w$ and the output $a$, and there are $n$ layers.
all(len(paths) == 1 for level in (1, 2) for paths in TASKS[level].made.paths.values())
and len(TASKS[1].made.units) == 3 == sum(name[0] == "a" for name in program("11.gradient").parameters)
and TASKS[2].made.units[0].bias == "b1" and TASKS[2].made.slopes["dz1_db1"] == "1.0"
    Levels 1 and 2 are chains. Level 1 has three layers, as in lesson 11. Level 2 has other functions, and a bias, which has a local derivative of 1.
len({AutodiffExplorer(weights="one", steps=steps).values["gradients"].get("w", 0.0) for steps in range(6)}) == 3
and 'weights="one"' in code(12)
    Here one weight $w$ stands in both layers, so that two paths lead to it. Step back from $Loss$: at which visits does its gradient get a part?
"practice(level=3, seed=3)" in code(12) and "level=2" not in code(12)
and len(TASKS[3].hints) == len(TASKS[3].names) == 3 and "`Loss = " in TASKS[3].names[1]
and len(TASKS[3].made.paths["w1"]) == 2 and [len(unit.terms) for unit in TASKS[3].made.units] == [1, 1, 2]
    What the names stand for, and which functions the network has, stands below its graph.
    There are three hints, too.
    Here you begin with level 3.
    ## Level 3: a connection that skips a layer
    One value is used twice here, as one weight was in lesson 10. At this level the network has a connection that skips a layer, or one weight in two layers.
"practice(level=4, seed=10)" in code(12) and len(TASKS[4].made.units[-1].terms) == 2
and TASKS[4].weight == "w1" and len(TASKS[4].made.paths["w1"]) == 2
    In a network with more layers, `x1` is what a unit before it puts out. Each weight of that unit then has both ways to the loss, and its gradient is a sum over two paths.
    ## Level 4: two hidden units
    Two units stand side by side.
"practice(level=5, seed=7)" in code(12) and [len(unit.terms) for unit in TASKS[5].made.units] == [2, 2, 2]
and sum(name[0] == "w" for name in TASKS[5].given) == 6 and max(LEVELS) == 5
    ## Level 5: two inputs and two hidden units
    Six weights, and one of them is asked for.
    Go on with `practice` at level 5, with any seed.
"seed=3" in code(12) and practice(3, 2).given == practice(3, 2).given != practice(3, 3).given
    The numbers behind `level` and `seed` make the task. With another seed you get another one, as often as you like.
not checked: what has been done, and what is asked
    Nearly all exercises so far were about one network.
    This part is only to be read.
    A task has a network, its numbers, and one question: which paths lead from Loss back to a weight, and what is its gradient?
    The solution is folded below the exercise.
    For one of them, put its number in place of the level in a cell below, and begin your answer as the task says.
not checked: the tests of practice try it
    Each verdict names one to go on with: after a mistake, one with the same place in it.
"""
