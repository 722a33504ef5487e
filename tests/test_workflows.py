"""The workflows are valid, they and .ci/run test what README and pyproject promise, and ruff finds nothing."""

import re
import subprocess
import sys
import tomllib

import pytest
import yaml
from lessons import ROOT
from test_readme import PAGES, commands

FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yml"))}
TESTS, SITE = WORKFLOWS["tests.yml"], WORKFLOWS["site.yml"]
JOB, PUBLISH = TESTS["jobs"]["readme-command"], SITE["jobs"]["build-and-publish"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def violations(schema, *paths):
    """What check-jsonschema says against files; empty if they are valid."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *map(str, paths)]
    run = subprocess.run(command, capture_output=True, text=True)
    return run.stdout + run.stderr if run.returncode else ""


def pins(path):
    """The exact versions in a requirements file."""
    return dict(re.findall(r"^([\w-]+)==([\d.]+)$", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE))


def runs(job):
    return [step["run"] for step in job["steps"] if "run" in step]


def test_the_workflows_and_the_citation_are_valid():
    assert [*WORKFLOWS] == ["site.yml", "tests.yml", "weekly.yml"]
    assert violations("github-workflows", *(FOLDER / name for name in WORKFLOWS)) == ""
    assert violations("citation-file-format", ROOT / "CITATION.cff") == ""
    assert {str(workflow["permissions"]) for workflow in WORKFLOWS.values()} == {"{'contents': 'read'}"}
    for job in (job for workflow in WORKFLOWS.values() for job in workflow["jobs"].values()):
        assert job["timeout-minutes"] <= 60
        assert all(re.fullmatch(r"[\w-]+/[\w-]+@v\d+", step["uses"]) for step in job["steps"] if "uses" in step)


def test_the_website_is_built_by_the_readme_s_command_and_published_after_the_tests_only_where_it_is_wanted():
    assert runs(PUBLISH) == [commands("website/build.py site")[0]]
    assert PUBLISH["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}
    start = SITE[True]["workflow_run"]  # YAML reads `on` as true
    assert (start["workflows"], start["branches"]) == ([TESTS["name"]], ["main"])
    for condition in ("vars.PUBLISH_WEBSITE == 'true'", "workflow_run.conclusion == 'success'",
                      "workflow_run.event == 'push'"):
        assert condition in PUBLISH["if"]
    assert PUBLISH["steps"][0]["with"]["ref"].startswith("${{ github.event.workflow_run.head_sha")
    assert "`PUBLISH_WEBSITE` with the value `true`" in PAGES["website/pages/instructors.md"]


def test_the_matrix_is_what_is_promised_and_binder_takes_a_python_of_it():
    versions = ["3.11", "3.12", "3.13", "3.14"]
    assert JOB["strategy"]["matrix"] == {"os": ["ubuntu-latest", "macos-latest", "windows-latest"], "python": versions}
    assert PROJECT["requires-python"] == f">={versions[0]}"
    assert (ROOT / "runtime.txt").read_text(encoding="utf-8") in [f"python-{version}\n" for version in versions]


def test_the_test_command_is_the_readme_s_everywhere():
    posix, windows = commands("pytest")
    assert runs(JOB) == [posix, windows.replace("py -m venv", "python -m venv", 1)]
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == posix


def test_the_oldest_versions_are_those_that_the_package_names():
    oldest = pins("tests/requirements-oldest.txt")
    for requirement in PROJECT["dependencies"]:
        name, version = requirement.split(">=")
        assert re.fullmatch(rf"{re.escape(version)}(\.0)*", oldest[name]), requirement
    assert pins("requirements.txt").keys() == oldest.keys()
    for text in (FOLDER / "tests.yml", ROOT / ".ci" / "run"):
        assert "-r tests/requirements-oldest.txt" in text.read_text(encoding="utf-8")


def test_the_tests_take_what_builds_the_website_and_the_ruff_of_pre_commit():
    tested, built = pins("tests/requirements.txt"), pins("website/requirements.txt")
    assert built and built.items() <= tested.items()
    [repo] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert repo["rev"] == f"v{tested['ruff']}"
    assert [hook["id"] for hook in repo["hooks"]] == ["ruff-check", "ruff-format"]


@pytest.mark.parametrize("arguments", [["check"], ["format", "--check", "notebooks"]], ids=" ".join)
def test_ruff(arguments):
    run = subprocess.run([sys.executable, "-m", "ruff", *arguments], capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 0, run.stdout + run.stderr
