"""Where a lesson compares numbers the rows agree, to the digits that are printed, and each row is made in its own way.

What the cells print, once the lesson's solutions have been checked, is compared row by row with COMPARED in
tests/claims/, which has the labels, in order, and what nnlib gives for each number. So a right answer that differs from
it, and a label over the wrong number, are found. As stored, with dots, the learner's row says so.
"""

import re
from contextlib import redirect_stdout
from io import StringIO

import nbformat
import numpy as np
import pytest
from claims import BY_NUMBER, MODULES
from exercises.answers import SOLUTIONS, answer
from lessons import tags

from nnlib.exercises import EXERCISES, check
from nnlib.exercises.course import lesson_of

NUMBER = r"-?\d+\.\d{4,}|\binf\b|\bnan\b"


def rows(text):
    """A printed table as (label, its numbers as printed), line by line; a head has its columns for a label."""
    for line in text.splitlines():
        found = re.findall(NUMBER, line)
        yield (" ".join(re.split(NUMBER, line)[0].split()), found) if found else (re.split(r"\s{2,}", line.strip()), [])


def agrees(printed, value):
    """Whether a printed number is the value, but for 1 in its last digit."""
    last = 10.0 ** -len(printed.partition(".")[2])
    return np.isclose(float(printed), value, rtol=0, atol=1.1 * last, equal_nan=True)


# ---- what the lessons show

DOTS = "still dots: answer the exercise, and run its check"
PROOFS = {number: MODULES[f"lesson_{number:02}"].COMPARED for number in BY_NUMBER
          if hasattr(MODULES[f"lesson_{number:02}"], "COMPARED")}


def printed(cell):
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


def proofs(lesson):
    """The cells of a lesson that compare: with the learner's answer, or what is nnlib's."""
    return [cell for cell in lesson.code if "nnlib" in printed(cell) or "before the step" in printed(cell)]


def answered(lesson):
    """The same with what they print once all solutions have been checked."""
    for id in (tag[9:] for cell in lesson.cells for tag in tags(cell) if tag.startswith("exercise:")):
        assert check(id, answer(id, SOLUTIONS[id])).status == "right"
    cells = [nbformat.from_dict(cell) for cell in proofs(lesson)]
    for cell in cells:
        scope, shown = {}, StringIO()
        exec(lesson.tagged("setup")[0].source, scope)
        with redirect_stdout(shown):
            exec(cell.source, scope)
        cell.outputs[0].text = shown.getvalue()
    return cells


CELLS = {number: answered(lesson) for number, lesson in BY_NUMBER.items()}


@pytest.mark.parametrize("number", BY_NUMBER)
def test_the_rows_of_each_comparison_agree(number):
    """COMPARED in the lesson's file of tests/claims/ lists them all."""
    for cell, wanted in zip(CELLS[number], PROOFS.get(number, []), strict=True):
        shown = list(rows(printed(cell)))
        assert [(label, len(numbers)) for label, numbers in shown] == [(label, len(values)) for label, values in wanted]
        for (label, numbers), (_, values) in zip(shown, wanted, strict=True):
            assert all(map(agrees, numbers, values)), (label, numbers, values)


@pytest.mark.parametrize("number", PROOFS)
def test_as_stored_the_learners_row_has_dots_and_nothing_else_differs(number):
    assert any(DOTS in printed(cell) for cell in proofs(BY_NUMBER[number]))
    for stored, cell in zip(proofs(BY_NUMBER[number]), CELLS[number], strict=True):
        for line, other in zip(printed(stored).splitlines(), printed(cell).splitlines(), strict=True):
            assert line == other or (line.startswith("your ") and line.endswith(DOTS))


def test_each_lesson_with_an_exercise_has_a_proof():
    lessons = {lesson_of(each) for each in EXERCISES.values()}
    assert [f"tests/claims/lesson_{number:02}.py has no COMPARED" for number in lessons - {*PROOFS}] == []


# ---- each row in its own way

OWN = {"your": r"on_numbers\(", "centred": r"\bnumerical|upper - lower", "from": r"(?:first|second)\.gradient",
       "nnlib": r"\bnet\.|\b(?:back|backward_pass|forward_pass|updated)[.\[]|\bweights?(?:\[0\])?\.gradient|\bloss\b"}


def borrowed(source):
    """The rows of a comparison with a number that is not made as they say."""
    rows = re.findall(r'print\((f?)"((your|centred|nnlib|from)\b.*)', source)
    numbers = [(row, way, each) for filled, row, way in rows
               for each in (re.findall(r"\{(.+?):\d", row) if filled else [row])]
    return [row for row, way, each in numbers if not re.search(OWN[way], each)
            or any(re.search(OWN[other], each) for other in ("your", "centred") if other != way)]


def test_each_row_is_made_in_its_own_way():
    assert [line for cells in CELLS.values() for cell in cells for line in borrowed(cell.source)] == []


@pytest.mark.parametrize("row", ['("your answer", back.dloss_dw2)', '(f"nnlib  {numerical[0]:11.8f}")',
                                 '(f"from the record {first.gradient:11.8f} {back.dloss_dw2:11.8f}")'])
def test_a_borrowed_number_is_found(row):
    assert borrowed(f"print{row}")
