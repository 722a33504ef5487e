"""Writes what repeats the lessons: minutes, tables, map, links, the sheet of formulas, what grading needs.

tests/store_outputs.py does it.

A lesson's number stands in its file's name, its title in its first cell, its question in the map of lesson 0, its
objectives beside its exercises. Minutes are worked out, and the sheet's formulas are those that the lessons
display. No one types them elsewhere.
"""

import re
from html import escape
from math import ceil

import nbformat
import nbformat.v4 as v4
from lessons import ROOT, course, prose

from nnlib.draw.formula import font_face, formula
from nnlib.exercises import EXERCISES
from nnlib.exercises.course import OBJECTIVES, lesson_of
from nnlib.grade.course import as_json, of_notebooks

COMMAND = "python tests/store_outputs.py"
GRADING = "nnlib/grade/lessons.json"
PAGES = ("README.md", "website/pages/instructors.md", GRADING)
# What each set-up cell does where the package is missing, or another project's of the same name is there.
GUARD = """\
try:
    {imports}
except ImportError:
    raise SystemExit("This kernel lacks the course's nnlib (pip has another): see Start in its README.") from None
"""
QUESTION = re.compile(r"^\| \[\d+\. (.+)\]\(\d+_(\w+)\.ipynb\) \| (.*) \| \d+ \|$", re.MULTILINE)
TESTED = re.compile(r"(?<=\| tested by \|\n)(\|[-:|]+\|\n)((?:\|.*\n)+)")
PLAN = re.compile(r"(?<=\| )(\d+(?:, \d+)*) \(\d+\)(?= \|)")  # the lessons of a class hour, and their minutes
TABLE = re.compile(r"(?<=\| minutes \|\n)(\|[-:|]+\|\n)(?:\|.*(?:\n|$))+")
WORDS_A_MINUTE, CELL, EXERCISE = 100, 0.5, 3  # minutes for a cell of code, and for an exercise
HEAD = re.compile(r"\d+(?= minutes)")
SHEET = "notebooks/formulas.html"
RELATION = re.compile(r" (=|\\leftarrow|\\approx|\\le) ")
FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)


def minutes(lesson):
    """How long a lesson takes: its words that are not folded, its cells of code and its exercises."""
    words = sum(len(prose(FOLDED.sub("", cell.source)).split()) for cell in lesson.markdown)
    return ceil(words / WORDS_A_MINUTE + CELL * len(lesson.code) + EXERCISE * len(lesson.tagged("exercise")))


def link(lesson, folder=""):
    return f"[{lesson.title}]({folder}{lesson.name})"


def foot(lessons, k):
    """The last cell of a lesson leads to the lesson before it and the lesson after it."""
    before = [f"← {link(lessons[k - 1])}"] if k else []
    after = f"Next: {link(lessons[k + 1])} →" if lessons[k + 1:] else f"Back to the map: {link(lessons[0])}"
    return " · ".join([*before, after])


def guarded(setup):
    """A set-up cell with GUARD around its first import from the course's own part of nnlib."""
    found = re.search(r"^(from nnlib\.(?:exercises|practice) import .*)(?:\n|\Z)", setup, re.MULTILINE)
    if not found or "except ImportError" in setup:
        return setup
    rest = setup.replace(found[0], "", 1)
    first = re.search(r"^from nnlib|\Z", rest, re.MULTILINE).start()
    return (rest[:first] + GUARD.format(imports=found[1]) + rest[first:]).rstrip("\n")


def on_map(text, lessons):
    """The map with a row for each lesson; a lesson that keeps its title or its name keeps its question."""
    kept = {key: question for title, name, question in QUESTION.findall(text) for key in (title, name)}
    rows = [f"| [{lesson.number}. {lesson.title}]({lesson.name}) "
            f"| {kept.get(lesson.title, kept.get(lesson.name[3:-6], ''))} | {lesson.minutes} |" for lesson in lessons]
    return TABLE.sub(lambda match: match[1] + "\n".join(rows), text)


def number(row):
    return int(row.split("|")[1])


def objectives(match):
    """The table of what tests each objective: of the exercises, and as it stands of lessons that have none."""
    rows = [f"| {lesson_of(each)} | {OBJECTIVES.get(each.id, '')} | `{each.id}` |\n" for each in EXERCISES.values()]
    kept = [row for row in match[2].splitlines(keepends=True) if number(row) not in map(number, rows)]
    return match[1] + "".join(sorted([*kept, *rows], key=number))


def on_page(text, lessons):
    """A page with a row for each lesson in its table, the objectives, and the minutes of all."""
    minutes = {str(lesson.number): lesson.minutes for lesson in lessons}
    rows = [f"| {lesson.number} | {link(lesson, 'notebooks/')} | {lesson.minutes} |\n" for lesson in lessons]
    text = TABLE.sub(lambda match: match[1] + "".join(rows), text)
    text = TESTED.sub(objectives, text)
    text = PLAN.sub(lambda match: f"{match[1]} ({sum(minutes.get(each, 0) for each in match[1].split(', '))})", text)
    return re.sub(r"\d+ minutes in all", f"{sum(minutes.values())} minutes in all", text)


def formulas(lesson):
    """What the formulas that a lesson displays state: what is given, each update, of other left sides the last one."""
    kept = {}
    for cell in lesson.markdown:
        shown = re.findall(r"\$\$(.+?)\$\$", cell.source, re.DOTALL)
        answer = shown[-1:] if cell.source.startswith("## The answer") else []
        for text in [each for each in shown if RELATION.search(each)] or answer:
            left = text if r"\leftarrow" in text else "".join(RELATION.split(text)[:2])
            key = cell.source.startswith("## The question"), left
            kept.pop(key, None)
            kept[key] = text
    return list(kept.values())


def sheet(lessons):
    """A page to print with the formulas of all lessons."""
    parts = "".join(f"<section><h2>{lesson.number}. {escape(lesson.title)}</h2>"
                    + "".join(f"<p>{formula(text, block=True)}</p>" for text in formulas(lesson)) + "</section>\n"
                    for lesson in lessons if formulas(lesson))
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>All formulas on one page</title>
<style>
{font_face()}
@page {{size: A4; margin: 12mm}}
:root {{color-scheme: light dark}} @media print {{:root {{color-scheme: light}} nav {{display: none}}}}
body {{background: Canvas; color: CanvasText; font: 15px/1.3 system-ui, sans-serif}} a {{color: LinkText}}
body {{max-width: 190mm; margin: 8px auto; padding: 0 8px}}
h1 {{font-size: 20px; margin: 0 0 6px}} h2 {{font-size: 14px; margin: 0 0 2px}}
main {{columns: 2 330px; column-gap: 14px}} section {{margin-bottom: 12px}} p {{margin: 7px 0; break-inside: avoid}}
math {{font: 15px "Course Math", math, serif}} .nnlib-word {{font-style: italic}}
math[display] {{text-align: left; display: inline math; math-style: normal}}
</style></head><body><h1>All formulas on one page</h1>
<main>
{parts}</main></body></html>
"""


def in_step(lessons, pages):
    """The lessons, and the pages by name, as the lessons' heads make them; what came stays as it was."""
    lessons, names = [lesson.copy() for lesson in lessons], {str(lesson.number): lesson.name for lesson in lessons}
    for lesson in lessons:
        lesson.cells[0].source = HEAD.sub(str(minutes(lesson)), lesson.cells[0].source, count=1)
    for k, lesson in enumerate(lessons):
        if not re.match("← |Next: ", lesson.cells[-1].source):
            lesson.cells.append(v4.new_markdown_cell(id=f"{lesson.number:02}-foot"))
        lesson.cells[-1].source = foot(lessons, k)
        for cell in lesson.tagged("setup"):
            cell.source = guarded(cell.source)
        for cell in lesson.markdown:
            cell.source = re.sub(r"(\[lesson (\d+)\])\((\w+\.ipynb)\)", lambda match:
                                 f"{match[1]}({names.get(match[2], match[3])})", cell.source)
            if cell.source.startswith("## The map\n"):
                cell.source = on_map(cell.source, lessons)
    grading = as_json(of_notebooks({lesson.name.removesuffix(".ipynb"): lesson.notebook for lesson in lessons}))
    written = {name: sheet(lessons) if name == SHEET else on_page(text, lessons) for name, text in pages.items()}
    return lessons, written | {GRADING: grading}


def stored():
    return course(), {name: (ROOT / name).read_text(encoding="utf-8") for name in (*PAGES, SHEET)}


def out_of_step(lessons, pages):
    """The files that no longer say what the lessons' heads say, path -> the text wanted."""
    new_lessons, new_pages = in_step(lessons, pages)
    return {f"notebooks/{new.name}": nbformat.writes(new.notebook).rstrip("\n") + "\n"
            for old, new in zip(lessons, new_lessons, strict=True) if old.notebook != new.notebook
            } | {name: text for name, text in new_pages.items() if text != pages[name]}


def write():
    """Write the files that are out of step; returns their paths."""
    wanted = out_of_step(*stored())
    for name, text in wanted.items():
        (ROOT / name).write_text(text, encoding="utf-8", newline="\n")
    return list(wanted)
