"""What lesson 10 says that PyTorch and JAX print is what they print."""

import re
import subprocess
import sys

import pytest
from lessons import course

SHOWN = re.compile(r"```python\nimport (\w+)\n(.*?)```\n\nIt prints:\n\n```text\n(.*?)```", re.DOTALL)
FOUND = [match for lesson in course() for cell in lesson.markdown for match in SHOWN.findall(cell.source)]


def test_both_libraries_are_shown():
    assert [name for name, _, _ in FOUND] == ["torch", "jax"]


@pytest.mark.libraries
@pytest.mark.parametrize(("name", "code", "printed"), FOUND, ids=[name for name, _, _ in FOUND])
def test_the_results_are_those_of_the_library(name, code, printed):
    run = subprocess.run([sys.executable, "-c", f"import {name}\n{code}"], capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    assert run.stdout == printed
