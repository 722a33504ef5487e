"""With these you can see a loss, and a loss that falls step by step.

Each function draws on the axes that it is given, leaves a sentence with the numbers in `ax.text_twin`,
and returns the axes.
"""

import numpy as np

from nnlib.arguments import instance, one_number
from nnlib.descent import Trajectory
from nnlib.draw import style
from nnlib.draw.picture import drawable, labelled
from nnlib.losses import Loss

DESCENT = "what gradient_descent returned"


def loss_curves(ax, loss, a2):
    """Draw a loss against a2 for both classes, with points at one a2. loss : a Loss. a2 : a number.

    Raises TypeError or ValueError otherwise, and where the loss is not defined at a2.
    """
    instance("loss", loss, Loss, "a loss such as nnlib.quadratic")
    a2 = one_number("a2", a2)
    values = [loss(a2, y) for y in (0, 1)]
    grid = np.linspace(min(0.005, a2), max(0.995, a2), 200)
    for y, value, linestyle, marker in zip((0, 1), values, ("-", "--"), "os", strict=True):
        ax.plot(grid, loss(grid, y), color=style.OTHERS[y], linestyle=linestyle, linewidth=2, marker=marker,
                markevery=[], label=f"$y^* = {y}$: {style.number(value)}")
        ax.plot(a2, value, marker, color=style.OTHERS[y], markersize=8, markeredgecolor=style.PAPER)
    ax.axvline(a2, color=style.NEUTRAL, linestyle=":", linewidth=1.5, zorder=0)
    frame(ax, r"$a_2$", "Loss", f"The loss at $a_2 = {style.number(a2)}$, for each class")
    ax.legend(loc="upper center", edgecolor="none")
    ax.text_twin = (f"{loss.name} loss at a2 = {style.number(a2)}: "
                    + ", ".join(f"{style.number(value)} for y* = {y}" for y, value in enumerate(values)) + ".")
    return ax


def loss_history(ax, trajectories):
    """Draw the loss after each step of one or several descents.

    trajectories : a dict from a label to a Trajectory. Raises TypeError or ValueError on anything else.
    """
    for k, (label, trajectory) in enumerate(labelled("trajectories", trajectories, Trajectory, DESCENT).items()):
        ax.plot(trajectory.loss, color=style.line(k)[0], linewidth=2.25, label=plain(label),
                linestyle=style.LINE_STYLES[k % len(style.LINE_STYLES)])
    frame(ax, "step", "Loss", "The loss after each step")
    ax.set_ylim(bottom=0)
    ax.legend(frameon=False)
    ax.text_twin = " ".join(f"{label}: loss {style.number(path.loss[0])} at the start, {style.number(path.loss[-1])} "
                            f"after {steps(path)}." for label, path in trajectories.items())
    return ax


def plain(label):
    """Return a label as matplotlib shall take it: as text, no formula, and not hidden as one that begins with _ is."""
    label = drawable(label).replace("$", r"\$")
    return label if label and label[0] != "_" else f" {label}"


def steps(trajectory):
    """Say how many steps a trajectory has."""
    count = len(trajectory.loss) - 1
    return f"{count:,} step{'s' * (count != 1)}"


def frame(ax, x, y, title, grid=True):
    """Give axes the looks of a `plot.Panel`, whose pixels are three quarters of a point, and name them."""
    ax.set_xlabel(x, fontsize=12, color=style.INK)
    ax.set_ylabel(y, fontsize=12, color=style.INK)
    ax.set_title(title, fontsize=11.25, color=style.INK)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set(color=style.INK, linewidth=0.9)
    if grid:
        ax.grid(color=style.GRID, linewidth=0.75)
        ax.set_axisbelow(True)
    scale(ax, style.GRID if grid else style.INK)


def scale(ax, colour):
    """Give axes ticks of a colour, and write the numbers there as everywhere in the course."""
    ax.tick_params(length=3.75, width=0.75, color=colour, labelsize=9.75, labelcolor=style.INK)
    for axis in ax.xaxis, ax.yaxis:
        axis.set_major_formatter(lambda value, _: style.number(value))
