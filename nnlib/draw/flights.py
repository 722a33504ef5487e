"""With this you can see the flights, and the probability of distress that networks give at each temperature.

    flights_picture()                                 the flights alone
    flights_picture({"no bias": net, "b2": other})    with a curve for each network
"""

import numpy as np

from nnlib.datasets import LAUNCH, challenger, standardised
from nnlib.draw import style
from nnlib.draw.picture import labelled
from nnlib.draw.plot import BOTTOM, TOP, WIDTH, Panel
from nnlib.draw.svg import PLAIN
from nnlib.network import Network

COLD, WARM = 28.0, 84.0  # °F, what the picture shows
APART = 0.07  # between marks of flights at one temperature
Y_RANGE = (-0.19, 1.19)  # so that no tick stands where no probability is
KEY_WIDTH, KEY_LINE = 170, 19  # of the curves' key, in pixels
KEY_YS = TOP + 100, BOTTOM - 34, TOP + 170  # where its last line may stand
WIDE = 954  # as wide as two pictures side by side
MARKS = {WIDTH: 4, WIDE: 6}  # a mark's radius, in pixels


def probability(net, temperature):
    """Return what a network that was trained on standardised temperatures gives at these, in °F."""
    return net.forward(standardised(temperature, challenger().temperature)).a2


def flights_panel(nets, title, width=WIDTH):
    """Return a Panel with the flights, and a curve for each network. nets : label -> Network. width : of MARKS."""
    what = "a2: probability of distress" if nets else "y*: 1 with distress, 0 without"
    panel = Panel((COLD, WARM), Y_RANGE, "temperature at launch in °F", what, title, width=width)
    panel.band(COLD, challenger().temperature.min(), "")
    panel.line([COLD, WARM], [0.5, 0.5], style.NEUTRAL, 1.2, "2 4")
    panel.line([LAUNCH, LAUNCH], Y_RANGE, style.INK, 2, "7 4")
    beside = panel.at(LAUNCH, 0)[0] + 6
    panel.words.append((beside, TOP + 15, f"launch day: {LAUNCH:g} °F", 13, PLAIN, "start"))
    panel.words.append((beside, BOTTOM - 10, "no flight was this cold", 13, PLAIN, "start"))
    grid = np.linspace(COLD, WARM, 113)
    curves = [probability(net, grid) for net in nets.values()]
    bottom = _clear_of(beside, [panel.at(grid, curve) for curve in curves])
    for k, (label, curve) in enumerate(zip(nets, curves, strict=True)):
        colour, dashes = style.line(k)
        panel.line(grid, curve, colour, 3, dashes)
        panel.key(beside, bottom - KEY_LINE * (len(nets) - 1 - k), label, colour, dashes)
    _flights(panel, MARKS[width])
    return panel


def flights_picture(nets=None):
    """Return a Picture of the flights. nets : label -> Network, a curve for each; at most four are told apart.

    Raises TypeError or ValueError on bad input.
    """
    nets = {} if nets is None else labelled("nets", nets, Network, "a Network")
    for net in nets.values():
        net.single_weights()
    return flights_panel(nets, "Flights with distress ■ and without ○", WIDE).picture(told(nets))


def _clear_of(left, curves):
    """Return where the last line of the key stands, out of KEY_YS: where the fewest points of curves come by.

    left : where it begins. curves : for each curve the pixels of its points, (x, y).
    """
    def met(bottom):
        top = bottom - KEY_LINE * (len(curves) - 1)
        return sum(np.sum((left - 8 < x) & (x < left + KEY_WIDTH) & (top - 14 < y) & (y < bottom + 14))
                   for x, y in curves)

    return min(KEY_YS, key=met)


def _flights(panel, radius):
    """Draw a mark for each flight; those at one temperature and of one kind are stacked, away from where a2 can be."""
    seen = {}
    for temperature, distress in zip(*challenger(), strict=True):
        further = seen[temperature, distress] = seen.get((temperature, distress), -1) + 1
        y = distress + APART * further * (1 if distress else -1)
        mark = (style.INK, "square", radius) if distress else (style.PAPER, "circle", radius, style.INK)
        panel.point(temperature, y, *mark)


def told(nets):
    """Say in sentences what the picture of these networks shows."""
    temperature, distress = challenger()
    cold = ", ".join(f"{each:g}" for each in sorted(temperature[distress == 1]))
    said = (f"The {len(temperature)} flights from {temperature.min():g} to {temperature.max():g} °F: "
            f"distress at {cold} °F, none on the other {int((distress == 0).sum())}. "
            f"The launch at {LAUNCH:g} °F was colder than all of them.")
    for label, net in nets.items():
        at = ", ".join(f"{style.number(probability(net, each))} at {each:g} °F"
                       for each in (LAUNCH, temperature.min(), 70.0, temperature.max()))
        said += f" {label}: a2 is {at}."
    return said
