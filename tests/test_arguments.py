"""Bad input raises before anything is computed, and the message names the argument, what came and what was wanted."""

from unittest.mock import Mock

import numpy as np
import pytest

from nnlib import Activation, Network, gradient_descent, numerical_gradient
from nnlib.activations import identity, relu, sigmoid, tanh
from nnlib.arguments import classes, count, instance, names, numbers, one_number, plain, positive, same_shape, shown
from nnlib.datasets import standardised
from nnlib.descent import MOST_STEPS
from nnlib.losses import cross_entropy, quadratic
from nnlib.network import PARAMETERS


class Unprintable:
    def __repr__(self):
        raise RuntimeError


NOT_NUMBERS = {
    "string": ("1.5", "'1.5' (str)"), "None": (None, "None"), "complex": (1 + 2j, "(1+2j) (complex)"),
    "object array": (np.array([1, None]), "array([1, None], dtype=object) (ndarray)"),
    "number and string": ([1, "a"], "[1, 'a'] (list)"), "bytes": (b"1", "b'1' (bytes)"), "dict": ({}, "{} (dict)"),
    "numpy number beside a string": ((np.float64(0.5), "a"), "(0.5, 'a') (tuple)"),
    "function": (abs, "<built-in function abs> (builtin_function_or_method)"),
    "date": (np.datetime64("2020-01-01"), "np.datetime64('2020-01-01') (datetime64)"),
    "mock": (Mock(name="m"), "<Mock name='m' id="), "too long to show": ("long" * 100, "…"),
    "unprintable": (Unprintable(), "something (Unprintable)"),
}
NOT_FINITE = {"nan": (float("nan"), "nan"), "inf": (float("inf"), "inf"), "array with nan": ([1, np.nan], "nan"),
              "array with inf": (np.array([[-np.inf], [0]]), "-inf")}
MASKED = {kind: (bad, "holds a masked number") for kind, bad in {
    "masked array": np.ma.array([0.5, 1], mask=[False, True]), "masked number": np.ma.masked,
    "list with a masked number": [1.0, np.ma.masked], "masked row": [[1, 2], np.ma.array([1, 0], mask=[0, 1])]}.items()}
RAGGED = {"ragged": ([[1], [2, 3]], "[[1], [2, 3]] (list)")}
NO_NUMBER = NOT_NUMBERS | NOT_FINITE | RAGGED | MASKED
NOT_SINGLE = {"list": ([0.5], "(1,)"), "array": (np.ones((2, 3)), "(2, 3)"), "empty": ([], "(0,)")}
SCALAR = NO_NUMBER | NOT_SINGLE
NOT_CLASSES = {"-1": (-1, "-1.0"), "just above": (np.nextafter(1, 2), "1.0000000000000002"),
               "one of many": ([0, 1, 2], "2.0"), "tiny and negative": (-5e-324, "-5e-324")}
NOT_POSITIVE = {"0": (0, "0.0"), "-1": (-1, "-1.0")}
NOT_COUNTS = {"-1": (-1, "-1.0"), "2.5": (2.5, "2.5"), "just too many": (MOST_STEPS + 1, "10000001.0"),
              "beyond int64": (10 ** 30, "(int)")}
NEITHER = {"string": ("tanh", "'tanh' (str)"), "function": (abs, "<built-in function abs>"), "None": (None, "None")}
NOT_ACTIVATIONS = {**NEITHER, "ufunc": (np.tanh, "<ufunc 'tanh'> (ufunc)"), "loss": (quadratic, "quadratic (Loss)")}
NOT_LOSSES = {**NEITHER, "activation": (sigmoid, "sigmoid (Activation)")}
NOT_NETWORKS = {"None": (None, "None"), "numpy number": (np.float64(2), "2.0 (float64)"),
                "class": (Network, "<class 'nnlib.network.Network'> (type)")}
NOT_NAMES = {"string": ("w1", "'w1' (str)"), "None": (None, "None"), "set": ({"w1"}, "{'w1'} (set)"),
             "unknown": (["w1", "b3"], "'b3' (str)"), "no name": ([1], "1 (int)"), "empty": ((), "() (tuple)"),
             "twice": (("b2", "b2"), "('b2', 'b2') (tuple)")}


class Computed(Exception):
    """The network started to compute."""


def compute(*known):
    raise Computed


IDLE = Network(0.5, -2.0, g1=Activation("idle", compute, compute))  # computing with it raises Computed
NET = Network(0.5, -2.0)
FORWARD = NET.forward([1.0, 2.0])
BACKWARD = NET.backward(FORWARD, 1)

# argument: (how to pass it, what it must refuse)
ENTRIES = {
    "z": [(use, NO_NUMBER) for g in (sigmoid, tanh, relu, identity, IDLE.g1) for use in (g, g.derivative)],
    "a2": [(lambda v: quadratic(v, 1), NO_NUMBER), (lambda v: quadratic.derivative(v, 1), NO_NUMBER),
           (lambda v: cross_entropy(v, 1), NO_NUMBER | NOT_CLASSES),
           (lambda v: cross_entropy.derivative(v, 1), NO_NUMBER | NOT_CLASSES)],
    "y": [(use, NO_NUMBER | NOT_CLASSES) for use in (
        lambda v: quadratic(0.5, v), lambda v: quadratic.derivative(0.5, v),
        lambda v: cross_entropy(0.5, v), lambda v: cross_entropy.derivative(0.5, v),
        lambda v: NET.backward(NET.forward(1), v), lambda v: NET.example_loss(NET.forward(1), v),
        lambda v: numerical_gradient(IDLE, 1, v), lambda v: gradient_descent(IDLE, 1, v, 1, 1))],
    "x": [(use, NO_NUMBER) for use in (
        IDLE.forward, lambda v: numerical_gradient(IDLE, v, 1), lambda v: gradient_descent(IDLE, v, 1, 1, 1))],
    **{name: [(lambda v, name=name: Network(**{"w1": 1, "w2": 1} | {name: v}), bad)] for name, bad in {
        **dict.fromkeys(PARAMETERS, NO_NUMBER), "g1": NOT_ACTIVATIONS, "g2": NOT_ACTIVATIONS,
        "loss": NOT_LOSSES}.items()},
    "train": [(use, NOT_NAMES) for use in (
        lambda v: NET.update(BACKWARD, 1, v), lambda v: gradient_descent(IDLE, 1, 1, 1, 1, v))],
    "by": [(lambda v: numerical_gradient(IDLE, 1, 1, by=v), NOT_NAMES)],
    "values": [(lambda v: standardised(v, [1, 2]), NO_NUMBER)],
    "sample": [(lambda v: standardised(1, v), NO_NUMBER | {"no spread": ([2, 2], "no two different numbers")})],
    "net": [(use, NOT_NETWORKS) for use in (
        lambda v: numerical_gradient(v, 1, 1), lambda v: gradient_descent(v, 1, 1, 1, 1))],
    "step_size": [(use, SCALAR | NOT_POSITIVE) for use in (
        lambda v: NET.update(BACKWARD, v), lambda v: gradient_descent(IDLE, 1, 1, v, 1))],
    "steps": [(lambda v: gradient_descent(IDLE, 1, 1, 1, v), SCALAR | NOT_COUNTS)],
    "h": [(lambda v: numerical_gradient(IDLE, 1, 1, v), SCALAR | NOT_POSITIVE | {"too small": (1e-30, "1e-30")})],
}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("argument", "use", "bad", "came"), [
    pytest.param(argument, use, *bad, id=f"{argument}-{k}-{kind}")
    for argument, uses in ENTRIES.items() for k, (use, kinds) in enumerate(uses) for kind, bad in kinds.items()])
def test_every_entry_refuses_bad_input_and_says_why(argument, use, bad, came):
    with pytest.raises((TypeError, ValueError)) as refusal:
        use(bad)
    message = str(refusal.value)
    assert message.startswith(f"{argument} ")
    assert came in message
    assert "; " in message
    assert any(word in message for word in ("wanted", "lies between 0 and 1"))


@pytest.mark.parametrize("use", [
    lambda: IDLE.forward(1), lambda: IDLE.g1(1), lambda: IDLE.g1.derivative(1), lambda: numerical_gradient(IDLE, 1, 1),
    lambda: gradient_descent(IDLE, 1, 1, 1, 1)])
def test_the_idle_network_does_raise_when_it_computes(use):
    with pytest.raises(Computed):
        use()


@pytest.mark.parametrize(("error", "kinds"), [(TypeError, NOT_NUMBERS | MASKED), (ValueError, NOT_FINITE | RAGGED)])
def test_what_holds_no_number_is_a_type_error_and_a_number_that_will_not_do_a_value_error(error, kinds):
    for bad, _ in kinds.values():
        with pytest.raises(error):
            numbers("w1", bad)


@pytest.mark.parametrize(("call", "message"), [
    (lambda: numbers("w1", "1.5"), "w1 is '1.5' (str); a number or an array of numbers was wanted"),
    (lambda: numbers("x", [[1], [2, 3]]), "x is [[1], [2, 3]] (list); its rows differ in length, "
                                          "and a number or an array of numbers was wanted"),
    (lambda: numbers("x", np.ma.array([1, 2], mask=[0, 1])),
     "x holds a masked number; a number or an array of numbers was wanted"),
    (lambda: numbers("x", np.inf), "x is inf; a finite number was wanted"),
    (lambda: numbers("x", [0, np.nan, np.inf]), "x holds nan; finite numbers were wanted"),
    (lambda: classes("y", 2), "y is 2.0; a class lies between 0 and 1"),
    (lambda: classes("y", [1, -0.5, 2]), "y holds -0.5; a class lies between 0 and 1"),
    (lambda: classes("a2", 2, kind="probability"), "a2 is 2.0; a probability lies between 0 and 1"),
    (lambda: one_number("h", None), "h is None; one number was wanted"),
    (lambda: one_number("h", [1, 2]), "h has the shape (2,); one number was wanted"),
    (lambda: positive("step_size", -1), "step_size is -1.0; a number above 0 was wanted"),
    (lambda: count("steps", 2.5, most=9), "steps is 2.5; a whole number from 0 to 9 was wanted"),
    (lambda: count("steps", 10, most=9), "steps is 10.0; a whole number from 0 to 9 was wanted"),
    (lambda: names("train", "w1", ("w1", "b1")),
     "train is 'w1' (str); a tuple of names such as (\"w1\", \"b1\") was wanted"),
    (lambda: names("by", ["w3", "w4"], ("w1", "b1")), "by holds 'w3' (str); some of w1, b1 were wanted"),
    (lambda: names("by", (), ("w1", "b1")), "by is () (tuple); each name once, and at least one, was wanted"),
    (lambda: instance("net", 1, Network, "a Network"), "net is 1 (int); a Network was wanted"),
    (lambda: same_shape(x=np.ones(3), y=np.ones(2)), "the shapes do not broadcast together: x (3,), y (2,)"),
])
def test_a_message_reads_as_one_sentence(call, message):
    with pytest.raises((TypeError, ValueError)) as refusal:
        call()
    assert str(refusal.value) == message


@pytest.mark.parametrize("value", [
    1, True, np.int8(1), np.float32(1), np.array(1), np.bool_(True), np.array(1, dtype=">f4"), [1, 2], (1, 2),
    np.ma.array([1, 2]), np.array([1, 2], dtype=np.uint8), range(1, 3), np.array([1, 2], dtype=">f8")], ids=repr)
def test_numbers_of_any_type_become_float64(value):
    array = numbers("x", value)
    assert type(array) is (np.ndarray if np.ndim(value) else np.float64)
    assert array.dtype == np.float64 and array.dtype.isnative
    assert array.tolist() == ([1, 2] if np.ndim(value) else 1)


@pytest.mark.filterwarnings("error")
@pytest.mark.skipif(np.finfo(np.longdouble).maxexp == np.finfo(float).maxexp, reason="there is no longer float here")
def test_a_longer_float_becomes_a_float64_or_is_too_large():
    assert type(numbers("x", np.longdouble(1))) is np.float64
    with pytest.raises(ValueError, match=r"^x is inf; a finite number was wanted$"):
        numbers("x", np.finfo(np.longdouble).max)


def test_what_is_right_comes_back():
    assert classes("y", [0, 0.5, 1]).tolist() == [0, 0.5, 1]
    assert classes("y", []).size == 0
    assert (positive("h", 5e-324), one_number("h", -2)) == (5e-324, -2)
    assert [count("steps", each, most=3) for each in (0, 3, 2.0, np.int64(1))] == [0, 3, 2, 1]
    assert type(count("steps", 2.0, most=3)) is int
    assert [type(use("h", np.float32(0.5))) for use in (one_number, positive)] == [float, float]
    assert instance("net", NET, Network, "a Network") is NET
    assert same_shape(x=1, y=np.ones((3, 1)), z=np.ones(2)) == (3, 2)
    assert same_shape(x=1, y=2) == ()
    for number in (np.float64(0.5), np.array(0.5), 0.5):
        assert (type(plain(number)), plain(number)) == (float, 0.5)
    assert plain(array := np.ones(3)) is array
    assert names("train", ["b2", "w1"], ("w1", "b2")) == ("b2", "w1")


def test_a_long_value_is_cut_short():
    assert shown("a" * 100) == shown("a" * 39) == "'" + "a" * 38 + "… (str)"
    assert shown("np.float64(1)") == "'np.float64(1)' (str)"
    assert shown("a" * 38) == "'" + "a" * 38 + "' (str)"
