"""With this you can see the network as a computation graph: its values, its local derivatives, its gradients.

    computation_graph()                                                    the symbols alone
    computation_graph(net, x=1.5, y=1)                                     the value of each node
    computation_graph(net, x=1.5, y=1, show="local derivatives",
                      path=("Loss", "a2", "z2", "w2"))                     the factors along a path
    computation_graph(net, x=1.5, y=1, show="gradients")                   what flows back
    computation_graph(loss)                                                what autodiff recorded, of any network
"""

from itertools import pairwise

from nnlib.arguments import instance, one_number, shown
from nnlib.autodiff import Value
from nnlib.draw import style
from nnlib.draw.graph_layout import Scene, drawn
from nnlib.draw.graph_shape import TWO_WEIGHTS, read
from nnlib.network import PARAMETERS, WEIGHTS, Network
from nnlib.topology import spoken

SHOWABLE = ("values", "local derivatives", "gradients")
SAID = {"×": " times ", "+": " plus "}


def computation_graph(net=None, x=None, y=None, show="values", unknown=(), path=(), unreached=(), symbols=(), wrong=()):
    """Draw the computation graph of the network.

    net : a Network with single weights, or None for its symbols alone; or a value that nnlib.autodiff recorded, of any
    network: x and y are in its record. x : one number; y : its class in 0..1, or None while only values are shown (then
    Loss is "?"); both only with a Network.
    show : "values", "local derivatives" or "gradients", or a tuple of these.
    unknown : names that stand as "?", out of all names in the graph. path : nodes, each joined to the next, to light.
    unreached : gradients that stand as "?"; a local derivative of the same name keeps its value. symbols : names that
    stand without a value. wrong : gradients that are marked with a ✗.
    Returns a Picture, 1004 pixels wide for two weights, that scales down. Raises TypeError or ValueError on bad input.
    """
    show = _kinds(show)
    if (net is None or isinstance(net, Value)) and not (x is None and y is None):
        name, value = ("y", y) if x is None else ("x", x)
        raise ValueError(f"{name} is {shown(value)}, but net is {shown(net)}; a Network was wanted to compute with")
    shape, functions = TWO_WEIGHTS, {}
    if isinstance(net, Value):
        shape, functions, values = read(net)
    elif net is None:
        values = dict.fromkeys(shape.names)
    else:
        values = _values(net, x, y, show)
        functions = {"g1": net.g1.name, "g2": net.g2.name, "Loss": net.loss.name}
    unknown = _names("unknown", unknown, shape.names)
    path = _names("path", path, shape.nodes)
    unreached, wrong = (_names(name, names, shape.gradients)
                        for name, names in (("unreached", unreached), ("wrong", wrong)))
    unknown = (*unknown, *(name for name in unreached if name not in shape.local_derivatives))
    values |= dict.fromkeys(unknown, "?") | dict.fromkeys(_names("symbols", symbols, shape.names))
    scene = Scene(shape, show, values, frozenset(path) | _edges(path, shape), functions, frozenset(unreached),
                  frozenset(wrong))
    alt = alt_text(scene, path)
    derivatives = shape.local_derivatives * ("local derivatives" in show) + shape.gradients * ("gradients" in show)
    return drawn(scene, alt, table(values, dict.fromkeys(shape.nodes + derivatives), path) if net else alt)


def _kinds(show):
    kinds = show if isinstance(show, tuple) else (show,)
    for kind in kinds:
        if not isinstance(kind, str) or kind not in SHOWABLE:
            raise ValueError(f"show is {shown(show)}; one or several of {', '.join(map(repr, SHOWABLE))} were wanted")
    return kinds


def _names(argument, names, allowed):
    names = tuple(instance(argument, names, (tuple, list), "a tuple of names"))
    for name in names:
        if not isinstance(name, str) or name not in allowed:
            raise ValueError(f"{argument} holds {shown(name)}; names out of {', '.join(allowed)} were wanted")
    return names


def _edges(path, shape):
    edges = frozenset((b, a) if (b, a) in shape.edges else (a, b) for a, b in pairwise(path))
    for edge in edges - shape.edges.keys():
        raise ValueError(f"path goes from {edge[0]} to {edge[1]}, which no edge joins; "
                         f"the edges are {', '.join('–'.join(joined) for joined in shape.edges)}")
    return edges


def _values(net, x, y, show):
    """Return name -> text. All the maths is the network's."""
    instance("net", net, Network, "a Network, a recorded loss or None")
    for name in PARAMETERS:
        if one_number(name, getattr(net, name)) != 0 and name not in WEIGHTS:
            raise ValueError(f"{name} is {getattr(net, name)}; the graph has no bias, so 0 was wanted")
    forward_pass = net.forward(one_number("x", x))
    values = forward_pass._asdict() | {"w1": net.w1, "w2": net.w2}
    if y is not None:
        backward_pass = net.backward(forward_pass, one_number("y", y))._asdict()
        values |= backward_pass | {"y": y, "Loss": backward_pass["loss"]}
    elif set(show) != {"values"}:
        raise ValueError("y is None; derivatives of the loss need its class, a number between 0 and 1")
    return {name: style.number(values[name]) if name in values else None for name in TWO_WEIGHTS.names} | (
        {"Loss": "?"} if y is None else {})


def alt_text(scene, path):
    """Return sentences with each value that the picture shows. scene : a graph_layout.Scene."""
    shape = scene.shape

    def derivatives(names, value=scene.values.get):
        return ", ".join(_told(spoken(name), value(name)) for name in names)

    made = [f"{_made(scene, name)} gives {_node(scene, name)}" for name in shape.nodes if shape.vertices[name].inputs]
    sentences = [f"Computation graph. {'; '.join(made)}."]
    if "local derivatives" in scene.show:
        sentences.append(f"Local derivatives, on the edges: {derivatives(shape.local_derivatives)}.")
    if "gradients" in scene.show:
        sentences.append(f"Gradients, from {shape.last} back: {derivatives(shape.gradients, scene.gradient)}.")
    return " ".join([*sentences, *_path(path)])


def table(values, names, path):
    """Return the names and their values, one a line, in two columns."""
    return "\n".join([*(f"{'y*' if name == 'y' else name:<9} {values[name] or '–'}" for name in names), *_path(path)])


def _made(scene, name, inside=""):
    """Say what makes a value. inside : the sign of the operation that it is a part of."""
    content, inputs = scene.shape.vertices[name]
    if content in SAID:
        parts = [_made(scene, each, content) if each[0] == "·" else _input(scene, each) for each in inputs]
        said = SAID[content].join(parts * (2 if len(parts) == 1 else 1))
        return f"({said})" if inside == "×" and content == "+" else said
    function = f" ({scene.functions[content]})" if content in scene.functions else ""
    if content == "Loss":
        return f"the loss{function} of {inputs[0]} against {_node(scene, inputs[1])}"
    return f"{content}{function} of {_input(scene, inputs[0])}"


def _input(scene, name):
    """A computed value has been told before; what is given comes with its number."""
    return name if scene.shape.vertices[name].inputs else _node(scene, name)


def _node(scene, name):
    return _told("y*" if name == "y" else name, scene.values[name])


def _told(name, value):
    return name if value is None else f"{name} unknown" if value == "?" else f"{name} = {value}"


def _path(path):
    return [f"The path {', '.join('y*' if name == 'y' else name for name in path)} is highlighted."] if path else []
