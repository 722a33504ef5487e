"""Each lesson opens in JupyterLab, all its cells run, and every formula and picture shows."""

import re
import shutil

import nbformat
import nbformat.v4 as v4
import pytest
from lab import close_lesson, faults, opener, violations
from lessons import PATHS
from store_outputs import METADATA

pytestmark = pytest.mark.browser

UNNAMED_SLIDER = ("aria-input-field-name", '<div class="noUi-handle noUi-handle-lower"')  # as any slider of ipywidgets
NO_NAME = """display(HTML("<button></button>"))"""
BROKEN = [
    v4.new_markdown_cell(r"# Broken" "\n\n" r"An unknown macro, $\frax{1}{2}$, and an open brace, $\frac{1}{$."),
    v4.new_code_cell("import sys\nfrom IPython.display import HTML, Javascript, display"),
    v4.new_code_cell("print('a warning', file=sys.stderr)"),
    v4.new_code_cell("""display(HTML("<img src='data:image/png;base64,AAAA'>"))"""),
    v4.new_code_cell("""display(Javascript("console.error('from an output')"))"""),
    v4.new_code_cell(NO_NAME),
    v4.new_code_cell("1 / 0"),
    v4.new_code_cell("1"),
]


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A function that opens a notebook, runs it, and returns the page and what the console said."""
    root = tmp_path_factory.mktemp("lab")
    for path in PATHS:
        shutil.copy(path, root)
    for name, cells in (("bare.ipynb", [v4.new_code_cell("1")]), ("broken.ipynb", BROKEN)):
        nbformat.write(v4.new_notebook(cells=cells, metadata=METADATA), root / name)
    with opener(root) as run:
        yield run


@pytest.mark.parametrize("name", [path.name for path in PATHS])
def test_a_lesson_runs(lab, name):
    page, console = lab(name)
    assert faults(page, console) == []
    formulas = page.locator(".jp-RenderedMarkdown mjx-container").count()
    written = sum(
        len(re.findall(r"\$\$.+?\$\$|\$.+?\$", cell.source, re.DOTALL))
        for cell in nbformat.read(next(path for path in PATHS if path.name == name), as_version=4).cells
        if cell.cell_type == "markdown"
    )
    assert formulas == written
    assert violations(page, ".jp-OutputArea") <= {UNNAMED_SLIDER}
    close_lesson(page)


def test_a_notebook_that_holds_nothing_has_no_faults(lab):
    page, console = lab("bare.ipynb")
    assert faults(page, console) == []
    close_lesson(page)


def test_each_fault_is_found(lab):
    page, console = lab("broken.ipynb")
    found = faults(page, console)
    for start in ("console: from an output", "stderr: a warning", "error: ", "not typeset: ", "formula: ", "no alt: ",
                  "does not show: "):  # fmt: skip
        assert any(fault.startswith(start) for fault in found), (start, found)
    assert ("button-name", "<button") in violations(page, ".jp-OutputArea")
    close_lesson(page)
