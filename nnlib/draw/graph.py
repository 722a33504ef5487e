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
from nnlib.draw import graph_record, style
from nnlib.draw.graph_layout import Scene, drawn
from nnlib.draw.graph_shape import TWO_WEIGHTS
from nnlib.draw.graph_words import alt_text, table
from nnlib.network import Network

SHOWABLE = ("values", "local derivatives", "gradients")


def computation_graph(net=None, x=None, y=None, show="values", unknown=(), path=(), unreached=(), symbols=(), wrong=()):
    """Draw the computation graph of the network.

    net : a Network with single weights, or None for its symbols alone. x : one number; y : its class in
    0..1, or None while only values are shown (then Loss is "?"); both only with a net. Or net is a value
    that nnlib.autodiff recorded, of any network: x and y are in its record.
    show : "values", "local derivatives" or "gradients", or a tuple of these.
    unknown : names that stand as "?", out of all names in the graph. path : nodes, each joined to the next, to
    highlight. unreached : gradients that stand as "?"; a local derivative of the same name keeps its value.
    symbols : names that stand without a value. wrong : gradients that are marked with a ✗.
    Returns a Picture, 1004 pixels wide for two weights, that scales down. Raises TypeError or ValueError on
    anything else.
    """
    show = _kinds(show)
    if (net is None or isinstance(net, Value)) and not (x is None and y is None):
        name, value = ("y", y) if x is None else ("x", x)
        raise ValueError(f"{name} is {shown(value)}, but net is {shown(net)}; a Network was wanted to compute with")
    shape, functions = TWO_WEIGHTS, {}
    if isinstance(net, Value):
        shape, functions, values = graph_record.read(net)
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
    return drawn(scene, alt, table(values, _names_shown(shape, show), path) if net else alt)


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
    for name in ("w1", "w2"):
        one_number(name, getattr(net, name))
    for name in ("b1", "b2"):
        if one_number(name, getattr(net, name)) != 0:
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


def _names_shown(shape, show):
    names = {"local derivatives": shape.local_derivatives, "gradients": shape.gradients}
    return tuple(dict.fromkeys((*shape.nodes, *(name for kind in names if kind in show for name in names[kind]))))
