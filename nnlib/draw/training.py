"""With this you can see the mean loss after each step of some descents, and how many examples are right.

    training_picture({"no bias": path, "b2": other}, net, x, y)
"""

import numpy as np

from nnlib.descent import Trajectory, right_along
from nnlib.draw import style
from nnlib.draw.curves import DESCENT
from nnlib.draw.picture import labelled
from nnlib.draw.plot import BOTTOM, LEFT, Panel


def training_picture(paths, net, x, y):
    """Return the two curves of each descent, side by side, over the steps.

    paths : label -> Trajectory. net : the Network that was trained; of it, the activations and the loss matter.
    x, y : (n,), the examples. Raises TypeError or ValueError on bad input.
    """
    labelled("paths", paths, Trajectory, DESCENT)
    right = {label: right_along(path, net, x, y) for label, path in paths.items()}
    steps, count = max(1, *(len(path.loss) - 1 for path in paths.values())), np.size(x)
    highest = 1.1 * max(path.loss.max() for path in paths.values()) or 1.0
    low = min(each.min() for each in right.values())
    losses = Panel((0, 1.05 * steps), (0, highest), "step", "mean loss", "The mean loss after each step")
    rights = Panel((0, 1.05 * steps), (max(low - 1.5, -0.5), count + 0.5), "step", f"right of {count}",
                   "How many are right", counted="y")
    said = [[], []]
    for k, (label, path) in enumerate(paths.items()):
        colour, dashes = style.line(k)
        for panel, values, told in zip((losses, rights), (path.loss, right[label]), said, strict=True):
            panel.line(np.arange(len(values)), values, colour, 3, dashes)
            ends = [style.number(values[end]) for end in (0, -1)]
            told.append(f"{label}: {ends[0]} at the start, {ends[1]} after {len(values) - 1:,} steps.")
        losses.key(LEFT + 16, BOTTOM - 20 - 20 * k, label, colour, dashes)
    return losses.picture("Mean loss. " + " ".join(said[0])).beside(
        rights.picture(f"Right of {count}. " + " ".join(said[1])))
