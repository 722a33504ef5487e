"""Names from outside: they are found in the bytecode, and said only of wrong answers."""

import functools
import math
from types import SimpleNamespace

import numpy as np
import pytest
from checker.cells import notebook

from nnlib import Network
from nnlib.checker import names
from nnlib.checker.names import outside, same_role
from nnlib.exercises import check

NET = Network(0.5, -2.5)


@pytest.mark.parametrize(("code", "names"), [
    ("def f(b):\n    return b.dloss_dw1", []),
    ("def f(a1):\n    w1 = 2\n    return a1 * w1", []),
    ("def f(a1):\n    return [w1 * each for each in [a1]][0]", ["w1"]),
    ("def f(a1):\n    return (lambda v: v * w1)(a1)", ["w1"]),
    ("def h(v):\n    return v * w1\ndef f(a1):\n    return h(a1)", ["w1"]),
    ("def h(v):\n    return k(v) if v else 1\ndef k(v):\n    return h(v) * w1\ndef f(a1):\n    return h(a1)", ["w1"]),
    ("def h(v, w):\n    return v * w * w1\nf = functools.partial(h, 2)", ["w1"]),
    ("@functools.lru_cache\ndef f(a1):\n    return w1", ["w1"]),
    ("def d(g):\n    @functools.wraps(g)\n    def h(*v):\n        return g(*v)\n    return h\n@d\n"
     "def f(a1):\n    return w1", ["w1"]),
    ("def f(a1, g=lambda: w1):\n    return g()", ["w1"]),
    ("class C:\n    def __call__(self, a1):\n        return w1\nf = C()", ["w1"]),
    ("class C:\n    def m(self, a1):\n        return w1\nf = C().m", ["w1"]),
    ("def make():\n    w1 = 2\n    def f(a1):\n        return w1\n    return f\nf = make()", ["w1"]),
    ("def make(c):\n    return lambda a1: c * a1\nf = make(2)", []),
    ("def f(a1):\n    global w1\n    w1 = a1\n    return w1", []),
    ("def f(a1):\n    return np.exp(a1) + math.pi + abs(a1)", []),
    ("from math import pi, e\ndef f(a1):\n    return pi * e", []),
    ("HALF = 0.5\ndef f(a1):\n    return HALF * a1", []),
    ("half = 1 / 2\ndef f(a1):\n    return half * a1", []),
    ("w1 = 0.5\ndef f(a1):\n    return w1 * a1", ["w1"]),
    ("def f(a1):\n    return w1 * net.w2 + xs[0]", ["w1", "net", "xs"]),
])
def test_names_from_outside_are_found_in_the_bytecode(code, names):
    f = notebook(code, w1=np.float64(0.5), net=NET, xs=[1.0, 2.0])
    assert list(outside(f, {"a1", "w1"})) == names


@pytest.mark.parametrize("anything", [None, 3, print, math.comb, np.exp, int, functools.partial(max, 1)])
def test_what_has_no_bytecode_reads_nothing(anything):
    assert outside(anything) == {}


def test_a_name_has_the_role_of_those_called_alike():
    assert same_role("w1", ["x", "y", "w2"]) == ["w2"]
    assert same_role("a1", ["ys", "a1s", "a2s"]) == ["a1s", "a2s"]
    assert same_role("net", ["x", "y", "w2"]) == []


G = "(a2 - y) * a2 * (1 - a2) * {} * a1 * (1 - a1) * x"


@pytest.mark.parametrize(("code", "said"), [
    (f"f = lambda x, y, w2, a1, a2: {G.format('w1')}", "where w1 is 0.5. Did you mean w2?"),
    (f"f = lambda x, y, w2, a1, a2: {G.format('w2 * w1')}", "Your function is given x, y, w2, a1 and a2: how does"),
    (f"f = lambda x, y, w2, a1, a2: {G.format('net.w1')}", "reads net, which is not one of its parameters"),
    ("f = lambda x, y, w2, a1, a2: dloss_da2 * w2", "dloss_da2 is what you found in exercise 4a"),
    (f"f = lambda x, Y, w2, a1, a2: {G.format('w2')}", "from your notebook, not from what it is given: there y is 1.0"),
])
def test_a_wrong_answer_is_told_first_what_it_reads_from_the_notebook(code, said):
    verdict = check("6.gradient", notebook(code, w1=np.float64(0.5), y=1.0, net=NET, dloss_da2=np.float64(0.2)))
    assert (verdict.status, verdict.mistake) == ("wrong", "outside-name")
    assert said in verdict.message and "np.float" not in verdict.message


@pytest.mark.parametrize("code", [
    f"f = lambda x, y, w2, a1, a2: {G.format('w2')} * one", f"f = lambda x, y, w2, a1, a2: {G.format('w2')} + 0 * w1",
    f"def f(x, y, w2, a1, a2):\n    half = w1\n    return {G.format('w2')}"])
def test_a_right_answer_may_read_what_it_likes(code):
    assert check("6.gradient", notebook(code, w1=0.5, one=1.0)).status == "right"


@pytest.mark.parametrize(("id", "code", "said"), [
    ("2.loss", "f = lambda x, y, w1, w2, g1, g2, loss: loss(a2, y)", "a2 is made of z2"),
    ("4.gradient", "f = lambda y, a1, a2: dloss_da2 * a1", "found in exercise 4a"),
    ("4.locals", "f = lambda y, a1, a2: (dloss_da2, a2, a1)", "What did you mean by it?"),
    ("4.gradient", "f = lambda y, a1, a2: (A2 - y) * a1", "Did you mean a2"),
    ("4.gradient", "f = lambda y, a1, a2: exp(a1)", "exp is not known in your notebook"),
    ("7.update", "f = lambda w1, step_size, x, y, w2, a1, a2: w1 - stepsize", "Did you mean step_size?"),
])
def test_a_name_without_a_value_is_told_in_words_of_the_course(id, code, said):
    verdict = check(id, notebook(code))
    assert (verdict.status, verdict.mistake) == ("wrong", "unknown-name")
    assert said in verdict.message and "NameError" in verdict.original and "NameError" not in verdict.message


def test_a_name_of_the_network_is_no_constant_of_the_answers_own():
    code = "w1 = 0.5\ndef f(y, a1, a2):\n    return (a2 - y) * a2 * (1 - a2) * w1"
    assert check("4.gradient", notebook(code)).mistake == "outside-name"
    assert check("4.gradient", notebook(code.replace("w1", "scale"))).mistake != "outside-name"


def test_one_instruction_may_store_and_read_two_names(monkeypatch):
    made = [SimpleNamespace(opname=name, argval=argval) for name, argval in (
        ("STORE_FAST_LOAD_FAST", ("a", "b")), ("STORE_FAST", "c"), ("LOAD_FAST_BORROW_LOAD_FAST_BORROW", ("d", "e")))]
    monkeypatch.setattr(names.dis, "get_instructions", lambda code: made)
    assert [*names.local_names(None, "STORE")] == ["a", "c"] and [*names.local_names(None, "LOAD")] == ["b", "d", "e"]


def test_an_object_whose_code_is_none_is_judged():
    odd = type("Odd", (), {"__code__": 7, "__call__": lambda self, y, a1, a2: y + a1})()
    assert check("4.gradient", odd).status == "wrong"
