"""The gradients against two oracles that share nothing with nnlib: sympy differentiates the nested loss exactly, and
closed forms that cannot cancel give the gradients of any size in 50 digits, as far out as the limits go.

NNLIB_ORACLE_CASES=2000 python -m pytest tests/test_oracles.py        a larger budget: cases for each kind of network
"""

import os
from functools import cache

import mpmath as mp
import numpy as np
import pytest
import sympy as sp
from exact import ACTIVATIONS as VALUE
from kinds import KINDS, LOSSES, both_passes

from nnlib import Network, identity, quadratic, sigmoid, tanh

CASES = int(os.environ.get("NNLIB_ORACLE_CASES", "200"))
BEHIND_SIGMOID = [kind for kind in KINDS if kind[1] is sigmoid]
behind_sigmoid = pytest.mark.parametrize("kind", BEHIND_SIGMOID, ids=str)

# ---- sympy: each field as the derivative of the loss, or of a node, as one nested expression

X, W1, W2, Y, Z1, A1, Z2, A2 = sp.symbols("x w1 w2 y z1 a1 z2 a2", real=True)
SYMBOLIC = {"sigmoid": lambda z: 1 / (1 + sp.exp(-z)), "tanh": sp.tanh, "identity": lambda z: z,
            "relu": lambda z: sp.Piecewise((z, z > 0), (0, True))}
SYMBOLIC_LOSS = {"quadratic": lambda a, y: (a - y) ** 2 / 2,
                 "cross-entropy": lambda a, y: -y * sp.log(a) - (1 - y) * sp.log(1 - a)}


@cache
def differentiated(kind):
    """name -> a function of x, w1, w2, y in mpmath's arithmetic, for each field of a BackwardPass."""
    g1, g2, loss = SYMBOLIC[kind[0].name], SYMBOLIC[kind[1].name], SYMBOLIC_LOSS[kind[2].name](A2, Y)
    nodes = {A2: g2(Z2), Z2: A1 * W2, A1: g1(Z1), Z1: X * W1}  # each from the ones after it
    fields = {"loss": loss}
    for node, made in nodes.items():
        fields[f"dloss_d{node}"] = sp.diff(loss, node)
        fields |= {f"d{node}_d{each}": sp.diff(made, each) for each in made.free_symbols - {X}}
        loss = loss.subs(node, made)
    fields |= {f"dloss_d{weight}": sp.diff(loss, weight) for weight in (W1, W2)}
    return {name: sp.lambdify((X, W1, W2, Y), each.subs([*nodes.items()]), "mpmath") for name, each in fields.items()}


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
            got = both_passes(Network(w1, w2, *kind), x, k % 2)[1]._asdict()
            for name, derivative in differentiated(kind).items():
                exact = derivative(mp.mpf(x), mp.mpf(w1), mp.mpf(w2), k % 2)
                assert abs(mp.mpf(float(got[name])) - exact) <= tolerance * abs(exact), (name, x, w1, w2)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_where_a2_is_close_to_y_the_error_is_small_beside_both(kind):
    """y anywhere in 0..1 and any g2: a2 − y may cancel, so the error is measured with |a2| + |y| in its place."""
    rng = np.random.default_rng(3)
    with mp.workdps(60):
        for x, w1, w2 in inputs(kind[0], 6, seed=1):
            y = float(rng.choice((0, 1, rng.uniform())))
            forward_pass, backward_pass = both_passes(Network(w1, w2, *kind), x, y)
            a2 = mp.mpf(float(forward_pass.a2))
            for name in ("dloss_dw1", "dloss_dw2", "dloss_dz1", "dloss_da1", "dloss_dz2"):
                exact = differentiated(kind)[name](mp.mpf(x), mp.mpf(w1), mp.mpf(w2), mp.mpf(y))
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


@behind_sigmoid
def test_the_two_oracles_agree(kind):
    with mp.workdps(120):
        for k, (x, w1, w2) in enumerate(inputs(kind[0], 20, seed=9)):
            for name, each in zip(("dloss_dw1", "dloss_dw2"), closed_form(kind, x, w1, w2, k % 2)[1:], strict=True):
                exact = differentiated(kind)[name](mp.mpf(x), mp.mpf(w1), mp.mpf(w2), k % 2)
                assert abs(each - exact) <= mp.mpf(10) ** -60 * abs(exact)


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
