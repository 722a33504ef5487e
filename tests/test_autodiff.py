"""The computer's chain rule against the network's, against centred differences, and against bad input."""

import math
from dataclasses import FrozenInstanceError
from functools import reduce

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from kinds import KINDS, LOSSES, PROPERTY, both_passes

from nnlib import Network, cross_entropy, identity, quadratic, relu, sigmoid, tanh
from nnlib.autodiff import Value, apply


def record(net, x, y):
    """The network's values, recorded: name -> Value."""
    at = {"x": Value(x, "x"), "w1": Value(net.w1, "w1"), "w2": Value(net.w2, "w2")}
    at["z1"] = at["x"] * at["w1"]
    at["a1"] = apply(net.g1, at["z1"])
    at["z2"] = at["a1"] * at["w2"]
    at["a2"] = apply(net.g2, at["z2"])
    return at | {"Loss": apply(net.loss, at["a2"], y)}


@pytest.mark.parametrize("y", [0, 0.3, 1])
@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_it_agrees_with_the_network(kind, y):
    net = Network(0.7, -1.2, *kind)
    at, (forward_pass, backward_pass) = record(net, 1.5, y), both_passes(net, 1.5, y)
    at["Loss"].backward()
    names = {value: name for name, value in at.items()}
    got = {f"d{end.lower()}_d{names[start]}": number for end, value in at.items()
           for start, number in zip(value.inputs, value.local_derivatives, strict=True)}
    got |= {f"dloss_d{name}": value.gradient for name, value in at.items()}
    got |= {name.replace("L", "l"): value.data for name, value in at.items()}
    for name, wanted in (forward_pass._asdict() | backward_pass._asdict()).items():
        assert got[name] == pytest.approx(wanted, rel=1e-12), name


# A function of {name: Value}, from a, b and c. A centred difference across the kink of relu proves nothing.
EXPRESSIONS = st.recursive(st.sampled_from("abc").map(lambda name: lambda at: at[name]), lambda inner: st.one_of(
    st.builds(lambda left, right: lambda at: left(at) + right(at), inner, inner),
    st.builds(lambda left, right: lambda at: left(at) * right(at), inner, inner),
    st.builds(lambda g, part: lambda at: apply(g, part(at)), st.sampled_from((sigmoid, tanh, identity)), inner),
    st.builds(lambda loss, part, y: lambda at: apply(loss, apply(sigmoid, part(at)), y),
              st.sampled_from(LOSSES), inner, st.sampled_from((0, 1, 0.3)))), max_leaves=12)


@settings(PROPERTY, max_examples=300)
@given(EXPRESSIONS, st.tuples(*[st.floats(-1.5, 1.5)] * 3))
def test_it_agrees_with_centred_differences_on_random_expressions(f, numbers):
    at, h = dict(zip("abc", map(Value, numbers), strict=True)), 1e-5
    result = f(at)
    assume(abs(result.data) <= 100)
    result.backward()
    for name, leaf in at.items():
        lower, upper = (f(at | {name: Value(leaf.data + step)}).data for step in (-h, h))
        assert (upper - lower) / (2 * h) == pytest.approx(leaf.gradient or 0, rel=1e-5, abs=1e-6)  # None: not reached


def test_every_operation_by_hand():
    a, b = Value(3, "a"), Value(-2, "b")
    for result, data, local in [
        (a + b, 1, (1, 1)), (a * b, -6, (-2, 3)), (2 + a, 5, (1, 1)), (a + 2, 5, (1, 1)), (2 * a, 6, (2, 3)),
        (a * 2, 6, (2, 3)), (np.float64(2) * a, 6, (2, 3)), (np.float64(2) + a, 5, (1, 1)),
        (apply(relu, a), 3, (1,)), (apply(relu, b), 0, (0,)), (apply(quadratic, a, 1), 2, (2,)),
        (apply(cross_entropy, 0.5, 1), math.log(2), (-2,)),
    ]:  # fmt: skip
        assert (result.data, result.local_derivatives) == (pytest.approx(data), pytest.approx(local))
        assert {*map(type, (result.data, *result.local_derivatives))} == {float}


def test_a_second_run_doubles_nothing_and_another_result_starts_anew():
    at = record(Network(0.5, -2.5), 1.5, 1)
    at["Loss"].backward()
    once = {name: value.gradient for name, value in at.items()}
    at["Loss"].backward()
    assert {name: value.gradient for name, value in at.items()} == once
    at["z1"].backward()
    assert (at["w1"].gradient, at["z1"].gradient, at["w2"].gradient) == (1.5, 1, once["w2"])


def test_the_network_is_recorded_from_left_to_right():
    at = record(Network(0.5, -2.5), 1.5, 1)
    assert at["Loss"].recorded() == tuple(at[name] for name in ("x", "w1", "z1", "a1", "w2", "z2", "a2", "Loss"))
    assert [value.operation for value in at["Loss"].recorded()] == [
        None, None, "×", sigmoid, None, "×", sigmoid, quadratic]
    assert at["Loss"].y == 1 and at["a2"].y is None


def test_each_visit_hands_back_to_the_inputs_alone():
    at = record(Network(0.5, -2.5), 1.5, 1)
    names, before, visited = {value: name for name, value in at.items()}, {"Loss"}, []
    for value, gradients in at["Loss"].visits():
        now = {names[each] for each, number in gradients.items() if number}
        visited.append((names[value], now - before))
        before = now
    assert visited == [("Loss", {"a2"}), ("a2", {"z2"}), ("z2", {"a1", "w2"}), ("w2", set()), ("a1", {"z1"}),
                       ("z1", {"w1", "x"}), ("w1", set()), ("x", set())]


def test_a_long_chain_and_a_graph_with_many_paths_are_visited_once_each():
    start = Value(1)
    chain = reduce(lambda value, _: value + 1, range(20_000), start)  # deeper than Python's recursion goes
    many = reduce(lambda value, _: (value + value) * 0.5, range(60), start)  # 2^60 paths
    for value, number in ((chain, 20_001), (many, 1)):
        value.backward()
        assert (value.data, start.gradient) == (number, 1)


def test_a_value_tells_itself_and_cannot_be_changed():
    assert (repr(Value(1.5, "x")), repr(Value(1.5) * 2)) == ("Value(1.5, 'x')", "Value(3.0)")
    with pytest.raises(FrozenInstanceError):
        Value(1).data = 2


BIG = Value(1e200)


@pytest.mark.parametrize(("make", "error", "words"), [
    (lambda: Value("a"), TypeError, r"data is 'a' \(str\); one number was wanted"),
    (lambda: Value(math.nan), ValueError, "data is nan; a finite number was wanted"),
    (lambda: Value(1, 2), TypeError, r"name is 2 \(int\); a text was wanted"),
    (lambda: np.ones(2) * Value(1), ValueError, r"data has the shape \(2,\)"),
    (lambda: BIG * BIG, ValueError, "the result of × is inf; a finite number was wanted"),
    (lambda: apply(quadratic, BIG, 1), ValueError, "the result of quadratic is inf"),
    (lambda: apply(math.exp, Value(1)), TypeError, "function is .*; an activation such as nnlib.sigmoid or a loss"),
    (lambda: apply(sigmoid, Value(1), 1), TypeError, "y is 1; no class was wanted by sigmoid"),
    (lambda: apply(quadratic, Value(1)), TypeError, "y is None; the class was wanted by quadratic"),
    (lambda: apply(quadratic, Value(1), Value(1)), TypeError, r"y is Value\(1.0\) \(Value\); one number was wanted"),
    (lambda: apply(quadratic, Value(1), 2), ValueError, "y is 2.0; a class lies between 0 and 1"),
    (lambda: apply(cross_entropy, Value(2), 1), ValueError, "a2 is 2.0; a probability lies between 0 and 1"),
])  # fmt: skip
def test_bad_input_is_refused(make, error, words):
    with np.errstate(over="ignore"), pytest.raises(error, match=words):
        make()


def test_a_gradient_that_is_too_large_is_told_and_none_is_set():
    a, b = Value(1e-300, "a"), Value(1e300)
    result = a * b * b + Value(1e-300, "c") * b * b
    with pytest.raises(FloatingPointError, match=r"the gradient of Value\(1e-300, 'a'\) is inf: the numbers are too"):
        result.backward()
    assert a.gradient is b.gradient is result.gradient is None
