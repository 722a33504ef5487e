"""A lesson shows the same in whatever order its cells run, run again, and with a kernel restarted in the middle.

One order a lesson; NNLIB_ORDERS=20 python -m pytest tests/test_any_order.py runs twenty.
"""

import os
import random

import nbformat.v4 as v4
import pytest
from lessons import comparable, course
from store_outputs import LessonError, execute
from test_cells_alone import groups, lesson_of

ORDERS = int(os.environ.get("NNLIB_ORDERS", "1"))


def run_in_some_order(lesson, seed):
    """Run all cells twice, each time in a random order after the set-up, and restart the kernel somewhere between.

    A check goes with its exercise. Raises if a cell fails or shows something else than is stored.
    """
    chance = random.Random(seed)
    steps = [cells for _, *cells in groups(lesson)]
    steps = chance.sample(steps, len(steps)) + chance.sample(steps, len(steps))
    restart = chance.randrange(1, len(steps))
    for part in (steps[:restart], steps[restart:]):
        stored = [lesson.code[0], *(cell for cells in part for cell in cells)]
        rerun = [v4.new_code_cell(cell.source) for cell in stored]
        execute(v4.new_notebook(cells=rerun), lesson.name)
        for then, now in zip(stored, rerun, strict=True):
            assert comparable(now.outputs) == comparable(then.outputs), (seed, then.source)


@pytest.mark.parametrize("seed", range(ORDERS))
@pytest.mark.parametrize("lesson", course(), ids=lambda lesson: lesson.name)
def test_a_lesson_shows_the_same_in_any_order(lesson, seed):
    run_in_some_order(lesson, seed)


@pytest.mark.parametrize(("sources", "error"), [
    (("x = 1", "x = 2", "print(x)"), AssertionError),  # a cell changes what another one prints
    (("x = []", "x.append(1); print(len(x))", "1"), AssertionError),  # it prints something else the second time
    (("x = 1", "z = 2", "print(z)"), LessonError),  # it needs another one before it
])  # fmt: skip
def test_what_depends_on_the_order_is_found(sources, error):
    lesson = lesson_of(*sources)

    def run_in_five_orders():
        for seed in range(5):
            run_in_some_order(lesson, seed)

    with pytest.raises(error):
        run_in_five_orders()
