"""Each lesson opens in JupyterLab, all its cells run, and every formula and picture shows."""

import re
import shutil

import nbformat
import nbformat.v4 as v4
import pytest
from lab import UNNAMED_SLIDER, close_lesson, faults, opener, violations
from lessons import PATHS, course
from store_outputs import METADATA

pytestmark = pytest.mark.browser

EACH_TIME = 0, 4, 7, 8, 10, 12  # one of each kind of output; the others with -m explorers

BROKEN = [
    v4.new_markdown_cell(r"# Broken" "\n\n" r"An unknown macro, $\frax{1}{2}$, and an open brace, $\frac{1}{$."),
    v4.new_code_cell("import sys\nfrom IPython.display import HTML, Javascript, display"),
    v4.new_code_cell("print('a warning', file=sys.stderr)"),
    v4.new_code_cell("""display(HTML("<img src='data:image/png;base64,AAAA'>"))"""),
    v4.new_code_cell("""display(Javascript("console.error('from an output')"))"""),
    v4.new_code_cell("""display(HTML("<button></button>"))"""),
    v4.new_code_cell("1 / 0"),
    v4.new_code_cell("1"),
]


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    root = tmp_path_factory.mktemp("lab")
    for path in PATHS:
        shutil.copy(path, root)
    nbformat.write(v4.new_notebook(cells=BROKEN, metadata=METADATA), root / "broken.ipynb")
    with opener(root) as run:
        yield run


@pytest.mark.parametrize("lesson", [
    pytest.param(lesson, id=lesson.name, marks=[pytest.mark.explorers] * (lesson.number not in EACH_TIME))
    for lesson in course()])
def test_a_lesson_runs(lab, lesson):
    page, console = lab(lesson.name)
    assert faults(page, console) == []
    texts = [cell.source for cell in lesson.markdown] + [
        output.data["text/markdown"] for cell in lesson.code for output in cell.outputs
        if "text/markdown" in output.get("data", {})]
    written = sum(len(re.findall(r"\$\$.+?\$\$|\$.+?\$", text, re.DOTALL)) for text in texts)
    assert page.locator(".jp-RenderedMarkdown mjx-container").count() == written
    assert violations(page, ".jp-OutputArea") <= {UNNAMED_SLIDER}
    close_lesson(page)


def test_each_fault_is_found(lab):
    page, console = lab("broken.ipynb")
    found = faults(page, console)
    for start in ("console: from an output", "stderr: a warning", "error: ", "not typeset: ", "formula: ", "no alt: ",
                  "does not show: "):  # fmt: skip
        assert any(fault.startswith(start) for fault in found), (start, found)
    assert ("button-name", "<button") in violations(page, ".jp-OutputArea")
    close_lesson(page)
