"""With this you can fit the flights by hand, then let descent do it, and compare (lesson 08).

    DataExplorer()
    DataExplorer(g1=tanh, w1=0.4, w2=-3.5)
    DataExplorer(train="weights and b2", shown=True)
    DataExplorer(step=step)                               what the learner's step of lesson 07 finds, a third curve

The descent always takes STEPS steps with the mean gradient, from START and no bias. The learner's step is given each
flight with the same old weights, and the mean of the new ones is taken: for a right one, that is the same.
"""

from functools import lru_cache
from html import escape

import numpy as np

from nnlib import Network, gradient_descent, sigmoid, tanh
from nnlib.datasets import LAUNCH, challenger, standardised
from nnlib.descent import score
from nnlib.draw import style
from nnlib.draw.flights import flights_panel, probability, told
from nnlib.draw.plot import Panel
from nnlib.explore.explorer import Choice, Explorer, Number, View, row
from nnlib.explore.own_code import descend
from nnlib.explore.page import grid
from nnlib.network import PARAMETERS, WEIGHTS

START, STEP_SIZE, STEPS = (0.5, -0.5), 2.0, 1000
SAME = 1e-6  # two losses as close as this are called the same
DIGITS = 3  # of a number that is taken over into a field
TRAIN = {"weights": WEIGHTS, "weights and b1": (*WEIGHTS, "b1"), "weights and b2": (*WEIGHTS, "b2"),
         "weights, b1, b2": PARAMETERS}
HAND, DESCENT, OWN = "by hand", "by descent", "by your step"


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


def judged(hand, found, flights, own=None, stopped=""):
    """Say how the fit by hand does, the descent's and the learner's step's. found, own : their figures, or None.

    flights : how many there are. stopped : why the learner's step took no more, or "".
    """
    said = f"By hand: mean loss {style.number(hand['mean loss'])}, {hand['right']} of {flights} right."
    if stopped:
        said += f" Your step {stopped}."
    elif own:
        said += f" By your step: mean loss {style.number(own['mean loss'])}, {own['right']} of {flights} right."
    if not found:
        return said
    said += f" By descent: mean loss {style.number(found['mean loss'])}, {found['right']} of {flights} right. "
    if abs(found["mean loss"] - hand["mean loss"]) < SAME:
        return f"{said}Both fits have the same loss."
    if found["mean loss"] < hand["mean loss"]:
        return f"{said}Descent has a smaller loss than the fit by hand."
    return f"{said}The fit by hand has a smaller loss than descent."


def losses(hand, paths, stopped):
    """Return a picture of the mean loss: a level line for the fit by hand, a curve for each descent that there is.

    paths : label -> (Trajectory, number of its line).
    """
    now = style.number(hand["mean loss"])
    highest = 1.1 * max(0.145, hand["mean loss"], *(path.loss.max() for path, _ in paths.values()))
    panel = Panel((0, 1.05 * STEPS), (0, highest), "step of the descent", "mean loss", f"mean loss by hand: {now}")
    panel.line([0, STEPS], [hand["mean loss"]] * 2, style.OTHERS[0], 3)
    said = f"The mean loss of the fit by hand is {now}."
    for label, (path, k) in paths.items():
        colour, dashes = style.line(k)
        steps = len(path.loss) - 1
        panel.line(np.arange(steps + 1), path.loss, colour, 3, dashes)
        said += (f" {label.capitalize()} it goes from {style.number(path.loss[0])} to {style.number(path.loss[-1])} "
                 f"in {steps:,} step{'s' * (steps != 1)}.")
    if stopped:
        panel.note(f"your step {stopped}")
        said += f" Your step {stopped}."
    return panel.picture(said)


class DataExplorer(Explorer):
    """Lesson 08: a network on the 23 flights, fitted by hand and by descent. shown : whether the descent is.

    step : the learner's function of lesson 07, or None.
    """

    g1 = Choice(sigmoid, (sigmoid, tanh), label="activation g₁")
    w1 = Number(START[0], low=-8, high=8)
    w2 = Number(START[1], low=-8, high=8)
    b1 = Number(0, low=-5, high=5)
    b2 = Number(0, low=-5, high=5)
    train = Choice("weights", TRAIN.keys(), label="descent moves")
    shown = Choice(False, (False, True))

    def __init__(self, *values, step=None, **start):
        self.own, self.stopped = (None, "") if step is None else descend(step, Network(*START), *examples(), STEP_SIZE,
                                                                         STEPS)
        super().__init__(*values, **start)

    def build(self):
        self.sentence = self.text()
        self.fit = self.button("", lambda: setattr(self, "shown", not self.shown))
        self.take = self.button("Take the descent's numbers", self.take_over)
        self.again = self.button("Start again", self.restart)
        pairs = [self.controls("w1", "w2"), self.controls("b1", "b2")]
        for pair in pairs:
            pair.layout.flex = "1 1 460px"  # so that no slider stands in a row of its own
        chosen = row(self.controls("g1", "train"), self.fit, self.take, self.again, gap="2px 8px")
        self.assemble(row(*pairs, gap="2px 14px"), chosen, self.picture, self.sentence)

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
        paths = {DESCENT: (path, 1)} if path else {}
        if self.own and len(self.own.loss) > 1:
            nets[OWN], paths[OWN] = self.own.network(Network(*START)), (self.own, len(nets))
        fits = {label: figures(each) for label, each in nets.items()}
        hand, theirs, mine = (fits.get(label) for label in (HAND, DESCENT, OWN))
        count = len(examples()[1])
        says = judged(hand, theirs, count, mine, self.stopped)
        panel = flights_panel(nets, f"Distress ■ or none ○: {hand['right']} of {count} right by hand")
        heads = *PARAMETERS, "mean loss", f"right of {count}", f"a2 at {LAUNCH:g} °F"
        lines = [(label, *map(style.number, each.values())) for label, each in fits.items()]
        rows = {"g1": self.g1.name, "descent moves": self.train} | {
            f"{head}, {label}": text for label, *texts in lines for head, text in zip(heads, texts, strict=True)}
        return View(hand | {"descent": theirs, "your step": mine},
                    panel.picture(told(nets)).beside(losses(hand, paths, self.stopped)), rows, says,
                    {self.sentence: escape(says, quote=False)}, grid("comparison", ("fit", *heads), lines))
