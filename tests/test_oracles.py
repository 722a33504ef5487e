"""The gradients against two oracles that share nothing with nnlib: differences of the forward pass in 60 digits, and
closed forms that cannot cancel give the gradients of any size in 50 digits, as far out as the limits go.

NNLIB_ORACLE_CASES=2000 python -m pytest tests/test_oracles.py        a larger budget: cases for each kind of network
"""

import os

import mpmath as mp
import numpy as np
import pytest
from exact import ACTIVATIONS as VALUE
from exact import Exact
from kinds import KINDS, LOSSES, both_passes

from nnlib import Network, identity, quadratic, relu, sigmoid, tanh

CASES = int(os.environ.get("NNLIB_ORACLE_CASES", "200"))
BEHIND_SIGMOID = [kind for kind in KINDS if kind[1] is sigmoid]
behind_sigmoid = pytest.mark.parametrize("kind", BEHIND_SIGMOID, ids=str)

# ---- each field as a difference of the loss, or of a node

def differenced(name, net, x, y):
    """What a field of the backward pass is, as dloss_dw1 or da2_dz2."""
    top, bottom = (each.replace("loss", "Loss") for each in name[1:].split("_d"))
    return Exact(net, x, y).partial(top, bottom)


def inputs(g1, limit, seed):
    """(x, w1, w2) with |z1|, |z2| up to a limit, x of all sizes."""
    rng = np.random.default_rng(seed)
    for _ in range(CASES):
        x = rng.choice((-1, 1)) * 10 ** rng.uniform(-3, 3)
        w1 = rng.uniform(-limit, limit) / x
        a1 = float(g1(x * w1))
        yield x, w1, rng.uniform(-limit, limit) / (a1 or 1)


@pytest.mark.parametrize(("limit", "tolerance"), [(6, 1e-12), (20, 1e-6)])
@behind_sigmoid
def test_every_field_keeps_its_digits(kind, limit, tolerance):
    with mp.workdps(60):
        for k, (x, w1, w2) in enumerate(inputs(kind[0], limit, seed=limit)):
            net, y = Network(w1, w2, *kind), k % 2
            for name, got in both_passes(net, x, y)[1]._asdict().items():
                exact = Exact(net, x, y).node("Loss") if name == "loss" else differenced(name, net, x, y)
                assert abs(mp.mpf(float(got)) - exact) <= tolerance * abs(exact), (name, x, w1, w2)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_where_a2_is_close_to_y_the_error_is_small_beside_both(kind):
    """y anywhere in 0..1 and any g2: a2 − y may cancel, so the error is measured with |a2| + |y| in its place."""
    rng = np.random.default_rng(3)
    with mp.workdps(60):
        for x, w1, w2 in inputs(kind[0], 6, seed=1):
            net, y = Network(w1, w2, *kind), float(rng.choice((0, 1, rng.uniform())))
            forward_pass, backward_pass = both_passes(net, x, y)
            if kind[1] is relu and forward_pass.z2 == 0:  # at its kink there is nothing to difference
                continue
            a2 = mp.mpf(float(forward_pass.a2))
            for name in ("dloss_dw1", "dloss_dw2", "dloss_dz1", "dloss_da1", "dloss_dz2"):
                exact = differenced(name, net, x, y)
                scale = abs(exact) if a2 == y else abs(exact) * (abs(a2) + y) / abs(a2 - y)
                assert abs(mp.mpf(float(getattr(backward_pass, name))) - exact) <= 1e-12 * scale + mp.mpf(10) ** -300


# ---- closed forms without a difference of nearly equal numbers: exact however small the gradient is

SLOPE = {"sigmoid": lambda z: mp.exp(-abs(z)) / (1 + mp.exp(-abs(z))) ** 2,
         "tanh": lambda z: 4 * mp.exp(-2 * abs(z)) / (1 + mp.exp(-2 * abs(z))) ** 2,
         "relu": lambda z: mp.mpf(z > 0), "identity": lambda z: mp.mpf(1)}


def closed_form(kind, x, w1, w2, y):
    """(a1, ∂Loss/∂w1, ∂Loss/∂w2) in mpmath's arithmetic, for g2 = sigmoid and y = 0 or 1."""
    g1, _, loss = kind
    x, w1, w2 = map(mp.mpf, (x, w1, w2))
    a1 = VALUE[g1.name](x * w1)
    z2 = a1 * w2
    error = 1 / (1 + mp.exp(-z2)) if y == 0 else -1 / (1 + mp.exp(z2))  # a2 − y
    dloss_dz2 = error * (SLOPE["sigmoid"](z2) if loss is quadratic else 1)
    return a1, dloss_dz2 * w2 * SLOPE[g1.name](x * w1) * x, dloss_dz2 * a1


def far_out(count):
    """(x, w1, w2, y) of all sizes up to the limits, the limits themselves included."""
    rng = np.random.default_rng(11)
    anything, chosen = 10 ** rng.uniform(-8, 6, (count, 3)), rng.choice((0, 1e-3, 1, 30, 40, 700, 1e6), (count, 3))
    sizes = np.concatenate([anything, chosen])
    return zip(*(sizes * rng.choice((-1, 1), sizes.shape)).T, rng.integers(0, 2, 2 * count).astype(float), strict=True)


@pytest.mark.filterwarnings("error")
@behind_sigmoid
def test_far_out_a_gradient_has_the_right_sign_or_is_an_honest_zero(kind):
    """A 0 where the exact gradient is none: it is below 2⁻⁵³ of w2 · x for w1 and of a1 for w2, or below float64."""
    zeros = 0
    with mp.workdps(50):
        for x, w1, w2, y in far_out(CASES):
            backward_pass = both_passes(Network(w1, w2, *kind), x, y)[1]
            a1, dloss_dw1, dloss_dw2 = closed_form(kind, x, w1, w2, y)
            for got, exact, scale in ((backward_pass.dloss_dw1, dloss_dw1, abs(mp.mpf(x) * mp.mpf(w2))),
                                      (backward_pass.dloss_dw2, dloss_dw2, abs(a1))):
                assert np.isfinite(got)
                assert got == 0 or np.sign(got) == mp.sign(exact), (x, w1, w2, y)
                if got == 0 and exact != 0:
                    zeros += 1
                    assert abs(exact) <= max(scale * mp.mpf(2) ** -53, mp.mpf(5e-324)), (x, w1, w2, y)
    assert zeros > 0


# ---- where float64 rounds to 0, as the docstring of Network.backward says

@pytest.mark.parametrize(("g", "z", "slope"), [
    (sigmoid, 36, "some"), (sigmoid, 38, "none"), (sigmoid, -700, "some"), (sigmoid, -711, "none"),
    (tanh, 350, "some"), (tanh, -350, "some"), (tanh, 356, "none"), (tanh, -356, "none"),
])  # fmt: skip
def test_where_a_slope_rounds_to_zero(g, z, slope):
    assert (g.derivative(z) > 0) == (slope == "some")
    backward_pass = both_passes(Network(z, 1, g), 1, 1)[1]
    assert (backward_pass.dloss_dw1 != 0) == (slope == "some")


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
def test_where_a2_minus_y_rounds_to_zero(loss):
    cases = (36, 1, False), (38, 1, True), (-36, 0, False), (-300, 0, False), (-711, 0, True), (38, 0, False)
    for z2, y, zero in cases:
        dloss_dw2 = both_passes(Network(1, z2, identity, sigmoid, loss), 1, y)[1].dloss_dw2
        flat = loss is quadratic and (z2 > 37 or z2 < -600)  # there the slope, or its product with a2 − y, is 0, too
        assert (dloss_dw2 == 0) == (zero or flat), z2
