"""The computer's chain rule against the network's, against centred differences, and against bad input."""

import math
import random
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from kinds import ACTIVATIONS, both_passes

from nnlib import Network, cross_entropy, identity, quadratic, relu, sigmoid, tanh
from nnlib.autodiff import Value, apply

NETWORKS, EXPRESSIONS, H = 1000, 300, 1e-5


def record(net, x, y):
    """The network's values, recorded: name -> Value."""
    at = {"x": Value(x, "x"), "w1": Value(net.w1, "w1"), "w2": Value(net.w2, "w2")}
    at["z1"] = at["x"] * at["w1"]
    at["a1"] = apply(net.g1, at["z1"])
    at["z2"] = at["a1"] * at["w2"]
    at["a2"] = apply(net.g2, at["z2"])
    return at | {"Loss": apply(net.loss, at["a2"], y)}


def random_networks():
    """Networks of both losses and all activations, with x and y, where |z1| and |z2| are at most 6.

    Farther out a2 rounds towards 0 or 1. There the network computes cross-entropy from z2, which is more exact than
    the product of the two local derivatives that is taken here.
    """
    rng, count = random.Random(10), 0
    while count < NETWORKS:
        loss = (quadratic, cross_entropy)[count % 2]
        g1, g2 = rng.choice(ACTIVATIONS), sigmoid if loss is cross_entropy else rng.choice(ACTIVATIONS)
        net = Network(rng.uniform(-4, 4), rng.uniform(-4, 4), g1, g2, loss)
        x = rng.uniform(-4, 4)
        forward_pass = net.forward(x)
        if max(abs(forward_pass.z1), abs(forward_pass.z2)) <= 6:
            count += 1
            yield net, x, rng.choice((0, 1, rng.random()))


def worst_error():
    """The greatest relative error of all values and derivatives of the random networks."""
    worst = 0
    for net, x, y in random_networks():
        at, (forward_pass, backward_pass) = record(net, x, y), both_passes(net, x, y)
        at["Loss"].backward()
        assert forward_pass == tuple(at[name].data for name in forward_pass._fields)
        names = {value: name for name, value in at.items()}
        got = {f"d{end.lower()}_d{names[start]}": number for end, value in at.items()
               for start, number in zip(value.inputs, value.local_derivatives, strict=True)}
        got |= {f"dloss_d{name}": value.gradient for name, value in at.items()} | {"loss": at["Loss"].data}
        for name, wanted in backward_pass._asdict().items():
            if name == "loss":  # near a2 = y a loss is a difference, and its digits are lost in any order of computing
                assert got[name] == pytest.approx(wanted, rel=1e-10, abs=1e-15)
            else:
                worst = max(worst, abs(got[name] - wanted) / (abs(wanted) or 1))
    return worst


def test_it_agrees_with_the_network_on_a_thousand_of_them():
    assert worst_error() <= 1e-12


def test_a_wrong_local_derivative_would_be_seen(monkeypatch):
    monkeypatch.setattr("nnlib.autodiff.Value.__mul__", lambda self, other: Value(
        self.data * other.data, "", "×", (self, other), (other.data, 1.001 * self.data)))
    assert worst_error() > 1e-4


# ---- random expressions

def expression(rng, leaves, size):
    """A random expression of every operation, as a function of {leaf: number or Value}."""
    kind = rng.choice(["leaf", "number", *"++×××", "g", "g", "loss"]) if size else "leaf"
    if kind == "leaf":
        name = rng.choice(leaves)
        return lambda at: at[name]
    inner = expression(rng, leaves, size - 1)
    if kind in "+×":
        right = expression(rng, leaves, size - 1)
        return {"+": lambda at: inner(at) + right(at), "×": lambda at: inner(at) * right(at)}[kind]
    if kind == "number":
        number = rng.uniform(-2, 2)
        return rng.choice([lambda at: number * inner(at), lambda at: inner(at) * number, lambda at: number + inner(at),
                           lambda at: inner(at) + number])
    if kind == "g":
        g = rng.choice((sigmoid, tanh, identity))  # a centred difference across the kink of relu proves nothing
        return lambda at: apply(g, inner(at))
    loss, y = rng.choice((quadratic, cross_entropy)), rng.choice((0, 1, 0.3))
    return lambda at: apply(loss, apply(sigmoid, inner(at)), y)


@pytest.mark.parametrize("seed", range(3))
def test_it_agrees_with_centred_differences_on_random_expressions(seed):
    rng, uses, tried = random.Random(seed), 0, 0
    while tried < EXPRESSIONS // 3:
        f = expression(rng, "abc", rng.randrange(2, 6))
        at = {name: Value(rng.uniform(-1.5, 1.5), name) for name in "abc"}
        result = f(at)
        if abs(result.data) > 100:
            continue
        tried += 1
        result.backward()
        recorded = result.recorded()
        uses += any(sum(value.inputs.count(leaf) for value in recorded) > 1 for leaf in at.values())
        for name, leaf in at.items():
            lower, upper = (f(at | {name: Value(leaf.data + step)}).data for step in (-H, H))
            gradient = leaf.gradient if leaf in recorded else 0
            assert (upper - lower) / (2 * H) == pytest.approx(gradient, rel=1e-5, abs=1e-6)
    assert uses > 50, "values that are used more than once"


def test_every_operation_by_hand():
    a, b = Value(3, "a"), Value(-2, "b")
    for result, data, local in [
        (a + b, 1, (1, 1)), (a * b, -6, (-2, 3)), (2 + a, 5, (1, 1)), (a + 2, 5, (1, 1)), (2 * a, 6, (2, 3)),
        (a * 2, 6, (2, 3)), (np.float64(2) * a, 6, (2, 3)), (np.float64(2) + a, 5, (1, 1)),
        (apply(relu, a), 3, (1,)), (apply(relu, b), 0, (0,)), (apply(quadratic, a, 1), 2, (2,)),
        (apply(cross_entropy, 0.5, 1), math.log(2), (-2,)),
    ]:  # fmt: skip
        assert (result.data, result.local_derivatives) == (pytest.approx(data), pytest.approx(local))
        assert type(result.data) is float and all(type(each) is float for each in result.local_derivatives)


# ---- a value that is used more than once

def test_gradients_add_up_where_a_value_is_used_twice():
    a = Value(3)
    for result, gradient in [(a + a, 2), (a * a, 6), (a * a * a, 27), (a + -1 * a, 0), ((a + 1) * (a + -1), 6)]:
        result.backward()
        assert a.gradient == gradient


def test_a_second_run_doubles_nothing_and_another_result_starts_anew():
    at = record(Network(0.5, -2.5), 1.5, 1)
    at["Loss"].backward()
    once = {name: value.gradient for name, value in at.items()}
    at["Loss"].backward()
    assert {name: value.gradient for name, value in at.items()} == once
    at["z1"].backward()
    assert (at["w1"].gradient, at["z1"].gradient, at["w2"].gradient) == (1.5, 1, once["w2"])


# ---- the record

def test_the_network_is_recorded_from_left_to_right():
    at = record(Network(0.5, -2.5), 1.5, 1)
    assert at["Loss"].recorded() == tuple(at[name] for name in ("x", "w1", "z1", "a1", "w2", "z2", "a2", "Loss"))
    assert [value.operation for value in at["Loss"].recorded()] == [
        None, None, "×", sigmoid, None, "×", sigmoid, quadratic]
    assert at["Loss"].y == 1 and at["a2"].y is None


def test_each_visit_hands_back_to_the_inputs_alone():
    at = record(Network(0.5, -2.5), 1.5, 1)
    names, before, visited = {value: name for name, value in at.items()}, {}, []
    for value, gradients in at["Loss"].visits():
        now = {names[each]: number for each, number in gradients.items() if number}
        visited.append((names[value], " ".join(sorted(now.keys() - before.keys() - {"Loss"}))))
        before = now
    assert visited == [("Loss", "a2"), ("a2", "z2"), ("z2", "a1 w2"), ("w2", ""), ("a1", "z1"), ("z1", "w1 x"),
                       ("w1", ""), ("x", "")]  # fmt: skip


def test_a_long_chain_and_a_graph_with_many_paths_are_visited_once_each():
    value = start = Value(1)
    for _ in range(20_000):  # deeper than Python's recursion goes
        value = value + 1
    value.backward()
    assert (value.data, start.gradient) == (20_001, 1)
    value = start = Value(1)
    for _ in range(60):  # 2^60 paths
        value = (value + value) * 0.5
    value.backward()
    assert start.gradient == 1


def test_a_value_tells_itself_and_cannot_be_changed():
    assert (repr(Value(1.5, "x")), repr(Value(1.5) * 2)) == ("Value(1.5, 'x')", "Value(3.0)")
    with pytest.raises(FrozenInstanceError):
        Value(1).data = 2


# ---- bad input

BIG = Value(1e200)


@pytest.mark.parametrize(("make", "error", "words"), [
    (lambda: Value("a"), TypeError, r"data is 'a' \(str\); one number was wanted"),
    (lambda: Value(None), TypeError, "data is None; one number was wanted"),
    (lambda: Value([1, 2]), ValueError, r"data has the shape \(2,\); one number was wanted"),
    (lambda: Value(math.nan), ValueError, "data is nan; a finite number was wanted"),
    (lambda: Value(1, 2), TypeError, r"name is 2 \(int\); a text was wanted"),
    (lambda: Value(1) + "a", TypeError, "data is 'a'"),
    (lambda: None * Value(1), TypeError, "data is None"),
    (lambda: math.inf + Value(1), ValueError, "data is inf"),
    (lambda: np.ones(2) * Value(1), ValueError, r"data has the shape \(2,\)"),
    (lambda: Value(1) * np.ones(2), ValueError, r"data has the shape \(2,\)"),
    (lambda: BIG * BIG, ValueError, "the result of × is inf; a finite number was wanted"),
    (lambda: apply(quadratic, BIG, 1), ValueError, "the result of quadratic is inf"),
    (lambda: apply(math.exp, Value(1)), TypeError, "function is .*; an activation such as nnlib.sigmoid or a loss"),
    (lambda: apply("sigmoid", Value(1)), TypeError, "function is 'sigmoid'"),
    (lambda: apply(sigmoid, "a"), TypeError, "data is 'a'"),
    (lambda: apply(sigmoid, Value(1), 1), TypeError, "y is 1; no class was wanted by sigmoid"),
    (lambda: apply(quadratic, Value(1)), TypeError, "y is None; the class was wanted by quadratic"),
    (lambda: apply(quadratic, Value(1), Value(1)), TypeError, r"y is Value\(1.0\) \(Value\); one number was wanted"),
    (lambda: apply(quadratic, Value(1), [0, 1]), ValueError, r"y has the shape \(2,\)"),
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
