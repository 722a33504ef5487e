"""With a Shape you can say which values a computation graph holds, and ask for its edges and derivatives.

    Shape({"x": Vertex(), "w": Vertex(), "z": Vertex("×", ("x", "w"))})
    TWO_WEIGHTS         the network of two weights
    read(loss)          a Shape of any value that autodiff has recorded, and name -> text, as the picture shows it

A value without a name of its own is only a step on the way: a circle without a box. Its id begins with "·".
In a record it gets the name that the course would give it: z1, a1, … at activations, Loss at a loss, z at the end of a
formula that has none.
"""

from functools import cached_property
from itertools import count
from typing import NamedTuple

from nnlib.activations import Activation
from nnlib.draw import style
from nnlib.losses import Loss
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


def read(last):
    """Return the Shape of what was recorded, the names of its functions, and name -> text of values and derivatives.

    A gradient that `backward` has not computed yet is "?". Raises ValueError if two values have the same name.
    """
    ids = names(last)
    shape = Shape(vertices(last, ids))
    functions = {_function(ids[value]): value.operation.name for value in last.recorded()
                 if isinstance(value.operation, (Activation, Loss))}
    numbers = {name: value.data for value, name in ids.items() if name in shape.nodes}
    numbers |= {"y": value.y for value in ids if value.y is not None}  # noqa: B035
    at = {name: value for value, name in ids.items()}
    numbers |= {name: sum(_rate(at, edge[0], circles) for circles in shape.edges[edge])
                for edge, name in shape.locals.items() if name}
    for value, name in ids.items():
        gradient = derivative(shape.last, name)
        if gradient in shape.gradients and gradient not in shape.local_derivatives:
            numbers[gradient] = value.gradient
        elif gradient in shape.gradients and value.gradient is not None:  # beside the local derivative of the same name
            numbers[f"gradient {gradient}"] = value.gradient
    return shape, functions, {name: "?" if number is None else style.number(number) for name, number in numbers.items()}


def names(last):
    """Return value -> its id in the picture."""
    recorded = last.recorded()
    taken, ids = {value.name for value in recorded}, {}
    numbers = {letter: filter(lambda name: name not in taken, map((letter + "{}").format, count(1)))
               for letter in "zac·"}
    into = {value.inputs[0] for value in recorded if isinstance(value.operation, Activation)}
    for value in recorded:
        letter = "z" if value in into or (value is last and value.operation) else "·" if value.operation else "c"
        letter = "a" if isinstance(value.operation, Activation) else letter
        ids[value] = value.name or ("Loss" if isinstance(value.operation, Loss) else next(numbers[letter]))
    for name in ids.values():
        if [*ids.values()].count(name) > 1:
            raise ValueError(f"two values of the record have the name {name!r}; a name for each was wanted")
    return ids


def vertices(last, ids):
    """Return id -> Vertex in the order of making, what is given before what is made from it.

    Of the inputs of a value, what was computed comes first, then x, then weights, however they were written.
    """
    found = {}
    for value in last.recorded():
        if value.inputs:
            order = sorted(value.inputs, key=lambda each: (each.operation is None) + (ids[each][0] != "x"))
            inputs = tuple(dict.fromkeys(ids[each] for each in order))
            content = value.operation
            if isinstance(content, Loss):
                content, inputs = "Loss", (*inputs, "y")
            found |= {name: Vertex() for name in inputs if name not in found}
            found[ids[value]] = Vertex(content if isinstance(content, str) else _function(ids[value]), inputs)
    return found or {ids[last]: Vertex()}


def _function(name):
    """Return what the function that makes a value is called: g1 for a1."""
    return f"g{name[1:]}" if name[0] == "a" else name


def _rate(at, start, circles):
    """Return the local derivative along one way of an edge: the product over the circles that it passes."""
    rate, before = 1.0, at[start]
    for value in map(at.get, circles):
        rate *= sum(local for each, local in zip(value.inputs, value.local_derivatives, strict=True) if each is before)
        before = value
    return rate
