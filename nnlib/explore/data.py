"""With this you can fit the flights by hand, then let descent do it, and compare (lesson 08).

    DataExplorer()
    DataExplorer(g1=tanh, w1=0.4, w2=-3.5)
    DataExplorer(train="weights and b2", shown=True)

The descent always takes 1,000 steps of size 2 with the mean gradient, from w1 = 0.5, w2 = −0.5 and no bias.
"""

from functools import lru_cache

import numpy as np

from nnlib import Network, gradient_descent, sigmoid, tanh
from nnlib.datasets import LAUNCH, challenger, standardised
from nnlib.descent import score
from nnlib.draw import style
from nnlib.draw.flights import flights_panel, probability, told
from nnlib.draw.plot import Panel
from nnlib.explore.explorer import Choice, Explorer, Number, View, row
from nnlib.explore.page import grid
from nnlib.network import PARAMETERS, WEIGHTS

START, STEP_SIZE, STEPS = (0.5, -0.5), 2.0, 1000
SAME = 1e-6  # two losses as close as this are called the same
DIGITS = 3  # of a number that is taken over into a field
TRAIN = {"weights": WEIGHTS, "weights and b1": (*WEIGHTS, "b1"), "weights and b2": (*WEIGHTS, "b2"),
         "weights, b1, b2": PARAMETERS}
HAND, DESCENT = "by hand", "by descent"


# ---- state -> maths

@lru_cache(maxsize=1)
def examples():
    """Return x, the standardised temperatures, and y, one entry for each flight."""
    flights = challenger()
    return standardised(flights.temperature, flights.temperature), flights.distress


@lru_cache(maxsize=16)
def descent(g1, train):
    """Return the Trajectory of the descent with this g1, and the network at its end. train : a key of TRAIN."""
    net = Network(*START, g1)
    path = gradient_descent(net, *examples(), STEP_SIZE, STEPS, TRAIN[train])
    return path, path.network(net)


def figures(net):
    """Return name -> number for one network: its parameters, mean loss, how many are right, a2 at the launch."""
    loss, right = score(net, *examples())
    return {name: getattr(net, name) for name in PARAMETERS} | {
        "mean loss": loss, "right": right, "launch": probability(net, LAUNCH)}


# ---- in words and pictures

def judged(hand, found, flights):
    """Say how the fit by hand does, and the descent's. found : its figures, or None. flights : how many there are."""
    said = f"By hand: mean loss {style.number(hand['mean loss'])}, {hand['right']} of {flights} right."
    if not found:
        return said
    said += f" By descent: mean loss {style.number(found['mean loss'])}, {found['right']} of {flights} right. "
    if abs(found["mean loss"] - hand["mean loss"]) < SAME:
        return f"{said}Both fits have the same loss."
    return f"{said}The {'descent' if found['mean loss'] < hand['mean loss'] else 'fit by hand'} has the smaller loss."


def columns(flights):
    """Return what the figures are called in a table."""
    return *PARAMETERS, "mean loss", f"right of {flights}", f"a2 at {LAUNCH:g} °F"


def table(hand, found, flights):
    """Return the figures as an HTML table, a line for each fit."""
    lines = [(label, *map(style.number, each.values())) for label, each in ((HAND, hand), (DESCENT, found)) if each]
    return grid("comparison", ("fit", *columns(flights)), lines)


def losses(hand, path):
    """Return a picture of the mean loss: a level line for the fit by hand, a curve for the descent if there is one."""
    now = style.number(hand["mean loss"])
    shown = path.loss if path else np.array([hand["mean loss"]])
    highest = max(0.16, 1.1 * hand["mean loss"], 1.1 * shown.max())
    panel = Panel((0, 1.05 * STEPS), (0, highest), "step of the descent", "mean loss", f"mean loss by hand: {now}")
    panel.line([0, STEPS], [hand["mean loss"]] * 2, style.OTHERS[0], 3)
    said = f"The mean loss of the fit by hand is {now}."
    if path:
        panel.line(np.arange(STEPS + 1), path.loss, style.OTHERS[1], 3, style.DASHES[1])
        said += (f" The descent goes from {style.number(path.loss[0])} to {style.number(path.loss[-1])} "
                 f"in {STEPS:,} steps.")
    return panel.picture(said)


class DataExplorer(Explorer):
    """Lesson 08: a network on the 23 flights, fitted by hand and by descent. shown : whether the descent is."""

    g1 = Choice(sigmoid, (sigmoid, tanh), label="activation g₁")
    w1 = Number(START[0], low=-8, high=8)
    w2 = Number(START[1], low=-8, high=8)
    b1 = Number(0, low=-5, high=5)
    b2 = Number(0, low=-5, high=5)
    train = Choice("weights", TRAIN.keys(), label="descent moves")
    shown = Choice(False, (False, True))

    def build(self):
        self.sentence, self.comparison = self.text(), self.text()
        self.fit, self.take = self.button("", self.toggle), self.button("Take the descent's numbers", self.take_over)
        self.again = self.button("Start again", self.restart)
        self.assemble(self.controls("w1", "w2", "b1", "b2"),
                      row(self.controls("g1", "train"), self.fit, self.take, self.again, gap="2px 8px"),
                      self.picture, self.sentence, self.comparison)

    def toggle(self):
        """Show what descent finds, or hide it."""
        self.shown = not self.shown

    def take_over(self):
        """Put the weights and biases that descent found into the sliders."""
        for name in PARAMETERS:
            low, high = self.traits()[name].limits(self)
            found = round(float(getattr(descent(self.g1, self.train)[1], name)), DIGITS)
            setattr(self, name, float(np.clip(found, low, high)))

    def restart(self):
        """Go back to the start of the descent, and hide what it found."""
        (self.w1, self.w2), self.b1, self.b2, self.shown = START, 0, 0, False

    def after(self):
        self.fit.description = "Hide the descent" if self.shown else "Let descent fit"
        self.take.disabled = not self.shown

    def look(self):
        net = Network(self.w1, self.w2, self.g1, b1=self.b1, b2=self.b2)
        path, found = descent(self.g1, self.train) if self.shown else (None, None)
        nets = {HAND: net} | ({DESCENT: found} if found else {})
        hand, theirs = figures(net), found and figures(found)
        count = len(examples()[1])
        says = judged(hand, theirs, count)
        panel = flights_panel(nets, f"Distress ■ or none ○: {hand['right']} of {count} right by hand")
        rows = {"g1": self.g1.name, "descent moves": self.train}
        heads = dict(zip(hand, columns(count), strict=True))
        rows |= {f"{heads[name]}, {label}": style.number(value)
                 for label, each in ((HAND, hand), (DESCENT, theirs)) if each for name, value in each.items()}
        return View(hand | {"descent": theirs}, panel.picture(told(nets)).beside(losses(hand, path)), rows, says,
                    {self.sentence: says, self.comparison: table(hand, theirs, count)})
