"""Imports point one way (rules 1 and 2 of the house), and importing nnlib changes nothing around it."""

import ast
import pkgutil
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
    "maths": {"maths"}, "draw": {"draw", "maths"}, "explore": {"explore", "draw", "maths"},
    "checker": {"checker", "nnlib.arguments", "nnlib.activations", "nnlib.draw.style"},
    "exercises": {"exercises", "checker", "draw", "maths"}, "practice": {"practice", "checker", "draw", "maths"},
    "grade": {"grade", "exercises"},
}
ON_NUMPY = {"maths", "checker"}  # these import numpy and the standard library only


def name_of(path):
    """The dotted name of a module's file; a package's for its __init__.py."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def layer(name):
    part = ([*name.split("."), ""])[1]
    return part if part in MAY_IMPORT else "maths"


def imports(path):
    """The full dotted names that a file imports; `from a import b` gives a.b, since b may be a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "an import is written in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("file", sorted((ROOT / "nnlib").rglob("*.py")), ids=name_of)
def test_imports_point_one_way(file):
    here = layer(name_of(file))
    for name in imports(file):
        top = name.partition(".")[0]
        if top == "nnlib":
            assert MAY_IMPORT[here] & {layer(name), name, name.rpartition(".")[0]}, f"{here} must not import {name}"
        else:
            assert top not in ("tests", "notebooks")
            assert here not in ON_NUMPY or top in {*sys.stdlib_module_names, "numpy"}


def test_what_is_no_module_comes_with_the_package():
    """The explorers' style sheet and font: where nnlib is installed from a wheel, too."""
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
    named = {ROOT / package.replace(".", "/") / name for package, names in data.items() for name in names}
    files = {path for path in (ROOT / "nnlib").rglob("*.*") if path.suffix not in (".py", ".pyc", ".md")}
    assert files == named != set()


def test_it_works_out_of_an_archive(tmp_path):
    """The website's pages do not unpack it."""
    archive = shutil.make_archive(str(tmp_path / "course"), "zip", ROOT, "nnlib")
    subprocess.run([sys.executable, "-c", """
import sys
sys.path.insert(0, sys.argv[1])
import nnlib
from nnlib.exercises import EXERCISES
from nnlib.explore.sigmoid import ActivationExplorer
from nnlib.grade.course import lessons
assert nnlib.__file__.startswith(sys.argv[1]) and len(EXERCISES) > 10 and lessons() and ActivationExplorer().children
""", archive], check=True, cwd=tmp_path)


def test_the_map_in_nnlibs_docstring_shows_each_part():
    import nnlib
    lines = re.findall(r"^    [│├└─ ]*([a-z]+(?:, [a-z]+)*)(?: {3,}|$)", nnlib.__doc__, re.M)
    assert sorted(", ".join(lines).split(", ")) == [module.name for module in pkgutil.iter_modules(nnlib.__path__)]


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
