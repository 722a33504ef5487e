"""Each lesson runs as shipped, with its solutions pasted in, and with a mistake pasted into each exercise."""

import pytest
from exercises.answers import IMPORTS, SOLUTIONS, sample
from lessons import course, tags
from store_outputs import execute

from nnlib.exercises import EXERCISES


def exercises(lesson):
    """The cells of a lesson's exercises, by id."""
    return {tag[9:]: cell for cell in lesson.cells for tag in tags(cell) if tag.startswith("exercise:")}


LESSONS = [lesson for lesson in course() if exercises(lesson)]  # the tasks of lesson 12 have no ids
MISTAKEN = {id: IMPORTS + sample(id)[1] for id in EXERCISES}


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
@pytest.mark.parametrize(("answers", "status"), [({}, "… not tried"), (SOLUTIONS, "✓ right"), (MISTAKEN, "✗ wrong: ")],
                         ids=["as shipped", "solved", "mistaken"])
def test_each_check_and_the_progress_say_what_the_answers_are(lesson, answers, status):
    lesson = lesson.copy()
    found = exercises(lesson)
    for id, cell in found.items():
        cell.source = answers.get(id, cell.source)
    if answers:  # without any, it shows what is stored, to which nbval holds it
        execute(lesson.notebook, lesson.name)
    for id, cell in zip(found, lesson.tagged("check"), strict=True):
        said = cell.outputs[0].data["text/plain"]
        assert said.startswith(status) and (answers is not MISTAKEN or sample(id)[0].text in said)
    progress = next(cell for cell in lesson.code if cell.source.startswith("progress("))
    assert progress.outputs[0].data["text/plain"].count(status.removesuffix(": ")) == len(found)


def test_every_exercise_is_in_a_lesson():
    assert [id for lesson in LESSONS for id in exercises(lesson)] == list(EXERCISES)
