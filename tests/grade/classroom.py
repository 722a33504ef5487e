"""A class that hands in lesson 4: 500 notebooks, right, wrong, untouched, broken, endless, and cheating.

    PYTHONPATH=tests python tests/grade/classroom.py [500]

grades it by the command, and prints how long that took and each row that is not what it should be.
"""

import copy
import csv
import json
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from checker.cells import notebook
from exercises.answers import pairs, solution, source
from lessons import PATHS

from nnlib.exercises import EXERCISES, check
from nnlib.grade.cells import ids
from nnlib.grade.course import lessons
from nnlib.grade.running import namespace

LESSON, LOCALS, GRADIENT = "4", "4.locals", "4.gradient"
COURSE = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in PATHS}
WRONG = "def dloss_dw2(y, a1, a2):\n    return (a2 - y) * a2 * (1 - a2)\n"
MISTAKE = "missing-dz2_dw2"  # what WRONG makes
# Each stands in the cell of the answer WRONG: name -> code, or code with {wrong} in it. None of them is right.
CHEATS = {
    "judge": "from nnlib.checker import Exercise, FormulaExercise, Verdict\n"
             "Exercise.judge = FormulaExercise.judge = lambda *given: Verdict('right', 'Bravo.')",
    "check": "import nnlib.exercises\ncheck = nnlib.exercises.check = lambda *given: 'right'",
    "close": "import numpy as np\nimport nnlib.checker.exercise as e\nimport nnlib.checker.points as p\n"
             "e.close = p.close = lambda got, wanted: np.ones_like(got, dtype=bool)",
    "catalogue": "from nnlib.exercises import EXERCISES\nimport dataclasses\n"
                 "EXERCISES['4.gradient'] = dataclasses.replace(EXERCISES['4.gradient'], mistakes=(), lines={'dloss_dw2': '(a2 - y) * a2 * (1 - a2)'})",
    "builtins": "import builtins\nbuiltins.any = builtins.all = lambda found: True\nbuiltins.isinstance = lambda *given: True",
    "numpy": "import numpy as np\nnp.abs = lambda values: np.zeros(np.shape(values))",
    "remote": "import nnlib.grade.running as r\nr.claim = lambda *given, **named: {'status': 'right', 'mistake': None, 'message': '', 'answer': None}\n"
              "r.call = lambda *given: {'returned': 0.0, 'left': []}",
    "listed": "import nnlib.grade.running as r\nr.claim = lambda *given, **named: {'status': 'right', 'answer': ['dloss_da2', 'da2_dz2', 'dz2_dw2']}",
    "pipe": "import os, json\nline = json.dumps({'status': 'right', 'mistake': None, 'message': '', 'answer': None}).encode()\n"
            "for n in range(3, 60):\n    try:\n        os.write(n, line + b'\\n' + line + b'\\n')\n    except OSError:\n        pass",
    "garbage": "import os\nfor n in range(3, 60):\n    try:\n        os.write(n, b'[' * 5000 + b'\\n')\n    except OSError:\n        pass",
    "closed": "import os\nos.closerange(3, 1000)",
    "exit": "import os\nos._exit(0)",
    "exit-when-called": "import os\ndef dloss_dw2(y, a1, a2):\n    os._exit(0)",
    "system-exit": "raise SystemExit(0)",
    "fork": "import os\ntry:\n    os.fork()\nexcept OSError:\n    pass",
    "fork-bomb": "import os\nwhile True:\n    os.fork()",
    "kill": "import os, signal\nfor victim in (os.getppid(), os.getpid(), 1, -1):\n    try:\n        os.kill(victim, signal.SIGKILL)\n    except OSError:\n        pass",
    "settrace": "import sys\ndef trace(frame, event, arg):\n    if 'got' in frame.f_locals:\n        frame.f_locals['got'][:] = 0\n    return trace\nsys.settrace(trace)",
    "atexit": "import atexit, os\natexit.register(print, '4,4.gradient,right')\natexit.register(os._exit, 0)",
    "signals": "import signal\nfor number in (signal.SIGTERM, signal.SIGXCPU, signal.SIGINT):\n    signal.signal(number, lambda *given: None)\nwhile True:\n    pass",
    "equal": "class Equal(float):\n    __eq__ = __lt__ = __gt__ = __le__ = __ge__ = lambda *given: True\n"
             "    __sub__ = __rsub__ = __mul__ = __abs__ = __array__ = lambda self, *given: self\n    __hash__ = None\n"
             "def dloss_dw2(y, a1, a2):\n    return Equal(0.5)",
    "pickle": "import os\nclass Bomb:\n    def __reduce__(self):\n        return os._exit, (0,)\n    __float__ = lambda self: 0.5\n"
              "def dloss_dw2(y, a1, a2):\n    return Bomb()",
    "gc": "import gc\nfor each in gc.get_objects():\n    try:\n        if type(each).__name__ == 'FormulaExercise':\n"
          "            object.__setattr__(each, 'judge', lambda answer: None)\n    except Exception:\n        pass",
    "json": "import json\njson.dumps = lambda value, **named: '{\"status\": \"right\"}'",
    "modules": "import sys\nfor name in [*sys.modules]:\n    if name.startswith('nnlib'):\n        del sys.modules[name]",
    "files": "import os, glob\nfor path in glob.glob('/tmp/**', recursive=True) + glob.glob('**', recursive=True):\n    try:\n"
             "        os.unlink(path)\n    except OSError:\n        pass\n    try:\n        open(path, 'w').write('right')\n    except OSError:\n        pass",
    "others": "import glob, json\nfor path in glob.glob('/tmp/**/*.ipynb', recursive=True):\n    try:\n"
              "        exec([''.join(c['source']) for c in json.load(open(path))['cells'] if 'exercise:4.gradient' in c['metadata'].get('tags', [])][0])\n"
              "        break\n    except Exception:\n        pass",
    "renice": "import os\ntry:\n    os.nice(19)\nexcept OSError:\n    pass",
    "segfault": "import ctypes\nctypes.string_at(0)",
    "memory": "held = []\ntry:\n    while True:\n        held.append(bytearray(10 ** 8))\nexcept MemoryError:\n    held = None",
    "memory-when-called": "def dloss_dw2(y, a1, a2):\n    return sum([0] * 10 ** 11)",
    "output": "import sys\ndef dloss_dw2(y, a1, a2):\n    while True:\n        sys.__stdout__.write('right' * 10 ** 6)\n        print('right' * 10 ** 6)",
    "output-to-pipe": "import os\nwhile True:\n    for n in range(3, 60):\n        try:\n            os.write(n, b'right' * 10 ** 6)\n        except OSError:\n            pass",
    "long-result": "def dloss_dw2(y, a1, a2):\n    return [0.5] * 10 ** 7",
    "network": "import socket\ntry:\n    socket.create_connection(('127.0.0.1', 80), 1)\nexcept OSError:\n    pass",
    "subprocess": "import subprocess\ntry:\n    subprocess.run(['true'])\nexcept OSError:\n    pass",
    "threads": "import threading\ntry:\n    threading.Thread(target=lambda: [0 for _ in iter(int, 1)], daemon=False).start()\nexcept RuntimeError:\n    pass",
    "recursion": "def dloss_dw2(y, a1, a2):\n    return dloss_dw2(y, a1, a2)",
    "input": "input()",
    "surrogate": "def dloss_dw2(y, a1, a2):\n    raise ValueError('\\ud800 \\0 = \\r\\n')",
    "moody": "calls = 0\ndef dloss_dw2(y, a1, a2):\n    global calls\n    calls += 1\n    return (a2 - y) * a2 * (1 - a2) * (a1 if calls % 2 else 1)",
}
MORE = "%matplotlib inline\nimport matplotlib.pyplot as plt\nimport sqlite3, decimal\n!ls\nplt.figure()\nprint(numerical_gradient)\n"
NEVER_ENDING = {"cell": "while True:\n    pass", "answer": "def dloss_dw2(y, a1, a2):\n    while True:\n        pass",
                "quiet": "import time\ndef dloss_dw2(y, a1, a2):\n    time.sleep(10 ** 6)"}
ENDLESS = {"signals", "output"}
BROKEN = {
    "empty": b"", "no-json": b"{", "half": json.dumps(COURSE["04_sigmoid_derivatives"]).encode()[:5000], "list": b"[]",
    "html": b"<html>", "null": b"null", "deep": b"[" * 100_000, "zeros": b"\0" * 100, "conflict": b"<<<<<<< HEAD\n{}\n=======\n",
}


def filled(answers, stem="04_sigmoid_derivatives"):
    """A lesson with these answers, exercise -> code, as JSON."""
    made = copy.deepcopy(COURSE[stem])
    for cell in made["cells"]:
        for id in ids(cell):
            cell["source"] = answers.get(id, cell["source"])
    return made


def as_in_notebook(id, code):
    """What check says in a notebook: status, mistake, message."""
    number = id.split(".")[0]
    main = sys.modules["__main__"]
    space = namespace(lessons()[number].setup)
    sys.modules["__main__"] = main
    verdict = check(id, notebook(code, lessons()[number].answers[id].name, **space))
    return verdict.status, verdict.mistake or "", verdict.message


def learners():
    """Name -> the notebook's bytes, and what is to come: exercise -> (status, mistake or None, message or None)."""
    right = {id: solution(id) for id in (LOCALS, GRADIENT)}
    rows = {id: as_in_notebook(id, code) for id, code in right.items()}
    untouched = {id: as_in_notebook(id, answer.stub) for id, answer in lessons()[LESSON].answers.items()}

    def learner(answers, **wanted):
        return json.dumps(filled(answers)).encode(), rows | {id.replace("_", "."): each for id, each in wanted.items()}

    yield "right", learner(right)
    yield "right with more", learner(right | {GRADIENT: MORE + right[GRADIENT] + "dloss_dw2(1, 0.5, 0.5)"})
    yield "untouched", (json.dumps(filled({})).encode(), untouched)
    yield "half", learner({LOCALS: right[LOCALS]}, **{GRADIENT: untouched[GRADIENT]})
    for name, data in BROKEN.items():
        yield f"broken {name}", (data, {id: ("not tried", "unreadable", None) for id in rows})
    for name, code in NEVER_ENDING.items():
        yield f"endless {name}", learner(right | {GRADIENT: code}, **{GRADIENT: ("wrong", "endless-loop", None)})
    yield "endless before", learner(right | {LOCALS: NEVER_ENDING["cell"]}, **{LOCALS: ("wrong", "endless-loop", None)})
    for name, code in CHEATS.items():
        mistake = "endless-loop" if name in ENDLESS else MISTAKE if name in (
            "judge", "check", "close", "fork", "fork-bomb", "files", "network", "subprocess", "threads", "renice", "memory") else None
        yield f"cheat {name}", learner(right | {GRADIENT: WRONG + code}, **{GRADIENT: ("wrong", mistake, None)})
    for exercise in (EXERCISES[LOCALS], EXERCISES[GRADIENT]):
        for chain in [(mistake,) for mistake in exercise.singles] + list(islice(pairs(exercise), 0, None, 9)):
            code = source(exercise, chain)
            yield (f"{exercise.id} {' and '.join(mistake.id for mistake in chain)}",
                   learner(right | {exercise.id: code}, **{exercise.id: as_in_notebook(exercise.id, code)}))


def hand_in(folder, count, made=None):
    """Write a class's notebooks, of these learners or of all; return learner -> what is to come."""
    made, wanted = made or list(learners()), {}
    for k, (name, (data, rows)) in enumerate(islice(cycle(made), count)):
        learner = f"{name.replace('/', ' over ')} {k}"
        (folder / learner).mkdir(parents=True)
        (folder / learner / "04_sigmoid_derivatives.ipynb").write_bytes(data)
        wanted[learner] = rows
    return wanted


def graded(submissions, output, *more):
    """Run the command; return the process and the rows."""
    run = subprocess.run([sys.executable, "-m", "nnlib.grade", str(submissions), "--output", str(output), *map(str, more)],
                         capture_output=True, text=True, timeout=900, cwd=output.parent)
    with output.open(encoding="utf-8", newline="") as file:
        return run, list(csv.DictReader(file))


def differing(rows, wanted):
    """A line for each row that is not what it should be."""
    found = {(row["learner"], row["exercise"]): row for row in rows}
    expected = {(learner, id): each for learner, rows in wanted.items() for id, each in rows.items()}
    lines = [f"{key}: {'missing' if key in expected else 'not wanted'}" for key in found.keys() ^ expected.keys()]
    for key in found.keys() & expected.keys():
        got = tuple(found[key][column] for column in ("status", "mistake", "message"))
        if any(want is not None and want != have for want, have in zip(expected[key], got, strict=True)):
            lines.append(f"{key}: {got}, wanted {expected[key]}")
    return lines


def main(count=500):
    with tempfile.TemporaryDirectory() as folder:
        wanted = hand_in(Path(folder) / "class", int(count))
        start = time.perf_counter()
        run, rows = graded(Path(folder) / "class", Path(folder) / "results.csv")
        print(f"{len(wanted)} notebooks, {len(rows)} rows in {time.perf_counter() - start:.1f} s, status {run.returncode}")
        print(run.stderr[-2000:])
        print("\n".join(differing(rows, wanted)) or "each row is what it should be")


if __name__ == "__main__":
    main(*sys.argv[1:])
