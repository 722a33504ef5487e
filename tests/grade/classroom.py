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
# Each stands behind WRONG in its cell: name -> code. None of them is right.
CHEATS = {
    "judge": "from nnlib.checker import Exercise, FormulaExercise, Verdict\nExercise.judge = FormulaExercise.judge = lambda *given: Verdict('right', 'Bravo.')",
    "catalogue": "from nnlib.exercises import EXERCISES\nimport dataclasses\n"
                 "EXERCISES['4.gradient'] = dataclasses.replace(EXERCISES['4.gradient'], mistakes=(), lines={'dloss_dw2': '(a2 - y) * a2 * (1 - a2)'})",
    "numpy": "import numpy as np\nnp.abs = lambda values: np.zeros(np.shape(values))",
    "remote": "import nnlib.grade.running as r\nr.claim = lambda *given, **named: {'status': 'right', 'mistake': None, 'message': '', 'answer': None}\n"
              "r.call = lambda *given: {'returned': 0.0, 'left': []}",
    "pipe": "import os, json\nline = json.dumps({'status': 'right', 'mistake': None, 'message': '', 'answer': None}).encode()\n"
            "for n in range(3, 60):\n    try:\n        os.write(n, line + b'\\n' + line + b'\\n')\n    except OSError:\n        pass",
    "garbage": "import os\nfor n in range(3, 60):\n    try:\n        os.write(n, b'[' * 5000 + b'\\n')\n    except OSError:\n        pass",
    "exit": "import os\nos._exit(0)",
    "exit-when-called": "import os\ndef dloss_dw2(y, a1, a2):\n    os._exit(0)",
    "system-exit": "raise SystemExit(0)",
    "fork": "import os\ntry:\n    os.fork()\nexcept OSError:\n    pass",
    "kill": "import os, signal\nfor victim in (os.getppid(), os.getpid(), 1, -1):\n    try:\n        os.kill(victim, signal.SIGKILL)\n    except OSError:\n        pass",
    "signals": "import signal\nfor number in (signal.SIGTERM, signal.SIGXCPU, signal.SIGINT):\n    signal.signal(number, lambda *given: None)\nwhile True:\n    pass",
    "equal": "class Equal(float):\n    __eq__ = __lt__ = __gt__ = __le__ = __ge__ = lambda *given: True\n"
             "    __sub__ = __rsub__ = __mul__ = __abs__ = __array__ = lambda self, *given: self\n    __hash__ = None\n"
             "def dloss_dw2(y, a1, a2):\n    return Equal(0.5)",
    "pickle": "import os\nclass Bomb:\n    def __reduce__(self):\n        return os._exit, (0,)\n    __float__ = lambda self: 0.5\ndef dloss_dw2(y, a1, a2):\n    return Bomb()",
    "modules": "import sys\nfor name in [*sys.modules]:\n    if name.startswith('nnlib'):\n        del sys.modules[name]",
    "files": "import os, glob\nfor path in glob.glob('/tmp/**', recursive=True) + glob.glob('**', recursive=True):\n    try:\n"
             "        os.unlink(path)\n    except OSError:\n        pass\n    try:\n        open(path, 'w').write('right')\n    except OSError:\n        pass",
    "memory": "held = []\ntry:\n    while True:\n        held.append(bytearray(10 ** 8))\nexcept MemoryError:\n    held = None",
    "output": "import sys\ndef dloss_dw2(y, a1, a2):\n    while True:\n        sys.__stdout__.write('right' * 10 ** 6)\n        print('right' * 10 ** 6)",
    "output-to-pipe": "import os\nwhile True:\n    for n in range(3, 60):\n        try:\n            os.write(n, b'right' * 10 ** 6)\n        except OSError:\n            pass",
    "moody": "calls = 0\ndef dloss_dw2(y, a1, a2):\n    global calls\n    calls += 1\n    return (a2 - y) * a2 * (1 - a2) * (a1 if calls % 2 else 1)",
}
MORE = "%matplotlib inline\nimport matplotlib.pyplot as plt\nimport sqlite3, decimal\n!ls\nplt.figure()\nprint(numerical_gradient)\n"
NEVER_ENDING = {"cell": "while True:\n    pass", "answer": "def dloss_dw2(y, a1, a2):\n    while True:\n        pass",
                "quiet": "import time\ndef dloss_dw2(y, a1, a2):\n    time.sleep(10 ** 6)"}
ENDLESS = {"signals", "output"}
BROKEN = {"empty": b"", "half": json.dumps(COURSE["04_sigmoid_derivatives"]).encode()[:5000], "list": b"[]", "deep": b"[" * 100_000}


def filled(answers, stem="04_sigmoid_derivatives"):
    """A lesson with these answers, exercise -> code, as the bytes of its notebook."""
    made = copy.deepcopy(COURSE[stem])
    for cell in made["cells"]:
        for id in ids(cell):
            cell["source"] = answers.get(id, cell["source"])
    return json.dumps(made).encode()


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
        return filled(answers), rows | wanted

    yield "right", learner(right)
    yield "right with more", learner(right | {GRADIENT: MORE + right[GRADIENT] + "dloss_dw2(1, 0.5, 0.5)"})
    yield "untouched", (filled({}), untouched)
    yield "half", learner({LOCALS: right[LOCALS]}, **{GRADIENT: untouched[GRADIENT]})
    for name, data in BROKEN.items():
        yield f"broken {name}", (data, {id: ("not tried", "unreadable", None) for id in rows})
    for name, code in NEVER_ENDING.items():
        yield f"endless {name}", learner(right | {GRADIENT: code}, **{GRADIENT: ("wrong", "endless-loop", None)})
    yield "endless before", learner(right | {LOCALS: NEVER_ENDING["cell"]}, **{LOCALS: ("wrong", "endless-loop", None)})
    for name, code in CHEATS.items():
        mistake = "endless-loop" if name in ENDLESS else MISTAKE if name in ("judge", "fork", "files", "memory") else None
        yield f"cheat {name}", learner(right | {GRADIENT: WRONG + code}, **{GRADIENT: ("wrong", mistake, None)})
    for exercise in (EXERCISES[LOCALS], EXERCISES[GRADIENT]):
        for chain in [(mistake,) for mistake in exercise.singles] + list(islice(pairs(exercise), 0, None, 9)):
            code = source(exercise, chain)
            yield (f"{exercise.id} {' and '.join(mistake.id for mistake in chain)}",
                   learner(right | {exercise.id: code}, **{exercise.id: as_in_notebook(exercise.id, code)}))


def laid(folder, files):
    """Write files in a folder. files : name -> bytes."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def hand_in(folder, made):
    """Write the notebooks of learners; return learner -> what is to come."""
    made = {f"{name.replace('/', ' over ')} {k}": each for k, (name, each) in enumerate(made)}
    laid(folder, {f"{learner}/04_sigmoid_derivatives.ipynb": data for learner, (data, _) in made.items()})
    return {learner: rows for learner, (_, rows) in made.items()}


def graded(submissions, output):
    """Run the command; return how it ended with what it said, and the rows."""
    run = subprocess.run([sys.executable, "-m", "nnlib.grade", str(submissions), "--output", str(output)],
                         capture_output=True, text=True, timeout=900, cwd=output.parent)
    with output.open(encoding="utf-8", newline="") as file:
        return f"status {run.returncode}\n{run.stderr[-2000:]}", list(csv.DictReader(file))


def differing(rows, wanted):
    """A line for each row that is not what it should be."""
    found = {(row["learner"], row["exercise"]): (row["status"], row["mistake"], row["message"]) for row in rows}
    expected = {(learner, id): each for learner, rows in wanted.items() for id, each in rows.items()}
    return [f"{key}: {found.get(key)}, wanted {expected.get(key)}" for key in found.keys() | expected.keys()
            if not (key in found and key in expected)
            or any(want not in (None, have) for want, have in zip(expected[key], found[key], strict=True))]


def main(count=500, more=(), grade=graded):
    """Have a class graded, more learners before it; print how that went."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = hand_in(Path(folder) / "class", islice(cycle([*more, *learners()]), int(count)))
        start = time.perf_counter()
        said, rows = grade(Path(folder) / "class", Path(folder) / "results.csv")
        print(f"{len(wanted)} notebooks, {len(rows)} rows in {time.perf_counter() - start:.1f} s, {said}")
        print("\n".join(differing(rows, wanted)) or "each row is what it should be")


if __name__ == "__main__":
    main(*sys.argv[1:])
