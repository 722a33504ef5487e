"""What lesson 11 says, and what makes it true."""

import numpy as np

from claims import EXERCISES, entropy, ways, x
from nnlib import cross_entropy, quadratic, relu, sigmoid, tanh
from nnlib.explore.cross_entropy import layers

CHAINS = {g.name: layers(np.ones(10), 1.5, 1, g, cross_entropy) for g in (sigmoid, tanh, relu)}
PLAIN = layers(np.ones(10), 1.5, 1, sigmoid, quadratic).dloss_dw


def step_of(chain):
    """By which factor the size of the gradient falls from layer to layer, on average."""
    return abs(chain.dloss_dw[-1] / chain.dloss_dw[0]) ** (1 / 9)


def left(w, a, n):
    """What the right program of exercise 11b gives."""
    each = EXERCISES["11.factors"]
    return each.catalogue.values(np.array([[-1]]), [{"w": w, "a": a, "n": n}])[0, 0, 0]


def left_by(weight, g):
    """What each layer but the last leaves of the gradient that reaches it."""
    return weight * layers(np.full(12, weight), 1.5, 1, g, entropy).slope[:-1]


def powers():
    """Of equal factors, one for each step."""
    return all(abs(left(3, 0.4, n + 1) - left(3, 0.4, 2) ** n) < 1e-12 for n in (1, 2, 3)) and abs(left(3, 0.4, 2) - 3 * 0.4 * 0.6) < 1e-12


def by_one_factor():
    """With cross-entropy all gradients are larger, each by the same factor."""
    ratios = [layers(np.full(6, w), 1.5, 1, g, entropy).dloss_dw / layers(np.full(6, w), 1.5, 1, g, quadratic).dloss_dw
              for g in (sigmoid, tanh, relu) for w in (1.0, 0.5, 1.7)]
    return all(each.min() > 4 and np.ptp(each) < 1e-9 * each.min() for each in ratios)


COMPARED = [ways(layers((0.5, -2.5, 1.5), x, 1, sigmoid, quadratic).dloss_dw[0])]

LINKS = (6,)
CONDITION = ("sigmoids", "chains of sigmoids")
COMPLETED = {
    "w * a * (1 - a)": "w · da/dz = {}",
    "(w * a * (1 - a)) ** (n - 1)": "(w · da/dz) ** (n - 1) = {}",
}
SETTINGS = {
    "(a3 - y) * a3 * (1 - a3) * w3 * a2 * (1 - a2) * w2 * a1 * (1 - a1) * x": "the solution: test_frame.py has it judged",
}

SAYS = r"""
made_as_told()
    The network of this course has two.
    A layer is a weight and the activation function behind it.
"def chain(weights, " in code(11) and len(CHAINS["relu"].z) == 10
    The function `chain` in the set-up cell makes such a chain of any length, from the Values of lesson 10.
len([*program("11.gradient").parameters]) == 7 and "def dloss_dw1(x, y, w2, w3, a1, a2, a3)" in code(11)
    Here are three in a row:
    Look at the chain of three layers.
    **Three layers.**
    ## Exercise 11a: three layers
    for the chain of three layers.
    The gradient for the first weight of three layers.
    find the gradient for the first weight of three layers
np.ones(10).size == 10 and "for _ in range(10)" in code(11) and abs(PLAIN[0] / PLAIN[-1]) < 0.001
    Take ten layers with sigmoids. All weights are 1.
    Less than a thousandth of it.
CHAINS["sigmoid"].slope.max() <= 1 / 4 and 0.25 ** 9 < 0.001 and len(CHAINS["sigmoid"].slope[:-1]) == 9
    Each layer on the way back brings a slope of at most one quarter. Nine of them leave less than a thousandth.
    What do nine factors of at most one quarter give
PREDICTIONS[11].right == "A" and abs(PLAIN[0] / PLAIN[-1]) < 0.1
    About a tenth of it.
    That would hold if the layers shared the gradient out. But along a path the factors multiply.
PREDICTIONS[11].right == "A" and abs(PLAIN[0] / PLAIN[-1]) < 0.1 and "Value(1.0) for _ in range(10)" in code(11)
    About as large.
    All weights are 1, so they leave the gradient as it is. But what else lies between two layers?
EXERCISES["11.gradient"].judge(lambda x, y, w2, w3, a1, a2, a3: (a3 - y) * a3 * (1 - a3) * w3 * a2 * (1 - a2) * w2 *
a1 * (1 - a1) * x).status == "right"
    All activation functions are the sigmoid, and the loss is quadratic.
    One layer more brings two more factors: its weight, and its slope.
    From $Loss$ to `z3` the product is that of lesson 4, with `a3` in place of `a2`. From `z3` the path goes on to `a2`: that edge gives `w3`.
    The walk back begins at the node $Loss$, with the error. Each layer that it passes brings the slope of its sigmoid. Between two layers lies a product, which brings the weight. The last product brings $x$.
held_still()
    Each edge gives one factor. A product gives the factor that is held still, and a sigmoid gives its slope.
len(TO_W1) == 5
    which of them did the path of lesson 5 not have
powers()
    the gradient is multiplied by the same factors again and again.
    A step from one $z$ to the one before it crosses two edges. One brings the weight, the other one the slope of the sigmoid. Along a path, all factors are multiplied.
    One step brings `w * a * (1 - a)`. With three layers there are two such steps.
    Equal factors make a power. There is one step less than there are layers.
    A step from one $z$ to the one before it brings one weight and one slope. The steps lie one behind the other, so their factors multiply.
powers() and program("11.factors").parameters["n"].values[0] == 2
    It returns what the gradient is multiplied by on the whole way. Its parameters are the weight, the activation, and the number of layers, 2 or more.
steepest()[1] == 1 / 4 and abs(left(4, 0.5, 2)) == 1 and all(abs(left(4, a, 2)) < 1 for a in (0.3, 0.6, 0.9))
    The slope is at most one quarter. So unless the weights are larger than 4 in size, each step makes the gradient smaller.
len(CHAINS) == 3 and len(CHAINS["relu"].z) == 10 and "Value(1.0) for _ in range(10)" in code(11)
    ## Three activation functions
    The next cell compares three activation functions in a chain of 10 layers. All weights are 1, and the last layer is a sigmoid with cross-entropy.
CrossEntropyExplorer() and 10.0 ** -3 == 0.001
    $-3$ stands for 0.001
step_of(CHAINS["sigmoid"]) > 4
    The size of the gradient falls by more than a factor of 4 from layer to layer, on average.
tanh.derivative(0) == 1 == tanh.derivative(Z).max() and np.sum(tanh.derivative(Z) == 1) == 1
    Its slope is 1 where $z$ is 0, and smaller everywhere else
1.1 < step_of(CHAINS["tanh"]) < 2 and np.all(np.diff(abs(CHAINS["tanh"].dloss_dw)) > 0)
    With these weights the gradient falls, too, but far more slowly
np.array_equal(relu(Z), np.where(Z > 0, Z, 0)) and np.all(CHAINS["relu"].slope[:-1] == 1)
    **relu** gives $z$ where $z$ is positive, and 0 elsewhere
np.all(CHAINS["relu"].slope[:-1] == 1) and np.ptp(CHAINS["relu"].dloss_dw) == 0 and relu.derivative([-1.0,
1.0]).tolist() == [0, 1]
    Its slope is exactly 1 where $z$ is positive. There the gradient passes unchanged. Where $z$ is negative the slope is 0, and nothing passes at all.
in_range(CrossEntropyExplorer(), "depth", 12)
    Set the number of layers to 12
by_one_factor()
    So cross-entropy makes all gradients larger, each by the same factor.
max(CHAINS["sigmoid"].slope) <= 1 / 4 and abs(CHAINS["sigmoid"].dloss_dw[0]) < 1e-3 *
min(abs(CHAINS[name].dloss_dw[0]) for name in ("tanh", "relu"))
    - In a long chain of sigmoids with weights of 1 the gradient vanishes: each slope is at most one quarter.
    - With weights of 1, tanh and relu keep more of it.
abs(CHAINS["sigmoid"].dloss_dz[0] / CHAINS["sigmoid"].dloss_dz[-1] / np.prod(CHAINS["sigmoid"].slope[:-1]) - 1) < 1e-9
    Every gradient holds the one at the last $z$ as a factor.
    It leaves the curve as steep as before.
    - Each layer brings one slope and one weight to the gradient of the layers before it.
abs(CHAINS["sigmoid"].dloss_dw[0]) < 1e-5
    The first layers hardly learn.
uses_of_one_weight()
    One weight $w$ stands in both layers.
not checked: it names something
    This is the **vanishing gradient**.
not checked: what others build
    Many networks have more.
not checked: what is printed, drawn and moved; the tests of the pictures and of the explorer see to it
    The scale of the picture is logarithmic:
    All layers but the last have the same weight. One picture shows the size of the gradient for each weight. Its scale is logarithmic again. The other shows the slopes.
not checked: what is asked
    To make it simple, all weights are equal, and all activations are, too. On its way from the last $z$ back to the first one,
by_one_factor()
    Cross-entropy helps all layers by the same factor. The curve is as steep as before.
in_range(CrossEntropyExplorer(), "weight", 6.0, 8.0) and left_by(6.0, sigmoid).max() < left_by(1.0, sigmoid).min() and layers(np.full(12, 6.0), 1.5, 1, sigmoid, entropy).slope.max() < 0.01
    Larger weights do not make up for the small slopes: they drive the sigmoids to where they are flat. With weights of 6, a layer leaves even less of the gradient than with weights of 1.
layers(np.full(12, 4.0), 1.5, 1, tanh, entropy).slope[:-1].max() < 0.01
    The slopes of tanh fall, too: with weights of 4 they are almost 0.
abs(layers(np.full(6, -1.0), 1.5, 1, relu, entropy).dloss_dw).max() == 0 and in_range(CrossEntropyExplorer(), "weight", -1.0)
    With negative weights the first $z$ is negative, so relu gives 0 and its slope is 0. Then all gradients are 0.
"""
