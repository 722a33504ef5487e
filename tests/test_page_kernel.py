"""The pages' kernel in plain Python: cells run when they are needed, and all that goes wrong is said in words."""

import importlib.util
import json
import re
import subprocess
import sys

import pytest
from lessons import ROOT, course, tags

sys.path.insert(0, str(ROOT / "website"))
from alive import WORDS, reworded

SPEC = importlib.util.spec_from_file_location("page_kernel", ROOT / "website" / "page" / "kernel.py")
kernel = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(kernel)


@pytest.fixture
def begun(monkeypatch):
    """A function that begins with cells, (tags, source) by id, and returns the kernel and what it posts."""
    import comm

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    monkeypatch.setattr(comm, "create_comm", comm.create_comm)

    def begin(answers=None, absent=(), **cells):
        posted = []
        cells = [{"id": id, "tags": tags.split(), "source": source} for id, (tags, source) in cells.items()]
        made = kernel.Kernel(lambda text: posted.append(json.loads(text)), cells, absent)
        made.begin(answers or {})
        return made, lambda: [posted.pop(0) for _ in posted[:]]

    return begin


@pytest.mark.parametrize("lesson", course(), ids=lambda lesson: lesson.name)
def test_each_cell_of_a_lesson_runs_alone(begun, lesson):
    made, posted = begun(**{cell.id: (" ".join(tags(cell)), cell.source) for cell in lesson.code})
    for cell in lesson.code:
        if not {"setup", "exercise", "check"} & {*tags(cell)}:
            made.run(cell.id)
    outputs = [message for message in posted() if message["type"] == "outputs"]
    assert [message["error"] for message in outputs if message["error"]] == []
    assert all(message["outputs"] for message in outputs)


def test_a_statement_of_the_set_up_waits_until_it_is_needed(begun):
    made, posted = begun(a=("setup", "x = 2\ny = x + 1\nz = 1 / 0\n"), b=("", "print('is', y)\ny"), c=("", "z"))
    assert "x" not in made.names
    made.run("b")
    assert [each["outputs"] for each in posted()] == [[{"text": "is 3\n"}, {"text": "3"}]]
    made.run("c")
    assert posted()[0]["error"] == "This stopped: NameError: name 'z' is not defined"


def test_a_page_has_no_words_that_fit_a_notebook_only():
    texts = [cell.source for lesson in course() for cell in lesson.cells if cell.cell_type == "markdown"]
    there = "\n".join(map(reworded, texts))
    assert re.findall(r".*(?:\b[Cc]ells?\b|Run All|Shift \+ Enter|installation).*", there) == []
    assert [words for words in WORDS if not any(re.search(words, text) for text in texts)] == []


def test_another_task_takes_the_place_of_one_and_of_no_other(begun):
    lesson = course()[12]
    made, posted = begun(**{cell.id: (" ".join(tags(cell)), cell.source) for cell in lesson.code})
    first, second, *_ = [cell["id"] for cell in made.cells.values() if cell["source"].startswith("practice(level")]
    answer = next(cell["id"] for cell in made.cells.values() if "exercise" in cell["tags"])
    for asked, got in (({"level": 4, "seed": 10}, (4, 10)), ({}, (4, 11)), ({"level": 1}, (1, 12))):
        made.task(first, answer, **asked)
        message = posted()[-1]
        assert (message["level"], message["seed"]) == got and first in message["sources"]
        assert made.cells[first]["source"] == f"practice(level={got[0]}, seed={got[1]})"
        assert made.cells[second]["source"] == "practice(level=4, seed=10)"
        made.check(answer, message["sources"][answer], answer.replace("23", "24"))
        assert posted()[-1]["status"] == "not tried"


def test_a_package_that_is_wanted_is_told_and_the_cell_runs_again(begun, tmp_path, monkeypatch):
    made, posted = begun(absent=["far"], a=("setup", "from importlib.util import find_spec\nfrom far import n"),
                         b=("", "n"), c=("", "find_spec('far') is not None"))
    made.run("c")
    assert posted()[0]["outputs"] == [{"text": "True"}]
    assert json.loads(made.run("b")) == ["far"]
    assert posted() == []
    (tmp_path / "far.py").write_text("n = 5")
    monkeypatch.syspath_prepend(tmp_path)
    made.loaded(["far"])
    assert made.run("b") is None
    assert posted()[0]["outputs"] == [{"text": "5"}]


@pytest.mark.parametrize(("text", "said"), [
    ("def f(:", "Python cannot read line 1 of your answer: "), ("f = 1 / 0", "stops before it can be checked: Zero"),
])
def test_an_answer_that_does_not_run_is_told_in_words(begun, text, said):
    made, posted = begun(a=("exercise exercise:4.locals", "..."), b=("check", "f"))
    made.check("a", text, "b")
    [told] = posted()
    assert told["status"] == "wrong" and said in told["outputs"][0]["html"]


@pytest.mark.parametrize(("text", "said"), [
    ("def f():\n    return a2 − y", "line 2 of your answer: − is no character of Python&#x27;s. Type - in its place."),
    ("f = [“dloss_da2”]", "“ is no character of Python&#x27;s. Type &quot; in its place."),
    ("f = ’a'", "’ is no character of Python&#x27;s. Type &#x27; in its place."), ("f = 2 × 3", "Type * in its place."),
    ("f = …", "Type ... in its place."), ("f =\N{NO-BREAK SPACE}2", "Type a space in its place."),
])
def test_what_a_phone_types_by_itself_is_told_with_what_to_type(begun, text, said):
    made, posted = begun(a=("exercise exercise:4.locals", "..."), b=("check", "f"))
    made.check("a", text, "b")
    assert said in posted()[0]["outputs"][0]["html"]


def test_outputs_are_in_the_page_s_words(begun):
    made, posted = begun(a=("exercise exercise:4.locals", "def f():\n    return ..."),
                         b=("check", 'from nnlib.exercises import check\ncheck("4.locals", lambda y, a1, a2: ...)'),
                         c=("", "from nnlib.exercises import progress\nprogress(4)"), d=("", "print('run both cells')"))
    made.words = {"run both cells again": "press Check", ">4.locals<": ">4a<", "both": "no"}
    made.check("a", "def f():\n    return ...", "b")
    assert "Replace the dots with your answer, then press Check." in posted()[0]["outputs"][0]["html"]
    for id, said in (("c", ">4a<"), ("d", "run no cells")):
        made.run(id)
        assert said in str(posted()[0]["outputs"])


def test_a_choice_is_posted_and_made_again(begun):
    cells = {"a": ("predict", "from nnlib.exercises import predict\nchosen = predict(4)\nchosen")}
    made, posted = begun(**cells)
    made.run("a")
    made.names["chosen"].choice = "B"
    assert {"type": "chosen", "id": "a", "choice": "B"} in posted()
    made.run("a")
    assert made.names["chosen"].choice == "B"
    made, _ = begun(**cells)
    made.choices = {"a": "Z"}
    made.run("a")
    assert made.names["chosen"].choice is None


def test_cells_that_use_an_answer_run_again(begun):
    made, posted = begun(
        a=("exercise exercise:7.step", "def step(): ..."), b=("check", 'from nnlib.checker import Verdict\n'
        'display(Verdict("right", "a"), Verdict("wrong", "b"))'),
        c=("explore", 'yours("7.step")'), d=("", "step()"), e=("", "progress(7)"), f=("", "x = 'step'"))
    made.check("a", "def step():\n    x = 1\nprint('seen')", "b")
    [told] = posted()
    assert told["again"] == ["c", "d", "e"]
    assert told["status"] == "wrong"
    assert told["outputs"][-1] == {"text": "seen\n"}


def test_a_solution_in_markdown_is_shown_as_html():
    html = kernel.markdown("<details><summary>S</summary>\n\nThe `a` is **b**:\n\n$$z_1 = x$$\n\n"
                           "```python\na < b\n```\n\n</details>")
    assert html.startswith("<details><summary>S</summary><p>The <code>a</code> is <b>b</b>:</p><math display")
    assert html.endswith('<div class="highlight"><pre>a &lt; b\n</pre></div></details>')


@pytest.mark.parametrize("text", ["", "# nothing", "def otherwise(y, a1, a2):\n    return 0\n"])
def test_an_earlier_answer_is_not_judged_in_the_place_of_a_later_one(begun, text):
    made, posted = begun(a=("setup", "from nnlib.exercises import check"),
                         b=("exercise exercise:4.gradient", "def dloss_dw2(y, a1, a2):\n    return ...\n"),
                         c=("check", 'check("4.gradient", dloss_dw2)'))
    made.check("b", "def dloss_dw2(y, a1, a2):\n    return (a2 - y) * a2 * (1 - a2) * a1\n", "c")
    assert posted()[0]["status"] == "right"
    made.check("b", text, "c")
    [told] = posted()
    assert told["status"] == "wrong" and "Your answer holds no dloss_dw2." in str(told["outputs"])


def test_widgets_are_imported_when_they_are_used():
    done = subprocess.run([sys.executable, "-c", """
import importlib.util, kernel, sys
kernel.stand_in_for_ipython()
kernel.import_widgets_when_used()
assert importlib.util.find_spec("ipywidgets"), "a set-up cell asks"
import ipywidgets
from ipywidgets import HTML, FloatSlider
assert issubclass(ipywidgets.widgets.HBox, ipywidgets.Box)
parts = {name.rpartition(".")[2] for name in sys.modules if name.startswith("ipywidgets.widgets.")}
assert {"widget_string", "widget_float"} <= parts, parts
assert not {"widget_bool", "interaction", "widget_controller"} & parts, parts
assert ipywidgets.Checkbox(value=True).value and callable(ipywidgets.interact)
assert not hasattr(ipywidgets, "Slide")
"""], cwd=ROOT / "website" / "page", capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_lesson_runs_where_widgets_are_imported_when_they_are_used():
    cells = [[{"id": cell.id, "tags": tags(cell), "source": cell.source} for cell in lesson.code]
             for lesson in course()]
    done = subprocess.run([sys.executable, "-c", """
import json, kernel, sys
kernel.stand_in_for_ipython()
kernel.import_widgets_when_used()
sys.modules["IPython"].version_info = 9, 0  # a later matplotlib than Pyodide's asks
for cells in json.load(sys.stdin):
    said = []
    made = kernel.Kernel(lambda text: said.append(json.loads(text)), cells)
    made.begin({})
    for cell in cells:
        if not {"setup", "exercise", "check"} & {*cell["tags"]}:
            made.run(cell["id"])
    print(*(each["error"] for each in said if each.get("error")), end="")
"""], input=json.dumps(cells), cwd=ROOT / "website" / "page", capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
