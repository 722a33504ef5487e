"""With this you can see the loss as a landscape over both weights, and the paths that descents took through it."""

from dataclasses import replace

import numpy as np

from nnlib.arguments import classes, instance, numbers, one_number, same_shape
from nnlib.descent import Trajectory
from nnlib.draw import style
from nnlib.draw.curves import DESCENT, frame, plain, scale, steps
from nnlib.draw.picture import labelled
from nnlib.draw.plot import ticks
from nnlib.network import Network

POINTS = 81  # a side of the grid
ENDS = "sD^v"


def loss_surface(ax, net, x, y, w1_range, w2_range, trajectories=None):
    """Draw the mean loss over (w1, w2) as filled contours, and descents as paths on it.

    net : a Network; its weights do not matter. x, y : numbers or (n,), one example each.
    w1_range, w2_range : (low, high). trajectories : a dict from a label to a Trajectory, or None.
    Returns ax, its numbers in `ax.text_twin`. Raises TypeError or ValueError on bad input.
    """
    instance("net", net, Network, "a Network")
    w1, w2 = np.meshgrid(_axis("w1_range", w1_range), _axis("w2_range", w2_range))
    trajectories = {} if trajectories is None else labelled("trajectories", trajectories, Trajectory, DESCENT)
    loss = _mean_loss(net, x, y, w1, w2)
    filled = ax.contourf(w1, w2, loss, levels=20, cmap="viridis")
    bar = ax.figure.colorbar(filled, ax=ax, ticks=ticks(filled.levels[0], filled.levels[-1], 6))
    bar.outline.set_visible(False)
    bar.ax.set_title("Loss", fontsize=10.5, color=style.INK)
    scale(bar.ax, style.INK)
    for k, (label, path) in enumerate(trajectories.items()):
        _path(ax, label, path, k)
    ax.set(xlim=(w1[0, 0], w1[0, -1]), ylim=(w2[0, 0], w2[-1, 0]))
    title = "Each path starts at ○ and ends at its mark" if trajectories else "The darker, the smaller the loss"
    frame(ax, "$w_1$", "$w_2$", title, grid=False)
    if trajectories:
        ax.legend(loc="best", fontsize="small", labelcolor=style.INK, facecolor=style.PAPER, framealpha=1)
    ax.text_twin = " ".join([_told_surface(w1, w2, loss), *(_told(*item) for item in trajectories.items())])
    return ax


def _axis(name, limits):
    try:
        low, high = limits
    except (TypeError, ValueError):
        raise ValueError(f"{name} is {limits!r}; two numbers (low, high) were wanted") from None
    low, high = one_number(name, low), one_number(name, high)
    if low >= high:
        raise ValueError(f"{name} is ({low}, {high}); low must be below high")
    return np.linspace(low, high, POINTS)


def _mean_loss(net, x, y, w1, w2):
    x, y = numbers("x", x), classes("y", y)
    same_shape(x=x, y=y)
    examples = np.broadcast_arrays(np.atleast_1d(x), np.atleast_1d(y))
    if examples[0].ndim != 1 or examples[0].size == 0:
        raise ValueError(f"x and y have the shape {examples[0].shape}; (n,) was wanted, with one example or more")
    x, y = (example[:, None, None] for example in examples)
    net = replace(net, w1=w1, w2=w2)
    return np.mean(net.example_loss(net.forward(x), y), axis=0)


def _path(ax, label, path, k):
    """Draw one descent: a ring at its start, a dot for each step, a mark of its own at its end; the first on top."""
    colour, above = style.line(k)[0], 4 - k / 100
    # a rim: no line colour stands out on all of viridis
    ax.plot(path.w1, path.w2, ".-", color=style.PAPER, linewidth=4.5, markersize=11, zorder=above)
    ax.plot(path.w1, path.w2, ".", color=colour, markersize=7, zorder=above)
    ax.plot(path.w1, path.w2, color=colour, linewidth=2.25, label=plain(label), zorder=above,
            linestyle=style.LINE_STYLES[k % len(style.LINE_STYLES)],
            marker=ENDS[k % len(ENDS)], markersize=9, markevery=[len(path.w1) - 1], markeredgecolor=style.INK)
    ax.plot(path.w1[0], path.w2[0], "o", markersize=8, zorder=5, color=style.PAPER, markeredgecolor=style.INK,
            markeredgewidth=1.5)


def _told_surface(w1, w2, loss):
    at = np.unravel_index(np.argmin(loss), loss.shape)
    left, right, bottom, top, low, high, best1, best2 = map(
        style.number, (w1[0, 0], w1[0, -1], w2[0, 0], w2[-1, 0], np.min(loss), np.max(loss), w1[at], w2[at]))
    return (f"Loss for w1 from {left} to {right} and w2 from {bottom} to {top}: "
            f"from {low}, at w1 = {best1} and w2 = {best2}, to {high}.")


def _told(label, path):
    start, end = ("w1 = {}, w2 = {} with loss {}".format(*(style.number(field[k]) for field in path)) for k in (0, -1))
    return f"{label}: from {start} to {end} after {steps(path)}."
