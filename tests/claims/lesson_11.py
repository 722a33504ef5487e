"""What lesson 11 says, and what makes it true."""

import numpy as np

from claims import ways, x
from nnlib import cross_entropy, quadratic, relu, sigmoid, tanh
from nnlib.draw.layers import layers_picture
from nnlib.explore.cross_entropy import layers


def chain(g, depth=10, weight=1.0, loss=cross_entropy):
    return layers(np.full(depth, weight), 1.5, 1, g, loss)


CHAINS = {g.name: chain(g) for g in (sigmoid, tanh, relu)}
PLAIN = chain(sigmoid, loss=quadratic).dloss_dw

COMPARED = [ways(layers((0.5, -2.5, 1.5), x, 1, sigmoid, quadratic).dloss_dw[0])]

LINKS = (6,)
CONDITION = ("sigmoids", "chains of sigmoids")
COMPLETED = {"w * a * (1 - a)": "w · da/dz = {}", "(w * a * (1 - a)) ** (n - 1)": "(w · da/dz) ** (n - 1) = {}"}
SETTINGS = {
    "(a3 - y) * a3 * (1 - a3) * w3 * a2 * (1 - a2) * w2 * a1 * (1 - a1) * x": "the solution: test_frame.py has it judged",
}

SAYS = r"""
made_as_told()
    A layer is a weight and the activation function behind it. The network of this course has two.
"def chain(weights, " in code(11) and len(CHAINS["relu"].z) == 10
    The function `chain` in the set-up cell makes such a chain of any length, from the Values of lesson 10.
EXERCISES["11.gradient"].judge(lambda x, y, w2, w3, a1, a2, a3:
(a3 - y) * a3 * (1 - a3) * w3 * a2 * (1 - a2) * w2 * a1 * (1 - a1) * x).status == "right"
and "def dloss_dw1(x, y, w2, w3, a1, a2, a3)" in code(11) and len(TO_W1) == 5
    Here are three in a row:
    ## Exercise 11a: three layers
    for the chain of three layers. All activation functions are the sigmoid, and the loss is quadratic.
    which of them did the path of lesson 5 not have
    From $Loss$ to `z3` the product is that of lesson 4, with `a3` in place of `a2`. From `z3` the path goes on to `a2`: that edge gives `w3`.
    One layer more brings two more factors: its weight, and its slope.
    Look at the chain of three layers.
    **Three layers.** The walk back begins at the node $Loss$, with the error. Each layer that it passes brings the slope of its sigmoid. Between two layers lies a product, which brings the weight. The last product brings $x$.
    The gradient for the first weight of three layers.
    find the gradient for the first weight of three layers
PREDICTIONS[11].right == "A" and abs(PLAIN[0] / PLAIN[-1]) < 0.001 and "Value(1.0) for _ in range(10)" in code(11)
and len(CHAINS["sigmoid"].slope[:-1]) == 9 and CHAINS["sigmoid"].slope.max() <= 1 / 4 and steepest()[1] ** 9 < 0.001
    Take ten layers with sigmoids. All weights are 1.
    Less than a thousandth of it.
    Each layer on the way back brings a slope of at most one quarter. Nine of them leave less than a thousandth.
    About a tenth of it.
    That would hold if the layers shared the gradient out. But along a path the factors multiply. What do nine factors of at most one quarter give
    About as large.
    All weights are 1, so they leave the gradient as it is. But what else lies between two layers?
held_still()
    Each edge gives one factor. A product gives the factor that is held still, and a sigmoid gives its slope.
EXERCISES["11.factors"].judge(lambda w, a, n: (w * a * (1 - a)) ** (n - 1)).status == "right" and steepest()[1] == 1 / 4
and program("11.factors").parameters["n"].values[0] == 2
    the gradient is multiplied by the same factors again and again.
    It returns what the gradient is multiplied by on the whole way. Its parameters are the weight, the activation, and the number of layers, 2 or more.
    A step from one $z$ to the one before it crosses two edges. One brings the weight, the other one the slope of the sigmoid. Along a path, all factors are multiplied.
    One step brings `w * a * (1 - a)`. With three layers there are two such steps.
    Equal factors make a power. There is one step less than there are layers.
    A step from one $z$ to the one before it brings one weight and one slope. The steps lie one behind the other, so their factors multiply. The slope is at most one quarter. So unless the weights are larger than 4 in size, each step makes the gradient smaller.
len(CHAINS) == 3 and len(CHAINS["relu"].z) == 10 and "Value(1.0) for _ in range(10)" in code(11)
and "power of ten" in layers_picture({name: each.dloss_dw for name, each in CHAINS.items()}).svg
    ## Three activation functions
    The next cell compares three activation functions in a chain of 10 layers. All weights are 1, and the last layer is a sigmoid with cross-entropy. The scale of the picture is logarithmic: $-3$ stands for 0.001
abs(CHAINS["sigmoid"].dloss_dw[-1] / CHAINS["sigmoid"].dloss_dw[0]) > 4 ** 9 and CHAINS["sigmoid"].slope.max() <= 1 / 4
and abs(CHAINS["sigmoid"].dloss_dw[0]) < 1e-3 * min(0.01, *(abs(CHAINS[name].dloss_dw[0]) for name in ("tanh", "relu")))
    The size of the gradient falls by more than a factor of 4 from layer to layer, on average. The first layers hardly learn.
    - In a long chain of sigmoids with weights of 1 the gradient vanishes: each slope is at most one quarter.
    - With weights of 1, tanh and relu keep more of it.
tanh.derivative(0) == 1 == tanh.derivative(Z).max() and np.sum(tanh.derivative(Z) == 1) == 1
and np.all(np.diff(abs(CHAINS["tanh"].dloss_dw)) > 0)
and 1.1 ** 9 < abs(CHAINS["tanh"].dloss_dw[-1] / CHAINS["tanh"].dloss_dw[0]) < 2 ** 9
    Its slope is 1 where $z$ is 0, and smaller everywhere else. With these weights the gradient falls, too, but far more slowly
np.array_equal(relu(Z), np.where(Z > 0, Z, 0)) and np.all(CHAINS["relu"].slope[:-1] == 1)
and np.ptp(CHAINS["relu"].dloss_dw) == 0 and relu.derivative([-1.0, 1.0]).tolist() == [0, 1]
    **relu** gives $z$ where $z$ is positive, and 0 elsewhere. Its slope is exactly 1 where $z$ is positive. There the gradient passes unchanged. Where $z$ is negative the slope is 0, and nothing passes at all.
all(np.ptp(ratio := chain(g, 6, w, entropy).dloss_dw / chain(g, 6, w, quadratic).dloss_dw) < 1e-9 * ratio.min()
and ratio.min() > 4 for g in (sigmoid, tanh, relu) for w in (1.0, 0.5, 1.7))
and in_range(CrossEntropyExplorer(), "depth", 12)
    Set the number of layers to 12
    Cross-entropy helps all layers by the same factor. The curve is as steep as before.
    So cross-entropy makes all gradients larger, each by the same factor. It leaves the curve as steep as before.
abs(CHAINS["sigmoid"].dloss_dz[0] / CHAINS["sigmoid"].dloss_dz[-1] / np.prod(CHAINS["sigmoid"].slope[:-1]) - 1) < 1e-9
    Every gradient holds the one at the last $z$ as a factor.
    - Each layer brings one slope and one weight to the gradient of the layers before it.
uses_of_one_weight()
    One weight $w$ stands in both layers.
not checked: it names something
    This is the **vanishing gradient**.
not checked: what others build
    Many networks have more.
not checked: what is drawn and moved; the tests of the pictures and of the explorer see to it
    All layers but the last have the same weight. One picture shows the size of the gradient for each weight. Its scale is logarithmic again. The other shows the slopes.
not checked: what is asked
    To make it simple, all weights are equal, and all activations are, too. On its way from the last $z$ back to the first one,
in_range(CrossEntropyExplorer(), "weight", 6.0, 8.0) and (flat := chain(sigmoid, 12, 6.0, entropy).slope).max() < 0.01
and 6 * flat.max() < chain(sigmoid, 12, 1.0, entropy).slope[:-1].min()
    Larger weights do not make up for the small slopes: they drive the sigmoids to where they are flat. With weights of 6, a layer leaves even less of the gradient than with weights of 1.
chain(tanh, 12, 4.0, entropy).slope[:-1].max() < 0.01
    The slopes of tanh fall, too: with weights of 4 they are almost 0.
np.all(chain(relu, 6, -1.0, entropy).dloss_dw == 0) and in_range(CrossEntropyExplorer(), "weight", -1.0)
    With negative weights the first $z$ is negative, so relu gives 0 and its slope is 0. Then all gradients are 0.
"""
