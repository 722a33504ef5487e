"""What lesson 7 says, and what makes it true."""

import numpy as np

from claims import BACK, NET, back, loss, w1, ways, x, y
from claims.lesson_08 import right_step
from nnlib import gradient_descent
from nnlib.explore.descent import DescentExplorer, sequential_descent

PATHS_OF_LESSON_7 = {size: gradient_descent(NET, x, y, size, steps=100) for size in (0.1, 20, 100)}
TURNS = np.linspace(-np.pi, np.pi, 721)  # directions in which to move both weights


def wrong_step(x, y, w1, w2, step_size):
    return w1 + 1, w2


def thrown_far():
    """With step size 100, after one step: the loss is smaller, a1, z2 and both gradients almost 0, a2 about ½."""
    path = PATHS_OF_LESSON_7[100]
    made = path.network(NET, 1).forward(x)
    return (path.loss[1] < path.loss[0] and abs(path.w1[1] - w1) > 8 and path.loss[1] - path.loss[-1] < 1e-4
            and max(map(abs, (made.a1, made.z2, made.a2 - 0.5, *back(path.w1[1], path.w2[1])[-2:]))) < 0.01)


NEW = NET.update(BACK, 2.0)
COMPARED = [
    [(["new w1", "new w2"], ()), *ways(NEW.w1, NEW.w2)],
    [("Loss before the step:", [BACK.loss]), ("Loss after the step:", [NEW.example_loss(NEW.forward(x), y)])],
]

CONDITION = ("sigmoids", "with the gradients of lessons 4 and 6")
COMPLETED = {
    "w1 - step_size": "w_1 ← {} · dloss_dw1",
    "w1 - step_size * (a2 - y) * a2 * (1 - a2) * w2 * a1 * (1 - a1) * x": "w_1 ← {}",
    "w1 - step_size * dloss_dw1": "w_1 ← {}",
    "w2 - step_size * dloss_dw2": "w_2 ← {}",
}

SAYS = r"""
"leaves the path at step 1" in (wrong := DescentExplorer(x, y, w1, w2, 2.0, 3, step=wrong_step).view).says
and "Your step, taken 3 times" in wrong.picture.alt and EXERCISES["7.step"].judge(right_step).status == "right"
and "leaves the path" not in DescentExplorer(x, y, w1, w2, 2.0, 50, step=right_step).view.says
and 'step=yours("7.step")' in code(7)
    - Run the cell again when exercise 7b has been checked. Then your own `step` draws its path, too, even a wrong one.
    If your `step` is right, it leaves the other path nowhere.
program("7.step").results == ("new_w1", "new_w2")
and [*program("7.step").parameters] == ["x", "y", "w1", "w2", "step_size"]
and says(1, "## Exercise 1: the forward pass")
and [program(f"{k}.gradient").results[0][-2:] for k in (4, 6)] == ["w2", "w1"]
    take a step with both weights, and train the network.
    ## Exercise 7b: one step of both weights
    It gets the input, the true class, both weights and the step size. It returns the new $w_1$ and the new $w_2$.
    The gradients need $a_1$ and $a_2$, and these are not given. So begin with a forward pass, as in lesson 1
    Compute the two gradients with the formulas of lessons 4 and 6
program("6.gradient").results == ("dloss_dw1",) and says(6, "# Compute the gradient for w1")
and says(4, "## Exercise 4b: the gradient for w2")
    You have the gradient from lesson 6
    What follows is the gradient for $w_1$ from lesson 6
    With the gradient of lesson 6
    The same rule with the gradient of lesson 4 moves the other weight
against_the_gradient() and must_be_positive() and loss(NEW.w1, NEW.w2) < loss() and "step_size = 2.0" in code(7)
and abs((loss(w1 + 1e-5) - loss(w1 - 1e-5)) / 2e-5 - BACK.dloss_dw1) < 1e-9
    The gradient for $w_1$ says how fast the loss changes with $w_1$. **Gradient descent** uses it to make the loss smaller. How far the weight moves is set by the **step size** $\alpha$, a positive number.
    The weight moves against its gradient, by the step size times the gradient.
    The weight moves against its gradient, by $\alpha$ times the gradient:
    - Each weight moves against its gradient, by the step size times the gradient.
    The step size is positive. It says only how far the weight moves, not which way.
    The step made the loss smaller
PREDICTIONS[7].right == "A" and loss(w1 - 0.1) < loss() < loss(w1 + 0.1) and BACK.dloss_dw1 > 0
and against_the_gradient()
    In the example the gradient for $w_1$ is positive
    Down.
    A positive gradient means that the loss rises with $w_1$. So you go the other way.
    Up, because the gradient is positive.
    That climbs the hill: a positive gradient means that the loss rises with $w_1$.
    It depends on the step size.
    The prediction above tells you the direction.
old_weights() and against_the_gradient()
    Both gradients belong to the **old** weights. So compute both before you change either.
    Both right-hand sides use the old weights
    Update only after that: the gradient for $w_1$ contains $w_2$, and it must be the old one.
    - Both gradients are taken at the old weights.
thrown_far() and in_range(DescentExplorer(x, y, w1, w2, 2.0), "step_size", 0.1, 2.0, 20.0, 100.0)
and min(PATHS_OF_LESSON_7, key=lambda size: PATHS_OF_LESSON_7[size].loss[-1]) == 20
and PATHS_OF_LESSON_7[20].loss[-1] < gradient_descent(NET, x, y, 2.0, 100).loss[-1]
    Try the step sizes 0.1, 2, 20 and 100
    What does the first step look like for 100
    With 100 the first step makes the loss smaller, but it throws $w_1$ so far that $a_1$ is almost 0. Then $z_2$ is almost 0 and $a_2$ is about one half. Both gradients are almost 0, and the other steps change hardly anything
    Of the four, 20 ends lowest. With 100 the first step goes so far that it lands on flat ground.
    With too large a one, a single step can land where both gradients are almost 0.
"steps=100) for size in (0.1, 20, 100)" in code(7) and all(len(path.loss) == 101 for path in PATHS_OF_LESSON_7.values())
and "after 1 step {path.loss[1]:.4f}, after 100 steps {path.loss[-1]:.4f}" in code(7)
    Now three step sizes, a hundred steps each, from the same start.
    after 1 step …, after 100 steps
np.all(np.diff(PATHS_OF_LESSON_7[0.1].loss) < 0) and PATHS_OF_LESSON_7[0.1].loss[-1] > 0.2
    With 0.1 the loss falls at every step, but slowly. After all the steps it is still far from 0
    - With too small a step size the loss falls slowly.
(falls := -np.diff(PATHS_OF_LESSON_7[20].loss)).min() > 0
and any(falls[k] < 0.01 < 0.02 < falls[k:].max() for k in range(2, 100))
and PATHS_OF_LESSON_7[20].loss[1] > 0.1 > 0.001 > PATHS_OF_LESSON_7[20].loss[-1]
    With 20 the loss falls, stays for a while on a flat stretch, and then falls to almost 0
    One step is rarely enough.
np.array_equal(np.diff(PATHS_OF_LESSON_7[20].w1) < 0, (negative := PATHS_OF_LESSON_7[20].w2[:-1] < 0))
and 0 < negative.sum() < 50
    On the loss surface, look at the path for 20. First $w_1$ falls, because $w_2$ is negative. When $w_2$ has become positive, the gradient for $w_1$ changes its sign, and $w_1$ turns back.
"from math import exp" in code(7)
    The function `exp` is there from the set-up cell.
not checked: it names something
    It is often called the learning rate.
    The picture shows the **loss surface**: the loss for every pair of weights.
    The arrow $\leftarrow$ means "becomes".
not checked: what has been done
    You have done the whole exercise: forward pass, loss, chain rule, gradients, update.
agreed: an example of what others write
    Elsewhere you may read of step sizes such as 0.01.
max(abs(BACK.dloss_dw1), abs(BACK.dloss_dw2)) < 0.1
and loss(w1 - 20 * BACK.dloss_dw1, w2 - 20 * BACK.dloss_dw2)
< loss(w1 - 0.01 * BACK.dloss_dw1, w2 - 0.01 * BACK.dloss_dw2)
    No size is right everywhere: what counts is the step size times the gradient, and at this start the gradients are smaller than 0.1.
not checked: test_formulas.py proves the formula, test_proofs.py compares the rows, test_contents.py has the page
    The forward pass begins with
    One step: with your function, with centred differences in place of the gradients, and with `nnlib`.
    All formulas of the exercise stand on [one page](formulas.html).
sequential_descent(NET, x, y, 20.0, 10).loss[10] < 0.01 < 0.1 < PATHS_OF_LESSON_7[20].loss[10] and old_weights()
and abs(TURNS[np.argmin(loss(w1 + 1e-4 * np.cos(TURNS), w2 + 1e-4 * np.sin(TURNS)))]
- np.arctan2(-BACK.dloss_dw2, -BACK.dloss_dw1)) < 0.01
    The sequential path is another one. With 20 it gets down sooner, but that is luck. Both gradients of a simultaneous step belong to one point, and together they point straight downhill from there. A sequential step mixes two points.
not checked: what one would do with many weights
    And a network with many weights could not afford it: one walk back gives all gradients of one point at once.
"""
