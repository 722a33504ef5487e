"""The explorer of lessons 09 and 11: its gradients are nnlib's, for both losses and at any depth."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from kinds import LOSSES, PROPERTY, both_passes

from nnlib import Network, cross_entropy, quadratic, relu, sigmoid, tanh
from nnlib.draw import style
from nnlib.explore.cross_entropy import CrossEntropyExplorer, layers

ACTIVATIONS = (sigmoid, tanh, relu)
WEIGHT = st.floats(-3, 3)


@PROPERTY
@given(st.lists(WEIGHT, min_size=1, max_size=6), WEIGHT, st.floats(0, 1), st.sampled_from(ACTIVATIONS),
       st.sampled_from(LOSSES))
def test_each_gradient_is_that_of_a_centred_difference(weights, x, y, g, loss):
    there, h = layers(weights, x, y, g, loss), 1e-5
    assume(g is not relu or np.min(np.abs(np.append(there.z[:-1], 1))) > 1e-2)  # away from relu's kink
    for k, gradient in enumerate(there.dloss_dw):
        up, down = (layers([w + h * sign * (j == k) for j, w in enumerate(weights)], x, y, g, loss).loss
                    for sign in (1, -1))
        assert (up - down) / (2 * h) == pytest.approx(gradient, rel=1e-4, abs=1e-6)


def test_three_layers_worked_by_hand_and_far_out():
    # relu layers with positive inputs multiply: z = 2, 6, −3; the output is a sigmoid of −3
    there, error = layers([2, 3, -0.5], 1, 1, relu, cross_entropy), 1 / (1 + np.exp(3)) - 1
    assert (there.z.tolist(), there.slope[:2].tolist()) == ([2, 6, -3], [1, 1])
    np.testing.assert_allclose(there.dloss_dw, [error * -1.5, error * -0.5 * 2, error * 6], rtol=1e-14)
    far = layers([1000.0, -1000.0], 1000, 1, relu, cross_entropy)
    assert (far.loss, far.dloss_dz[-1]) == (1e9, -1)


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
@pytest.mark.parametrize("g", ACTIVATIONS, ids=repr)
@pytest.mark.parametrize(("x", "weight", "last"), [(1.5, 1, -8), (-3, 4, 12), (2, -4, 0), (0, 0, 0)])
def test_two_layers_are_the_network_of_two_weights(loss, g, x, weight, last):
    explorer = CrossEntropyExplorer(depth=2, x=x, weight=weight, last=last, loss=loss, g=g)
    forward_pass, back = both_passes(Network(weight, last, g, sigmoid, loss), x, 1)
    np.testing.assert_allclose(explorer.values["dloss_dw"], [back.dloss_dw1, back.dloss_dw2], rtol=1e-13)
    np.testing.assert_allclose(explorer.values["dloss_dz"], [back.dloss_dz1, back.dloss_dz2], rtol=1e-13)
    first = explorer.values["dloss_dw"][0]
    for name, number in {"output": forward_pass.a2, "Loss": back.loss,
                         f"∂Loss/∂w of layer 1, {loss.name}": first}.items():
        assert explorer.view.rows[name] == style.number(number)


@pytest.mark.parametrize("depth", [2, 7, 12])
def test_the_table_has_each_layer(depth):
    explorer = CrossEntropyExplorer(depth=depth, g=tanh)
    there = layers([1] * (depth - 1) + [-8], 1.5, 1, tanh, cross_entropy)[:5]
    cells = {k: "".join(f"<td>{style.number(each[k - 1])}</td>" for each in there) for k in range(depth, 0, -1)}
    lines = "".join(f'<tr><th scope="row">{k}</th>{line}</tr>' for k, line in cells.items())
    assert f"<tbody>{lines}</tbody>" in explorer.view.tables


def test_the_sentence_compares_both_losses():
    explorer = CrossEntropyExplorer()
    small, large = (layers([1] * 5 + [-8], 1.5, 1, sigmoid, loss) for loss in (quadratic, cross_entropy))
    for each, name in ((small, "quadratic"), (large, "cross-entropy")):
        assert f"{style.number(abs(each.dloss_dz[-1]))} with {name}" in explorer.sentence.value
    ratio = style.number(abs(large.dloss_dw[0] / large.dloss_dw[-1]))
    assert f"{ratio} times that in layer 6." in explorer.status.value
    explorer.loss = quadratic
    assert "With quadratic, the size of the gradient in layer 1" in explorer.sentence.value


def test_a_gradient_of_0_is_said_and_not_drawn():
    explorer = CrossEntropyExplorer(g=relu, weight=-1)
    assert "The size of the gradient is 0 in layer 1, and 0 in layer 6." in explorer.sentence.value
    assert "not shown, as they are 0: 12" in explorer.picture.value


def test_the_buttons_start_on_the_wrong_side_of_each_class():
    explorer = CrossEntropyExplorer()
    for y in (0, 1):
        explorer.y = y
        explorer.weight = 3
        explorer.wrong.click()
        assert explorer.weight == explorer.first and abs(explorer.values["output"] - y) > 0.98
        explorer.unsure.click()
        assert 0.4 < explorer.values["output"] < 0.6
