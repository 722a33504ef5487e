"""With this you can watch gradient descent on the loss surface, and find out which step size is right (lesson 07).

    DescentExplorer()
    DescentExplorer(step_size=20, steps=100)
    DescentExplorer(x=1.5, y=0, start_w1=-2, start_w2=1, update="sequential")
    DescentExplorer(step=step)               the learner's own step(x, y, w1, w2, step_size) beside it, a wrong one too

The path is a function of the start, the step size, the update and the number of steps: move one, and all of it moves.
"""

from dataclasses import replace
from functools import lru_cache
from html import escape

import numpy as np
from ipywidgets import HTML
from traitlets import Any

from nnlib import Network, Trajectory, gradient_descent
from nnlib.arguments import classes, one_number
from nnlib.draw import style
from nnlib.draw.formula import in_formula, pieces
from nnlib.example import W1, W2, X, Y
from nnlib.explore.controls import Whole
from nnlib.explore.descent_picture import draw, surface
from nnlib.explore.explorer import Choice, Number, View, row
from nnlib.explore.own_code import descend
from nnlib.explore.run import Runner
from nnlib.topology import WEIGHTS

MOST_STEPS = 100
SMALL_LOSS, SMALL_GRADIENT, LONG_STEP, SLOW = 0.01, 1e-3, 4.0, 0.05
SAME = 1e-6  # relative: weights as close as this are the same


def used_gradients(net, x, y, step_size, update):
    """Return the BackwardPass whose gradients a step uses.

    update : "simultaneous", both gradients at the old weights; or "sequential", the common mistake: w2 is
    updated first, and the gradient for w1 is computed with the new w2 beside the old forward pass.
    """
    forward_pass = net.forward(x)
    backward_pass = net.backward(forward_pass, y)
    if update == "simultaneous":
        return backward_pass
    mixed = replace(net, w2=net.update(backward_pass, step_size).w2)
    return backward_pass._replace(dloss_dw1=mixed.backward(forward_pass, y).dloss_dw1)


def sequential_descent(net, x, y, step_size, steps):
    """Return the Trajectory of `steps` sequential updates. The arguments are gradient_descent's, for one example."""
    path = [(net.w1, net.w2, net.example_loss(net.forward(x), y))]
    for _ in range(steps):
        net = net.update(used_gradients(net, x, y, step_size, "sequential"), step_size)
        path.append((net.w1, net.w2, net.example_loss(net.forward(x), y)))
    return Trajectory(*np.array(path).T)


DESCENTS = {"simultaneous": gradient_descent, "sequential": sequential_descent}


@lru_cache(maxsize=8)
def walk(w1, w2, x, y, step_size, update):
    """Return a function from a number of steps to the Trajectory; it computes no step twice."""
    whole = Trajectory(*np.empty((3, 0)))

    def first(steps):
        nonlocal whole
        missing = steps + 1 - len(whole.loss)
        if missing > 0:
            net = Network(whole.w1[-1], whole.w2[-1]) if len(whole.loss) else Network(w1, w2)
            more = DESCENTS[update](net, x, y, step_size, missing if len(whole.loss) else steps)
            whole = Trajectory(*(np.append(old[:-1], new) for old, new in zip(whole, more, strict=True)))
        return Trajectory(*(each[:steps + 1] for each in whole))
    return first


def judged(path, gradient):
    """Say in one or two sentences how this step size did. path : a Trajectory. gradient : the larger one's size now."""
    steps, start, now = len(path.loss) - 1, path.loss[0], path.loss[-1]
    fell = f"after {steps} step{'s' * (steps != 1)} the loss is down from {style.number(start)} to {style.number(now)}."
    if steps == 0:
        return f"No step yet: the loss at the start is {style.number(now)}."
    lengths = np.hypot(np.diff(path.w1), np.diff(path.w2))
    longest, rises = int(np.argmax(lengths)) + 1, np.flatnonzero(np.diff(path.loss) > 1e-12) + 1
    if now < SMALL_LOSS and now < start:
        return f"Well chosen: {fell}"
    if rises.size:
        before, after = (style.number(path.loss[rises[0] + k]) for k in (-1, 0))
        return f"Too large: step {rises[0]} raised the loss from {before} to {after}. It jumped over the low ground."
    flat = "Both gradients are almost 0 here, so the next steps hardly move."
    if gradient < SMALL_GRADIENT and lengths[longest - 1] > LONG_STEP:
        far = f"step {longest} moved the weights by {lengths[longest - 1]:.1f}"
        return f"Too large so far: {far}, onto flat ground. {flat}"
    if gradient < SMALL_GRADIENT:
        return f"Flat ground: the loss is {style.number(now)}. {flat} Try another start."
    if steps >= 50:
        return f"Too small so far: {fell} A larger step size gets further in as many steps."
    if steps >= 10 and path.loss[-11] - now < SLOW * now:
        return f"Slow here: the last 10 steps took {style.number(path.loss[-11] - now)} off the loss. Take more steps."
    return f"It falls: {fell} Take more steps."


def step_equations(path, used, step_size, update):
    """Return the last step of both weights in symbols and numbers, as HTML. used : the BackwardPass of that step."""
    lines = []
    for weight in WEIGHTS:
        before, after = (style.number(getattr(path, weight)[k]) for k in (-2, -1))
        gradient, symbol = in_formula(getattr(used, f"dloss_d{weight}"), factor=True), f"w_{weight[1]}"
        lines.append(pieces(rf"{symbol} \leftarrow {symbol} - \alpha \cdot \frac{{\partial Loss}}{{\partial {symbol}}}"
                            rf" \approx {before} - {style.number(step_size)} \cdot {gradient} \approx {after}"))
        if (weight, update) == ("w1", "sequential"):
            lines[-1] += " Mixed: the old forward pass, the new w₂."
    return "".join(f'<div style="margin:4px 24px 4px 0;display:inline-block">{line}</div>' for line in lines)


def compared(own, stopped, path):
    """Say where the path of the learner's step leaves the other one, and why it stopped."""
    if stopped:
        return f" Your step {stopped}."
    apart = [k for k in range(len(path.loss)) if not np.allclose(
        (own.w1[k], own.w2[k]), (path.w1[k], path.w2[k]), rtol=SAME, atol=1e-12)]
    if not apart:
        return " Your step takes the same path." if len(path.loss) > 1 else " Your step has not been taken yet."
    mine, theirs = (", ".join(f"{name} = {style.number(getattr(each, name)[apart[0]])}" for name in WEIGHTS)
                    for each in (own, path))
    return f" Your step leaves the path at step {apart[0]}: {mine} in place of {theirs}."


class DescentExplorer(Runner):
    """Lesson 07: the path of a descent on the loss surface, and its loss. x, y : the example, fixed at the start.

    step : the learner's function, or None: its path is drawn as well.
    """

    start_w1 = Number(W1, low=-10, high=4, label="start w₁")
    start_w2 = Number(W2, low=-4, high=6, label="start w₂")
    step_size = Number(2, low=0.01, high=1000, label="step size α", log=True, step=0.05)
    steps = Whole(0, low=0, high=MOST_STEPS, step=1)
    update = Choice("simultaneous", {"simultaneous": "simultaneous", "sequential, w₂ first": "sequential"})
    step = Any(None).tag(state=True)

    def __init__(self, x=X, y=Y, *values, step=None, **start):
        self.x, self.y, self._own = one_number("x", x), one_number("y", classes("y", y)), {}
        super().__init__(*values, **start)
        self.step = step

    def build(self):
        self.equations, self.sentence = self.text(), self.text()
        controls = self.controls("step_size", "steps", "update"), self.controls("start_w1", "start_w2")
        for name in ("start_w1", "start_w2"):
            self._controls[name][1].add_class(f"nnlib-{name}")  # where a click on the picture writes
        self.step_button, self.run_button = self.button("One step", self.one_step), self.button("Run", self.run)
        self.pause_button, self.reset_button = self.button("Pause", self.pause), self.button("Reset", self.reset)
        self.assemble(
            HTML(surface(self.x, self.y).defined(self.model_id)), *controls,
            row(self.step_button, self.run_button, self.pause_button, self.reset_button), self.picture, self.sentence,
            self.equations,
            HTML("Each change draws the whole path anew, from the start. The dashed line is the next step. "
                 "Click on the loss surface to start there, or type start w₁ and start w₂."))

    def one_step(self):
        """Take one step more; at the last one, say so."""
        if self.steps >= MOST_STEPS:
            raise ValueError(f"these are {MOST_STEPS} steps, the most that are shown; reset to begin again")
        self.steps += 1

    def reset(self):
        """Go back to the start, and stop a run."""
        self.pause()
        self.steps = 0

    def look(self):
        path = self._path(int(self.steps))
        net = Network(path.w1[-1], path.w2[-1])
        forward_pass = net.forward(self.x)
        backward_pass = net.backward(forward_pass, self.y)
        gradients = {name: getattr(backward_pass, name) for name in ("dloss_dw1", "dloss_dw2")}
        values = {"w1": net.w1, "w2": net.w2, "loss": path.loss[-1]} | gradients | {
            "a1": forward_pass.a1, "a2": forward_pass.a2}
        says, equations = judged(path, max(map(abs, gradients.values()))), ""
        own, stopped = self._own_path(int(self.steps))
        says = f"nnlib's step: {says}{compared(own, stopped, path)}" if own else says
        if self.steps:
            used = used_gradients(Network(path.w1[-2], path.w2[-2]), self.x, self.y, self.step_size, self.update)
            equations = step_equations(path, used, self.step_size, self.update)
        picture = draw(path, self._path(len(path.loss)), surface(self.x, self.y), self.model_id, own, stopped)
        return View(values | {"path": path, "your path": own}, picture, self._rows(values, own), says,
                    {self.sentence: escape(says, quote=False), self.equations: equations})

    def _path(self, steps):
        return walk(self.start_w1, self.start_w2, self.x, self.y, self.step_size, self.update)(steps)

    def _own_path(self, steps):
        """Return the Trajectory of the learner's step, None without one, and why it stopped before so many steps."""
        if self.step is None:
            return None, ""
        place = id(self.step), self.start_w1, self.start_w2, self.step_size
        if place not in self._own:
            net = Network(self.start_w1, self.start_w2)
            self._own = {place: descend(self.step, net, self.x, self.y, self.step_size, MOST_STEPS)}
        whole, stopped = self._own[place]
        if whole is None:
            return None, ""
        return Trajectory(*(each[:steps + 1] for each in whole)), stopped if len(whole.loss) <= max(steps, 1) else ""

    def _rows(self, values, own):
        names = {"loss": "Loss", "dloss_dw1": "∂Loss/∂w1", "dloss_dw2": "∂Loss/∂w2"}
        state = {"x": self.x, "y*": self.y, "start w1": self.start_w1, "start w2": self.start_w2,
                 "step size": self.step_size, "steps": self.steps} | values
        state |= {f"{name}, your step": getattr(own, name)[-1] for name in ("w1", "w2", "loss")} if own else {}
        return {"update": self.update} | {names.get(name, name): style.number(value) for name, value in state.items()}

    def _repr_mimebundle_(self, include=None, exclude=None):
        bundle = super()._repr_mimebundle_()
        if self.view:  # the surface is in the page for the live picture only
            path, own = self.values["path"], self._own_path(int(self.steps))
            alone = draw(path, self._path(len(path.loss)), surface(self.x, self.y), None, *own)
            bundle |= {**alone._repr_mimebundle_(), "text/plain": repr(self)}
        return bundle
