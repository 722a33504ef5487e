"""Each lesson runs as shipped, with its solutions pasted in, and with a mistake pasted into each exercise."""

import pytest
from exercises.answers import IMPORTS, SOLUTIONS, sample
from lessons import course, tags
from store_outputs import execute

from nnlib.exercises import EXERCISES

LESSONS = [lesson for lesson in course()  # the tasks of lesson 12 have no ids
           if any(tag.startswith("exercise:") for cell in lesson.cells for tag in tags(cell))]
EVERY = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)


def id_of(cell, kind):
    return next(tag.removeprefix(f"{kind}:") for tag in tags(cell) if tag.startswith(f"{kind}:"))


def verdicts(lesson, answers):
    """Run the lesson with these answers in its exercises; return id -> what its check says, and its progress."""
    for cell in lesson.tagged("exercise"):
        cell.source = answers.get(id_of(cell, "exercise"), cell.source)
    if answers:  # without any, it shows what is stored, to which nbval holds it
        execute(lesson.notebook, lesson.name)
    said = [cell.outputs[0].data["text/plain"] for cell in lesson.tagged("check")]
    progress = next(cell for cell in lesson.code if cell.source.startswith("progress("))
    ids = [id_of(cell, "exercise") for cell in lesson.tagged("exercise")]
    return dict(zip(ids, said, strict=True)), progress.outputs[0].data["text/plain"]


@EVERY
def test_as_shipped_nothing_is_tried(lesson):
    said, progress = verdicts(lesson, {})
    assert all(text.startswith("… not tried") for text in said.values())
    assert progress.count("… not tried") == len(said)


@EVERY
def test_the_solutions_are_right(lesson):
    said, progress = verdicts(lesson, SOLUTIONS)
    assert all(text.startswith("✓ right") for text in said.values())
    assert progress.count("✓ right") == len(said)


@EVERY
def test_a_mistake_gets_its_message(lesson):
    ids = [id_of(cell, "exercise") for cell in lesson.tagged("exercise")]
    said, progress = verdicts(lesson, {id: IMPORTS + sample(id)[1] for id in ids})
    for id, text in said.items():
        assert text.startswith("✗ wrong: ")
        assert sample(id)[0].text in text
    assert progress.count("✗ wrong") == len(said)


def test_every_exercise_is_in_a_lesson():
    assert [id_of(cell, "exercise") for lesson in LESSONS for cell in lesson.tagged("exercise")] == list(EXERCISES)
