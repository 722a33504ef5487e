"""The two passes and the update: against 60-digit arithmetic, far out, on arrays, and worked by hand."""

import math
import re
from dataclasses import FrozenInstanceError, replace

import mpmath as mp
import numpy as np
import pytest
from exact import Exact
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from kinds import ACTIVATIONS, KINDS, LOSSES, PROPERTY, both_passes

from nnlib import Network, cross_entropy, gradient_descent, identity, numerical_gradient, quadratic, relu, sigmoid, tanh
from nnlib.datasets import standardised
from nnlib.descent import score
from nnlib.network import PARAMETERS

NET = Network(1, 1)
BIASED = Network(w1=3, w2=-0.5, g1=identity, g2=identity, b1=-2, b2=1)


def fields(net, x, y):
    forward_pass, backward_pass = both_passes(net, x, y)
    return forward_pass._asdict() | backward_pass._asdict()


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
@pytest.mark.parametrize("g1", ACTIVATIONS, ids=repr)
def test_gradients_with_biases_keep_their_digits(g1, loss):
    """Up to the rounding of the sums: an a1 close to 0 is known to 1e-12, and so is its product with dloss_dz2."""
    number = st.floats(-3, 3).map(lambda value: round(value, 3))

    @settings(PROPERTY, max_examples=60)
    @given(*[number] * 5, st.sampled_from([0, 1]))
    def holds(x, w1, w2, b1, b2, y):
        assume(g1 is not relu or abs(x * w1 + b1) > 1e-6)  # at relu's kink there is nothing to difference
        net = Network(w1, w2, g1, sigmoid, loss, b1, b2)
        assume(abs(x * w1 + b1) <= 6 and abs(net.forward(x).z2) <= 6)
        b = net.backward(net.forward(x), y)
        with mp.workdps(60):
            for name in PARAMETERS:
                exact = Exact(net, x, y).partial("Loss", name)
                scale = max(abs(exact), abs(b.dloss_db2) if name == "w2" else 0)
                assert abs(mp.mpf(float(getattr(b, f"dloss_d{name}"))) - exact) <= 1e-12 * scale + 1e-30, name
    holds()


@PROPERTY
@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(-3, 3), st.floats(0, 1), st.sampled_from(KINDS))
def test_zero_biases_change_nothing_and_show_nowhere(x, w1, w2, y, kind):
    bare, zero = Network(w1, w2, *kind), Network(w1, w2, *kind, b1=0, b2=0.0)
    assert repr((zero, both_passes(zero, x, y))) == repr((bare, both_passes(bare, x, y)))  # tells −0.0 from 0.0


EXTREMES = np.outer((-1, 1), [0, 1e-300, 1e-6, 1e-3, 0.5, 1, 20, 37, 355, 710, 745, 1e3, 1e5, 1e6]).ravel()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("g1", "g2", "loss"), KINDS, ids=str)
def test_all_is_finite_and_silent_at_every_mix_of_extremes(g1, g2, loss):
    net = Network(EXTREMES[:, None], EXTREMES, g1, g2, loss)
    for y in (0, 1e-300, 0.3, 1 - 1e-16, 1):
        for name, value in fields(net, EXTREMES[:, None, None], y).items():
            assert np.isfinite(value).all(), name


@pytest.mark.parametrize("z2", [40, 800, 1e6, 1e12])
def test_cross_entropy_keeps_its_loss_and_gradient_when_a2_has_rounded(z2):
    root = math.sqrt(z2)
    for sign, y in ((1, 0), (-1, 1)):
        net = Network(1, sign * root, identity, sigmoid, cross_entropy)
        forward_pass, backward_pass = both_passes(net, root, y)
        assert forward_pass.a2 == pytest.approx(1 - y, abs=1e-17)
        assert backward_pass.loss == net.example_loss(forward_pass, y) == pytest.approx(z2, rel=1e-14)
        assert backward_pass.dloss_dz2 == forward_pass.a2 - y == pytest.approx(sign)
        assert backward_pass.dloss_dw2 == pytest.approx(sign * root) and np.isfinite(backward_pass.dloss_da2)
        assert net.example_loss(forward_pass, 1 - y) == pytest.approx(math.exp(-z2), rel=1e-12, abs=0)


@pytest.mark.parametrize("shapes", [
    {}, dict(x=(0,), y=(0,)), dict(x=(1,)), dict(x=(5,), y=(5,)), dict(x=(5,)), dict(y=(5,)), dict(w1=(2,)),
    dict(w2=(2,)), dict(x=(3, 1), y=(4,), w1=(2, 1, 1)), dict(w1=(3, 1), b1=(4,), b2=(2, 1, 1)),
], ids=str)
@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_arrays_broadcast_and_give_what_a_loop_over_numbers_gives(shapes, kind):
    rng, common = np.random.default_rng(7), np.broadcast_shapes(*shapes.values())
    y = rng.uniform(0, 1, shapes.get("y", ()))
    x, w1, w2, b1, b2 = (rng.uniform(-1.5, 1.5, shapes.get(name, ())) for name in ("x", *PARAMETERS))
    net = Network(w1, w2, *kind, b1, b2)
    forward_pass, backward_pass = both_passes(net, x, y)
    assert {np.shape(each) for each in backward_pass} == {common}
    np.testing.assert_array_equal(net.example_loss(forward_pass, y), backward_pass.loss)
    loop = [fields(Network(w1, w2, *kind, b1, b2), x, y) for x, y, w1, w2, b1, b2 in np.broadcast(x, y, w1, w2, b1, b2)]
    for name, value in fields(net, x, y).items():
        expected = np.array([each[name] for each in loop]).reshape(common)
        # a platform may round an array's exp by one ulp otherwise than a number's; here that grows little
        np.testing.assert_allclose(np.broadcast_to(value, common), expected, rtol=1e-14, atol=1e-16, err_msg=name)


def test_a_network_cannot_be_changed():
    w1, w2 = np.array([1.0, 2.0]), np.array(3.0)
    net = Network(w1, w2)
    with pytest.raises(FrozenInstanceError):
        net.w2 = 5
    with pytest.raises(ValueError, match=r"read-only"):
        net.w1[0] = 5
    w1[:], w2[...] = 99, 99  # what was passed in
    assert (net.w1.tolist(), net.w2) == ([1, 2], 3)


def test_a_network_shows_its_weights_and_functions():
    shown = "Network(w1=0.5, w2=-2.0, g1=tanh, g2=sigmoid, loss=cross-entropy"
    assert repr(Network(0.5, -2, tanh, sigmoid, cross_entropy)) == f"{shown})"
    assert repr(Network(0.5, -2, tanh, sigmoid, cross_entropy, b2=-1.5)) == f"{shown}, b1=0.0, b2=-1.5)"


def test_no_number_shows_numpys_type():
    net = Network(np.float64(0.5), np.float32(-2), b1=np.array(1))
    forward_pass, backward_pass = both_passes(net, np.float64(1.5), np.int64(1))
    new = net.update(backward_pass, np.float64(0.1))
    shown = [net, net.w1, net.b1, forward_pass, backward_pass, backward_pass.dloss_db1, new, new.w1,
             net.example_loss(forward_pass, 1), net.g1(np.float64(1)), net.g1.derivative(1), net.loss(0.5, 1),
             net.loss.derivative(0.5, np.float64(1)), numerical_gradient(net, 1.5, 1), score(net, [1.5, 2], 1),
             gradient_descent(net, 1.5, 1, 1, 2).network(net), standardised(1, [1, 2])]
    assert not re.search(r"np\.|array\(", repr(shown))
    assert repr(forward_pass).startswith("ForwardPass(x=1.5, z1=1.75, a1=0.85")


@pytest.mark.parametrize(("train", "wanted"), [
    ([], (2.25, 4.5, -2, 1)), ([["b2"]], (3, -0.5, -2, 0.75)), ([("b1", "w2")], (3, 4.5, -1.875, 1)),
])
def test_update_moves_what_it_is_asked_to_move_by_the_mean_gradient(train, wanted):
    backward_pass = BIASED.backward(BIASED.forward([2, -2]), [1, 1])
    assert backward_pass.dloss_dw2.tolist() == [-8, -32]
    new = BIASED.update(backward_pass, 0.25, *train)
    assert (new.w1, new.w2, new.b1, new.b2, new.g1, new.g2, new.loss) == (*wanted, identity, identity, quadratic)


def updated(net, x=1, step_size=0.1):
    return net.update(net.backward(net.forward(x), 0), step_size)


FORWARD = NET.forward(1)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("call", "error", "words"), [
    *((lambda g2=g2: Network(1, 1, g2=g2, loss=cross_entropy), ValueError,
       rf"^g2 is {g2}; the loss cross-entropy needs g2 = sigmoid$")
      for g2 in (tanh, replace(sigmoid, value=np.tanh))),
    *((lambda use=use: use((1, 2, 3, 4, 5), 1), TypeError, "^forward_pass is .*; what net.forward returned was")
      for use in (NET.backward, NET.example_loss)),
    (lambda: NET.update(FORWARD, 0.1), TypeError, "^backward_pass is .*; what net.backward returned was"),
    (lambda: Network(1, 1, b2=[1, 2]).backward(FORWARD, 1), ValueError,
     r"^forward_pass has the shape \(\); this network's, \(2,\), was wanted$"),
    (lambda: Network(1, [1, 2, 3], b1=[1, 2]), ValueError, r"together: w1 \(\), w2 \(3,\), b1 \(2,\)$"),
    (lambda: numerical_gradient(NET, [1, 2, 3], [0, 1]), ValueError, r"together: x \(3,\), y \(2,\), w1 \(\), w2 \("),
    (lambda: Network([1, 2], 1).forward([1, 2, 3]), ValueError, r"together: x \(3,\), w1 \(2,\), w2 \(\)$"),
    (lambda: NET.backward(NET.forward([1, 2, 3]), [0, 1]), ValueError, r"together: forward_pass \(3,\), y \(2,\)$"),
    (lambda: updated(Network(1, 1, b1=[1, 2])), ValueError, r"^b1 has the shape \(2,\); descent needs one number$"),
    (lambda: updated(NET, []), ValueError, "^backward_pass holds no example; at least one was wanted$"),
    (lambda: updated(Network(1, 1, identity, identity), 1e6, 1e300), FloatingPointError,
     r"^step_size 1e\+300 is too large here"),
])
def test_what_does_not_go_together_is_refused(call, error, words):
    with pytest.raises(error, match=words):
        call()
