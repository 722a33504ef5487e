"""With `read` you can draw the computation graph of any value that autodiff has recorded.

    shape, functions, values = read(loss)      values : name -> text, as the picture shows it

A value without a name gets the one that the course would give it: z1, a1, … at activations, Loss at a loss, z at the
end of a formula that has none. What else has no name is a step on the way.
"""

from itertools import count

from nnlib.activations import Activation
from nnlib.draw import style
from nnlib.draw.graph_shape import Shape, Vertex
from nnlib.losses import Loss
from nnlib.topology import derivative


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
    for (start, end), ways in shape.edges.items():
        if shape.locals[start, end]:
            numbers[shape.locals[start, end]] = sum(_rate(at, start, circles) for circles in ways)
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
