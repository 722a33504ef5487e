"""A recorded value is drawn as its network is: that of two weights as ever, any other one in columns and rows."""

import random

import pytest
from practice.geometry import faults

from nnlib import Network, cross_entropy, quadratic, relu, sigmoid, tanh
from nnlib.autodiff import Value, apply
from nnlib.draw.graph import computation_graph
from nnlib.draw.graph_shape import read

BOTH = ("local derivatives", "gradients")


def recorded(net, x, y, turned=False):
    x, w1, w2 = Value(x, "x"), Value(net.w1, "w1"), Value(net.w2, "w2")
    a1 = apply(net.g1, w1 * x if turned else x * w1)
    return apply(net.loss, apply(net.g2, w2 * a1 if turned else a1 * w2), y)


@pytest.mark.parametrize("net", [
    Network(0.5, -2.5), Network(0.5, 2, tanh, relu), Network(1, 1, relu, sigmoid, cross_entropy)])
@pytest.mark.parametrize("turned", [False, True])
def test_the_picture_is_that_of_the_network(net, turned):
    loss = recorded(net, 1.5, 1, turned)
    assert computation_graph(loss).svg == computation_graph(net, 1.5, 1).svg
    loss.backward()
    got, wanted = (computation_graph(*each, show=BOTH, path=("Loss", "a2")) for each in ((loss,), (net, 1.5, 1)))
    assert (got.svg, got.alt, got.text) == (wanted.svg, wanted.alt, wanted.text)


def test_before_backward_the_gradients_are_unknown_and_the_local_derivatives_are_not():
    text = computation_graph(recorded(Network(0.5, -2.5), 1.5, 1), show=BOTH).text
    assert "dz1_dw1   1.5" in text and "dloss_dw1 ?" in text and "dloss_dz2 ?" in text


def test_one_value_as_both_weights_is_one_box_with_two_lines_and_its_gradient_the_sum():
    x, w = Value(1.5, "x"), Value(0.5, "w")
    loss = apply(quadratic, apply(sigmoid, apply(sigmoid, x * w) * w), 1)
    loss.backward()
    picture = computation_graph(loss, show=BOTH, path=("z1", "w", "z2"))
    back = Network(0.5, 0.5).backward(Network(0.5, 0.5).forward(1.5), 1)
    assert f"∂Loss/∂w = {back.dloss_dw1 + back.dloss_dw2:.4f}".replace("-", "−") in picture.alt
    assert "∂z2/∂w = 0.6792" in picture.alt and "∂z1/∂w = 1.5" in picture.alt
    assert picture.svg.count('rx="30"') == 1, "one box"
    assert picture.alt.endswith("The path z1, w, z2 is highlighted.")


def test_a_gradient_that_is_not_reached_leaves_the_local_derivative_of_its_name():
    net = Network(0.5, -2.5)
    picture = computation_graph(net, 1.5, 1, show=BOTH, unreached=["dloss_da2", "dloss_dw1"])
    local, gradients = picture.alt.split("Gradients, from Loss back:")
    assert "∂Loss/∂a2 = −0.8453" in local
    assert all(text in gradients for text in ("∂Loss/∂a2 unknown", "∂Loss/∂w1 unknown", "∂Loss/∂w2 = −0.0751"))
    assert picture.svg.count("= ?<") == 2 and picture.svg.count("= −0.8453<") == 1


def test_any_record_is_told_with_names_of_its_own():
    x, w, c = Value(2, "x"), Value(3, "w"), Value(5)
    told = computation_graph((x + w) * c * x).alt
    assert told == "Computation graph. (x = 2 plus w = 3) times c1 = 5 times x = 2 gives z1 = 50."
    square = (x * w) * (x * w)
    assert read(square)[2] == {"x": "2", "w": "3", "z1": "36", "dz1_dw": "24"}, "on two ways at once"
    assert "w         4" in computation_graph(Value(4, "w")).text


def made_up(seed):
    """A record of a few random operations on two inputs and four weights."""
    chance = random.Random(seed)
    values = [Value(chance.uniform(-1, 1), name) for name in ("x1", "x2")]
    weights = [Value(chance.uniform(-1, 1), f"w{k}") for k in range(1, 5)]
    for _ in range(chance.randint(2, 7)):
        one, other = chance.choice(values), chance.choice([*values, *weights])
        values.append(chance.choice([lambda a, b: a * b, lambda a, b: a + b, lambda a, b: apply(tanh, a)])(one, other))
    return apply(quadratic, apply(sigmoid, values[-1]), 1)


@pytest.mark.parametrize("seed", range(40))
def test_nothing_overlaps_in_any_graph(seed):
    last = made_up(seed)
    last.backward()
    for show in ("values", *BOTH):
        assert faults(computation_graph(last, show=show)) == []
