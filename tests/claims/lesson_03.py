"""What lesson 3 says, and what makes it true."""

from claims import BACK, w1, w2, ways, x, y
from nnlib.explore.chain_rule import ChainRuleExplorer


def ratios(weight, h):
    """Of a nudge of a weight by h: the ratio at each node behind it."""
    return [change.ratio for change in ChainRuleExplorer(weight, x, w1, w2, y, h).ripple.values()][1:]


COMPARED = [ways(BACK.dloss_dw2, first="your product")]

LINKS = (1,)
IN_WORDS = {
    r"it changes by exactly $a_1 \cdot h$": "z_2[w_2 + h] - z_2 = {}",
    r"1. $z_2$ changes by about $\frac{\partial z_2}{\partial a_1} \cdot h$": r"z_2[a_1 + h] - z_2 \approx {}",
    r"$a_2$ changes by about $\frac{\partial a_2}{\partial z_2} \cdot \frac{\partial z_2}{\partial a_1} \cdot h$": r"a_2[a_1 + h] - a_2 \approx {}",
}

SAYS = r"""
count(3, r"^## Tool ") == 2
    Two tools first
held_still()
    The node $z_2 = a_1 \cdot w_2$ has two inputs. Hold $a_1$ still, and differentiate with respect to $w_2$ as you know it.
abs((Network(w1, w2 + 0.1).forward(x).z2 - PASS.z2) / 0.1 - BACK.dz2_dw2) < 1e-12
    It is read "the partial derivative of $z_2$ with respect to $w_2$". It says how fast $z_2$ changes when $w_2$ alone changes.
    - $\partial$ means: this input changes, the others are held still.
all(map(chain_rule, (quadratic, cross_entropy))) and BACK.dloss_dw1 != 1
    **Along a path, multiply the local derivatives.** Each node passes the change on, times its own rate.
    - Along the path from $Loss$ to a weight, multiply the local derivatives.
" ".join(LOCAL_DERIVATIVES) == "dloss_da2 da2_dz2 dz2_dw2 dz2_da1 da1_dz1 dz1_dw1"
    In code, `da1_dz1` stands for $\frac{\partial a_1}{\partial z_1}$. The six names to choose from are `dloss_da2`, `da2_dz2`, `dz2_dw2`, `dz2_da1`, `da1_dz1` and `dz1_dw1`
len(TO_W2) == len(WAYS["w2"]) - 1 and neighbours()
    Each edge on your way carries one local derivative. In each, the node that you come from stands above the line, and the node that you go to stands below. Neighbours in the product share a name.
    Each step adds a factor to the product.
TO_W2 == ("dloss_da2", "da2_dz2", "dz2_dw2")
    The first step back from $Loss$ leads to $a_2$: it gives `"dloss_da2"`. The next factor begins with `da2`.
    The node $Loss$ depends on $w_2$ only through $a_2$:
    The node $a_2$ depends on $w_2$ only through $z_2$:
    The weight $w_2$ is itself an input of $z_2$, so the walk ends.
    - A local derivative belongs to one node and one of its inputs.
abs((loss(w2=w2 + 0.1) - loss(w2=w2 - 0.1)) / 0.2 - numerical_gradient(NET, x, y, 0.1)[1]) < 1e-12
and np.allclose(BACK.dloss_da2 * BACK.da2_dz2 * BACK.dz2_dw2, [BACK.dloss_dw2, numerical_gradient(NET, x, y)[1]],
rtol=1e-8, atol=0)
    A **centred difference** needs no derivative at all. It nudges the weight both ways and divides:
    It must agree with the product of your local derivatives.
reached("w1") == [*NODES] and reached("w2") == ["z2", "a2"] and inputs("z2") == ("a1", "w2")
    Take two nodes in a row: $a_1$ enters $z_2$, and $z_2$ enters $a_2$
    A change travels along the arrows only.
    The change travels along the arrows. From $w_2$ they lead to $z_2$, then to $a_2$, then to $Loss$.
PREDICTIONS[3].right == "B" and reached("w2") == ["z2", "a2"] and inputs("Loss") == ("a2", "y")
    All of them: z1, a1, z2, a2 and Loss.
    Only z2, a2 and Loss
    Only Loss.
    There is no arrow from $w_2$ straight to $Loss$.
held_still() and slope_from_output()
    You need only that one node to compute it.
EXERCISES["3.path"].judge(TO_W2[::-1]).status == "right"
    Their order does not matter.
not checked: it names something
    That rate is the **gradient** for $w_2$.
    The result is written with a round $\partial$:
    A derivative from a node to one of its own inputs is a **local derivative**.
    That change is the nudge for $a_2$. So
    This is the chain rule.
not checked: what is asked and shown
    You want a smaller loss, and you may change $w_2$.
    the sign $\partial$, and the chain rule on a graph.
    You nudge $w_2$.
    $w_2$ moves by $h$, and each ratio compares a node's change with the change that entered it.
both_sigmoids() and sigmoid(0) == 1 / 2
    Both activation functions are the sigmoid; that of 0 is one half.
style.number(1e-5) == "1.00e−05" and in_range(ChainRuleExplorer("w2", x, w1, w2, y), "h", 1e-5)
    `1.00e−05` is a short form of 0.00001.
np.allclose(ratios("w2", 1e-6), [getattr(BACK, name) for name in TO_W2[::-1]], rtol=1e-4)
    As $h$ shrinks, each ratio comes close to the local derivative of the same two nodes.
(np.ptp([ratios("w2", h) for h in (0.5, 0.1, 1e-3)], axis=0) < 1e-9).tolist() == [True, False, False]
and abs((Network(w1, w2 + 0.1).forward(x).z2 - PASS.z2) - PASS.a1 * 0.1) < 1e-12
    Why is one ratio the same for every $h$
    The ratio at $z_2$ is the same for every $h$, since $z_2$ is a product: it changes by exactly $a_1 \cdot h$. The other two nodes are curved.
"""
