"""Each code cell runs right after the set-up cell alone, and gives what is stored: nothing hides in between."""

import json
import subprocess
import sys

import nbformat.v4 as v4
import pytest
from contents import GUARD
from lessons import Lesson, comparable, course, tags
from store_outputs import LessonError, execute


def groups(lesson):
    """The cells that a learner needs to run one of them: set-up and the cell; before a check, also its exercise."""
    setup, *others = lesson.code
    exercise = None
    for cell in others:
        exercise = cell if "exercise" in tags(cell) else exercise
        yield [setup, exercise, cell] if "check" in tags(cell) else [setup, cell]


def run_alone(lesson):
    """Run each group in an emptied namespace of one kernel; raise if a cell fails or shows something else."""
    alone, pairs = [], []
    for group in groups(lesson):
        copies = [v4.new_code_cell(cell.source) for cell in group]
        alone += [v4.new_code_cell("%reset -f"), *copies]
        pairs.append((group[-1], copies[-1]))
    execute(v4.new_notebook(cells=alone), lesson.name)
    for stored, rerun in pairs:
        assert comparable(rerun.outputs) == comparable(stored.outputs), stored.source


@pytest.mark.parametrize("lesson", course(), ids=lambda lesson: lesson.name)
def test_each_cell_runs_after_the_setup_cell_alone(lesson):
    assert "setup" in tags(lesson.code[0])
    run_alone(lesson)


def lesson_of(*sources, kinds=()):
    cells = [v4.new_code_cell(source) for source in sources]
    for cell, tag in zip(cells, ("setup", *kinds), strict=False):
        cell.metadata.tags = [tag]
    lesson = Lesson("99_made.ipynb", v4.new_notebook(cells=cells))
    execute(lesson.notebook, lesson.name)
    return lesson


def test_a_hidden_dependency_is_found_but_a_check_goes_with_its_exercise():
    with pytest.raises(AssertionError):
        run_alone(lesson_of("x = 1", "x = 2", "print(x)"))
    sources = "x = 1", "def f(x): return ...", "print(f(x))"
    run_alone(lesson_of(*sources, kinds=("exercise", "check")))
    with pytest.raises(LessonError, match="NameError"):
        run_alone(lesson_of(*sources, kinds=("exercise", "explore")))


def test_a_difference_is_found():
    cell = next(cell for cell in course()[4].code if cell.outputs)
    assert comparable(cell.outputs) == comparable(cell.outputs)
    changed = json.loads(json.dumps(cell.outputs).replace("a1", "a9").replace("0", "1"))
    assert comparable(changed) != comparable(cell.outputs)
    assert comparable([{"output_type": "stream", "name": "stderr", "text": "a warning"}]) == [("stderr", "a warning")]


@pytest.mark.parametrize("other", [False, True], ids=["none", "another-project's"])
def test_without_the_package_every_lesson_says_so_in_a_sentence(tmp_path, other):
    """Where there is no nnlib, or another project's: what the set-up cell prints, or ends with."""
    (tmp_path / "nnlib").mkdir()
    (tmp_path / "nnlib" / "__init__.py").write_text("")
    setups = [lesson.tagged("setup")[0].source for lesson in course()]
    run = subprocess.run([sys.executable, "-c", f"""
import json, sys
sys.meta_path[:] = [finder for finder in sys.meta_path if "editable" not in str(finder)]  # how this checkout is found
if not {other}:
    sys.modules["nnlib"] = None
for setup in json.load(sys.stdin):
    try:
        exec(setup, {{"__name__": "__main__"}})
    except SystemExit as end:
        print(end)
"""], input=json.dumps(setups), capture_output=True, text=True, timeout=60, cwd=tmp_path)
    said = run.stdout.splitlines()
    assert (run.stderr, len(said)) == ("", len(setups))
    assert "nnlib" in said[0] and "README" in said[0] and said[1:] == [GUARD.split('"')[1]] * (len(setups) - 1)
