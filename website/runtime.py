"""With this the Python of the pages is made ready: bytecode, a lock of what pages load, what scripts are told.

The bytecode is made by a Python 3.12, or by Pyodide itself in Node; where there is neither, Pyodide runs the source.
"""

import gzip
import json
import shutil
import subprocess
import sys
from hashlib import sha256
from itertools import chain
from pathlib import Path

PAGE = Path(__file__).resolve().parent / "page"
# What a page loads at its start, and what only some cells draw with.
WHEELS = "comm", "ipywidgets", "nnlib"
START, LATER = ("numpy", "traitlets", *WHEELS), ("matplotlib",)
# package -> what a page needs beside it. IPython is stood in for; no page draws windows, PDF or time zones.
DEPENDS = {"matplotlib": ["contourpy", "cycler", "kiwisolver", "packaging", "pillow", "pyparsing", "python-dateutil"],
           "python-dateutil": ["six"]}
CORE = "pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip"
LOCK = "page-lock.json"


def compilers():
    """Yield the commands that may run bytecode.py, the quickest first."""
    script = str(PAGE / "bytecode.py")
    yield [sys.executable, script]
    yield ["python3.12", script]
    yield ["py", "-3.12", script]
    yield ["node", str(PAGE / "bytecode.mjs"), script]


def compile_packages(folder, stored):
    """Compile the packages of a Pyodide folder, and renew its lock; say so where nothing can."""
    for command in compilers():
        if shutil.which(command[0]):
            done = subprocess.run([*command, folder, *(["--stored"] if stored else [])], capture_output=True)
            if done.returncode == 0:
                break
    else:
        print("No Python 3.12 and no Node: Pyodide's packages stay as source, and Python starts more slowly.",
              file=sys.stderr)
    path = folder / "pyodide-lock.json"
    lock = json.loads(path.read_text(encoding="utf-8"))
    for entry in lock["packages"].values():
        entry["sha256"] = sha256((folder / entry["file_name"]).read_bytes()).hexdigest()
    path.write_text(json.dumps(lock), encoding="utf-8")
    pages = {name: entry | {"depends": DEPENDS.get(name, [])} for name, entry in lock["packages"].items()
             if name in {*START, *LATER, *chain(*DEPENDS.values())}}
    (folder / LOCK).write_text(json.dumps(lock | {"packages": pages}), encoding="utf-8")


def facts(address, folder):
    """Return what a page must know to start the Python of a folder of the site."""
    lock = json.loads((folder / LOCK).read_text(encoding="utf-8"))["packages"]
    files = [*CORE, *(lock[name]["file_name"] for name in START)]
    size = sum(len(gzip.compress((folder / name).read_bytes(), 6)) for name in files)
    return {"pyodide": address, "lock": LOCK, "packages": START, "absent": LATER, "megabytes": round(size / 1e6)}


def facts_elsewhere(wheels):
    """Return the same where Pyodide comes from JupyterLite's default host. wheels : addresses in the site."""
    return {"pyodide": "https://cdn.jsdelivr.net/pyodide/v0.27.7/full/", "lock": "pyodide-lock.json",
            "packages": ["numpy", "traitlets", *wheels], "absent": LATER, "megabytes": 11}
