"""What lesson 9 says, and what makes it true."""

import numpy as np

from claims import BACK, entropy, plain, w1, w2, ways, x
from nnlib import Network, cross_entropy, gradient_descent, identity, quadratic, sigmoid

WRONG_START = {}
for each in (quadratic, cross_entropy):
    net = Network(3.0, -8.0, loss=each)
    path = gradient_descent(net, 1.5, 1, 2, 100)
    WRONG_START[each.name] = net.backward(net.forward(1.5), 1), [
        float(path.network(net, k).forward(1.5).a2) for k in (0, 1, 10, 50, 100)]


def rounds():
    return sigmoid(40.0) == 1 and np.isinf(plain(40.0)[0]) and np.isnan(plain(40.0)[1])


def closer(limit):
    """∂Loss/∂z2 of class 1 with cross-entropy comes close to a limit as w2 falls."""
    errors = [abs(Network(3.0, two, loss=entropy).backward(Network(3.0, two).forward(1.5), 1).dloss_dz2 - limit)
              for two in (-2, -4, -8)]
    return errors == sorted(errors, reverse=True) and errors[-1] < 0.001


def slope_cancels():
    """With cross-entropy ∂Loss/∂z2 is the error, without the slope."""
    made = [Network(w1, two, loss=entropy) for two in (w2, 0.5, 4.0)]
    return all(abs(net.backward(net.forward(x), one).dloss_dz2 - (net.forward(x).a2 - one)) < 1e-12
               for net in made for one in (0, 1)) and entropy.derivative(0.3, 1) != 0.3 - 1


def learns_fast():
    """From a confidently wrong start one loss moves the output to the true class, the other does not move it."""
    return WRONG_START["cross-entropy"][1][2] > 0.9 and np.ptp(WRONG_START["quadratic"][1]) < 1e-4


def both_nan():
    slope = plain(40.0)[1]
    return np.all(np.isnan([slope * BACK.dz2_dw2, slope * BACK.dz2_da1 * BACK.da1_dz1 * x]))


def closest_at_one_half():
    """The ratio of both losses' ∂Loss/∂z2 is smallest for a last weight of 0."""
    lasts = np.linspace(-8, 3, 111)
    sizes = [[abs(Network(3.0, last, loss=each).backward(Network(3.0, last).forward(1.5), 1).dloss_dz2) for each in (
        entropy, quadratic)] for last in lasts]
    return abs(lasts[np.argmin([one / other for one, other in sizes])]) < 0.06


def of_the_true_class():
    return all(abs(entropy(a2, 1) + np.log(a2)) + abs(entropy(a2, 0) + np.log(1 - a2)) < 1e-12
               for a2 in (0.1, 0.3, 0.9))


def stable(z2):
    net = Network(1, z2, identity, loss=cross_entropy)
    return net.example_loss(net.forward(1), 0)


COMPARED = [[(f"z2 = {z2}: plain formula: Loss", (plain(z2)[0], stable(z2))) for z2 in (10, 20, 40)],
            ways(WRONG_START["cross-entropy"][0].dloss_dz2)]

LINKS = (4, 6, 7)
CONDITION = ("with_cross_entropy", "“What is it with this loss?”, behind a sigmoid")
IN_WORDS = {
    "The error $a_2 - y^*$": r"\frac{\partial Loss}{\partial z_2} = {}",
    "The next factor on the way back, $a_2(1 - a_2)$": r"\frac{\partial a_2}{\partial z_2} = {}",
    r"The derivative of $\log a_2$": r"-\log(1 + e^{-z_2}) = {}",
    "In the second term $1 - a_2$": "sigmoid(-z_2) = {}",
    "The first term gives `-y / a2`": "dloss_da2 - (1 - y) / (1 - a2) = {}",
    "is the product of $a_2$ and $1 - a_2$": r"\frac{\partial a_2}{\partial z_2} \cdot \frac{1}{a_2} = {}",
    "The numerator is `-y * (1 - a2) + (1 - y) * a2`": "dloss_da2 * a2 * (1 - a2) = {}",
    "The numerator is $a_2 - y^*$": r"\frac{\partial Loss}{\partial a_2} \cdot a_2(1 - a_2) = {}",
    "the computer rounds it to 1. Then $1 - a_2$": "sigmoid(-z_2) = {}",
}
COMPLETED = {
    "-y / a2 + (1 - y) / (1 - a2)": "dloss_da2 = {}",
    "a2 - y": "dloss_dz2 = {}",
}

SAYS = r"""
"for loss in (quadratic, cross_entropy):\n    start = Network(w1, w2, loss=loss)" in code(9)
    compare both losses from a bad start.
    ## Both losses from the same start
WRONG_START["quadratic"][1][0] < 0.001
    The true class is 1, and the output is almost 0
-1 < WRONG_START["quadratic"][0].dloss_da2 < -0.999
    The error $a_2 - y^*$ is almost $-1$: its size can hardly be larger.
max(map(abs, WRONG_START["quadratic"][0][7:])) < 0.003 and WRONG_START["quadratic"][0].dloss_da2 < -0.99
    Yet all gradients after the first are tiny
style.number(WRONG_START["quadratic"][1][0]) == "3.66e−04" and round(WRONG_START["quadratic"][1][0], 6) == 0.000366
    The picture's `3.66e−04` is a short form of 0.000366
learns_fast()
    With the quadratic loss, this network hardly learns from its worst mistakes.
    - So a confidently wrong network learns fast. With the quadratic loss it hardly learns.
abs(entropy(0.3, 1) + np.log(0.3)) < 1e-12 and abs(entropy(0.3, 0) + np.log(0.7)) < 1e-12
    For class 1 only the first term is left, and for class 0 only the second
of_the_true_class()
    So it is minus the logarithm of the probability that the network gives to the true class.
    Here $\log$ is the natural logarithm.
PREDICTIONS[9].right == "C" and closer(-1) and sigmoid(-40.0) < 1e-12
    The true class is 1. You make $w_2$ more and more negative, so $a_2$ comes closer and closer to 0
PREDICTIONS[9].right != "A" and closer(-1)
    It comes closer and closer to 0, as it does with the quadratic loss
two_terms()
    The loss is a sum of two terms
    The second has two minus signs, one before it and one inside.
    Bring the two quotients of exercise 9a to one denominator.
    Differentiate each by itself.
abs(entropy.derivative(0.3, 0.4) + 0.4 / 0.3 - 0.6 / 0.7) < 1e-12 and abs(entropy.derivative(0.3, 0.4) * 0.3 * 0.7 -
(-0.4 * 0.7 + 0.6 * 0.3)) < 1e-12
    The derivative of $\log a_2$ is one divided by $a_2$. In the second term $1 - a_2$ stands inside the logarithm: use the chain rule, and mind its sign.
    Each logarithm gives a quotient.
    The common denominator is the product of $a_2$ and $1 - a_2$. In the numerator, multiply out:
    The numerator is `-y * (1 - a2) + (1 - y) * a2`.
    In the second term the minus sign inside cancels the one before it:
two_terms() and entropy.derivative(0.3, 0) > 0
    In the second term the two minus signs cancel
says(4, "a(1 - a)")
    Compare it with the sigmoid's derivative from lesson 4
two_terms() and abs(entropy.derivative(0.3, 0.4) * 0.3 * 0.7 - (0.3 - 0.4)) < 1e-12
    multiply out: two products cancel
slope_cancels()
    The denominator is the slope of the sigmoid, so it cancels:
    - With cross-entropy behind a sigmoid, the slope of the sigmoid cancels in the gradient at $z_2$.
    Multiply out and cancel, until no quotient is left.
"step_size=2, steps=100" in code(9)
    One hundred steps from the start of this lesson, with the step size 2
len({f"{each:.4f}" for each in WRONG_START["quadratic"][1]}) == 1 and WRONG_START["cross-entropy"][1][-1] > 0.99
    It should rise to 1. With the quadratic loss it does not move in four decimals. With cross-entropy it has almost arrived
"y=0" in code(9) and rounds()
    Here the true class is 0
rounds() and both_nan()
    - Compute the loss from $z_2$, and the gradient without a quotient. Then rounding does no harm.
"9.collapse" in EXERCISES and closer(-1)
    The gradient is computed with the short formula of exercise 9b, without any quotient.
abs(entropy(sigmoid(0.7), 0) - np.logaddexp(0, 0.7)) < 1e-12
    For class 0 it is
CrossEntropyExplorer() and 10.0 ** -3 == 0.001
    $-3$ stands for 0.001
sigmoid.derivative(-40.0) < 1e-12
    The slope of the sigmoid does come close to 0
    But the slope of the sigmoid comes close to 0 at the same time.
closer(-1) and entropy.derivative(1e-9, 1) < -1e8
    But $\frac{\partial Loss}{\partial a_2}$ grows at the same time. What is their product?
    The first factor does grow beyond all limits.
    One factor grows as the slope of the sigmoid shrinks.
closer(-1)
    Their product does not vanish: it comes close to $-1$
program("9.collapse").results == ("dloss_dz2",)
    Exercise 9b finds out what it is
WRONG_START["quadratic"][1][0] < 0.001 and WRONG_START["quadratic"][0].da2_dz2 < 0.001
    Here is a start that is confidently wrong.
PREDICTIONS[9].right != "B" and closer(-1)
    It grows beyond all limits, as ∂Loss/∂a2 does.
rounds() and np.isfinite(Network(1, 40, identity, loss=entropy).example_loss(Network(1, 40, identity).forward(1), 0))
    And the loss is computed from $z_2$.
CrossEntropyExplorer().values["output"] < 0.01
    - At the start the network is confidently wrong:
not checked: it names something
    **Cross-entropy** is another loss:
not checked: what is printed, drawn and moved; the tests of the pictures and of the explorer see to it
    The numbers are the output $a_2$.
not checked: test_formulas.py proves the formulas, test_proofs.py compares the rows
    With one denominator:
    The rest of the chain rule stays as it was:
WRONG_START["quadratic"][0].da2_dz2 < 0.001
    The next factor on the way back, $a_2(1 - a_2)$, is almost 0.
all(abs(entropy(10.0 ** -k, 1) - k * np.log(10)) < 1e-9 for k in range(301))
    The closer that comes to 0, the more the loss grows, beyond all limits.
slope_cancels()
    The numerator is $a_2 - y^*$, and the denominator cancels.
    The gradient is as large as the error itself.
rounds()
    For large $z_2$ the output $a_2$ is so close to 1 that the computer rounds it to 1. Then $1 - a_2$ is 0, and NumPy gives minus infinity for its logarithm.
rounds() and both_nan()
    The plain gradient fails there, too, since it divides by 0.
rounds() and two_terms()
    Two changes avoid it.
abs(entropy(sigmoid(0.7), 0) - np.logaddexp(0, 0.7)) < 1e-12
    `np.logaddexp(0, z2)` computes the right-hand side without overflow.
PREDICTIONS[9].right == "C" and closer(-1)
    It comes closer and closer to −1.
abs(numerical_gradient(Network(3.0, -8.0, loss=entropy), 1.5, 1)[1] / sigmoid(4.5) - Network(3.0, -8.0, loss=entropy).backward(
Network(3.0, -8.0).forward(1.5), 1).dloss_dz2) < 1e-6
    The centred difference is that for $w_2$, divided by $a_1$.
not checked: it names something
    The letters `inf` stand for infinity.
not checked: what other libraries do
    Libraries offer the same: a loss that takes cross-entropy and the sigmoid together.
not checked: what is printed, drawn and moved; the tests of the pictures and of the explorer see to it
    One picture shows the size of the gradient for each weight. Its scale is logarithmic:
    The other shows the slopes of the sigmoids.
0.999 < abs(WRONG_START["cross-entropy"][0].dloss_dz2) < 1 and abs(WRONG_START["quadratic"][0].dloss_dz2) < 0.001
    With cross-entropy $\frac{\partial Loss}{\partial z_2}$ has almost the size 1 at the start, with the quadratic loss less than 0.001.
closest_at_one_half() and steepest()[1] == sigmoid.derivative(0) == 1 / 4
    They come closest where the output is about one half. There the slope of the sigmoid, which only the quadratic loss brings, is largest: one quarter.
"""
