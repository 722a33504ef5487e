"""With a Shape you can say which values a computation graph holds, and ask for its edges and derivatives.

    Shape({"x": Vertex(), "w": Vertex(), "z": Vertex("×", ("x", "w"))})
    TWO_WEIGHTS         the network of two weights

A value without a name of its own is only a step on the way: a circle without a box. Its id begins with "·".
"""

from functools import cached_property
from typing import NamedTuple

from nnlib.topology import INPUTS, NODES, derivative

GIVEN = "xyc"  # how inputs, the class and constants begin: no derivative is taken with respect to them


class Vertex(NamedTuple):
    """content : what stands in the circle that makes it, or the name of its function; "" if it is given."""

    content: str = ""
    inputs: tuple = ()


class Shape:
    """vertices : id -> Vertex, each after its inputs; the last one is what all leads to."""

    def __init__(self, vertices):
        self.vertices = vertices

    @property
    def last(self):
        return [*self.vertices][-1]

    @cached_property
    def nodes(self):
        """The names of all values that have a box."""
        return tuple(name for name in self.vertices if name[0] != "·")

    def kind(self, name):
        """Return "given", "weight" or "computed"."""
        return "computed" if self.vertices[name].inputs else "given" if name[0] in GIVEN else "weight"

    def ways_into(self, name):
        """Return (start, circles) for each named value that one is made from: the circles from there to its own one."""
        found = []
        for each in self.vertices[name].inputs:
            found += [(each, (name,))] if each[0] != "·" else [
                (start, (*circles, name)) for start, circles in self.ways_into(each)]
        return found

    @cached_property
    def edges(self):
        """Each edge from box to box -> its ways, mostly one: the circles that each passes."""
        found = {}
        for end in self.nodes:
            for start, circles in self.ways_into(end):
                found.setdefault((start, end), []).append(circles)
        return found

    @cached_property
    def locals(self):
        """Each edge -> the name of its local derivative; None if its start is given."""
        return {(start, end): None if self.kind(start) == "given" else derivative(end, start)
                for start, end in self.edges}

    @cached_property
    def local_derivatives(self):
        """Their names, from the last value back; at each value those of weights first."""
        back = sorted(self.edges, key=lambda edge: (-self.nodes.index(edge[1]), self.kind(edge[0]) == "computed"))
        return tuple(self.locals[edge] for edge in back if self.locals[edge])

    @cached_property
    def gradients(self):
        """The names of the derivatives of the last value, in the same order."""
        starts = {name: start for (start, _), name in self.locals.items() if name}
        return tuple(dict.fromkeys(derivative(self.last, starts[name]) for name in self.local_derivatives))

    @property
    def names(self):
        """All that can stand in the picture."""
        return tuple(dict.fromkeys((*self.nodes, *self.local_derivatives, *self.gradients)))


CONTENTS = {"z1": "×", "a1": "g1", "z2": "×", "a2": "g2", "Loss": "Loss"}
TWO_WEIGHTS = Shape({name: Vertex(CONTENTS.get(name, ""), INPUTS.get(name, ())) for name in NODES})
