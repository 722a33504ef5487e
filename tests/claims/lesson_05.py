"""What lesson 5 says, and what makes it true."""

from claims import BACK, ways
from claims.lesson_03 import ratios
from nnlib.explore.walk import wrong_turn

COMPARED = [ways(BACK.dloss_dw1, first="your product")]

SAYS = r"""
[len(WAYS[weight]) for weight in ("w1", "w2")] == [6, 4] and all(map(chain_rule, (quadratic, cross_entropy)))
    The first weight, $w_1$, lies deeper in the network. The rule is the same: walk back from $Loss$, and multiply the local derivatives along the path.
len(TO_W2) == 3 and TO_W2[2] == "dz2_dw2"
    The path to $w_2$ had three local derivatives
    All three.
    A path with all three would end at $w_2$. At $z_2$ the way forks.
PREDICTIONS[5].right == "B" and TO_W1[:2] == TO_W2[:2] == ("dloss_da2", "da2_dz2")
and {*TO_W1[2:]}.isdisjoint(TO_W2[2:]) and says(3, "Follow the chain rule to w2")
    Two.
    None: it is another weight.
    The walk begins as in lesson 3: `"dloss_da2"`, `"da2_dz2"`
    The first two steps are those of lesson 3. They end at $z_2$
    It shares the first two with the path to $w_2$
    - The product up to $z_2$ is computed once and serves both weights.
    Both paths begin at $Loss$. Which nodes must each of them pass through?
    Both paths start at $Loss$ and share the steps to $a_2$ and to $z_2$. There they part. The two nodes hand on the same rate, whichever weight was nudged.
len(LOCAL_DERIVATIVES) == 6
    The six names to choose from are `dloss_da2`, `da2_dz2`, `dz2_dw2`, `dz2_da1`, `da1_dz1` and `dz1_dw1`
len(TO_W1) == len(WAYS["w1"]) - 1 == 5 and neighbours()
    there are five factors
    The path to $w_1$ has five local derivatives
    Each edge on your way gives one factor. Neighbours in the product share a name: after a factor that ends in `dz2` comes one that begins with `dz2`.
TO_W1[2:] == ("dz2_da1", "da1_dz1", "dz1_dw1")
    At the fork it turns towards $a_1$.
    From $z_2$ the path goes on to $a_1$, then to $z_1$:
    The weight $w_1$ is an input of $z_1$, so the walk ends:
[np.sign(getattr(BACK, name)) for name in TO_W1] == [-1, 1, -1, 1, 1] and BACK.dz2_da1 == NET.w2
    Which factor makes the product change its sign
    The product changes its sign with $\frac{\partial z_2}{\partial a_1}$, since $w_2$ is negative. The factor $\frac{\partial Loss}{\partial a_2}$ is negative, too; the other three are positive.
three_digits_are_enough("products") and "∂z2/∂a1 = −2.5" in BackwardPassExplorer(part="products").view.picture.alt
and {name.split("_d")[1] for name in BackwardPassExplorer(part="products").asked} == {"z2", "w2", "a1", "z1", "w1"}
    The local derivatives are given.
    from $z_2$ on to both weights. Three digits are enough.
EXERCISES["5.path"].judge(TO_W1[::-1]).status == "right"
    Their order does not matter.
np.allclose(np.cumprod([getattr(BACK, name) for name in TO_W1])[1:],
[*BACK[7:10], numerical_gradient(NET, x, y)[0]], rtol=1e-8)
    Each line used the one before it.
    Making each from the one before is **backpropagation**.
    The product of your local derivatives must agree with the centred difference.
not checked: it names something
    What has come back to a node is the derivative of $Loss$ with respect to it: the **gradient** for that node.
    Keeping that running product, instead of starting anew for each weight, is backpropagation.
    Keeping it, and going on from there, is backpropagation.
not checked: what is shown
    Then you see each weight nudged, and how much of the change each node hands on.
inputs("z2") == ("a1", "w2")
and wrong_turn(("Loss", "a2", "z2"), "w2", "w1").endswith("a nudge of w1 does not change w2.")
    At $z_2$ the way forks. Which branch leads to $w_1$?
    At $z_2$ both inputs enter, but a nudge of $w_1$ reaches $z_2$ through $a_1$ alone. The message says so.
np.allclose(ratios("w1", 1e-6), [getattr(BACK, name) for name in TO_W1[::-1]], rtol=1e-4)
    Each ratio comes close to the local derivative of the same two nodes, as in lesson 3.
"""
