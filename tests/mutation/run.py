"""Mutation testing: change the maths and the exercises in one place at a time, and see that a test fails.

    python tests/mutation/run.py                   all of it, a few hours
    python tests/mutation/run.py nnlib/losses.py   some files

Prints each change that no test notices, and how many there are. All is done on a copy of the checkout. The tests
are those of the module's own part, without those that start a kernel: where one of them would notice a change, too,
it does not count.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MATHS = ("arguments", "activations", "losses", "network", "gradcheck", "descent", "autodiff", "datasets")
PARTS = "nnlib/checker", "nnlib/exercises"
SLOW = "test_equivalents.py", "test_lessons_three_ways.py"
# Left out for speed: the tests of time, and one that takes as long as all others together.
LEFT_OUT = "50_ms or (each_pair_comes_back and 7.step)"
ARITHMETIC, BITS = "(Add|Sub|Mul|Div|FloorDiv|Mod|Pow)", "(RShift|LShift|BitOr|BitAnd|BitXor)"
CONFIG = '''
[cosmic-ray]
module-path = "{module}"
timeout = 120.0
excluded-modules = []
test-command = """{python} -m pytest -x -q -p no:cacheprovider --disable-plugin-autoload \\
    -o addopts=--import-mode=importlib -k 'not ({left_out})' {tests}"""
distributor.name = "local"
# Of the two kinds of operators each is replaced by its own kind only: floats know no bits, so that is just an error.
filters.operators-filter.exclude-operators = ["core/ReplaceBinaryOperator_({arithmetic}_{bits}|{bits}_{arithmetic})$"]
'''


def modules():
    return [*(f"nnlib/{name}.py" for name in MATHS),
            *sorted(path.relative_to(ROOT).as_posix() for part in PARTS for path in (ROOT / part).glob("[!_]*.py"))]


def tests_of(module):
    """Return the tests that must notice a change of a module, its own first."""
    found = [f"tests/test_{name}.py" for name in MATHS]
    if module.startswith(PARTS):
        found = [path.relative_to(ROOT).as_posix() for part in PARTS
                 for path in sorted((ROOT / part.replace("nnlib", "tests")).glob("test_*.py")) if path.name not in SLOW]
    return " ".join(sorted(found, key=lambda path: not path.endswith(f"/test_{Path(module).name}")))


def survivors(module, folder):
    """Print each mutant of a module that no test notices. Raises if a test fails without any."""
    config, session = folder / "config.toml", folder / "session.sqlite"
    config.write_text(CONFIG.format(module=module, python=Path(sys.executable).as_posix(), tests=tests_of(module),
                                    left_out=LEFT_OUT, arithmetic=ARITHMETIC, bits=BITS), encoding="utf-8")

    def tool(name, *arguments):
        subprocess.run([sys.executable, "-m", f"cosmic_ray.{name}", *map(str, arguments)], check=True,
                       cwd=folder / "copy", env=os.environ | {"PYTHONPATH": str(folder / "copy")})

    tool("cli", "baseline", config)
    tool("cli", "init", config, session, "--force")
    tool("tools.filters.operators_filter", session, config)
    tool("cli", "exec", config, session)
    tool("tools.report", "--surviving-only", "--show-diff", session)


def main(chosen):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT, folder / "copy", ignore=shutil.ignore_patterns(".*", "__pycache__", "*.egg-info"))
        for module in chosen:
            print(f"== {module}", flush=True)
            survivors(module, folder)


if __name__ == "__main__":
    main(sys.argv[1:] or modules())
