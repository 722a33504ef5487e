"""What the course refers to is there: links, lists, hints, exercises, functions, buttons."""

import ast
import re

import pytest
from claims import BY_NUMBER, program
from formulas import read
from lessons import ROOT, tags
from shown_formulas import FENCE, LATEX

from nnlib.exercises import EXERCISES

LESSONS = [*BY_NUMBER.values()]


# ---- lists and names

@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_lists_hints_and_tools_are_counted_through(lesson):
    text = "\n\n".join(cell.source for cell in lesson.markdown)
    for each in re.findall(r"(?m)(?:^\d+\. .*\n?)+", text):
        numbers = [int(number) for number in re.findall(r"(?m)^(\d+)\. ", each)]
        assert numbers == list(range(1, len(numbers) + 1))
    exercises = [id for id in EXERCISES if id.startswith(f"{lesson.number}.")]
    hints = "".join("".join(re.findall(r"<summary><u>Open hint (\d)", cell.source)) if "hint" in tags(cell) else "|"
                    for cell in lesson.cells)
    assert re.findall(r"\d+", hints) == ["123"] * len(exercises), "each exercise has its Open hint 1, 2 and 3"
    tools = re.findall(r"(?m)^## Tool (\d):", text)
    assert tools == [str(k + 1) for k in range(len(tools))]
    letters = "abc"[:len(exercises)] if len(exercises) > 1 else [""] * len(exercises)
    assert re.findall(r"(?m)^## Exercise (\w+):", text) == [f"{lesson.number}{letter}" for letter in letters], (
        "the headings of exercises")


def asked(source):
    """What an exercise's text asks for: the function's name, and the results in the order that it says."""
    name = re.search(r"Write the function `(\w+)`", source)
    told = re.search(r"It returns (?:the (?:four )?nodes? in the order )?((?:\$[^$]+\$(?:, | and )?){2,})", source)
    formulas = [read(match[1]).sides[0] for match in re.finditer(r"\$([^$]+)\$", told[1])] if told else []
    return name and name[1], ["_".join(["", *each[1:]]) if each[0] == "partial" else each[1] for each in formulas]


def test_each_exercise_asks_for_the_function_and_the_results_that_are_checked():
    found = 0
    for lesson in LESSONS:
        for k, cell in enumerate(lesson.cells):
            ids = [tag.partition(":")[2] for tag in tags(cell) if tag.startswith("exercise:")]
            if not ids:
                continue
            exercise, (name, results) = EXERCISES[ids[0]], asked(lesson.cells[k - 1].source)
            assert f'check("{ids[0]}", ' in lesson.cells[k + 1].source
            answer = ast.parse(lesson.cells[k + 1].source).body[0].value.args[1].id
            assert re.search(rf"\b{answer}\b", cell.source)
            if hasattr(exercise, "catalogue"):
                assert name == answer == exercise.asks.partition("(")[0]
                wanted = [re.sub("_d|^d", "_", each.replace("loss", "Loss")) for each in program(ids[0]).results]
                assert results in ([], wanted), (ids, results, wanted)
                found += bool(results)
    assert found >= 3


def test_lesson_0_names_each_symbol_as_the_code_does():
    table = next(cell.source for cell in BY_NUMBER[0].markdown if cell.source.startswith("## The names"))
    rows = [row.split("|")[1:3] for row in table.splitlines() if row.startswith("| $")]
    assert len(rows) == 10
    for symbols, names in rows:
        read_as = [read(match[1]) for match in re.finditer(r"\$([^$]+)\$", symbols)]
        assert read_as == [read(match[1]) for match in re.finditer(r"`([^`]+)`", names)], symbols


@pytest.mark.parametrize("file", ["shown_formulas.py", "test_explorers_lab.py"])
def test_each_explorer_is_tried(file):
    found = [name for path in (ROOT / "nnlib/explore").glob("*.py")
             for name in re.findall(r"^class (\w+Explorer)\(\w+\)", path.read_text(encoding="utf-8"), re.MULTILINE)]
    assert found
    tried = (ROOT / "tests" / file).read_text(encoding="utf-8")
    assert [name for name in found if not re.search(rf"\b{name}[(,]", tried)] == []


def labels(widget):
    """The words on an explorer's buttons and in its menus."""
    yield getattr(widget, "description", "")
    yield from getattr(widget, "_options_labels", ())
    for child in getattr(widget, "children", ()):
        yield from labels(child)


def test_the_buttons_that_are_named_are_there():
    named = 0
    for lesson in LESSONS:
        explore = {} if lesson.number else {"JupyterLab's own": {"Run", "Run All Cells"}}
        for cell in lesson.tagged("explore"):
            namespace = {}
            exec(lesson.tagged("setup")[0].source, namespace)
            explore[cell.source] = set(labels(eval(cell.source, namespace)))
        for cell in lesson.markdown:
            words = re.sub(r"`[^`]*`", "", LATEX.sub("", FENCE.sub("", cell.source)))
            for name in re.findall(r"(?<![*\w])\*([^*\n]+)\*(?!\*)", words):
                named += 1
                assert any(label.startswith(name) for each in explore.values() for label in each), (lesson.name, name)
    assert named >= 8


# ---- links

# Links out of the course; a new one is read by someone, and listed here.
EXTERNAL = {"https://creativecommons.org/licenses/by/4.0/", "https://pyodide.org", "https://mybinder.org",
            "https://doi.org/10.3102/0034654314564881", "https://doi.org/10.1119/1.1707018",
            "https://www.contributor-covenant.org/version/2/1/code_of_conduct/"}
PAGES = {f"notebooks/{lesson.name}": "\n\n".join(cell.source for cell in lesson.markdown) for lesson in LESSONS} | {
    name: (ROOT / name).read_text(encoding="utf-8")
    for name in ("README.md", "CONTRIBUTING.md", "CODE_OF_CONDUCT.md", "CHANGELOG.md", "website/pages/instructors.md",
                 "website/pages/class.md")}


def anchors(page):
    """GitHub's name for each heading."""
    titles = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}


def dead(name, page, pages):
    """The links of a page that lead nowhere, or out of the course to an unlisted place."""
    targets = re.findall(r"\[[^\]]*\]\(([^)\s]+)\)", page)  # of links and pictures
    found = []
    for target in targets + re.findall(r"(?<![(\w/])https?://[^\s)>\]\"`]+", page):
        file, _, anchor = target.partition("#")
        path = (ROOT / name).parent / file if file else ROOT / name
        leads = target in EXTERNAL if "://" in target else path.is_file() and path.resolve().is_relative_to(ROOT)
        if leads and anchor and "://" not in target:
            leads = anchor in anchors(pages.get(str(path.resolve().relative_to(ROOT)), ""))
        found += [] if leads else [target]
    return found


@pytest.mark.parametrize("name", PAGES)
def test_every_link_resolves(name):
    assert dead(name, PAGES[name], PAGES) == []
