"""Each lesson opens in JupyterLab, all its cells run, and every formula and picture shows."""

import re
import shutil

import pytest
from lab import UNNAMED_SLIDER, close_lesson, faults, opener, violations
from lessons import PATHS, course

pytestmark = pytest.mark.browser

EACH_TIME = 0, 4, 7, 8, 10, 12  # one of each kind of output; the others with -m explorers


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    root = tmp_path_factory.mktemp("lab")
    for path in PATHS:
        shutil.copy(path, root)
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
