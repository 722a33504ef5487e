"""The pages that come alive: explorers show nnlib's numbers, answers get Python's verdicts, and no work is lost.

Two lessons are tried each time; `pytest -m site` tries every one. Needs a folder with Pyodide's files: PYODIDE_DIR.
"""

import ast
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from itertools import pairwise

import nbformat
import pytest
from checker.cells import notebook
from exercises.answers import SOLUTIONS, sample
from lab import violations
from lessons import ROOT, course, tags
from playwright.sync_api import expect
from test_explorers_lab import choose, press_buttons, type_numbers
from test_site import (  # noqa: F401  # fixtures among them
    IMPORTS,
    LISTED,
    explorers_of,
    move_sliders,
    needs_pyodide,
    scope_of,
    site,
    squeezed,
    visit,
    visits,
)

from nnlib.checker.verdict import SIGNS
from nnlib.exercises import check
from nnlib.practice import practice

sys.path.insert(0, str(ROOT / "website"))
from alive import words
from reading import worded

pytestmark = [pytest.mark.browser, needs_pyodide]

LESSONS = course()
EACH_TIME = 2, 7  # one draws SVG, one with matplotlib; on a desktop, on a phone
VIEWS = {"desktop": {"viewport": {"width": 1300, "height": 900}},
         "phone": {"viewport": {"width": 360, "height": 740}, "has_touch": True}}
STATE = "() => document.documentElement.dataset.python"
WIDER = """() => document.documentElement.scrollWidth <= innerWidth ? []
    : ["too wide", ...[...document.querySelectorAll("main *")].filter((each) => each.getBoundingClientRect().right
        > innerWidth).map((each) => each.outerHTML.slice(0, 99))]"""
SAMPLE = "04_sigmoid_derivatives.html"
GRADIENT = "def dloss_dw2(y, a1, a2):\n    return (a2 - y) * a2 * (1 - a2) * a1"


@contextmanager
def opened(visit, name, alive=True, script="", **settings):  # noqa: F811
    """A page of the site, in a browser of its own that knows nothing; fails if its console says of an error.

    script : what runs in the page before it does.
    """
    context, errors = visit.chromium.new_context(**settings), []
    context.add_init_script(script)
    page = context.new_page()
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(visit.address + name)
    if alive:
        wait(page, "ready")
    yield page
    context.close()
    assert errors == []


def wait(page, state):
    page.wait_for_function(f"() => ({STATE})() === '{state}'", timeout=60_000)


def exercise(page, id):
    return page.locator(f'[data-exercise="{id}"]')


def editor(page, id):
    exercise(page, id).scroll_into_view_if_needed()  # it comes where it is seen
    return exercise(page, id).locator(".cm-content")


def type_in(page, id, text):
    editor(page, id).fill(text)


def judged(page, id):
    """Check an answer; return what the page then says."""
    place = exercise(page, id)
    place.get_by_role("button", name="Check").click()
    expect(place).not_to_have_class(re.compile("running"), timeout=20_000)
    return squeezed(place.locator(".verdict").inner_text())


class Within:
    """A part of a page, which can be asked as a page is."""

    def __init__(self, page, part):
        self.page, self.part = page, part

    def __getattr__(self, name):
        return getattr(self.part if hasattr(self.part, name) else self.page, name)


def check_explorers(page, lesson):
    """Each control of each explorer shows nnlib's numbers; of a number out of range it says what was wanted."""
    for cell, twin in explorers_of(lesson):
        within = Within(page, page.locator(f'[id="cell-id={cell.id}"]'))
        move_sliders(page, within.locator(".nnlib-explorer"), twin)
        within.get_by_role("button", name="Show the values as a table").click()
        twin.fold.click()
        type_numbers(within, twin)
        choose(within, twin)
        press_buttons(within, twin, keys=(None,))


def answers(lesson):
    """Yield each exercise as shipped, right and wrong: its id, the answer's text, how the page's verdict begins."""
    for cell, after in pairwise(lesson.code):
        for id in (tag.partition(":")[2] for tag in tags(cell) if tag.startswith("exercise:")):
            name = ast.parse(after.source).body[-1].value.args[1].id
            for text in (cell.source, SOLUTIONS[id], IMPORTS + sample(id)[1]):
                wanted = check(id, notebook(text, name, **scope_of(lesson)))
                said = worded(f"{SIGNS[wanted.status]} {wanted.status}: {wanted.message}", words(lesson.notebook))
                yield id, text, squeezed(said)


def check_page(visit, lesson, view):  # noqa: F811
    name, alive = lesson.name.replace(".ipynb", ".html"), bool(lesson.tagged("explore"))
    with opened(visit, name, alive, **VIEWS[view]) as page:
        check_explorers(page, lesson)
        for id, text, wanted in answers(lesson):
            type_in(page, id, text)
            assert judged(page, id).startswith(wanted)
        assert page.evaluate(WIDER) == []
        page.evaluate("() => document.querySelectorAll('details').forEach(each => { each.open = true; })")
        assert violations(page) <= LISTED


@pytest.mark.parametrize(("number", "view"), list(zip(EACH_TIME, VIEWS, strict=True)))
def test_a_lesson_comes_alive(visit, number, view):  # noqa: F811
    check_page(visit, next(each for each in LESSONS if each.number == number), view)


@pytest.mark.site
@pytest.mark.parametrize(("number", "view"), sorted(
    {(each.number, view) for each in LESSONS for view in VIEWS} - {*zip(EACH_TIME, VIEWS, strict=True)}))
def test_every_lesson_comes_alive(visit, number, view):  # noqa: F811
    check_page(visit, next(each for each in LESSONS if each.number == number), view)


# ---- no work is lost


def test_an_answer_outlives_a_reload_and_a_loop_and_reaches_another_tab(visit):  # noqa: F811
    with opened(visit, SAMPLE) as page:
        type_in(page, "4.gradient", GRADIENT)
        assert judged(page, "4.gradient").startswith("✓right:")
        expect(page.locator("#said")).to_contain_text("1 of 2 exercises right")
        page.get_by_role("button", name="B. Where z is large").click()
        expect(page.get_by_role("button", name="✗ B. Where z is large")).to_be_visible()
        page.reload()
        wait(page, "ready")
        expect(page.get_by_role("button", name="✗ B. Where z is large")).to_be_visible(timeout=20_000)
        expect(exercise(page, "4.gradient").locator(".verdict")).to_contain_text("✓ right: ")
        assert "✓ right" in page.locator(".jp-CodeCell", has_text="Lesson 4").last.inner_text()
        other = page.context.new_page()
        other.goto(f"{visit.address}index.html")
        expect(other.locator("[data-right~='4.gradient']")).to_have_text("1 of 2 right")
        other.goto(visit.address + SAMPLE)
        endless = "def dloss_dw2(y, a1, a2):\n    while True:\n        pass"
        expect(editor(other, "4.gradient")).to_contain_text("(a2 - y)")
        type_in(page, "4.gradient", endless)
        expect(editor(other, "4.gradient")).to_contain_text("while True")
        other.close()
        exercise(page, "4.gradient").get_by_role("button", name="Check").click()
        expect(exercise(page, "4.gradient").locator(".verdict")).to_contain_text("Stop ends it")
        expect(page.locator("#said")).to_contain_text("Does a loop in your answer never end?", timeout=10_000)
        page.locator(".nnlib-explorer input").first.fill("2")
        page.keyboard.press("Enter")
        expect(page.locator("#said")).to_contain_text("Does a loop in your answer never end?")
        exercise(page, "4.gradient").get_by_role("button", name="Stop").click()
        expect(exercise(page, "4.gradient").locator(".verdict")).to_contain_text("Stopped.")
        wait(page, "ready")
        page.reload()  # what never ended is not begun again
        wait(page, "ready")
        expect(exercise(page, "4.gradient").locator(".verdict")).to_contain_text("waits for Check")
        expect(editor(page, "4.gradient")).to_contain_text("while True")
        exercise(page, "4.gradient").get_by_role("button", name="Start again").click()
        expect(editor(page, "4.gradient")).to_contain_text("return ...")
        page.keyboard.press("ControlOrMeta+z")
        expect(editor(page, "4.gradient")).to_contain_text("while True")


def test_work_is_downloaded_and_opened_again_and_back_and_forward_lose_none(visit, tmp_path):  # noqa: F811
    with opened(visit, SAMPLE) as page:
        type_in(page, "4.gradient", GRADIENT)
        assert judged(page, "4.gradient").startswith("✓right:")
        with page.expect_download() as download:
            page.get_by_role("button", name="Download my work").click()
        download.value.save_as(tmp_path / "mine.ipynb")
        page.get_by_role("link", name="Follow the chain rule to w1").click()
        page.get_by_label("Open my work").set_input_files(tmp_path / "mine.ipynb")
        expect(page.locator("#work [role=status]")).to_contain_text("of another lesson")
        page.go_back()
        wait(page, "ready")
        expect(exercise(page, "4.gradient").locator(".verdict")).to_contain_text("✓ right: ", timeout=20_000)
        page.go_forward()
        page.go_back()
        expect(editor(page, "4.gradient")).to_contain_text("(a2 - y)")
    mine = nbformat.read(tmp_path / "mine.ipynb", as_version=4)
    nbformat.validate(mine)
    [cell] = [each for each in mine.cells if "exercise:4.gradient" in tags(each)]
    assert cell.source == GRADIENT
    (tmp_path / "other.ipynb").write_text("{}")
    with opened(visit, SAMPLE) as page:
        told = {"other": "This file is no notebook.", "mine": "Your answers are back: 4b."}
        for name, said in told.items():
            page.get_by_label("Open my work").set_input_files(tmp_path / f"{name}.ipynb")
            expect(page.locator("#work [role=status]")).to_have_text(said)
        assert judged(page, "4.gradient").startswith("✓right:")
        expect(page.locator("#work [role=status]")).to_have_text("")


@pytest.mark.parametrize("storage", [
    "Storage.prototype.setItem = () => { throw new Error('full'); };",
    "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('', 'SecurityError'); }});",
], ids=["full", "forbidden"])
def test_where_nothing_can_be_stored_the_page_says_so(visit, storage):  # noqa: F811
    with opened(visit, SAMPLE, script=storage) as page:
        type_in(page, "4.gradient", GRADIENT)
        assert judged(page, "4.gradient").startswith("✓right:")
        expect(page.locator("#said")).to_contain_text("1 of 2 exercises right. This browser keeps nothing: download")


@pytest.mark.parametrize("gone", ["pyodide.mjs", "course.zip", "vendor/widgets.js"])
def test_without_a_network_after_the_text_it_is_a_page_to_read(visit, gone):  # noqa: F811
    context = visit.chromium.new_context()
    context.route(f"**/{gone}", lambda route: route.abort())
    page = context.new_page()
    page.goto(visit.address + SAMPLE)
    wait(page, "failed")
    expect(page.locator("#said")).to_contain_text("this page is for reading now; what you typed is still here")
    type_in(page, "4.gradient", GRADIENT)
    context.unroute(f"**/{gone}")
    page.get_by_role("button", name="Reload the page" if "widgets" in gone else "Start Python again").click()
    wait(page, "ready")
    expect(editor(page, "4.gradient")).to_contain_text("(a2 - y)")
    assert judged(page, "4.gradient").startswith("✓right:")


def test_a_worker_that_dies_is_told_of_and_started_again(visit):  # noqa: F811
    with opened(visit, SAMPLE) as page:
        type_in(page, "4.gradient", GRADIENT)
        page.workers[0].evaluate("() => { self.onmessage = null; setTimeout(close); }")
        page.wait_for_timeout(200)
        exercise(page, "4.gradient").get_by_role("button", name="Check").click()
        expect(page.locator("#said")).to_contain_text("has not answered for 5 seconds", timeout=10_000)
        page.get_by_role("button", name="Stop, and start Python again").click()
        wait(page, "ready")
        expect(exercise(page, "4.gradient").locator(".verdict")).to_contain_text("your answer is as you typed it")
        assert judged(page, "4.gradient").startswith("✓right:")
        page.workers[0].evaluate("() => { setTimeout(() => { throw new Error('out of memory'); }); }")
        wait(page, "failed")
        expect(page.locator("#said")).to_contain_text("Python stopped (Uncaught Error: out of memory)")


def solved(task):
    """The solution of a task of practice, as its code."""
    return re.search(r"```python\n(.*?)```", task.solution, re.DOTALL)[1]


@pytest.mark.site
def test_another_task_of_practice_comes_into_the_page_and_is_judged(visit):  # noqa: F811
    with opened(visit, "12_practice.html") as page:
        place = page.locator("[data-task]").first
        place.scroll_into_view_if_needed()
        task = page.locator(f'[id="cell-id={place.get_attribute("data-task")}"]')
        name, other = place.get_attribute("data-exercise"), place.get_by_role("button", name="Another task")
        other.click()
        expect(task).to_contain_text("Level 3, seed 4", timeout=20_000)
        assert judged(page, name).startswith("…nottried:")
        type_in(page, name, solved(practice(3, 4)))
        assert judged(page, name).startswith("✓right:")
        expect(place.locator(".verdict")).to_contain_text("Next: press Another task.")
        other.click()
        expect(task).to_contain_text("Level 4, seed 4", timeout=20_000)
        place.get_by_role("combobox", name="Level").select_option("1")
        expect(task).to_contain_text("Level 1, seed 5", timeout=20_000)
        type_in(page, name, solved(practice(1, 5)))
        assert judged(page, name).startswith("✓right:")
        with page.expect_download() as download:
            page.get_by_role("button", name="Download my work").click()
        page.reload()  # the task is there again, and so is the verdict
        expect(task).to_contain_text("Level 1, seed 5", timeout=60_000)
        expect(place.locator(".verdict")).to_contain_text("✓ right: ", timeout=20_000)
        other.click()
        expect(task).to_contain_text("Level 2, seed 5", timeout=20_000)
        page.locator("#work input").set_input_files(download.value.path())
        expect(task).to_contain_text("Level 1, seed 5", timeout=20_000)
        expect(place.locator(".cm-content")).to_contain_text("path", timeout=20_000)


@pytest.mark.parametrize(("name", "walk"), [
    ("01_forward_pass.html", ["Next: z₁", "Next: a₁", "Next: z₂", "Next: a₂"]),
    *(pytest.param(name, [], marks=pytest.mark.site) for name in ("03_chain_rule_w2.html", SAMPLE)),
])
def test_on_a_phone_a_wide_graph_says_that_it_scrolls_and_shows_what_changes(visit, name, walk):  # noqa: F811
    with opened(visit, name, **VIEWS["phone"]) as page:
        explorer = page.locator(".nnlib-explorer").last
        expect(explorer).to_have_class(re.compile(r"\bscrolls\b"), timeout=20_000)
        for button in walk:
            explorer.get_by_role("button", name=button, exact=True).tap()
        expect(explorer.get_by_role("button", name="Next", exact=True)).to_have_count(len(walk[:1]))
        explorer.locator(".nnlib-field input").first.fill("2")
        page.keyboard.press("Enter")
        expect(explorer.get_by_role("img", name="x = 2 ").first).to_be_attached(timeout=20_000)
        page.wait_for_timeout(1000)  # it scrolls smoothly
        part = explorer.locator(".nnlib-scroll, .nnlib-picture .widget-html-content > div").first
        assert part.evaluate("each => each.scrollLeft") > 0


def test_on_a_phone_a_wide_graph_shows_what_it_lights(visit):  # noqa: F811
    with opened(visit, "05_chain_rule_w1.html", **VIEWS["phone"]) as page:
        page.wait_for_timeout(2000)
        loss = page.locator(".nnlib-halo").first.bounding_box()
        assert loss["x"] > 0 and loss["x"] + loss["width"] < VIEWS["phone"]["viewport"]["width"]


def test_where_data_is_to_be_saved_python_waits_for_a_touch(visit):  # noqa: F811
    context = visit.chromium.new_context(**VIEWS["phone"])
    context.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}});")
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    for name in ("index.html", SAMPLE):
        page.goto(visit.address + name)
        expect(page.locator("#said")).to_contain_text("a download of 1")
        page.wait_for_timeout(500)
        assert page.evaluate(STATE) is None
    assert not any("pyodide" in url or "nnlib" in url for url in asked)
    editor(page, "4.gradient").tap()
    wait(page, "ready")


def test_without_a_script_the_page_says_that_it_is_for_reading(visit):  # noqa: F811
    page = visit.chromium.new_context(java_script_enabled=False).new_page()
    page.goto(visit.address + SAMPLE)
    assert "This page is for reading" in page.locator("noscript").first.inner_text()
    assert not page.get_by_role("button", name="Check").first.is_visible()


# ---- what is beside the pages


def test_no_page_speaks_of_cells_to_run(site):  # noqa: F811
    for lesson in LESSONS:
        html = (site / lesson.name.replace(".ipynb", ".html")).read_text(encoding="utf-8")
        text = re.sub(r"<script.*?</script>|<[^>]+>", "", html, flags=re.DOTALL)
        assert not re.search(r"[Rr]un (the|this|all|its) [^.]*cell|Start with the one|in a new cell", text), lesson.name


@pytest.fixture(scope="module")
def npm(tmp_path_factory):
    """A function that runs a command on a copy of the scripts and what they are bundled with."""
    if not shutil.which("npm"):
        pytest.skip("no npm")
    page = tmp_path_factory.mktemp("npm") / "page"
    shutil.copytree(ROOT / "website" / "page", page, ignore=shutil.ignore_patterns("node_modules"))

    def run(*command):
        return subprocess.run(command, cwd=page / "libraries", capture_output=True, text=True)

    installed = run("npm", "ci", "--no-audit", "--no-fund")
    if re.search("network|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT", installed.stderr):
        pytest.skip("npm reaches no registry")
    assert installed.returncode == 0, installed.stderr
    return run


def test_the_libraries_are_what_their_source_gives(npm, tmp_path):
    assert npm("npm", "run", "build", "--", tmp_path).returncode == 0
    for path in (ROOT / "website" / "page" / "vendor").iterdir():
        assert path.read_bytes() == (tmp_path / path.name).read_bytes(), path.name


def test_the_linter_finds_nothing_in_the_scripts(npm):
    done = npm("npm", "run", "lint")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("tested", ["pages", "class"])
def test_the_scripts_do_their_work_without_a_browser(tested):
    if not shutil.which("node"):
        pytest.skip("no node")
    done = subprocess.run(["node", "--test", ROOT / "tests" / f"{tested}.test.mjs"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
