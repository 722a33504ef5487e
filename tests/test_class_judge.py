"""A class graded in the browser, without a browser: what shares a Python, what the judge asks for, and what it believes."""

import importlib
import json
import sys
from unittest.mock import Mock

import pytest
from exercises.answers import SOLUTIONS, sample
from grade.classroom import BROKEN, CHEATS, GRADIENT, LOCALS, MISTAKE, NEVER_ENDING, WRONG, filled, learners
from grade.test_grade import RIGHT, packed
from lessons import ROOT

from nnlib.exercises import EXERCISES
from nnlib.grade.course import lessons

FOLDER = ROOT / "website" / "page" / "class"
SETUP = "\n".join(lesson.setup for lesson in lessons().values())

sys.path += [str(FOLDER), str(FOLDER.parent)]
plain, judge, answers = map(importlib.import_module, ("plain", "judge", "answers"))


# ---- what shares a Python with others

@pytest.mark.parametrize("id", EXERCISES)
def test_answers_as_learners_write_them_are_plain(id):
    for code in (SOLUTIONS[id], sample(id)[1]):
        assert plain.is_plain(code, SETUP)


@pytest.mark.parametrize("code", [
    *(WRONG + code for code in CHEATS.values()), *NEVER_ENDING.values(),
    "import os", "import numpy.ctypeslib", "import numpy as __builtins__", "from numpy import ctypeslib", "from math import *",
    "from . import math", "import math as __import__", "np.exp = 3", "del np.exp", "x.__class__", "np.random.seed(1)", "open",
    "get_ipython()", "computation_graph", "global x", "class A: pass", "try:\n    1\nexcept: pass", "with x: pass", "(x := 3)",
    "@print\ndef f(): pass", "def __getattr__(name): pass", "lambda __x: 0", "__builtins__", "f'{exec}'", "def f(x=exec): pass",
    "sigmoid.value[0] = 3", "%time", "async def f(): pass", "yield 1", "\0", "match x:\n    case 1: pass", "not " * 20_000 + "1",
])  # fmt: skip
def test_what_could_do_more_than_calculate_is_not_plain(code):
    assert not plain.is_plain(code, SETUP)


def test_packages_that_an_answer_wants_are_named():
    assert judge.imports("import a.b, c\ndef f():\n    from d.e import g") == {"a", "c", "d"}
    assert judge.imports("%time x\nimport matplotlib.pyplot as plt") == {"IPython", "matplotlib"}


# ---- the judge and a worker, here in one process

class Worker:
    """What worker.js does with answers.py. ends : the exercises whose cells end it, and whether by being late."""

    def __init__(self, ends=None):
        self.ends, self.asked = ends or {}, []

    def answered(self, wanted):
        self.asked.append(wanted)
        if "call" in wanted:
            return {"text": answers.calls(self.of["id"], self.of["name"], json.dumps(wanted["call"]))}
        self.of, ran = wanted["run"], []
        answers.begin(self.of["setup"])
        for id, codes in self.of["cells"]:
            if id in self.ends:
                return {"late": self.ends[id], "ran": ran}
            answers.run(id, json.dumps(codes))
            ran.append(id)
        return {"text": answers.claims(self.of["id"], self.of["name"])}


def rows(k, worker):
    """What the judge says of some work, in the end."""
    main, found = sys.modules["__main__"], json.loads(judge.begin(0, k))
    while "rows" not in found:
        found = json.loads(judge.go_on(0, json.dumps(worker.answered(found))))
    sys.modules["__main__"] = main
    return found["rows"]


@pytest.fixture
def read(tmp_path):
    """A function that hands notebooks in, learner -> bytes, and returns what the judge finds."""
    def read(files):
        (tmp_path / "class.zip").write_bytes(packed({f"{name}/n.ipynb": data for name, data in files.items()}))
        return json.loads(judge.read(str(tmp_path / "class.zip")))
    return read


def test_the_rows_are_those_of_a_notebook(read):
    made = [each for each in learners() if not each[0].startswith(("cheat", "endless", "broken"))][::12]
    made = {name.replace("/", " over "): each for name, each in made}
    for k, each in enumerate(read({name: data for name, (data, _) in made.items()})["work"][:-1]):
        learner, (_, wanted) = each["learner"], made[each["learner"]]
        assert each["plain"] == (learner != "right with more")
        assert not each["plain"] or rows(k, Worker()) == [[learner, "4", id, *row] for id, row in wanted.items()]


@pytest.mark.parametrize("id", EXERCISES)
def test_a_right_answer_is_asked_for_its_numbers_at_once(read, id):
    number, calls = id.split(".")[0], 0 if id.endswith("path") else 1
    read({"ada": filled({id: SOLUTIONS[id]}, lessons()[number].file)})
    judge.questions.clear()
    for most in (10, calls):  # the second time it is known what will be asked
        worker = Worker()
        found = {row[2]: row[3] for row in rows(0, worker)}
        assert found.pop(id) == "right" and {*found.values()} <= {"not tried"}
        assert calls <= sum("call" in each for each in worker.asked) <= most


@pytest.mark.parametrize("text", ["", "3", '{"status": "right"}', "[" * 10 ** 5,
                                  '{"status": "right", "answer": ["dloss_da2", "da2_dz2", "dz2_dw2"]}'])
@pytest.mark.parametrize("called", ["", "[3]", '[{"returned": 0.5}]', "[" * 10 ** 5, '{"returned": 1}'])
def test_whatever_a_worker_says_it_makes_nothing_right(read, text, called):
    read({"mallory": filled({GRADIENT: WRONG})})
    one, other = rows(0, Mock(answered=lambda wanted: {"text": text if "run" in wanted else called}))
    assert {one[3], other[3]} <= {"wrong", "not tried"}


def test_a_worker_that_ends_costs_the_answer_that_ended_it_alone(read):
    read({"ada": RIGHT})
    for late, mistake in ((True, "endless-loop"), (False, "process-ended")):
        assert [row[3:5] for row in rows(0, Worker({LOCALS: late}))] == [["wrong", mistake], ["right", ""]]
        assert [row[3:5] for row in rows(0, Worker({GRADIENT: late}))] == [["right", ""], ["wrong", mistake]]
    assert "call" in json.loads(judge.go_on(0, json.dumps(Worker().answered(json.loads(judge.begin(0, 0))))))
    after = json.loads(judge.go_on(0, json.dumps({"late": True, "ran": [LOCALS]})))
    assert after["run"]["id"] == GRADIENT


# ---- the canary

@pytest.mark.parametrize("change", [
    lambda text: text.replace('"wrong"', '"right"'), lambda text: text.replace("0.", "0.0"), lambda text: text.replace(MISTAKE, "other"),
    lambda text: text.replace("missing-times", ""), lambda text: text.replace("Your", "Her"), lambda text: "", lambda text: "[" * 10 ** 5])
def test_the_canary_tells_of_any_other_word(read, change):
    read({"ada": RIGHT})
    worker = Worker()
    assert rows(1, worker) is True
    assert rows(1, Worker({GRADIENT: False})) is None
    assert not rows(1, Mock(answered=lambda wanted: {"text": change(worker.answered(wanted)["text"])}))


# ---- the class

def test_what_a_class_did_is_counted():
    made = [[name, "4", GRADIENT, *row] for name, *row in (
        ("ada", "right", "", ""), ("bob", "wrong", f"{MISTAKE}+missing-da2_dz2", ""), ("cy", "wrong", MISTAKE, "…"),
        ("di", "wrong", "", "Is it?"), ("eve", "not tried", "unreadable", "This is no notebook."),
        ("gus", "wrong", "endless-loop", "It did not end. Which loop?"),
        # mistakes with one text are one
        ("hal", "wrong", "bracket-late-at-Loss-0+bracket-late-at-Loss-1", ""), ("ida", "wrong", "bracket-late-at-Loss-1", ""))]
    [found] = json.loads(judge.summary(json.dumps([*made, ["fay", "", "", "not tried", "no-lesson", "None."]])))
    assert [found[key] for key in ("id", "right", "wrong", "untried", "unnamed")] == [GRADIENT, 1, 6, 1, 1]
    text = next(each.text for each in EXERCISES[GRADIENT].singles if each.id == MISTAKE)
    first, *others = found["mistakes"]
    assert [first["count"], *(each["count"] for each in others)] == [2, 2, 1, 1]
    assert f"{first['said']} {first['asked']}" == text and first["asked"].endswith("?") and "<img" in first["picture"]
    assert {"count": 1, "said": "It did not end.", "asked": "Which loop?", "picture": ""} in others
    assert judge.table(json.dumps(made)).splitlines()[0] == "learner,lesson,exercise,status,mistake,message"


@pytest.mark.parametrize("id", [GRADIENT, "7.step", "11.gradient", "10.reverse", "3.path"])
def test_each_mistake_that_a_verdict_may_name_has_its_words(id):
    known = judge.catalogued(EXERCISES[id])
    assert {each.id for each in EXERCISES[id].singles} | ({"turned-at-Loss"} if id == GRADIENT else set()) <= known.keys()
    for each in known.values():
        row = ["ada", id.split(".")[0], id, "wrong", f"{each.id}+another", ""]
        [told] = json.loads(judge.summary(json.dumps([row])))
        assert each.text in [f"{one['said']} {one['asked']}".strip() for one in told["mistakes"]]


def test_files_that_are_no_notebooks_have_their_rows(read):
    found = read({name: data for name, data in BROKEN.items() if data})
    assert len(found["said"]) == len(BROKEN) - 1
    for k, each in enumerate(found["work"][:-1]):
        [row] = rows(k, None)
        assert row[:5] == [each["learner"], "", "", "not tried", "no-lesson"] and row[5]


# ---- where the page is

@pytest.mark.parametrize("without", [True, False])
def test_the_page_is_in_no_site_without_solutions(tmp_path, monkeypatch, without):
    monkeypatch.syspath_prepend(ROOT / "website")
    build, made = importlib.import_module("build"), {}
    facts = {"pyodide": "https://python.example/full/", "lock": "pyodide-lock.json", "packages": [], "megabytes": 11}
    monkeypatch.setattr(build.live, "build", lambda *given: made.update({"beside": given[-1]}) or facts)
    monkeypatch.setattr(build.reading, "build", lambda lessons, pages, folder, facts: (folder.mkdir(), made.update(pages)))
    build.main([str(tmp_path / "site"), *["--without-solutions"] * without])
    assert ("class" in made) == (tmp_path / "site" / "page" / "class").exists() == (not without)
    assert bool(made.pop("beside")) == (tmp_path / "site" / "formulas.html").exists() == (not without), "all answers"
    texts = {name: "".join(cell.source for cell in page.cells) for name, page in made.items()}
    assert [name for name, text in texts.items() if "class.html" in text] == ["instructors"] * (not without)


def test_the_page_and_its_workers_reach_no_host_but_where_python_is(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "website")
    classroom = importlib.import_module("classroom")
    for address, more in (("live/static/pyodide/", ""), ("https://python.example/full/", " https://python.example")):
        head = classroom.page({"pyodide": address, "lock": "page-lock.json"}).metadata["head"]
        assert f"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{more}; worker-src blob:; connect-src 'self'{more}; " in head
        assert "unsafe-eval'" not in head.replace("'wasm-unsafe-eval'", "")
