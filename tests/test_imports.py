"""Imports point one way (rules 1 and 2 of the house), and importing nnlib changes nothing around it."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# What each part may import of nnlib: parts or, for the checker, modules. What is no part of its own is the maths.
MAY_IMPORT = {
    "maths": {"maths"},
    "draw": {"draw", "maths"},
    "checker": {"checker", "nnlib.arguments", "nnlib.activations", "nnlib.draw.style"},
    "exercises": {"exercises", "checker", "draw", "maths"},
    "practice": {"practice", "checker", "draw", "maths"},
    "explore": {"explore", "draw", "maths"},
    "grade": {"grade", "exercises"},
}
ON_NUMPY = {"maths", "checker"}  # these import numpy and the standard library only


def name_of(path, root):
    """The dotted name of a module's file; a package's for its __init__.py."""
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def layer(name):
    part = ([*name.split("."), ""])[1]
    return part if part in MAY_IMPORT else "maths"


def imports(path, root):
    """The full dotted names that a file imports; `from a import b` gives a.b, since b may be a module."""
    package = name_of(path, root).split(".")[:None if path.name == "__init__.py" else -1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[:len(package) + 1 - node.level] if node.level else []
            origin = ".".join(above + ([node.module] if node.module else []))
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def broken_rules(root):
    """One line for each import in root/nnlib that points the wrong way."""
    files = sorted((root / "nnlib").rglob("*.py"))
    if not files:
        raise FileNotFoundError(f"no module in {root / 'nnlib'}")
    for file in files:
        here = layer(name_of(file, root))
        for name in imports(file, root):
            top, where = name.split(".")[0], f"{file.relative_to(root).as_posix()} imports {name}"
            if top in ("tests", "notebooks"):
                yield f"{where}: nothing imports {top}"
            elif top == "nnlib" and not MAY_IMPORT[here] & {layer(name), name, name.rpartition(".")[0]}:
                yield f"{where}: {here} must not import {layer(name)}"
            elif here in ON_NUMPY and top not in sys.stdlib_module_names | {"nnlib", "numpy"}:
                yield f"{where}: the {here} imports numpy and the standard library only"


def test_imports_point_one_way():
    assert list(broken_rules(ROOT)) == []


def test_what_is_no_module_comes_with_the_package():
    """The explorers' style sheet and font: where nnlib is installed from a wheel, too."""
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
    named = {(package, name) for package, names in data.items() for name in names}
    files = [path for path in (ROOT / "nnlib").rglob("*.*") if path.suffix not in (".py", ".pyc", ".md")]
    assert {(".".join(path.parent.relative_to(ROOT).parts), path.name) for path in files} == named != set()


def test_it_works_out_of_an_archive(tmp_path):
    """The website's pages do not unpack it."""
    archive = shutil.make_archive(str(tmp_path / "course"), "zip", ROOT, "nnlib")
    subprocess.run([sys.executable, "-c", OUT_OF_ARCHIVE, archive], check=True, cwd=tmp_path)


OUT_OF_ARCHIVE = """
import sys
sys.path.insert(0, sys.argv[1])
import nnlib
from nnlib.exercises import EXERCISES
from nnlib.explore.sigmoid import ActivationExplorer
from nnlib.grade.course import lessons
assert nnlib.__file__.startswith(sys.argv[1]) and len(EXERCISES) > 10 and lessons() and ActivationExplorer().children
"""


def test_the_map_in_nnlibs_docstring_shows_each_part():
    import nnlib
    lines = re.findall(r"^    [│├└─ ]*([a-z]+(?:, [a-z]+)*)(?: {3,}|$)", nnlib.__doc__, re.M)
    drawn = [name for line in lines for name in line.split(", ")]
    there = {path.stem for path in (ROOT / "nnlib").glob("*.py")} | {
        path.parent.name for path in (ROOT / "nnlib").glob("*/__init__.py")}
    assert sorted(drawn) == sorted({*there, "checker"} - {"__init__"})


# ---- the check is checked

TREE = {
    "__init__.py": "from nnlib.network import Network",
    "network.py": "import math\nimport numpy as np",
    "draw/__init__.py": "def curves():\n    import nnlib.draw.curves",
    "draw/style.py": "", "draw/graph.py": "from nnlib.draw import style\nfrom nnlib import Network",
    "draw/curves.py": "import matplotlib",
    "checker/__init__.py": "from nnlib.arguments import shown\nfrom nnlib.draw import style\nimport numpy as np, ast",
    "checker/programs.py": "from nnlib.activations import sigmoid\nfrom nnlib.draw.style import number, INK",
    "exercises/__init__.py": "from nnlib.draw.graph import svg\nfrom ..network import Network\nimport IPython",
    "exercises/setting.py": "import nnlib.checker\nfrom nnlib.topology import PATHS",
    "practice/__init__.py": "from nnlib.checker import Verdict\nfrom nnlib import topology\nfrom nnlib.draw import svg",
    "explore/__init__.py": "import ipywidgets\nfrom nnlib.topology import NODES\nfrom nnlib.draw import curves",
    "grade.py": "import csv\nfrom nnlib.exercises import EXERCISES",
}


def plant(root, files):
    for name, text in files.items():
        path = root / "nnlib" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_a_tidy_tree_is_accepted(tmp_path):
    with pytest.raises(FileNotFoundError, match="no module in"):
        list(broken_rules(tmp_path))
    plant(tmp_path, TREE)
    assert list(broken_rules(tmp_path)) == []


FORBIDDEN = {  # rule: the lines that break it, each in its file
    "the maths imports numpy": [("network.py", line) for line in (
        "import matplotlib", "from scipy import special", "def f():\n    import scipy.special",
        "try:\n    import jax\nexcept ImportError:\n    pass")],
    "the checker imports numpy": [("checker/points.py", "from IPython.display import HTML")],
    "maths must not import draw": [("network.py", line) for line in (
        "import nnlib.draw.graph", "from nnlib import draw", "from . import draw")],
    "maths must not import exercises": [("network.py", "from .exercises import check")],
    "maths must not import explore": [("__init__.py", "from nnlib import explore")],
    "maths must not import checker": [("network.py", "from nnlib import checker")],
    "checker must not import maths": [("checker/points.py", line) for line in (
        "import nnlib", "from nnlib import sigmoid", "from nnlib.topology import PATHS")],
    "checker must not import draw": [
        ("checker/points.py", "from nnlib.draw import svg"), ("checker/points.py", "from nnlib import draw")],
    "checker must not import exercises": [("checker/points.py", "def f():\n    from nnlib.exercises import check")],
    "draw must not import checker": [("draw/style.py", "from nnlib.checker import Verdict")],
    "draw must not import exercises": [("draw/style.py", "def f():\n    from .. import exercises")],
    "draw must not import explore": [("draw/style.py", "from ..explore import x")],
    "explore must not import exercises": [("explore/__init__.py", "from nnlib.exercises import check")],
    "practice must not import exercises": [("practice/__init__.py", "from nnlib.exercises import check")],
    "exercises must not import practice": [("exercises/__init__.py", "from nnlib import practice")],
    "exercises must not import grade": [("exercises/__init__.py", "from nnlib.grade import main")],
    "exercises must not import explore": [
        ("exercises/__init__.py", "import nnlib.explore as e"), ("exercises/parts/one.py", "from ...explore import x")],
    "grade must not import explore": [("grade.py", "from nnlib.explore import loss")],
    "nothing imports tests": [("explore/__init__.py", "from tests import test_network")],
    "nothing imports notebooks": [("network.py", "import notebooks.helper")],
}


@pytest.mark.parametrize(("file", "line", "rule"), [
    (*place, rule) for rule, places in FORBIDDEN.items() for place in places])
def test_a_forbidden_import_is_reported(tmp_path, file, line, rule):
    plant(tmp_path, TREE | {file: TREE.get(file, "") + "\n" + line})
    broken = list(broken_rules(tmp_path))
    assert any(rule in each for each in broken), broken
    assert all(f"nnlib/{file}" in each for each in broken)


# ---- what really happens on import

def test_importing_nnlib_changes_no_setting_and_pictures_and_widgets_are_loaded_where_they_are_used():
    run = subprocess.run([sys.executable, "-B", "-W", "error", "-c", """
import locale, random, sys, warnings
import numpy as np
def settings():
    return (repr((np.geterr(), np.geterrcall(), np.getbufsize(), np.get_printoptions(), np.random.get_state(),
                  random.getstate(), warnings.filters, locale.setlocale(locale.LC_ALL), sys.getrecursionlimit())))
def loaded():
    return {"matplotlib", "ipywidgets", "IPython"} & {name.split(".")[0] for name in sys.modules}
before = settings()
import nnlib
nnlib.Network(0.5, -2.5).forward(1.5)
assert "numpy.ma" not in sys.modules, "nothing was masked"
from nnlib.exercises import check
assert settings() == before, "importing nnlib changed a setting"
assert not loaded(), loaded()
from nnlib.draw.graph import computation_graph
for show in ("values", "gradients", "local derivatives"):
    computation_graph(nnlib.Network(0.5, -2.5), 1.5, 1, show=show).html
assert "matplotlib" not in loaded(), "the graph is drawn without matplotlib"
warnings.simplefilter("ignore")  # of what matplotlib itself imports
from nnlib.draw.figure import LessonFigure
LessonFigure()
assert "matplotlib" in loaded(), "this would be noticed"
"""], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
