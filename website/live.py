"""With this you can build the live edition: JupyterLite with the lessons and nnlib, all of it run by the browser.

    build(lessons, Path("site/live"), pyodide=Path("pyodide-0.27.7"))

lessons : file name -> notebook. pyodide : a folder with the files of a Pyodide release, which is then served with the
site, so that it asks no other host for anything; without one, JupyterLite takes Pyodide and its packages from its
default host.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import nbformat
import runtime

ROOT = Path(__file__).resolve().parents[1]
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
# JupyterLite's File menu has no Download, and JupyterLab saves every 120 s; work is to outlive a closed tab.
SETTINGS = {
    "@jupyterlab/mainmenu-extension:plugin": {"menus": [
        {"id": "jp-mainmenu-file", "items": [{"command": "docmanager:download", "rank": 6}]}]},
    "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 10},
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
}  # fmt: skip
# What Pyodide's own lock lacks: package -> what it imports inside. The versions are those of requirements.txt.
ADDED = {
    "comm": ["traitlets"],
    "jupyterlab-widgets": [],
    "ipywidgets": ["comm", "ipython", "jupyterlab-widgets", "traitlets"],
    "nnlib": ["ipywidgets", "matplotlib", "numpy"],
}
# Only where there is no lock that knows them. Run elsewhere, the name is another package's.
INSTALL = """\
# In the browser the course's packages are fetched from this site; anywhere else these lines do nothing.
import sys

if sys.platform == "emscripten":  # Python in the browser
    import piplite

    await piplite.install(["comm", "ipywidgets", "nnlib"])

"""


def build(lessons, folder, pyodide=None, stored=False, beside=()):
    """Write the live edition into a folder. Raises CalledProcessError if JupyterLite's build fails.

    Returns what a page must know to start the same Python. stored : whether packages are sent compressed as a whole.
    beside : files that lie beside the lessons.
    """
    with tempfile.TemporaryDirectory() as lite:
        lite = Path(lite)
        (lite / "content").mkdir()
        for name, notebook in lessons.items():
            notebook = notebook if pyodide else with_install(notebook)
            nbformat.write(notebook, lite / "content" / name)
        for path in beside:
            shutil.copy(path, lite / "content")
        wheels = collect_wheels(lite / "pypi")
        settings = {"pipliteUrls": []}  # the build adds the folder pypi
        if pyodide:
            lock = json.loads((Path(pyodide) / "pyodide-lock.json").read_text(encoding="utf-8"))
            # With the version in its name, a browser may keep what the folder holds without asking again.
            place = f"static/pyodide-{lock['info']['version']}"
            settings |= {"pyodideUrl": f"./{place}/pyodide.js", "disablePyPIFallback": True}
        write_settings(lite, settings)
        command = [sys.executable, "-m", "jupyterlite_core", "build", f"--lite-dir={lite}", f"--output-dir={folder}",
                   f"--contents={lite / 'content'}", "--apps=lab", "--apps=notebooks", "--apps=tree", "--no-sourcemaps"]
        run(command, cwd=lite)
        free_sliders(folder)
        if pyodide:
            copy_pyodide(Path(pyodide), folder / place, lock, wheels)
            runtime.compile_packages(folder / place, stored)
            return runtime.facts(f"live/{place}/", folder / place, stored)
        return runtime.facts_elsewhere(wheels, folder, stored)


def free_sliders(folder):
    """Leave the arrow keys to a slider that has the focus, as later versions of JupyterLab do.

    JupyterLab 4.4, on which JupyterLite stands, takes them for its own and moves to the next heading.
    """
    focus, found = "-mod-readWrite) :focus\"", 0
    for path in (folder / "build" / "schemas").rglob("*.json"):
        text = path.read_text(encoding="utf-8")
        if "move-cursor-heading-below-or-expand" in text:
            path.write_text(text.replace(focus, focus[:-1] + ":not([role=slider])\""), encoding="utf-8")
            found += text.count(focus)
    if not found:
        raise ValueError("JupyterLite's shortcuts are not where they were: see free_sliders")


def run(command, **settings):
    """Run a command; where it fails, show what it said."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **settings)
    if done.returncode:
        sys.stderr.write(done.stdout)
        done.check_returncode()


def with_install(notebook):
    """Return a copy whose set-up cell installs first what the lessons import."""
    copy = nbformat.from_dict(notebook)
    setup = next(cell for cell in copy.cells if "setup" in cell.metadata.get("tags", []))
    setup.source = INSTALL + setup.source
    return copy


def collect_wheels(folder):
    """Put the wheels of ADDED into a folder; return package -> wheel."""
    folder.mkdir()
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    pins = [f"{name}=={version(name)}" for name in ADDED if name != "nnlib"]
    run([*pip, "download", "-q", "--no-deps", "--only-binary=:all:", f"--dest={folder}", *pins])
    with tempfile.TemporaryDirectory() as source:  # a build writes beside what it builds
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, source)
        shutil.copytree(ROOT / "nnlib", Path(source) / "nnlib", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "website" / "page" / "kernel.py", Path(source) / "nnlib")  # which the pages start
        run([*pip, "wheel", "-q", "--no-deps", f"--wheel-dir={folder}", source])
    return {name: next(folder.glob(f"{name.replace('-', '_')}-*.whl")) for name in ADDED}


def copy_pyodide(source, folder, lock, wheels):
    """Copy a Pyodide folder, its lock cut down to the packages that are there, with the wheels added."""
    shutil.copytree(source, folder, copy_function=shutil.copyfile)
    lock["packages"] = {name: entry for name, entry in lock["packages"].items()
                        if (source / entry["file_name"]).exists()}
    for name, wheel in wheels.items():
        shutil.copyfile(wheel, folder / wheel.name)
        lock["packages"][name] = {
            "name": name, "version": wheel.name.split("-")[1], "file_name": wheel.name, "install_dir": "site",
            "sha256": sha256(wheel.read_bytes()).hexdigest(), "package_type": "package",
            "imports": [name.replace("-", "_")], "depends": ADDED[name], "unvendored_tests": False,
        }  # fmt: skip
    (folder / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")


def write_settings(lite, kernel):
    """Write what the apps are told when they start."""
    config = {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "Backpropagation",
            "exposeAppInBrowser": True,  # for the tests
            "litePluginSettings": {KERNEL: kernel},
            "settingsOverrides": SETTINGS,
        },
    }
    (lite / "jupyter-lite.json").write_text(json.dumps(config), encoding="utf-8")
