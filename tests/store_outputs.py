"""Execute the lessons and store their outputs: python tests/store_outputs.py [notebook ...]

Without arguments: every lesson. First, what repeats the lessons' titles, minutes and files is written anew
(contents.py). A lesson's outputs are written only if all its cells ran, and nothing is written that differs from run
to run or from machine to machine.
"""

import re
import sys
from glob import glob
from pathlib import Path

import contents
import nbformat
from lessons import PATHS, ROOT
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellExecutionError, DeadKernelError

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "name": "python", "nbconvert_exporter": "python"},
}
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"  # a random id, of no use without its kernel


class LessonError(Exception):
    """Names the lesson and the cell that failed."""


def execute(notebook, name, folder=ROOT / "notebooks"):
    """Run every cell in a fresh kernel; raise LessonError at the first that fails."""
    client = NotebookClient(
        notebook, kernel_name="python3", resources={"metadata": {"path": str(folder)}}, timeout=300,
        record_timing=False, store_widget_state=False, coalesce_streams=True, extra_arguments=["--log-level=ERROR"],
        shutdown_kernel="immediate",  # asked to stop, now and then one takes seconds
    )  # fmt: skip
    try:
        client.execute()
    except (CellExecutionError, CellControlSignal, DeadKernelError) as error:
        raise LessonError(f"{name}, code cell {client.code_cells_executed}:\n{error}") from error


def normalise(notebook, name):
    """Keep what a lesson says, its cells' tags, and that a slide begins at a heading; drop what a run adds."""
    notebook.metadata, notebook.nbformat_minor = METADATA, 5
    for number, cell in enumerate(notebook.cells):
        cell.setdefault("id", f"{name[:2]}-{number:02}")
        begins = cell.cell_type == "markdown" and re.match("##? ", cell.source)
        cell.metadata = {**({"slideshow": {"slide_type": "slide"}} if begins else {}),
                         **({"tags": cell.metadata.tags} if cell.metadata.get("tags") else {})}
        for output in cell.get("outputs", []):
            output.pop("transient", None)
            if "metadata" in output:
                output.metadata = {}
            output.get("data", {}).pop(WIDGET_VIEW, None)


def store(path):
    """Execute one lesson and write it; leave the file as it was if a cell fails."""
    notebook = nbformat.read(path, as_version=4)
    execute(notebook, path.name, path.resolve().parent)
    normalise(notebook, path.name)
    nbformat.validate(notebook)
    path.write_text(nbformat.writes(notebook).rstrip("\n") + "\n", encoding="utf-8", newline="\n")


def main(arguments):
    # PowerShell leaves a * to the command.
    named = [Path(path) for argument in arguments for path in glob(argument) or [argument]]
    for name in contents.write():
        print(f"brought into step {name}")
    failed = False
    for path in named or PATHS:
        try:
            store(path)
            print(f"stored {path.name}")
        except LessonError as error:
            failed = True
            print(f"NOT STORED {error}", file=sys.stderr)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
