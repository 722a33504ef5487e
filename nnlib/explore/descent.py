"""With this you can watch gradient descent on the loss surface, and find out which step size is right (lesson 07).

    DescentExplorer()
    DescentExplorer(step_size=20, steps=100)
    DescentExplorer(x=1.5, y=0, start_w1=-2, start_w2=1, update="sequential")

The path is a function of the start, the step size, the update and the number of steps: move one, and all of it moves.
"""

import asyncio
from dataclasses import replace
from functools import lru_cache

import numpy as np
from ipywidgets import HTML

from nnlib import Network, Trajectory, gradient_descent
from nnlib.arguments import classes, count, one_number
from nnlib.draw import style
from nnlib.draw.formula import in_formula, pieces
from nnlib.example import W1, W2, X, Y
from nnlib.explore.descent_picture import draw, surface
from nnlib.explore.explorer import Choice, Explorer, Number, View, row
from nnlib.topology import WEIGHTS

MOST_STEPS = 100
SMALL_LOSS, SMALL_GRADIENT, LONG_STEP, SLOW = 0.01, 1e-3, 4.0, 0.05
PAUSE = 0.06  # seconds between two pictures of a run


class Whole(Number):
    """A whole number from low to high."""

    def validate(self, explorer, value):
        return float(count(self.name, super().validate(explorer, value), most=int(self.high)))


# ---- state -> maths

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


# ---- in words

def judged(path, gradient):
    """Say in one or two sentences how this step size did. path : a Trajectory. gradient : the larger one's size now."""
    steps, start, now = len(path.loss) - 1, path.loss[0], path.loss[-1]
    fell = f"after {steps} step{'s' * (steps != 1)} the loss is down from {style.number(start)} to {style.number(now)}."
    if steps == 0:
        return f"No step yet: the loss at the start is {style.number(now)}."
    lengths = np.hypot(np.diff(path.w1), np.diff(path.w2))
    longest, rises = int(np.argmax(lengths)) + 1, np.flatnonzero(np.diff(path.loss) > 1e-12) + 1
    if now < SMALL_LOSS and now < start:
        return f"Right: {fell}"
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


class DescentExplorer(Explorer):
    """Lesson 07: the path of a descent on the loss surface, and its loss. x, y : the example, fixed at the start."""

    start_w1 = Number(W1, low=-10, high=4, label="start w₁")
    start_w2 = Number(W2, low=-4, high=6, label="start w₂")
    step_size = Number(2, low=0.01, high=1000, label="step size α", log=True, step=0.05)
    steps = Whole(0, low=0, high=MOST_STEPS, step=1)
    update = Choice("simultaneous", {"simultaneous": "simultaneous", "sequential, w₂ first": "sequential"})

    task = None  # the run that is going on

    def __init__(self, x=X, y=Y, *values, **start):
        self.x, self.y = one_number("x", x), one_number("y", classes("y", y))
        super().__init__(*values, **start)

    def build(self):
        self.equations, self.sentence = self.text(), self.text()
        controls = self.controls("step_size", "steps", "update"), self.controls("start_w1", "start_w2")
        for name in ("start_w1", "start_w2"):
            self._controls[name][1].add_class(f"nnlib-{name}")  # where a click on the picture writes
        self.step_button, self.run_button = self.button("One step", self.one_step), self.button("Run", self.run)
        self.pause_button, self.reset_button = self.button("Pause", self.pause), self.button("Reset", self.reset)
        self.assemble(
            HTML(surface(self.x, self.y).defined(self.model_id)), *controls,
            row(self.step_button, self.run_button, self.pause_button, self.reset_button),
            self.picture, self.sentence, self.equations,
            HTML("Click on the left picture to start there, or type start w₁ and start w₂."))

    def one_step(self):
        """Take one step more; at the last one, say so."""
        if self.steps >= MOST_STEPS:
            raise ValueError(f"these are {MOST_STEPS} steps, the most that are shown; reset to begin again")
        self.steps += 1

    def reset(self):
        """Go back to the start, and stop a run."""
        self.pause()
        self.steps = 0

    def run(self):
        """Take step after step until `pause`, faster and faster; the kernel stays free for other cells meanwhile."""
        if self.task and not self.task.done():
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise ValueError("no event loop is running here; set explorer.steps instead") from None
        self.task = loop.create_task(self.run_on())

    def pause(self):
        """Stop a run."""
        if self.task:
            self.task.cancel()

    async def run_on(self):
        """Take steps until the last one, or until an error is shown or the widget is closed."""
        while self.steps < MOST_STEPS and not self.error and self.comm:
            self.do(lambda: setattr(self, "steps", min(MOST_STEPS, self.steps + max(1, self.steps // 20))))
            await asyncio.sleep(PAUSE)

    def close(self):
        self.pause()
        super().close()

    def look(self):
        path = self._path(int(self.steps))
        net = Network(path.w1[-1], path.w2[-1])
        forward_pass = net.forward(self.x)
        backward_pass = net.backward(forward_pass, self.y)
        gradients = [getattr(backward_pass, f"dloss_d{weight}") for weight in WEIGHTS]
        values = {"w1": net.w1, "w2": net.w2, "loss": path.loss[-1], "dloss_dw1": gradients[0],
                  "dloss_dw2": gradients[1], "a1": forward_pass.a1, "a2": forward_pass.a2}
        says, equations = judged(path, max(map(abs, gradients))), ""
        if self.steps:
            before = Network(path.w1[-2], path.w2[-2])
            used = used_gradients(before, self.x, self.y, self.step_size, self.update)
            equations = step_equations(path, used, self.step_size, self.update)
        return View(values | {"path": path}, self._drawn(path, live=True), self._rows(values), says,
                    {self.sentence: says, self.equations: equations})

    def _path(self, steps):
        return walk(self.start_w1, self.start_w2, self.x, self.y, self.step_size, self.update)(steps)

    def _drawn(self, path, live):
        ahead = self._path(len(path.loss))
        return draw(path, ahead, surface(self.x, self.y), self.model_id if live else None)

    def _rows(self, values):
        names = {"loss": "Loss", "dloss_dw1": "∂Loss/∂w1", "dloss_dw2": "∂Loss/∂w2"}
        state = {"x": self.x, "y*": self.y, "start w1": self.start_w1, "start w2": self.start_w2,
                 "step size": self.step_size, "steps": self.steps} | values
        return {"update": self.update} | {names.get(name, name): style.number(value) for name, value in state.items()}

    def _repr_mimebundle_(self, include=None, exclude=None):
        bundle = super()._repr_mimebundle_()
        if self.view:  # the surface is in the page for the live picture only
            bundle |= {**self._drawn(self.values["path"], live=False)._repr_mimebundle_(), "text/plain": repr(self)}
        return bundle
