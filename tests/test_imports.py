"""Imports point one way (rules 1 and 2 of the house), and importing nnlib changes nothing around it."""

import ast
import re
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
GRAPH = "nnlib.draw.graph"


def name_of(path, root):
    """The dotted name of a module's file; a package's for its __init__.py."""
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def layer(name):
    part = ([*name.split("."), ""])[1]
    return part if part in MAY_IMPORT else "maths"


def statements(node, whole):
    """The nodes below this one; unless whole, only those that run on import."""
    for child in ast.iter_child_nodes(node):
        if whole or not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            yield child
            yield from statements(child, whole)


def imports(path, root, whole=True):
    """The full dotted names that a file imports; `from a import b` gives a.b, since b may be a module."""
    package = name_of(path, root).split(".")[:None if path.name == "__init__.py" else -1]
    for node in statements(ast.parse(path.read_text(encoding="utf-8")), whole):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[:len(package) + 1 - node.level] if node.level else []
            origin = ".".join(above + ([node.module] if node.module else []))
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def loaded_with(name, root):
    """The modules of nnlib that importing this one runs, and all that they import from elsewhere."""
    seen, waiting = set(), [name]
    while waiting:
        name = waiting.pop()
        for parts in range(1, name.count(".") + 2):
            stem = root.joinpath(*name.split(".")[:parts])
            file = next((each for each in (stem.with_suffix(".py"), stem / "__init__.py") if each.exists()), None)
            module = ".".join(name.split(".")[:parts])
            if module not in seen:
                seen.add(module)
                waiting += imports(file, root, whole=module == GRAPH) if file else []
    return seen


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
    if any(name.split(".")[0] == "matplotlib" for name in loaded_with(GRAPH, root)):
        yield f"{GRAPH} loads matplotlib"


def test_imports_point_one_way():
    assert list(broken_rules(ROOT)) == []


def test_what_is_no_module_comes_with_the_package():
    """The explorers' style sheet and font: where nnlib is installed from a wheel, too."""
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
    named = {(package, name) for package, names in data.items() for name in names}
    files = [path for path in (ROOT / "nnlib").rglob("*.*") if path.suffix not in (".py", ".pyc", ".md")]
    assert {(".".join(path.parent.relative_to(ROOT).parts), path.name) for path in files} == named != set()


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
    plant(tmp_path, TREE)
    assert list(broken_rules(tmp_path)) == []


@pytest.mark.parametrize(("file", "line", "rule"), [
    ("network.py", "import matplotlib", "the maths imports numpy"),
    ("network.py", "from scipy import special", "the maths imports numpy"),
    ("network.py", "def f():\n    import scipy.special", "the maths imports numpy"),
    ("network.py", "try:\n    import jax\nexcept ImportError:\n    pass", "the maths imports numpy"),
    ("network.py", "import nnlib.draw.graph", "maths must not import draw"),
    ("network.py", "from nnlib import draw", "maths must not import draw"),
    ("network.py", "from . import draw", "maths must not import draw"),
    ("network.py", "from .exercises import check", "maths must not import exercises"),
    ("__init__.py", "from nnlib import explore", "maths must not import explore"),
    ("checker/points.py", "import nnlib", "checker must not import maths"),
    ("checker/points.py", "from nnlib import sigmoid", "checker must not import maths"),
    ("checker/points.py", "from nnlib.topology import PATHS", "checker must not import maths"),
    ("checker/points.py", "from nnlib.network import Network", "checker must not import maths"),
    ("checker/points.py", "from nnlib.draw import svg", "checker must not import draw"),
    ("checker/points.py", "from nnlib import draw", "checker must not import draw"),
    ("checker/points.py", "def f():\n    from nnlib.exercises import check", "checker must not import exercises"),
    ("checker/points.py", "from IPython.display import HTML", "the checker imports numpy"),
    ("network.py", "from nnlib import checker", "maths must not import checker"),
    ("draw/style.py", "from nnlib.checker import Verdict", "draw must not import checker"),
    ("explore/__init__.py", "from nnlib.exercises import check", "explore must not import exercises"),
    ("practice/__init__.py", "from nnlib.exercises import check", "practice must not import exercises"),
    ("exercises/__init__.py", "from nnlib import practice", "exercises must not import practice"),
    ("exercises/__init__.py", "from nnlib.grade import main", "exercises must not import grade"),
    ("grade.py", "from nnlib.explore import loss", "grade must not import explore"),
    ("draw/style.py", "from nnlib.exercises import check", "draw must not import exercises"),
    ("draw/style.py", "from ..explore import x", "draw must not import explore"),
    ("draw/style.py", "def f():\n    from .. import exercises", "draw must not import exercises"),
    ("exercises/parts/one.py", "from ...explore import x", "exercises must not import explore"),
    ("exercises/__init__.py", "import nnlib.explore as e", "exercises must not import explore"),
    ("explore/__init__.py", "from tests import test_network", "nothing imports tests"),
    ("network.py", "import notebooks.helper", "nothing imports notebooks"),
    ("draw/graph.py", "import matplotlib", "nnlib.draw.graph loads matplotlib"),
    ("draw/graph.py", "def f():\n    from matplotlib import pyplot", "nnlib.draw.graph loads matplotlib"),
    ("draw/graph.py", "from nnlib.draw.curves import plot", "nnlib.draw.graph loads matplotlib"),
    ("draw/style.py", "import matplotlib.colors", "nnlib.draw.graph loads matplotlib"),
    ("draw/__init__.py", "from nnlib.draw import curves", "nnlib.draw.graph loads matplotlib"),
])
def test_a_forbidden_import_is_reported(tmp_path, file, line, rule):
    plant(tmp_path, TREE)
    plant(tmp_path, {file: TREE.get(file, "") + "\n" + line})
    broken = list(broken_rules(tmp_path))
    assert any(rule in each for each in broken), broken
    assert all(f"nnlib/{file}" in each or each.startswith(GRAPH) for each in broken)


def test_a_tree_with_no_module_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no module in"):
        list(broken_rules(tmp_path))


# ---- what really happens on import

def python(code):
    return subprocess.run([sys.executable, "-B", "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True,
                          timeout=120)


def test_importing_nnlib_loads_no_picture_and_no_widget_and_changes_no_setting():
    run = python("""
import locale, random, sys, warnings
import numpy as np
def settings():
    return (repr((np.geterr(), np.geterrcall(), np.getbufsize(), np.get_printoptions(), np.random.get_state(),
                  random.getstate(), warnings.filters, locale.setlocale(locale.LC_ALL), sys.getrecursionlimit())))
before = settings()
import nnlib
assert settings() == before, "importing nnlib changed a setting"
loaded = {name.split(".")[0] for name in sys.modules}
assert not loaded & {"matplotlib", "ipywidgets", "IPython"}, sorted(loaded)
""")
    assert run.returncode == 0, run.stderr
    assert run.stdout == run.stderr == ""


def test_importing_the_graph_loads_no_matplotlib():
    run = python(f"import sys, {GRAPH}; assert 'matplotlib' not in sys.modules and '{GRAPH}' in sys.modules")
    assert run.returncode == 0, run.stderr


def test_the_names_of_the_contract_are_there():
    import nnlib
    contract = ("Network", "sigmoid", "tanh", "relu", "identity", "quadratic", "cross_entropy", "numerical_gradient",
                "gradient_descent")
    assert set(contract) <= set(nnlib.__all__)
    assert all(hasattr(nnlib, name) for name in nnlib.__all__)
