"""All that the lessons' modules declare, in the order of the lessons; a new lesson_NN.py is found by itself.

    EXERCISES      id -> Exercise
    PREDICTIONS    lesson -> its Question
    RECALLS        lesson -> its Question from an earlier lesson
    OBJECTIVES     id -> what a learner who has solved it can do
    COMMON         id -> ids of the mistakes that learners really make, most telling first
"""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from nnlib.exercises.questions import recalled

LESSONS = {int(module.name[7:]): import_module(f"nnlib.exercises.{module.name}")
           for module in iter_modules([str(Path(__file__).parent)]) if module.name.startswith("lesson_")}
EXERCISES = {exercise.id: exercise for lesson in LESSONS.values() for exercise in lesson.EXERCISES}
PREDICTIONS = {number: lesson.PREDICTION for number, lesson in LESSONS.items()}
OBJECTIVES = {id: objective for lesson in LESSONS.values() for id, objective in lesson.OBJECTIVES.items()}
COMMON = {id: mistakes for lesson in LESSONS.values() for id, mistakes in lesson.COMMON.items()}
RECALLS = {number: recalled(EXERCISES[lesson.RECALL[0]], *lesson.RECALL[1:])
           for number, lesson in LESSONS.items() if hasattr(lesson, "RECALL")}


def lesson_of(exercise):
    """Return the number of the lesson that an exercise belongs to."""
    return int(exercise.id.split(".")[0])
