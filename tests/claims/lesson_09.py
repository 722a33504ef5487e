"""What lesson 9 says, and what makes it true."""

from claims import plain, ways
from nnlib import Network, cross_entropy, gradient_descent, identity, quadratic


def start(w2, each):
    """The way back through the lesson's network with this last weight and loss."""
    net = Network(3.0, w2, loss=each)
    return net.backward(net.forward(1.5), 1)


WRONG_START = {}  # name of the loss -> the way back at the start, and the output after 0, 1, 10, 50 and 100 steps
for each in (quadratic, cross_entropy):
    path = gradient_descent(Network(3.0, -8.0, loss=each), 1.5, 1, 2, 100)
    WRONG_START[each.name] = start(-8.0, each), Network(path.w1, path.w2).forward(1.5).a2[[0, 1, 10, 50, 100]]


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
WRONG_START["quadratic"][1][0] < 0.001 and -1 < (slow := WRONG_START["quadratic"][0]).dloss_da2 < -0.999
and slow.da2_dz2 < 0.001 and max(map(abs, slow[7:])) < 0.003
    Here is a start that is confidently wrong. The true class is 1, and the output is almost 0
    The error $a_2 - y^*$ is almost $-1$: its size can hardly be larger. Yet all gradients after the first are tiny
    The next factor on the way back, $a_2(1 - a_2)$, is almost 0.
style.number(WRONG_START["quadratic"][1][0]) == "3.66e−04" and round(WRONG_START["quadratic"][1][0], 6) == 0.000366
    The picture's `3.66e−04` is a short form of 0.000366
np.ptp(WRONG_START["quadratic"][1]) < 1e-4 and len({f"{each:.4f}" for each in WRONG_START["quadratic"][1]}) == 1
and WRONG_START["cross-entropy"][1][2] > 0.9 and WRONG_START["cross-entropy"][1][-1] > 0.99
and "step_size=2, steps=100" in code(9)
and "for loss in (quadratic, cross_entropy):\n    start = Network(w1, w2, loss=loss)" in code(9)
    compare both losses from a bad start.
    With the quadratic loss, this network hardly learns from its worst mistakes.
    ## Both losses from the same start
    One hundred steps from the start of this lesson, with the step size 2
    It should rise to 1. With the quadratic loss it does not move in four decimals. With cross-entropy it has almost arrived
    - So a confidently wrong network learns fast. With the quadratic loss it hardly learns.
all(abs(entropy(a2, 1) + np.log(a2)) + abs(entropy(a2, 0) + np.log(1 - a2)) < 1e-12 for a2 in (0.1, 0.3, 0.9))
and all(abs(entropy(10.0 ** -k, 1) - k * np.log(10)) < 1e-9 for k in range(301))
    Here $\log$ is the natural logarithm. For class 1 only the first term is left, and for class 0 only the second. So it is minus the logarithm of the probability that the network gives to the true class. The closer that comes to 0, the more the loss grows, beyond all limits.
PREDICTIONS[9].right == "C" and sigmoid.derivative(-40.0) < 1e-12 and entropy.derivative(1e-9, 1) < -1e8
and -1 < start(-8, entropy).dloss_dz2 < -0.999 < start(-4, entropy).dloss_dz2 < start(-2, entropy).dloss_dz2
    The true class is 1. You make $w_2$ more and more negative, so $a_2$ comes closer and closer to 0
    It comes closer and closer to 0, as it does with the quadratic loss
    The slope of the sigmoid does come close to 0
    But $\frac{\partial Loss}{\partial a_2}$ grows at the same time. What is their product?
    It grows beyond all limits, as ∂Loss/∂a2 does.
    The first factor does grow beyond all limits. But the slope of the sigmoid comes close to 0 at the same time.
    It comes closer and closer to −1.
    One factor grows as the slope of the sigmoid shrinks. Their product does not vanish: it comes close to $-1$
program("9.collapse").results == ("dloss_dz2",)
    Exercise 9b finds out what it is
two_terms() and abs(entropy.derivative(0.3, 0.4) + 0.4 / 0.3 - 0.6 / 0.7) < 1e-12 and entropy.derivative(0.3, 0) > 0
and abs(entropy.derivative(0.3, 0.4) * 0.3 * 0.7 - (-0.4 * 0.7 + 0.6 * 0.3)) < 1e-12 and says(4, "a(1 - a)")
    The loss is a sum of two terms. Differentiate each by itself.
    The derivative of $\log a_2$ is one divided by $a_2$. In the second term $1 - a_2$ stands inside the logarithm: use the chain rule, and mind its sign.
    The second has two minus signs, one before it and one inside.
    Each logarithm gives a quotient. In the second term the two minus signs cancel
    Bring the two quotients of exercise 9a to one denominator. Compare it with the sigmoid's derivative from lesson 4
    The common denominator is the product of $a_2$ and $1 - a_2$. In the numerator, multiply out: two products cancel
    The numerator is `-y * (1 - a2) + (1 - y) * a2`.
    In the second term the minus sign inside cancels the one before it:
all(abs(entropy.derivative(a2, one) * sigmoid.slope(0, a2) - (a2 - one)) < 1e-12
for a2 in (0.1, 0.3, 0.9) for one in (0, 1))
and start(0.0, entropy).dloss_dz2 == 1 / 2 - 1
    The denominator is the slope of the sigmoid, so it cancels:
    Multiply out and cancel, until no quotient is left.
    The numerator is $a_2 - y^*$, and the denominator cancels.
    The gradient is as large as the error itself.
    - With cross-entropy behind a sigmoid, the slope of the sigmoid cancels in the gradient at $z_2$.
sigmoid(40.0) == 1 and np.isinf(plain(40.0)[0]) and np.isnan(plain(40.0)[1]) and np.isfinite(stable(40))
and "y=0" in code(9) and abs(entropy(sigmoid(0.7), 0) - np.logaddexp(0, 0.7)) < 1e-12 and "9.collapse" in EXERCISES
and start(0, entropy).dloss_dz2 == 1 / 2 - 1
    For large $z_2$ the output $a_2$ is so close to 1 that the computer rounds it to 1. Then $1 - a_2$ is 0, and NumPy gives minus infinity for its logarithm. Here the true class is 0
    The plain gradient fails there, too, since it divides by 0.
    Two changes avoid it. The gradient is computed with the short formula of exercise 9b, without any quotient. And the loss is computed from $z_2$. For class 0 it is
    `np.logaddexp(0, z2)` computes the right-hand side without overflow.
    - Compute the loss from $z_2$, and the gradient without a quotient. Then rounding does no harm.
"power of ten" in CrossEntropyExplorer().view.picture.svg
    One picture shows the size of the gradient for each weight. Its scale is logarithmic: $-3$ stands for 0.001
CrossEntropyExplorer().values["output"] < 0.01
    - At the start the network is confidently wrong:
not checked: it names something
    **Cross-entropy** is another loss:
    The letters `inf` stand for infinity.
not checked: what is printed, drawn and moved; the tests of the pictures and of the explorer see to it
    The numbers are the output $a_2$.
    The other shows the slopes of the sigmoids.
not checked: test_formulas.py proves the formulas, test_proofs.py compares the rows
    With one denominator:
    The rest of the chain rule stays as it was:
abs(numerical_gradient(Network(3.0, -8.0, loss=entropy), 1.5, 1)[1] / sigmoid(4.5)
- start(-8.0, entropy).dloss_dz2) < 1e-6
    The centred difference is that for $w_2$, divided by $a_1$.
not checked: what other libraries do
    Libraries offer the same: a loss that takes cross-entropy and the sigmoid together.
0.999 < abs(WRONG_START["cross-entropy"][0].dloss_dz2) < 1 and abs(WRONG_START["quadratic"][0].dloss_dz2) < 0.001
    With cross-entropy $\frac{\partial Loss}{\partial z_2}$ has almost the size 1 at the start, with the quadratic loss less than 0.001.
abs(min(np.linspace(-8, 3, 111), key=lambda w2: abs(
start(w2, entropy).dloss_dz2 / start(w2, quadratic).dloss_dz2))) < 0.06
and steepest()[1] == sigmoid.derivative(0) == 1 / 4
    They come closest where the output is about one half. There the slope of the sigmoid, which only the quadratic loss brings, is largest: one quarter.
"""
