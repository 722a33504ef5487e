"""With this you can draw the computation graph from what autodiff has recorded, instead of from a Network.

    net, values = read(loss)        loss : a recorded Value; values : name -> text, as the picture shows it
"""

from nnlib.activations import Activation
from nnlib.arguments import shown
from nnlib.draw import style
from nnlib.losses import Loss
from nnlib.network import Network
from nnlib.topology import EDGES, GRADIENTS


def read(loss):
    """Return the network that a recorded loss comes from, and name -> text of all values and derivatives.

    A gradient that `backward` has not computed yet is "?". If one value is both weights, the gradient that stands at
    a weight is what its product hands back to it. Raises ValueError if the record is not that of the network.
    """
    at = nodes(loss)
    net = Network(at["w1"].data, at["w2"].data, at["a1"].operation, at["a2"].operation, loss.operation)
    numbers = {name: value.data for name, value in at.items()} | {"y": loss.y}
    for (start, end), name in EDGES.items():
        if name:
            numbers[name] = next(local for value, local in zip(at[end].inputs, at[end].local_derivatives, strict=True)
                                 if value is at[start])
    if loss.gradient is not None:
        numbers |= {f"dloss_d{name}": at[name].gradient for name in ("z2", "a1", "z1")}
        numbers["gradient dloss_da2"] = at["a2"].gradient  # beside the local derivative of the same name
        shared = at["w1"] is at["w2"]  # then the value holds the sum of both
        numbers |= {f"dloss_dw{k}": at[f"z{k}"].gradient * numbers[f"dz{k}_dw{k}"] if shared else at[f"w{k}"].gradient
                    for k in "12"}
    return net, dict.fromkeys(GRADIENTS, "?") | {name: style.number(number) for name, number in numbers.items()}


def nodes(loss):
    """Return the nodes of the network in the record of its loss: name -> Value; y is not among them."""
    [a2] = _made("Loss", loss, lambda operation: isinstance(operation, Loss), "a loss")
    [z2] = _made("a2", a2, _is_activation, "an activation")
    a1, w2 = sorted(_made("z2", z2, _is_product, "a product"), key=lambda value: value.operation is None)
    [z1] = _made("a1", a1, _is_activation, "an activation")
    x, w1 = sorted(_made("z1", z1, _is_product, "a product"), key=lambda value: value.name != "x")
    for name, value in (("x", x), ("w1", w1), ("w2", w2)):
        _made(name, value, lambda operation: operation is None, "a given number")
    if x.name != "x" or w1.name == "x":
        raise ValueError(f"the inputs of z1 are {x} and {w1}; one Value with the name 'x' was wanted")
    return {"x": x, "w1": w1, "z1": z1, "a1": a1, "w2": w2, "z2": z2, "a2": a2, "Loss": loss}


def _made(name, value, fits, wanted):
    """Return the inputs of a node, if it was made in the way that was wanted."""
    if not fits(value.operation):
        came = "a given number" if value.operation is None else f"the result of {shown(value.operation)}"
        raise ValueError(f"the record is not that of the network: its {name} is {came}; {wanted} was wanted there")
    return value.inputs


def _is_activation(operation):
    return isinstance(operation, Activation)


def _is_product(operation):
    return operation == "×"
