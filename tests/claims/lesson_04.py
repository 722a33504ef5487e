"""What lesson 4 says, and what makes it true."""

from claims import BACK, ways

SPLIT = r"g'(z) = \frac{1}{1 + e^{-z}} \cdot \frac{e^{-z}}{1 + e^{-z}}"

COMPARED = [ways(BACK.dloss_dw2)]

LINKS = (2, 9)
CONDITION = ("sigmoids", "“From now on the loss and the activation functions are fixed”")
EXCEPTIONS = {r"\tanh'(z) = 1 - \tanh(z)^2": ("with_tanh", "tanh in the explorer")}
IN_WORDS = {
    r"the loss is $\frac{1}{2}(a_2 - y^*)^2$": "Loss = {}",
    "The first factor is $g(z)$": r"\frac{1}{1 + e^{-z}} = {}",
    "The second is $1 - g(z)$": r"\frac{e^{-z}}{1 + e^{-z}} = {}",
    "With $a = g(z)$ already computed in the forward pass, this is $a(1 - a)$": "g'(z) = {}",
    "The sigmoid's slope is $a(1 - a)$": r"\frac{\partial a}{\partial z} = {}",
    r"The power rule gives $2 \cdot \frac{1}{2}(a_2 - y^*)$": r"\frac{\partial Loss}{\partial a_2} = {}",
    "The sign of $a_2 - y^*$": r"\frac{\partial Loss}{\partial a_2} = {}",
    "the first result is `a2 - y`": "dloss_da2 = {}",
    r"In $z_2 = a_1 \cdot w_2$ the factor $a_1$ is held still, so the derivative is $a_1$": r"\frac{\partial z_2}{\partial w_2} = {}",
}
COMPLETED = {"(a2 - y) * a2 * (1 - a2) * a1": "dloss_dw2 = {}"}
SETTINGS = {
    "z = 0": "a choice of the prediction: where the sigmoid is steepest; tests/claims proves the right one",
    "z = 6": "where to go with the slider; tests/claims proves what is said of it",
}

SAYS = r"""
program("4.locals").results == TO_W2 and len(TO_W2) == 3 and slope_from_output()
    compute the three local derivatives on the path to $w_2$
    The power rule gives the first. The sigmoid's derivative, written with its value $a_2$, gives the second.
    Exercise 4a has all the factors
    Start with the first two results of exercise 4a, the difference in brackets. One factor is still missing
steepest()[1] <= 1 / 4 and sigmoid.derivative([-6, 6]).max() < 0.003 and sigmoid.derivative([-10, 10]).max() < 1e-4
    the derivative of the sigmoid, and where it is close to 0
    at most one quarter, and close to 0 where $a$ is close to 0 or 1
both_sigmoids()
    From now on the loss and the activation functions are fixed. Both $g_1$ and $g_2$ are the **sigmoid**, and the loss is **quadratic**:
    Both activation functions are the sigmoid, and the loss is $\frac{1}{2}(a_2 - y^*)^2$.
all(map(chain_rule, (quadratic, cross_entropy))) and says(3, "Along a path, multiply the local derivatives")
and says(5, "is **backpropagation**")
    The quadratic loss keeps the arithmetic easy, and the chain rule works the same way for both.
    Lesson 3 says what to do with factors along a path
    **Together**, by the chain rule:
    Along a path, local derivatives are multiplied.
    Multiplying from $Loss$ back, you have begun with **backpropagation**. Lesson 5 goes on.
PREDICTIONS[4].right == "A" and abs(steepest()[0]) < 1e-9 and steepest()[1] == sigmoid.derivative(0) == 1 / 4
and sigmoid(-40) < 1e-15 and sigmoid(40) == 1
    At z = 0.
    The sigmoid climbs from 0 to 1, and it climbs fastest in the middle. There the slope is one quarter.
    The sigmoid's derivative gets as large as one quarter, where $z$ is 0.
PREDICTIONS[4].right != "B" and sigmoid(0) < 0.99 < sigmoid(8) < 1 and sigmoid.derivative(8) < 0.001
    Where z is large: there g(z) is largest
    That is the height of the curve, not its slope. For large $z$ the curve is high, and flat.
PREDICTIONS[4].right != "C" and np.ptp(sigmoid.derivative(Z)) > 0.2 and sigmoid.derivative([-40, 40]).max() < 1e-15
and np.ptp(identity.derivative(Z)) == 0
    It is equally steep everywhere.
    Only a straight line is equally steep everywhere. The sigmoid levels off at both ends.
len(read(SPLIT).sides[1][1]) == 2 and SPLIT in "".join(texts(4))
    Split the fraction into two factors
quadratic(3, 1) == (3 - 1) ** 2 / 2 and quadratic.derivative(3, 1) == 3 - 1
and program("4.locals").results[0] == "dloss_da2" and BACK.dloss_da2 == PASS.a2 - y
    $Loss$ is half a square, so use the power rule.
    The power rule gives $2 \cdot \frac{1}{2}(a_2 - y^*)$, so
    The power rule brings down a 2, which cancels the one half: the first result is `a2 - y`.
slope_from_output() and both_sigmoids()
    So the derivative follows from the value:
    $a_2$ is a sigmoid of $z_2$, so use the tool above.
    It is a sigmoid, so
    No new exponential is needed.
    - The derivatives need no new exponential: $a_1$ and $a_2$ are known from the forward pass.
held_still()
    $z_2$ is a product in which $a_1$ is held still.
    In $z_2 = a_1 \cdot w_2$ the factor $a_1$ is held still, so the derivative is $a_1$.
    In $z_2 = a_1 \cdot w_2$ only $w_2$ moves, so
in_range(ActivationExplorer(), "z", 6.0) and f"{sigmoid.derivative(6):.4f}" == "0.0025"
and sigmoid.derivative(6) < 0.01 * steepest()[1] and 0.99 < sigmoid(6) < sigmoid(Z).max() <= 1
and sigmoid(6) * sigmoid.derivative(6) < 0.0025
    Go to $z = 6$. The sigmoid is almost flat there
    Suppose $z_2$ is that large while $y^*$ is 0, so the output is badly wrong. How large can the gradient for $w_2$ be?
    With a $z_2$ of 6 the first two factors are about 1 and 0.0025, and the third, $a_1$, is below 1. So the gradient for $w_2$ stays below 0.0025, though the output is badly wrong.
"never saturates" in ActivationExplorer(g=ActivationExplorer.g.options["identity"]).view.says
and np.ptp(identity.derivative(Z)) == 0 and identity.derivative(3.0) == 1 == relu.derivative(40.0)
and max(*sigmoid.derivative([-40, 40]), *tanh.derivative([-40, 40]), relu.derivative(-40.0)) < 1e-15
    Which of them does not saturate
    The identity does not saturate: its slope is 1 everywhere. The sigmoid and tanh level off at both ends, relu at one.
quadratic.derivative(0.2, 0.5) < 0 < quadratic.derivative(0.8, 0.5)
    It is negative where the output is too small, and positive where it is too large
    - The sign of $a_2 - y^*$ says whether the output is too large or too small.
BackwardPassExplorer(part="path to w2").asked == ("dloss_da2", "da2_dz2", "dloss_dz2", "dz2_dw2", "dloss_dw2")
and abs(BACK.dloss_da2 * BACK.da2_dz2 - BACK.dloss_dz2) + abs(BACK.dloss_dz2 * BACK.dz2_dw2 - BACK.dloss_dw2) < 1e-15
and three_digits_are_enough("path to w2")
    $\frac{\partial Loss}{\partial z_2}$ is the product of the first two, $\frac{\partial Loss}{\partial w_2}$ that of all three. Three digits are enough. For each number you are told at once whether it is right, and why.
not checked: it names something
    it **saturates**.
not checked: what is usual elsewhere
    For classification another loss, cross-entropy, is usually the better choice.
    Cross-entropy gets a lesson of its own,
not checked: what is asked and shown
    For each:
    The picture shows an activation function with its tangent at $z$, and its derivative.
Network(2, 3, identity, identity).forward(x).z2 == Network(1, 6, identity, identity).forward(x).z2 == x * 6
and sigmoid(Z).min() >= 0 and sigmoid(Z).max() <= 1
    Without curved functions, the two products would be one: $z_2$ would be $x$, multiplied by a single number. The last sigmoid also turns any $z_2$ into a number between 0 and 1, which can be read as a probability.
any(0 < point["y"] < 1 for point in program("4.locals").points)
    The check also puts in numbers between 0 and 1 for $y^*$, which no class has: one formula must serve both classes.
not checked: test_proofs.py compares the rows
    Your formula, the centred difference and `nnlib`.
np.allclose(tanh.derivative(Z[abs(Z) < 8]), 1 - tanh(Z[abs(Z) < 8]) ** 2, atol=1e-12)
and relu.derivative([-1.0, 0.0, 1.0]).tolist() == [0, 0, 1]
    The slope of relu is 1 where $z$ is positive, and 0 elsewhere. That of tanh follows from its value, too:
"""
