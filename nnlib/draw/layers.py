"""With these you can see what is left of a gradient, layer by layer, and which slopes it was multiplied by.

    layers_picture({"sigmoid": [weight.gradient for weight in weights], "relu": others})
"""

import numpy as np

from nnlib.arguments import numbers
from nnlib.draw import style
from nnlib.draw.picture import labelled
from nnlib.draw.plot import BOTTOM, LEFT, Panel
from nnlib.draw.svg import PLAIN

MARKS = ("circle", "square")
LOWEST, HIGHEST = -8, 1  # powers of ten that the picture always shows


def powers(gradients):
    """Return |∂Loss/∂w| of each layer as a power of ten: (n,), −inf where it is 0. gradients : ∂Loss/∂w, (n,)."""
    with np.errstate(divide="ignore"):
        return np.log10(np.abs(gradients))


def sizes_panel(chains, colours=style.OTHERS):
    """Return a Panel with the size of each layer's gradient, on a logarithmic scale. chains : label -> (n,)."""
    found = {label: powers(gradients) for label, gradients in chains.items()}
    finite = np.concatenate([each[np.isfinite(each)] for each in found.values()])
    low, high = min(LOWEST, np.floor(finite.min(initial=0))), max(HIGHEST, np.ceil(finite.max(initial=0)))
    layers = max(len(each) for each in found.values())
    panel = Panel((0.5, layers + 0.5), (float(low) - 1, float(high)), "layer", "size of ∂Loss/∂w, power of ten",
                  "The size of each layer's gradient", counted="x")
    for k, (label, each) in enumerate(found.items()):
        colour = colours[k % len(colours)]
        _curve(panel, k, each, colour)
        # at the lower right, where the curves are high
        panel.key(LEFT + 226, BOTTOM - 16 - 20 * (len(found) - 1 - k), label, colour, style.line(k)[1])
    if missing := sum(int(np.isinf(each).sum()) for each in found.values()):
        panel.words.append((LEFT + 14, BOTTOM - 12, f"not shown, as they are 0: {missing}", 13, PLAIN, "start"))
    return panel


def slopes_panel(slopes):
    """Return a Panel with the slope of each layer. slopes : (n,)."""
    layers = len(slopes)
    panel = Panel((0.5, layers + 0.5), (-0.05, 1.1), "layer", "slope da/dz", "The slope da/dz of each layer",
                  counted="x")
    panel.line([0.5, layers + 0.5], [0.25, 0.25], style.NEUTRAL, 1.2, "2 4")
    x, y = panel.at(layers + 0.4, 0.25)
    panel.words.append((x, y - 6, "¼, the sigmoid's steepest", 12.5, PLAIN, "end"))
    _curve(panel, 0, np.asarray(slopes), style.LOCAL_DERIVATIVE)
    return panel


def layers_picture(chains):
    """Return a Picture of the sizes, a curve for each label; at most four are told apart.

    chains : label -> ∂Loss/∂w of each layer, (n,), the first layer first. Raises TypeError or ValueError on bad input.
    """
    labelled("chains", chains, (list, tuple, np.ndarray), "the gradients, one for each layer")
    chains = {label: numbers(f"the gradients of {label}", gradients) for label, gradients in chains.items()}
    for label, gradients in chains.items():
        if np.ndim(gradients) != 1 or np.size(gradients) == 0:
            raise ValueError(f"the gradients of {label} have the shape {np.shape(gradients)}; (n,) was wanted, "
                             "with one layer or more")
    return sizes_panel(chains).picture(told(chains))


def told(chains):
    """Say how large the gradients of the first and the last layer are."""
    return " ".join(f"{label}: ∂Loss/∂w has the size {style.number(abs(each[0]))} in layer 1 and "
                    f"{style.number(abs(each[-1]))} in layer {len(each)}." for label, each in chains.items())


def told_slopes(slopes):
    """Say what the slopes before the last layer multiply to."""
    return (f"The slopes from layer 1 to {len(slopes)}: {', '.join(map(style.number, slopes))}. "
            f"Those before the last multiply to {style.number(np.prod(slopes[:-1]))}.")


def _curve(panel, k, y, colour):
    """Draw what is finite of y, (n,), against the layers."""
    shown = np.flatnonzero(np.isfinite(y))
    if shown.size:
        panel.line(shown + 1, y[shown], colour, 2.5, style.line(k)[1])
    for layer in shown:
        panel.point(layer + 1, y[layer], colour, MARKS[k % len(MARKS)], 4.5)
