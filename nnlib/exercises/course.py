"""All that the lessons' modules declare, in the order of the lessons.

    EXERCISES      id -> Exercise
    PREDICTIONS    lesson -> (the right choice, {choice: what is true of it})
    COMMON         id -> ids of the mistakes that learners really make, most telling first
"""

from nnlib.exercises import (
    lesson_01,
    lesson_02,
    lesson_03,
    lesson_04,
    lesson_05,
    lesson_06,
    lesson_07,
    lesson_08,
    lesson_09,
    lesson_10,
)

LESSONS = {1: lesson_01, 2: lesson_02, 3: lesson_03, 4: lesson_04, 5: lesson_05, 6: lesson_06, 7: lesson_07,
           8: lesson_08, 9: lesson_09, 10: lesson_10}
EXERCISES = {exercise.id: exercise for lesson in LESSONS.values() for exercise in lesson.EXERCISES}
PREDICTIONS = {number: lesson.PREDICTION for number, lesson in LESSONS.items()}
COMMON = {id: mistakes for lesson in LESSONS.values() for id, mistakes in lesson.COMMON.items()}


def lesson_of(exercise):
    """Return the number of the lesson that an exercise belongs to."""
    return int(exercise.id.split(".")[0])
