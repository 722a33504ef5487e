"""In the proof of each lesson the rows agree, to the digits that are printed, and each row is made in its own way.

What the cells have stored is compared row by row with PROOFS, which has the labels, in order, and what nnlib gives for
each number. So a formula by hand that differs from it, and a label over the wrong number, are found.
"""

import ast
import re

import numpy as np
import pytest
from claims import BACK, BY_NUMBER, FLIGHTS, NET, PASS, TO_W1, X8, plain, x, y
from lessons import tags

from nnlib import Network, cross_entropy, identity
from nnlib.exercises import EXERCISES

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

def ways(*values, first="hand formula", others=("centred difference", "nnlib")):
    return [(way, values) for way in (first, *others)]


NEW = NET.update(BACK, 2.0)
BIASED = Network(0.5, -0.5, b2=0.25)
MEAN = BIASED.backward(BIASED.forward(X8), FLIGHTS.distress)
WRONG = Network(3.0, -8.0, loss=cross_entropy)
AT_WRONG = WRONG.backward(WRONG.forward(x), y)
SHARED = Network(0.5, 0.5)
AT_SHARED = SHARED.backward(SHARED.forward(x), y)
SUM = AT_SHARED.dloss_dw1 + AT_SHARED.dloss_dw2
PRODUCTS = np.cumprod([getattr(BACK, name) for name in TO_W1])


def stable(z2):
    net = Network(1, z2, identity, loss=cross_entropy)
    back = net.backward(net.forward(1), 0)
    return back.loss, back.dloss_dz2


# (lesson, the rows of a table: label and what nnlib gives; a head has no numbers)
PROOFS = [
    (1, [(["node", "by hand", "nnlib"], ()),
         *((name, [getattr(PASS, name)] * 2) for name in ("z1", "a1", "z2", "a2"))]),
    (2, ways(BACK.loss, first="nested formula", others=["nnlib"])),
    (3, ways(BACK.dloss_dw2, first="product of local derivatives")),
    (4, ways(BACK.dloss_dw2)),
    (5, [*((f"times {name} gives", [product]) for name, product in zip(TO_W1, PRODUCTS, strict=True)),
         *ways(BACK.dloss_dw1)[1:]]),
    (6, ways(BACK.dloss_dw1)),
    (7, [(["new w1", "new w2"], ()), *ways(NEW.w1, NEW.w2)]),
    (7, [("Loss before the step:", [BACK.loss]), ("Loss after the step:", [NEW.example_loss(NEW.forward(x), y)])]),
    (8, [(["mean for w2", "mean for b2"], ()), *ways(MEAN.dloss_dw2.mean(), MEAN.dloss_db2.mean())]),
    (9, [row for z2 in (10, 20, 40) for row in (
        (f"z2 = {z2} plain formula: Loss", stable(z2) if z2 < 40 else plain(z2)), ("nnlib: Loss", stable(z2)))]),
    (9, [(["dloss_dw1", "dloss_dw2"], ()), *ways(AT_WRONG.dloss_dw1, AT_WRONG.dloss_dw2)]),
    (10, ways(SUM, first="backward, once", others=("backward, twice", "centred difference"))),
    (10, [(["dloss_dw1", "dloss_dw2"], ()),
          *ways(BACK.dloss_dw1, BACK.dloss_dw2, others=("centred difference", "nnlib", "from the record"))]),
    (10, [(["from the record", "nnlib"], ()), *((name, [getattr(BACK, name)] * 2) for name in (
        "dloss_da2", "da2_dz2", "dz2_da1", "dz2_dw2", "da1_dz1", "dz1_dw1"))]),
]


def printed(cell):
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


def proofs(lesson):
    """The cells of a lesson that print a proof: those of its answer, and what is compared with nnlib."""
    return [cell for cell in lesson.code if re.search(NUMBER, printed(cell))
            and ("solution" in tags(cell) or "nnlib" in printed(cell))]


def faults(lessons):
    """What is wrong with the proofs of some lessons."""
    shown = [(lesson.number, printed(cell)) for lesson in lessons for cell in proofs(lesson)]
    wanted = [proof for proof in PROOFS if proof[0] in {lesson.number for lesson in lessons}]
    if [number for number, _ in shown] != [number for number, _ in wanted]:
        return ["not the proofs that are listed"]
    return [wrong for (_, text), (_, table) in zip(shown, wanted, strict=True) for wrong in differences(text, table)]


def test_the_rows_of_each_proof_agree():
    assert faults(BY_NUMBER.values()) == []


def test_each_lesson_with_an_exercise_has_a_proof():
    assert {lesson for lesson, _ in PROOFS} == {int(id.split(".")[0]) for id in EXERCISES}


# ---- each row in its own way

OWN = {"nnlib": r"\bnet\.|\b(?:back|backward_pass|forward_pass|updated)[.,]",
       "centred difference": r"\bnumerical|upper - lower"}


def made(source):
    """(label, what the number is made of) for each number that a cell prints; under a head, the column's label."""
    head = []
    for call in ast.walk(ast.parse(source)):  # level by level: a head comes before the rows of a loop
        told = call.args[0] if isinstance(call, ast.Call) and ast.unparse(call.func) == "print" else None
        if isinstance(told, ast.Constant) and "nnlib" in told.value:
            head = re.split(r"\s{2,}", told.value.strip())[-2:]
        elif isinstance(told, ast.JoinedStr):
            label = "".join(part.value for part in told.values if isinstance(part, ast.Constant))
            parts = [ast.unparse(part.value) for part in told.values if isinstance(part, ast.FormattedValue)]
            yield from zip(head, parts[-2:], strict=True) if head else ((label, part) for part in parts)


def borrowed(source):
    """The labels of the rows of a proof that are not made as they say."""
    return [label for label, part in made(source) for way, pattern in OWN.items()
            if (way in label) != bool(re.search(pattern, part))]


def test_each_row_is_made_in_its_own_way():
    assert [label for lesson in BY_NUMBER.values() for cell in proofs(lesson) for label in borrowed(cell.source)] == []


# ---- the checks are checked

@pytest.mark.parametrize("lesson", [BY_NUMBER[number] for number in dict(PROOFS)], ids=lambda lesson: lesson.name)
def test_each_number_and_each_row_counts(lesson):
    spoilt = []
    for cell in proofs(lesson):
        text, lines = printed(cell), printed(cell).splitlines(keepends=True)
        spoilt += [(cell.id, "".join(lines[:k] + lines[k + 1:])) for k in range(len(lines))]
        for number in re.finditer(NUMBER, text):  # 1 in the last digit but one, or a number where there is none
            there = number[0]
            other = f"{there[:-2]}{(int(there[-2]) + 1) % 10}{there[-1]}" if "." in there else "0.5000"
            spoilt.append((cell.id, text[:number.start()] + other + text[number.end():]))
    assert len(spoilt) > 3
    for name, text in spoilt:
        other = lesson.copy()
        next(cell for cell in other.cells if cell.id == name).outputs[0].text = text
        assert faults([other]), text


def test_a_lesson_without_its_proof_is_found():
    lesson = BY_NUMBER[4].copy()
    for cell in lesson.code:
        cell.outputs = []
    assert faults([lesson])
