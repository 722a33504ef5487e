"""A recorded loss is drawn as its network is."""

import pytest

from nnlib import Network, cross_entropy, quadratic, relu, sigmoid, tanh
from nnlib.autodiff import Value, apply
from nnlib.draw.graph import computation_graph
from nnlib.draw.graph_record import nodes

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
    assert "dz1_dw1   1.5" in text
    assert "dloss_dw1 ?" in text and "dloss_dz2 ?" in text


def test_one_value_as_both_weights_shows_at_each_what_is_handed_back_there():
    x, w = Value(1.5, "x"), Value(0.5, "w")
    loss = apply(quadratic, apply(sigmoid, apply(sigmoid, x * w) * w), 1)
    loss.backward()
    assert computation_graph(loss, show=BOTH).svg == computation_graph(Network(0.5, 0.5), 1.5, 1, show=BOTH).svg
    assert nodes(loss)["w1"] is nodes(loss)["w2"] is w


def through(g, value):
    return apply(quadratic, apply(g, value), 1)


def test_a_gradient_that_is_not_reached_leaves_the_local_derivative_of_its_name():
    net = Network(0.5, -2.5)
    picture = computation_graph(net, 1.5, 1, show=BOTH, unreached=["dloss_da2", "dloss_dw1"])
    local, gradients = picture.alt.split("Gradients, from Loss back:")
    assert "∂Loss/∂a2 = −0.8453" in local
    assert "∂Loss/∂a2 unknown" in gradients and "∂Loss/∂w1 unknown" in gradients and "∂Loss/∂w2 = −0.0751" in gradients
    assert picture.svg.count("= ?<") == 2 and picture.svg.count("= −0.8453<") == 1


@pytest.mark.parametrize(("loss", "words"), [
    (Value(1), "its Loss is a given number; a loss was wanted there"),
    (Value(1) * 2, r"its Loss is the result of '×' \(str\); a loss"),
    (apply(quadratic, Value(1), 1), "its a2 is a given number; an activation was wanted there"),
    (through(sigmoid, Value(1)), "its z2 is a given number; a product"),
    (through(sigmoid, Value(1) + 1), r"its z2 is the result of '\+' \(str\); a product"),
    (through(sigmoid, Value(1, "x") * 2), "its a1 is a given number; an activation"),
    (through(sigmoid, apply(tanh, Value(1, "x")) * 2), "its z1 is a given number; a product"),
    (through(sigmoid, apply(tanh, Value(1, "x") * 2) * apply(tanh, Value(1, "x") * 2)), "its w2 is the result of tanh"),
    (through(sigmoid, apply(tanh, Value(1, "x") * (Value(2) + 1)) * 2), r"its w1 is the result of '\+'"),
    (through(sigmoid, apply(tanh, Value(1) * 2) * 2), r"z1 are Value\(1.0\) and Value\(2.0\); one Value with"),
    (through(sigmoid, apply(tanh, Value(1, "x") * Value(2, "x")) * 2), "one Value with the name 'x' was wanted"),
])  # fmt: skip
def test_another_record_is_refused(loss, words):
    with pytest.raises(ValueError, match=words):
        computation_graph(loss)


def test_x_and_y_are_in_the_record():
    with pytest.raises(ValueError, match=r"x is 1.5 \(float\), but net is Value\(0.*; a Network was wanted"):
        computation_graph(recorded(Network(0.5, -2.5), 1.5, 1), 1.5)
