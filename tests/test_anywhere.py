"""A lesson shows the same wherever it runs, and in whatever order its cells run.

It runs without a network, in a folder that must not be written to; its path has spaces and letters that are not ASCII;
the locale, the time zone and the terminal's width are unusual ones, and the current directory is another one. Its cells
run twice, in random orders, with a kernel restarted in the middle.

One order a lesson; NNLIB_ORDERS=20 python -m pytest tests/test_anywhere.py runs twenty.
"""

import os
import random
import shutil

import nbformat.v4 as v4
import pytest
from lessons import ROOT, Lesson, course
from store_outputs import LessonError, execute
from test_cells_alone import groups, shows_the_same

SURROUNDINGS = {
    "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0",  # files are ASCII where nobody says otherwise
    "TZ": "Pacific/Kiritimati", "COLUMNS": "33", "LINES": "7", "PYTHONHASHSEED": "12345",
}  # fmt: skip
# IPython runs this before the first cell. The events are those of Python's own table of audit events.
GUARD = '''import locale, os, sys
for name in ("de_DE.UTF-8", "fr_FR.UTF-8", "German_Germany"):  # numbers with a comma, where such a locale is installed
    try:
        locale.setlocale(locale.LC_ALL, name)
        break
    except locale.Error:
        pass
PATHS = {path!r}
LOOPBACK = ("127.0.0.1", "::1", "localhost", None, "")
def guard(event, arguments):
    if event == "socket.getaddrinfo" and arguments[0] not in LOOPBACK:
        raise PermissionError("it asks for the host " + str(arguments[0]))
    if event in ("socket.connect", "socket.sendto") and type(arguments[1]) is tuple and arguments[1][0] not in LOOPBACK:
        raise PermissionError("it connects to " + str(arguments[1]))
    if event in ("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.link", "os.symlink", "os.truncate") or (
            event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
        path = os.path.realpath(os.fsencode(arguments[0])) if not isinstance(arguments[0], int) else b""
        if path.startswith(tuple(PATHS)):
            raise PermissionError("it writes " + repr(path))
sys.addaudithook(guard)
'''


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A copy of nnlib in the unusual surroundings; its lessons' folder."""
    copy = tmp_path / "Kurs – Übung 1 (копия)"
    (copy / "notebooks").mkdir(parents=True)
    shutil.copytree(ROOT / "nnlib", copy / "nnlib", ignore=shutil.ignore_patterns("__pycache__"))
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    paths = [os.fsencode(os.path.realpath(each)) for each in (copy, ROOT)]
    (startup / "guard.py").write_text(GUARD.format(path=paths), encoding="utf-8")
    for name, value in {**SURROUNDINGS, "IPYTHONDIR": tmp_path / "ipython", "PYTHONPATH": copy}.items():
        monkeypatch.setenv(name, str(value))
    return copy / "notebooks"


def run_elsewhere(lesson, folder, seed=0):
    """Run all cells twice, in random orders, with a new kernel somewhere; a check goes with its exercise.

    Raise if a cell fails or shows something else than is stored, or leaves a file behind.
    """
    there = f"{folder.parent / 'nnlib' / '__init__.py'}\n"
    where = v4.new_code_cell("import nnlib; print(nnlib.__file__)", outputs=[v4.new_output("stream", text=there)])
    chance = random.Random(seed)
    steps = [cells for _, *cells in groups(lesson)]
    steps = chance.sample(steps, len(steps)) + chance.sample(steps, len(steps))
    restart = chance.randrange(1, len(steps))
    for part in (steps[:restart], steps[restart:]):
        shows_the_same([where, lesson.code[0], *(cell for cells in part for cell in cells)], lesson.name, folder=folder)
    assert [*folder.iterdir(), *folder.parent.rglob("__pycache__")] == []


@pytest.mark.parametrize("seed", range(int(os.environ.get("NNLIB_ORDERS", "1"))))
@pytest.mark.parametrize("lesson", course(), ids=lambda lesson: lesson.name)
def test_a_lesson_shows_the_same_elsewhere_in_any_order(lesson, elsewhere, seed):
    run_elsewhere(lesson, elsewhere, seed)


def made(*sources):
    return Lesson("99_made.ipynb", v4.new_notebook(cells=[v4.new_code_cell(source) for source in sources]))


@pytest.mark.parametrize("source", [
    "import os\nos.mkdir('words')",
    "from urllib.request import urlopen\nurlopen('http://example.org')",
    "import socket\nsocket.create_connection(('192.0.2.1', 80), timeout=1)",
    "from pathlib import Path\nPath(__import__('nnlib').__file__).with_name('words.txt').write_text('words')",
])  # fmt: skip
def test_what_a_lesson_must_not_do_is_found(source, elsewhere):
    with pytest.raises(LessonError, match="PermissionError"):
        run_elsewhere(made("1", source), elsewhere)


@pytest.mark.parametrize("sources", [
    ("x = 1", "x = 2", "print(x)"),  # a cell changes what another one prints
    ("x = []", "x.append(1); print(len(x))", "1"),  # it prints something else the second time
])  # fmt: skip
def test_what_depends_on_the_order_is_found(sources, elsewhere):
    lesson = made(*sources)
    execute(lesson.notebook, lesson.name)
    with pytest.raises(AssertionError):
        run_elsewhere(lesson, elsewhere)
