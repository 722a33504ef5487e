"""The pages in Firefox: each comes alive, its sliders show nnlib's numbers, its answers get Python's verdicts.

Run by hand with -m firefox: needs Firefox, Node, npm and PYODIDE_DIR. NNLIB_FIREFOX names one that is not on the path.
"""

import json
import os
import shutil
import subprocess

import pytest
from lessons import ROOT, course
from live_lab import served
from test_explorers_lab import shown, trait_of, widgets
from test_pages import answers, explorers_of, needs_pyodide, site, squeezed  # noqa: F401  # a fixture

from nnlib.explore.controls import SLIDERS

FIREFOX = os.environ.get("NNLIB_FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
pytestmark = [pytest.mark.firefox, needs_pyodide,
              pytest.mark.skipif(not (FIREFOX and shutil.which("npm")), reason="no Firefox, or no npm")]


@pytest.fixture(scope="module")
def work(site, tmp_path_factory):  # noqa: F811
    """A function from what is to be done in a page to what the page then said."""
    folder = tmp_path_factory.mktemp("firefox") / "driver"
    shutil.copytree(ROOT / "tests" / "firefox", folder, ignore=shutil.ignore_patterns("node_modules"))
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=folder, check=True, capture_output=True)
    with served(site) as address, subprocess.Popen(
            ["node", "pages.mjs", FIREFOX, address], cwd=folder, text=True, encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE) as driver:

        def work(wanted):
            print(json.dumps(wanted), file=driver.stdin, flush=True)
            return json.loads(driver.stdout.readline())

        yield work
        driver.stdin.close()


@pytest.mark.parametrize("width", [1300, 360])
@pytest.mark.parametrize("lesson", course(), ids=lambda lesson: lesson.name)
def test_a_lesson_comes_alive(work, lesson, width):
    explorers, judged = {cell.id: twin for cell, twin in explorers_of(lesson)}, list(answers(lesson))
    said = work({"page": lesson.name.replace(".ipynb", ".html"), "width": width, "explorers": [*explorers],
                 "answers": [(id, text) for id, text, _ in judged]})
    assert said["errors"] == []
    assert said["incomplete"] == []
    assert said["wide"] <= width
    assert said.get("kept", True)
    for verdict, (_, _, wanted) in zip(said["verdicts"], judged, strict=True):
        assert squeezed(verdict).startswith(wanted)
    for cell, twin in explorers.items():
        for slider, (number, alts) in zip(widgets(twin, SLIDERS), said["explorers"][cell], strict=True):
            setattr(twin, trait_of(twin, slider), float(number))
            assert alts == list(shown(twin)[1])[:len(alts)]
