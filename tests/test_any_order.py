"""A lesson shows the same in whatever order its cells run, run again, and with a kernel restarted in the middle.

One order a lesson; NNLIB_ORDERS=20 python -m pytest tests/test_any_order.py runs twenty.
"""

import os
import random

import nbformat.v4 as v4
import pytest
from lessons import Lesson, course
from store_outputs import execute
from test_cells_alone import groups, shows_the_same


def run_in_some_order(lesson, seed):
    """Run all cells twice, in random orders, with a new kernel somewhere; a check goes with its exercise."""
    chance = random.Random(seed)
    steps = [cells for _, *cells in groups(lesson)]
    steps = chance.sample(steps, len(steps)) + chance.sample(steps, len(steps))
    restart = chance.randrange(1, len(steps))
    for part in (steps[:restart], steps[restart:]):
        shows_the_same([lesson.code[0], *(cell for cells in part for cell in cells)], lesson.name)


@pytest.mark.parametrize("seed", range(int(os.environ.get("NNLIB_ORDERS", "1"))))
@pytest.mark.parametrize("lesson", course(), ids=lambda lesson: lesson.name)
def test_a_lesson_shows_the_same_in_any_order(lesson, seed):
    run_in_some_order(lesson, seed)


@pytest.mark.parametrize("sources", [
    ("x = 1", "x = 2", "print(x)"),  # a cell changes what another one prints
    ("x = []", "x.append(1); print(len(x))", "1"),  # it prints something else the second time
])  # fmt: skip
def test_what_depends_on_the_order_is_found(sources):
    lesson = Lesson("99_made.ipynb", v4.new_notebook(cells=[v4.new_code_cell(source) for source in sources]))
    execute(lesson.notebook, lesson.name)
    with pytest.raises(AssertionError):
        run_in_some_order(lesson, seed=0)
