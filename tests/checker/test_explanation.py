"""What is found in an answer with several results or several mistakes, and where its own lines decide."""

import ast
import re
from math import exp, tanh

import numpy as np
import pytest
from checker.cells import notebook

from nnlib import Network, sigmoid
from nnlib.checker import written
from nnlib.exercises import EXERCISES, check


def step(first=1.0, second=1.0, d=lambda a2, y: (a2 - y) * a2 * (1 - a2)):
    """A right step, but for a factor in either gradient."""
    def answer(x, y, w1, w2, step_size):
        a1 = sigmoid(w1 * x)
        a2 = sigmoid(w2 * a1)
        gradient = d(a2, y)
        return (w1 - step_size * first * gradient * w2 * a1 * (1 - a1) * x, w2 - step_size * second * gradient * a1)
    return answer


# ---- each result by itself

def only_w2_is_wrong(x, y, w1, w2, step_size):
    a1 = sigmoid(w1 * x)
    a2 = sigmoid(w2 * a1)
    d = (a2 - y) * a2 * (1 - a2)
    return w1 - step_size * d * w2 * a1 * (1 - a1) * x, w2 - step_size * (a2 - y) * a2 * a1


def cancelling(x, y, w1, w2, step_size):
    """Two mixed slopes, whose product in the gradient for w1 is right."""
    a1 = sigmoid(w1 * x)
    a2 = sigmoid(w2 * a1)
    return (w1 - step_size * (a2 - y) * a2 * (1 - a1) * w2 * a1 * (1 - a2) * x,
            w2 - step_size * (a2 - y) * a2 * (1 - a1) * a1)


@pytest.mark.parametrize(("answer", "mistake"), [
    (only_w2_is_wrong, "a-alone-at-a2"), (cancelling, "slope-mixed-at-a2")])
def test_a_result_that_is_right_is_never_blamed(answer, mistake):
    verdict = check("7.step", answer)
    assert (verdict.status, verdict.mistake) == ("wrong", mistake)
    assert verdict.message.startswith("In new_w2: ")


def test_a_mistake_made_in_both_gradients_is_said_once():
    verdict = check("7.step", step(2, 2))
    assert verdict.mistake in ("twice-w1+twice-w2", "twice")
    assert verdict.message.count("A 2 is left over") == 1 and "Two things" not in verdict.message


def test_a_slip_is_named_where_it_is_made_and_not_where_it_is_carried_on():
    def forward(x, w1, w2, g1, g2):
        z1 = x + w1
        a1 = g1(z1)
        z2 = a1 * w2 * w2
        a2 = g2(z2)
        return z1, a1, z2, -a2

    assert check("1.forward", forward).mistake == "sum-z1+weight-squared-z2+minus-activation-a2"


def test_the_new_w2_of_a_wrong_step_is_followed():
    def in_place(x, y, w1, w2, step_size):
        a1 = sigmoid(w1 * x)
        a2 = sigmoid(w2 * a1)
        d = (a2 - y) * a2
        w2 -= step_size * d * a1
        w1 -= step_size * d * w2 * a1 * (1 - a1) * x
        return w1, w2

    assert {*check("7.step", in_place).mistake.split("+")} == {"new-w2-in-dloss_dw1", "a-alone-at-a2"}


# ---- many at once

@pytest.mark.parametrize(("answer", "mistakes"), [
    (lambda x, y, w2, a1, a2: 2 * (a2 - y) * a2 * w2 * a1 * x, "twice a-alone-at-a2 a-alone-at-a1"),
    (lambda x, y, w2, a1, a2: (a2 + y) * a2 * (1 + a2) * a1 * (1 - a1) * x, "plus-y a-plus-at-a2 missing-dz2_da1"),
    (lambda x, y, w2, a1, a2: 2 * (a2 - y) * a2 * a1 * (1 - a1),
     "twice a-alone-at-a2 missing-dz2_da1 missing-dz1_dw1"),
])  # fmt: skip
def test_three_or_four_mistakes_in_a_product_are_named(answer, mistakes):
    wanted = {*mistakes.split()}
    verdict = check("6.gradient", answer)
    assert {*verdict.mistake.split("+")} == wanted
    assert verdict.message.startswith({3: "Three", 4: "Four"}[len(wanted)])


def test_four_are_named_only_where_the_lines_show_them():
    f = lambda x, y, w2, a1, a2: 2 * (a2 - y) * a2 * a1 * (1 - a1)  # noqa: E731
    hidden = eval("lambda f: lambda *given: f(*given)")(f)
    assert check("6.gradient", hidden).mistake is None


# ---- ties: the answer's own lines decide

@pytest.mark.parametrize(("answer", "mistake"), [
    (lambda y, a1, a2: (y - a2) * a2 * (1 - a2) * a1, "turned-at-Loss"),
    (lambda y, a1, a2: (a2 - y) * a2 * (a2 - 1) * a1, "turned-at-a2"),
    (lambda y, a1, a2: -(a2 - y) * a2 * (1 - a2) * a1, "sign"),
    (lambda b, c, a: (b - a) * a * (1 - a) * c, "turned-at-Loss"),
])
def test_the_lines_show_where_a_sign_was_turned(answer, mistake):
    assert check("4.gradient", answer).mistake == mistake


def test_without_lines_no_place_is_named():
    answer = eval("lambda y, a1, a2: (y - a2) * a2 * (1 - a2) * a1")
    verdict = check("4.gradient", answer)
    assert verdict.mistake == "sign" and "node" not in verdict.message and verdict.path[0] == "w2"


# ---- what is written

def loop(y, a1, a2):
    total = 0
    for _ in range(1):
        total += (a2 - y) * a2
    return total


def doubling(y, a1, a2):
    a = a1
    a = a + a; a = a + a; a = a + a; a = a + a; a = a + a; a = a + a; a = a + a; a = a + a; a = a + a  # noqa: E702
    a = a + a; a = a + a; a = a + a; a = a + a; a = a + a; a = a + a; a = a + a; a = a + a; a = a + a  # noqa: E702
    return a * (a2 - y)


def test_what_cannot_be_read_is_left_alone():
    two = (lambda y: y, lambda y: 2 * y)
    for function in (loop, doubling, print, eval("lambda y: y"), Network):
        assert written.results(function, ("y",)) is None
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

    def updated_w1(w1, step_size, x, y, w2, a1, a2):
        net = Network(w1, w2)
        return net.update(net.backward(net.forward(x), y), step_size).w1

    assert check("7.update", updated_w1).status == "right"
    assert check("7.update", lambda w1, step_size, *more: updated_w1(w1, -step_size if False else 2 * step_size, *more)
                 ).status == "wrong"


def test_where_nothing_can_be_named_one_point_is_shown():
    verdict = check("6.gradient", lambda x, y, w2, a1, a2: exp(x + y + w2 + a1 * a2))
    assert verdict.mistake is None
    assert "\nOne point: x = " in verdict.message and "When w1 is nudged there, the loss changes" in verdict.message


@pytest.mark.parametrize("line", ["o = sigmoid(w2 * h)", "o = 1 / (1 + np.e ** (-w2 * h))"])
def test_what_an_answer_works_out_anew_need_not_change_with_what_it_is_given(line):
    source = f"""def updated_w1(w1, step_size, x, y, w2, a1, a2):
    h = sigmoid(w1 * x)
    {line}
    return w1 - step_size * (o - y) * o * (1 - o) * w2 * h * (1 - h) * np.sqrt(abs(x))"""
    verdict = check("7.update", notebook(source, "updated_w1", sigmoid=sigmoid))
    assert verdict.mistake is None and "and it should" not in verdict.message
    point = {name: float(value.replace("−", "-")) for name, value in re.findall(r"(\w+) = ([−\d.]+\d)", verdict.message)}
    assert np.isclose(sigmoid(point["w1"] * point["x"]), point["a1"], atol=1e-3), "the point is one of a network"
    assert np.isclose(sigmoid(point["w2"] * point["a1"]), point["a2"], atol=1e-3)


def test_a_fixed_number_of_examples_is_found_out():
    verdict = check("8.mean", lambda ys, a1s, a2s: sum((a2s - ys) * a2s * (1 - a2s) * a1s) / 4)
    assert verdict.status == "wrong" and "Does a number stand" in verdict.message


PLACES = [
    ("4.gradient", "return (a2 - y) * a2 * (a2 - 1) * a1", "a2 - 1"),
    ("4.gradient", "slope = (1 + a2) * a2\n    return (a2 - y) * slope * a1", "(1 + a2) * a2"),
    ("4.locals", "return 2 * (a2 - y), a2 * (1 - a2), a1", "2 * (a2 - y)"),
    ("6.locals", "return w2, a1 * (1 - a1), 1 - x", "1 - x"),
    ("2.loss", "return loss(y, g2(w2 * g1(w1 * x)))", "loss(y, g2(w2 * g1(w1 * x)))"),
    ("4.gradient", "return (a2 - y) * a1 * a1", None),  # what is missing stands nowhere
    ("4.gradient", "other = a2 - 1\n    return (a2 - y) * a2 * (a2 - 1) * a1", None),  # which of the two?
]


@pytest.mark.parametrize(("id", "body", "wanted"), PLACES)
def test_the_factor_in_question_is_marked_where_it_stands_once(id, body, wanted):
    function, parameters = EXERCISES[id].function, ", ".join(EXERCISES[id].parameters)
    verdict = check(id, notebook(f"def {function}({parameters}):\n    {body}", function))
    assert verdict.mistake
    marked = verdict.place and verdict.place[0][verdict.place[1]:verdict.place[2]]
    assert marked == wanted


SIGMOIDS = "a1 = 1 / (1 + exp({}w1 * x)); a2 = 1 / (1 + exp({}w2 * a1)); "
STEP = "return w1 - step_size * d * w2 * a1 * (1 - a1) * x, w2 - step_size * d * a1"
D = "d = (a2 - y) * a2 * (1 - a2); "
# Several slips at once, typed as learners type them: id, body, the mistakes.
TYPED = [
    ("7.step", SIGMOIDS.format("", "") + D + STEP.replace("-", "+", 1).replace("w2 -", "w2 +"),
     "sign-of-z-a1 sign-of-z-a2 step-added-w1 step-added-w2"),
    ("7.step", SIGMOIDS.format("-", "") + "d = (y - a2) * a2 * (1 - a2); " + STEP, "turned-at-Loss sign-of-z-a2"),
    ("7.step", "a1 = tanh(w1 * x); a2 = tanh(w2 * a1); d = (a2 - y) * (1 - a2 ** 2); " + STEP.replace("a1 * (1 - a1)", "(1 - a1 ** 2)"),
     "tanh-a1 tanh-a2 slope-of-tanh-at-a1 slope-of-tanh-at-a2"),
    ("7.step", SIGMOIDS.format("-", "-") + D + "w2 -= 2 * d * a1; w1 += 2 * d * w2 * a1 * (1 - a1) * x; return w1, w2",
     "number-for-parameter new-w2-in-dloss_dw1 step-added-w1"),
    ("7.step", SIGMOIDS.format("-", "-") + "d = (y - a2) ** 2 * a2 * (1 - a2); w2 -= step_size * d * a1; "
     "w1 -= step_size * d * w2 * a1 * (1 - a1) * x; return w1, w2", "new-w2-in-dloss_dw1 square-for-its-derivative"),
    ("7.update", "return w1 - 2.0 * (y - a2) * a2 * (1 - a2) * w2 * a1 * (1 - a1) * x", "number-for-parameter turned-at-Loss"),
    ("7.update", "return w1 - step_size + (a2 - y) * a2 * (1 - a2) * w2 * a1 * (1 - a1) * x", "step-size-joined-1"),
    ("7.update", "return w1 - step_size * 2 * (y - a2) * a2 * (1 - a2) * w2 * a1 * 1 - a1 * x", "missing-bracket turned-at-Loss twice"),
    ("6.gradient", "return (y - a2) * a2 * 1 - a2 * w2 * a1 * 1 - a1 * x", "missing-bracket turned-at-Loss"),
    ("6.gradient", "return round((a2 - y) * a2 * (1 - a2), 4) * w2 * a1 * (1 - a1)", "rounded missing-dz1_dw1"),
    ("4.gradient", "return 0.5 * (a2 - y) ** 2 * a2 * (1 - a2) * a1", "loss-for-its-derivative"),
    ("4.gradient", "return 2 * (a2 - y) * a2 * 1 - a2 * a1", "missing-bracket twice"),
    ("9.local", "return -(y / a2 + (1 - y) / (1 - a2))", "sign-second"),
]


@pytest.mark.parametrize(("id", "body", "mistakes"), TYPED)
def test_several_slips_are_told_as_they_stand_in_the_lines(id, body, mistakes):
    function, parameters = EXERCISES[id].function, ", ".join(EXERCISES[id].parameters)
    verdict = check(id, notebook(f"def {function}({parameters}):\n    {body}", function, exp=exp, tanh=tanh))
    assert sorted(verdict.mistake.split("+")) == sorted(mistakes.split())


def test_an_own_variable_that_means_something_else_is_no_mistake():
    code = ("def step(x, y, w1, w2, step_size):\n    a1 = w1 * x\n    h = sigmoid(a1)\n    a2 = w2 * h\n    p = sigmoid(a2)\n"
            "    d = (p - y) * p * (1 - p)\n    return w1 + step_size * d * w2 * h * (1 - h) * x, w2 - step_size * d * h\n")
    assert check("7.step", notebook(code, "step", sigmoid=sigmoid)).mistake == "step-added-w1"


def test_a_slip_in_one_weight_says_in_which():
    code = f"def step(x, y, w1, w2, step_size):\n    {SIGMOIDS.format('-', '-')}{D}{STEP.replace('w1 -', 'w1 +')}\n"
    assert check("7.step", notebook(code, "step", exp=exp)).message.startswith("In new_w1: You add the step")
