"""Where a lesson compares numbers the rows agree, to the digits that are printed, and each row is made in its own way.

What the cells print, once the lesson's solutions have been checked, is compared row by row with PROOFS, which has the
labels, in order, and what nnlib gives for each number. So a right answer that differs from it, and a label over the
wrong number, are found. As stored, with dots, the learner's row says so.
"""

import re
from contextlib import redirect_stdout
from io import StringIO

import nbformat
import numpy as np
import pytest
from claims import BACK, BY_NUMBER, FLIGHTS, NET, PASS, X8, plain, x, y
from exercises.answers import SOLUTIONS, answer
from lessons import tags

from nnlib import Network, cross_entropy, identity, quadratic, sigmoid
from nnlib.exercises import EXERCISES, check
from nnlib.explore.cross_entropy import layers

NUMBER = r"-?\d+\.\d{4,}|\binf\b|\bnan\b"


def rows(text):
    """A printed table as (label, its numbers as printed), line by line; a head has its columns for a label."""
    for line in text.splitlines():
        found = re.findall(NUMBER, line)
        yield (" ".join(re.split(NUMBER, line)[0].split()), found) if found else (re.split(r"\s{2,}", line.strip()), [])


def differences(text, wanted):
    """Return the rows that are not as wanted: their label, or a number that is off by more than its last digit."""
    shown = list(rows(text))
    wrong = [] if len(shown) == len(wanted) else ["another number of rows"]
    for (label, numbers), (name, values) in zip(shown, wanted, strict=False):
        same = label == name and len(numbers) == len(values)
        if not same or any(not np.isclose(float(printed), value, rtol=0, equal_nan=True,
                                          atol=1.1 * 10.0 ** -len(printed.partition(".")[2]))
                           for printed, value in zip(numbers, values, strict=True)):
            wrong.append((label, numbers, values))
    return wrong


# ---- what the proofs show

DOTS = "still dots: answer the exercise, and run its check"


def ways(*values, first="your answer", others=("centred difference", "nnlib")):
    return [(way, values) for way in (first, *others)]


NEW = NET.update(BACK, 2.0)
BIASED = Network(0.5, -0.5, b2=0.25)
MEAN = BIASED.backward(BIASED.forward(X8), FLIGHTS.distress)
WRONG = Network(3.0, -8.0, loss=cross_entropy)
AT_WRONG = WRONG.backward(WRONG.forward(x), y)
SHARED = Network(0.5, 0.5)
AT_SHARED = SHARED.backward(SHARED.forward(x), y)
SUM = AT_SHARED.dloss_dw1 + AT_SHARED.dloss_dw2


def stable(z2):
    net = Network(1, z2, identity, loss=cross_entropy)
    back = net.backward(net.forward(1), 0)
    return back.loss, back.dloss_dz2


CHAIN = layers((0.5, -2.5, 1.5), x, y, sigmoid, quadratic)
BOTH = BACK.dloss_dw1, BACK.dloss_dw2

# (lesson, the rows of a table: label and what nnlib gives; a head has no numbers)
PROOFS = [
    (1, [(["z1", "a1", "z2", "a2"], ()), *ways(*PASS[1:], others=["nnlib"])]),
    (2, ways(BACK.loss, others=["nnlib"])),
    (3, ways(BACK.dloss_dw2, first="your product")),
    (4, ways(BACK.dloss_dw2)),
    (5, ways(BACK.dloss_dw1, first="your product")),
    (6, ways(BACK.dloss_dw1)),
    (7, [(["new w1", "new w2"], ()), *ways(NEW.w1, NEW.w2)]),
    (7, [("Loss before the step:", [BACK.loss]), ("Loss after the step:", [NEW.example_loss(NEW.forward(x), y)])]),
    (8, [(["for w2:"], ()), *ways(MEAN.dloss_dw2.mean()),
         (["for b2, the first flight:"], ()), *ways(MEAN.dloss_db2[0])]),
    (9, [(f"z2 = {z2}: plain formula: Loss", (plain(z2)[0], stable(z2)[0])) for z2 in (10, 20, 40)]),
    (9, ways(AT_WRONG.dloss_dz2)),
    (10, ways(SUM)),
    (10, [(["dloss_dw1", "dloss_dw2"], ()),
          *ways(*BOTH, first="centred difference", others=("nnlib's network", "from the record"))]),
    (11, ways(CHAIN.dloss_dw[0])),
]


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


def faults(number, cells):
    """What is wrong with the comparisons of a lesson."""
    wanted = [table for lesson, table in PROOFS if lesson == number]
    if len(cells) != len(wanted):
        return ["not the comparisons that are listed"]
    return [wrong for cell, table in zip(cells, wanted, strict=True) for wrong in differences(printed(cell), table)]


@pytest.mark.parametrize("number", BY_NUMBER)
def test_the_rows_of_each_comparison_agree(number):
    assert faults(number, CELLS[number]) == []


@pytest.mark.parametrize("number", dict(PROOFS))
def test_as_stored_the_learners_row_has_dots_and_nothing_else_differs(number):
    assert any(DOTS in printed(cell) for cell in proofs(BY_NUMBER[number]))
    for stored, cell in zip(proofs(BY_NUMBER[number]), CELLS[number], strict=True):
        for line, other in zip(printed(stored).splitlines(), printed(cell).splitlines(), strict=True):
            assert line == other or (line.startswith("your ") and line.endswith(DOTS))


def test_each_lesson_with_an_exercise_has_a_proof():
    assert {lesson for lesson, _ in PROOFS} == {int(id.split(".")[0]) for id in EXERCISES}


# ---- each row in its own way

OWN = {"your": r"on_numbers\(", "centred": r"\bnumerical|upper - lower", "from": r"(?:first|second)\.gradient",
       "nnlib": r"\bnet\.|\b(?:back|backward_pass|forward_pass|updated)[.\[]|\bweights?(?:\[0\])?\.gradient|\bloss\b"}


def borrowed(source):
    """The rows of a comparison that are not made as they say."""
    rows = re.findall(r'print\(f?"((your|centred|nnlib|from)\b.*)', source)
    return [row for row, way in rows if not re.search(OWN[way], row)
            or any(re.search(OWN[other], row) for other in ("your", "centred") if other != way)]


def test_each_row_is_made_in_its_own_way():
    assert [line for cells in CELLS.values() for cell in cells for line in borrowed(cell.source)] == []


# ---- the checks are checked

@pytest.mark.parametrize("number", dict(PROOFS))
def test_each_number_and_each_row_counts(number):
    spoilt = []
    for k, cell in enumerate(CELLS[number]):
        text, lines = printed(cell), printed(cell).splitlines(keepends=True)
        spoilt += [(k, "".join(lines[:n] + lines[n + 1:])) for n in range(len(lines))]
        for found in re.finditer(NUMBER, text):  # 1 in the last digit but one, or a number where there is none
            there = found[0]
            other = f"{there[:-2]}{(int(there[-2]) + 1) % 10}{there[-1]}" if "." in there else "0.5000"
            spoilt.append((k, text[:found.start()] + other + text[found.end():]))
    assert len(spoilt) > 3
    for k, text in spoilt:
        cells = [nbformat.from_dict(cell) for cell in CELLS[number]]
        cells[k].outputs[0].text = text
        assert faults(number, cells), text


def test_a_lesson_without_its_comparison_is_found():
    assert faults(4, [])
    assert borrowed('print("your answer       ", back.dloss_dw2)') and borrowed('print(f"nnlib  {numerical[0]}")')
