"""The base of the explorers: state from Python and from controls, one redraw a change, errors in words."""

import gc
import re
import tracemalloc
from functools import partial
from inspect import signature
from unittest.mock import Mock

import numpy as np
import pytest
from ipywidgets import HTML

from nnlib.draw.formula import font_face
from nnlib.explore.chain_rule import ChainRuleExplorer
from nnlib.explore.data import DataExplorer
from nnlib.explore.descent import DescentExplorer
from nnlib.explore.explorer import Explorer
from nnlib.explore.forward_pass import ForwardPassExplorer
from nnlib.explore.loss import LossExplorer


@pytest.fixture
def explorer():
    """One of them; `look` says how often it was drawn, and can be told to fail."""
    explorer = LossExplorer()
    explorer.look = Mock(wraps=explorer.look)
    return explorer


def control(explorer, name, number=0):
    return explorer._controls[name][number]


def test_a_change_from_python_redraws_once_and_moves_the_controls(explorer):
    explorer.x = 0.123
    assert explorer.values["x"] == control(explorer, "x", 0).value == control(explorer, "x", 1).value == 0.123
    assert "0.123" in explorer.picture.value and "x = 0.123" in explorer.status.value
    explorer.step = 3  # no control shows it, but it is tagged
    assert explorer.look.call_count == 2


def test_a_slider_and_a_number_field_set_the_state_and_each_other(explorer):
    assert [control(explorer, "x", k).description for k in (0, 1)] == ["x", "x as a number"]
    assert control(explorer, "x").tooltip == control(explorer, "x", 1).tooltip == "from −3 to 3"
    for moved, value in ((0, 0.2), (1, -0.75)):
        control(explorer, "x", moved).value = value
        assert explorer.x == control(explorer, "x", 1 - moved).value == value
    control(explorer, "y").value = 0
    assert explorer.y == 0


@pytest.mark.parametrize(("name", "start", "reported", "state"), [
    ("x", 0.123, 0.10000000000000009, 0.123),  # what noUiSlider answers when it is told 0.123 is no change
    ("x", 0.123, 0.2999999999999998, 0.3), ("h", 0.1, 0.0010000000000000002, 0.001)])
def test_what_a_slider_reports_is_rounded_to_its_step(name, start, reported, state):
    explorer = ChainRuleExplorer(**{name: start})
    control(explorer, name, 0).value = reported
    assert getattr(explorer, name) == control(explorer, name, 1).value == state


def test_several_changes_in_one_hold_are_one_redraw(explorer):
    def back():
        explorer.x, explorer.y, explorer.step = 1.5, 1, 2

    with explorer.hold():
        explorer.x, explorer.y = 1, 0
    assert explorer.look.call_count == 1
    explorer.button("Back", back).click()
    assert (explorer.look.call_count, explorer.x, explorer.y, explorer.step) == (2, 1.5, 1, 2)


def test_a_bad_number_in_a_field_is_told_in_words_and_the_last_one_stays(explorer):
    control(explorer, "x", 1).value = 99
    assert explorer.error == "x is 99; a number from −3 to 3 was wanted"
    assert 'role="alert"' in explorer.message.value and explorer.error in explorer.message.value
    assert explorer.x == control(explorer, "x", 1).value == 1.5
    assert "nnlib-stale" not in explorer.picture._dom_classes
    explorer.x = 1
    assert explorer.error == explorer.message.value == ""


def test_an_error_while_drawing_is_told_and_the_picture_marked_as_the_previous_one(explorer, monkeypatch):
    picture, explorer.look.side_effect = explorer.picture.value, ZeroDivisionError("division by zero")
    explorer.x = 2.5
    assert "The picture still shows the state before." in explorer.message.value
    assert explorer.picture.value == picture and "nnlib-stale" in explorer.picture._dom_classes
    monkeypatch.setattr(LossExplorer, "look", lambda _: 1 / 0)
    start = LossExplorer()
    assert {start.error, explorer.error, repr(start), start._repr_mimebundle_()["text/plain"]} == {
        "ZeroDivisionError: division by zero"}
    explorer.look.side_effect, explorer.x = None, 2
    assert explorer.message.value == "" and "nnlib-stale" not in explorer.picture._dom_classes


def test_an_error_in_a_button_is_told_as_text(explorer):
    def fail():
        explorer.x = 2
        raise KeyError("no such <b>")

    explorer.button("Broken", fail).click()
    assert explorer.error == "KeyError: 'no such <b>'"
    assert "&lt;b&gt;" in explorer.message.value and "<b>" not in explorer.message.value
    assert explorer.values["x"] == explorer.x == 2


def test_a_start_value_outside_widens_the_range():
    explorer = LossExplorer(x=66)
    assert (explorer.x, control(explorer, "x").min, control(explorer, "x").max) == (66, -3, 66)
    with pytest.raises(ValueError, match="from −3 to 66"):
        explorer.x = 67


def test_start_values_come_in_the_order_declared_or_by_name():
    explorer = LossExplorer(2, w2=3)
    assert (explorer.x, explorer.w1, explorer.w2, explorer.step) == (2, 0.5, 3, 0)
    for kind in (LossExplorer, type("Special", (LossExplorer,), {})):
        assert str(signature(kind)) == "(x=1.5, w1=0.5, w2=-2.5, y=1, step=0)"
    assert str(signature(DescentExplorer)).startswith("(x=1.5, y=1, start_w1=0.5, start_w2=-2.5, step_size=2.0, ")
    explorer = ChainRuleExplorer("w1", 1, 2, 3, 0, 0.01)
    assert (explorer.weight, explorer.x, explorer.w1, explorer.w2, explorer.y, explorer.h) == ("w1", 1, 2, 3, 0, 0.01)
    assert DescentExplorer(step_size=1e-4).error == ChainRuleExplorer(h=1e-12).error == ""


@pytest.mark.parametrize(("kind", "start", "words"), [
    *((LossExplorer, {"x": bad}, "^x is ") for bad in ("1", None, float("inf"))),
    *((kind, {name: bad}, rf"^{name} is .*; a (number above 0|finite number) was wanted$")
      for kind, name in ((ChainRuleExplorer, "h"), (DescentExplorer, "step_size"))
      for bad in (0, -1, -1e-300, float("nan"))),
    *((DescentExplorer, {"steps": bad}, "^steps is ") for bad in (-1, -1e-300, float("nan"))),
    (LossExplorer, {"w3": 1}, "^LossExplorer: got an unexpected keyword argument 'w3'; some of x, w1, w2, y, step wer"),
    *((ChainRuleExplorer, {name: 1}, f"'{name}'; some of weight, x, w1, w2, y, h were wanted$")
      for name in ("z", "path", "layout")),
    (partial(LossExplorer, 1), {"x": 1}, "^LossExplorer: multiple values for argument 'x'"),
    (partial(LossExplorer, 1, 1, 1, 1, 1, 1), {}, "^LossExplorer: too many positional arguments"),
    (DataExplorer, {"shown": "yes"}, r"^shown is 'yes' \(str\); one of False, True was wanted$"),
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


def test_the_table_is_folded_until_asked_for_and_follows(explorer):
    assert explorer.table.value == ""
    explorer.fold.click()
    assert "Hide" in explorer.fold.description
    explorer.x = 0.25
    assert re.findall(r'<th scope="row">x</th><td>([^<]*)', explorer.table.value) == ["0.25"]
    explorer.fold.click()
    assert explorer.table.value == ""


def test_the_static_twin_has_the_widget_the_picture_and_the_numbers(explorer):
    bundle, other = explorer._repr_mimebundle_(), LossExplorer()._repr_mimebundle_()
    widget = "application/vnd.jupyter.widget-view+json"
    assert explorer._ipython_display_ is None
    assert super(Explorer, explorer)._repr_mimebundle_()[widget] == bundle.pop(widget) != other.pop(widget)
    numbers = "\n".join(f"{name:5} {text}" for name, text in explorer.view.rows.items())
    assert bundle == other == explorer.view.picture._repr_mimebundle_() | {"text/plain": numbers}


def test_the_svg_stands_in_the_page_with_its_words_and_the_font_is_sent_once(explorer):
    assert all(part.svg in explorer.picture.value for part in explorer.view.picture.parts)
    assert explorer.picture.value.count('role="img" aria-label="') == 3
    sent = [each.value for each in explorer.children if isinstance(each, HTML) and font_face() in each.value]
    assert len(sent) == 1 and len(sent[0]) < 30_000


def test_two_thousand_moves_of_a_slider_leave_little_behind():
    explorer = ForwardPassExplorer()
    slider = control(explorer, "x")
    gc.collect()
    tracemalloc.start()
    for k in range(2000):
        slider.value = -3 + 0.05 * (k % 100)
    gc.collect()
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert explorer.x == pytest.approx(1.95) and grown < 1e6
