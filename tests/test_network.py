"""The two passes and the update: worked by hand, against 60-digit arithmetic, far out, and on arrays."""

import dataclasses
import itertools
import math

import mpmath as mp
import numpy as np
import pytest
from exact import ACTIVATIONS as EXACT_G
from exact import LOSSES as EXACT_LOSS
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from nnlib import (
    Activation,
    BackwardPass,
    ForwardPass,
    Network,
    cross_entropy,
    gradient_descent,
    identity,
    numerical_gradient,
    quadratic,
    relu,
    sigmoid,
    tanh,
)
from nnlib.chain import chain_pass
from nnlib.datasets import standardised
from nnlib.descent import score

ACTIVATIONS = [sigmoid, tanh, relu, identity]
LOSSES = [quadratic, cross_entropy]
KINDS = [(g1, g2, loss) for g1, g2, loss in itertools.product(ACTIVATIONS, ACTIVATIONS, LOSSES)
         if loss is quadratic or g2 is sigmoid]
PROPERTY = settings(database=None, deadline=None, derandomize=True, max_examples=100,
                    suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure
LN3 = math.log(3)
signed = st.floats(-50, 50)


def both_passes(net, x, y):
    forward_pass = net.forward(x)
    return forward_pass, net.backward(forward_pass, y)


def fields(*passes):
    return {name: value for each in passes for name, value in each._asdict().items()}


# ---- by hand

def test_every_field_worked_by_hand_with_identities():
    passes = both_passes(Network(w1=3, w2=-0.5, g1=identity, g2=identity), x=2, y=1)
    assert fields(*passes) == dict(
        x=2, z1=6, a1=6, z2=-3, a2=-3, loss=8,
        dloss_da2=-4, da2_dz2=1, dz2_dw2=6, dz2_da1=-0.5, da1_dz1=1, dz1_dw1=2,
        dloss_dz2=-4, dloss_da1=2, dloss_dz1=2, dloss_dw1=4, dloss_dw2=-24)


@pytest.mark.parametrize(("loss", "value", "dloss_da2", "dloss_dz2"), [
    (quadratic, 9 / 32, 3 / 4, 9 / 64),
    (cross_entropy, 2 * math.log(2), 4, 3 / 4),
])
def test_every_field_worked_by_hand_with_sigmoids(loss, value, dloss_da2, dloss_dz2):
    w2 = LN3 / 0.75  # so that z1 = z2 = ln 3, where the sigmoid is 3/4 and its slope 3/16
    passes = both_passes(Network(w1=LN3 / 2, w2=w2, loss=loss), x=2, y=0)
    assert fields(*passes) == pytest.approx(dict(
        x=2, z1=LN3, a1=3 / 4, z2=LN3, a2=3 / 4, loss=value,
        dloss_da2=dloss_da2, da2_dz2=3 / 16, dz2_dw2=3 / 4, dz2_da1=w2, da1_dz1=3 / 16, dz1_dw1=2,
        dloss_dz2=dloss_dz2, dloss_da1=dloss_dz2 * w2, dloss_dz1=dloss_dz2 * w2 * 3 / 16,
        dloss_dw1=dloss_dz2 * w2 * 3 / 16 * 2, dloss_dw2=dloss_dz2 * 3 / 4), rel=1e-14, abs=0)


def test_an_unlike_pair_of_activations_is_applied_in_its_order():
    forward_pass, backward_pass = both_passes(Network(w1=1, w2=2, g1=identity, g2=tanh), x=LN3 / 2, y=0)
    assert (forward_pass.a1, forward_pass.a2) == (pytest.approx(LN3 / 2), pytest.approx(0.8))
    assert (backward_pass.da1_dz1, backward_pass.da2_dz2) == (1, pytest.approx(0.36))


# ---- biases

def test_every_value_with_biases_worked_by_hand():
    net = Network(w1=3, w2=-0.5, g1=identity, g2=identity, b1=-2, b2=1)
    forward_pass, backward_pass = both_passes(net, x=2, y=1)
    assert forward_pass == (2, 4, 4, -1, -1)
    assert (backward_pass.loss, backward_pass.dloss_dw1, backward_pass.dloss_dw2) == (2, 2, -8)
    assert (backward_pass.dloss_db1, backward_pass.dloss_db2) == (1, -2)
    assert Network(3, 1, identity, identity, b1=-1).forward(2)[1:] == (5, 5, 5, 5)


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
            point = {name: mp.mpf(float(getattr(net, name))) for name in ("w1", "w2", "b1", "b2")}
            h = mp.mpf(10) ** -18
            for name in point:
                up, down = (exact_loss(net, x, y, point | {name: point[name] + nudge}) for nudge in (h, -h))
                exact = (up - down) / (2 * h)
                scale = max(abs(exact), abs(b.dloss_db2) if name == "w2" else 0)
                assert abs(mp.mpf(float(getattr(b, f"dloss_d{name}"))) - exact) <= 1e-12 * scale + 1e-30, name
    holds()


def exact_loss(net, x, y, at):
    a1 = EXACT_G[net.g1.name](mp.mpf(x) * at["w1"] + at["b1"])
    return EXACT_LOSS[net.loss.name](EXACT_G["sigmoid"](a1 * at["w2"] + at["b2"]), y)


@PROPERTY
@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(-3, 3), st.floats(0, 1), st.sampled_from(KINDS))
def test_zero_biases_change_nothing_and_show_nowhere(x, w1, w2, y, kind):
    bare, zero = Network(w1, w2, *kind), Network(w1, w2, *kind, b1=0, b2=0.0)
    for one, other in zip(sum(both_passes(bare, x, y), ()), sum(both_passes(zero, x, y), ()), strict=True):
        assert np.copysign(1, one) == np.copysign(1, other) and one == other
    assert repr(zero) == repr(bare)
    assert repr(Network(1, 2, b2=-1.5)).endswith("loss=quadratic, b1=0.0, b2=-1.5)")


def test_biases_broadcast_as_weights_do():
    net = Network(np.ones((3, 1)), 2, b1=[0, 0, 1, 2], b2=np.zeros((2, 1, 1)))
    forward_pass, backward_pass = both_passes(net, 0.5, 1)
    assert forward_pass.a2.shape == backward_pass.dloss_db1.shape == backward_pass.dloss_db2.shape == (2, 3, 4)
    for k, b1 in enumerate((0, 0, 1, 2)):
        assert (forward_pass.a2[..., k] == Network(1, 2, b1=b1).forward(0.5).a2).all()
    with pytest.raises(ValueError, match=r"broadcast together: w1 \(\), w2 \(3,\), b1 \(2,\)$"):
        Network(1, [1, 2, 3], b1=[1, 2])
    with pytest.raises(ValueError, match=r"^forward_pass has the shape"):
        net.backward(Network(1, 2).forward(0.5), 1)


def test_update_moves_what_it_is_asked_to_move():
    net = Network(w1=3, w2=-0.5, g1=identity, g2=identity, b1=-2, b2=1)
    backward_pass = net.backward(net.forward([2, 2]), 1)
    for train, wanted in ((("w1", "w2"), (2.5, 1.5, -2, 1)), (["b2"], (3, -0.5, -2, 1.5)),
                          (("b1", "w2"), (3, 1.5, -2.25, 1)), (("w1", "w2", "b1", "b2"), (2.5, 1.5, -2.25, 1.5))):
        new = net.update(backward_pass, 0.25, train)
        assert (new.w1, new.w2, new.b1, new.b2) == wanted
    assert net.update(backward_pass, 0.25).b2 == 1
    wide = Network(1, 1, b1=[1, 2])
    with pytest.raises(ValueError, match=r"^b1 has the shape \(2,\); descent needs one number$"):
        wide.update(wide.backward(wide.forward(1), 1), 0.1)


# ---- far out

EXTREMES = np.array([0.0, 1e-300, 1e-6, 1e-3, 0.5, 1, 20, 37, 355, 710, 745, 1e3, 1e5, 1e6])
EXTREMES = np.concatenate([-EXTREMES, EXTREMES])


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("g1", "g2", "loss"), KINDS, ids=str)
def test_all_is_finite_and_silent_at_every_mix_of_extremes(g1, g2, loss):
    net = Network(EXTREMES[:, None], EXTREMES, g1, g2, loss)
    for y in (0, 1e-300, 0.3, 1 - 1e-16, 1):
        for name, value in fields(*both_passes(net, EXTREMES[:, None, None], y)).items():
            assert np.isfinite(value).all(), name


@pytest.mark.parametrize("z2", [40, 800, 1e6, 1e12])
def test_cross_entropy_keeps_its_loss_and_gradient_when_a2_has_rounded(z2):
    root = math.sqrt(z2)
    for sign, y in ((1, 0), (-1, 1)):
        forward_pass, backward_pass = both_passes(Network(1, sign * root, identity, sigmoid, cross_entropy), root, y)
        assert forward_pass.a2 == pytest.approx(1 - y, abs=1e-17)
        assert backward_pass.loss == pytest.approx(z2, rel=1e-14)
        assert backward_pass.dloss_dz2 == forward_pass.a2 - y == pytest.approx(sign)
        assert backward_pass.dloss_dw2 == pytest.approx(sign * root)
        assert np.isfinite(backward_pass.dloss_da2)


# ---- facts of the course

@PROPERTY
@given(signed, signed, signed, st.floats(0, 1), st.sampled_from(KINDS))
def test_running_products_and_gradients_are_products_of_local_derivatives(x, w1, w2, y, kind):
    net = Network(w1, w2, *kind)
    b = net.backward(net.forward(x), y)
    if net.loss is quadratic:
        assert b.dloss_dz2 == b.dloss_da2 * b.da2_dz2
    assert b.dloss_da1 == b.dloss_dz2 * b.dz2_da1
    assert b.dloss_dz1 == b.dloss_da1 * b.da1_dz1
    assert b.dloss_dw1 == b.dloss_dz1 * b.dz1_dw1
    assert b.dloss_dw2 == b.dloss_dz2 * b.dz2_dw2


@PROPERTY
@given(st.floats(-3, 3), st.floats(-2, 2), st.floats(-2, 2), st.floats(0, 1), st.sampled_from(ACTIVATIONS))
def test_with_cross_entropy_two_factors_collapse_to_a2_minus_y(x, w1, w2, y, g1):
    forward_pass, b = both_passes(Network(w1, w2, g1, sigmoid, cross_entropy), x, y)
    assert b.dloss_dz2 == forward_pass.a2 - y
    assert b.dloss_dz2 == pytest.approx(b.dloss_da2 * b.da2_dz2, rel=1e-9, abs=1e-12)


def test_the_slope_of_relu_at_zero_is_zero():
    assert Network(0, 1, g1=relu, g2=relu).forward(1).a2 == 0
    _, backward_pass = both_passes(Network(0, 1, g1=relu, g2=relu), 1, 1)
    assert (backward_pass.da1_dz1, backward_pass.da2_dz2) == (0, 0)


# ---- arrays

@pytest.mark.parametrize(("shapes", "common"), [
    (dict(x=(5,), y=(5,), w1=(), w2=()), (5,)),
    (dict(x=(), y=(), w1=(3, 4), w2=(3, 4)), (3, 4)),
    (dict(x=(), y=(), w1=(3, 1), w2=(4,)), (3, 4)),
    (dict(x=(), y=(5,), w1=(), w2=()), (5,)),
    (dict(x=(5,), y=(), w1=(), w2=()), (5,)),
    (dict(x=(), y=(), w1=(), w2=(2,)), (2,)),
    (dict(x=(), y=(), w1=(2,), w2=()), (2,)),
    (dict(x=(3, 1), y=(4,), w1=(2, 1, 1), w2=()), (2, 3, 4)),
    (dict(x=(5,), y=(5,), w1=(3, 4, 1), w2=(3, 4, 1)), (3, 4, 5)),
    (dict(x=(), y=(), w1=(), w2=()), ()),
    (dict(x=(0,), y=(0,), w1=(), w2=()), (0,)),
    (dict(x=(1,), y=(), w1=(), w2=()), (1,)),
], ids=str)
@pytest.mark.parametrize(("g1", "g2", "loss"), KINDS, ids=str)
def test_arrays_broadcast_and_give_what_a_loop_over_numbers_gives(shapes, common, g1, g2, loss):
    rng = np.random.default_rng(7)
    arrays = {name: rng.uniform(-1.5, 1.5, shape) for name, shape in shapes.items()}
    arrays["y"] = rng.uniform(0, 1, shapes["y"])
    net = Network(arrays["w1"], arrays["w2"], g1, g2, loss)
    forward_pass, backward_pass = both_passes(net, arrays["x"], arrays["y"])
    assert {np.shape(each) for each in backward_pass} == {common}
    loop = [fields(*both_passes(Network(w1, w2, g1, g2, loss), x, y))
            for x, y, w1, w2 in zip(*(each.ravel() for each in np.broadcast_arrays(*arrays.values())), strict=True)]
    for name, value in fields(forward_pass, backward_pass).items():
        expected = np.array([each[name] for each in loop]).reshape(common)
        # a platform may round an array's exp by one ulp otherwise than a number's; here that grows little
        np.testing.assert_allclose(np.broadcast_to(value, common), expected, rtol=1e-14, atol=1e-16, err_msg=name)


def test_lists_tuples_integers_and_booleans_are_numbers():
    forward_pass, backward_pass = both_passes(Network(1, [2, 3], identity, identity), (4, np.int8(5)), [True, False])
    assert forward_pass.a2.tolist() == [8, 15]
    assert backward_pass.loss.tolist() == [24.5, 112.5]
    assert all(each.dtype == np.float64 for each in (*forward_pass, *backward_pass))
    assert {type(each) for each in fields(*both_passes(Network(1, 2), 3, True)).values()} == {float}


def test_example_loss_is_the_loss_of_the_backward_pass():
    for kind in KINDS:
        net = Network(0.7, np.array([[-1.1], [40]]), *kind)
        forward_pass = net.forward([-2, 3])
        np.testing.assert_array_equal(net.example_loss(forward_pass, 1), net.backward(forward_pass, 1).loss)


# ---- the network does not change

def test_a_network_cannot_be_changed():
    net = Network(0.5, [1.0, 2.0])
    for field in dataclasses.fields(net):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(net, field.name, getattr(net, field.name))
    with pytest.raises(ValueError, match=r"read-only"):
        net.w2[0] = 5


def test_arrays_that_were_passed_in_can_change_without_changing_the_network():
    w1, w2 = np.array([1.0, 2.0]), np.array(3.0)
    net = Network(w1, w2)
    w1[:], w2[...] = 99, 99
    assert net.w1.tolist() == [1, 2]
    assert net.w2 == 3
    assert w1.flags.writeable


def test_a_network_shows_its_weights_and_functions():
    assert repr(Network(0.5, -2, tanh, sigmoid, cross_entropy)) == \
        "Network(w1=0.5, w2=-2.0, g1=tanh, g2=sigmoid, loss=cross-entropy)"


def test_no_number_shows_numpys_type():
    net = Network(np.float64(0.5), np.float32(-2), b1=np.array(1))
    forward_pass, backward_pass = both_passes(net, np.float64(1.5), np.int64(1))
    new = net.update(backward_pass, np.float64(0.1))
    shown = [net, net.w1, net.b1, forward_pass, backward_pass, backward_pass.dloss_db1, new, new.w1,
             net.example_loss(forward_pass, 1), net.g1(np.float64(1)), net.g1.derivative(1), net.loss(0.5, 1),
             net.loss.derivative(0.5, np.float64(1)), numerical_gradient(net, 1.5, 1), score(net, [1.5, 2], 1),
             gradient_descent(net, 1.5, 1, 1, 2).network(net), chain_pass([1, 2], 1, 1).loss, standardised(1, [1, 2])]
    assert [each for each in map(repr, shown) if "np." in each] == []
    assert repr(forward_pass).startswith("ForwardPass(x=1.5, z1=1.75, a1=0.85")


# ---- update

def test_update_over_a_batch_uses_the_mean_gradient():
    net = Network(w1=3, w2=-0.5, g1=identity, g2=identity)
    backward_pass = net.backward(net.forward([2, -2, 0, 0]), [1, 1, 0, 1])
    assert backward_pass.dloss_dw1.tolist() == [4, 2, 0, 0]
    assert backward_pass.dloss_dw2.tolist() == [-24, -12, 0, 0]
    new = net.update(backward_pass, step_size=0.5)
    assert (new.w1, new.w2) == (3 - 0.5 * 1.5, -0.5 + 0.5 * 9)


@PROPERTY
@given(signed, signed, signed, st.floats(0, 1), st.floats(1e-6, 1e3), st.sampled_from(KINDS))
def test_update_is_weight_minus_step_size_times_gradient(x, w1, w2, y, step_size, kind):
    net = Network(w1, w2, *kind)
    b = net.backward(net.forward(x), y)
    new = net.update(b, step_size)
    assert (new.w1, new.w2) == (w1 - step_size * b.dloss_dw1, w2 - step_size * b.dloss_dw2)
    assert (new.g1, new.g2, new.loss) == kind


def test_update_needs_scalar_weights():
    for w1, w2, name in (([1, 2], 1, "w1"), (1, [[1]], "w2")):
        net = Network(w1, w2)
        with pytest.raises(ValueError, match=rf"^{name} has the shape .*; descent needs one number$"):
            net.update(net.backward(net.forward(1), 1), 0.1)


def test_update_refuses_an_empty_batch():
    net = Network(1, 1)
    with pytest.raises(ValueError, match=r"^backward_pass holds no example; at least one was wanted$"):
        net.update(net.backward(net.forward([]), []), 0.1)


@pytest.mark.filterwarnings("error")
def test_update_to_an_infinite_weight_is_a_floating_point_error():
    net = Network(1, 1, identity, identity)
    with pytest.raises(FloatingPointError, match=r"^step_size 1e\+300 is too large here"):
        net.update(net.backward(net.forward(1e6), 0), 1e300)


# ---- what the passes refuse

def test_cross_entropy_needs_a_sigmoid_output():
    for g2 in (tanh, relu, identity, Activation("sigmoid", np.tanh, sigmoid.slope)):
        with pytest.raises(ValueError, match=rf"^g2 is {g2}; the loss cross-entropy needs g2 = sigmoid$"):
            Network(1, 1, g2=g2, loss=cross_entropy)


@pytest.mark.parametrize("method", [Network(1, 1).backward, Network(1, 1).example_loss])
def test_a_forward_pass_of_another_type_is_refused(method):
    for wrong in ((1, 2, 3, 4, 5), None, 3.0, BackwardPass(*[0.0] * 12)):
        with pytest.raises(TypeError, match=r"^forward_pass is .*; what net.forward returned was wanted$"):
            method(wrong, 1)


def test_a_backward_pass_of_another_type_is_refused():
    net = Network(1, 1)
    for wrong in (None, net.forward(1), ForwardPass(1, 1, 1, 1, 1)):
        with pytest.raises(TypeError, match=r"^backward_pass is .*; what net.backward returned was wanted$"):
            net.update(wrong, 0.1)


def test_a_forward_pass_of_a_network_of_another_shape_is_refused():
    grid, net = Network([[1], [2]], 1), Network(1, 1)
    for one, other, came, wanted in ((grid, net, r"\(\)", r"\(2, 1\)"), (net, grid, r"\(2, 1\)", r"\(\)")):
        with pytest.raises(ValueError, match=rf"^forward_pass .* {came}; this network's, {wanted}, was wanted$"):
            one.backward(other.forward(1), 1)


def test_shapes_that_do_not_broadcast_are_named():
    with pytest.raises(ValueError, match=r"broadcast together: w1 \(2,\), w2 \(3,\)$"):
        Network([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match=r"broadcast together: x \(3,\), w1 \(2,\), w2 \(\)$"):
        Network([1, 2], 1).forward([1, 2, 3])
    net = Network(1, 1)
    for method in (net.backward, net.example_loss):
        with pytest.raises(ValueError, match=r"broadcast together: forward_pass \(3,\), y \(2,\)$"):
            method(net.forward([1, 2, 3]), [0, 1])
