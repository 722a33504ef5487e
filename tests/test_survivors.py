"""The list of changes that no test notices quotes lines that are there, and counts them right."""

import re

from lessons import ROOT

TOP, LISTED = (ROOT / "tests" / "mutation" / "survivors.md").read_text(encoding="utf-8").split("Each change below")
MODULES = dict(re.findall(r"^`(nnlib/[\w/]+\.py)`\n\n((?:- .+\n)+)", LISTED, re.MULTILINE))


def test_each_line_that_is_quoted_is_there():
    assert sum(bullets.count("\n") for bullets in MODULES.values()) == LISTED.count("\n- ")
    for path, bullets in MODULES.items():
        source = (ROOT / path).read_text(encoding="utf-8")
        for bullet in bullets.splitlines():
            quoted = re.match(r"- `(.+?)(?: …)?`: ", bullet)[1]
            assert quoted in source, f"{path}: {quoted}"


def test_the_counts_are_those_of_the_list():
    rows = re.findall(r"^\| .*\d \|$", TOP, re.MULTILINE)
    numbers = [[int(number) for number in re.findall(r" (\d+) ", row)] for row in rows]
    maths, exercises, both = numbers
    of_exercises = sum(bullets.count("\n") for path, bullets in MODULES.items() if "/exercises/" in path)
    assert (maths[-1], exercises[-1]) == (LISTED.count("\n- ") - of_exercises, of_exercises)
    assert all(changes == noticed + left for changes, noticed, left in numbers)
    assert both == [a + b for a, b in zip(maths, exercises, strict=True)]
