"""Each explorer in JupyterLab: every control by mouse and by keyboard, and what the page then says against nnlib."""

from contextlib import suppress
from html import unescape

import nbformat
import nbformat.v4 as v4
import pytest
from ipywidgets import Button, Dropdown, FloatText, Text
from lab import UNNAMED_SLIDER, close_lesson, opener, violations
from playwright.sync_api import expect
from store_outputs import METADATA

from nnlib.explore.autodiff import AutodiffExplorer
from nnlib.explore.backward_pass import BackwardPassExplorer
from nnlib.explore.chain_rule import ChainRuleExplorer
from nnlib.explore.controls import SLIDERS
from nnlib.explore.cross_entropy import CrossEntropyExplorer
from nnlib.explore.data import DataExplorer
from nnlib.explore.descent import DescentExplorer
from nnlib.explore.forward_pass import ForwardPassExplorer
from nnlib.explore.learning import LearnExplorer
from nnlib.explore.loss import LossExplorer
from nnlib.explore.sigmoid import ActivationExplorer

pytestmark = [pytest.mark.browser, pytest.mark.explorers]

STARTS = [
    (ForwardPassExplorer, {}), (ForwardPassExplorer, {"mode": "fill in"}), (LossExplorer, {}), (ActivationExplorer, {}),
    (ChainRuleExplorer, {"weight": "w2"}), (ChainRuleExplorer, {"weight": "w1"}), (BackwardPassExplorer, {"steps": 3}),
    (BackwardPassExplorer, {"part": "path to w2"}), (LearnExplorer, {}), (DescentExplorer, {"steps": 3}),
    (DataExplorer, {"shown": True}), (CrossEntropyExplorer, {}), (AutodiffExplorer, {"steps": 3}),
]
ALONE = ("Run", "Pause", "Learn", "Learn again")  # what they do depends on the time; they have a test of their own


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A function that opens an explorer, and returns the page and what the console said."""
    root = tmp_path_factory.mktemp("explorers")
    with opener(root, viewport={"width": 1400, "height": 1300}) as run:

        def ready(kind, start):
            cell = v4.new_code_cell(f"from {kind.__module__} import {kind.__name__}\n{kind.__name__}(**{start})")
            nbformat.write(v4.new_notebook(cells=[cell], metadata=METADATA), root / "explorer.ipynb")
            page, console = run("explorer.ipynb")
            page.locator(".widget-vbox button.widget-button").locator("visible=true").first.wait_for()
            return page, console

        yield ready


# What is done in the page is done, too, to the same explorer in this process, its twin.


def widgets(widget, kinds):
    """The widgets of some kinds that show in a widget, in order."""
    if widget.layout.display == "none":
        return []
    children = [each for child in getattr(widget, "children", ()) for each in widgets(child, kinds)]
    return [widget, *children] if isinstance(widget, kinds) else children


def trait_of(explorer, widget):
    return next(name for name, controls in explorer._controls.items() if widget in controls)


def shown(explorer):
    """What the page must say: the table's rows, what the pictures are called, the error."""
    return {**explorer.view.rows}, [part.alt for part in explorer.view.picture.parts], explorer.error


def in_page(page):
    explorer = page.locator(".nnlib-explorer")
    rows = explorer.locator("table").last.locator("tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.children].map(cell => cell.textContent))")
    pictures = explorer.locator(".nnlib-picture svg[role=img]").evaluate_all(
        "pictures => pictures.map(picture => picture.ariaLabel ?? picture.getAttribute('aria-label'))")
    alert = explorer.get_by_role("alert").all_inner_texts()
    return dict(rows), [unescape(each) for each in pictures], alert[0] if alert else ""


def compare(page, twin, did):
    """Wait until the page says what the twin says, and fail if it does not."""
    for _ in range(100):  # ten seconds: the machine may be busy
        page.wait_for_timeout(100)
        (*found, alert), (*wanted, error) = in_page(page), shown(twin)
        if found == wanted and (error in alert if error else not alert):
            return
    assert (found, alert) == (wanted, error), did


def element(page, selector, number):
    return page.locator(f".nnlib-explorer {selector} >> visible=true").nth(number)


def drag_right(page, handle, pixels):
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + pixels, y, steps=12)
    page.mouse.up()


def move_sliders(page, twin):
    for number, slider in enumerate(widgets(twin, SLIDERS)):
        name, handle = trait_of(twin, slider), element(page, ".noUi-handle", number)
        field, moved = page.get_by_label(f"{slider.description} as a number", exact=True), set()
        for way in ("ArrowRight", "End", "Home", "ArrowRight", "mouse"):
            before = field.input_value()
            drag_right(page, handle, 50) if way == "mouse" else handle.press(way)
            with suppress(AssertionError):  # it may have been at that end already
                expect(field).not_to_have_value(before, timeout=1000)
                moved.add(way)
            page.wait_for_timeout(300)
            setattr(twin, name, float(field.input_value()))
            compare(page, twin, f"{name} by {way}")
        assert {"mouse", "ArrowRight", "Home"} <= moved, name


def type_numbers(page, twin):
    for number, field in enumerate(widgets(twin, (FloatText, Text))):
        place = element(page, ".widget-text input", number)
        read = str if isinstance(field, Text) else float
        for text in ("0.5", "−1", "0,68", "") if read is str else ("1", "1e9", "", "2"):
            place.fill(text)
            place.press("Enter")
            page.wait_for_timeout(200)
            if read is str or text:  # where a field for a number is emptied, the next number counts
                field.value = read(text)
                compare(page, twin, f"typed {text!r} into {field.description}")


def choose(page, twin):
    for number, choice in enumerate(widgets(twin, Dropdown)):
        place = element(page, "select", number)
        for k in (*range(1, len(choice.options)), 0, "ArrowDown", 0):
            place.press(k) if k == "ArrowDown" else place.select_option(index=k)
            choice.index = 1 if k == "ArrowDown" else k
            compare(page, twin, f"chose {k} in {choice.description}")


def press_buttons(page, twin, keys=(None, "Enter", "Space")):
    for key in keys:
        number = 0
        while number < len(buttons := widgets(twin, Button)):
            button, place = buttons[number], element(page, ".widget-button", number)
            expect(place).to_have_text(button.description)
            if button.description not in (*ALONE, "▾ Hide the table of values"):
                assert place.is_disabled() == button.disabled, button.description
                if not button.disabled:
                    place.press(key) if key else place.click()
                    button.click()
                    compare(page, twin, f"pressed {button.description} by {key or 'mouse'}")
            number += 1


def tab_through(page):
    """The keyboard reaches every control, in order, and sees where it is."""
    controls = page.locator(".nnlib-explorer").locator(
        ".noUi-handle, input, select, button:not([disabled]), [tabindex='0']").locator("visible=true")
    controls.first.focus()
    page.keyboard.press("Shift+Tab")
    seen = []
    for _ in range(controls.count()):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("""() => {
            const style = getComputedStyle(document.activeElement);
            return [[...document.querySelectorAll(".nnlib-explorer *")].indexOf(document.activeElement),
                    style.outlineStyle !== "none" && style.outlineWidth !== "0px" || style.boxShadow !== "none"];
        }"""))
    places, visible = zip(*seen, strict=True)
    assert -1 not in places and [*places] == sorted({*places}) and all(visible)


def audit(page):
    for width in (800, 1400):  # in the narrow one, pictures and tables scroll
        page.set_viewport_size({"width": width, "height": 1300})
        page.wait_for_timeout(500)
        assert violations(page, ".jp-OutputArea") <= {UNNAMED_SLIDER}, width


@pytest.mark.parametrize(("kind", "start"), STARTS)
def test_every_control_by_mouse_and_by_keyboard(lab, kind, start):
    page, console = lab(kind, start)
    tab_through(page)
    twin = kind(**start)
    page.get_by_role("button", name="Show the values as a table").click()
    twin.fold.click()
    compare(page, twin, "opened")
    audit(page)
    for work in (move_sliders, type_numbers, choose, press_buttons):
        work(page, twin)
    assert console == []
    close_lesson(page)


def test_a_run_moves_and_stops_and_a_click_starts_elsewhere(lab):
    page, console = lab(DescentExplorer, {"steps": 3})
    steps = page.get_by_label("steps as a number", exact=True)
    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_timeout(1000)
    page.get_by_role("button", name="Pause", exact=True).click()
    page.wait_for_timeout(400)
    paused = float(steps.input_value())
    assert 3 < paused < 100
    page.wait_for_timeout(400)
    assert float(steps.input_value()) == paused

    picture = page.locator(".nnlib-explorer svg[onclick]")
    box = picture.bounding_box()
    page.mouse.click(box["x"] + 0.5 * box["width"], box["y"] + 0.4 * box["height"])
    page.wait_for_timeout(600)
    w1, w2 = (float(page.get_by_label(f"start w{digit} as a number", exact=True).input_value()) for digit in "₁₂")
    assert -4 < w1 < -1 and 2 < w2 < 5
    expect(picture).to_have_attribute("aria-label", DescentExplorer(start_w1=w1, start_w2=w2, steps=paused)
                                      .view.picture.parts[0].alt)

    page.get_by_role("button", name="Run", exact=True).click()
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")  # the cell, run again
    page.wait_for_timeout(3000)
    page.get_by_role("button", name="One step", exact=True).click()
    expect(page.get_by_label("steps as a number", exact=True)).to_have_value("4")
    assert console == []
    close_lesson(page)
