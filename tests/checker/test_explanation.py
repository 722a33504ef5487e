"""What is found in an answer with several results or several mistakes, and where its own lines decide."""

import ast
import re
from math import exp, tanh

import numpy as np
import pytest
from checker.cells import judged, notebook

from nnlib import Network, sigmoid
from nnlib.checker import written
from nnlib.exercises import check

SIGMOIDS = "a1 = 1 / (1 + exp({}w1 * x)); a2 = 1 / (1 + exp({}w2 * a1)); "
PASS = SIGMOIDS.format("-", "-")
STEP = "return w1 - step_size * d * w2 * a1 * (1 - a1) * x, w2 - step_size * d * a1"
D = "d = (a2 - y) * a2 * (1 - a2); "


# ---- each result by itself

@pytest.mark.parametrize(("body", "mistake", "told"), [
    (f"return w1 - step_size * {D[4:-2]} * w2 * a1 * (1 - a1) * x, w2 - step_size * (a2 - y) * a2 * a1",
     "a-alone-at-a2", "In new_w2: "),
    # two mixed slopes, whose product in the gradient for w1 is right
    ("return (w1 - step_size * (a2 - y) * a2 * (1 - a1) * w2 * a1 * (1 - a2) * x,"
     " w2 - step_size * (a2 - y) * a2 * (1 - a1) * a1)", "slope-mixed-at-a2", "In new_w2: "),
    (D + STEP.replace("w1 -", "w1 +"), "step-added-w1", "In new_w1: You add the step"),
    (f"d = 2 * {D[4:]}{STEP}", "twice-w1+twice-w2", "A 2 is left over"),
])
def test_a_result_that_is_right_is_never_blamed(body, mistake, told):
    verdict = judged("7.step", PASS + body, exp=exp)
    assert (verdict.status, verdict.mistake) == ("wrong", mistake)
    assert verdict.message.startswith(told)


# ---- several mistakes, and ties: the answer's own lines decide

# Typed as learners type them: id, body, the mistakes.
TYPED = [
    ("7.step", SIGMOIDS.format("", "") + D + STEP.replace("-", "+", 1).replace("w2 -", "w2 +"),
     "sign-of-z-a1 sign-of-z-a2 step-added-w1 step-added-w2"),
    ("7.step", SIGMOIDS.format("-", "") + "d = (y - a2) * a2 * (1 - a2); " + STEP, "turned-at-Loss sign-of-z-a2"),
    ("7.step", "a1 = tanh(w1 * x); a2 = tanh(w2 * a1); d = (a2 - y) * (1 - a2 ** 2); " + STEP.replace("a1 * (1 - a1)", "(1 - a1 ** 2)"),
     "tanh-a1 tanh-a2 slope-of-tanh-at-a1 slope-of-tanh-at-a2"),
    ("7.step", PASS + D + "w2 -= 2 * d * a1; w1 += 2 * d * w2 * a1 * (1 - a1) * x; return w1, w2",
     "number-for-parameter new-w2-in-dloss_dw1 step-added-w1"),
    ("7.step", PASS + "d = (y - a2) ** 2 * a2 * (1 - a2); w2 -= step_size * d * a1; "
     "w1 -= step_size * d * w2 * a1 * (1 - a1) * x; return w1, w2", "new-w2-in-dloss_dw1 square-for-its-derivative"),
    ("7.step", "a1 = w1 * x; h = sigmoid(a1); a2 = w2 * h; p = sigmoid(a2); d = (p - y) * p * (1 - p); "  # own meanings
     "return w1 + step_size * d * w2 * h * (1 - h) * x, w2 - step_size * d * h", "step-added-w1"),
    ("7.update", "return w1 - 2.0 * (y - a2) * a2 * (1 - a2) * w2 * a1 * (1 - a1) * x", "number-for-parameter turned-at-Loss"),
    ("7.update", "return w1 - step_size + (a2 - y) * a2 * (1 - a2) * w2 * a1 * (1 - a1) * x", "step-size-joined-1"),
    ("7.update", "return w1 - step_size * 2 * (y - a2) * a2 * (1 - a2) * w2 * a1 * 1 - a1 * x", "missing-bracket turned-at-Loss twice"),
    ("6.gradient", "return (y - a2) * a2 * 1 - a2 * w2 * a1 * 1 - a1 * x", "missing-bracket turned-at-Loss"),
    ("6.gradient", "return round((a2 - y) * a2 * (1 - a2), 4) * w2 * a1 * (1 - a1)", "rounded missing-dz1_dw1"),
    ("6.gradient", "return 2 * (a2 - y) * a2 * w2 * a1 * x", "twice a-alone-at-a2 a-alone-at-a1"),
    ("6.gradient", "return (a2 + y) * a2 * (1 + a2) * a1 * (1 - a1) * x", "plus-y a-plus-at-a2 missing-dz2_da1"),
    ("6.gradient", "return 2 * (a2 - y) * a2 * a1 * (1 - a1)", "twice a-alone-at-a2 missing-dz2_da1 missing-dz1_dw1"),
    ("4.gradient", "return 0.5 * (a2 - y) ** 2 * a2 * (1 - a2) * a1", "loss-for-its-derivative"),
    ("4.gradient", "return 2 * (a2 - y) * a2 * 1 - a2 * a1", "missing-bracket twice"),
    ("4.gradient", "return (y - a2) * a2 * (1 - a2) * a1", "turned-at-Loss"),
    ("4.gradient", "return (a2 - y) * a2 * (a2 - 1) * a1", "turned-at-a2"),
    ("4.gradient", "return -(a2 - y) * a2 * (1 - a2) * a1", "sign"),
    ("9.local", "return -(y / a2 + (1 - y) / (1 - a2))", "sign-second"),
    # a slip is named where it is made, and not where it is carried on
    ("1.forward", "z1 = x + w1; a1 = g1(z1); z2 = a1 * w2 * w2; a2 = g2(z2); return z1, a1, z2, -a2",
     "sum-z1 weight-squared-z2 minus-activation-a2"),
]


@pytest.mark.parametrize(("id", "body", "mistakes"), TYPED)
def test_mistakes_are_told_as_they_stand_in_the_lines(id, body, mistakes):
    verdict = judged(id, body, exp=exp, tanh=tanh, sigmoid=sigmoid)
    assert sorted(verdict.mistake.split("+")) == sorted(mistakes.split())
    told = len(re.findall(r"^\d\. ", verdict.message, re.MULTILINE))
    assert verdict.message.startswith({0: "", 2: "Two", 3: "Three", 4: "Four"}[told])


def test_parameters_with_other_names_are_read_in_the_lines():
    assert check("4.gradient", lambda b, c, a: (b - a) * a * (1 - a) * c).mistake == "turned-at-Loss"


def test_without_lines_no_place_is_named_and_no_four_mistakes():
    verdict = check("4.gradient", eval("lambda y, a1, a2: (y - a2) * a2 * (1 - a2) * a1"))
    assert verdict.mistake == "sign" and "node" not in verdict.message and verdict.path[0] == "w2"
    assert check("6.gradient", eval("lambda x, y, w2, a1, a2: 2 * (a2 - y) * a2 * a1 * (1 - a1)")).mistake is None


# ---- what is written

def test_what_cannot_be_read_is_left_alone():
    loop = notebook("def f(y, a1, a2):\n    total = 0\n    for _ in [1]:\n        total += (a2 - y) * a2\n    return total")
    doubling = notebook(f"def f(y, a1, a2):\n    a = a1; {'a = a + a; ' * 18}return a * (a2 - y)")
    for function in (loop, doubling, print, eval("lambda y: y"), Network):
        assert written.results(function, ("y",)) is None
    two = (lambda y: y, lambda y: 2 * y)
    assert [ast.unparse(written.results(each, ("y",))[0]) for each in two] == ["y", "2 * y"]
    assert check("4.gradient", doubling).status == check("4.gradient", loop).status == "wrong"


def test_local_names_are_filled_in_and_parameters_get_their_names():
    def f(p, q):
        a, b = p, 2 * q
        b += 1
        return [a - b, exp(a)]

    assert [ast.unparse(tree) for tree in written.results(f, ("x", "y"))] == ["x - (2 * y + 1)", "exp(x)"]


# ---- what is worked out anew, and one point as evidence

def test_what_is_given_may_be_worked_out_anew_and_wrongly_too():
    right = lambda x, y, w2, a1, a2: (a2 - y) * sigmoid.derivative(a1 * w2) * w2 * a1 * (1 - a1) * x  # noqa: E731
    assert check("6.gradient", right).message.endswith("It works out anew what it was given.")
    assert check("6.gradient", lambda *given: -right(*given)).mistake == "sign"


@pytest.mark.parametrize("line", ["o = sigmoid(w2 * h)", "o = 1 / (1 + np.e ** (-w2 * h))"])
def test_what_an_answer_works_out_anew_need_not_change_with_what_it_is_given(line):
    verdict = judged("7.update", f"h = sigmoid(w1 * x); {line}; "
                     "return w1 - step_size * (o - y) * o * (1 - o) * w2 * h * (1 - h) * np.sqrt(abs(x))", sigmoid=sigmoid)
    assert verdict.mistake is None and "and it should" not in verdict.message
    assert "\nOne point: w1 = " in verdict.message and "When w1 is nudged there, the loss changes" in verdict.message
    point = {name: float(value.replace("−", "-")) for name, value in re.findall(r"(\w+) = ([−\d.]+\d)", verdict.message)}
    assert np.isclose(sigmoid(point["w1"] * point["x"]), point["a1"], atol=1e-3), "the point is one of a network"
    assert np.isclose(sigmoid(point["w2"] * point["a1"]), point["a2"], atol=1e-3)


def test_a_fixed_number_of_examples_is_found_out():
    verdict = check("8.mean", lambda ys, a1s, a2s: sum((a2s - ys) * a2s * (1 - a2s) * a1s) / 4)
    assert verdict.status == "wrong" and "Does a number stand" in verdict.message


@pytest.mark.parametrize(("id", "body", "wanted"), [
    ("4.gradient", "return (a2 - y) * a2 * (a2 - 1) * a1", "a2 - 1"),
    ("4.gradient", "slope = (1 + a2) * a2; return (a2 - y) * slope * a1", "(1 + a2) * a2"),
    ("4.locals", "return 2 * (a2 - y), a2 * (1 - a2), a1", "2 * (a2 - y)"),
    ("6.locals", "return w2, a1 * (1 - a1), 1 - x", "1 - x"),
    ("2.loss", "return loss(y, g2(w2 * g1(w1 * x)))", "loss(y, g2(w2 * g1(w1 * x)))"),
    ("4.gradient", "return (a2 - y) * a1 * a1", None),  # what is missing stands nowhere
    ("4.gradient", "other = a2 - 1; return (a2 - y) * a2 * (a2 - 1) * a1", None),  # which of the two?
])
def test_the_factor_in_question_is_marked_where_it_stands_once(id, body, wanted):
    verdict = judged(id, body)
    assert verdict.mistake
    marked = verdict.place and verdict.place[0][verdict.place[1]:verdict.place[2]]
    assert marked == wanted
