"""What a lesson costs: `python benchmarks/lessons.py`, a table in about two minutes.

Each lesson runs from start to end in a kernel of its own, as Run All does, and so does a bare kernel that only imports
numpy, matplotlib.pyplot and ipywidgets. They take turns, so that whatever else the machine does falls on all of them.
On a hub each learner has a Jupyter server besides: its memory with no kernel is printed last.
Fails if a lesson takes more than 3 s or 1.5 times the memory of the bare kernel.
"""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import nbformat
import nbformat.v4 as v4
import psutil
from nbclient import NotebookClient

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from lab import lab_server

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
ROUNDS, MOST_SECONDS_MORE, MOST_TIMES_MEMORY = 5, 3, 1.5
BARE = "import numpy\nimport matplotlib.pyplot\nimport ipywidgets"


def run(notebook):
    """Run a notebook in a new kernel; return the seconds from its start, and the megabytes (resident) at the end."""
    client = NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(NOTEBOOKS)}},
                            extra_arguments=["--log-level=ERROR"])
    begin = time.perf_counter()
    with client.setup_kernel():
        for k, cell in enumerate(notebook.cells):
            client.execute_cell(cell, k)
        seconds = time.perf_counter() - begin
        memory = psutil.Process(client.km.provisioner.process.pid).memory_info().rss
    return seconds, memory / 1e6


def server():
    """Return the megabytes (resident) of a JupyterLab server that answers and has no kernel."""
    with tempfile.TemporaryDirectory() as root, lab_server(root):
        [process] = [child for child in psutil.Process().children() if "jupyterlab" in child.cmdline()]
        return process.memory_info().rss / 1e6


def main():
    contestants = {"bare kernel": v4.new_notebook(cells=[v4.new_code_cell(BARE)])}
    contestants |= {path.stem: nbformat.read(path, as_version=4) for path in sorted(NOTEBOOKS.glob("*.ipynb"))}
    runs = {name: [] for name in contestants}
    for _ in range(ROUNDS):
        for name, notebook in contestants.items():
            runs[name].append(run(notebook))
    seconds, memory = ({name: median(each) for name, each in zip(runs, column, strict=True)}
                       for column in zip(*(zip(*each, strict=True) for each in runs.values()), strict=True))
    print(f"median of {ROUNDS} runs             seconds   s more        MB   times")
    failed = False
    for name in runs:
        more, times = seconds[name] - seconds["bare kernel"], memory[name] / memory["bare kernel"]
        failed |= more > MOST_SECONDS_MORE or times > MOST_TIMES_MEMORY
        print(f"    {name:<24} {seconds[name]:10.2f} {more:8.2f} {memory[name]:9.1f} {times:7.2f}")
    print(f"    {'JupyterLab server':<24} {'':19} {median(server() for _ in range(ROUNDS)):9.1f}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
