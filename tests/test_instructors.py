"""What the page for instructors promises a class: every lesson has its objectives, and the plans fit their hours."""

import re

import pytest
from lessons import PATHS, ROOT

from nnlib.exercises import EXERCISES
from nnlib.exercises.course import OBJECTIVES, lesson_of

PAGE = (ROOT / "website" / "pages" / "instructors.md").read_text(encoding="utf-8")


def rows(head):
    """The cells of each row of the table whose first cell is head."""
    [table] = re.findall(rf"^\| {head} \|.*\n\|[-:|]+\|\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in table.splitlines()]


def test_every_exercise_tests_an_objective_and_every_lesson_has_one():
    assert [f"OBJECTIVES in nnlib/exercises/lesson_{lesson_of(each):02}.py has nothing of {id}"
            for id, each in EXERCISES.items() if not OBJECTIVES.get(id)] == []
    assert {*OBJECTIVES} == {*EXERCISES}
    assert [f"website/pages/instructors.md has no objective of lesson {number}: write a row of its table"
            for number in range(len(PATHS)) if str(number) not in [row[0] for row in rows("lesson")]] == []


@pytest.mark.parametrize("plan", [1, 2, 3])
def test_a_plan_fits_its_hours_and_completes_the_exercise(plan):
    planned = []
    for when, *cells in rows("when"):
        if cells[plan - 1] or "home" in when:
            lessons, minutes = re.fullmatch(r"(\d+(?:, \d+)*) \((\d+)\)", cells[plan - 1]).groups()
            planned += map(int, lessons.split(", "))
            assert "home" in when or int(minutes) < 60
    assert planned == [*range(len(planned))] and planned[7:]
    assert sum("hour" in when and bool(cells[plan - 1]) for when, *cells in rows("when")) == plan
