"""What lesson 2 says, and what makes it true."""

from claims import BACK, ways

COMPARED = [ways(BACK.loss, others=["nnlib"])]

EXCEPTIONS = {r"Loss = \frac{1}{2}(a_2 - y^*)^2": ("of_quadratic_loss", "“the quadratic loss, which the course uses”")}
IN_WORDS = {
    r"the quadratic loss, $\frac{1}{2}(a_2 - y^*)^2$": "Loss = {}",
    "the first step gives `loss(g2(z2), y)`": "Loss = {}",
}
COMPLETED = {
    r"Loss(g_2(z_2), y^*)": "Loss = {}",
    r"Loss(g_2(w_2 \cdot a_1), y^*)": "Loss = {}",
    r"Loss(g_2(w_2 \cdot g_1(z_1)), y^*)": "Loss = {}",
    r"Loss(g_2(w_2 \cdot g_1(w_1 \cdot x)), y^*)": "Loss = {}",
    "loss(g2(w2 * g1(w1 * x)), y)": "Loss = {}",
}

SAYS = r"""
all(np.diff(quadratic(np.linspace(one, 1 - one, 99), one)).min() > 0 for one in (0, 1))
    The closer they are, the smaller the loss.
y == 1 and w2 < 0 and "(W2, W2 + 0.5)" in code(2) and PREDICTIONS[2].right == "A" and loss(w2=w2 + 1 / 2) < loss()
    The true class is 1, and $w_2$ is negative. You move $w_2$ by one half towards 0
    It rises.
    It falls.
    It stays the same, because w2 does not appear in Loss(a2, y*).
inputs("Loss") == ("a2", "y") and inputs("a2") == ("z2",) and PREDICTIONS[2].right != "C"
    It has two inputs. One is $y^*$, which is given. The other is $a_2$, which is not.
    The loss compares it with the true class:
    $w_2$ does not stand in $Loss(a_2, y^*)$, but $a_2$ depends on it. So the loss does, too.
says(1, "z_1 = x", "a_1 = g_1", "z_2 = a_1", "a_2 = g_2")
    wherever a node's name stands, write that node's formula from lesson 1.
quadratic(0, 0) == quadratic(1, 1) == 0 and 0 < sigmoid(-8) < 0.001 and 0.999 < sigmoid(8) < 1
    Where is the loss 0 for each class
    For class 1 the loss is 0 where $a_2$ is 1, for class 0 where $a_2$ is 0. The sigmoid only comes close to either.
quadratic(0.5, 0) == quadratic(0.5, 1)
    At which $a_2$ do both classes have the same loss
    Both classes have the same loss where $a_2$ is one half.
in_order()
    Read it from the inside out, and you read the graph from left to right.
    - The innermost part is computed first.
[len([name for name in path if name[1] == "a"]) for path in (TO_W2, TO_W1)] == [1, 2] and len(TO_W1) > len(TO_W2)
    - $w_2$ stands inside one activation function, $g_2$. $w_1$ stands inside both. So the way from the loss to $w_1$ is longer.
back(w2=w2 + 1 / 2, y=0).loss > back(y=0).loss and 1 > Network(w1, w2 + 1 / 2).forward(x).a2 > PASS.a2
    It would rise if the true class were 0. Here it is 1, and $a_2$ comes closer to it
y == 1 and PASS.a1 > 0 and PASS.z2 < Network(w1, w2 + 1 / 2).forward(x).z2 < 0
    The activation $a_1$ is positive. So $z_2 = a_1 \cdot w_2$ rises towards 0, and $a_2$ rises with it. The true class is 1, so $a_2$ comes closer
sigmoid(Z).min() >= 0 and sigmoid(Z).max() <= 1
    The output $a_2$ is a probability.
    It lies between 0 and 1, so it can be read as one.
[*program("2.loss").parameters] == ["x", "y", "w1", "w2", "g1", "g2", "loss"]
    Here `loss`, `g1` and `g2` are functions: `loss(a2, y)` is the loss of the output `a2`.
    Only given names are left.
    - The loss is one formula of $x$, $w_1$, $w_2$ and $y^*$: a function inside a function.
both_sigmoids()
    The curves show the quadratic loss, $\frac{1}{2}(a_2 - y^*)^2$, which the course uses.
    Your function, with the quadratic loss, beside `nnlib`.
not checked: what is asked
    You cannot set $a_2$ directly. You can set the weights. So you want the loss as a formula in which the weights appear.
    The names $z_1$, $a_1$, $z_2$ and $a_2$ must not appear.
    Since $a_2 = g_2(z_2)$, the first step gives
all(quadratic(0.9, one) > 0.3 or quadratic(0.1, one) > 0.3 for one in (0, 1))
and quadratic(0.99, 1) < 0.001 > quadratic(0.01, 0)
    Training makes the reading true: the loss is small only if $a_2$ is close to 1 for examples of class 1, and close to 0 for the others.
LossExplorer(x, w1, w2, y, step=5).formulas.value.count("<math") == 2
    the formula of the loss grows around its innermost part. The same part is marked on the graph.
in_range(LossExplorer(x, w1, w2, y), "y", 0) and back(w2=w2 - 1 / 2, y=0).loss < back(y=0).loss
and Network(w1, w2 - 1 / 2).forward(x).a2 < PASS.a2 and w2 < 0
    Set the class to 0
    For class 0 a smaller $a_2$ is better. So $w_2$ must become more negative.
"""
