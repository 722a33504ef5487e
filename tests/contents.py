"""Writes what repeats the lessons: tables, map, links, minutes, what grading needs (by tests/store_outputs.py).

A lesson's number stands in its file's name, its title and minutes in its first cell, its question in the map of
lesson 0. No one types them elsewhere.
"""

import re

import nbformat
import nbformat.v4 as v4
from lessons import ROOT, course

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
TABLE = re.compile(r"(?<=\| minutes \|\n)(\|[-:|]+\|\n)(?:\|.*(?:\n|$))+")


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


def on_page(text, lessons):
    """A page with a row for each lesson in its table, and the minutes of all."""
    rows = [f"| {lesson.number} | {link(lesson, 'notebooks/')} | {lesson.minutes} |\n" for lesson in lessons]
    text = TABLE.sub(lambda match: match[1] + "".join(rows), text)
    return re.sub(r"\d+ minutes in all", f"{sum(lesson.minutes for lesson in lessons)} minutes in all", text)


def in_step(lessons, pages):
    """The lessons, and the pages by name, as the lessons' heads make them; what came stays as it was."""
    lessons, names = [lesson.copy() for lesson in lessons], {str(lesson.number): lesson.name for lesson in lessons}
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
    return lessons, {name: on_page(text, lessons) for name, text in pages.items()} | {GRADING: grading}


def stored():
    return course(), {name: (ROOT / name).read_text(encoding="utf-8") for name in PAGES}


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
