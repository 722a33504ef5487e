"""Each explorer in JupyterLab: every control by mouse and by keyboard, and what the page then says against nnlib."""

from contextlib import suppress
from html import unescape

import nbformat
import nbformat.v4 as v4
import pytest
from ipywidgets import Button, Dropdown, FloatText, Text
from lab import close_lesson, opener, violations
from playwright.sync_api import expect
from store_outputs import METADATA

from nnlib import Network, gradient_descent
from nnlib.draw import style
from nnlib.explore.autodiff import AutodiffExplorer
from nnlib.explore.backward_pass import BackwardPassExplorer
from nnlib.explore.chain_rule import ChainRuleExplorer
from nnlib.explore.controls import SLIDERS
from nnlib.explore.cross_entropy import CrossEntropyExplorer
from nnlib.explore.data import DataExplorer
from nnlib.explore.descent import DescentExplorer
from nnlib.explore.forward_pass import ForwardPassExplorer
from nnlib.explore.loss import LossExplorer
from nnlib.explore.sigmoid import ActivationExplorer

pytestmark = [pytest.mark.browser, pytest.mark.explorers]

STARTS = [
    (ForwardPassExplorer, {}), (ForwardPassExplorer, {"mode": "fill in"}), (LossExplorer, {}),
    (ChainRuleExplorer, {"weight": "w2"}), (ChainRuleExplorer, {"weight": "w1"}), (ActivationExplorer, {}),
    (BackwardPassExplorer, {"steps": 3}), (DescentExplorer, {"steps": 3}),
    (DataExplorer, {"shown": True}), (CrossEntropyExplorer, {}),
    (AutodiffExplorer, {"steps": 3}),
]
OUTPUTS = ".jp-OutputArea"
ALONE = ("Run", "Pause")  # what they do depends on the time; they have a test of their own
# The same controls with nothing of ours.
BARE = """from ipywidgets import HTML, Button, Dropdown, FloatLogSlider, FloatSlider, FloatText, HBox, Text, VBox
VBox([HBox([FloatSlider(description="x", readout=False), FloatText(description="x as a number")]),
      FloatLogSlider(description="y", readout=False), Dropdown(options=["a", "b"], description="g"),
      Text(description="z"), Button(description="Go"), HTML("words")])"""


def source(kind, start):
    settings = ", ".join(f"{name}={value!r}" for name, value in start.items())
    return f"from {kind.__module__} import {kind.__name__}\nexplorer = {kind.__name__}({settings})\nexplorer"


def called(kind, start):
    return "-".join([kind.__name__, *map(str, start.values())])


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A function that opens an explorer, or the bare controls, and returns the page and what the console said."""
    root = tmp_path_factory.mktemp("explorers")
    sources = {called(*start): source(*start) for start in STARTS} | {"bare": BARE}
    for name, code in sources.items():
        nbformat.write(v4.new_notebook(cells=[v4.new_code_cell(code)], metadata=METADATA), root / f"{name}.ipynb")
    with opener(root, viewport={"width": 1400, "height": 1300}) as run:

        def ready(name):
            page, console = run(f"{name}.ipynb")
            page.locator(".widget-vbox button.widget-button").locator("visible=true").first.wait_for()
            return page, console

        yield ready


class Twin:
    """The same explorer in this process: what is done in the page is done to it too."""

    def __init__(self, explorer):
        self.explorer = explorer

    def widgets(self, kinds):
        """The widgets of some kinds that show, in order."""
        def inside(widget):
            if widget.layout.display == "none":
                return
            if isinstance(widget, kinds):
                yield widget
            for child in getattr(widget, "children", ()):
                yield from inside(child)
        return list(inside(self.explorer))

    def trait_of(self, widget):
        return next(name for name, widgets in self.explorer._controls.items() if widget in widgets)

    def shown(self):
        """What the page must say: the table's rows, what the pictures are called, the error."""
        picture = self.explorer.view.picture
        parts = getattr(picture, "parts", None) or (picture,)
        return {**self.explorer.view.rows}, [part.alt for part in parts], self.explorer.error


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
    page.wait_for_timeout(100)
    for _ in range(30):
        (rows, pictures, alert), (wanted_rows, alts, error) = in_page(page), twin.shown()
        if (rows, pictures) == (wanted_rows, alts) and (error in alert if error else not alert):
            return
        page.wait_for_timeout(100)
    assert rows == wanted_rows, did
    assert pictures == alts, did
    assert error in alert if error else not alert, did


PARTS = {"slider": ".noUi-handle", "field": ".widget-text input", "choice": "select", "button": ".widget-button"}


def element(page, kind, number):
    return page.locator(f".nnlib-explorer {PARTS[kind]} >> visible=true").nth(number)


def move_sliders(page, twin):
    for number, slider in enumerate(twin.widgets(SLIDERS)):
        name, handle = twin.trait_of(slider), element(page, "slider", number)
        field, moved = page.get_by_label(f"{slider.description} as a number", exact=True), set()
        for way in ("ArrowRight", "End", "Home", "ArrowRight", "mouse"):
            handle.scroll_into_view_if_needed()
            before = field.input_value()
            if way == "mouse":
                box = handle.bounding_box()
                page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
                page.mouse.down()
                page.mouse.move(box["x"] + 60, box["y"] + box["height"] / 2, steps=12)
                page.mouse.up()
            else:
                handle.press(way)
            with suppress(AssertionError):  # it may have been at that end already
                expect(field).not_to_have_value(before, timeout=1000)
                moved.add(way)
            page.wait_for_timeout(300)
            setattr(twin.explorer, name, float(field.input_value()))
            compare(page, twin, f"{name} by {way}")
        assert {"mouse", "ArrowRight", "Home"} <= moved, name


def type_numbers(page, twin):
    for number, field in enumerate(twin.widgets((FloatText, Text))):
        place = element(page, "field", number)
        texts = ("0.5", "−1", "0,68", "") if isinstance(field, Text) else ("1", "1e9", "")
        for text in texts:
            place.fill(text)
            place.press("Enter")
            if isinstance(field, Text) or text:
                field.value = text if isinstance(field, Text) else float(text)
                page.wait_for_timeout(200)
                compare(page, twin, f"typed {text!r} into {field.description}")
        if isinstance(field, FloatText):  # the emptied field: nothing may break, and the next number counts
            place.fill("2")
            place.press("Enter")
            field.value = 2
            compare(page, twin, f"typed 2 into {field.description} when it was empty")


def choose(page, twin):
    for number, choice in enumerate(twin.widgets(Dropdown)):
        place = element(page, "choice", number)
        for option in (*choice.options[1:], choice.options[0]):
            place.select_option(label=option[0])
            choice.value = option[1]
            compare(page, twin, f"chose {option[0]}")
        place.focus()
        page.keyboard.press("ArrowDown")
        choice.value = choice.options[1][1]
        compare(page, twin, f"chose {choice.options[1][0]} by keyboard")
        place.select_option(label=choice.options[0][0])
        choice.value = choice.options[0][1]
        compare(page, twin, f"chose {choice.options[0][0]} again")


def press_buttons(page, twin):
    for key in (None, "Enter", "Space"):
        number = 0
        while number < len(buttons := twin.widgets(Button)):
            button, place = buttons[number], element(page, "button", number)
            expect(place).to_have_text(button.description)
            if button.description not in (*ALONE, "▾ Hide the table of values"):
                assert place.is_disabled() == button.disabled, button.description
                if not button.disabled:
                    place.press(key) if key else place.click()
                    button.click()
                    compare(page, twin, f"pressed {button.description} by {key or 'mouse'}")
            number += 1


@pytest.mark.parametrize(("kind", "start"), STARTS, ids=[called(*start) for start in STARTS])
def test_every_control_by_mouse_and_by_keyboard(lab, kind, start):
    page, console = lab(called(kind, start))
    twin = Twin(kind(**start))
    page.get_by_role("button", name="Show the values as a table").click()
    twin.explorer.fold.click()
    compare(page, twin, "opened")
    for work in (move_sliders, type_numbers, choose, press_buttons):
        work(page, twin)
    assert console == []
    close_lesson(page)


@pytest.mark.parametrize(("kind", "start"), STARTS, ids=[called(*start) for start in STARTS])
def test_the_keyboard_reaches_every_control_in_order_and_sees_where_it_is(lab, kind, start):
    page, _ = lab(called(kind, start))
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
    places = [place for place, _ in seen]
    assert -1 not in places
    assert places == sorted(set(places))
    assert all(visible for _, visible in seen)
    close_lesson(page)


def test_axe_finds_nothing_that_the_bare_controls_do_not_show(lab):
    page, _ = lab("bare")
    bare = violations(page, OUTPUTS)
    close_lesson(page)
    for start in STARTS:
        page, _ = lab(called(*start))
        page.get_by_role("button", name="Show the values as a table").click()
        for width in (1400, 800):  # in the narrow one, pictures and tables scroll
            page.set_viewport_size({"width": width, "height": 1300})
            page.wait_for_timeout(500)
            assert violations(page, OUTPUTS) <= bare, (called(*start), width)
        close_lesson(page)


def test_a_run_moves_and_stops_and_a_click_starts_elsewhere(lab):
    page, console = lab(called(DescentExplorer, {"steps": 3}))
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
    assert -4 < w1 < -1
    assert 2 < w2 < 5
    path = gradient_descent(Network(w1, w2), 1.5, 1, 2, int(paused))
    expect(picture).to_have_attribute("aria-label", DescentExplorer(start_w1=w1, start_w2=w2, steps=paused)
                                      .view.picture.parts[0].alt)
    assert f"w1 = {style.number(path.w1[-1])}, w2 = {style.number(path.w2[-1])}" in picture.get_attribute("aria-label")

    page.get_by_role("button", name="Run", exact=True).click()
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")  # the cell, run again
    page.wait_for_timeout(3000)
    page.get_by_role("button", name="One step", exact=True).click()
    expect(page.get_by_label("steps as a number", exact=True)).to_have_value("4")
    assert console == []
    close_lesson(page)
