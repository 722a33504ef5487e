"""Gradient descent: it is the update repeated, it remembers every point, and it says when it runs off."""

import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kinds import ACTIVATIONS, LOSSES, PROPERTY, both_passes

from nnlib import Network, Trajectory, gradient_descent, identity, sigmoid, tanh
from nnlib.descent import right_along, score
from nnlib.network import PARAMETERS

X, Y = np.array([-1.5, 0.5, 2.0]), np.array([0, 1, 0.3])
PLAIN = Network(1, 1, identity, identity)  # a2 = x


@settings(PROPERTY, max_examples=50)
@given(st.tuples(*[st.floats(-3, 3)] * 4), st.sampled_from(ACTIVATIONS), st.sampled_from(LOSSES), st.integers(0, 6),
       st.floats(0.01, 5), st.sampled_from([None, ("b2",), ("w1", "b1"), ("w1", "w2", "b1", "b2")]))
def test_it_is_the_update_repeated(parameters, g1, loss, steps, step_size, train):
    w1, w2, b1, b2 = parameters
    start = net = Network(w1, w2, g1, sigmoid, loss, b1, b2)
    train = [train] if train else []
    path = gradient_descent(net, X, Y, step_size, steps, *train)
    assert [each.shape for each in path] == [(steps + 1,)] * 3
    for k in range(steps + 1):
        backward_pass, there = both_passes(net, X, Y)[1], path.network(start, k)
        assert path.loss[k] == np.mean(backward_pass.loss)
        for name in PARAMETERS:
            assert getattr(path, name)[k] == getattr(net, name) == getattr(there, name)
        assert (there.g1, there.g2, there.loss) == (g1, sigmoid, loss)
        net = net.update(backward_pass, step_size, *train)
    assert (start.w1, start.w2, start.b1, start.b2) == parameters


def test_no_step_is_tried_after_the_last():
    # the gradient of w1 is 1e12, so a step would go to infinity
    assert gradient_descent(PLAIN, x=1e6, y=0, step_size=1e300, steps=0).loss == [5e11]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("g1", "g2", "x", "step_size"), [
    (identity, identity, 10, 10), (tanh, identity, 1, 10), (identity, identity, 1e6, 1e300),
    (identity, sigmoid, 1e6, 1e308),
])
def test_a_descent_that_runs_off_is_a_floating_point_error_that_names_the_step_size(g1, g2, x, step_size):
    with pytest.raises(FloatingPointError, match=r"^step_size .* is too large here"):
        gradient_descent(Network(1, 1e-6 if g2 is sigmoid else 1, g1, g2), [x, x], 0, step_size, 1000)


@pytest.mark.parametrize(("start", "steps"), [(1e100, 0), (1, 1)])
def test_a_loss_that_is_infinite_at_the_end_is_an_error_too(start, steps):
    # the step itself goes to finite weights; only the loss there overflows
    with pytest.raises(FloatingPointError, match=rf"^step_size .* too large here: after step {steps} the loss is inf$"):
        gradient_descent(Network(start, start, identity, identity), 1, 0, 1e80, steps)


def test_a_path_is_made_of_any_sequences():
    x, y = [-2.0, 1.0], [0.0, 1.0]
    path = gradient_descent(PLAIN, x, y, 0.5, 3)
    for made in (Trajectory(*map(list, path)), Trajectory(*map(tuple, path), b1=0)):
        assert [type(each) for each in made] == [np.ndarray] * 3
        assert right_along(made, PLAIN, x, y).tolist() == right_along(path, PLAIN, x, y).tolist()
        net = made.network(Network(9, 9, tanh, b2=7))
        assert (net.w1, net.w2, net.b1, net.b2, net.g1) == (path.w1[-1], path.w2[-1], 0, 0, tanh)
    copied = copy.deepcopy(gradient_descent(Network(1, 1), 1, 1, 1, 2, ("b2",)))
    assert copied.b2[-1] == copied.network(Network(1, 1)).b2 != 0


def test_a_score_worked_by_hand():
    assert score(PLAIN, [0.75, 0.25, 0.5, 1], [1, 1, 0, 0]) == ((0.0625 + 0.5625 + 0.25 + 1) / 8, 2)
    assert score(PLAIN, 0.75, 1) == (0.03125, 1)
    assert score(PLAIN, [0.5, 0.5], [0.5, 0.75])[1] == 1  # one half is not above one half


def test_how_many_are_right_after_each_step():
    x, y, start = [-2.0, -1.0, 0.5, 1.0, 2.0], [0.0, 1.0, 1.0, 0.5, 1.0], Network(-1, 1, identity, identity)
    path = gradient_descent(start, x, y, 0.5, 20, ("w1", "w2", "b1", "b2"))
    rights = right_along(path, start, x, y)
    assert rights.tolist() == [score(path.network(start, k), x, y)[1] for k in range(21)]
    assert len({*rights.tolist()}) > 2


@pytest.mark.parametrize(("call", "error", "words"), [
    (lambda: gradient_descent(Network(1, 1, b2=[1, 2]), 1, 1, 1, 1), ValueError, "^b2 has the shape .*; descent needs"),
    (lambda: gradient_descent(PLAIN, [], 1, 1, 1), ValueError, "^x and y hold no example; at least one was wanted$"),
    (lambda: score(PLAIN, [], []), ValueError, "^x and y hold no example; at least one was wanted$"),
    (lambda: gradient_descent(PLAIN, [1, 2, 3], [0, 1], 1, 1), ValueError, r"together: x \(3,\), y \(2,\)$"),
    (lambda: score(1, 1, 1), TypeError, r"^net is 1 \(int\); a Network was wanted$"),
    (lambda: right_along(Trajectory([1], [1], [1]), 1, 1, 1), TypeError, r"^net is 1 \(int\); a Network was wanted$"),
    (lambda: right_along(1, PLAIN, 1, 1), TypeError, r"^path is 1 \(int\); what gradient_descent returned was wanted$"),
    (lambda: Trajectory([1], [np.nan], [1]), ValueError, "^w2 holds nan"),
    (lambda: Trajectory([1, 2], [1, 2, 3], [1]), ValueError, r"together: w1 \(2,\), w2 \(3,\), loss \(1,\)"),
    (lambda: Trajectory(1, 1, 1), ValueError, r"^the path has the shape \(\); \(steps \+ 1,\) was wanted$"),
])
def test_bad_input_is_refused(call, error, words):
    with pytest.raises(error, match=words):
        call()
