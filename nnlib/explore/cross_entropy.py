"""With this you can see how large the gradient of each layer is: for both losses, at any depth (lessons 09 and 11).

    CrossEntropyExplorer(depth=2)
    CrossEntropyExplorer(depth=12, g=relu, loss=quadratic)

All layers but the last have the same weight and the same activation; the last is a sigmoid.
"""

from typing import NamedTuple

import numpy as np

from nnlib import cross_entropy, quadratic, relu, sigmoid, tanh
from nnlib.autodiff import Value, apply
from nnlib.draw import style
from nnlib.draw.layers import sizes_panel, slopes_panel, told, told_slopes
from nnlib.example import X, Y
from nnlib.explore.explorer import Choice, Explorer, Number, View, row
from nnlib.explore.page import grid

LOSSES = (quadratic, cross_entropy)


class Layers(NamedTuple):
    """What a chain of layers gives, the first layer first: (n,) each but `loss`, a number."""

    z: np.ndarray
    a: np.ndarray
    slope: np.ndarray
    dloss_dz: np.ndarray
    dloss_dw: np.ndarray
    loss: float


def layers(weights, x, y, g, loss):
    """Return the Layers of a chain, from a record of it. weights : (n,). g : of all layers but the last, a sigmoid."""
    given, a, passed = [Value(weight) for weight in weights], Value(x), []
    for k, weight in enumerate(given, 1):
        z = a * weight
        a = apply(g if k < len(given) else sigmoid, z)
        passed.append((z, a))
    if loss.behind_sigmoid:  # as one operation, from z: exact also where a has rounded to 0 or 1
        value, local = loss.behind_sigmoid(z.data, a.data, y)
        end = Value(value, "", loss, (z,), (local,), y)
    else:
        end = apply(loss, a, y)
    end.backward()
    return Layers(*(np.array(each) for each in (
        [z.data for z, _ in passed], [a.data for _, a in passed], [a.local_derivatives[0] for _, a in passed],
        [z.gradient for z, _ in passed], [weight.gradient for weight in given])), end.data)


def judged(chains, loss, depth):
    """Say what the loss and the depth do to the gradients. chains : name -> Layers. loss : the one chosen."""
    there, output = chains[loss.name], chains["quadratic"].a[-1]
    errors = " and ".join(f"{style.number(abs(each.dloss_dz[-1]))} with {name}" for name, each in chains.items())
    first, last = (abs(there.dloss_dw[k]) for k in (0, -1))
    said = f"The output is {style.number(output)}. ∂Loss/∂z of the last layer has the size {errors}. "
    if first == 0 or last == 0:
        return (f"{said}The size of the gradient is {style.number(first)} in layer 1, "
                f"and {style.number(last)} in layer {depth}.")
    return (f"{said}With {loss.name}, the size of the gradient in layer 1 is {style.number(first)}, "
            f"{style.number(first / last)} times that in layer {depth}.")


class CrossEntropyExplorer(Explorer):
    """Lessons 09 and 11: the gradients of a chain of layers. last : the weight of the last layer."""

    x = Number(X, low=-3, high=3)
    weight = Number(1, low=-8, high=8, label="weights")
    last = Number(-8, low=-12, high=12, label="last weight")
    y = Choice(Y, (0, 1))
    loss = Choice(cross_entropy, LOSSES, label="loss")
    g = Choice(sigmoid, (sigmoid, tanh, relu), label="activation g")
    depth = Choice(6, range(2, 13), label="layers")

    def build(self):
        self.sentence, self.first = self.text(), self.weight
        self.wrong, self.unsure = self.button("Confidently wrong", self.go, 8), self.button("Unsure", self.go, 0.5)
        self.assemble(self.controls("x", "weight", "last"), self.controls("y", "loss", "g", "depth"),
                      row(self.wrong, self.unsure), self.picture, self.sentence)

    def go(self, last):
        """Start with a last weight of this size: the larger, the closer is the output to the wrong class."""
        self.x, self.weight, self.last = X, self.first, -last if self.y == 1 else last

    def look(self):
        weights = [self.weight] * (self.depth - 1) + [self.last]
        chains = {loss.name: layers(weights, self.x, self.y, self.g, loss) for loss in LOSSES}
        there, says = chains[self.loss.name], judged(chains, self.loss, self.depth)
        colours = [style.GRADIENT if loss == self.loss else style.NEUTRAL for loss in LOSSES]
        gradients = {name: each.dloss_dw for name, each in chains.items()}
        picture = sizes_panel(gradients, colours).picture(told(gradients)).beside(
            slopes_panel(there.slope).picture(told_slopes(there.slope)))
        heads = "layer", "z", "a", "slope da/dz", "∂Loss/∂z", "∂Loss/∂w"  # the last layer first, as the gradient goes
        lines = [(str(k + 1), *(style.number(each[k]) for each in there[:5])) for k in reversed(range(self.depth))]
        return View(there._asdict() | {"output": there.a[-1]}, picture, self._rows(chains), says,
                    {self.sentence: says}, grid("layers", heads, lines))

    def _rows(self, chains):
        there = chains[self.loss.name]
        rows = {"loss": self.loss.name, "g": self.g.name, "layers": str(self.depth), "x": style.number(self.x),
                "weights": style.number(self.weight), "last weight": style.number(self.last), "y*": str(self.y),
                "output": style.number(there.a[-1]), "Loss": style.number(there.loss)}
        return rows | {f"∂Loss/∂w of layer {k + 1}, {name}": style.number(each.dloss_dw[k])
                       for name, each in chains.items() for k in (0, self.depth - 1)}
