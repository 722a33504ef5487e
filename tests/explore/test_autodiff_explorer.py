"""The explorer of lesson 10: what each visit hands back, for one weight and for two."""

import re
import time

import pytest

from nnlib import Network, cross_entropy, identity, relu, sigmoid, tanh
from nnlib.draw import style
from nnlib.explore.autodiff import VISITS, AutodiffExplorer

FINAL = len(VISITS)


@pytest.mark.parametrize("state", [
    {}, {"x": 0, "y": 0}, {"x": -3, "w1": 4}, {"w1": 0, "g1": tanh}, {"g1": relu, "w1": -2},
    {"g1": identity, "loss": cross_entropy}, {"loss": cross_entropy, "y": 0, "w1": -1}], ids=str)
def test_one_weight_gets_the_sum_of_two_parts(state):
    explorer = AutodiffExplorer(**state, weights="one", steps=FINAL)
    net = Network(explorer.w1, explorer.w1, explorer.g1, sigmoid, explorer.loss)
    backward_pass = net.backward(net.forward(explorer.x), explorer.y)
    parts = backward_pass.dloss_dw2, backward_pass.dloss_dw1
    assert explorer.values["gradients"]["w"] == pytest.approx(sum(parts), rel=1e-12, abs=1e-15)
    first, second = map(style.number, parts)
    row = explorer.view.rows["∂Loss/∂w, so far"]
    assert row.startswith(f"{first} + ") and (f"+ {second} =" in row or f"+ ({second}) =" in row)
    assert row.endswith(f"= {style.number(explorer.values['gradients']['w'])}")
    assert f"w held {first} already" in explorer.sentence.value
    assert "w is one box with two lines" in explorer.status.value
    assert f"∂Loss/∂w = {style.number(sum(parts))}" in explorer.view.picture.alt
    explorer.steps = 3
    assert "∂Loss/∂w unknown" in explorer.view.picture.alt, "a part is still to come"
    assert explorer.values["gradients"]["w"] == backward_pass.dloss_dw2
    assert "already" not in explorer.sentence.value


def test_each_visit_fills_in_the_gradients_of_its_inputs():
    explorer, shown, back = AutodiffExplorer(), [], ["a2", "z2", "w2", "a1", "z1", "w1"]
    for name in ("start", *VISITS):
        if name != "start":
            explorer.next.click()
            assert explorer.sentence.value.startswith(f"Visit {name}: its gradient, ")
            assert f"The path {', '.join(VISITS[name])} is highlighted." in explorer.view.picture.alt
        local, gradients = explorer.view.picture.alt.split("Gradients, from Loss back:")
        shown.append(re.findall(r"∂Loss/∂(\w+) =", gradients))
        assert "∂Loss/∂a2 = −0.8453" in local, "recorded before any visit"
    assert shown == [back[:known] for known in (0, 1, 2, 4, 5, 6)]


def test_one_weight_has_one_control_and_one_line_in_the_record():
    explorer = AutodiffExplorer(steps=FINAL)

    def labels():
        return [each.description for each in explorer._controls["w1"]], explorer.numbers.children[2].layout.display

    assert labels() == (["w₁", "w₁ as a number"], "")
    assert explorer.view.tables.count("<tr>") == 1 + 8
    for words in ("x × w1", "sigmoid of z1", "∂z2/∂a1 = −2.5, ∂z2/∂w2 = 0.6792"):
        assert words in explorer.view.tables
    explorer.weights = "one"
    assert labels() == (["w", "w as a number"], "none")
    assert "a1 × w<" in explorer.view.tables and "w2" not in explorer.view.tables
    explorer.weights = "two"
    assert labels() == (["w₁", "w₁ as a number"], "")


def test_a_change_takes_less_than_5_ms_in_the_kernel():
    explorer, seconds = AutodiffExplorer(steps=FINAL, weights="one", w1=0.5), []
    for k in range(50):
        start = time.process_time()
        explorer.x = 0.05 * k
        seconds.append(time.process_time() - start)
    assert sorted(seconds)[25] < 0.005
