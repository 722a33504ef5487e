"""What the page for instructors promises a class: every lesson has its objectives, every exercise tests one."""

import re

import pytest
from lessons import ROOT, course

from nnlib.exercises import EXERCISES
from nnlib.exercises.course import lesson_of

PAGE = (ROOT / "website" / "pages" / "instructors.md").read_text(encoding="utf-8")
MINUTES = {lesson.number: lesson.minutes for lesson in course()}


def rows(page, head):
    """The cells of each row of the table whose first cell is head."""
    [table] = re.findall(rf"^\| {head} \|.*\n\|[-:|]+\|\n((?:\|.*\n)+)", page, re.MULTILINE)
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in table.splitlines()]


def gaps(page):
    """The lessons without an objective, and the exercises that test none of their own lesson's."""
    found = [(int(number), id) for number, _, tested in rows(page, "lesson")
             for id in re.findall(r"`([^`]+)`", tested) or [""]]
    assert all(id in EXERCISES or (number, id) == (12, "practice") for number, id in found)
    return [*(number for number in MINUTES if number not in dict(found)),
            *(id for id, each in EXERCISES.items() if (lesson_of(each), id) not in found)]


def test_every_lesson_has_objectives_and_every_exercise_tests_one():
    assert gaps(PAGE) == []


@pytest.mark.parametrize(("line", "found"), [
    (r"\| 12 \|", [12]), (r"\| 5 \|", [5, "5.path"]), (r".*`10\.add`", ["10.add"])])
def test_a_gap_is_found(line, found):
    assert gaps(re.sub(rf"^{line}.*\n", "", PAGE, flags=re.MULTILINE)) == found


@pytest.mark.parametrize("plan", [1, 2, 3])
def test_a_plan_fits_its_hours_and_completes_the_exercise(plan):
    planned = []
    for when, *cells in rows(PAGE, "when"):
        listed = re.fullmatch(r"(\d+(?:, \d+)*) \((\d+)\)", cells[plan - 1])
        assert bool(listed) >= ("home" in when)
        if listed:
            lessons = [int(number) for number in listed[1].split(", ")]
            planned += lessons
            assert sum(MINUTES[number] for number in lessons) == int(listed[2])
            assert "home" in when or int(listed[2]) < 60
    assert planned == list(range(len(planned))) and planned[7:]
    assert sum("hour" in when and bool(cells[plan - 1]) for when, *cells in rows(PAGE, "when")) == plan
