"""Tries an edition for real: builds it, hands in right, wrong, untouched and endless answers, grades them.

    PYTHONPATH=tests python editions/tried.py nbgrader
    PYTHONPATH=tests python editions/tried.py otter

in an environment with requirements.txt and editions/requirements.txt, activated. Says what differs from what should
be, after some minutes.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import build
import nbformat
from exercises.answers import sample, solution

from nnlib.grade.cells import ids
from nnlib.grade.course import lessons

ENDLESS = "while True:\n    pass"
LEARNERS = {"right": solution, "wrong": lambda id: sample(id)[1], "untouched": None, "endless": lambda id: ENDLESS}
POINTS = {"right": 1, "wrong": 0, "untouched": 0, "endless": 0}
SHOWN = {"right": "✓ right", "wrong": "✗ wrong", "untouched": "… not tried"}  # in the feedback


def filled(path, answer):
    """A notebook as a learner hands it in."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        for id in ids(cell) if answer else ():
            # What an answer made from the catalogue needs beside the set-up cell.
            cell.source = "import numpy as np\nfrom nnlib.exercises.setting import FUNCTIONS\n" \
                          f"globals().update(FUNCTIONS)\n{answer(id)}" if answer(id) != ENDLESS else ENDLESS
    return notebook


def by_nbgrader(folder, file, learners):
    """Yield (learner, exercise, points, feedback)."""
    from nbgrader.api import Gradebook, MissingEntry
    for learner in learners:
        path = folder / "submitted" / learner / file / f"{file}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(filled(folder / "release" / file / f"{file}.ipynb", LEARNERS[learner]), path)
    for command in ("autograde", "generate_feedback"):
        subprocess.run(["nbgrader", command, file], cwd=folder, capture_output=True, check=False)
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        for learner in learners:
            feedback = folder / "feedback" / learner / file / f"{file}.html"
            text = feedback.read_text(encoding="utf-8") if feedback.exists() else ""
            try:
                for grade in book.find_submission_notebook(file, file, learner).grades:
                    yield learner, grade.cell.name.removeprefix("check-"), grade.score, text
            except MissingEntry:
                yield learner, "", None, text


def by_otter(folder, file, learners):
    [archive] = (folder / "dist" / file / "autograder").glob("*.zip")
    for learner in learners:
        path = folder / "handed-in" / learner / f"{file}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(filled(folder / "dist" / file / "student" / f"{file}.ipynb", LEARNERS[learner]), path)
        subprocess.run(["otter", "run", "-a", str(archive), str(path), "-o", str(path.parent)], capture_output=True,
                       check=False)
        results = path.parent / "results.json"
        for test in json.loads(results.read_text(encoding="utf-8"))["tests"] if results.exists() else ():
            if test["name"].startswith("q"):
                yield learner, test["name"][1:], test.get("score", 0), test.get("output", "")
        results.unlink(missing_ok=True)


def main(tool):
    wrong = tried = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder) / "edition"
        build.main(tool, folder)
        for number, lesson in lessons().items():
            # An endless loop costs the whole time limit: one lesson tells.
            learners = [*LEARNERS][:4 if tool == "nbgrader" and number == "4" else 3]
            expected = {(learner, build.name_of(id)) for learner in learners for id in lesson.answers}
            for learner, name, points, feedback in GRADE[tool](folder, lesson.file, learners):
                tried += 1
                expected.discard((learner, name))
                shown = learner not in SHOWN or (tool == "otter" and points) or SHOWN[learner] in feedback
                if points != POINTS[learner] or not shown:
                    wrong += 1
                    print(f"WRONG {lesson.file} {learner} {name}: {points} points, feedback {shown}\n{feedback[:500]}")
            wrong += len(expected)
            print(f"{lesson.file}: missing {expected}" if expected else f"{lesson.file}: tried")
    print(f"{tool}: {tried} grades, {wrong} wrong")
    return bool(wrong)


GRADE = {"nbgrader": by_nbgrader, "otter": by_otter}

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
