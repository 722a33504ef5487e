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


# kind: (what is passed in, what the message says of it after the argument's name)
NOT_NUMBERS = {
    "string": ("1.5", "is '1.5' (str); "), "None": (None, "is None; "), "complex": (1 + 2j, "is (1+2j) (complex); "),
    "object array": (np.array([1, None]), "is array([1, None], dtype=object) (ndarray); "),
    "bytes": (b"1", "is b'1' (bytes); "), "number and string": ((np.float64(0.5), "a"), "is (0.5, 'a') (tuple); "),
    "date": (np.datetime64("2020-01-01"), "is np.datetime64('2020-01-01') (datetime64); "),
    "mock": (Mock(name="m"), "is <Mock name='m' id="), "unprintable": (Unprintable(), "is something (Unprintable); "),
    "masked array": (np.ma.array([0.5, 1], mask=[False, True]), "holds a masked number; "),
    "masked row": ([[1, 2], np.ma.array([1, 0], mask=[0, 1])], "holds a masked number; "),
}
UNFIT = {"inf": (float("inf"), "is inf; a finite number was wanted"), "nan": (float("nan"), "is nan; a finite number"),
         "both": ([1, np.nan, np.inf], "holds nan; finite numbers were wanted"),
         "ragged": ([[1], [2, 3]], "is [[1], [2, 3]] (list); its rows differ in length, and ")}
NO_NUMBER = NOT_NUMBERS | UNFIT
SCALAR = NO_NUMBER | {"array": ([0.5], "has the shape (1,); one number was wanted")}
NOT_CLASSES = {"just above": (np.nextafter(1, 2), "is 1.0000000000000002; a "),
               "tiny and negative": (-5e-324, "is -5e-324; a "), "two of many": ([0, -0.5, 2], "holds -0.5; a ")}
NOT_POSITIVE = {"0": (0, "is 0.0; a number above 0 was wanted"), "-1": (-1, "is -1.0; a number above 0 was wanted")}
NOT_COUNTS = {"-1": (-1, "is -1.0; a whole number from 0 to 10000000 was wanted"), "2.5": (2.5, "is 2.5; a whole"),
              "just too many": (MOST_STEPS + 1, "is 10000001.0; a whole"), "beyond int64": (10 ** 30, "is 1000")}
NOT_ACTIVATIONS = {"ufunc": (np.tanh, "is <ufunc 'tanh'> (ufunc); "), "loss": (quadratic, "is quadratic (Loss); ")}
NOT_LOSSES = {"string": ("quadratic", "is 'quadratic' (str); "), "activation": (sigmoid, "is sigmoid (Activation); ")}
NOT_NETWORKS = {"number": (np.float64(2), "is 2.0 (float64); a Network was wanted"),
                "class": (Network, "is <class 'nnlib.network.Network'> (type); a Network was wanted")}
NOT_NAMES = {"string": ("w1", "is 'w1' (str); a tuple of names such as (\"w1\", \"w2\") was wanted"),
             "set": ({"w1"}, "is {'w1'} (set); a tuple"), "no name": ([np.ones(2)], "holds array([1., 1.]) (nda"),
             "unknown": (["w1", "b3", "b4"], "holds 'b3' (str); some of w1, w2, b1, b2 were wanted"),
             "empty": ((), "is () (tuple); each name once, and at least one, was wanted"),
             "twice": (("b2", "b2"), "is ('b2', 'b2') (tuple); each name once, ")}


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
    "sample": [(lambda v: standardised(1, v), NO_NUMBER | {
        str(sample): (sample, "holds no two different numbers; ") for sample in ([], 3, [3, 3])})],
    "net": [(use, NOT_NETWORKS) for use in (
        lambda v: numerical_gradient(v, 1, 1), lambda v: gradient_descent(v, 1, 1, 1, 1))],
    "step_size": [(use, SCALAR | NOT_POSITIVE) for use in (
        lambda v: NET.update(BACKWARD, v), lambda v: gradient_descent(IDLE, 1, 1, v, 1))],
    "steps": [(lambda v: gradient_descent(IDLE, 1, 1, 1, v), SCALAR | NOT_COUNTS)],
    "h": [(lambda v: numerical_gradient(IDLE, 1, 1, v), SCALAR | NOT_POSITIVE | {"too small": (1e-30, "is 1e-30, ")})],
}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("argument", "use", "bad", "says"), [
    pytest.param(argument, use, *bad, id=f"{argument}-{k}-{kind}")
    for argument, uses in ENTRIES.items() for k, (use, kinds) in enumerate(uses) for kind, bad in kinds.items()])
def test_every_entry_refuses_bad_input_and_says_why(argument, use, bad, says):
    with pytest.raises((TypeError, ValueError)) as refusal:
        use(bad)
    assert str(refusal.value).startswith(f"{argument} {says}")
    assert str(refusal.value).endswith(("was wanted", "were wanted", "lies between 0 and 1"))


@pytest.mark.parametrize(("error", "kinds"), [(TypeError, NOT_NUMBERS), (ValueError, UNFIT)])
def test_what_holds_no_number_is_a_type_error_and_a_number_that_will_not_do_a_value_error(error, kinds):
    for bad, _ in kinds.values():
        with pytest.raises(error):
            numbers("w1", bad)


@pytest.mark.parametrize(("use", "wanted"), [(numbers, "a number or an array of numbers"), (one_number, "one number")])
def test_a_message_reads_as_one_sentence(use, wanted):
    with pytest.raises(TypeError, match=rf"^h is '1\.5' \(str\); {wanted} was wanted$"):
        use("h", "1.5")


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
    assert (classes("y", [0, 0.5, 1]).tolist(), classes("y", []).size) == ([0, 0.5, 1], 0)
    # by repr, to tell 2 from 2.0 and a float from numpy's
    assert repr([count("steps", each, most=3) for each in (0, 3, 2.0, np.int64(1))]) == "[0, 3, 2, 1]"
    assert repr((positive("h", 5e-324), one_number("h", -2))) == "(5e-324, -2.0)"
    assert repr([use("h", np.float32(0.5)) for use in (one_number, positive)]) == "[0.5, 0.5]"
    assert repr([plain(number) for number in (np.float64(0.5), np.array(0.5), 0.5)]) == "[0.5, 0.5, 0.5]"
    assert instance("net", NET, Network, "a Network") is NET and plain(array := np.ones(3)) is array
    assert (same_shape(x=1, y=np.ones((3, 1)), z=np.ones(2)), same_shape(x=1, y=2)) == ((3, 2), ())
    assert names("train", ["b2", "w1"], ("w1", "b2")) == ("b2", "w1")


def test_a_long_value_is_cut_short():
    assert shown("a" * 100) == shown("a" * 39) == f"'{'a' * 38}… (str)"
    for text in ("np.float64(1)", "a" * 38):
        assert shown(text) == f"'{text}' (str)"
