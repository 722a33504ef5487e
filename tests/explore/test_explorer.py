"""The base of the explorers: state from Python and from controls, one redraw a change, errors in words."""

import gc
import re
import tracemalloc
from functools import partial
from inspect import signature

import numpy as np
import pytest
from ipywidgets import HTML
from traitlets import Int

from nnlib import Network, sigmoid, tanh
from nnlib.draw.formula import font_face
from nnlib.draw.graph import computation_graph
from nnlib.explore.chain_rule import ChainRuleExplorer
from nnlib.explore.data import DataExplorer
from nnlib.explore.descent import DescentExplorer
from nnlib.explore.explorer import Choice, Explorer, Number, View
from nnlib.explore.loss import LossExplorer


class Half(Explorer):
    """The first half of the network. It cannot draw x = 2.5."""

    x = Number(1.5, low=-3, high=3)
    h = Number(0.1, low=1e-6, high=1, log=True, step=1)
    g1 = Choice(sigmoid, (sigmoid, tanh))
    steps = Int(0).tag(state=True)

    def build(self):
        self.looks = 0
        self.again, self.broken = self.button("Back", self.back), self.button("Broken", self.fail)
        self.assemble(self.controls("x", "h", "g1"), self.picture, self.again)

    def back(self):
        self.x, self.g1, self.steps = 1, sigmoid, self.steps + 1

    def fail(self):
        self.x = 2
        raise KeyError("no such <b>")

    def look(self):
        self.looks += 1
        if self.x == 2.5:
            raise ZeroDivisionError("division by zero")
        net = Network(1, 1, self.g1)
        return View(net.forward(self.x)._asdict(), computation_graph(net, self.x))


@pytest.fixture
def half():
    return Half()


def control(explorer, name, number=0):
    return explorer._controls[name][number]


def test_a_change_from_python_redraws_once_and_moves_the_controls(half):
    looks = half.looks
    half.x = 0.123
    assert half.looks == looks + 1
    assert half.values["z1"] == control(half, "x", 0).value == control(half, "x", 1).value == 0.123
    assert "0.123" in half.picture.value and "z1 = 0.123" in half.status.value
    half.steps = 3  # no control shows it, but it is tagged
    assert half.looks == looks + 2


def test_a_slider_and_a_number_field_set_the_state_and_each_other(half):
    assert [control(half, "x", k).description for k in (0, 1)] == ["x", "x as a number"]
    assert control(half, "x").tooltip == control(half, "x", 1).tooltip == "from −3 to 3"
    for moved, value in ((0, 0.2), (1, -0.75)):
        control(half, "x", moved).value = value
        assert half.x == control(half, "x", 1 - moved).value == value
    control(half, "g1").value = tanh
    assert half.g1 is tanh


@pytest.mark.parametrize(("name", "start", "reported", "state"), [
    ("x", 0.123, 0.10000000000000009, 0.123),  # what noUiSlider answers when it is told 0.123 is no change
    ("x", 0.123, 0.2999999999999998, 0.3), ("h", 0.1, 0.0010000000000000002, 0.001)])
def test_what_a_slider_reports_is_rounded_to_its_step(half, name, start, reported, state):
    setattr(half, name, start)
    control(half, name, 0).value = reported
    assert getattr(half, name) == control(half, name, 1).value == state


def test_several_changes_in_one_hold_are_one_redraw(half):
    looks = half.looks
    with half.hold():
        half.x, half.g1 = 1, tanh
    assert half.looks == looks + 1
    half.again.click()
    assert (half.looks, half.x, half.g1, half.steps) == (looks + 2, 1, sigmoid, 1)


def test_a_bad_number_in_a_field_is_told_in_words_and_the_last_one_stays(half):
    control(half, "x", 1).value = 99
    assert half.error == "x is 99; a number from −3 to 3 was wanted"
    assert 'role="alert"' in half.message.value and half.error in half.message.value
    assert half.x == control(half, "x", 1).value == 1.5
    assert "nnlib-stale" not in half.picture._dom_classes
    half.x = 1
    assert half.error == half.message.value == ""


def test_an_error_while_drawing_is_told_and_the_picture_marked_as_the_previous_one(half):
    picture = half.picture.value
    half.x = 2.5
    assert "The picture still shows the state before." in half.message.value
    assert half.picture.value == picture and "nnlib-stale" in half.picture._dom_classes
    start = Half(x=2.5)
    assert start.error == half.error == start._repr_mimebundle_()["text/plain"] == "ZeroDivisionError: division by zero"
    half.x = 2
    assert half.message.value == "" and "nnlib-stale" not in half.picture._dom_classes


def test_an_error_in_a_button_is_told_as_text(half):
    half.broken.click()
    assert half.error == "KeyError: 'no such <b>'"
    assert "&lt;b&gt;" in half.message.value and "<b>" not in half.message.value
    assert half.values["z1"] == half.x == 2


def test_a_start_value_outside_widens_the_range():
    half = Half(x=66)
    assert (half.x, control(half, "x").min, control(half, "x").max) == (66, -3, 66)
    with pytest.raises(ValueError, match="from −3 to 66"):
        half.x = 67


def test_start_values_come_in_the_order_declared_or_by_name():
    half = Half(2, g1=tanh)
    assert (half.x, half.h, half.g1) == (2, 0.1, tanh)
    assert str(signature(Half)) == str(signature(type("Special", (Half,), {}))) == "(x=1.5, h=0.1, g1=sigmoid)"
    assert str(signature(DescentExplorer)).startswith("(x=1.5, y=1, start_w1=0.5, start_w2=-2.5, step_size=2.0, ")
    explorer = ChainRuleExplorer("w1", 1, 2, 3, 0, 0.01)
    assert (explorer.weight, explorer.x, explorer.w1, explorer.w2, explorer.y, explorer.h) == ("w1", 1, 2, 3, 0, 0.01)
    assert DescentExplorer(step_size=1e-4).error == ChainRuleExplorer(h=1e-12).error == ""


@pytest.mark.parametrize(("kind", "start", "words"), [
    *((Half, {"x": bad}, "^x is ") for bad in ("1", None, float("inf"))),
    *((kind, {name: bad}, rf"^{name} is .*; a (number above 0|finite number) was wanted$")
      for kind, name in ((Half, "h"), (ChainRuleExplorer, "h"), (DescentExplorer, "step_size"))
      for bad in (0, -1, -1e-300, float("nan"))),
    *((DescentExplorer, {"steps": bad}, "^steps is ") for bad in (-1, -1e-300, float("nan"))),
    (Half, {"w3": 1}, r"^Half: got an unexpected keyword argument 'w3'; some of x, h, g1 were wanted$"),
    *((Half, {name: 1}, f"'{name}'; some of x, h, g1 were wanted$") for name in ("steps", "layout")),
    (partial(Half, 1), {"x": 1}, "^Half: multiple values for argument 'x'"),
    (partial(Half, 1, 0.1, tanh, 1), {}, "^Half: too many positional arguments"),
    (DataExplorer, {"shown": "yes"}, r"^shown is 'yes' \(str\); one of False, True was wanted$"),
    (ChainRuleExplorer, {"z": 1}, "'z'; some of weight, x, w1, w2, y, h were wanted$"),
    (ChainRuleExplorer, {"weight": "w3"}, "^weight is 'w3'; 'w1' or 'w2' was wanted$"),
    (DescentExplorer, {"y": 2}, "y is 2"), (DescentExplorer, {"x": None}, "x is None"),
])
def test_a_bad_start_is_refused(kind, start, words):
    with pytest.raises((TypeError, ValueError), match=words):
        kind(**start)


@pytest.mark.parametrize("one", [1, 1.0, np.int64(1), np.float32(1), np.array(1)])
def test_a_choice_takes_an_equal_number_of_another_type(one):
    explorer = LossExplorer(1.5, 0.5, -2.5, one, step=one)
    assert (explorer.y, explorer.step, type(explorer.y)) == (1, 1, int)
    explorer.y = one - 1
    assert explorer.values["y"] == 0


@pytest.mark.parametrize("bad", [True, np.bool_(True), "1", 1.5, 2, None, [1], np.array([1]), float("nan"), 1j])
def test_a_choice_takes_nothing_else(bad):
    with pytest.raises(ValueError, match=r"^y is .*; one of 0, 1 was wanted$"):
        LossExplorer(y=bad)


def test_the_table_is_folded_until_asked_for_and_follows(half):
    assert half.table.value == ""
    half.fold.click()
    assert "Hide" in half.fold.description
    half.x = 0.25
    assert re.findall(r'<th scope="row">z1</th><td>([^<]*)', half.table.value) == ["0.25"]
    half.fold.click()
    assert half.table.value == ""


def test_the_static_twin_has_the_widget_the_picture_and_the_numbers(half):
    bundle, other = half._repr_mimebundle_(), Half()._repr_mimebundle_()
    widget = "application/vnd.jupyter.widget-view+json"
    assert half._ipython_display_ is None and bundle[widget] == super(Explorer, half)._repr_mimebundle_()[widget]
    assert bundle.pop(widget) != other.pop(widget)
    assert bundle == other
    assert set(bundle) == {"image/svg+xml", "text/html", "text/plain"}
    assert bundle["image/svg+xml"] == half.view.picture.svg
    assert 'alt="Computation graph. x = 1.5' in bundle["text/html"]
    assert bundle["text/plain"].splitlines()[:2] == ["x   1.5", "z1  1.5"]


def test_the_svg_stands_in_the_page_with_its_words_and_the_font_is_sent_once(half):
    assert half.picture.value.count("<svg") == 1
    assert 'role="img" aria-label="Computation graph.' in half.picture.value
    sent = [each.value for each in half.children if isinstance(each, HTML) and font_face() in each.value]
    assert len(sent) == 1 and len(sent[0]) < 30_000


def test_two_thousand_moves_of_a_slider_leave_little_behind(half):
    slider = control(half, "x")
    gc.collect()
    tracemalloc.start()
    for k in range(2000):
        slider.value = -3 + 0.05 * (k % 100)
    gc.collect()
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert half.x == pytest.approx(1.95) and grown < 1e6
