"""The exercise on the backward pass: the records, answers that change theirs, and bad answers."""

import copy
import math
import re
from collections import defaultdict

import numpy as np
import pytest
from checker.cells import notebook
from exercises.answers import WALK, answer, solution

from nnlib.exercises import EXERCISES, check
from nnlib.exercises.backward import BACKWARD, run
from nnlib.exercises.records import RECORDS, names

ID = "10.reverse"


# ---- right answers

right = answer(ID, solution(ID))


def with_get_and_without_the_last_value(record):
    gradients, last = {}, record[-1][0]
    while record:
        name, inputs = record.pop()
        for other, local in inputs:
            gradients[other] = gradients.get(other, 0) + (1 if name == last else gradients[name]) * local
    return gradients


def test_the_records_use_values_once_and_several_times_and_their_numbers_can_be_told_apart():
    used = [[name for _, inputs in record for name, _ in inputs] for record in RECORDS]
    assert len({*used[1]}) == len(used[1]) and sum(len({*each}) < len(each) for each in used) >= 4
    found = [[local for _, inputs in record for _, local in inputs] for record in RECORDS]
    assert len({local for locals_ in found for local in locals_}) == sum(map(len, found))
    for record, locals_ in zip(RECORDS, found, strict=True):
        assert min(locals_) < 0 < max(locals_)
        sizes = sorted(map(abs, locals_))
        assert sizes[0] >= 0.3 and sizes[-1] <= 1.5 and min(np.diff(sizes)) > 0.01
        assert min(map(abs, run(record).values())) > 1e-3


@pytest.mark.parametrize(("f", "changes"), [(with_get_and_without_the_last_value, True), (right, False)])
def test_an_answer_that_changes_its_record_is_right_and_told_so_and_does_no_harm(f, changes):
    before = copy.deepcopy(RECORDS)
    verdict = check(ID, f)
    assert verdict.status == "right" and before == RECORDS
    assert ("It changes the record that it is given" in verdict.message) == changes


# ---- wrong answers

def test_mistakes_in_the_sum_are_right_where_no_value_is_used_twice():
    chain, mistakes = RECORDS[1], {each.id: each for each in EXERCISES[ID].singles}
    for id in ("overwritten", "first-kept", "multiplied", "larger-kept", "so-far-twice", "visited-again-1"):
        assert run(chain, (mistakes[id],)) == run(chain)


@pytest.mark.parametrize(("spoilt", "message"), [
    ("w", "In a record of z1, z2 and Loss, the first gradient that differs, from Loss back, is that of w. "
          "It is used in z1 and in z2: what should be handed back to it there?"),
    ("d", "In a record of d and Loss, the first gradient that differs, from Loss back, is that of d. "
          "It is used in Loss, twice: what should be handed back to it there?"),
])
def test_the_first_gradient_that_is_another_one_is_told_and_where_its_value_is_used(spoilt, message):
    verdict = check(ID, lambda record: {name: value + (name == spoilt) for name, value in right(record).items()})
    assert (verdict.status, verdict.mistake, verdict.message) == ("wrong", None, message)


# A line of the right program, what stands there instead, and what it is called.
BY_HAND = [
    ("handed", "carried", "one-product"),
    ("before", "1.0", "starts-from-one"),
    ("start", "0.0", "starts-at-zero"),
    ("order", "sorted(record)", "too-early"),
    ("order", "sorted(record, reverse=True)", "too-early"),
    ("order", "record", "forward"),
]


@pytest.mark.parametrize(("line", "written", "mistake"), BY_HAND)
def test_a_mistake_written_by_hand_gets_its_name(line, written, mistake):
    f = answer(ID, WALK.format(**BACKWARD | {line: written}))
    assert re.sub(r"-\d+", "", check(ID, f).mistake) == mistake


def level_by_level(record):
    lines, gradients, level = dict(record), defaultdict(float, {record[-1][0]: 1.0}), [record[-1][0]]
    while level:
        handed = [(name, *each) for name in level for each in lines.get(name, ())]
        for name, other, local in handed:
            gradients[other] += gradients[name] * local
        level = [other for _, other, _ in handed]
    return gradients


def depth_first(record):
    """Each value once, and on from each input before anything is handed to the next one."""
    lines, gradients, visited = dict(record), defaultdict(float, {record[-1][0]: 1.0}), set()

    def visit(name):
        for other, local in () if name in visited else lines.get(name, ()):
            visited.add(name)
            gradients[other] += gradients[name] * local
            visit(other)

    visit(record[-1][0])
    return gradients


@pytest.mark.parametrize(("program", "family"), [(level_by_level, "visited-again"), (depth_first, "too-early")])
def test_a_walk_in_another_order_is_told_why_the_order_matters(program, family):
    """Those that people have written are in corpus.py."""
    assert re.sub(r"-\d+", "", check(ID, program).mistake) == family


@pytest.mark.parametrize(("start", "name"), [({}, "Loss"), ({"Loss": 1.0}, "e")])
def test_a_start_that_is_missing_or_fits_one_record_only_is_named(start, name):
    def f(record):
        gradients = dict(start)
        for made, inputs in reversed(record):
            for each, local in inputs:
                gradients[each] = gradients.get(each, 0.0) + gradients[made] * local
        return gradients

    assert check(ID, f).message == (
        f"Your code reads the gradient of {name}, the last value of a record, and there is none yet. "
        "Which number does the walk start with, and under which name?")


def keeping(record, seen=[]):  # noqa: B006
    seen.append(1)
    return {name: len(seen) for name in names(record)}


class Nasty(dict):
    def __getitem__(self, *_):
        raise SystemExit

    keys = __iter__ = __len__ = __getitem__


@pytest.mark.parametrize(("f", "words"), [
    (3, "Your answer is 3; a function was wanted"),
    (lambda record: 1.0, "Your function returns 1.0; a dictionary was wanted, from each name to its gradient."),
    (lambda record: {}, "Your dictionary has no gradient for x. Which line of the record hands something back"),
    (lambda record: None if len(record) > 2 else {}, "Your function returns None; a dictionary was wanted"),
    (lambda record: dict.fromkeys(names(record), math.nan), "the gradient for x is nan; a finite number was wanted"),
    (lambda record: dict.fromkeys(names(record), "1"), "the gradient for x is '1' (str)"),
    (lambda record: dict(record)["x"], "Your code reads the gradient of x, and there is none yet. Which lines hand"),
    (lambda record: {}["y"], "Your code raises KeyError ('y'), in line "),
    (notebook("def f(record): raise KeyError"), "Your code raises KeyError, in line "),
    (lambda record: Nasty(x=1), "Your code raises SystemExit"),
    (keeping, "Your function gives different results for the same record."),
], ids=range(11))
def test_anything_at_all_gets_a_verdict(f, words):
    verdict = check(ID, f)
    assert (verdict.status, verdict.mistake) == ("wrong", None)
    assert words in verdict.message
    assert repr(verdict) and verdict._repr_html_()
