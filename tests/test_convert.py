"""nbconvert makes of each lesson a program, slides and LaTeX, with all pictures, formulas and characters.

    python tests/test_convert.py

makes a PDF of each lesson, and lists what it lacks. It needs what nbconvert needs: pandoc, XeLaTeX and Inkscape.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import which

import pytest
from lessons import PATHS, course, prose
from nbconvert.exporters import LatexExporter, ScriptExporter, SlidesExporter
from traitlets.config import Config

EACH = pytest.mark.parametrize("lesson", course(), ids=lambda lesson: lesson.name)
# Those that are not ASCII, but in the font that nbconvert's LaTeX uses. It drops any other without an error.
IN_FONT = set("°·×–−…←→›“”’")
COPY = "import shutil; shutil.copy(r'{from_filename}', r'{to_filename}')"


def pictures(lesson):
    return sum(any(kind.startswith("image/") for kind in output.get("data", {}))
               for cell in lesson.code for output in cell.outputs)


def unprintable(lesson):
    """The characters of a lesson that a PDF would lack."""
    texts = [cell.source for cell in lesson.code]
    texts += [re.sub(r"\$.+?\$", "", cell.source, flags=re.DOTALL) for cell in lesson.markdown]
    outputs = [output for cell in lesson.code for output in cell.outputs]
    data = [output.get("data", {"text/plain": output.get("text", "")}) for output in outputs]
    texts += [each["text/plain"] for each in data if not any(kind.startswith("image/") for kind in each)]
    return {each for each in "".join(texts) if not each.isascii()} - IN_FONT


@EACH
def test_as_a_program(lesson):
    program, resources = ScriptExporter().from_notebook_node(lesson.notebook)
    assert resources["output_extension"] == ".py" and compile(program, lesson.name, "exec")


@EACH
def test_as_slides(lesson):
    slides, _ = SlidesExporter().from_notebook_node(lesson.notebook)
    headings = [cell for cell in lesson.markdown if re.match("##? ", cell.source)]
    assert slides.count("<section><section>") == len(headings) > 5
    assert slides.count("<img alt=") >= pictures(lesson)


@EACH
def test_every_character_can_be_printed(lesson):
    assert unprintable(lesson) == set()


def test_a_character_that_cannot_be_printed_is_found():
    lesson = next(lesson for lesson in course() if lesson.number == 4)
    lesson.markdown[3].source += " ∂"
    lesson.tagged("check")[0].outputs[0].data["text/plain"] += "✗"
    assert unprintable(lesson) == {"∂", "✗"}


@pytest.mark.skipif(not which("pandoc"), reason="no pandoc, which nbconvert needs for LaTeX")
@EACH
def test_as_latex(lesson):
    copied = Config({"SVG2PDFPreprocessor": {"command": [sys.executable, "-c", COPY]}})  # in Inkscape's place
    latex, _ = LatexExporter(config=copied).from_notebook_node(lesson.notebook)
    assert latex.count(r"\adjustimage{") == pictures(lesson)
    texts = [cell.source for cell in lesson.markdown] + [
        output.data.get("text/markdown", "") for cell in lesson.code for output in cell.outputs if "data" in output]
    assert latex.count(r"\frac{") == sum(prose(text).count(r"\frac{") for text in texts)


def lacking(path, folder):
    """Make a PDF of a lesson as `nbconvert --to pdf` does; return what it lacks."""
    nbconvert = [sys.executable, "-m", "nbconvert", "--to", "latex", "--output-dir", str(folder), str(path)]
    latex = ["xelatex", "-interaction=nonstopmode", f"{path.stem}.tex"]
    for command in nbconvert, latex, latex:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", check=False)
    lost = set(re.findall("Missing character: There is no (.)", done.stdout))
    return [*lost, *([] if (folder / f"{path.stem}.pdf").exists() else [done.stderr or done.stdout[-500:]])]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        found = {path.name: lacking(path, Path(made)) for path in PATHS}
        print("\n".join(f"{name}: {lost or 'complete'}" for name, lost in found.items()))
    sys.exit(any(found.values()))
