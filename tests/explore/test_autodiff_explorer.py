"""The explorer of lesson 10: what each visit hands back is nnlib's, for one weight and for two."""

import re
import time

import pytest

from nnlib import Network, cross_entropy, identity, quadratic, relu, sigmoid, tanh
from nnlib.draw import style
from nnlib.explore.autodiff import VISITS, AutodiffExplorer

STATES = [
    {}, {"x": 0, "y": 0}, {"x": -3, "w1": 4, "w2": 4}, {"w2": 0, "g1": tanh}, {"g1": relu, "w1": -2},
    {"g1": identity, "loss": cross_entropy}, {"loss": cross_entropy, "y": 0, "w1": -1, "w2": 2.5},
]  # fmt: skip
FINAL = len(VISITS)


def network(explorer):
    w2 = explorer.w1 if explorer.weights == "one" else explorer.w2
    net = Network(explorer.w1, w2, explorer.g1, sigmoid, explorer.loss)
    return net.forward(explorer.x), net.backward(net.forward(explorer.x), explorer.y)


@pytest.mark.parametrize("state", STATES, ids=str)
def test_after_all_visits_the_gradients_are_those_of_nnlib(state):
    explorer = AutodiffExplorer(**state, steps=FINAL)
    forward_pass, backward_pass = network(explorer)
    assert explorer.error == ""
    for name, value in forward_pass._asdict().items():
        assert explorer.values[name] == value
    assert explorer.values["Loss"] == pytest.approx(backward_pass.loss, rel=1e-12)
    for name in ("a2", "z2", "w2", "a1", "z1", "w1"):
        gradient = getattr(backward_pass, f"dloss_d{name}")
        assert explorer.values["gradients"][name] == pytest.approx(gradient, rel=1e-12, abs=1e-300)
        assert f"∂Loss/∂{name} = {style.number(gradient)}" in explorer.view.picture.alt


@pytest.mark.parametrize("state", STATES, ids=str)
def test_one_weight_gets_the_sum_of_two_parts(state):
    explorer = AutodiffExplorer(**state, weights="one", steps=FINAL)
    backward_pass = network(explorer)[1]
    parts = backward_pass.dloss_dw2, backward_pass.dloss_dw1
    assert explorer.values["gradients"]["w"] == pytest.approx(sum(parts), rel=1e-12, abs=1e-15)
    first, second = map(style.number, parts)
    row = explorer.view.rows["∂Loss/∂w, so far"]
    assert row.startswith(f"{first} + ") and (f"+ {second} =" in row or f"+ ({second}) =" in row)
    assert row.endswith(f"= {style.number(explorer.values['gradients']['w'])}")
    assert f"w held {first} already" in explorer.sentence.value
    assert "the one weight w stands at w1 and at w2" in explorer.status.value


def test_before_its_second_part_the_shared_weight_holds_the_first_alone():
    explorer = AutodiffExplorer(weights="one", w1=0.5, steps=3)
    assert explorer.values["gradients"]["w"] == network(explorer)[1].dloss_dw2
    assert "already" not in explorer.sentence.value


def test_each_visit_fills_in_the_gradients_of_its_inputs():
    explorer, shown = AutodiffExplorer(), []
    for name in ("start", *VISITS):
        if name != "start":
            explorer.next.click()
            assert explorer.sentence.value.startswith(f"Visit {name}: its gradient, ")
            assert f"The path {', '.join(VISITS[name])} is highlighted." in explorer.view.picture.alt
        gradients = explorer.view.picture.alt.split("Gradients, from Loss back:")[1]
        shown.append(re.findall(r"∂Loss/∂(\w+) =", gradients))
        zero = [name for name, number in explorer.values["gradients"].items() if number == 0]
        assert set(shown[-1]) == {"a2", "z2", "w2", "a1", "z1", "w1"} - set(zero)
        assert "∂Loss/∂a2 = −0.8453" in explorer.view.picture.alt.split("Gradients")[0], "recorded before any visit"
    assert [len(names) for names in shown] == [0, 1, 2, 4, 5, 6]


def test_the_record_stands_in_a_table():
    explorer = AutodiffExplorer(steps=FINAL)
    assert explorer.record.value.count("<tr>") == 1 + 8
    assert "x × w1" in explorer.record.value and "sigmoid of z1" in explorer.record.value
    assert "∂z2/∂a1 = −2.5, ∂z2/∂w2 = 0.6792" in explorer.record.value
    explorer.weights = "one"
    assert "a1 × w<" in explorer.record.value and "w2" not in explorer.record.value


def test_the_second_weight_has_a_control_only_where_there_are_two():
    explorer = AutodiffExplorer()
    assert explorer._controls["w1"][0].description == "w₁"
    explorer.weights = "one"
    assert explorer.numbers.children[2].layout.display == "none"
    assert [each.description for each in explorer._controls["w1"]] == ["w", "w as a number"]
    explorer.weights = "two"
    assert explorer.numbers.children[2].layout.display == ""
    assert explorer._controls["w1"][1].description == "w₁ as a number"


def test_the_buttons():
    explorer = AutodiffExplorer()
    assert explorer.undo.disabled and explorer.again.disabled
    explorer.undo.click()
    assert explorer.steps == 0
    explorer.all.click()
    explorer.next.click()
    assert explorer.steps == FINAL
    assert explorer.next.disabled and explorer.all.disabled
    explorer.undo.click()
    assert explorer.steps == FINAL - 1
    explorer.again.click()
    assert explorer.steps == 0
    assert explorer.error == ""


@pytest.mark.parametrize(("name", "value", "words"), [
    ("x", 5, "x is 5; a number from −3 to 3"), ("w1", "8", "w1 is '8'"), ("y", 0.5, "y is 0.5"),
    ("steps", 6, "steps is 6"), ("g1", "tanh", "g1 is 'tanh'"), ("loss", None, "loss is None"),
    ("weights", "three", "weights is 'three'"),
])
def test_bad_state_is_refused(name, value, words):
    explorer = AutodiffExplorer()
    before = dict(explorer.values)
    with pytest.raises((TypeError, ValueError), match=words):
        setattr(explorer, name, value)
    assert explorer.values == before


def test_the_static_twin_tells_no_gradient_before_its_visit():
    bundle = AutodiffExplorer()._repr_mimebundle_()
    assert bundle["image/svg+xml"].startswith("<svg")
    assert re.search(r"∂Loss/∂w1, so far +0$", bundle["text/plain"], re.MULTILINE)
    assert "0.0903" not in bundle["text/plain"] + bundle["image/svg+xml"] + bundle["text/html"]
    again = AutodiffExplorer()._repr_mimebundle_()
    assert all(again[kind] == bundle[kind] for kind in ("image/svg+xml", "text/html", "text/plain"))


def test_a_change_takes_less_than_5_ms_in_the_kernel():
    explorer, seconds = AutodiffExplorer(steps=FINAL, weights="one", w1=0.5), []
    for k in range(50):
        start = time.process_time()
        explorer.x = 0.05 * k
        seconds.append(time.process_time() - start)
    assert sorted(seconds)[25] < 0.005


def test_the_losses_are_those_of_the_course():
    assert AutodiffExplorer.loss.options == {"quadratic": quadratic, "cross-entropy": cross_entropy}
