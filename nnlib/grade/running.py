"""With `judged` you can judge what a learner handed in for a lesson: the answers run in processes of their own.

    rows = judged(work, lessons())       [Row(learner, lesson, exercise, status, mistake, message), …]

For each exercise a new process runs the lesson's set-up and the learner's cells up to that exercise. It says what
`check` says; whether an answer is right is decided here, by its numbers (nnlib.exercises.remote).
"""

import builtins
import contextlib
import json
import linecache
import multiprocessing
import os
import site
import socket
import sys
import time
import types
from pathlib import Path

from nnlib.exercises.remote import call, claim, verdict
from nnlib.grade.limits import limit
from nnlib.grade.table import Row

SECONDS, PATIENCE = 2, 20  # of computing; of waiting, also where nothing is computed
LONGEST = 2 ** 20  # bytes of one line from a process
# macOS and Windows cannot fork a process that holds numpy.
START = "fork" if sys.platform == "linux" else "spawn"
READABLE = [sys.prefix, sys.base_prefix, *site.getsitepackages(), site.getusersitepackages(),
            str(Path(__file__).parents[1]), "/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", os.devnull,
            "/dev/urandom"]
STOPPED = "Your code did not end, and was stopped. Which loop in it never ends?"
ENDED = "Your code ended the process that it ran in, before it gave an answer."


def judged(work, lessons):
    """Return the rows for one Work, and what could not be limited."""
    if not work.lesson:
        return [Row(work.learner, "", "", "not tried", "no-lesson", work.problem)], []
    rows, free, endless = [], [], set()
    for id in lessons[work.lesson].answers:
        if work.problem:
            found = "not tried", "unreadable", work.problem
        elif not work.cells[id]:
            found = "not tried", "no-cell", "The notebook has no cell for this exercise."
        else:
            found = _judged_apart(id, work.cells, lessons[work.lesson], free, endless)
        rows.append(Row(work.learner, work.lesson, id, *found))
    return rows, free


def _judged_apart(id, cells, lesson, free, endless):
    """Return status, mistake, message. endless : the exercises whose cells do not end, to be left out."""
    here, there = socket.socketpair()
    before = {each: cells[each] for each in lesson.answers if each not in endless}
    cells = {each: before[each] for each in [*before][:[*before].index(id) + 1]}
    process = multiprocessing.get_context(START).Process(target=_apart, args=(there, id, cells, lesson), daemon=True)
    process.start()
    there.close()
    asked = Asking(here)
    try:
        unlimited = asked.read(first=True)
        if unlimited is None:  # that is no learner's doing
            raise OSError("a process in which answers would run does not start")
        free += [each for each in unlimited if each not in free]
        said = asked.read()
        while isinstance(said, list):  # the exercises whose cells have run so far
            asked.ran, said = said, asked.read()
        found = verdict(id, said, asked) if said else None
    except RecursionError:  # lists in lists in lists
        found = None
    finally:
        here.close()
        process.kill()
        process.join()
    if found and not asked.lost:
        return found.status, found.mistake or "", found.message
    late = asked.late or (process.exitcode in (-9, -24) and time.monotonic() - asked.start > SECONDS / 2)
    found = unfinished(id, cells, asked.ran, late)
    if isinstance(found, str):
        endless.add(found)
        return _judged_apart(id, before | {each: () for each in endless}, lesson, free, endless)
    return found


def unfinished(id, cells, ran, late):
    """Return what to say of an answer whose process ended, or the exercise before it whose cells ended it.

    ran : the exercises whose cells had run. late : whether it took too long.
    """
    left = next((each for each in cells if each not in ran), id)
    return left if left != id else ("wrong", "endless-loop", STOPPED) if late else ("wrong", "process-ended", ENDED)


class Asking:
    """The conversation with a process. Called with arguments, it asks the answer there. lost : whether it ended."""

    def __init__(self, connection):
        self.connection, self.held, self.ran = connection, b"", []
        self.start, self.lost, self.late = time.monotonic(), False, False

    def __call__(self, given):
        if not self.lost:
            with contextlib.suppress(OSError):
                self.connection.sendall(json.dumps(given).encode() + b"\n")
        return None if self.lost else self.read()

    def read(self, first=False):
        """Return what the next line says, None if there is none or it is no JSON. first : wait longer."""
        while b"\n" not in self.held and not self.lost:
            left = self.start + PATIENCE * (6 if first else 1) - time.monotonic()
            got = b""
            with contextlib.suppress(OSError):
                self.connection.settimeout(max(left, 1e-3))
                got = self.connection.recv(2 ** 16)
            self.held += got
            self.late = time.monotonic() - self.start > PATIENCE * (6 if first else 1)
            self.lost = not got or self.late or len(self.held) > LONGEST
        line, _, self.held = self.held.partition(b"\n")
        if first:
            self.start = time.monotonic()
        try:
            return None if self.lost else json.loads(line)
        except (ValueError, RecursionError):
            return None


def _apart(connection, id, cells, lesson):
    """Run in the other process: set-up, limits, the learner's cells, the claim; then answer what is asked."""
    _be_alone(connection.fileno())
    space = namespace(lesson.setup)
    _tell(connection, limit(SECONDS, READABLE))
    _tell(connection, claimed(id, cells, lesson, space, lambda ran: _tell(connection, ran)))
    name = lesson.answers[id].name
    for line in connection.makefile("r", encoding="utf-8"):
        try:
            _tell(connection, call(id, space[name], json.loads(line)))
        except Exception:  # noqa: BLE001 - of the answer's own
            _tell(connection, None)
    os._exit(0)


def claimed(id, cells, lesson, space, tell=lambda ran: None):
    """Run the cells up to an exercise, and return what check says of its answer (nnlib.exercises.remote.claim).

    space : `namespace(lesson.setup)`. tell : called after each exercise's cells with those whose cells have run.
    """
    ran, errors = [], {}
    for each, code in cells.items():
        errors[each] = run(each, code, space)
        ran.append(each)
        tell(ran)
    return claim(id, lesson.answers[id].name, space, errors[id])


def _be_alone(own):
    """Close all files but one, and print to nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(nowhere, number)
    if START == "fork":
        os.closerange(3, own)
        os.closerange(own + 1, max(1024, own + 2))


def _tell(connection, value):
    connection.sendall(json.dumps(value).encode() + b"\n")


def namespace(setup):
    """Return the names of a notebook whose set-up cell has run."""
    module = types.ModuleType("__main__")
    module.__builtins__ = builtins
    module.get_ipython = lambda: Shell(vars(module))
    sys.modules["__main__"] = module
    if error := run("setup", [setup], vars(module)):
        raise error
    return vars(module)


class Shell:
    """What lines such as %time and cells such as %%time call: the cells run, the lines do nothing."""

    def __init__(self, space):
        self.space = space

    def run_cell_magic(self, name, line, body):
        if error := run(f"%%{name}", [body], self.space):
            raise error

    def __getattr__(self, name):
        return lambda *given, **named: None


def run(name, codes, space):
    """Run code, cell by cell, as a notebook does. Returns the last exception, or None."""
    found = None
    for k, code in enumerate(codes):
        file = f"{name}, cell {k + 1}"
        code = _plain(code)
        linecache.cache[file] = len(code), None, code.splitlines(keepends=True), file
        try:
            exec(compile(code, file, "exec"), space)
        except BaseException as error:  # noqa: BLE001 - SystemExit and the like, too
            found = error
    return found


def _plain(code):
    """Return Python for a cell with lines such as %time, as IPython makes it."""
    try:
        from IPython.core.inputtransformer2 import TransformerManager
        return TransformerManager().transform_cell(code)
    except Exception:  # noqa: BLE001 - a cell that cannot be read says so when it is compiled
        return code
