"""With this you can make the lessons for nbgrader or otter, from the course's own notebooks.

    python editions/build.py nbgrader FOLDER
    python editions/build.py otter FOLDER

It writes each lesson as that tool wants it into FOLDER/source, and calls the tool, which makes what is handed out:
FOLDER/release of nbgrader, FOLDER/dist of otter. The folder must not be there yet. A right answer gets its point, any
other one none, and the feedback shows the check's verdict. No solution is handed out.
"""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import nbformat.v4 as v4

from nnlib.exercises.notebook import tags
from nnlib.grade.cells import ids
from nnlib.grade.course import of_notebooks

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
SOLUTION = re.compile(r"```python\n(.*?)```", re.DOTALL)
# ClearSolutions would put its own stub in the place of the course's.
CONFIG = """\
c = get_config()
c.CourseDirectory.course_id = "backpropagation"
c.ClearSolutions.enabled = False
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors." + name
    for name in ("IncludeHeaderFooter", "LockCells", "ComputeChecksums", "SaveCells", "CheckCellMetadata")]
c.ExecutePreprocessor.timeout = 30
"""
# The verdict is shown first; what is raised takes the point, and is one line.
TEST = """\
verdict = {call}
display(verdict)
assert verdict.status == "right", "the verdict above says why\""""
# Otter compares what is shown: of a right answer one word, since the verdicts on right ones are not all the same.
SHOWN = """\
verdict = {call}
"right" if verdict.status == "right" else verdict"""


def main(tool, folder):
    folder = Path(folder)
    folder.mkdir(parents=True)
    notebooks = {path.stem: nbformat.read(path, as_version=4) for path in sorted(NOTEBOOKS.glob("*.ipynb"))}
    for lesson in of_notebooks(notebooks).values():
        notebook = notebooks[lesson.file]
        solutions = {tag.removeprefix("solution:"): SOLUTION.search(cell.source)[1].rstrip() for cell in notebook.cells
                     for tag in tags(cell) if tag.startswith("solution:")}
        notebook.cells = [cell for cell in notebook.cells if "solution" not in tags(cell)]
        MAKE[tool](notebook, lesson, solutions)
        path = folder / "source" / lesson.file / f"{lesson.file}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
    CALL[tool](folder)


# ---- nbgrader

def for_nbgrader(notebook, lesson, solutions):
    """Mark the answers and their checks; a check that is wrong must raise, or it has its point."""
    exercise = ""
    for cell in notebook.cells:
        for id in ids(cell):
            exercise = name_of(id)
            cell.metadata["nbgrader"] = mark(f"answer-{exercise}", solution=True)
        if "check" in tags(cell):
            cell.source, cell.outputs, cell.execution_count = TEST.format(call=cell.source.strip()), [], None
            cell.metadata["nbgrader"] = mark(f"check-{exercise}", grade=True, points=1, locked=True)
        if "setup" in tags(cell):
            cell.metadata["nbgrader"] = mark("setup", locked=True)


def mark(grade_id, **what):
    plain = {"schema_version": 3, "grade": False, "locked": False, "solution": False, "task": False}
    return plain | {"grade_id": grade_id} | what


def release(folder):
    (folder / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    for source in sorted((folder / "source").iterdir()):
        subprocess.run(["nbgrader", "generate_assignment", source.name, "--force"], cwd=folder, check=True)


# ---- otter

def for_otter(notebook, lesson, solutions):
    """Put otter's marks around the answers, with solution and stub, and around the checks."""
    cells = [raw("# ASSIGNMENT CONFIG\nrequirements: []\nsolutions_pdf: false\ngenerate: true\n")]
    for cell in notebook.cells:
        for id in ids(cell):
            cell.source = (f'""" # BEGIN PROMPT\n{lesson.answers[id].stub}\n""" # END PROMPT\n'
                           f"# BEGIN SOLUTION NO PROMPT\n{solutions[id]}\n# END SOLUTION")
            cells += [raw(f"# BEGIN QUESTION\nname: q{name_of(id)}\npoints: 1\n"), raw("# BEGIN SOLUTION"), cell,
                      raw("# END SOLUTION")]
            test = v4.new_code_cell(SHOWN.format(call=f'check("{id}", {lesson.answers[id].name})'), execution_count=1)
            test.outputs = [v4.new_output("execute_result", {"text/plain": "'right'"}, execution_count=1)]
            cells += [raw("# BEGIN TESTS"), test, raw("# END TESTS"), raw("# END QUESTION")]
        cells += [] if ids(cell) else [cell]
    notebook.cells = cells


def raw(text):
    return v4.new_raw_cell(text)


def assign(folder):
    for source in sorted((folder / "source").iterdir()):
        subprocess.run(["otter", "assign", str(source / f"{source.name}.ipynb"), str(folder / "dist" / source.name),
                        "--no-run-tests"], check=True)


def name_of(id):
    """Return an exercise's id without the dot, which both tools take for something else."""
    return id.replace(".", "_")


MAKE = {"nbgrader": for_nbgrader, "otter": for_otter}
CALL = {"nbgrader": release, "otter": assign}

if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in MAKE:
        sys.exit(__doc__)
    main(*sys.argv[1:])
