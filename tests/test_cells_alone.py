"""Each code cell runs right after the set-up cell alone, and gives what is stored: nothing hides in between."""

import json
import subprocess
import sys

import nbformat.v4 as v4
import pytest
from contents import GUARD
from lessons import comparable, course, tags
from store_outputs import execute


def groups(lesson):
    """The cells that a learner needs to run one of them: set-up and the cell; before a check, also its exercise."""
    exercise, (setup, *others) = None, lesson.code
    for cell in others:
        exercise = cell if "exercise" in tags(cell) else exercise
        yield [setup, exercise, cell] if "check" in tags(cell) else [setup, cell]


def shows_the_same(cells, name, **where):
    """Run cells in a fresh kernel; raise if one fails or shows something else than is stored."""
    rerun = [v4.new_code_cell(cell.source) for cell in cells]
    execute(v4.new_notebook(cells=rerun), name, **where)
    for then, now in zip(cells, rerun, strict=True):
        assert comparable(now.outputs) == comparable(then.outputs), then.source


@pytest.mark.parametrize("lesson", course(), ids=lambda lesson: lesson.name)
def test_each_cell_runs_after_the_setup_cell_alone(lesson):
    assert "setup" in tags(lesson.code[0])
    empty = v4.new_code_cell("%reset -f")  # one kernel for all of them
    shows_the_same([cell for group in groups(lesson) for cell in (empty, *group)], lesson.name)


@pytest.mark.parametrize("other", [False, True], ids=["none", "another-project's"])
def test_without_the_package_every_lesson_says_so_in_a_sentence(tmp_path, other):
    """Where there is no nnlib, or another project's: what the set-up cell prints, or ends with."""
    (tmp_path / "nnlib").mkdir()
    (tmp_path / "nnlib" / "__init__.py").touch()
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
