"""The loss's explorer: the nested formula step by step, the curves, what is lit."""

import numpy as np

from nnlib import Network, quadratic
from nnlib.explore.loss import INSIDE, STEPS, UP_TO, LossExplorer, curves, nested


def test_the_curves_are_the_loss():
    found = curves(Network(0.5, -2.5), 1.5, 1, -4, 4)
    assert (found.weights[0], found.weights[-1]) == (-4, 4)
    for y in (0, 1):
        np.testing.assert_array_equal(found.by_class[y], quadratic(found.a2, y))
    for name, other in (("w1", {"w2": -2.5}), ("w2", {"w1": 0.5})):
        nets = [Network(**{name: weight}, **other) for weight in found.weights]
        losses = [net.example_loss(net.forward(1.5), 1) for net in nets]
        np.testing.assert_allclose(found.by_weight[name], losses, rtol=1e-12)


def test_the_formula_grows_from_the_inside_out():
    assert [nested(step) for step in range(1, 6)] == [
        r"z_1 = w_1 \cdot x", r"a_1 = g_1(w_1 \cdot x)", r"z_2 = w_2 \cdot g_1(w_1 \cdot x)",
        r"a_2 = g_2(w_2 \cdot g_1(w_1 \cdot x))", r"Loss = Loss(g_2(w_2 \cdot g_1(w_1 \cdot x)), y^*)"]


def test_what_the_formula_holds_is_lit_on_the_graph():
    explorer, symbols = LossExplorer(), {"x": "x", "w1": "w_1", "w2": "w_2", "y": "y^*"}
    assert "highlighted" not in explorer.picture.value and "<math" not in explorer.formulas.value
    for step, (node, *_, words) in enumerate(STEPS, 1):
        explorer.outward.click()
        assert explorer.step == step
        walk = INSIDE[:UP_TO[node]]
        assert {name for name, symbol in symbols.items() if symbol in nested(step)} == symbols.keys() & walk
        assert f"The path {', '.join(walk).replace('y', 'y*')} is highlighted." in explorer.picture.value
        assert words in explorer.words.value and f"Lit: {node}" in explorer.status.value
        assert explorer.formulas.value.count("<math") == 2
    assert explorer.outward.disabled
    explorer.inward.click()
    assert explorer.step == 4


def test_a_weight_beyond_the_usual_range_is_on_its_curve():
    assert "from −4 to 9" in LossExplorer(w1=9).picture.value
