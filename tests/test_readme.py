"""The pages name only what is there, and their Python runs as printed.

The picture in README.md is what nnlib draws. To draw it again: python tests/test_readme.py
"""

import doctest
import re
from importlib.util import find_spec

import pytest
from lessons import PATHS, ROOT

from nnlib import Network
from nnlib.draw.graph import computation_graph

NAMES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "website/pages/instructors.md", "docs/paper.md",
         "website/pages/class.md")
PAGES = {name: (ROOT / name).read_text(encoding="utf-8") for name in NAMES}
POSIX = "python3 -m venv .venv && .venv/bin/python -m pip install -r requirements.txt"
WINDOWS = r"py -m venv .venv; .venv\Scripts\python -m pip install -r requirements.txt"
DRAWING = ROOT / "docs" / "computation_graph.svg"


def fences(kind):
    """The blocks of code of a kind, without their fences."""
    return [text.strip() for page in PAGES.values()
            for text in re.findall(rf"^```{kind}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)]


def commands(ending):
    """The one-line command for POSIX shells and the one for PowerShell that end so."""
    [posix] = [text for text in fences("bash") if text.startswith(POSIX) and text.endswith(ending)]
    [windows] = [text for text in fences("powershell") if text.startswith(WINDOWS) and text.endswith(ending)]
    return posix, windows


def test_the_commands_that_make_the_environment():
    for more, posix, windows in [
        ("", f"jupyter lab notebooks/{PATHS[0].name}", rf"jupyter lab notebooks\{PATHS[0].name}"),
        (" -r tests/requirements.txt", "python -m pytest", "python -m pytest"),
        (" -r website/requirements.txt", "python website/build.py site", "python website/build.py site"),
    ]:
        ending = re.split(r"[ /]", posix)[-1]
        assert commands(ending) == (f"{POSIX}{more} && .venv/bin/{posix}", rf"{WINDOWS}{more}; .venv\Scripts\{windows}")


def test_the_version_is_the_same_everywhere():
    places = {"pyproject.toml": r'version = "(.+)"$', "CITATION.cff": r"version: (.+)$", "CHANGELOG.md": r"## (.+)$"}
    assert len({re.search(f"^{version}", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)[1]
                for name, version in places.items()}) == 1


# ---- what the pages name

CODE = re.compile(r"^```(?:bash|powershell)\n(.*?)^```$|(?<!`)`([^`\n]+)`(?!`)", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"(?:lab/tree/)?((?:[\w*-]+/)+[\w.*-]*|[\w*-]+\.(?:py|md|txt|cff|toml|ipynb|conf|svg))")


def missing(page):
    """What the code on a page names that is not there: files (NN: any lesson's number), modules, markers, settings."""
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    for code in ("".join(match.groups("")).replace("\\", "/") for match in CODE.finditer(page)):
        files = [match[1] for match in map(FILE.fullmatch, re.split(r"[\s=;]+", code)) if match]
        files += re.findall(r"python ([\w/.]+)", code)
        yield from (each for each in files if not any(ROOT.glob(each.rstrip("/").replace("NN", "[0-9][0-9]"))))
        yield from (each for each in re.findall(r"python3? -m ([\w.]+)", code) if not find_spec(each))
        yield from (each for each in re.findall(r"pytest -m (\w+)", code) if f'\n    "{each}: ' not in settings)
        yield from (each for each in re.findall(r"([A-Z]+_[A-Z_]+)=", code) if f'get("{each}"' not in tests)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_names_only_what_is_there(name):
    assert list(missing(PAGES[name])) == []


# ---- what it shows

@pytest.mark.parametrize("example", [each for each in fences("python") if ">>>" in each])
def test_the_python_runs_as_printed(example):
    test = doctest.DocTestParser().get_doctest(example, {}, "README.md", "README.md", 0)
    result = doctest.DocTestRunner(verbose=False).run(test, out=lambda _: None)
    assert result.attempted and not result.failed


def picture():
    return computation_graph(Network(w1=0.5, w2=-2.5), x=1.5, y=1, show="gradients")


def test_the_picture_and_its_alt_text_are_what_nnlib_draws():
    assert DRAWING.read_text(encoding="utf-8") == picture().svg
    assert f"![{picture().alt}](docs/computation_graph.svg)" in PAGES["README.md"]


if __name__ == "__main__":
    DRAWING.write_text(picture().svg, encoding="utf-8", newline="\n")
