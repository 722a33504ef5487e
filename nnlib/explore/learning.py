"""With this you can watch a network learn from the flights, with every number of one of them (lesson 00).

    LearnExplorer()                    badly wrong about the cold launches
    LearnExplorer(steps=60)            after as many steps as it takes

    explorer.run()                     what the button Learn does
    explorer.values["a2"]              the probability of distress at 53 °F after these steps
"""

from functools import lru_cache

import numpy as np

from nnlib import Network, gradient_descent
from nnlib.datasets import challenger, standardised
from nnlib.draw import style
from nnlib.draw.flights import flights_panel, told
from nnlib.draw.graph import computation_graph
from nnlib.draw.plot import Panel
from nnlib.explore.controls import Whole
from nnlib.explore.explorer import View, row
from nnlib.explore.run import Runner

START, STEP_SIZE, STEPS = (-1.5, -4.0), 5.0, 60


@lru_cache(maxsize=1)
def learnt():
    """Return the Trajectory over all flights, and of the coldest flight the temperature, x and y."""
    temperature, distress = challenger()
    x, coldest = standardised(temperature, temperature), int(np.argmin(temperature))
    path = gradient_descent(Network(*START), x, distress, STEP_SIZE, STEPS)
    return path, float(temperature[coldest]), float(x[coldest]), float(distress[coldest])


def losses(path, steps):
    """Return a picture of the mean loss after each step so far."""
    now = style.number(path.loss[steps])
    panel = Panel((0, STEPS), (0, 1.1 * path.loss.max()), "step", "mean loss", f"mean loss over all flights: {now}")
    panel.line(np.arange(steps + 1), path.loss[:steps + 1], style.VALUE, 3)
    panel.point(steps, path.loss[steps], style.VALUE, "square", 6, style.INK)
    return panel.picture(f"The mean loss over all flights: {style.number(path.loss[0])} at the start, {now} now.")


class LearnExplorer(Runner):
    """Lesson 00: one button, and the network learns. On the graph stands the coldest flight."""

    steps = Whole(0, low=0, high=STEPS, step=1)

    def build(self):
        self.sentence, self.learn = self.text(), self.button("Learn", self.toggle, button_style="primary")
        steps = self.controls("steps")
        steps.layout.flex = "1 1 240px"
        self.assemble(row(self.learn, steps, gap="2px 14px"), self.sentence, self.picture)

    def toggle(self):
        """Learn, or pause; from the last step, begin anew."""
        if self.running:
            return self.pause()
        if self.steps == STEPS:
            self.steps = 0
        return self.run()

    def after(self):
        self.learn.description = "Learn again" if self.steps == STEPS else "Pause" if self.running else "Learn"

    def look(self):
        path, temperature, x, y = learnt()
        steps = int(self.steps)
        net = path.network(Network(*START), steps)
        forward_pass = net.forward(x)
        backward_pass = net.backward(forward_pass, y)._asdict()
        values = forward_pass._asdict() | {"w1": net.w1, "w2": net.w2, "y": y} | backward_pass | {
            "mean loss": path.loss[steps]}
        graph = computation_graph(net, x, y, show="gradients")
        panel = flights_panel({"the network": net}, f"Distress ■ or none ○; a₂ at {temperature:g} °F: "
                                                    f"{style.number(values['a2'])}")
        says = (f"After {steps} step{'s' * (steps != 1)}: there was distress on the flight at {temperature:g} °F, and "
                f"the network says that its probability is {style.number(values['a2'])}.")
        rows = {"steps": str(steps)} | {name: style.number(values[name]) for name in (
            "x", "w1", "w2", "z1", "a1", "z2", "a2", "loss", "dloss_dw1", "dloss_dw2", "mean loss")}
        picture = graph.above(panel.picture(told({"the network": net})).beside(losses(path, steps)))
        return View(values, picture, rows, says, {self.sentence: says})
