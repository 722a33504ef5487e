"""The forward pass in high precision, and derivatives by differencing it. Nothing here knows a derivative's formula.

    with mp.workdps(50):
        exact = Exact(net, x, y)
        exact.node("a2")                    the value of a node
        exact.node("a2", {"a1": mpf(2)})    the same, with a node before it held at a number
        exact.partial("Loss", "w1")         right to about 30 digits of 50
"""

import mpmath as mp

ACTIVATIONS = {"sigmoid": lambda z: 1 / (1 + mp.exp(-z)), "tanh": mp.tanh, "relu": lambda z: max(z, mp.mpf(0)),
               "identity": lambda z: z}
LOSSES = {"quadratic": lambda a2, y: (a2 - y) ** 2 / 2,
          "cross-entropy": lambda a2, y: -y * mp.log(a2) - (1 - y) * mp.log(1 - a2)}
INPUTS = {"z1": ("x", "w1", "b1"), "a1": ("z1",), "z2": ("a1", "w2", "b2"),
          "a2": ("z2",), "Loss": ("a2", "y"), "a": ("z",)}


def _node(value, weight, bias):
    return value * weight + bias


class Exact:
    """A network at one example, and beside it one activation a = g(z) by itself."""

    def __init__(self, net, x, y, g=None, z=0.0):
        self.given = {name: mp.mpf(float(value)) for name, value in
                      {"x": x, "y": y, "w1": net.w1, "w2": net.w2, "b1": net.b1, "b2": net.b2,
                       "z": z}.items()}
        g = g or net.g1
        self.functions = {"z1": _node, "a1": ACTIVATIONS[net.g1.name], "z2": _node,
                          "a2": ACTIVATIONS[net.g2.name], "Loss": LOSSES[net.loss.name], "a": ACTIVATIONS[g.name]}

    def node(self, name, held=()):
        if name in held:
            return held[name]
        if name in self.given:
            return self.given[name]
        return self.functions[name](*(self.node(each, held) for each in INPUTS[name]))

    def partial(self, top, bottom):
        """∂top/∂bottom: what enters bottom is held still, all that comes after it follows."""
        at = self.node(bottom)
        h = mp.mpf(10) ** -18 * (abs(at) or 1)
        return (self.node(top, {bottom: at + h}) - self.node(top, {bottom: at - h})) / (2 * h)
