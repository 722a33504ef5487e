"""What lesson 6 says, and what makes it true."""

from claims import BACK, ways
from claims.lesson_11 import PLAIN

COMPARED = [ways(BACK.dloss_dw1)]

LINKS = (4,)
CONDITION = ("sigmoids", "in terms of the activations, with the two factors of lesson 4")
IN_WORDS = {
    "With the other class the error $a_2 - y^*$": r"\frac{\partial Loss}{\partial a_2} = {}",
    "the weight is held still: the first result is `w2`": "dz2_da1 = {}",
    r"In $z_2 = a_1 \cdot w_2$ the factor held still is $w_2$": r"\frac{\partial z_2}{\partial a_1} = {}",
    r"In $z_1 = x \cdot w_1$ the factor held still is $x$": r"\frac{\partial z_1}{\partial w_1} = {}",
}
COMPLETED = {"(a2 - y) * a2 * (1 - a2) * w2 * a1 * (1 - a1) * x": "dloss_dw1 = {}"}
SETTINGS = dict.fromkeys(("x = 0", "w_2 = 0"), "a case; tests/claims proves that the gradient is 0 there")
WRONG = {r"\frac{\partial z_1}{\partial a_1} = x": "a printed mistake, shown as one"}

SAYS = r"""
(len({*TO_W1} & {*TO_W2}), len(TO_W1), len({*TO_W1} - {*TO_W2})) == (2, 5, 3)
and says(5, "## Exercise 5: the path to w1")
    the three new local derivatives
    Lesson 5 found the path to $w_1$
    Two of its five local derivatives are known from lesson 4. Three are new
PREDICTIONS[6].right == "C" and "(W2, 0.0)" in code(6) and back(w2=0).dloss_dw1 == 0 != BACK.dloss_dw1
and Network(w1, 0).forward(x).a2 == 1 / 2
    You set $w_2$ to 0 and leave all else as it is.
    The same as before: w2 is another weight.
    Larger, because the output is now one half
    The output is one half indeed
    Exactly 0.
inputs("z2") == ("a1", "w2") and reached("w1") == [*NODES] and back(w2=0).dloss_dw1 == 0 == Network(9, 0).forward(x).z2
and loss(-9, 0) == loss(9, 0) and loss(-9, 1) != loss(9, 1)
    The change of $w_1$ must pass through the product $z_2 = a_1 \cdot w_2$.
    But the change of $w_1$ no longer reaches it.
    So $w_1$ has no influence on the loss, as long as $w_2$ is 0.
    With $w_2 = 0$ the product $z_2$ is 0, whatever $a_1$ is. So $w_1$ has no influence on the loss
held_still() and slope_from_output() and both_sigmoids() and says(4, "a(1 - a)")
and program("6.locals").results[0] == "dz2_da1"
    The derivative of a product, with respect to one factor, is the factor that is held still. This time $a_1$ moves in $z_2 = a_1 \cdot w_2$. The sigmoid's derivative is written with its own output, as in lesson 4.
    In $z_2 = a_1 \cdot w_2$ the factor held still is $w_2$. The node $a_1$ is a sigmoid. In $z_1 = x \cdot w_1$ the factor held still is $x$.
    In $z_2 = a_1 \cdot w_2$ the weight is held still: the first result is `w2`.
    In $z_2 = a_1 \cdot w_2$ the weight is held still, so
    It is a sigmoid, so
    In $z_1 = x \cdot w_1$ the input is held still, so
    - The derivative of a product with respect to one factor is the other factor.
len(TO_W1) == 5 and TO_W1[:2] == TO_W2[:2] and program("6.locals").results == TO_W1[2:] and says(4, "a(1 - a)")
and [len(inputs(node)) for node in ("z2", "a1", "z1")] == [2, 1, 2]
    $z_2$, then $a_1$, then $z_1$. Two of them are products, and one is a sigmoid
    The path has five edges, so the product has five factors. Lesson 4 gave two of them, exercise 6a gives three
    From $Loss$ to $z_2$ the product is that of lesson 4
    Then come the three factors of exercise 6a
    **Together**, with the two factors of lesson 4:
    The gradient for $w_1$ has five factors. If one of them is 0, the gradient is 0
all(map(chain_rule, (quadratic, cross_entropy)))
and BACK.dloss_dw1 == BACK.dloss_da2 * BACK.da2_dz2 * BACK.dz2_da1 * BACK.da1_dz1 * BACK.dz1_dw1
    Multiply along the path, from $Loss$ back to $w_1$.
    Each step multiplies the gradient so far by one local derivative.
"a1" not in inputs("z1") == ("x", "w1")
    The node $a_1$ comes after $z_1$, so $z_1$ does not depend on it. The derivative that the path needs is the one with respect to the weight:
in_range(BackwardPassExplorer(x, w1, w2, y), "x", 0.0)
and [each == 0 for each in back(x=0)[7:]] == [False, False, False, True, False] and back(w2=0).dloss_dw1 == 0
    Set $x$ to 0. Which gradients are 0
    With an $x$ of 0 the gradient for $w_1$ is 0. The other ones are not.
    Where $x = 0$ or $w_2 = 0$, the gradient for $w_1$ is exactly 0
abs(back(w1=(high := BackwardPassExplorer.w1.high)).dloss_dw1) < 1e-5 and Network(high, w2).forward(x).a1 > 0.9999
and sigmoid.derivative(high * x) < 1e-4
    Set $w_1$ to its largest value. Why does the gradient for $w_1$ become so small
    At its largest value $w_1$ makes $a_1$ almost 1. There the sigmoid is flat, and its slope is a factor of the gradient.
in_range(BackwardPassExplorer(x, w1, w2, y), "y", 0) and np.all(np.multiply(back(y=0)[7:], BACK[7:]) < 0)
and back(y=0).dloss_da2 > 0 > BACK.dloss_da2
    Set the class to 0. Which gradients change their sign
    With the other class the error $a_2 - y^*$ changes its sign. Every gradient has it as a factor, so all of them change their sign.
three_digits_are_enough("everything")
    Three digits are enough.
[name[1] for name in TO_W1] == ["l", "a", "z", "a", "z"] and steepest()[1] ** 2 <= 1 / 16 and 3.9 * steepest()[1] < 1
    Two factors are slopes of a sigmoid, and neither exceeds one quarter
    So the size of the gradient is at most one sixteenth of that of the other three factors together. Each further layer would bring one more such slope, and one more weight. Unless the weights are large, the gradient shrinks from layer to layer
steepest()[1] <= 1 / 4 and abs(PLAIN[0] / PLAIN[-1]) < 0.001 and says(11, "This is the **vanishing gradient**")
    - Each sigmoid on the path brings a factor of at most one quarter. In many layers that makes gradients tiny: the **vanishing gradient** of lesson 11.
not checked: it names something
    This is the vanishing gradient.
not checked: where the misprint stood
    Elsewhere the exercise is printed with a mistake.
    Look at the graph first.
not checked: test_proofs.py compares the rows
    Your formula, the centred difference and `nnlib`.
"""
