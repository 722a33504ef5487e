"""Gradient descent: it is the update repeated, it remembers every point, and it says when it runs off."""

import copy

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nnlib import Network, Trajectory, cross_entropy, gradient_descent, identity, quadratic, relu, sigmoid, tanh
from nnlib.datasets import challenger, standardised
from nnlib.descent import right_along, score

PROPERTY = settings(database=None, deadline=None, derandomize=True, max_examples=50,
                    suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure
X, Y = np.array([-1.5, 0.5, 2.0]), np.array([0, 1, 0.3])


def test_two_steps_worked_by_hand():
    # Loss = (w1·w2 − 1)²/2 at x = y = 1: gradients (w1·w2 − 1)·w2 and (w1·w2 − 1)·w1
    path = gradient_descent(Network(1, 3, identity, identity), x=1, y=1, step_size=0.25, steps=2)
    assert path.w1.tolist() == [1, -0.5, -0.5 + 0.25 * 2.25 * 2.5]
    assert path.w2.tolist() == [3, 2.5, 2.5 - 0.25 * 2.25 * 0.5]
    assert path.loss[:2].tolist() == [2, 2.53125]


@PROPERTY
@given(st.floats(-3, 3), st.floats(-3, 3), st.sampled_from([sigmoid, tanh, relu, identity]),
       st.sampled_from([quadratic, cross_entropy]), st.integers(0, 6), st.floats(0.01, 5))
def test_it_is_the_update_repeated(w1, w2, g1, loss, steps, step_size):
    net = Network(w1, w2, g1, sigmoid, loss)
    path = gradient_descent(net, X, Y, step_size, steps)
    assert [each.shape for each in path] == [(steps + 1,)] * 3
    for k in range(steps + 1):
        backward_pass = net.backward(net.forward(X), Y)
        assert (path.w1[k], path.w2[k], path.loss[k]) == (net.w1, net.w2, np.mean(backward_pass.loss))
        net = net.update(backward_pass, step_size)


def test_no_step_gives_the_start_alone():
    net = Network(0.5, -2.0)
    path = gradient_descent(net, X, Y, step_size=1, steps=0)
    assert isinstance(path, Trajectory)
    assert (path.w1, path.w2, path.loss) == ([0.5], [-2.0], [net.backward(net.forward(X), Y).loss.mean()])


def test_no_step_is_tried_after_the_last():
    # the gradient of w1 is 1e12, so a step would go to infinity
    path = gradient_descent(Network(1, 1, identity, identity), x=1e6, y=0, step_size=1e300, steps=0)
    assert path.loss == [5e11]


def test_the_start_is_left_as_it_was():
    net, x = Network(0.5, -2.0), X.copy()
    gradient_descent(net, x, Y, step_size=1, steps=5)
    assert (net.w1, net.w2) == (0.5, -2.0)
    assert (x == X).all()


def test_one_class_for_all_and_one_x_for_all_are_broadcast():
    for x, y in ((X, 1), (2.0, Y), (X[:, None], Y)):
        path, full = (gradient_descent(Network(0.5, -2.0), *data, 1, 3) for data in ((x, y), np.broadcast_arrays(x, y)))
        np.testing.assert_allclose(path, full, rtol=1e-14)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("g1", "g2", "x", "step_size"), [
    (identity, identity, 10, 10), (tanh, identity, 1, 10), (identity, identity, 1e6, 1e300),
    (identity, sigmoid, 1e6, 1e308),
])
def test_a_descent_that_runs_off_is_a_floating_point_error_that_names_the_step_size(g1, g2, x, step_size):
    with pytest.raises(FloatingPointError, match=r"^step_size .* is too large here"):
        gradient_descent(Network(1, 1e-6 if g2 is sigmoid else 1, g1, g2), [x, x], 0, step_size, 1000)


@pytest.mark.parametrize("steps", [0, 1])
def test_a_loss_that_is_infinite_at_the_end_is_an_error_too(steps):
    # the step itself goes to finite weights; only the loss there overflows
    start = {0: 1e100, 1: 1.0}[steps]
    with pytest.raises(FloatingPointError, match=rf"^step_size .* too large here: after step {steps} the loss is inf$"):
        gradient_descent(Network(start, start, identity, identity), 1, 0, 1e80, steps)


def test_it_needs_scalar_weights_and_an_example():
    for w1, w2, name in (([1, 2], 1, "w1"), (1, [1], "w2")):
        with pytest.raises(ValueError, match=rf"^{name} has the shape .*; descent needs one number$"):
            gradient_descent(Network(w1, w2), 1, 1, 1, 1)
    for x, y in (([], []), ([], 1), (1, [])):
        with pytest.raises(ValueError, match=r"^x and y hold no example; at least one was wanted$"):
            gradient_descent(Network(1, 1), x, y, 1, 1)
    with pytest.raises(ValueError, match=r"broadcast together: x \(3,\), y \(2,\)$"):
        gradient_descent(Network(1, 1), [1, 2, 3], [0, 1], 1, 1)


@pytest.mark.parametrize(("g1", "biases", "loss", "right"), [
    (sigmoid, (), 0.0846, 16), (tanh, (), 0.0942, 14), (sigmoid, ("b1",), 0.0826, 16), (sigmoid, ("b2",), 0.0720, 20),
    (sigmoid, ("b1", "b2"), 0.0601, 20),
], ids=str)
def test_on_the_shuttle_flights_it_finds_what_the_course_says(g1, biases, loss, right):
    flights = challenger()
    x, y = standardised(flights.temperature, flights.temperature), flights.distress
    net = Network(0.5, -0.5, g1)
    path = gradient_descent(net, x, y, step_size=2, steps=1000, train=("w1", "w2", *biases))
    assert round(path.loss[-1], 4) == loss
    for k in (200, -1) if len(biases) == 2 else (-1,):
        assert ((path.network(net, k).forward(x).a2 > 0.5) == y).sum() == right
        assert score(path.network(net, k), x, y) == (path.loss[k], right)


# ---- biases

@PROPERTY
@given(st.floats(-3, 3), st.floats(-3, 3), st.sampled_from([sigmoid, tanh, relu, identity]),
       st.sampled_from([quadratic, cross_entropy]), st.sampled_from([("b2",), ("w1", "b1"), ("w1", "w2", "b1", "b2")]))
def test_with_biases_too_it_is_the_update_repeated(b1, b2, g1, loss, train):
    start = net = Network(0.5, -2.0, g1, sigmoid, loss, b1, b2)
    path = gradient_descent(net, X, Y, 0.5, 4, train)
    for k in range(5):
        there = path.network(start, k)
        assert (path.w1[k], path.w2[k], path.b1[k], path.b2[k]) == (net.w1, net.w2, net.b1, net.b2)
        assert (there.w1, there.w2, there.b1, there.b2, there.g1) == (net.w1, net.w2, net.b1, net.b2, net.g1)
        net = net.update(net.backward(net.forward(X), Y), 0.5, train)
    for name in ("w1", "w2", "b1", "b2"):
        assert name in train or (getattr(path, name) == getattr(start, name)).all()


def test_a_bias_stays_where_it_is_unless_it_is_asked_to_move():
    path = gradient_descent(Network(0.5, -2.0, b1=0.25, b2=-1.5), X, Y, 1, 3)
    assert (path.b1.tolist(), path.b2.tolist()) == ([0.25] * 4, [-1.5] * 4)
    assert len(path) == 3


def test_a_path_made_by_hand_has_no_bias():
    path = Trajectory(np.array([1.0, 2]), np.array([3.0, 4]), np.array([0.5, 0.25]))
    net = path.network(Network(9, 9, tanh, b2=7))
    assert (net.w1, net.w2, net.b1, net.b2, net.g1) == (2, 4, 0, 0, tanh)
    copied = copy.deepcopy(gradient_descent(Network(1, 1), 1, 1, 1, 2, ("b2",)))
    assert copied.b2[-1] == copied.network(Network(1, 1)).b2 != 0


def test_a_path_is_made_of_any_sequences():
    x, y, net = [-2.0, 1.0], [0.0, 1.0], Network(-1, 1, identity, identity)
    path = gradient_descent(net, x, y, 0.5, 3)
    for made in (Trajectory(*(each.tolist() for each in path)), Trajectory(*map(tuple, path), b1=0)):
        assert [type(each) for each in made] == [np.ndarray] * 3
        assert right_along(made, net, x, y).tolist() == right_along(path, net, x, y).tolist()
        assert made.network(net).w1 == path.w1[-1]


@pytest.mark.parametrize(("path", "error", "words"), [
    ((["a"], [1], [1]), TypeError, r"^w1 is \['a'\] \(list\)"), (([1], [np.nan], [1]), ValueError, "^w2 holds nan"),
    (([1], [1], np.ma.array([1], mask=True)), TypeError, "^loss holds a masked number"),
    (([1, 2], [1, 2, 3], [1]), ValueError, r"broadcast together: w1 \(2,\), w2 \(3,\), loss \(1,\)"),
    ((1, 1, 1), ValueError, r"^the path has the shape \(\); \(steps \+ 1,\) was wanted$"),
])
def test_a_path_of_something_else_is_refused(path, error, words):
    with pytest.raises(error, match=words):
        Trajectory(*path)


def test_a_bias_that_is_an_array_is_refused():
    with pytest.raises(ValueError, match=r"^b2 has the shape \(2,\); descent needs one number$"):
        gradient_descent(Network(1, 1, b2=[1, 2]), 1, 1, 1, 1)


def test_a_score_worked_by_hand():
    net = Network(1, 1, identity, identity)  # a2 = x
    assert score(net, [0.75, 0.25, 0.5, 1], [1, 1, 0, 0]) == ((0.0625 + 0.5625 + 0.25 + 1) / 8, 2)
    assert score(net, 0.75, 1) == (0.03125, 1)
    assert score(net, [0.5, 0.5], [0.5, 0.75])[1] == 1  # one half is not above one half
    with pytest.raises(ValueError, match=r"^x and y hold no example; at least one was wanted$"):
        score(net, [], [])
    with pytest.raises(TypeError, match=r"^net is 1 \(int\); a Network was wanted$"):
        score(1, 1, 1)


def test_how_many_are_right_after_each_step():
    x, y, start = [-2.0, -1.0, 0.5, 1.0, 2.0], [0.0, 1.0, 1.0, 0.5, 1.0], Network(-1, 1, identity, identity)
    path = gradient_descent(start, x, y, 0.5, 20, ("w1", "w2", "b1", "b2"))
    rights = right_along(path, start, x, y)
    assert rights.tolist() == [score(path.network(start, k), x, y)[1] for k in range(21)]
    assert len({*rights.tolist()}) > 2
    with pytest.raises(TypeError, match=r"^path is 1 \(int\); what gradient_descent returned was wanted$"):
        right_along(1, start, x, y)
    with pytest.raises(TypeError, match=r"^net is 1 \(int\); a Network was wanted$"):
        right_along(path, 1, x, y)
