"""The loss's explorer: the nested formula step by step, the curves, the values."""

from dataclasses import replace

import numpy as np

from nnlib import Network, quadratic
from nnlib.explore.loss import INSIDE, STEPS, UP_TO, LossExplorer, curves, in_numbers, nested


def test_the_curves_are_the_loss():
    net = Network(0.5, -2.5)
    found = curves(net, 1.5, 1, -4, 4)
    assert (found.weights[0], found.weights[-1]) == (-4, 4)
    for y in (0, 1):
        np.testing.assert_array_equal(found.by_class[y], quadratic(found.a2, y))
    for name in ("w1", "w2"):
        moved = replace(net, **{name: found.weights})
        np.testing.assert_allclose(found.by_weight[name], moved.example_loss(moved.forward(1.5), 1), rtol=1e-12)
    assert "from −4 to 9" in LossExplorer(w1=9).picture.value, "a weight beyond the usual range is on its curve"


GROWN = [r"z_1 = w_1 \cdot x", r"a_1 = g_1(w_1 \cdot x)", r"z_2 = w_2 \cdot g_1(w_1 \cdot x)",
         r"a_2 = g_2(w_2 \cdot g_1(w_1 \cdot x))", r"Loss = Loss(g_2(w_2 \cdot g_1(w_1 \cdot x)), y^*)"]


def test_the_formula_grows_from_the_inside_out_and_is_not_there_at_first():
    explorer = LossExplorer()
    assert [nested(step) for step in range(1, 6)] == GROWN and "<math" not in explorer.formulas.value


def test_each_step_is_computed_from_what_lies_inside():
    explorer = LossExplorer()
    assert [in_numbers(step, explorer.values) for step in range(1, 6)] == [
        r"0.5 \cdot 1.5 = 0.75", "g_1(0.75) = 0.6792", r"−2.5 \cdot 0.6792 = −1.6979", "g_2(−1.6979) = 0.1547",
        "Loss(0.1547, 1) = 0.3572"]
    explorer.x = -1
    assert in_numbers(1, explorer.values) == r"0.5 \cdot (−1) = −0.5"


def test_the_same_part_is_lit_on_the_graph():
    explorer = LossExplorer()
    assert "highlighted" not in explorer.picture.value
    for step, (node, *_, words) in enumerate(STEPS, 1):
        explorer.outward.click()
        assert explorer.step == step
        walk = ", ".join("y*" if each == "y" else each for each in INSIDE[:UP_TO[node]])
        assert f"The path {walk} is highlighted." in explorer.picture.value
        assert words in explorer.words.value and f"Lit: {node}" in explorer.status.value
        assert explorer.formulas.value.count("<math") == 2
    assert explorer.outward.disabled
    explorer.inward.click()
    assert explorer.step == 4


def test_what_is_lit_on_the_graph_is_what_the_formula_holds():
    for step, (node, *_) in enumerate(STEPS, 1):
        symbols = {"x": "x", "w1": "w_1", "w2": "w_2", "y": "y^*"}
        given = {name for name, symbol in symbols.items() if symbol in nested(step)}
        assert given == set(INSIDE[:UP_TO[node]]) & {"x", "w1", "w2", "y"}
