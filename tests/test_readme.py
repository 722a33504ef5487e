"""The README names the commands, its links lead somewhere, and its Python runs as printed."""

import doctest
import re

import pytest
from lessons import PATHS, ROOT, links

README = (ROOT / "README.md").read_text(encoding="utf-8")
POSIX = "python3 -m venv .venv && .venv/bin/python -m pip install -r requirements.txt"
WINDOWS = r"py -m venv .venv; .venv\Scripts\python -m pip install -r requirements.txt"


def fences(kind):
    return [text.strip() for text in re.findall(rf"^```{kind}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)]


def commands(ending):
    """The one-line command for POSIX shells and the one for PowerShell that end so."""
    [posix] = [text for text in fences("bash") if text.startswith(POSIX) and text.endswith(ending)]
    [windows] = [text for text in fences("powershell") if text.startswith(WINDOWS) and text.endswith(ending)]
    return posix, windows


def dead_links(readme):
    targets = [target for _, target in links(readme)] + re.findall(r"!\[[^\]]+\]\(([^)]+)\)", readme)
    titles = re.findall(r"^#+ (.+)$", readme, re.MULTILINE)
    anchors = {"#" + re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}
    return [
        target
        for target in targets
        if not target.startswith("https://") and target not in anchors and not (ROOT / target).exists()
    ]


def failures(text):
    """How many examples of a text fail as a doctest, and how many there are."""
    test = doctest.DocTestParser().get_doctest(text, {}, "README.md", "README.md", 0)
    return doctest.DocTestRunner(verbose=False).run(test, out=lambda _: None)


def test_the_commands_that_make_the_environment():
    assert commands("00_start_here.ipynb") == (
        f"{POSIX} && .venv/bin/jupyter lab notebooks/{PATHS[0].name}",
        rf"{WINDOWS}; .venv\Scripts\jupyter lab notebooks\{PATHS[0].name}",
    )
    assert commands("pytest") == (
        f"{POSIX} -r tests/requirements.txt && .venv/bin/python -m pytest",
        rf"{WINDOWS} -r tests/requirements.txt; .venv\Scripts\python -m pytest",
    )
    assert commands("website/build.py site") == (
        f"{POSIX} -r website/requirements.txt && .venv/bin/python website/build.py site",
        rf"{WINDOWS} -r website/requirements.txt; .venv\Scripts\python website/build.py site",
    )


def test_other_commands_name_files_that_exist():
    shown = "\n".join(fences("bash") + fences("powershell"))
    named = re.findall(r"(?:tests|notebooks|nnlib|docs|website)[/\\][\w./\\-]*\w", shown)
    assert named
    assert [path for path in named if not (ROOT / path.replace("\\", "/")).exists()] == []


def test_links_lead_somewhere():
    assert dead_links(README) == []
    assert dead_links("[a](no.md) ![b](no.svg) [c](#nowhere)\n# Here\n[d](#here)") == ["no.md", "#nowhere", "no.svg"]


def test_the_python_runs_as_printed():
    [example] = fences("python")
    result = failures(example)
    assert result.attempted >= 1
    assert result.failed == 0
    assert failures(re.sub(r"\d(?=\s*$)", "x", example)).failed


@pytest.mark.parametrize("named", ["LICENSE", "CITATION.cff", "creativecommons.org", "tests/store_outputs.py"])
def test_the_readme_names(named):
    assert named in README
