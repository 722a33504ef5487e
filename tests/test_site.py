"""The website: its pages as they are read, and lessons run in JupyterLite, with nothing asked elsewhere.

The live edition needs a folder with Pyodide's files: PYODIDE_DIR names it. `pytest -m site` runs every lesson there.
"""

import ast
import importlib
import json
import os
import re
import shlex
import subprocess
import sys
import time
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from exercises.answers import IMPORTS, SOLUTIONS, sample
from lab import UNNAMED_SLIDER, browser, fonts, require_chromium, violations
from lessons import PATHS, ROOT, comparable, course, tags
from live_lab import CODE_CELLS, SET_SOURCE, open_live, outputs, outside, run_live, served
from nbclient import NotebookClient
from playwright.sync_api import Browser, expect
from test_explorers_lab import drag_right, shown, trait_of, widgets

from nnlib.exercises import EXERCISES, checking
from nnlib.exercises.course import PREDICTIONS
from nnlib.explore.controls import SLIDERS
from nnlib.explore.explorer import Explorer

pytestmark = pytest.mark.browser

PYODIDE = os.environ.get("PYODIDE_DIR")
needs_pyodide = pytest.mark.skipif(not PYODIDE, reason="PYODIDE_DIR names no folder with Pyodide's files")
LESSONS = course()
PAGES = ["index", "instructors", "class", *(path.stem for path in PATHS)]
SAMPLE = next(lesson for lesson in LESSONS if lesson.number == 4)
INSTRUCTORS = (ROOT / "website" / "pages" / "instructors.md").read_text(encoding="utf-8")
GIVEN = {"Loss(a_2,y^*)"}  # what may be shown: a formula that lesson 2's question states and its answer starts from
LISTED = {UNNAMED_SLIDER}  # ipywidgets names no slider; the number field beside it has its name
PHONE, DESKTOP = {"width": 375, "height": 812}, {"width": 1300, "height": 900}


def run(*command, cwd=None):
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr


def build(folder, *options):
    run(ROOT / "website" / "build.py", folder, *options)
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of the site, self-contained if there is a Pyodide folder; processes side by side build it once."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    folder, begun, ended = (shared / f"site{suffix}" for suffix in ("", ".begun", ".ended"))
    try:
        begun.touch(exist_ok=False)
    except FileExistsError:
        while not ended.exists():
            time.sleep(0.5)
        assert (folder / "formulas.html").exists(), "it was not built: see the test that began it"
        return folder
    try:
        return build(folder, *(["--pyodide", PYODIDE] if PYODIDE else []))
    finally:
        ended.touch()


@pytest.fixture(scope="module")
def site_without_pyodide(site, tmp_path_factory):
    return build(tmp_path_factory.mktemp("without") / "out") if PYODIDE else site


@dataclass
class Visit:
    """A browser on the site."""

    chromium: Browser
    address: str
    asked: list  # of other hosts

    def page(self, **settings):
        return self.chromium.new_page(viewport=DESKTOP, **settings)

    def read(self, name, java_script_enabled=True):
        """Open a page as it is before it comes alive, with all that folds unfolded."""
        page = self.page(java_script_enabled=java_script_enabled)
        page.route("**/page/lesson.js", lambda route: route.abort())
        page.goto(f"{self.address}{name}.html")
        page.evaluate("() => document.querySelectorAll('details').forEach(each => { each.open = true; })")
        return page


@pytest.fixture(scope="module")
def visits(site):
    require_chromium()
    with served(site) as address, outside() as (proxy, asked), browser(proxy=proxy) as chromium:
        yield Visit(chromium, address, asked)


@pytest.fixture
def visit(visits):
    """A browser on the site, which asks nothing of any other host in any test."""
    visits.asked.clear()
    yield visits
    for context in visits.chromium.contexts:
        context.close()
    assert visits.asked == []


# ---- the pages, read


class Targets(HTMLParser):
    """The links and ids of a page."""

    def __init__(self, html):
        super().__init__()
        self.links, self.ids = [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.links += [attributes[name] for name in ("href", "src") if name in attributes]
        self.ids += [attributes["id"]] if "id" in attributes else []


def dead_links(site):
    """Links of the pages that lead nowhere in the site, and ids that stand twice; no link to elsewhere is followed."""
    pages = {path.name: Targets(path.read_text(encoding="utf-8")) for path in site.glob("*.html")}
    for name, page in pages.items():
        yield from (f"{name}: {id} twice" for id in {*page.ids} if page.ids.count(id) > 1)
        for link in (each for each in page.links if not each.startswith(("https://", "data:"))):
            path, query, anchor = re.fullmatch(r"([^?#]*)(?:[?]path=([^#]*))?#?(.*)", link).groups()
            path, needed = path or name, [site / (path or name), *([site / "live" / "files" / query] if query else [])]
            if not all(each.is_file() for each in needed) or path.endswith(".ipynb") or (
                    anchor and anchor not in pages[path].ids):
                yield f"{name}: {link}"


def test_links_lead_somewhere(site, tmp_path):
    assert list(dead_links(site)) == []
    dead = "b.html", "#c", "d.ipynb", "a.html?path=f"
    (tmp_path / "a.html").write_text("<p id=i><img id=i src=e.png>" + "".join(f"<a href={link}>" for link in dead))
    (tmp_path / "d.ipynb").touch()
    assert list(dead_links(tmp_path)) == [f"a.html: {each}" for each in ("i twice", "e.png", *dead)]


@pytest.mark.parametrize("name", [
    pytest.param(name, marks=[pytest.mark.site] * (name[:2] not in ("in", "cl", "04", "10", "12"))) for name in PAGES])
def test_axe_finds_nothing_in_a_page(visit, name):
    page = visit.read(name)
    assert violations(page) <= LISTED
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(100)
    assert violations(page) <= LISTED
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_axe_finds_a_fault(visit):
    page = visit.read("index")
    page.evaluate("() => document.querySelector('main').append(document.createElement('button'))")
    assert ("button-name", "<button") in violations(page)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_on_a_phone_small_pictures_fit_and_wide_ones_scroll(visit, script):
    page = visit.read("11_long_chains", java_script_enabled=script)
    page.set_viewport_size(PHONE)
    widths = page.locator(".jp-OutputArea-output img").evaluate_all(
        "found => found.map(each => [each.naturalWidth, each.clientWidth])")
    small, wide = ([shown for natural, shown in widths if (natural > 600) == wanted] for wanted in (False, True))
    assert max(small) <= PHONE["width"]
    assert min(wide) >= 500
    for area in page.locator(".highlight, .jp-OutputArea-output, math[display=block]").all():
        if area.evaluate("each => each.scrollWidth > each.clientWidth"):
            assert area.get_attribute("tabindex") == "0"


def test_on_a_laptop_no_line_of_a_solution_is_cut(visit):
    page = visit.read("07_update_rule")
    code = page.locator(".jp-MarkdownCell details .highlight")
    assert code.count() > 1
    assert code.evaluate_all("found => found.every(each => each.scrollWidth <= each.clientWidth)")


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_every_formula_and_picture_shows(visit, lesson):
    page = visit.read(lesson.name.removesuffix(".ipynb"), java_script_enabled=False)
    texts = [re.sub(r"`[^`]*`", "", cell.source) for cell in lesson.markdown]
    texts += [re.sub(r"<[^>]*>", "", "".join(output.data["text/html"])) for cell in lesson.code
              for output in cell.outputs if "text/html" in output.get("data", {})]
    texts += ["".join(output.data["text/markdown"]) for cell in lesson.code for output in cell.outputs
              if "text/markdown" in output.get("data", {})]
    written = sum(len(re.findall(r"\$\$.+?\$\$|\$.+?\$", text, re.DOTALL)) for text in texts)
    assert page.locator("math").count() == written
    prose = page.evaluate("""() => { const main = document.querySelector("main").cloneNode(true);
        main.querySelectorAll("code, pre").forEach(each => each.remove()); return main.textContent; }""")
    assert not re.search(r"[$\\]", prose), re.search(r".*[$\\].*", prose)[0]
    page.wait_for_function("() => [...document.images].every(image => image.complete)")
    assert page.evaluate("() => [...document.images].every(image => image.naturalWidth && image.alt.trim())")
    assert page.locator("h1").count() == 1


def test_formulas_are_set_in_the_site_s_own_font(visit):
    """Also where the machine has no font for mathematics; a character that the font lacks would come from another."""
    for name in ("09_cross_entropy", "instructors"):
        page = visit.read(name)
        assert fonts(page, "mi, mn, mo")[1] == {"STIX Two Math"}, name
        page.close()


def test_a_formula_stays_with_its_punctuation(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "website")
    reading = importlib.import_module("reading")
    html = '(<math>a</math>), <math>b</math> <math display="block">c</math>,'
    assert re.findall(r'<span class="together">(.*?)</span>', reading.keep_together(html)) == [
        "(<math>a</math>),", "<math>b</math>"]


def test_the_keyboard_reaches_the_text(visit):
    page = visit.read("04_sigmoid_derivatives")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "text"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_what_is_asked_of_another_host_is_seen(visit):
    visit.read("index").evaluate("() => fetch('http://elsewhere.example/').catch(() => 0)")
    assert [visit.asked.pop()] == ["GET http://elsewhere.example/ HTTP/1.1"]


# ---- JupyterLite


def test_the_build_without_pyodide(site_without_pyodide):
    """It names no Pyodide of its own, and each lesson first installs what it imports, in a browser only."""
    site = site_without_pyodide
    config = json.loads((site / "live" / "jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]
    [kernel] = config["litePluginSettings"].values()
    assert "pyodideUrl" not in kernel and "disablePyPIFallback" not in kernel
    assert any(url.startswith("./pypi/all.json") for url in kernel["pipliteUrls"])
    index = json.loads((site / "live" / "pypi" / "all.json").read_text(encoding="utf-8"))
    assert index.keys() == {"comm", "ipywidgets", "jupyterlab-widgets", "nnlib"}
    for path in PATHS:
        cells = nbformat.read(site / "live" / "files" / path.name, as_version=4).cells
        [setup] = [cell for cell in cells if "setup" in tags(cell)]
        assert 'if sys.platform == "emscripten":' in setup.source and "pip install" not in setup.source
    lesson = nbformat.read(site / "live" / "files" / SAMPLE.name, as_version=4)
    NotebookClient(lesson, kernel_name="python3").execute()  # raises what a cell raises: here is no piplite


def scope_of(lesson):
    """What a lesson's cells find: the set-up, and each exercise as shipped."""
    scope = {}
    for cell in (*lesson.tagged("setup"), *lesson.tagged("exercise")):
        exec(cell.source, scope)
    return scope


def explorers_of(lesson):
    """Yield each cell with an explorer, and its twin in this process, where nothing has been answered yet."""
    checking._answers.clear()
    for cell in lesson.code:
        if "explore" in tags(cell) and cell.outputs:
            scope, (*before, last) = scope_of(lesson), ast.parse(cell.source).body
            exec(compile(ast.Module(before, []), cell.id, "exec"), scope)
            shows = isinstance(last, ast.Expr) and eval(compile(ast.Expression(last.value), cell.id, "eval"), scope)
            if isinstance(shows, Explorer):
                yield cell, shows


def move_sliders(page, place, twin):
    """Each slider of the explorer in a place, dragged and moved back a step by a key, shows nnlib's numbers."""
    sliders = widgets(twin, SLIDERS)
    expect(place.locator(".noUi-handle:visible")).to_have_count(len(sliders), timeout=60_000)
    for k, slider in enumerate(sliders):
        handle, field = place.locator(".noUi-handle:visible").nth(k), place.locator(".nnlib-field input:visible").nth(k)
        before = field.input_value()
        drag_right(page, handle, 37)
        expect(field).not_to_have_value(before)
        page.wait_for_timeout(300)  # the last of several moves
        dragged = field.input_value()
        handle.press("ArrowLeft")
        expect(field).not_to_have_value(dragged)
        setattr(twin, trait_of(twin, slider), float(field.input_value()))
        for picture, alt in zip(place.locator(".nnlib-picture svg[role=img]").all(), shown(twin)[1], strict=True):
            expect(picture).to_have_attribute("aria-label", alt, timeout=10_000)


def check_answers(page, lesson):
    """A right answer is called right, a catalogued mistake is named, and what is not answered is called not tried."""
    sources = [cell.source for cell in lesson.code]
    ids = {tag.partition(":")[2]: k for k, cell in enumerate(lesson.code) for tag in tags(cell)
           if tag.startswith("exercise:")}
    for status in ("not tried", "right", "wrong") if ids else ():  # a task of practice is worked in test_pages.py
        for each, k in ids.items():
            text = {"not tried": sources[k], "right": SOLUTIONS[each], "wrong": sample(each)[1]}[status]
            page.evaluate(SET_SOURCE, [k, IMPORTS + text])
        run_live(page)
        found = outputs(page)
        verdicts = [output[1]["text/plain"] for k, cell in enumerate(lesson.code) if "check" in tags(cell)
                    for output in found[k]]
        assert len(verdicts) == len(ids)
        assert all(re.match(rf"\S {status}: ", verdict) for verdict in verdicts), verdicts


def check_outputs(page, address, lesson):
    """Run All gives what is stored."""
    open_live(page, address, lesson.name)
    run_live(page)
    for found, cell in zip(outputs(page), lesson.code, strict=True):
        assert found == comparable(cell.outputs), f"{lesson.name}: {cell.source}"


# JupyterLab's table of contents stumbles over cells of a long notebook that come into view before it has the headings.
IN_VIEW = "_onCellInViewportChanged"


def check_live(visit, lesson):
    page, errors = visit.page(), []
    page.on("pageerror", lambda error: IN_VIEW in error.stack or errors.append(str(error)))
    check_outputs(page, visit.address, lesson)
    for cell, twin in explorers_of(lesson):
        move_sliders(page, page.locator(".jp-CodeCell").nth(lesson.code.index(cell)), twin)
    check_answers(page, lesson)
    assert errors == []


@needs_pyodide
def test_a_lesson_runs_in_the_browser(visit):
    assert len(list(explorers_of(SAMPLE))) == 2
    check_live(visit, SAMPLE)


@pytest.mark.site
@needs_pyodide
def test_a_lesson_runs_without_a_pyodide_of_the_site_s_own(visit, site_without_pyodide):
    """Only JupyterLite's default host is asked; the folder's files stand in for what it sends."""
    taken, page = [], visit.page()

    def send(route):
        taken.append(route.request.url.rpartition("/")[2])
        route.fulfill(path=Path(PYODIDE) / taken[-1], headers={"Access-Control-Allow-Origin": "*"})

    # The kernel is a worker, which page.route does not see.
    page.context.route(re.compile(r"^https://[^/]+/pyodide/v0\.27\.\d+/full/[^/]+$"), send)
    with served(site_without_pyodide) as address:
        check_outputs(page, address, SAMPLE)
        page.goto(f"{address}{SAMPLE.name.replace('.ipynb', '.html')}")
        page.wait_for_function("() => document.documentElement.dataset.python === 'ready'", timeout=60_000)
        page.close()
    assert "pyodide.js" in taken


def test_a_lesson_opened_as_a_notebook_is_kept_and_downloaded(visit):
    """By the clicks that the pages name; on a phone, too, it fits."""
    page = visit.page()
    page.set_viewport_size(PHONE)

    def source():
        page.wait_for_function("() => window.jupyterapp?.shell?.currentWidget?.context?.isReady", timeout=60_000)
        return page.evaluate(f"() => {CODE_CELLS}[0].model.sharedModel.getSource()")

    page.goto(f"{visit.address}{SAMPLE.name.replace('.ipynb', '.html')}")
    page.get_by_role("link", name="Open as a notebook").click()
    assert source() == SAMPLE.tagged("setup")[0].source.strip() or not PYODIDE
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("my_own = 1")
    page.wait_for_function("() => window.jupyterapp.shell.currentWidget.context.model.dirty")
    page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty", timeout=15_000)
    page.reload()
    assert source() == "my_own = 1"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("menuitem", name="File", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Download", exact=True).click()
    kept = nbformat.read(download.value.path(), as_version=4)
    assert next(cell.source for cell in kept.cells if cell.cell_type == "code") == "my_own = 1"


@needs_pyodide
@pytest.mark.site
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_every_lesson_runs_in_the_browser(visit, lesson):
    check_live(visit, lesson)


def test_the_page_for_instructors_tells_each_lesson_and_mistake(site):
    page = (site / "instructors.html").read_text(encoding="utf-8")
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
    for lesson in LESSONS:
        heading = f"{lesson.number}. {lesson.title}"
        assert f"{heading} {lesson.minutes} minutes · open the lesson" in text
        jump = rf'<a href="#([^"]+)">{re.escape(heading)}</a>.*<h3 id="\1">{lesson.number}\. '
        assert re.search(jump, page, re.DOTALL)
        assert lesson.name.replace(".ipynb", ".html") in Targets(page).links
        if lesson.number in PREDICTIONS:
            assert all(words in text for words, _ in PREDICTIONS[lesson.number].choices.values())
    for exercise in EXERCISES.values():
        end = " ;" if exercise.asks.endswith(")") else ";"
        assert f"The learner writes {exercise.asks}{end} the check calls it {exercise.id} . Common mistakes:" in text
        for mistake in exercise.singles:
            assert " ".join(mistake.text.split()) in text, mistake.id
    asked = [line.removeprefix("## ") for lesson in LESSONS for cell in lesson.markdown
             for line in cell.source.splitlines() if line.startswith("## Exercise ")]
    headings = re.findall(r"<h4[^>]*>(.*?)</h4>", page)
    assert [each for each in headings if each != "Prediction"] == asked
    assert headings.count("Prediction") == len(PREDICTIONS)
    outside_code = re.sub(r"`[^`]*`", "", INSTRUCTORS)
    assert "{" not in outside_code, "nothing is filled in by the build: it is read where it is stored, too"


# What a line of a solution computes; one such as `return z1, a1` only names what is there.
COMPUTED = re.compile(r"^ *(?:[\w\[\]]+ =|return) (?!\w+(?:, \w+)*$)\[?(.+?)\]?$", re.MULTILINE)


def squeezed(text):
    """A text without white space, with one kind of quotation mark."""
    return re.sub(r"\s", "", text).replace('"', "'")


def answers(lesson):
    """What gives the exercises of a lesson away: what each solution computes last, and what the derivation displays."""
    for cell in lesson.tagged("solution"):
        computed = [COMPUTED.findall(SOLUTIONS[tag[9:]])[-1] for tag in tags(cell) if tag.startswith("solution:")]
        yield from map(squeezed, computed or re.findall(r"\$\$(.+?)\$\$", cell.source, re.DOTALL))


def given_away(lesson, cells):
    """The answers of a lesson that cells show: in their sources, in what they print, or in a picture's alt text."""
    texts = [cell.source for cell in cells]
    for output in (output for cell in cells for output in cell.get("outputs", [])):
        texts += [output.get("text", ""), *(text for kind, text in output.get("data", {}).items() if "text/" in kind)]
    shown = squeezed(unescape("\n".join(map("".join, texts))))
    return {each for each in answers(lesson) if each in shown}


def test_an_edition_without_solutions_holds_no_answer(tmp_path, monkeypatch):
    command = re.search(r"^.venv/bin/(jupyter nbconvert .*) notebooks/[*].ipynb$", INSTRUCTORS, re.MULTILINE)[1]
    run("-m", *shlex.split(command.replace("handout", ".")), *PATHS, cwd=tmp_path)
    monkeypatch.syspath_prepend(ROOT / "website")
    without_solutions = importlib.import_module("build").without_solutions
    for lesson in LESSONS:
        edition = nbformat.read(tmp_path / lesson.name, as_version=4)
        kept = [cell.source for cell in lesson.cells if "solution" not in tags(cell)]
        assert [cell.source for cell in edition.cells] == kept
        assert [cell.source for cell in without_solutions(lesson.notebook).cells] == kept
        assert not any("formulas.html" in cell.source for cell in edition.cells), "that page holds all answers"
        if not set(answers(lesson)):
            continue
        assert given_away(lesson, edition.cells) <= GIVEN, lesson.name
        assert given_away(lesson, lesson.cells) == set(answers(lesson)) != set()


def test_an_answer_is_known_in_another_dress():
    for code, told in (("def f(a, b):\n    c = a + b\n    return c * (a - 1)", "c * (a - 1)"),
                       ("def f(a, b):\n    c = a + b\n    d = a\n    return c, d", "a + b"), ("path = [a, b]", "a, b")):
        assert COMPUTED.findall(code)[-1] == told
    mean = next(lesson for lesson in LESSONS if lesson.number == 8)
    shown = nbformat.v4.new_output("display_data", {"text/html": "<img alt='np.mean((a2s-ys)*a2s*(1 - a2s)*a1s)'>"})
    for cell in (nbformat.v4.new_markdown_cell("`np.mean((a2s - ys) * a2s * (1 - a2s) * a1s)`"),
                 nbformat.v4.new_code_cell(outputs=[shown])):
        assert given_away(mean, [cell]) == {"np.mean((a2s-ys)*a2s*(1-a2s)*a1s)"}
