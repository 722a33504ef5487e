"""What lesson 1 says, and what makes it true."""

import numpy as np

from claims import NET, NODES, PASS, w1, w2, ways, x
from nnlib import Network


def doubled():
    """A doubled w1 changes each node, and doubles z1 alone."""
    ratios = np.divide(Network(2 * w1, w2).forward(x), PASS)[1:]
    return np.all(ratios != 1) and (abs(ratios - 2) < 1e-9).tolist() == [True, False, False, False]


FOUR = len(NODES) == 4

COMPARED = [[(["z1", "a1", "z2", "a2"], ()), *ways(*NET.forward(x)[1:], others=["nnlib"])]]

EXCEPTIONS = {r"g(z) = \frac{1}{1 + e^{-z}}": ("sigmoids", "“In the example both activation functions are the sigmoid”")}

SAYS = r"""
made_as_told()
    The circle × multiplies its two inputs. The circles $g_1$ and $g_2$ each apply a function to one input.
    A circle × multiplies what enters it. A circle $g_1$ applies the function $g_1$ to what enters it.
    Start with the line `z1 = x * w1`. The next line computes `a1`, and it uses `z1`.
    Which two values enter the circle to its left
    The first circle multiplies the input by the first weight:
    The activation function $g_1$ is applied to $z_1$:
    The activation $a_1$ is now the input of the second half. It is multiplied by the second weight:
    The activation function $g_2$ gives the output:
    A node's output depends only on what enters that node.
FOUR and count(1, r"^\$\$.*\$\$$") == 4
    You are asked for four nodes: $z_1$, $a_1$, $z_2$ and $a_2$.
    returns the four nodes
    Return the four values at the end:
    Each line of your function uses one circle.
    These four lines are the **forward pass**
PREDICTIONS[1].right == "C" and doubled() and "(W1, 2 * W1)" in code(1)
    You double $w_1$ and leave all else as it is.
    All four change, and all four double
    That would hold if $g_1$ and $g_2$ only multiplied. They are curved, so a doubled input does not give a doubled output.
    All four change, but only z1 doubles
    The change travels to the right along the arrows, so it reaches all four nodes. The product $z_1$ doubles. The function $g_1$ is curved, so $a_1$ does not double.
PREDICTIONS[1].right != "A" and reached("w1") == [*NODES] and reached("w2") == ["z2", "a2"]
and inputs("z2") == ("a1", "w2")
    Only z1 changes.
    That would hold if nothing came after $z_1$.
    - A change of a weight reaches every node that the arrows lead to from it, and no other.
in_range(ForwardPassExplorer(x, w1, w2), "w2", 1.0) and Network(w1, 1.0).forward(x).a2 > 1 / 2 and PASS.a1 > 0
and np.array_equal(sigmoid(Z) > 1 / 2, Z > 0)
    - Find a $w_2$ that makes $a_2$ larger than one half.
    A positive $w_2$ makes $z_2$ positive, and then the sigmoid is larger than one half.
in_range(ForwardPassExplorer(x, w1, w2), "w2", 0.0) and Network(w1, 0.0).forward(x).a2 == 1 / 2
and [len({*each}) for each in Network(w1, 0.0).forward(np.array([-x, 0.0, x]))] == [3, 3, 3, 1, 1]
    Set $w_2$ to 0
    a $w_2$ other than 0
    With a $w_2$ of 0 the nodes $z_1$ and $a_1$ still depend on $x$. $z_2$ is 0, so $a_2$ is one half for every $x$.
np.array_equal(np.sign(tanh(Z)), np.sign(Z))
and [a == -b for a, b in zip(Network(w1, w2, tanh).forward(-x), Network(w1, w2, tanh).forward(x))]
== [True] * 4 + [False]
    tanh for $g_1$: another activation function, which is negative where $z$ is
    With tanh, $z_1$, $a_1$ and $z_2$ change their sign. The output does not: it stays between 0 and 1.
all(judge(node, f"{getattr(PASS, node):.2f}", PASS._asdict() | {"w1": w1, "w2": w2})[0] for node in NODES)
    Two decimals are enough
in_order()
    Each line needs the result of the line above, so the order is fixed.
    - The forward pass computes the nodes from left to right, each one once.
both_sigmoids()
    In the example both are the sigmoid,
agreed: any number would do
    `g1` and `g2` are functions, so `g1(5.0)` applies $g_1$ to the number 5.
not checked: what is drawn, and how the lesson goes on
    A new cell is your calculator:
    A circle in the graph is an operation.
sigmoid(Z).min() >= 0 and sigmoid(Z).max() <= 1
    It is a curve that turns any number into one between 0 and 1.
"on_numbers(" in code(1)
    Your function, beside `nnlib`. As long as your exercise has its dots, it says so.
PASS.z1 == 0.75 and "import Network, sigmoid" in code(1)
    `sigmoid(0.75)` gives the sigmoid of 0.75.
"""
