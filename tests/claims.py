"""What the lessons claim, line by line: the words as they stand, and what must hold for them to be true.

    CLAIMS, ELSEWHERE   (lesson, words, what must hold); … in the words leaves some out
    DEFINITIONS         (lesson, words, why there is nothing to check)
    MESSAGES            (message, what must hold), of the checks
    texts(4)            all that lesson 4 says
"""

import ast
import re
from itertools import pairwise

import numpy as np
from formulas import read
from lessons import course
from nnlib.exercises.chain import DERIVATIVES, PATHS
from nnlib.exercises.diagnosis import NEAR

from nnlib import (
    ForwardPass,
    Network,
    cross_entropy,
    gradient_descent,
    identity,
    numerical_gradient,
    quadratic,
    relu,
    sigmoid,
    tanh,
)
from nnlib.autodiff import Value
from nnlib.chain import chain_pass
from nnlib.datasets import LAUNCH, LAUNCH_AIR, challenger, standardised
from nnlib.draw import style
from nnlib.draw.flights import flights_picture
from nnlib.draw.graph import computation_graph
from nnlib.exercises import EXERCISES
from nnlib.exercises.course import PREDICTIONS
from nnlib.explore.autodiff import record
from nnlib.explore.backward_pass import BackwardPassExplorer
from nnlib.explore.chain_rule import ChainRuleExplorer
from nnlib.explore.cross_entropy import CrossEntropyExplorer
from nnlib.explore.data import DataExplorer
from nnlib.explore.descent import DescentExplorer
from nnlib.explore.forward_pass import ForwardPassExplorer, judge
from nnlib.explore.loss import LossExplorer
from nnlib.explore.sigmoid import ActivationExplorer
from nnlib.topology import INPUTS

inputs = INPUTS.__getitem__

BY_NUMBER = {lesson.number: lesson for lesson in course()}


def texts(lesson):
    """What a lesson says: its Markdown, what its predictions answer, the strings in its code."""
    yield from (cell.source for cell in BY_NUMBER[lesson].markdown)
    yield from PREDICTIONS.get(lesson, ("", {}))[1].values()
    for cell in BY_NUMBER[lesson].code:
        yield from strings(cell.source)


def strings(source):
    """The strings of a cell, with … for what an f-string fills in, and what a loop goes through as one.

    Neither formats nor names of exercises.
    """
    tree = ast.parse(source)
    loops = [node.iter.elts for node in ast.walk(tree) if isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple)
             and all(isinstance(getattr(each, "value", 0), str) for each in node.iter.elts)]
    yield from (", ".join(each.value for each in loop) for loop in loops)
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    parts = {id(part) for node in joined for part in ast.walk(node)} | {id(each) for loop in loops for each in loop}
    formats = {id(part) for node in joined for value in node.values if isinstance(value, ast.FormattedValue)
               for part in ast.walk(value)}
    yield from ("".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
                for node in joined if id(node) not in formats)
    yield from (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in parts
                and isinstance(node.value, str) and node.value not in EXERCISES)


# ---- the example, and what the claims below are made of

x, w1, w2, y = 1.5, 0.5, -2.5, 1
NET = Network(w1, w2)
PASS = NET.forward(x)
BACK = NET.backward(PASS, y)
Z = np.linspace(-40, 40, 80001)
PATHS_OF_LESSON_7 = {size: gradient_descent(NET, x, y, size, steps=100) for size in (0.1, 20, 100)}
TO_W1, TO_W2 = PATHS["w1"], PATHS["w2"]


def back(w1=w1, w2=w2, x=x, y=y):
    net = Network(w1, w2)
    return net.backward(net.forward(x), y)


def loss(w1=w1, w2=w2):
    return back(w1, w2).loss


def code(lesson):
    return "\n".join(cell.source for cell in BY_NUMBER[lesson].code)


def says(lesson, *words):
    """Whether a lesson says all this."""
    return all(each in "\n".join(texts(lesson)) for each in words)


def in_range(explorer, name, *values):
    """Whether a control can be set to these values."""
    for value in values:
        setattr(explorer, name, value)
        if explorer.error or getattr(explorer, name) != value:
            return False
    return True


def count(lesson, pattern):
    return len(re.findall(pattern, "\n".join(cell.source for cell in BY_NUMBER[lesson].markdown), re.MULTILINE))


def steepest():
    return Z[np.argmax(sigmoid.derivative(Z))], sigmoid.derivative(Z).max()


def doubled():
    before, after = NET.forward(x)[1:], Network(2 * w1, w2).forward(x)[1:]
    ratios = np.array(after) / before
    return np.all(ratios != 1) and [abs(ratio - 2) < 1e-9 for ratio in ratios] == [True, False, False, False]


def hidden_in_the_middle():
    """With step size 20, a stretch of steps that hardly change the loss, and a steep fall after it."""
    falls = -np.diff(PATHS_OF_LESSON_7[20].loss)
    flat = np.flatnonzero(falls < 0.01)
    return np.all(falls > 0) and any(falls[k + 1:].max(initial=0) > 0.02 and k > 1 for k in flat)


def thrown_far():
    """With step size 100, after one step: the loss is smaller, a1, z2 and both gradients almost 0, a2 about ½."""
    path = PATHS_OF_LESSON_7[100]
    net = Network(path.w1[1], path.w2[1])
    forward_pass = net.forward(x)
    gradients = net.backward(forward_pass, y)
    small = (forward_pass.a1, forward_pass.z2, gradients.dloss_dw1, gradients.dloss_dw2)
    return (path.loss[1] < path.loss[0] and abs(path.w1[1] - w1) > 8 and max(map(abs, small)) < 0.01
            and abs(forward_pass.a2 - 0.5) < 0.01 and path.loss[1] - path.loss[-1] < 1e-4)


def turns_back():
    """With step size 20: w1 falls while w2 is negative, and rises when it is positive."""
    path = PATHS_OF_LESSON_7[20]
    steps = np.diff(path.w1)
    return np.array_equal(steps < 0, path.w2[:-1] < 0) and 0 < np.count_nonzero(steps < 0) < 50


def old_weights():
    """Both gradients at the old weights is another step than w1's at the new w2."""
    new = NET.update(BACK, 2.0)
    mixed = BACK.dloss_dz2 * new.w2 * BACK.da1_dz1 * x
    return abs(mixed - BACK.dloss_dw1) > 0.001


def one_ratio_is_fixed():
    explorer, fixed = ChainRuleExplorer("w2", x, w1, w2, y), []
    for node in ("a2", "z2", "w2"):
        explorer.go(node)
    for h in (0.5, 0.1, 1e-3):
        explorer.h = h
        fixed.append([explorer.ripple[node].ratio for node in ("z2", "a2", "Loss")])
    return np.array_equal(np.ptp(fixed, axis=0) < 1e-9, [True, False, False])


def recorded(shared=False):
    """The record of the example, name -> Value; of one weight in both layers, if shared."""
    return record(x, NET.w1, None if shared else NET.w2, y, NET.g1, NET.loss)


def walked_back(runs=1):
    at = recorded()
    for _ in range(runs):
        at["Loss"].backward()
    return at


def uses_of_one_weight():
    """It is used twice, and its gradient is the sum of the two weights' gradients."""
    at = recorded(shared=True)
    at["Loss"].backward()
    parts = back(w1=NET.w1, w2=NET.w1)
    return (sum(value.inputs.count(at["w"]) for value in at.values()) == 2
            and abs(at["w"].gradient - parts.dloss_dw1 - parts.dloss_dw2) < 1e-12)


# ---- lesson 8: the flights, and what training finds there

FLIGHTS, SOURCE = challenger(), challenger.__doc__
X8 = standardised(FLIGHTS.temperature, FLIGHTS.temperature)


def trained(g1, *biases):
    net = Network(0.5, -0.5, g1)
    path = gradient_descent(net, X8, FLIGHTS.distress, 2.0, 1000, ("w1", "w2", *biases))
    return path, path.network(net)


TRAINED = {"sigmoid": trained(sigmoid), "tanh": trained(tanh), "b1": trained(sigmoid, "b1"),
           "b2": trained(sigmoid, "b2"), "both": trained(sigmoid, "b1", "b2")}


def outputs(name):
    return TRAINED[name][1].forward(X8).a2


def right(name):
    return int(np.sum((outputs(name) > 1 / 2) == FLIGHTS.distress))


def on_one_side():
    """Whatever the weights: all outputs of the network with two sigmoids lie on one side of one half."""
    return "b2" in TRAINED and all(len({*(Network(one, two).forward(X8).a2 > 1 / 2).tolist()}) == 1
                                   for one in (-6, 0.5, 6) for two in (-9, -0.5, 0.5, 9))


def at_launch(name, temperature):
    return TRAINED[name][1].forward(standardised(temperature, FLIGHTS.temperature)).a2


def coldest():
    return FLIGHTS.distress[FLIGHTS.temperature < 65].tolist()


def bias_moves_z2():
    return TRAINED and Network(w1, w2, b2=0.5).forward(x).z2 - PASS.z2 == 0.5


# ---- lesson 9: both losses from one start, chains of layers

WRONG_START = {}
for each in (quadratic, cross_entropy):
    net = Network(3.0, -8.0, loss=each)
    path = gradient_descent(net, 1.5, 1, 2, 100)
    WRONG_START[each.name] = net.backward(net.forward(1.5), 1), [
        float(path.network(net, k).forward(1.5).a2) for k in (0, 1, 10, 50, 100)]
CHAINS = {g.name: chain_pass(np.ones(10), 1.5, 1, g, cross_entropy) for g in (sigmoid, tanh, relu)}
entropy = cross_entropy


def left_in_first_layer(g, weight):
    """The size of the first layer's gradient in a chain of 12."""
    return abs(chain_pass(np.full(12, weight), 1.5, 1, g, entropy).dloss_dw[0])


def plain(z2):
    """Loss and ∂Loss/∂z2 for class 0 as the formulas stand."""
    with np.errstate(all="ignore"):
        a2 = 1 / (1 + np.exp(-z2))
        return -np.log(1 - a2), a2 / (a2 * (1 - a2)) * (a2 * (1 - a2))


def rounds():
    return sigmoid(40.0) == 1 and np.isinf(plain(40.0)[0]) and np.isnan(plain(40.0)[1])


def two_terms():
    """The loss is the sum of a term for each class."""
    return abs(entropy(0.3, 0.4) - 0.4 * entropy(0.3, 1) - 0.6 * entropy(0.3, 0)) < 1e-12


def closer(limit):
    """∂Loss/∂z2 of class 1 with cross-entropy comes close to a limit as w2 falls."""
    errors = [abs(Network(3.0, two, loss=entropy).backward(Network(3.0, two).forward(1.5), 1).dloss_dz2 - limit)
              for two in (-2, -4, -8)]
    return errors == sorted(errors, reverse=True) and errors[-1] < 0.001


def step_of(chain):
    """By which factor the size of the gradient falls from layer to layer, on average."""
    return abs(chain.dloss_dw[-1] / chain.dloss_dw[0]) ** (1 / 9)


# ---- facts in words, lesson by lesson: turned round, each of these sentences would be wrong

NODES = ForwardPass._fields[1:]


def in_order():
    """Each node's inputs come before it, and each node comes once."""
    order = ("x", "w1", "w2", *NODES)
    return len({*order}) == len(order) and all(
        order.index(each) < order.index(node) for node in NODES for each in inputs(node))


def reached(weight):
    """The nodes that change when a weight does."""
    moved = Network(NET.w1 + 0.1 * (weight == "w1"), NET.w2 + 0.1 * (weight == "w2")).forward(x)
    return [node for node in NODES if getattr(moved, node) != getattr(PASS, node)]


def made_as_told():
    """Each layer multiplies its input by its weight, and applies its function to the product."""
    return ([inputs(node) for node in NODES] == [("x", "w1"), ("z1",), ("a1", "w2"), ("z2",)]
            and (PASS.z1, PASS.z2) == (x * NET.w1, PASS.a1 * NET.w2)
            and (PASS.a1, PASS.a2) == (NET.g1(PASS.z1), NET.g2(PASS.z2)))


def both_sigmoids():
    return NET.g1 is NET.g2 is sigmoid and NET.loss is quadratic


def shared_part():
    """The two paths share the steps to a2 and to z2, and no other."""
    return TO_W1[:2] == TO_W2[:2] == ("dloss_da2", "da2_dz2") and {*TO_W1[2:]}.isdisjoint(TO_W2[2:])


def chain_rule(each):
    """With this loss the product along each path is what centred differences give."""
    net = Network(w1, w2, loss=each)
    made = net.backward(net.forward(x), y)
    products = [np.prod([getattr(made, name) for name in path]) for path in (TO_W1, TO_W2)]
    return np.allclose(products, numerical_gradient(net, x, y), rtol=1e-8) and {*TO_W1} != {*TO_W2}


def neighbours():
    """Each factor begins with the node that the one before ends in; above stands what is nearer to Loss."""
    return all(before.partition("_d")[2] == after[1:].partition("_d")[0] and after[1:3] in inputs(
        "Loss" if "loss" in before else before[1:3]) for path in (TO_W1, TO_W2) for before, after in pairwise(path))


def held_still():
    """The derivative of a product is the factor held still."""
    return (BACK.dz2_dw2, BACK.dz2_da1, BACK.dz1_dw1) == (PASS.a1, NET.w2, x) and inputs("z2") == ("a1", "w2")


def slope_from_output():
    return (BACK.da2_dz2, BACK.da1_dz1) == (PASS.a2 * (1 - PASS.a2), PASS.a1 * (1 - PASS.a1))


def starts_without_w2():
    """From w2 = 0 the first step moves w2 alone, the second w1 too."""
    path = gradient_descent(Network(w1, 0), x, y, 2.0, 2)
    return path.w1[0] == path.w1[1] != path.w1[2] and path.w2[1] != 0


def against_the_gradient():
    """An update moves each weight by minus the step size times its gradient, at the old weights."""
    moved = [NET.update(BACK, size) for size in (2.0, 3.0)]
    return np.allclose([(net.w1 - NET.w1, net.w2 - NET.w2) for net in moved],
                       [(-size * BACK.dloss_dw1, -size * BACK.dloss_dw2) for size in (2.0, 3.0)], rtol=1e-12)


def must_be_positive():
    try:
        NET.update(BACK, -1.0)
    except ValueError:
        return True


def sign_of_w2(b1=0.0):
    """With a sigmoid inside, z2 has the sign of w2 for every x, and every flight gets the same class."""
    nets = [(Network(one, two, b1=b1).forward(X8), two) for one in (-6, 0.5, 6) for two in (-9, -0.5, 0.5, 9)]
    return "b2" in TRAINED and all(made.a1.min() > 0 and np.all(np.sign(made.z2) == np.sign(two))
                                   and len({*(made.a2 > 1 / 2).tolist()}) == 1 for made, two in nets)


def tanh_with_b1():
    """It gets more right than tanh alone; a1 changes its sign at another place."""
    _, net = trained(tanh, "b1")
    count = np.sum((net.forward(X8).a2 > 1 / 2) == FLIGHTS.distress)
    return count > right("tanh") and tanh(0) == 0 and abs(net.b1 / net.w1) > 0.1


def tanh_splits_at_the_mean():
    """Its a1 has the sign of z1, and some flights on either side are of the other class."""
    warm = X8 > 0
    return (np.array_equal(np.sign(tanh(Z)), np.sign(Z)) and np.sum(FLIGHTS.distress[~warm] == 0) > 1
            and np.sum(FLIGHTS.distress[warm] == 1) > 1)


def mean_of_products():
    """The derivative of the mean loss is the mean of the derivatives; a step uses it; the mean comes last."""
    net, h = Network(0.5, -0.5), 1e-5
    made = net.backward(net.forward(X8), FLIGHTS.distress)
    lower, upper = (np.mean(other.example_loss(other.forward(X8), FLIGHTS.distress))
                    for other in (Network(0.5, -0.5 - h), Network(0.5, -0.5 + h)))
    mean = np.mean(made.dloss_dw2)
    return (abs((upper - lower) / (2 * h) - mean) < 1e-9
            and abs(TRAINED["sigmoid"][0].w2[1] - (-0.5 - 2.0 * mean)) < 1e-12
            and abs(np.mean(made.dloss_dz2) * np.mean(made.dz2_dw2) - mean) > 1e-4)


def marks():
    """What the picture of the flights draws at each one: squares with distress, circles without."""
    svg = flights_picture().svg
    shapes = [re.findall(rf'<{shape} [^>]*fill="{colour}" stroke="{rim}"', svg) for shape, colour, rim in (
        ("rect", style.INK, style.PAPER), ("circle", style.PAPER, style.INK))]
    return [len(each) for each in shapes] == [np.sum(FLIGHTS.distress == 1), np.sum(FLIGHTS.distress == 0)]


def bias_is_trained():
    """z2 changes its sign between the flights, and an update moves the bias against its gradient."""
    z2 = TRAINED["b2"][1].forward(X8).z2
    path = TRAINED["b2"][0]
    net = Network(0.5, -0.5)
    step = -2.0 * np.mean(net.backward(net.forward(X8), FLIGHTS.distress).dloss_db2)
    return z2.min() < 0 < z2.max() and abs(path.b2[1] - step) < 1e-12


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


def of_the_true_class():
    return all(abs(entropy(a2, 1) + np.log(a2)) + abs(entropy(a2, 0) + np.log(1 - a2)) < 1e-12
               for a2 in (0.1, 0.3, 0.9))


def visited_once():
    """The walk goes from the last value to the first, each once; what is made from a value stands after it."""
    values = [*recorded(shared=True).values()]
    visits = [value for value, _ in values[-1].visits()]
    return visits == values[::-1] and all(
        values.index(each) < k for k, value in enumerate(values) for each in value.inputs) and NET.w1 is not None


def handed_back():
    """Each value hands back its gradient times the local derivative; the parts of one that is used twice add up."""
    at = recorded(shared=True)
    at["Loss"].backward()
    for value in at.values():
        parts = [user.gradient * local for user in at.values()
                 for each, local in zip(user.inputs, user.local_derivatives, strict=True) if each is value]
        if parts and abs(sum(parts) - value.gradient) > 1e-12:
            return False
    return uses_of_one_weight()


def other_factor():
    """A product remembers, for each input, the other factor."""
    product = Value(PASS.a1) * Value(NET.w2)
    return product.local_derivatives == (NET.w2, PASS.a1) and product.data == PASS.z2


# ---- the claims

SPLIT = r"g'(z) = \frac{1}{1 + e^{-z}} \cdot \frac{e^{-z}}{1 + e^{-z}}"
FOUR = len(ForwardPass._fields[1:]) == 4
CLAIMS = [
    (0, "a network with two weights", lambda: inputs("z1")[1:] + inputs("z2")[1:] == ("w1", "w2")),
    (0, "one exercise in seven parts, one in each of lessons 1 to 7",
     lambda: [k for k, lesson in BY_NUMBER.items() if f"part {k} of the exercise" in lesson.cells[0].source]
     == sorted({each.lesson for each in EXERCISES.values() if each.lesson < 8}) == list(range(1, 8))),
    (0, "The output $a_2$ lies between 0 and 1", lambda: sigmoid(Z).min() >= 0 and sigmoid(Z).max() <= 1),
    (0, "the probability, as the network sees it, of class 1",
     lambda: np.all(np.diff(quadratic(np.linspace(0, 1, 99), 1)) < 0)),
    (0, "It grows as $a_2$ moves away from $y^*$", lambda: np.all(np.diff(quadratic(np.linspace(0, 1, 99), 0)) > 0)),
    (0, "in the example, both are the sigmoid", lambda: NET.g1 is NET.g2 is sigmoid),
    (1, "multiplies its two inputs", lambda: len(inputs("z1")) == len(inputs("z2")) == 2),
    (1, "You double $w_1$", lambda: "(w1, 2 * w1)" in code(1)),
    (1, "so $a_1$ does not double", doubled),
    (1, "is now the input of the second half", lambda: inputs("z2") == ("a1", "w2")),
    (1, "asked for four nodes", lambda: FOUR),
    (1, "All four change, and all four double", lambda: PREDICTIONS[1][0] != "B"),
    (1, "All four change, but only $z_1$ doubles", lambda: PREDICTIONS[1][0] == "C" and doubled()),
    (1, "returns the four nodes", lambda: FOUR),
    (1, "Which two values enter the circle to its left", lambda: len(inputs("z1")) == 2),
    (1, "Return the four values", lambda: FOUR),
    (1, "makes $a_2$ larger than one half",
     lambda: in_range(ForwardPassExplorer(x, w1, w2), "w2", 1.0) and Network(w1, 1.0).forward(x).a2 > 1 / 2),
    (1, "Set $w_2$ to 0", lambda: in_range(ForwardPassExplorer(x, w1, w2), "w2", 0.0)),
    (1, "tanh for $g_1$: another activation function, which is negative where $z$ is",
     lambda: np.array_equal(np.sign(tanh(Z)), np.sign(Z))),
    (1, "Two decimals are enough", lambda: all(judge(
        node, f"{getattr(PASS, node):.2f}", PASS._asdict() | {"w1": w1, "w2": w2})[0] for node in PASS._fields[1:])),
    (1, "These four lines are the **forward pass**", lambda: FOUR and count(1, r"^\$\$.*\$\$$") == 4),
    (1, "so it reaches all four nodes", doubled),
    (1, "The product $z_1$ doubles", doubled),
    (1, "a doubled input does not give a doubled output", doubled),
    (2, "The true class is 1, and $w_2$ is negative. You move $w_2$ by one half towards 0",
     lambda: y == 1 and w2 < 0 and "(w2, w2 + 0.5)" in code(2) and PREDICTIONS[2][0] == "B"
     and loss(w2=w2 + 1 / 2) < loss()),
    (2, "It would rise if the true class were 0. Here it is 1, and $a_2$ comes closer to it",
     lambda: back(w2=w2 + 1 / 2, y=0).loss > back(y=0).loss and 1 > Network(w1, w2 + 1 / 2).forward(x).a2 > PASS.a2),
    (2, "$a_1$ is positive. So $z_2 = a_1 \\cdot w_2$ rises towards 0",
     lambda: PASS.a1 > 0 and PASS.z2 < Network(w1, w2 + 1 / 2).forward(x).z2 < 0),
    (2, "The true class is 1, so $a_2$ comes closer", lambda: y == 1),
    (2, "It has two inputs. One is $y^*$", lambda: inputs("Loss") == ("a2", "y")),
    (2, "Where is the loss 0 for each class", lambda: quadratic(0, 0) == quadratic(1, 1) == 0),
    (2, "At which $a_2$ do both classes have the same loss", lambda: quadratic(0.5, 0) == quadratic(0.5, 1)),
    (2, "Set the class to 0", lambda: in_range(LossExplorer(x, w1, w2, y), "y", 0)),
    (3, "Two tools first", lambda: count(3, r"^## Tool ") == 2),
    (3, "$z_2 = a_1 \\cdot w_2$ has two inputs", lambda: len(inputs("z2")) == 2),
    (3, "Take two nodes in a row: $a_1$ enters $z_2$, and $z_2$ enters $a_2$",
     lambda: "a1" in inputs("z2") and "z2" in inputs("a2")),
    (3, "Only $z_2$, $a_2$ and $Loss$", lambda: PREDICTIONS[3][0] == "B" and TO_W2[::-1] == tuple(
        f"d{a}_d{b}" for a, b in (("z2", "w2"), ("a2", "z2"), ("loss", "a2")))),
    (3, "The six names to choose from are `dloss_da2`, `da2_dz2`, `dz2_dw2`, `dz2_da1`, `da1_dz1` and `dz1_dw1`",
     lambda: " ".join(DERIVATIVES) == "dloss_da2 da2_dz2 dz2_dw2 dz2_da1 da1_dz1 dz1_dw1" and len(DERIVATIVES) == 6),
    (3, "The next factor begins with `da2`", lambda: TO_W2[0] == "dloss_da2" and TO_W2[1].startswith("da2")),
    (3, "Why is one ratio the same for every $h$", one_ratio_is_fixed),
    (3, "the product of the three local derivatives",
     lambda: len(TO_W2) == 3 and abs(numerical_gradient(NET, x, y)[1] - BACK.dloss_dw2) < 1e-9),
    (4, "compute the three local derivatives on the path to $w_2$", lambda: len(TO_W2) == 3),
    (4, "the derivative of the sigmoid, and where it is close to 0",
     lambda: sigmoid.derivative([-6, 6]).max() < 0.003),
    (4, "Where $z$ is large: there $g(z)$ is largest", lambda: PREDICTIONS[4][0] != "A" and sigmoid(8) > sigmoid(0)),
    (4, "At $z = 0$.", lambda: PREDICTIONS[4][0] == "B" and abs(steepest()[0]) < 1e-9),
    (4, "climbs from 0 to 1, and it climbs fastest in the middle. There the slope is one quarter",
     lambda: sigmoid(-40) < 1e-15 and sigmoid(40) == 1 and steepest()[1] == sigmoid.derivative(0) == 1 / 4),
    (4, "Split the fraction into two factors",
     lambda: len(read(SPLIT).sides[1][1]) == 2 and SPLIT in "".join(texts(4))),
    (4, "half a square", lambda: quadratic(3, 1) == (3 - 1) ** 2 / 2),
    (4, "brings down a 2, which cancels the one half", lambda: 2 * 0.5 == 1 and quadratic.derivative(3, 1) == 3 - 1),
    (4, "Start with the first two results of exercise 4a, the difference in brackets. One factor is still missing",
     lambda: EXERCISES["4.locals"].formula.results == TO_W2 and len(TO_W2) - 2 == 1),
    (4, "Go to $z = 6$. The sigmoid is almost flat there",
     lambda: in_range(ActivationExplorer(), "z", 6.0) and sigmoid.derivative(6) < 0.01 * steepest()[1]),
    (4, "while $y^*$ is 0, so the output is badly wrong. How large can the gradient for $w_2$ be",
     lambda: sigmoid(6) > 0.99 and (sigmoid(6) - 0) * sigmoid.derivative(6) < 0.003),
    (4, "Which of them does not saturate", lambda: "never saturates" in ActivationExplorer(
        g=ActivationExplorer.g.options["identity"]).view.says),
    (4, "It is negative where the output is too small, and positive where it is too large",
     lambda: quadratic.derivative(0.2, 0.5) < 0 < quadratic.derivative(0.8, 0.5)),
    (4, "at most one quarter, and close to 0 where $a$ is close to 0 or 1",
     lambda: steepest()[1] <= 1 / 4 and sigmoid.derivative([-10, 10]).max() < 1e-4),
    (5, "The path to $w_2$ had three local derivatives", lambda: len(TO_W2) == 3),
    (5, "- **B.** Two.", lambda: PREDICTIONS[5][0] == "B" and len({*TO_W1} & {*TO_W2}) == 2),
    (5, "- **C.** All three.", lambda: len(TO_W2) == 3),
    (5, "A path with all three would end at $w_2$. At $z_2$ the way forks.",
     lambda: len(TO_W2) == 3 and TO_W2[2] == "dz2_dw2"),
    (5, "The two nodes hand on the same rate", lambda: len({*TO_W1} & {*TO_W2}) == 2),
    (5, "The six names to choose from are `dloss_da2`, `da2_dz2`, `dz2_dw2`, `dz2_da1`, `da1_dz1` and `dz1_dw1`",
     lambda: len(DERIVATIVES) == 6),
    (5, "At $z_2$ the way forks. Which branch leads to $w_1$?", lambda: inputs("z2") == ("a1", "w2")),
    (5, "Which factor makes the product change its sign", lambda: BACK.dz2_da1 < 0 < min(BACK.da1_dz1, BACK.dz1_dw1)),
    (5, "The first two steps are those of lesson 3. They end at $z_2$", lambda: TO_W1[:2] == TO_W2[:2]),
    (5, "there are five factors", lambda: len(TO_W1) == 5),
    (5, "Here the five local derivatives are multiplied", lambda: len(TO_W1) == 5),
    (5, "The path to $w_1$ has five local derivatives", lambda: len(TO_W1) == 5),
    (5, "It shares the first two with the path to $w_2$", lambda: TO_W1[:2] == TO_W2[:2] and TO_W1[2] != TO_W2[2]),
    (6, "the three new local derivatives", lambda: len({*TO_W1} - {*TO_W2}) == 3),
    (6, "Two of its five local derivatives are known from lesson 4. Three are new",
     lambda: (len({*TO_W1} & {*TO_W2}), len(TO_W1), len({*TO_W1} - {*TO_W2})) == (2, 5, 3)),
    (6, "You set $w_2$ to 0", lambda: "(w2, 0.0)" in code(6)),
    (6, "Larger, because the output is now one half", lambda: Network(w1, 0).forward(x).a2 == 1 / 2),
    (6, "- **C.** Exactly 0.", lambda: PREDICTIONS[6][0] == "C" and back(w2=0).dloss_dw1 == 0),
    (6, "The output is one half indeed", lambda: Network(w1, 0).forward(x).a2 == 1 / 2),
    (6, "With $w_2 = 0$ the product $z_2$ is 0, whatever $a_1$ is. So $w_1$ has no influence on the loss",
     lambda: np.ptp(Network(np.linspace(-9, 9, 99), 0).example_loss(Network(np.linspace(-9, 9, 99), 0).forward(x), y))
     == 0 == Network(9, 0).forward(x).z2),
    (6, "Two of them are products, and one is a sigmoid",
     lambda: [len(inputs(node)) for node in ("z2", "a1", "z1")] == [2, 1, 2]),
    (6, "The path has five edges, so the product has five factors. Lesson 4 gave two of them, exercise 6a gives three",
     lambda: len(TO_W1) == 5 and TO_W1[:2] == TO_W2[:2] and EXERCISES["6.locals"].formula.results == TO_W1[2:]),
    (6, "Then come the three factors of exercise 6a", lambda: len(EXERCISES["6.locals"].formula.results) == 3),
    (6, "so $z_1$ does not depend on it", lambda: "a1" not in inputs("z1")),
    (6, "Set $x$ to 0. Which gradients are 0", lambda: in_range(BackwardPassExplorer(x, w1, w2, y), "x", 0.0)
     and back(x=0).dloss_dw1 == 0 != back(x=0).dloss_dw2),
    (6, "Set $w_1$ to its largest value. Why does the gradient for $w_1$ become so small",
     lambda: abs(back(w1=BackwardPassExplorer.w1.high).dloss_dw1) < 1e-5),
    (6, "Set the class to 0. Which gradients change their sign", lambda: in_range(
        BackwardPassExplorer(x, w1, w2, y), "y", 0) and back(y=0).dloss_dw1 * BACK.dloss_dw1 < 0),
    (6, "with the two factors of lesson 4", lambda: TO_W1[:2] == TO_W2[:2]),
    (6, "Two factors are slopes of a sigmoid, and neither exceeds one quarter", lambda: steepest()[1] <= 1 / 4
     and [name for name in TO_W1 if name[1] == "a"] == ["da2_dz2", "da1_dz1"]),
    (6, "at most one sixteenth of that of the other three factors together",
     lambda: len(TO_W1) - 2 == 3 and steepest()[1] ** 2 <= 1 / 16),
    (6, "Unless the weights are large, the gradient shrinks from layer to layer", lambda: 3.9 * steepest()[1] < 1),
    (6, "Where $x = 0$ or $w_2 = 0$, the gradient for $w_1$ is exactly 0",
     lambda: back(x=0).dloss_dw1 == back(w2=0).dloss_dw1 == 0),
    (6, "The gradient for $w_1$ has five factors. If one of them is 0, the gradient is 0", lambda: len(TO_W1) == 5),
    (6, "a factor of at most one quarter", lambda: steepest()[1] <= 1 / 4),
    (7, "In the example the gradient for $w_1$ is positive", lambda: BACK.dloss_dw1 > 0),
    (7, "- **B.** Down.", lambda: PREDICTIONS[7][0] == "B" and loss(w1 - 0.1) < loss() < loss(w1 + 0.1)),
    (7, "Compute the two gradients", lambda: len(EXERCISES["7.step"].formula.results) == 2),
    (7, "it must be the old one", old_weights),
    (7, "Try the step sizes 0.1, 2, 20 and 100",
     lambda: in_range(DescentExplorer(x, y, w1, w2, 2.0), "step_size", 0.1, 2.0, 20.0, 100.0)),
    (7, "What does the first step look like for 100", thrown_far),
    (7, "Both right-hand sides use the old weights", old_weights),
    (7, "One step, three ways", lambda: code(7).count("print(f\"") >= 3 and "numerical[0]" in code(7)),
    (7, "The step made the loss smaller",
     lambda: loss(NET.update(BACK, 2.0).w1, NET.update(BACK, 2.0).w2) < loss() and "step_size = 2.0" in code(7)),
    (7, "Now three step sizes, a hundred steps each", lambda: "steps=100) for size in (0.1, 20, 100)" in code(7)),
    (7, "after 1 step …, after 100 steps",
     lambda: "after 1 step {path.loss[1]:.4f}, after 100 steps {path.loss[-1]:.4f}" in code(7)
     and all(len(path.loss) == 101 for path in PATHS_OF_LESSON_7.values())),
    (7, "With 0.1 the loss falls at every step, but slowly. After all the steps it is still far from 0",
     lambda: np.all(np.diff(PATHS_OF_LESSON_7[0.1].loss) < 0) and PATHS_OF_LESSON_7[0.1].loss[-1] > 0.2),
    (7, "With 20 the loss falls, stays for a while on a flat stretch, and then falls to almost 0",
     lambda: hidden_in_the_middle() and PATHS_OF_LESSON_7[20].loss[-1] < 0.001),
    (7, "With 100 the first step makes the loss smaller, but it throws $w_1$ so far that $a_1$ is almost 0. Then $z_2$ "
     "is almost 0 and $a_2$ is about one half. Both gradients are almost 0, and the other steps change hardly anything",
     thrown_far),
    (7, "look at the path for 20. First $w_1$ falls, because $w_2$ is negative. When $w_2$ has become positive, the "
     "gradient for $w_1$ changes its sign, and $w_1$ turns back", turns_back),
    (7, "a single step can land where both gradients are almost 0", thrown_far),
    (10, "remembers three things: the operation, its inputs, and the local derivative with respect to each input",
     lambda: recorded()["z1"].operation == "×" and len(recorded()["z1"].inputs) == 2
     and recorded()["z1"].local_derivatives == (NET.w1, x)),
    (10, "Here two Values are added. The result grows as fast as either input, so both local derivatives are 1",
     lambda: (Value(NET.w1) + Value(NET.w2)).local_derivatives == (1, 1) and "Value(w1, \"w1\")" in code(10)),
    (10, "So the loss changes with $w$ in two ways", uses_of_one_weight),
    (10, "The rate of one of the two ways", lambda: PREDICTIONS[10][0] != "A" and uses_of_one_weight()),
    (10, "So $w$ is handed something by both nodes", uses_of_one_weight),
    (10, "Take the two products one at a time", uses_of_one_weight),
    (10, "Two paths lie side by side", uses_of_one_weight),
    (10, "The gradient for the last value is 1", lambda: walked_back()["Loss"].gradient == 1 and NET.w1),
    (10, "You need two loops", lambda: says(10, "for name, inputs in reversed(record):", "for each, local in inputs:")),
    (10, "With `gradients.get(each, 0.0)` you read what is there, or 0 if there is nothing yet",
     lambda: {}.get("w1", 0.0) == 0 and says(10, "gradients.get(each, 0.0) + ")),
    (10, "starts with `gradients = {record[-1][0]: 1.0}`: the name in the last line, with the gradient 1",
     lambda: walked_back()["Loss"].gradient == 1 and [*recorded()][-1] == "Loss"
     and says(10, "gradients = {record[-1][0]: 1.0}\n")),
    (10, "## The answer: three rules", lambda: count(10, r"^\*\*[^*]+\.\*\* ") == 3),
    (10, "Nothing in these rules speaks of two weights", lambda: inputs("z1")[1:] + inputs("z2")[1:] == ("w1", "w2")),
    (10, "A second call starts anew, so it doubles nothing", lambda: walked_back(runs=2)["w1"].gradient
     == walked_back()["w1"].gradient == BACK.dloss_dw1),
    (10, "four ways: with the hand formulas, with centred differences, with nnlib's network, and from the record",
     lambda: code(10).count("{dloss_dw1:") == code(10).count("{numerical[0]:") == code(10).count("{back.dloss_dw1:")
     == code(10).count("{first.gradient:") == 1),
    (10, "the six local derivatives of lessons 3 to 6", lambda: len(DERIVATIVES) == 6
     and [number for value in walked_back().values() for number in value.local_derivatives]
     == [NET.w1, *(getattr(BACK, name) for name in (*TO_W1[:2:-1], "dz2_da1", "dz2_dw2", *TO_W2[1::-1]))]),
    (10, "```text\n0.09033383 -0.07508548\n0.18066765 -0.15017095\n```\n\nThe second line is twice the first",
     lambda: [f"{BACK.dloss_dw1 * k:.8f} {BACK.dloss_dw2 * k:.8f}" for k in (1, 2)]
     == ["0.09033383 -0.07508548", "0.18066765 -0.15017095"]),
    (10, "```text\n0.09033383 -0.07508548\n```",
     lambda: f"{BACK.dloss_dw1:.8f} {BACK.dloss_dw2:.8f}" == "0.09033383 -0.07508548"),
    (10, "from one product of two numbers", lambda: len(inputs("z1")) == 2),
    (10, "the two changes of the loss add up, and so do the two rates",
     lambda: PREDICTIONS[10][0] == "B" and uses_of_one_weight()),
    (10, "But these are two paths, side by side", uses_of_one_weight),
]
CLAIMS += [
    (8, "train the network on 23 flights", lambda: len(FLIGHTS.distress) == 23),
    (8, "In 1986 the space shuttle Challenger broke apart", lambda: "Challenger Accident (1986)" in SOURCE),
    (8, "Before that there were 23 flights", lambda: len(FLIGHTS.temperature) == 23),
    (8, "Its true class $y^*$ is 1 if there was distress, and 0 if not",
     lambda: FLIGHTS.distress[FLIGHTS.temperature == 53] == 1 and FLIGHTS.distress[FLIGHTS.temperature == 81] == 0),
    (8, "network with two weights learn to tell the two classes apart", lambda: {*FLIGHTS.distress} == {0, 1}),
    (8, "Space Shuttle Challenger Accident (1986)", lambda: "Challenger Accident (1986)" in SOURCE),
    (8, "Journal of the American Statistical Association (1989)",
     lambda: "Journal of the American Statistical Association 84 (1989)" in SOURCE),
    (8, "Then the mean temperature becomes 0", lambda: abs(standardised(
        FLIGHTS.temperature.mean(), FLIGHTS.temperature)) < 1e-12),
    (8, "an $a_2$ above one half?", lambda: PREDICTIONS[8][0] == "B" and on_one_side()),
    (8, "Here the batch is all 23 flights", lambda: len(FLIGHTS.distress) == 23),
    (8, "It gets three arrays", lambda: len(EXERCISES["8.mean"].formula.parameters) == 3),
    (8, "begin with `(a2s - ys) * a2s * (1 - a2s)`",
     lambda: abs((PASS.a2 - y) * PASS.a2 * (1 - PASS.a2) - BACK.dloss_dz2) < 1e-15 and BACK.dloss_dz2 < -0.1),
    (8, "Now 1,000 steps of gradient descent, with the mean gradient over the 23 flights",
     lambda: len(TRAINED["sigmoid"][0].loss) == 1001 and "step_size, steps = 0.5, -0.5, 0.25, 2.0, 1000" in code(8)),
    (8, "A flight is right if $a_2$ is above one half for distress",
     lambda: [right(name) for name in TRAINED] == [16, 14, 16, 20, 20]),
    (8, "gets as many right as someone who always says",
     lambda: right("sigmoid") == np.sum(FLIGHTS.distress == 0) > right("tanh")),
    (8, "$a_2$ stays below one half for every flight", lambda: outputs("sigmoid").max() < 1 / 2),
    (8, "The plain sigmoid stays below one half here, too: its 0.5000 is rounded",
     lambda: all(each < 1 / 2 and f"{each:.4f}" == "0.5000" for each in at_launch("sigmoid", [31, 36]))),
    (8, "And $a_2$ is above one half exactly where $z_2$ is positive",
     lambda: np.array_equal(sigmoid(Z) > 1 / 2, Z > 0)),
    (8, "It changes its sign at the mean temperature, where $x$ is 0",
     lambda: np.array_equal(np.sign(tanh(Z)), np.sign(Z)) and tanh(0) == 0),
    (8, "so the last local derivative is 1", bias_moves_z2),
    (8, "Leave both biases at 0", lambda: in_range(DataExplorer(), "b1", 0.0) and in_range(DataExplorer(), "b2", 0.0)),
    (8, "The mean gradients over the 23 flights", lambda: len(FLIGHTS.distress) == 23),
    (8, "The loss is a mean over all flights, and it falls smoothly",
     lambda: all(np.all(np.diff(TRAINED[name][0].loss) < 0) for name in ("sigmoid", "b2", "both"))),
    (8, "only when its $a_2$ crosses one half", lambda: right("both") == np.sum(
        (TRAINED["both"][1].forward(X8).z2 > 0) == FLIGHTS.distress)),
    (8, "it was colder than at any of these flights", lambda: LAUNCH < LAUNCH_AIR < FLIGHTS.temperature.min()),
    (8, "The line in the picture stands at 31 °F", lambda: LAUNCH == 31),
    (8, "The dashed line stands at 31 °F", lambda: LAUNCH == 31),
    (8, "The Commission's report gives 36 °F", lambda: LAUNCH_AIR == 36),
    (8, "a2 at 31 °F: …   at 36 °F", lambda: (LAUNCH, LAUNCH_AIR) == (31, 36)),
    (8, "31 or 36 °F makes a difference of less than 0.01. But they differ a lot among themselves",
     lambda: all(abs(at_launch(name, 31) - at_launch(name, 36)) < 0.01 for name in ("sigmoid", "tanh", "b2", "both"))
     and at_launch("tanh", 31) - at_launch("sigmoid", 31) > 0.4),
    (8, "Below 65 °F there were four flights, and all four had distress", lambda: coldest() == [1] * 4),
    (8, "$a_2$ lies on one side of one half for all flights", on_one_side),
    (8, "dloss_dw2 of the first three flights:", lambda: "backward_pass.dloss_dw2[:3]" in code(8)),
    (8, "a2 of the first three flights:       ", lambda: "forward_pass.a2[:3]" in code(8)),
    (9, "The true class is 1, and the output is almost 0", lambda: WRONG_START["quadratic"][1][0] < 0.001),
    (9, "$a_2(1 - a_2)$ is almost 0", lambda: WRONG_START["quadratic"][0].da2_dz2 < 0.001),
    (9, "Yet all gradients after the first are tiny", lambda: max(map(abs, WRONG_START["quadratic"][0][7:])) < 0.003
     and WRONG_START["quadratic"][0].dloss_da2 < -0.99),
    (9, "The picture's `3.66e−04` is a short form of 0.000366",
     lambda: style.number(WRONG_START["quadratic"][1][0]) == "3.66e−04"
     and round(WRONG_START["quadratic"][1][0], 6) == 0.000366),
    (9, "For class 1 only the first term is left, and for class 0 only the second",
     lambda: abs(entropy(0.3, 1) + np.log(0.3)) < 1e-12 and abs(entropy(0.3, 0) + np.log(0.7)) < 1e-12),
    (9, "If that probability is 1, the loss is 0. The closer it comes to 0, the more the loss grows, beyond all limits",
     lambda: entropy(1, 1) < 1e-15 > entropy(0, 0)
     and all(abs(entropy(10.0 ** -k, 1) - k * np.log(10)) < 1e-9 for k in range(301))),
    (9, "The true class is 1. You make $w_2$ more and more negative, so $a_2$ comes closer and closer to 0",
     lambda: PREDICTIONS[9][0] == "B" and closer(-1) and sigmoid(-40.0) < 1e-12),
    (9, "It comes closer and closer to 0, as it does with the quadratic loss",
     lambda: PREDICTIONS[9][0] != "A" and closer(-1)),
    (9, "It comes closer and closer to $-1$", lambda: PREDICTIONS[9][0] == "B" and closer(-1)),
    (9, "The slope of the sigmoid does come close to 0", lambda: sigmoid.derivative(-40.0) < 1e-12),
    (9, "But the slope of the sigmoid comes close to 0", lambda: sigmoid.derivative(-40.0) < 1e-12),
    (9, "Their product does not vanish: it comes close to $-1$", lambda: closer(-1)),
    (9, "The loss is a sum of two terms", two_terms),
    (9, "The second has two minus signs", two_terms),
    (9, "In the second term the two minus signs cancel", lambda: two_terms() and entropy.derivative(0.3, 0) > 0),
    (9, "Bring the two quotients of exercise 9a", two_terms),
    (9, "multiply out: two products cancel", lambda: two_terms() and abs(
        entropy.derivative(0.3, 0.4) * 0.3 * 0.7 - (0.3 - 0.4)) < 1e-12),
    (9, "One hundred steps from the start of this lesson, with the step size 2",
     lambda: "step_size=2, steps=100" in code(9)),
    (9, "It should rise to 1. With the quadratic loss it does not move in four decimals. With cross-entropy it has "
     "almost arrived", lambda: len({f"{each:.4f}" for each in WRONG_START["quadratic"][1]}) == 1
     and WRONG_START["cross-entropy"][1][-1] > 0.99),
    (9, "The values of the two losses cannot be compared", lambda: entropy(0.1, 1) > 5 * quadratic(0.1, 1)),
    (9, "so close to 1 that the computer rounds it to 1. Then $1 - a_2$ is 0", rounds),
    (9, "Here the true class is 0", lambda: "y=0" in code(9) and rounds()),
    (9, "NumPy then gives minus infinity for the logarithm, and infinity for a division by 0", rounds),
    (9, "infinity times 0", rounds),
    (9, "**relu** gives $z$ where $z$ is positive, and 0 elsewhere",
     lambda: np.array_equal(relu(Z), np.where(Z > 0, Z, 0)) and np.all(CHAINS["relu"].slope[:-1] == 1)),
    (9, "Two changes to the formulas avoid it", lambda: rounds() and two_terms()),
    (9, "with the short formula of exercise 9b, without any quotient",
     lambda: "9.collapse" in EXERCISES and closer(-1)),
    (9, "For class 0 it is", lambda: abs(entropy(sigmoid(0.7), 0) - np.logaddexp(0, 0.7)) < 1e-12),
    (9, "`np.logaddexp(0, z2)` computes", lambda: abs(entropy(sigmoid(0.7), 0) - np.logaddexp(0, 0.7)) < 1e-12),
    (9, "Each slope is at most one quarter", lambda: max(CHAINS["sigmoid"].slope) <= 1 / 4 == steepest()[1]),
    (9, "compares three activation functions in a chain of 10 layers. All weights are 1",
     lambda: len(CHAINS) == 3 and len(CHAINS["relu"].z) == 10 and "chain_pass(np.ones(10), " in code(9)),
    (9, "nine slopes multiply", lambda: len(CHAINS["relu"].slope[:-1]) == 9),
    (9, "at most, with nine sigmoids", lambda: np.prod(CHAINS["sigmoid"].slope[:-1]) < 0.25 ** 9
     and "0.25**9" in code(9)),
    (9, "falls by more than a factor of 4 from layer to layer, on average", lambda: step_of(CHAINS["sigmoid"]) > 4),
    (9, "Its slope is 1 where $z$ is 0, and smaller everywhere else",
     lambda: tanh.derivative(0) == 1 == tanh.derivative(Z).max() and np.sum(tanh.derivative(Z) == 1) == 1),
    (9, "With large weights tanh saturates, and its gradient can vanish even faster than that of the sigmoid",
     lambda: left_in_first_layer(tanh, 4.0) < 1e-6 * left_in_first_layer(sigmoid, 4.0)),
    (9, "So the better loss makes all gradients larger, each by the same factor",
     lambda: all(each.min() > 4 and np.ptp(each) < 1e-9 * each.min() for each in (
         chain_pass(np.full(6, w), x, y, g, entropy).dloss_dw / chain_pass(np.full(6, w), x, y, g, quadratic).dloss_dw
         for g in (sigmoid, tanh, relu) for w in (1.0, 0.5, 1.7)))),
    (9, "With these weights the gradient falls, too, but far more slowly",
     lambda: 1.1 < step_of(CHAINS["tanh"]) < 2 and np.all(np.diff(abs(CHAINS["tanh"].dloss_dw)) > 0)),
    (9, "Its slope is exactly 1 where $z$ is positive. There the gradient passes unchanged. Where $z$ is negative the "
     "slope is 0", lambda: np.all(CHAINS["relu"].slope[:-1] == 1) and np.ptp(CHAINS["relu"].dloss_dw) == 0
     and relu.derivative([-1.0, 1.0]).tolist() == [0, 1]),
    (9, "Here they are 1", lambda: "np.ones(10)" in code(9)),
    (9, "$-3$ stands for 0.001", lambda: CrossEntropyExplorer() and 10.0 ** -3 == 0.001),
    (9, "compare the two losses in the last layer", lambda: len(CrossEntropyExplorer.loss.options) == 2),
    (9, "Set the number of layers to 12", lambda: in_range(CrossEntropyExplorer(), "depth", 12)),
    (9, "because each slope is at most one quarter. With weights of 1, tanh and relu keep more of it",
     lambda: max(CHAINS["sigmoid"].slope) <= 1 / 4
     and abs(CHAINS["sigmoid"].dloss_dw[0]) < 1e-3 * min(abs(CHAINS[name].dloss_dw[0]) for name in ("tanh", "relu"))),
]
# What the lessons say in words, and what makes each true. Sentences that say the same share a line of code.
IN_WORDS = [
    (made_as_told, [
        (0, "It is multiplied by the **weight** $w_1$. The **activation function** $g_1$ turns the product $z_1$ into "
         "$a_1$.\n\nThe same happens once more: $a_1$ is multiplied by the weight $w_2$, and $g_2$ turns the product "
         "$z_2$ into $a_2$."),
        (0, "| the weighted inputs, one for each activation function |"),
        (0, "| the activations: what $g_1$ and $g_2$ give |"),
        (1, "The circle × multiplies its two inputs. The circles $g_1$ and $g_2$ each apply a function to one input."),
        (1, "A circle × multiplies what enters it. A circle $g_1$ applies the function $g_1$ to what enters it."),
        (1, "Start with the line `z1 = x * w1`. The next line computes `a1`, and it uses `z1`."),
        (1, "The first circle multiplies the input by the first weight:"),
        (1, "The activation function $g_1$ is applied to $z_1$:"),
        (1, "It is multiplied by the second weight:"),
        (1, "The activation function $g_2$ gives the output:"),
        (1, "A node's output depends only on what enters that node."),
    ]),
    (lambda: against_the_gradient() and must_be_positive(), [
        (0, "| the weights: the numbers that the network may change |"),
        (0, "| the step size, often called learning rate: how far a weight moves for a given gradient |"),
        (7, "How far the weight moves is set by the **step size** $\\alpha$, a positive number."),
        (7, "The weight moves against its gradient, by the step size times the gradient.\n\n</details>"),
        (7, "The weight moves against its gradient, by $\\alpha$ times the gradient:"),
        (7, "- Each weight moves against its gradient, by the step size times the gradient."),
        (7, "The step size is positive. It says only how far the weight moves, not which way."),
    ]),
    (lambda: all(np.diff(quadratic(np.linspace(one, 1 - one, 99), one)).min() > 0 for one in (0, 1)), [
        (0, "| how bad the output $a_2$ is for the class $y^*$ |"),
        (0, "as $a_2$ moves away from $y^*$. Smaller is better."),
        (2, "The closer they are, the smaller the loss."),
    ]),
    (lambda: abs((Network(w1, w2 + 0.1).forward(x).z2 - PASS.z2) / 0.1 - BACK.dz2_dw2) < 1e-12, [
        (0, "a local derivative: how fast $z_2$ changes with $w_2$;"),
        (3, 'It is read "the partial derivative of $z_2$ with respect to $w_2$". It says how fast $z_2$ changes when '
         "$w_2$ alone changes."),
        (3, "- $\\partial$ means: this input changes, the others are held still."),
    ]),
    (lambda: abs((loss(w1 + 1e-5) - loss(w1 - 1e-5)) / 2e-5 - BACK.dloss_dw1) < 1e-9, [
        (0, "| the gradient for $w_1$: how fast the loss changes with $w_1$ |"),
        (7, "The gradient for $w_1$ says how fast the loss changes with $w_1$."),
    ]),
    (lambda: abs((loss(w2=w2 + 0.1) - loss(w2=w2 - 0.1)) / 0.2 - numerical_gradient(NET, x, y, 0.1)[1]) < 1e-12, [
        (3, "It nudges the weight both ways and divides:"),
    ]),
    (in_order, [
        (1, "Each line needs the result of the line above, so the order is fixed."),
        (1, "- The forward pass computes the nodes from left to right, each one once."),
        (2, "Read it from the inside out, and you read the graph from left to right."),
        (2, "- The innermost part is computed first."),
    ]),
    (lambda: reached("w1") == [*NODES] and reached("w2") == ["z2", "a2"] and inputs("z2") == ("a1", "w2"), [
        (1, "- A change of a weight reaches every node that the arrows lead to from it, and no other."),
        (3, "A change travels along the arrows only."),
        (3, "The change travels along the arrows. From $w_2$ they lead to $z_2$, then to $a_2$, then to $Loss$."),
    ]),
    (both_sigmoids, [
        (1, "In the example both activation functions are the sigmoid,"),
        (4, "Both $g_1$ and $g_2$ are the **sigmoid**, and the loss is **quadratic**:"),
        (8, "Both $g_1$ and $g_2$ are the sigmoid. You may choose the weights."),
        (8, "Both activation functions are the sigmoid, and the loss is quadratic."),
    ]),
    (lambda: [len([name for name in path if name[1] == "a"]) for path in (TO_W2, TO_W1)] == [1, 2]
     and len(TO_W1) > len(TO_W2), [
        (2, "- $w_2$ stands inside one activation function, $g_2$. $w_1$ stands inside both. So the way from the loss "
         "to $w_1$ is longer."),
    ]),
    (lambda: all(map(chain_rule, (quadratic, cross_entropy))) and BACK.dloss_dw1 != 1, [
        (3, "**Along a path, multiply the local derivatives.** Each node passes the change on, times its own rate."),
        (3, "- Along the path from $Loss$ to a weight, multiply the local derivatives."),
        (4, "and the chain rule works the same way for both."),
        (4, "Along a path, local derivatives are multiplied."),
        (5, "The rule is the same: walk back from $Loss$, and multiply the local derivatives along the path."),
        (6, "Multiply along the path, from $Loss$ back to $w_1$."),
        (10, "Along one path the rates multiply."),
    ]),
    (neighbours, [
        (3, "In each, the node that you come from stands above the line, and the node that you go to stands below. "
         "Neighbours in the product share a name."),
        (5, "Neighbours in the product share a name: after a factor that ends in `dz2` comes one that begins with "
         "`dz2`."),
    ]),
    (lambda: TO_W2 == ("dloss_da2", "da2_dz2", "dz2_dw2"), [
        (3, 'The first step back from $Loss$ leads to $a_2$: it gives `"dloss_da2"`. The next factor begins with '
         '`da2`.'),
        (3, "The node $Loss$ depends on $w_2$ only through $a_2$:"),
        (3, "The node $a_2$ depends on $w_2$ only through $z_2$:"),
        (3, "The weight $w_2$ is itself an input of $z_2$, so the walk ends."),
        (3, "- A local derivative belongs to one node and one of its inputs."),
    ]),
    (lambda: TO_W1[2:] == ("dz2_da1", "da1_dz1", "dz1_dw1"), [
        (5, "At the fork it turns towards $a_1$."),
        (5, "From $z_2$ the path goes on to $a_1$, then to $z_1$:"),
        (5, "The weight $w_1$ is an input of $z_1$, so the walk ends:"),
    ]),
    (shared_part, [
        (5, "- The product up to $z_2$ is computed once and serves both weights."),
        (5, "Both paths begin at $Loss$. Which nodes must each of them pass through?"),
        (5, "Both paths start at $Loss$ and share the steps to $a_2$ and to $z_2$. There they part."),
    ]),
    (held_still, [
        (3, "Hold $a_1$ still, and differentiate with respect to $w_2$ as you know it."),
        (4, "$z_2$ is a product in which $a_1$ is held still."),
        (4, "In $z_2 = a_1 \\cdot w_2$ the factor $a_1$ is held still, so the derivative is $a_1$."),
        (4, "In $z_2 = a_1 \\cdot w_2$ only $w_2$ moves, so"),
        (6, "The derivative of a product, with respect to one factor, is the factor that is held still. This time "
         "$a_1$ "
         "moves in $z_2 = a_1 \\cdot w_2$."),
        (6, "In $z_2 = a_1 \\cdot w_2$ the factor held still is $w_2$. The node $a_1$ is a sigmoid. "
         "In $z_1 = x \\cdot w_1$ the factor held still is $x$."),
        (6, "In $z_2 = a_1 \\cdot w_2$ the weight is held still, so"),
        (6, "In $z_1 = x \\cdot w_1$ the input is held still, so"),
        (6, "- The derivative of a product with respect to one factor is the other factor."),
    ]),
    (lambda: held_still() and EXERCISES["6.locals"].formula.results[0] == "dz2_da1", [
        (6, "In $z_2 = a_1 \\cdot w_2$ the weight is held still: the first result is `w2`."),
    ]),
    (lambda: EXERCISES["4.locals"].formula.results[0] == "dloss_da2" and BACK.dloss_da2 == PASS.a2 - y, [
        (4, "cancels the one half: the first result is `a2 - y`."),
    ]),
    (lambda: EXERCISES["4.locals"].formula.results == TO_W2 and slope_from_output(), [
        (4, "The power rule gives the first. The sigmoid's derivative, written with its value $a_2$, gives the "
         "second."),
    ]),
    (lambda: slope_from_output() and both_sigmoids(), [
        (4, "$a_2$ is a sigmoid of $z_2$, so use the tool above."),
        (4, "It is a sigmoid, so\n\n$$\\frac{\\partial a_2}{\\partial z_2}"),
        (6, "It is a sigmoid, so\n\n$$\\frac{\\partial a_1}{\\partial z_1}"),
        (6, "The sigmoid's derivative is written with its own output"),
        (4, "- The derivatives need no new exponential: $a_1$ and $a_2$ are known from the forward pass."),
    ]),
    (lambda: quadratic.derivative(0.9, 0.5) > 0 > quadratic.derivative(0.1, 0.5), [
        (4, "- The sign of $a_2 - y^*$ says whether the output is too large or too small."),
    ]),
    (lambda: 0.99 < sigmoid(8) < 1 and sigmoid.derivative(8) < 0.001, [
        (4, "That is the height of the curve, not its slope. For large $z$ the curve is high, and flat."),
    ]),
    (lambda: sigmoid.derivative([-40, 40]).max() < 1e-15 and np.ptp(identity.derivative(Z)) == 0, [
        (4, "Only a straight line is equally steep everywhere. The sigmoid levels off at both ends."),
    ]),
    (lambda: "a1" not in inputs("z1") == ("x", "w1"), [
        (6, "The node $a_1$ comes after $z_1$, so $z_1$ does not depend on it. The derivative that the path needs is "
         "the "
         "one with respect to the weight:"),
    ]),
    (lambda: inputs("z2") == ("a1", "w2") and reached("w1") == [*NODES], [
        (6, "The change of $w_1$ must pass through the product $z_2 = a_1 \\cdot w_2$."),
    ]),
    (lambda: starts_without_w2() and back(w2=0).dloss_dw1 == 0, [
        (6, "But the change of $w_1$ no longer reaches it."),
        (6, "So $w_1$ has no influence on the loss. It cannot move until $w_2$ has moved."),
    ]),
    (lambda: BACK.dloss_dw1 > 0 and loss(w1 + 0.1) > loss() > loss(w1 - 0.1), [
        (7, "That climbs the hill: a positive gradient means that the loss rises with $w_1$."),
        (7, "A positive gradient means that the loss rises with $w_1$. So you go the other way."),
    ]),
    (lambda: old_weights() and against_the_gradient(), [
        (7, "Both gradients belong to the **old** weights. So compute both before you change either."),
        (7, "the gradient for $w_1$ contains $w_2$, and it must be the old one."),
        (7, "- Both gradients are taken at the old weights."),
    ]),
    (lambda: EXERCISES["7.step"].formula.results == ("new_w1", "new_w2")
     and EXERCISES["7.step"].formula.parameters == ("x", "y", "w1", "w2", "step_size"), [
        (7, "take a step with both weights, and train the network."),
        (7, "## Exercise 7b: one step of both weights"),
        (7, "It gets the input, the true class, both weights and the step size. It returns the new $w_1$ and the new "
         "$w_2$."),
    ]),
    (marks, [
        (8, "A square stands for a flight on which an O-ring showed distress:"),
        (8, "A circle stands for a flight without."),
    ]),
    (lambda: FLIGHTS.temperature.min() > 50 and sigmoid.derivative(0.5 * FLIGHTS.temperature).max() < 1e-10, [
        (8, "Temperatures in °F are large numbers, and a sigmoid saturates at large $z_1$."),
    ]),
    (lambda: abs(X8.mean()) < 1e-12 and abs(X8.std() - 1) < 1e-12 and len(FLIGHTS.temperature) == len(X8), [
        (8, "subtract the mean of all flights, and divide by their standard deviation,"),
    ]),
    (mean_of_products, [
        (8, "The derivative of a mean is the mean of the derivatives. So a step uses the mean of the examples' "
         "gradients."),
        (8, "Multiply first: each example has its own product. Take the mean last."),
        (8, "The formula of lesson 4 works for arrays as it stands. The mean comes last."),
        (8, "The gradient of the mean loss is the mean of the examples' gradients. Each example's own product comes "
         "first, the mean last."),
        (8, "- With many examples, a step uses the mean of their gradients."),
    ]),
    (lambda: "w1, w2, b2, step_size, steps = 0.5, -0.5, 0.25, 2.0, 1000\nstart, " in code(8), [
        (8, "It always begins at the same weights, and takes the same step size; both stand in that cell, too."),
    ]),
    (lambda: tanh(Z).min() < 0 < tanh(Z).max() and len({*(outputs("tanh") > 1 / 2).tolist()}) == 2
     and right("tanh") < right("sigmoid"), [
        (8, "**The hyperbolic tangent** takes both signs, so with it the network can predict either class. "
         "But it gets fewer flights right."),
        (8, "<details><summary>Why tanh gets fewer right</summary>"),
    ]),
    (sign_of_w2, [
        (8, "The sigmoid is positive everywhere, so $a_1$ is positive. Then $z_2 = a_1 \\cdot w_2$ has the sign of "
         "$w_2$ "
         "for every $x$."),
        (8, "So the class is the same for all temperatures, whatever the weights are."),
        (8, "$a_1$ is a sigmoid, so it is positive at every temperature."),
        (8, "The activation $a_1$ is positive at every temperature. So $z_2 = a_1 \\cdot w_2$ has the sign of $w_2$,"),
        (8, "Other weights change how large $a_1$ is, but not that it is positive."),
        (8, "- With a sigmoid inside and no bias in $z_2$, this network predicts the same class for every input."),
    ]),
    (lambda: all(map(sign_of_w2, (-3.0, 0.7, 3.0))), [
        (8, "the sigmoid is still positive everywhere. So $z_2 = a_1 \\cdot w_2$ still has the sign of $w_2$, and all "
         "flights get the same class."),
    ]),
    (tanh_with_b1, [
        (8, "With tanh in place of the sigmoid a bias $b_1$ does help: it moves the place where $a_1$ changes its "
         "sign."),
    ]),
    (tanh_splits_at_the_mean, [
        (8, "With tanh the activation $a_1$ has the sign of $z_1 = x \\cdot w_1$. It changes its sign at the mean "
         "temperature, where $x$ is 0, and only there. But that temperature does not separate the classes: some "
         "flights "
         "below it had no distress, and some above it had distress."),
    ]),
    (bias_is_trained, [
        (8, "Now the sign of $z_2$ can change at any temperature, and training can move that place. "
         "The bias is trained like a weight."),
        (8, "It is updated like a weight:"),
        (8, "- A bias is added to $z_2$. It is trained like a weight."),
    ]),
    (bias_moves_z2, [
        (8, "A sum moves by as much as the one term that moves,"),
        (8, "In the sum $z_2 = a_1 \\cdot w_2 + b_2$ only $b_2$ moves, so"),
    ]),
    (lambda: "for loss in (quadratic, cross_entropy):\n    start = Network(w1, w2, loss=loss)" in code(9), [
        (9, "compare both losses from a bad start."),
        (9, "## Both losses from the same start"),
    ]),
    (lambda: -1 < WRONG_START["quadratic"][0].dloss_da2 < -0.999, [
        (9, "The error $a_2 - y^*$ is almost $-1$: its size can hardly be larger."),
    ]),
    (learns_fast, [
        (9, "With the quadratic loss, this network hardly learns from its worst mistakes."),
        (9, "- So a confidently wrong network learns fast. With the quadratic loss it hardly learns."),
    ]),
    (of_the_true_class, [
        (9, "So it is minus the logarithm of the probability that the network gives to the true class."),
    ]),
    (slope_cancels, [
        (9, "The numerator is $a_2 - y^*$, and the denominator cancels against the sigmoid's derivative."),
        (9, "Cross-entropy removes the slope of the last sigmoid. The others stay."),
        (9, "The denominator is the slope of the sigmoid, so it cancels:"),
        (9, "The factor that vanished is gone. The gradient is as large as the error itself."),
        (9, "- With cross-entropy behind a sigmoid, the slope of the sigmoid cancels in the gradient at $z_2$."),
    ]),
    (lambda: abs(entropy.derivative(0.3, 0.4) + 0.4 / 0.3 - 0.6 / 0.7) < 1e-12
     and abs(entropy.derivative(0.3, 0.4) * 0.3 * 0.7 - (-0.4 * 0.7 + 0.6 * 0.3)) < 1e-12, [
        (9, "The derivative of $\\log a_2$ is one divided by $a_2$. In the second term $1 - a_2$ stands inside the "
         "logarithm: use the chain rule, and mind its sign."),
        (9, "Each logarithm gives a quotient."),
        (9, "The common denominator is the product of $a_2$ and $1 - a_2$. In the numerator, multiply out:"),
        (9, "The numerator is `-y * (1 - a2) + (1 - y) * a2`."),
        (9, "In the second term the minus sign inside cancels the one before it:"),
    ]),
    (lambda: closer(-1) and entropy.derivative(1e-9, 1) < -1e8, [
        (9, "grows at the same time. What is their product?"),
        (9, "The first factor does grow beyond all limits."),
    ]),
    (lambda: rounds() and both_nan(), [
        (9, "After one such step both weights would be `nan`."),
        (9, "- Compute the loss from $z_2$, and the gradient without a quotient. Then rounding does no harm."),
    ]),
    (lambda: "{numerical[0]:.6f}  {numerical[1]:10.6f}" in code(9) and "= 1.5, 3.0, -8.0, 1\nnet = " in code(9), [
        (9, "Both gradients at the start of this lesson:"),
    ]),
    (uses_of_one_weight, [
        (10, "and why they add up where a value is used twice."),
        (10, "Now let both layers use one and the same weight $w$. It enters twice:"),
        (10, "- **B.** The sum of both rates."),
        (10, "- **C.** The product of both rates."),
        (10, "## Exercise 10b: a weight that is used twice"),
        (10, "One weight $w$ again, in both layers: $z_1 = x \\cdot w$ and $z_2 = a_1 \\cdot w$. "
         "The walk back has reached both nodes,"),
        (10, "A value that is used twice is handed something twice."),
        (10, "For `w` it gives the rate through both ways, which you saw in the prediction."),
        (10, "- Choose *one weight, used twice*."),
        (10, "For one weight $w$ in both layers:"),
        (10, "- Where a value is used twice, the parts add up."),
        (10, "Nothing is chosen: both products move when $w$ moves, and each change reaches the loss."),
        (10, "A nudge of $w$ moves $z_1$ and $z_2$ at once."),
    ]),
    (lambda: code(10).count("def loss_of(x, w1, w2):") == 1 and code(10).count("apply(sigmoid, x * w1)") == 1, [
        (10, "The function `loss_of` in the set-up cell is the forward pass, written once."),
    ]),
    (lambda: '"through z1": Network(w + h, w), "through z2": Network(w, w + h), "through both": Network(w + h, w + h)'
     in code(10), [
        (10, "It nudges the weight in one layer, then in the other, then in both."),
    ]),
    (lambda: EXERCISES["10.times"].formula.results[1:] == ("dz2_da1", "dz2_dw2"), [
        (10, "You know both local derivatives: one from lesson 6, one from lesson 4."),
    ]),
    (other_factor, [
        (10, "The derivative of a product with respect to one factor is the factor that is held still."),
        (10, "Next comes the factor that is held still while $a_1$ moves."),
        (10, "For each input, the local derivative is the other factor."),
        (10, "For a product, each input is given the other factor:"),
    ]),
    (visited_once, [
        (10, "2. Visit the lines from the last to the first, each one once."),
        (10, "over the lines from the last to the first, and over the inputs of a line."),
        (10, "**Each value is visited once, in reverse order.** All that was made from a value stands after it in the "
         "record. So when its turn comes, every part of its gradient has arrived."),
    ]),
    (lambda: visited_once() and handed_back(), [
        (10, "- The walk back visits each value once, in reverse order, and hands back gradient times local "
         "derivative."),
    ]),
    (handed_back, [
        (10, "A node hands back to each of its inputs: its own gradient, times the local derivative with respect to "
         "that "
         "input."),
        (10, "Along one path you multiply: gradient so far times local derivative. Two paths lie side by side:"),
        (10, "Each part is a gradient times a local derivative. The parts add up."),
        (10, "3. A line hands back to each of its inputs: its own gradient, times the local derivative."),
        (10, "If something is there already, add to it."),
        (10, "**What is handed back adds up.**"),
    ]),
    (lambda: 'for run in ("once", "twice"):\n    last.backward()\n    print(f"backward, {run' in code(10), [
        (10, "once, twice"),
    ]),
    (lambda: count(10, "^import (?:torch|jax)$") == 2, [
        (10, "Both apply the same rules, to arrays and to many more operations."),
    ]),
]
CLAIMS += [(lesson, words, holds) for holds, sentences in IN_WORDS for lesson, words in sentences]
# What is said of another lesson or exercise.
ELSEWHERE = [
    (0, "lesson 3 explains the sign $\\partial$", lambda: says(3, "## Tool 1: the sign ∂")),
    (2, "write that node's formula from lesson 1", lambda: says(1, "z_1 = x", "a_1 = g_1", "z_2 = a_1", "a_2 = g_2")),
    (4, "Exercise 4a has all the factors", lambda: EXERCISES["4.locals"].formula.results == TO_W2),
    (4, "Lesson 3 says what to do with factors along a path",
     lambda: says(3, "Along a path, multiply the local derivatives")),
    (5, 'The walk begins as in lesson 3: `"dloss_da2"`, `"da2_dz2"`',
     lambda: TO_W1[:2] == TO_W2[:2] == ("dloss_da2", "da2_dz2") and says(3, "Follow the chain rule to w2")),
    (6, "Lesson 5 found the path to $w_1$", lambda: says(5, "## Exercise 5: the path to w1")),
    (6, "as in lesson 4.\n\n</details>", lambda: says(4, "a(1 - a)")),
    (6, "From $Loss$ to $z_2$ the product is that of lesson 4", lambda: TO_W1[:2] == TO_W2[:2] and says(4, "a(1 - a)")),
    (6, "Then come the three factors of exercise 6a", lambda: EXERCISES["6.locals"].formula.results == TO_W1[2:]),
    (7, "You have the gradient from lesson 6", lambda: EXERCISES["6.gradient"].formula.results == ("dloss_dw1",)),
    (7, "What follows is the gradient for $w_1$ from lesson 6", lambda: says(6, "# Compute the gradient for w1")),
    (7, "So begin with a forward pass, as in lesson 1", lambda: says(1, "## Exercise 1: the forward pass")),
    (7, "with the formulas of lessons 4 and 6",
     lambda: [EXERCISES[f"{k}.gradient"].formula.results[0][-2:] for k in (4, 6)] == ["w2", "w1"]),
    (7, "With the gradient of lesson 6", lambda: says(6, "# Compute the gradient for w1")),
    (8, "Exercise 4b has the gradient for $w_2$ of one example",
     lambda: EXERCISES["4.gradient"].formula.results == ("dloss_dw2",)),
    (8, "The formula of lesson 4 works for arrays as it stands", lambda: says(4, "# Exercise 4b: the gradient for w2")),
    (8, "The path to $w_2$ in lesson 3 goes the same way, except for the last step",
     lambda: [*EXERCISES["8.bias"].formula.lines][:3] == [*TO_W2[:2], "dz2_db2"]),
    (8, "Begin with the first two factors of exercise 4b", lambda: says(4, "## Exercise 4b: the gradient for w2")),
    (9, "Compare it with the sigmoid's derivative from lesson 4", lambda: says(4, "a(1 - a)")),
    (9, "Exercise 9b finds out what it is", lambda: EXERCISES["9.collapse"].formula.results == ("dloss_dz2",)),
    (7, "The same rule with the gradient of lesson 4 moves the other weight",
     lambda: says(4, "## Exercise 4b: the gradient for w2")),
    (10, "[lesson 7](07_update_rule.ipynb)", lambda: says(7, "# Update the weights")),
    (10, "one from lesson 6, one from lesson 4", lambda: "dz2_da1" in EXERCISES["6.locals"].formula.results
     and "dz2_dw2" in EXERCISES["4.locals"].formula.results),
    (10, "what you returned in exercise 10a",
     lambda: EXERCISES["10.times"].formula.results[1:] == ("dz2_da1", "dz2_dw2")),
    (10, "`visits` is the walk of exercise 10c", lambda: "10.reverse" in EXERCISES
     and (last := walked_back()["Loss"]) and tuple(value for value, _ in last.visits()) == last.recorded()[::-1]),
    (10, "`get` gives 0", lambda: says(10, "gradients.get(each, 0.0)") and {}.get("x", 0.0) == 0),
    (10, "You know from exercise 10b what becomes of the two parts",
     lambda: says(10, "## Exercise 10b: a weight that is used twice") and uses_of_one_weight()),
    (10, "The gradients of lessons 4 and 6",
     lambda: [EXERCISES[f"{k}.gradient"].formula.results[0][-2:] for k in (4, 6)] == ["w2", "w1"]),
    (10, "The picture from the record is that of lesson 6",
     lambda: 'computation_graph(net, x, y, show="gradients")' in code(6) and computation_graph(
         walked_back()["Loss"], show="gradients").svg == computation_graph(NET, x, y, show="gradients").svg),
]
# Numbers that are agreed on or chosen, so that there is nothing to compute.
DEFINITIONS = [
    (0, "one of two classes, 0 or 1", "what a class is"),
    (0, "The **true class** $y^*$ is 0 or 1", "what a class is"),
    (0, "the true class, 0 or 1", "what a class is"),
    (1, "`g1(5.0)` applies $g_1$ to the number 5", "any number would do"),
    (10, "PyTorch 2.13.0 and JAX 0.10.2", "which of them printed the results; test_other_libraries.py runs them again"),
]
# Claims in the checks' messages, which the marks of test_formulas.py lean on: the words, what must hold.
FLAT = [(a, lambda a=a: sigmoid.derivative(np.log(abs(a - 1e-3) / (1 - abs(a - 1e-3)))) < 0.005 * steepest()[1])
        for a in (0, 1)]
MESSAGES = [(f"Near {node} = {a} the sigmoid is flat", flat) for a, flat in FLAT for node in ("a1", "a2")]
MESSAGES.append((f"everywhere within {NEAR * 100:g} % of the right one", lambda: NEAR == 1 / 100))
