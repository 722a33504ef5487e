"""With this a lesson's page can come alive: its cells by what they are on a page, and what its script is told.

    place(notebook)                      which code shows, and where the exercises are
    told(name, notebook, facts)          what page/lesson.js reads, as JSON
    words(notebook)                      in what outputs say: words for a notebook, and those for a page

facts : of the site's Python, as live.build returns them.
"""

import json
import re
import shutil
from pathlib import Path

import nbformat

PAGE = Path(__file__).resolve().parent / "page"
SCRIPTS = "lesson", "exercise", "python", "store", "work", "editor", "widgets", "worker"
# What is said of a notebook only, and what a page says in its place. Of the rest, whole sentences are left out.
WORDS = {
    r"then run the next cell, and choose\.": "then choose.",
    r"Run the next cell, and choose\.": "Choose.",
    r"Run the cell, and then the check below it": "Press *Check*",
    r"check the installation, watch": "watch",
    r"Run the cell again when exercise (\w+) has been checked\. Then": r"When exercise \1 has been checked,",
    r"After the check of (\w+), run the cell again\. The graph then": r"After the check of \1 the graph",
    r"\bThe next cell shows the 23 flights": "Below are the 23 flights",
    r"\bThe next cell (compares|shows|draws)": r"The code below \1",
    r"\bthe set-up cell\b": "the set-up",
    r"\*Run\* › \*Run All Cells\* .+ (What you have written is still there)\.": r"\1 when you open a lesson again.",
    r"A new cell is your calculator: `([^`]+)` gives":
        r"Your answer is a calculator, too: with a line `print(\1)`, *Check* shows",
    r"The numbers behind `level` .+ Each verdict names one to go on with:":
        "*Another task* puts another one in its place, as often as you like. Once there is a verdict, it is the one to "
        "go on with:",
    r"Go on with `practice` at level 5, with any seed\.": "Go on with *Another task* at level 5.",
    r"put its number in place of the level in a cell below, and begin": "choose its level below an answer, and begin",
}
# The same of what outputs and verdicts say.
SAID = {
    "then run both cells again": "then press Check",
    "and run its check": "and press Check",
    "from your notebook": "from this page",
    "in your notebook": "in this page",
    "was the cell that imports it run": "does your answer import it",
}
OF_A_NOTEBOOK = re.compile(
    r"[^.!?\n]*(?:\b[Rr]un(?:ning)?\b[^.!?\n]*\bcells?\b|Shift \+ Enter)[^.!?\n]*(?:[.!?] ?|$)"
    r"|Start with the one below\. ?|Every other cell needs it\. ?|What stands under a cell [^.]+\. ?", re.MULTILINE)


def tags(cell):
    return cell.metadata.get("tags", [])


def exercise_of(cell):
    """Return the exercise that a cell is to answer, or None."""
    named = [tag.partition(":")[2] for tag in tags(cell) if tag.startswith("exercise:")]
    return (named or [cell.id])[0] if "exercise" in tags(cell) else None


def reworded(source):
    """Return Markdown in words that fit a page."""
    for words, instead in WORDS.items():
        source = re.sub(words, instead, source)
    return OF_A_NOTEBOOK.sub("", source)


def names(notebook):
    """Return exercise -> what its heading calls it: 4a for 4.locals."""
    found, heading = {}, ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for number, title in re.findall(r"^## (?:Exercise (\w+): )?(.*)", cell.source, re.MULTILINE):
                heading = number or title
        if exercise := exercise_of(cell):
            found[exercise] = heading
    return found


def words(notebook):
    """Return what outputs say of a notebook only -> what a page says in its place."""
    return SAID | {f">{exercise}<": f">{name}<" for exercise, name in names(notebook).items()}


def builds(cell):
    """Return whether a cell's code only makes what it shows."""
    return ({"predict", "explore"} & {*tags(cell)} or makes_task(cell)
            or re.fullmatch(r"\w+\(((?!\w\().)*\)(\.solution)?", cell.source.strip()))


def makes_task(cell):
    """Return whether a cell is one of lesson 12's, which shows a task: then there are others."""
    return bool(cell and re.fullmatch(r"practice\(level=\d+, seed=\d+\)", cell.source))


def split(cell):
    """Return a cell that answers and checks in one as two cells, and any other one alone."""
    found = re.fullmatch(r'(.*\.\.\..*?)\s+(check\("([\w.]+)", \w+\))', cell.source, re.DOTALL)
    if cell.cell_type != "code" or tags(cell) or not found:
        return [cell]
    answer, check = nbformat.from_dict(cell), nbformat.from_dict(cell)
    answer.source, answer.metadata = found[1], nbformat.from_dict({"tags": ["exercise", f"exercise:{found[3]}"]})
    check |= {"id": f"{cell.id}-check", "source": found[2], "metadata": nbformat.from_dict({"tags": ["check"]})}
    return [answer, check]


def place(notebook):
    """Mark in a notebook what each code cell is on a page; the template goes by it."""
    code, named = [cell for cell in notebook.cells if cell.cell_type == "code"], names(notebook)
    for before, cell, after in zip([None, *code], code, [*code[1:], None], strict=False):
        if "setup" in tags(cell):
            cell.outputs = []
        if exercise := exercise_of(cell):
            check = after.id if after and "check" in tags(after) else ""
            cell.metadata.page = {"exercise": exercise, "check": check, "name": named[exercise],
                                  "task": before.id if makes_task(before) else ""}
        if builds(cell):
            cell.metadata.unseen = True
    notebook.cells = [cell for cell in notebook.cells if "check" not in tags(cell)]


def told(name, notebook, facts):
    """Return what the script of a page is told, as JSON for a <script>."""
    cells = [{"id": cell.id, "tags": tags(cell), "source": cell.source} for cell in notebook.cells
             if cell.cell_type == "code"]
    live = any({"exercise", "explore", "predict"} & {*cell["tags"]} for cell in cells)
    known = facts | {"name": name, "notebook": f"live/files/{name}", "worker": "page/worker.js", "cells": cells,
                     "words": words(notebook), "live": live}
    return json.dumps(known).replace("<", r"\u003c")


def copy_scripts(folder):
    """Copy the scripts, and the libraries that they use, into the site."""
    (folder / "page").mkdir(parents=True)
    for script in SCRIPTS:
        shutil.copy(PAGE / f"{script}.js", folder / "page")
    shutil.copytree(PAGE / "vendor", folder / "page" / "vendor")
