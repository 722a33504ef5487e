"""An answer may be anything: each gets a verdict, nothing is raised but KeyboardInterrupt, nothing is printed."""

import functools
import io
import itertools
import math
import sys
import warnings

import numpy as np
import pytest
from checker.cells import judged, notebook

from nnlib.checker.calling import LONGEST
from nnlib.exercises import Verdict, check

G = "4.gradient"


def right(y, a1, a2):
    return (a2 - y) * a2 * (1 - a2) * a1


class Broken(BaseException):
    def __str__(self):
        raise SystemExit


class Nasty:
    """Nothing that one may ask of it works."""

    def _refuse(self, *_):
        raise Broken

    __eq__ = __ne__ = __float__ = __repr__ = __str__ = __len__ = __iter__ = __bool__ = __array__ = __index__ = _refuse
    __getattr__ = __lt__ = __abs__ = __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __neg__ = _refuse
    __hash__ = None


class FalseFloat(float):
    def __float__(self):
        raise ValueError("<b>no</b>")

    __repr__ = __float__


def recursive(y, a1, a2):
    return recursive(y, a1, a2)


def raising(error):
    def answer(y, a1, a2):
        raise error
    return answer


# ---- not tried

@pytest.mark.parametrize("answer", [
    None, ..., [...], (...,), lambda y, a1, a2: ..., lambda *all: (..., ..., ...),
    raising(NotImplementedError), raising(NotImplementedError("later"))])
@pytest.mark.parametrize("id", ["4.gradient", "4.locals"])
def test_a_stub_is_not_tried(id, answer):
    verdict = check(id, answer)
    assert (verdict.status, verdict.mistake) == ("not tried", None)
    assert verdict.message == "Replace the dots with your answer, then run both cells again."


# ---- wrong, with a reason

HOSTILE = [
    (3.0, "Your answer is 3.0; a function was wanted, handed over by its name, without brackets."),
    (Nasty(), "Your answer is an object of type Nasty; a function was wanted"),
    (lambda y, a1: 1.0, "Your function takes (y, a1); it is given 3 values, in this order: y, a1, a2."),
    (lambda *, y, a1, a2, x: 1.0, "Your function takes (*, y, a1, a2, x); it is given 3 values"),
    (lambda y, a1, a2: (1.0, 2.0), "Your dloss_dw2 is (1.0, 2.0), 2 values; one number was wanted."),
    (lambda y, a1, a2: [], "Your dloss_dw2 is [], 0 values; one number was wanted."),
    (lambda y, a1, a2: ["x"], "Your dloss_dw2 is ['x'], 1 value; one number was wanted."),
    (lambda y, a1, a2: np.float64(1) / y, "dloss_dw2 is inf; a finite number was wanted."),
    (raising(SystemExit(3)), "Your code raises SystemExit (3), in line "),
    (raising(MemoryError()), "Your code raises MemoryError, in line "),
    (lambda y, a1, a2: (1.0,), "Your dloss_dw2 is one number in a list or an array; the number alone was wanted."),
    (lambda y, a1, a2: None if y == 1 else 1.0, "Where y is 1, your function returns nothing."),
    (lambda y, a1, a2: ... if y else 1.0, "The dots still stand in place of dloss_dw2."),
    (lambda y, a1, a2: math.nan, "no number that can be judged: dloss_dw2 is nan; a finite number was wanted."),
    (lambda y, a1, a2: 1j, "dloss_dw2 is 1j (complex)"),
    (lambda y, a1, a2: np.ones(3), "3 values; one number was wanted."),
    (lambda y, a1, a2: np.ones((1, 1)), "Your dloss_dw2 is an array of 1 × 1 values; one number was wanted."),
    (lambda y, a1, a2: 10 ** 400, "dloss_dw2 is "),
    (lambda y, a1, a2: right, "Your dloss_dw2 is a function that is not called."),
    (lambda y, a1, a2: (each for each in [1.0]), "dloss_dw2 is <generator object"),
    (lambda y, a1, a2: Nasty(), "Your code raises Broken"),
    (lambda y, a1, a2: FalseFloat(1), None),
    (lambda y, a1, a2: 1 / 0, "At a point that is tried 1 / 0 divides by 0."),
    (recursive, "Your code raises RecursionError (maximum recursion depth exceeded"),
    (raising(GeneratorExit), "Your code raises GeneratorExit, in line "),
    (raising(StopIteration("x")), "Your code raises StopIteration (x), in line "),
    (raising(Broken), "Your code raises Broken, in line "),
    (math.hypot, None),
    (type("D", (), {"__signature__": 3, "__call__": lambda self, *a: 1.0})(), None),
    (functools.partial(right, 0.0), "Your function takes (a1, a2); it is given 3 values"),
]
SEVERAL = [
    (lambda y, a1, a2: 1.0, "Your function returns 1.0; 3 results were wanted: dloss_da2, da2_dz2, dz2_dw2."),
    (lambda y, a1, a2: np.array(1.0), "Your function returns 1.0; 3 results were wanted"),
    (lambda y, a1, a2: (1.0, 2.0), "Your function returns 2 results; 3 were wanted: dloss_da2, da2_dz2, dz2_dw2."),
    (lambda y, a1, a2: np.ones(4), "Your function returns 4 results; 3 were wanted"),
    (lambda y, a1, a2: np.ones((3, 1)), "Your dloss_da2 is one number in a list or an array; the number alone"),
    (lambda y, a1, a2: (1.0, (2.0, 3.0), 4.0), "Your da2_dz2 is (2.0, 3.0), 2 values; one number was wanted."),
    (lambda y, a1, a2: (1.0, ..., 4.0), "The dots still stand in place of da2_dz2."),
    (lambda y, a1, a2: Nasty(), "Your function returns an object of type Nasty; 3 results were wanted"),
    (lambda y, a1, a2: (1.0, Nasty(), 1.0), "Your code raises Broken"),
]
PATHS = [
    ("dloss_da2", "Your answer is 'dloss_da2'; a list of names was wanted."),
    (["dloss_da2", 3], "Your list holds 3; names in quotation marks were wanted."),
    (["dloss_da2", ...], "Your list still holds dots: which names belong there?"),
    (np.ones(3), "Your list holds 1.0; names in quotation marks were wanted."),
    (["<script>alert(1)</script>"], "“<script>alert(1)</script>” is not the name of a local derivative."),
    (["x" * 1000], "x…” is not the name of a local derivative. How is a local derivative written in code?"),
    (["dloss_da2", "da2_dz", "dz2_dw2"], "“da2_dz” is not the name of a local derivative. How is a"),
    ([*"abcdef"], "“a”, “b”, “c”, “d” and 2 more are not names of local derivatives."),
    (type("L", (list,), {"__iter__": Nasty._refuse})(["a"]), "Your code raises Broken"),
]
ANY = [(id, *row) for id, rows in ((G, HOSTILE), ("4.locals", SEVERAL), ("3.path", PATHS)) for row in rows]


@pytest.mark.parametrize(("id", "answer", "message"), ANY, ids=[str(message)[:50] for *_, message in ANY])
def test_anything_at_all_gets_a_verdict(id, answer, message, capfd):
    verdict = check(id, answer)
    assert isinstance(verdict, Verdict) and verdict.status == "wrong"
    if message:
        assert message in verdict.message
        is_named = "of a local derivative" in message or "of local derivatives" in message
        assert verdict.mistake in (("unknown-name",) if is_named else (
            None, "matrix", "in-a-list", "no-return-for-some", "divided-by-zero", "not-called"))
    assert len(verdict.message) < 3 * LONGEST and "Traceback" not in verdict.message and " at 0x" not in verdict.message
    assert verdict == check(id, answer), "the same answer gets the same verdict"
    assert repr(verdict) and "<script" not in verdict._repr_html_()
    assert capfd.readouterr() == ("", "")


def test_a_path_may_be_an_array_and_its_names_may_have_spaces_around_and_nothing_is_changed():
    names = [" dloss_da2", "dz2_dw2 ", "da2_dz2"]
    for path in (names, np.array(names)):
        assert check("3.path", path).status == "right"
        assert list(path) == [" dloss_da2", "dz2_dw2 ", "da2_dz2"]


# ---- exceptions

@pytest.mark.parametrize(("code", "told"), [
    ("def helper(v):\n    return int('one')\n\ndef f(y, a1, a2):\n    b = 1\n    return helper(-a1)",
     "ValueError (invalid literal for int() with base 10: 'one'), in line 2: return int('one')"),
    ("def f(y, a1, a2):\n    b = 1\n    return  np.linalg.inv(np.zeros((2, 2)))",
     "LinAlgError (Singular matrix), in line 3: return np.linalg.inv(np.zeros((2, 2)))"),
    ("f = map", "TypeError ('float' object is not iterable)"),  # there is no line of the learner's
])
def test_an_exception_is_told_with_its_type_its_message_and_the_learners_line(code, told):
    assert check(G, notebook(code)).message == f"Your code raises {told}"


def test_an_exception_is_told_where_the_source_is_not_known():
    assert check(G, eval("lambda *v: int('one')")).message.endswith(" with base 10: 'one'), in line 1.")
    assert check(G, np.linspace).status == "wrong"


def test_long_messages_are_cut():
    for text, kept in (("spam " * 1000, f"{('spam ' * 1000)[:LONGEST - 1]}…"), ("x" * LONGEST, "x" * LONGEST)):
        assert f"({kept})" in check(G, raising(ValueError(text))).message


def test_an_exception_late_in_the_points_is_told_too():
    counter = itertools.count()
    late = raising(ValueError("late"))
    assert "ValueError (late)" in check(G, lambda *v: 1.0 if next(counter) < 20 else late(*v)).message


def test_a_keyboard_interrupt_passes_through():
    stop = raising(KeyboardInterrupt)
    stopping = dict.fromkeys(("__repr__", "__array__", "__str__"), lambda *_: stop(1, 2, 3))
    obstinate, told = type("Obstinate", (), stopping)(), type("Told", (Exception,), stopping)()
    for answer in (stop, obstinate, lambda y, a1, a2: obstinate, raising(told)):
        with pytest.raises(KeyboardInterrupt):
            check(G, answer)


# ---- state, printing, settings

def test_an_answer_that_changes_from_call_to_call_is_told_so():
    random = np.random.default_rng(0)
    for f in (lambda *v: random.random(), lambda y, a1, a2, seen=[0.0]: seen.append(a1) or seen[-2],
              functools.partial(lambda counter, y, a1, a2: right(y, a1, a2) + next(counter), itertools.count())):
        verdict = check(G, f)
        assert verdict.status == "wrong"
        assert verdict.message.startswith("Your function gives different results for the same inputs.")


def test_what_an_answer_prints_is_not_shown_and_what_it_sets_is_set_back(capfd):
    def noisy(y, a1, a2):
        print("∂" * 100)
        print("noise", file=sys.stderr)
        warnings.warn("noise", stacklevel=1)
        np.seterr(all="raise")
        np.float64(1) / np.float64(1e-200)
        return right(y, a1, a2)

    before, streams = np.geterr(), (sys.stdout, sys.stderr)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert check(G, noisy).status == "right"
    assert not caught and np.geterr() == before and (sys.stdout, sys.stderr) == streams
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("harm", ["sys.stdout = io.StringIO()", "sys.stdout.close()"])
def test_an_answer_that_replaces_or_closes_the_streams_does_no_harm(harm, capsys):
    assert judged(G, f"{harm}; return (a2 - y) * a2 * (1 - a2) * a1", sys=sys, io=io).status == "right"
    print("still here")
    assert capsys.readouterr().out == "still here\n"


# ---- how an answer may take its parameters; checker/test_equivalents.py writes them in more ways

ONES = np.ones(2)
ACCEPTED = [
    lambda a2, a1, y: right(y, a1, a2),
    lambda p, /, *, q, r, **v: right(p, q, r),
    lambda **v: right(**v),
    lambda a2, a1, y, scale=1: scale * right(y, a1, a2),
    lambda p, q, r, *, scales=ONES: scales[0] * right(p, q, r),
    functools.partial(lambda scale, y, a1, a2: scale * right(y, a1, a2), 1),
]


@pytest.mark.parametrize("answer", ACCEPTED)
def test_parameters_go_by_the_contracts_names_or_by_their_order(answer):
    assert check(G, answer).status == "right"
