"""How fast the two passes are: `python benchmarks/maths.py`, a table in about half a minute.

One example, a million examples beside bare numpy, torch and jax (if installed), and a loss surface. The contestants
take turns, round by round, so that whatever else the machine does falls on all of them; each figure is a median.
"""

import time
from statistics import median

import numpy as np

from nnlib import Network

EXAMPLES, ROUNDS = 1_000_000, 21
W1, W2 = 0.5, -2.0


def seconds(run, repeat=1):
    start = time.perf_counter()
    for _ in range(repeat):
        run()
    return (time.perf_counter() - start) / repeat


def bare_numpy(x, y):
    def run():
        z1 = x * W1
        a1 = 1 / (1 + np.exp(-z1))
        z2 = a1 * W2
        a2 = 1 / (1 + np.exp(-z2))
        loss = 0.5 * (a2 - y) ** 2
        dloss_dz2 = (a2 - y) * a2 * (1 - a2)
        return a2, loss, dloss_dz2 * W2 * a1 * (1 - a1) * x, dloss_dz2 * a1
    return run


def nnlib(x, y):
    net = Network(W1, W2)

    def run():
        forward_pass = net.forward(x)
        backward_pass = net.backward(forward_pass, y)
        return forward_pass.a2, backward_pass.loss, backward_pass.dloss_dw1, backward_pass.dloss_dw2
    return run


def torch_autograd(x, y):
    import torch
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    # one weight for all, as in training: torch then gives the sum of the gradients, which is less to write down
    w1, w2 = (torch.tensor(weight, dtype=x.dtype, requires_grad=True) for weight in (W1, W2))

    def run():
        a2 = torch.sigmoid(w2 * torch.sigmoid(x * w1))
        loss = 0.5 * (a2 - y) ** 2
        return a2.detach(), loss.detach(), *torch.autograd.grad(loss.sum(), (w1, w2))
    return run


def jax_jit(x, y):
    import jax
    jax.config.update("jax_enable_x64", True)
    sigmoid = jax.nn.sigmoid

    def example(w1, w2, x, y):
        a2 = sigmoid(w2 * sigmoid(x * w1))
        return 0.5 * (a2 - y) ** 2, a2

    both = jax.jit(jax.vmap(jax.value_and_grad(example, argnums=(0, 1), has_aux=True), in_axes=(None, None, 0, 0)))
    x, y = jax.device_put(x), jax.device_put(y)

    def run():
        (loss, a2), gradient = jax.block_until_ready(both(W1, W2, x, y))
        return a2, loss, *gradient
    return run


def many_examples():
    """Print each contestant's median over the same examples, after checking that it computes the same."""
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=EXAMPLES), rng.integers(0, 2, EXAMPLES).astype(float)
    runs, missing = {}, []
    for contestant in (bare_numpy, nnlib, torch_autograd, jax_jit):
        name = contestant.__name__.replace("_", " ")
        try:
            runs[name] = contestant(x, y)
        except ImportError:
            missing.append(name)
    expected = runs["bare numpy"]()
    for run in runs.values():
        for got, wanted in zip(run(), expected, strict=True):
            np.testing.assert_allclose(got, wanted if np.ndim(got) else np.sum(wanted), rtol=1e-9)

    times = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            times[name].append(seconds(run))
    base = times["bare numpy"]
    print(f"{EXAMPLES:,} examples: a2, loss, both gradients       ms   ratio to bare numpy")
    for name, each in times.items():
        ratio = median(one / other for one, other in zip(each, base, strict=True))
        print(f"    {name:<40} {median(each) * 1e3:8.1f}   {ratio:.2f}")
    for name in missing:
        print(f"    {name:<40} not installed")


def one_example():
    net = Network(W1, W2)
    times = [seconds(lambda: net.backward(net.forward(1.5), 1), repeat=100) for _ in range(200)]
    print(f"one example, both passes, input checked       {median(times) * 1e6:8.1f} µs")


def loss_surface():
    w1, w2 = np.linspace(-6, 6, 400)[:, None], np.linspace(-6, 6, 400)

    def run():
        net = Network(w1, w2)
        return net.example_loss(net.forward(1.5), 1)
    print(f"loss over 400 × 400 weights                   {median(seconds(run) for _ in range(51)) * 1e3:8.1f} ms")


if __name__ == "__main__":
    one_example()
    many_examples()
    loss_surface()
