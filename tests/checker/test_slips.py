"""Python's slips in plain words: each kind in several forms, and never where there is none."""

import math

import numpy as np
import pytest
from checker.cells import judged

from nnlib.checker.calling import short, shown
from nnlib.checker.verdict import Verdict

R = "(a2 - y) * a2 * (1 - a2) * a1"
SLIPS = [
    ("4.gradient", "return (a2 - y) * a2(1 - a2) * a1", "missing-times", "a2(1 - a2)"),
    ("4.gradient", "return (a2 - y)(a2)(1 - a2)(a1)", "missing-times", "(a2 - y)(a2)"),
    ("4.gradient", "s = a2 * (1 - a2)\n    return s(a1) * (a2 - y)", "missing-times", "s(a1)"),
    ("4.gradient", "return 2(a2)", "missing-times", "2(a2)"),
    ("4.gradient", "return a2[1 - a2] * a1", "square-brackets", "a2[1 - a2]"),
    ("2.loss", "g1 = g1(x * w1)\n    return loss(g2(g1(w2)), y)", "called-number", "g1(w2)"),
    ("4.gradient", "return (a2 - a2^2) * a1", "caret", "a2 - a2^2"),
    ("4.gradient", "return a1 * 2^1", "caret", "a1 * 2^1"),
    ("2.loss", "return loss(g2(g1(x ** w1) * w2), y)", "power", "x ** w1"),
    ("2.loss", "return loss(g2(w2 * g1 * x), y)", "bare-function", "g1"),
    ("7.update", "w1 <- w1 - step_size * x\n    return w1", "arrow", "w1 <- w1 - step_size * x"),
    ("7.update", "return w1 <- w1 - step_size", "arrow", "w1 <- w1 - step_size"),
    ("2.loss", "return loss(g2(w2 * g1(w1 * x), y))", "bracket-too-late", "g2(w2 * g1(w1 * x), y)"),
    ("2.loss", "return loss(g2(w2 * g1(w1 * x)))", "argument-count", "loss(g2(w2 * g1(w1 * x)))"),
    ("4.gradient", "return 0,5 * a2", "decimal-comma", "0,5 * a2"),
    ("4.gradient", "return a2 * (1,5 - a2)", "decimal-comma", "(1,5 - a2)"),
    ("4.gradient", f"return round({R}, 3)", "rounded", f"round({R}, 3)"),
    ("4.gradient", "return np.round(a2 - y, 2) * a2 * (1 - a2) * a1", "rounded", "np.round(a2 - y, 2)"),
    ("4.gradient", f"return np.float64({R}).round(2)", "rounded", f"np.float64({R}).round(2)"),
    ("7.update", f"return w1 - 2 * {R[:-5]} * w2 * a1 * (1 - a1) * x", "number-for-parameter", "2"),
    ("7.update", f"k = 0.1\n    return w1 - k * {R[:-5]} * w2 * a1 * (1 - a1) * x", "number-for-parameter", "0.1"),
    ("4.gradient", "if y == 1:\n        d = a2\n    return d", "no-value-yet", "d"),
    ("8.mean", "return sum((a2s - ys) * a2s * (1 - a2s) * a1s) // len(ys)", "integer-division",
     "sum((a2s - ys) * a2s * (1 - a2s) * a1s) // len(ys)"),
]


@pytest.mark.parametrize(("id", "body", "mistake", "marked"), SLIPS)
def test_a_slip_is_named_and_its_place_shown(id, body, mistake, marked):
    verdict = judged(id, body)
    assert (verdict.status, verdict.mistake) == ("wrong", mistake)
    line, start, end = verdict.place
    assert line[start:end] == marked
    assert "Error" not in verdict.message and f"{'^' * len(marked)}" in repr(verdict)


SHAPES = [
    ("4.locals", "return {'a': a2 - y}", "dictionary", "dloss_da2, da2_dz2, dz2_dw2"),
    ("4.locals", "return {a2 - y, a2, a1}", "set", "keeps no order"),
    ("4.gradient", "return str(a2)", "text", "a text"),
    ("4.gradient", "return [a2]", "in-a-list", "one number in a list"),
    ("4.gradient", "return a2 > y", "true-or-false", "is False for some inputs"),
    ("8.mean", "return np.outer(a1s, a2s - ys)", "matrix", "×"),
    ("4.gradient", f"if y == 1:\n        return {R}\n    if y == 0:\n        return {R}",
     "no-return-for-some", "Where y is 0.0"),
    ("4.gradient", f"if a2 > 0.5:\n        return {R}", "no-return-for-some", "as at y = "),
    ("4.gradient", f"return float(f'{{{R}:.4f}}')", "rounded", "rounded to 4 decimal places"),
]


@pytest.mark.parametrize(("id", "body", "mistake", "said"), SHAPES)
def test_what_is_no_number_is_told_in_words(id, body, mistake, said):
    verdict = judged(id, body)
    assert (verdict.status, verdict.mistake) == ("wrong", mistake)
    assert said in verdict.message


def test_print_is_told_from_return():
    verdict = judged("4.gradient", f"print({R})")
    assert (verdict.status, verdict.mistake) == ("not tried", "print-for-return")


@pytest.mark.parametrize("body", [
    f"k = round(1.0)\n    return {R} * k", f"k = 4 // 2\n    return {R} * k / 2", f"return {R} * (2 ^ 3)",
    f"for k in (1,2):\n        pass\n    return {R}", f"print(a1)\n    return {R}", f"a1 <-1\n    return {R}",
])
def test_a_right_answer_is_blamed_for_no_slip(body):
    assert judged("4.gradient", body).status == "right"


@pytest.mark.parametrize("body", [
    f"k = (0,1)\n    return -{R}", f"k = round(1.0)\n    return -{R}", f"k = 4 // 2\n    return -{R}",
    f"print(a1)\n    return -{R}", f"return -{R} if a1 <-1 else -{R}", "return 0 * a1",
])
def test_a_wrong_answer_is_blamed_for_no_slip_that_makes_no_difference(body):
    assert judged("4.gradient", body).mistake not in {each for _, _, each, _ in SLIPS} | {"print-for-return"}


@pytest.mark.parametrize(("value", "text"), [
    (np.float64(1.5), "1.5"), ({"z1": 1.0, "a1": np.float64(0.25)}, "{'z1': 1.0, 'a1': 0.25}"),
    ((np.int64(2), [np.float32(0.5)]), "(2, [0.5])"), (np.bool_(True), "True"), (np.array(0.3), "0.3"),
    (np.complex128(1 + 2j), "1+2j"), (math.pi, "3.142"),
])
def test_numbers_are_shown_plain(value, text):
    assert shown(value) == text


def test_numbers_in_a_message_are_shown_plain():
    assert short("loss is np.float64(-1e-05) and np.True_") == "loss is -1e-05 and True"


def test_a_place_is_escaped_and_said():
    verdict = Verdict("wrong", "Why?", place=("a < <b>", 4, 7), original="Your code raises <x>")
    html = verdict._repr_html_()
    assert "a &lt; <mark" in html and 'aria-label="in question: &lt;b&gt;"' in html
    assert "<small" in html and "<x>" not in html
    assert repr(verdict).split("\n")[1:] == ["    a < <b>", "        ^^^", "Your code raises <x>"]
