"""Each lesson as the HTML page that nbconvert makes of it: axe finds nothing in it that is not nbconvert's own."""

import subprocess
import sys
from functools import cache

import nbformat
import nbformat.v4 as v4
import pytest
from lab import browser, require_chromium, violations
from lessons import PATHS
from store_outputs import METADATA

pytestmark = pytest.mark.browser

# What nbconvert does to any notebook: grey prompts, its colours for code, links that only their colour tells.
BARE = [
    v4.new_markdown_cell("# Bare\n\nWords, a [link](bare.ipynb), words."),
    v4.new_code_cell(
        "10 in (0.5, 10 < 20)  # words",
        execution_count=1,
        outputs=[v4.new_output("execute_result", {"text/plain": "True"}, execution_count=1)],
    ),
]
BROKEN = [v4.new_markdown_cell("# Broken\n\n<button></button>")]


@pytest.fixture(scope="module")
def audit(tmp_path_factory):
    """A function from the name of a lesson to what axe finds in its page."""
    require_chromium()
    root = tmp_path_factory.mktemp("html")
    for name, cells in (("bare", BARE), ("broken", BROKEN)):
        nbformat.write(v4.new_notebook(cells=cells, metadata=METADATA), root / f"{name}.ipynb")
    notebooks = [*map(str, PATHS), str(root / "bare.ipynb"), str(root / "broken.ipynb")]
    subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "html", "--log-level=ERROR", f"--output-dir={root}", *notebooks],
        check=True,
    )
    with browser() as chromium:

        @cache
        def run(name):
            page = chromium.new_page()
            page.route("http*://**/*", lambda route: route.abort())  # MathJax comes from elsewhere
            page.goto((root / f"{name}.html").as_uri())
            found = violations(page)
            page.close()
            return found

        yield run


@pytest.mark.parametrize("name", [path.stem for path in PATHS])
def test_a_lesson_has_no_violation_of_its_own(audit, name):
    assert audit(name) - audit("bare") == set()


def test_a_violation_is_found(audit):
    assert ("button-name", "<button") in audit("broken") - audit("bare")
