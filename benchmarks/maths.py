"""How fast the two passes are: `python benchmarks/maths.py`, a table in about half a minute.

One example and a million beside bare numpy, torch, jax, autograd and micrograd (if installed: requirements.txt here),
a loss surface, a descent, and the time per example as their number grows. The contestants take turns, round by round,
so that whatever else the machine does falls on all of them; each figure is a median. Fails if the time per example,
with memory kept, grows by more than 2.5.
"""

import math
import os
import subprocess
import sys
import time
from statistics import median

import numpy as np

from nnlib import Network, gradient_descent

EXAMPLES, ROUNDS = 1_000_000, 21
W1, W2 = 0.5, -2.0
# For glibc's malloc, read when a program starts: no array by mmap, and nothing goes back before the program ends.
KEEP_MEMORY = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(2**40)}


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
    x, y = torch.as_tensor(x, dtype=torch.float64), torch.as_tensor(y, dtype=torch.float64)
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

    both = jax.value_and_grad(example, argnums=(0, 1), has_aux=True)
    both = jax.jit(jax.vmap(both, in_axes=(None, None, 0, 0)) if np.ndim(x) else both)
    x, y = jax.device_put(x), jax.device_put(y)

    def run():
        (loss, a2), gradient = jax.block_until_ready(both(W1, W2, x, y))
        return a2, loss, *gradient
    return run


def autograd_numpy(x, y):
    import autograd.numpy as anp
    from autograd import elementwise_grad

    def loss(w1, w2):
        a2 = 1 / (1 + anp.exp(-w2 / (1 + anp.exp(-x * w1))))
        return 0.5 * (a2 - y) ** 2, a2

    gradients = elementwise_grad(lambda both: loss(*both)[0])
    weights = W1 + 0 * x, W2 + 0 * x

    def run():
        value, a2 = loss(*weights)
        return a2, value, *gradients(weights)
    return run


def micrograd(x, y):
    from micrograd.engine import Value
    if np.ndim(x):
        raise ImportError("micrograd computes with single numbers")

    def exp(value):  # micrograd itself knows + · ** and relu
        out = Value(math.exp(value.data), (value,), "exp")

        def backward():
            value.grad += out.data * out.grad
        out._backward = backward
        return out

    def run():
        w1, w2 = Value(W1), Value(W2)
        a2 = (1 + exp(-w2 * (1 + exp(-w1 * x)) ** -1)) ** -1
        loss = 0.5 * (a2 - y) ** 2
        loss.backward()
        return a2.data, loss.data, w1.grad, w2.grad
    return run


CONTESTANTS = bare_numpy, nnlib, torch_autograd, jax_jit, autograd_numpy, micrograd


def beside_others(title, x, y, repeat, unit, scale):
    """Print each contestant's median over the same examples, after checking that it computes the same."""
    runs, missing = {}, []
    for contestant in CONTESTANTS:
        name = contestant.__name__.replace("_", " ")
        try:
            runs[name] = contestant(x, y)
        except ImportError as error:
            missing.append(f"{name}: {error}")
    expected = runs["bare numpy"]()
    for run in runs.values():
        for got, wanted in zip(run(), expected, strict=True):
            np.testing.assert_allclose(got, wanted if np.ndim(got) else np.sum(wanted), rtol=1e-9)

    times = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            times[name].append(seconds(run, repeat))
    print(f"{title:<45} {unit:>8}   ratio to nnlib")
    for name, each in times.items():
        ratio = median(one / other for one, other in zip(each, times["nnlib"], strict=True))
        print(f"    {name:<41} {median(each) * scale:8.1f}   {ratio:.2f}")
    for name in missing:
        print(f"    left out: {name}")


def growth():
    """Print the time per example as the examples grow in number, bare numpy's and nnlib's.

    Returns whether nnlib's stays within 2.5 of its best.
    """
    worst = {}
    for contestant in (bare_numpy, nnlib):
        runs = {n: contestant(np.linspace(-3, 3, n), 1.0) for n in (10_000, 100_000, 1_000_000, 10_000_000)}
        times = {n: [] for n in runs}
        for _ in range(7):
            for n, run in runs.items():
                times[n].append(seconds(run, repeat=max(1, 1_000_000 // n)) / n * 1e9)
        per_example = {n: median(each) for n, each in times.items()}
        best = min(per_example.values())
        worst[contestant] = max(per_example.values()) / best
        print(f"    {contestant.__name__.replace('_', ' ')}")
        for n, each in per_example.items():
            print(f"        {n:<37,} {each:8.1f}   {each / best:.2f}")
    return worst[nnlib] <= 2.5


def growth_of_both():
    """Print the growth twice: with memory that the program keeps, and as Linux gives and takes it otherwise.

    A large array's memory goes back to the system when the array does, and the next array gets fresh pages, which the
    system fills with zeros first. That takes longer than the computation. Returns whether the first is within 2.5.
    """
    within = []
    for title, settings in (("memory kept for the next pass", KEEP_MEMORY), ("memory fresh from the system", {})):
        print(f"{'examples at once, ' + title:<45}  ns each   ratio to the best", flush=True)
        child = subprocess.run([sys.executable, __file__, "growth"], env=os.environ | settings, check=False)
        within.append(child.returncode == 0)
    return within[0]


def loss_surface():
    w1, w2 = np.linspace(-6, 6, 400)[:, None], np.linspace(-6, 6, 400)

    def run():
        net = Network(w1, w2)
        return net.example_loss(net.forward(1.5), 1)

    def bare():
        a2 = 1 / (1 + np.exp(-w2 / (1 + np.exp(-1.5 * w1))))
        return 0.5 * (a2 - 1) ** 2
    pairs = [(seconds(run), seconds(bare)) for _ in range(51)]
    print(f"{'loss over 400 × 400 weights, ms':<45} {median(ours for ours, _ in pairs) * 1e3:8.1f}   "
          f"{median(ours / other for ours, other in pairs):.2f} × bare numpy")


def descent():
    net = Network(W1, W2)
    pairs = [(seconds(lambda: gradient_descent(net, 1.5, 1, 0.1, 10_000)),
              seconds(lambda: net.backward(net.forward(1.5), 1), repeat=10_000)) for _ in range(5)]
    print(f"{'10,000 steps of descent, ms':<45} {median(ours for ours, _ in pairs) * 1e3:8.1f}   "
          f"{median(ours / (10_000 * other) for ours, other in pairs):.2f} × as many forward and backward passes")


def main():
    rng = np.random.default_rng(0)
    beside_others("one example: a2, loss, both gradients", 1.5, 1.0, 100, "µs", 1e6)
    x, y = rng.normal(size=EXAMPLES), rng.integers(0, 2, EXAMPLES).astype(float)
    beside_others(f"{EXAMPLES:,} examples: the same", x, y, 1, "ms", 1e3)
    loss_surface()
    descent()
    return 0 if growth_of_both() else 1


if __name__ == "__main__":
    sys.exit(not growth() if sys.argv[1:] == ["growth"] else main())
