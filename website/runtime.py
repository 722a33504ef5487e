"""With this the Python of the pages is made ready: bytecode, what pages load, what scripts are told.

The bytecode is made by a Python 3.12, or by Pyodide itself in Node; where there is neither, Pyodide runs the source.
"""

import gzip
import json
import re
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256
from itertools import chain
from pathlib import Path

PAGE = Path(__file__).resolve().parent / "page"
# What only some cells draw with.
LATER = ("matplotlib",)
# What a page loads at its start beside numpy: one archive, from which Python imports without unpacking it.
ZIPPED, ARCHIVE = ("traitlets", "comm", "ipywidgets", "nnlib"), "course.zip"
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
             if name in {"numpy", *LATER, *chain(*DEPENDS.values())}}
    (folder / LOCK).write_text(json.dumps(lock | {"packages": pages}), encoding="utf-8")


def zip_packages(wheels, folder, stored):
    """Write the archive from which pages import what these wheels hold; return its place."""
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(folder / ARCHIVE, "w", method) as archive:
        for wheel in wheels:
            with zipfile.ZipFile(wheel) as held:
                for name in held.namelist():
                    if ".dist-info/" not in name:  # bytecode lies beside the source where there are no folders for it
                        beside = re.sub(r"__pycache__/(\w+)\.cpython-\d+\.pyc$", r"\1.pyc", name)
                        archive.writestr(zipfile.ZipInfo(beside), held.read(name), method)
    return folder / ARCHIVE


def facts(place, folder, stored):
    """Write the archive, and return what a page must know to start Python: Pyodide is in a folder, at this place."""
    lock = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
    wheels = [folder / lock[name]["file_name"] for name in ZIPPED]
    files = [*(folder / name for name in (*CORE, lock["numpy"]["file_name"])), zip_packages(wheels, folder, stored)]
    size = sum(len(gzip.compress(path.read_bytes(), 6)) for path in files)
    return {"pyodide": place, "lock": LOCK, "packages": ["numpy"], "archive": place + ARCHIVE, "absent": LATER,
            "megabytes": round(size / 1e6)}


def facts_elsewhere(wheels, folder, stored):
    """Do the same where Pyodide comes from JupyterLite's default host. folder : where the archive goes."""
    zip_packages([wheels[name] for name in ZIPPED if name in wheels], folder, stored)
    return {"pyodide": "https://cdn.jsdelivr.net/pyodide/v0.27.7/full/", "lock": "pyodide-lock.json",
            "packages": ["numpy", "traitlets"], "archive": f"live/{ARCHIVE}", "absent": LATER, "megabytes": 11}
