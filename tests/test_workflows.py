"""The workflows are valid, they and .ci/run test what README and pyproject promise, and ruff finds nothing."""

import re
import subprocess
import sys
import tomllib

import pytest
import yaml
from lessons import ROOT
from test_readme import commands

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TESTS = ROOT / ".github" / "workflows" / "tests.yml"
SITE = ROOT / ".github" / "workflows" / "site.yml"
INSTRUCTORS = ROOT / "website" / "pages" / "instructors.md"
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


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_valid(path):
    assert violations("github-workflows", path) == ""
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 60
        assert all(re.fullmatch(r"[\w-]+/[\w-]+@v\d+", step["uses"]) for step in job["steps"] if "uses" in step)


def test_broken_workflows_are_found(tmp_path):
    text = TESTS.read_text(encoding="utf-8")
    broken = {"run-on": "runs-on", "step:": "steps:", "- use:": "- uses:", "on: [pusch": "on: [push"}
    for number, (new, old) in enumerate(broken.items()):
        assert old in text
        (tmp_path / f"broken{number}.yml").write_text(text.replace(old, new), encoding="utf-8")
    found = violations("github-workflows", *tmp_path.iterdir())
    assert {path.name for path in tmp_path.iterdir()} == set(re.findall(r"broken\d\.yml", found))


def test_the_workflows_are_there():
    assert [path.name for path in WORKFLOWS] == ["site.yml", "tests.yml", "weekly.yml"]


def test_the_website_is_built_by_the_readme_s_command():
    job = yaml.safe_load(SITE.read_text(encoding="utf-8"))["jobs"]["build-and-publish"]
    assert runs(job) == [commands("website/build.py site")[0]]
    assert job["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}


def test_the_website_is_published_after_the_tests_and_only_where_it_is_wanted():
    workflow = yaml.safe_load(SITE.read_text(encoding="utf-8"))
    start = workflow[True]["workflow_run"]  # YAML reads `on` as true
    assert start["workflows"] == [yaml.safe_load(TESTS.read_text(encoding="utf-8"))["name"]]
    assert start["branches"] == ["main"]
    job = workflow["jobs"]["build-and-publish"]
    for condition in ("vars.PUBLISH_WEBSITE == 'true'", "workflow_run.conclusion == 'success'",
                      "workflow_run.event == 'push'"):
        assert condition in job["if"]
    assert job["steps"][0]["with"]["ref"].startswith("${{ github.event.workflow_run.head_sha")
    assert "`PUBLISH_WEBSITE` with the value `true`" in INSTRUCTORS.read_text(encoding="utf-8")


def test_the_matrix_is_what_is_promised():
    job = yaml.safe_load(TESTS.read_text(encoding="utf-8"))["jobs"]["readme-command"]
    matrix = job["strategy"]["matrix"]
    assert matrix["os"] == ["ubuntu-latest", "macos-latest", "windows-latest"]
    assert matrix["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert PROJECT["requires-python"] == f">={matrix['python'][0]}"


def test_the_test_command_is_the_readme_s_everywhere():
    posix, windows = commands("pytest")
    job = yaml.safe_load(TESTS.read_text(encoding="utf-8"))["jobs"]["readme-command"]
    assert runs(job) == [posix, windows.replace("py -m venv", "python -m venv", 1)]
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == posix


def test_the_oldest_versions_are_those_that_the_package_names():
    oldest = pins("tests/requirements-oldest.txt")
    for requirement in PROJECT["dependencies"]:
        name, version = requirement.split(">=")
        assert re.fullmatch(rf"{re.escape(version)}(\.0)*", oldest[name]), requirement
    newest = pins("requirements.txt")
    assert newest.keys() == oldest.keys()
    for text in (TESTS, ROOT / ".ci" / "run"):
        assert "-r tests/requirements-oldest.txt" in text.read_text(encoding="utf-8")


def test_binder_takes_a_python_on_which_the_course_is_tested():
    version = re.fullmatch(r"python-(3\.\d+)\n", (ROOT / "runtime.txt").read_text(encoding="utf-8"))[1]
    job = yaml.safe_load(TESTS.read_text(encoding="utf-8"))["jobs"]["readme-command"]
    assert version in job["strategy"]["matrix"]["python"]


def test_the_website_is_tested_with_what_builds_it():
    built = pins("website/requirements.txt")
    assert built and built.items() <= pins("tests/requirements.txt").items()


def test_pre_commit_runs_the_ruff_that_the_tests_run():
    [repo] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert repo["rev"] == f"v{pins('tests/requirements.txt')['ruff']}"
    assert [hook["id"] for hook in repo["hooks"]] == ["ruff-check", "ruff-format"]


@pytest.mark.parametrize("arguments", [["check"], ["format", "--check", "notebooks"]], ids=" ".join)
def test_ruff(arguments):
    run = subprocess.run([sys.executable, "-m", "ruff", *arguments], capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_citation_is_valid(tmp_path):
    assert violations("citation-file-format", ROOT / "CITATION.cff") == ""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == PROJECT["version"]
    (tmp_path / "broken.cff").write_text("cff-version: 1.2.0\ntitle: A course\n", encoding="utf-8")
    assert violations("citation-file-format", tmp_path / "broken.cff")
