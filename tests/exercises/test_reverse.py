"""The exercise on the backward pass: right however it is written, the autodiff's own gradients, and bad answers."""

import copy
import math
import re
from collections import Counter, defaultdict, deque

import numpy as np
import pytest
from exercises.answers import answer, source

from nnlib.autodiff import Value
from nnlib.exercises import EXERCISES, check
from nnlib.exercises.backward import run
from nnlib.exercises.records import RECORDS, names

ID = "10.reverse"


# ---- right answers

def with_defaultdict(record):
    gradients = defaultdict(float, {record[-1][0]: 1})
    for name, inputs in record[::-1]:
        for other, local in inputs:
            gradients[other] += gradients[name] * local
    return gradients


def with_get_and_without_the_last_value(record):
    gradients, last = {}, record[-1][0]
    while record:
        name, inputs = record.pop()
        for other, local in inputs:
            gradients[other] = gradients.get(other, 0) + (1 if name == last else gradients[name]) * local
    return gradients


def with_a_queue(record):
    gradients = dict.fromkeys([name for _, inputs in record for name, _ in inputs], np.zeros(()))
    gradients[record[-1][0]] = np.ones(())
    todo = deque(record)
    while todo:
        name, inputs = todo.pop()
        for other, local in inputs:
            gradients[other] = gradients[other] + gradients[name] * local
    return gradients


@pytest.mark.parametrize("f", [with_defaultdict, with_get_and_without_the_last_value, with_a_queue])
def test_right_answers_are_accepted_however_they_are_written(f):
    assert check(ID, f).status == "right"


def test_the_right_gradients_are_those_of_the_autodiff():
    for record in RECORDS:
        at = {name: Value(1) for _, inputs in record for name, _ in inputs}
        for name, inputs in record:
            at[name] = sum((local * at[other] for other, local in inputs), Value(0))
        at[record[-1][0]].backward()
        for name, gradient in run(record).items():
            assert gradient == pytest.approx(at[name].gradient, rel=1e-12)
            assert abs(gradient) > 1e-3


def test_the_records_use_values_once_and_several_times():
    uses = [Counter(name for _, inputs in record for name, _ in inputs) for record in RECORDS]
    assert max(uses[1].values()) == 1
    assert sum(max(each.values()) > 1 for each in uses) >= 4
    locals_ = [local for record in RECORDS for _, inputs in record for _, local in inputs]
    assert len(set(locals_)) == len(locals_)
    assert all(0.3 <= abs(local) <= 1.5 for local in locals_)
    for record in RECORDS:
        found = [local for _, inputs in record for _, local in inputs]
        assert min(found) < 0 < max(found)
        sizes = sorted(map(abs, found))
        assert min(np.diff(sizes)) > 0.01


def test_an_answer_that_empties_its_record_does_no_harm():
    before = copy.deepcopy(RECORDS)
    assert check(ID, with_get_and_without_the_last_value) == check(ID, with_get_and_without_the_last_value)
    assert before == RECORDS


def turned_round(record):
    record.reverse()
    return with_defaultdict(record[::-1])


@pytest.mark.parametrize(("f", "changes"), [(with_get_and_without_the_last_value, True), (turned_round, True),
                                            (with_defaultdict, False), (with_a_queue, False)])
def test_an_answer_that_changes_its_record_is_right_and_told_so(f, changes):
    verdict = check(ID, f)
    assert verdict.status == "right"
    assert ("It changes the record that it is given" in verdict.message) == changes


# ---- wrong answers

def test_mistakes_in_the_sum_are_right_where_no_value_is_used_twice():
    chain = RECORDS[1]
    for id in ("overwritten", "first-kept", "multiplied", "larger-kept", "so-far-twice", "visited-again-1"):
        mistake = next(each for each in EXERCISES[ID].singles if each.id == id)
        assert run(chain, (mistake,)) == run(chain)
        assert check(ID, answer(ID, source(EXERCISES[ID], [mistake]))).mistake == id


def test_gradients_of_another_function_get_a_true_statement():
    def f(record):
        return {name: gradient + (name == "w") for name, gradient in with_defaultdict(record).items()}

    verdict = check(ID, f)
    assert (verdict.status, verdict.mistake) == ("wrong", None)
    assert verdict.message == ("In a record of z1, z2 and Loss, the first gradient that differs, from Loss back, is "
                               "that of w. It is used in z1 and in z2: what should be handed back to it there?")


def test_a_value_that_is_used_twice_in_one_line_is_told_so():
    def f(record):
        return {name: gradient + (name == "d") for name, gradient in with_defaultdict(record).items()}

    assert "is that of d. It is used in Loss, twice: what should" in check(ID, f).message


def without_a_start(record):
    gradients = defaultdict(float)
    for name, inputs in reversed(record):
        for each, local in inputs:
            gradients[each] += gradients[name] * local
    return gradients


def without_the_last_line(record):
    gradients = defaultdict(float, {record[-1][0]: 1.0})
    for name, inputs in record[-2::-1]:
        for each, local in inputs:
            gradients[each] += gradients[name] * local
    return {name: gradients[name] for name in names(record)}


@pytest.mark.parametrize("program", [without_a_start, without_the_last_line,
                                     lambda record: dict.fromkeys(names(record), 0.0)])
def test_gradients_that_are_all_0_are_said_to_be(program):
    verdict = check(ID, program)
    assert (verdict.mistake, verdict.message[:26]) == ("starts-at-zero", "All your gradients are 0. ")


def with_one_product(record):
    gradients, product = {record[-1][0]: 1.0}, 1.0
    for _, inputs in reversed(record):
        for each, local in inputs:
            product *= local
            gradients[each] = gradients.get(each, 0.0) + product
    return gradients


def with_one_where_nothing_is(record):
    gradients = {record[-1][0]: 1.0}
    for name, inputs in reversed(record):
        for each, local in inputs:
            gradients[each] = gradients.get(each, 1.0) + gradients[name] * local
    return gradients


def recursive(record, once=False, whole=False):
    """A walk that calls itself. once : with a set of visited values. whole : a whole line before the next call."""
    lines, gradients, visited = dict(record), defaultdict(float, {record[-1][0]: 1.0}), set()

    def visit(name):
        if name not in lines or (once and name in visited):
            return
        visited.add(name)
        for other, local in lines[name]:
            gradients[other] += gradients[name] * local
            if not whole:
                visit(other)
        for other, _ in lines[name] if whole else ():
            visit(other)

    visit(record[-1][0])
    return gradients


def level_by_level(record, visited=None):
    lines, gradients, level = dict(record), defaultdict(float, {record[-1][0]: 1.0}), [record[-1][0]]
    while level:
        below = []
        for name in level:
            for other, local in lines.get(name, ()) if visited is None or name not in visited else ():
                gradients[other] += gradients[name] * local
                below.append(other)
            if visited is not None:
                visited.add(name)
        level = below
    return gradients


def in_the_order_of(record, lines):
    gradients = defaultdict(float, {record[-1][0]: 1.0})
    for name, inputs in lines:
        for other, local in inputs:
            gradients[other] += gradients[name] * local
    return {name: gradients[name] for name in names(record)}


@pytest.mark.parametrize(("program", "family"), [
    (recursive, "visited-again"),
    (lambda record: recursive(record, whole=True), "visited-again"),
    (lambda record: recursive(record, once=True), "too-early"),
    (lambda record: recursive(record, once=True, whole=True), "too-early"),
    (level_by_level, "visited-again"),
    (lambda record: level_by_level(record, set()), "too-early"),
    (lambda record: in_the_order_of(record, sorted(record)), "too-early"),
    (lambda record: in_the_order_of(record, sorted(record, reverse=True)), "too-early"),
    (lambda record: in_the_order_of(record, record), "forward"),
])
def test_a_walk_in_another_order_is_told_why_the_order_matters(program, family):
    assert re.sub(r"-\d+", "", check(ID, program).mistake) == family


@pytest.mark.parametrize(("program", "mistake"), [
    (with_one_product, "one-product"), (with_one_where_nothing_is, "starts-from-one")])
def test_a_mistake_written_by_hand_gets_its_name(program, mistake):
    assert check(ID, program).mistake == mistake


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


def test_an_answer_right_to_a_millionth_is_right_and_beyond_it_is_not():
    for factor, status in ((1 + 9e-7, "right"), (1 + 2e-6, "wrong")):
        f = lambda record, factor=factor: {name: factor * each for name, each in with_defaultdict(record).items()}  # noqa: E731
        assert check(ID, f).status == status


def keeping(record, seen=[]):  # noqa: B006
    seen.append(1)
    return {name: len(seen) for name in names(record)}


def raising(error):
    raise error


class Nasty(dict):
    def __getitem__(self, *_):
        raise SystemExit

    keys = __iter__ = __len__ = __getitem__


@pytest.mark.parametrize(("f", "words"), [
    (3, "Your answer is 3; a function was wanted"),
    ({}, "Your answer is {}; a function was wanted"),
    (lambda: {}, "Your code raises TypeError"),
    (lambda record: 1.0, "Your function returns 1.0; a dictionary was wanted, from each name to its gradient."),
    (lambda record: [("x", 1.0)], "Your function returns [('x', 1.0)]; a dictionary was wanted"),
    (lambda record: {}, "Your dictionary has no gradient for x. Which line of the record hands something back"),
    (lambda record: None if len(record) > 2 else {}, "Your function returns None; a dictionary was wanted"),
    (lambda record: dict.fromkeys(names(record)), "the gradient for x is None; one number was wanted"),
    (lambda record: dict.fromkeys(names(record), math.nan), "the gradient for x is nan; a finite number was wanted"),
    (lambda record: dict.fromkeys(names(record), "1"), "the gradient for x is '1' (str)"),
    (lambda record: {name: [1, 2] for name in names(record)}, "the gradient for x has the shape (2,)"),
    (lambda record: record[99], "Your code raises IndexError (list index out of range), in line "),
    (lambda record: dict(record)["x"], "Your code reads the gradient of x, and there is none yet. Which lines hand"),
    (lambda record: {}["y"], "Your code raises KeyError ('y'), in line "),
    (lambda record: {}.popitem(), "Your code raises KeyError ('popitem(): dictionary is empty'), in line "),
    (lambda record: raising(KeyError()), "Your code raises KeyError, in line "),
    (lambda record: Nasty(x=1), "Your code raises SystemExit"),
    (keeping, "Your function gives different results for the same record."),
], ids=range(18))  # fmt: skip
def test_anything_at_all_gets_a_verdict(f, words, capfd):
    verdict = check(ID, f)
    assert (verdict.status, verdict.mistake) == ("wrong", None)
    assert words in verdict.message
    assert repr(verdict) and verdict._repr_html_()
    assert capfd.readouterr() == ("", "")


def unfinished(record):
    raise NotImplementedError


@pytest.mark.parametrize("f", [None, ..., lambda record: ..., lambda record: None, unfinished])
def test_a_stub_is_not_tried(f):
    assert check(ID, f).status == "not tried"


def test_a_keyboard_interrupt_passes_through():
    def f(record):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(ID, f)


def test_what_it_prints_is_not_shown(capfd):
    def f(record):
        print("noise")
        return with_defaultdict(record)

    assert check(ID, f).status == "right"
    assert capfd.readouterr() == ("", "")
