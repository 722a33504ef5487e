"""With this you can nudge a weight, and see the change run forward through the network, node by node.

    changes = ripple(net, x, y, "w2", h=0.001)
    changes["z2"].ratio, changes["z2"].local         how fast z2 changes with w2, measured and by its derivative
    product(changes)                                 how fast Loss changes with w2
    strip(changes, ("Loss", "a2"))                   a Picture of what has been reached on the way back
"""

from dataclasses import replace
from itertools import pairwise
from math import prod
from typing import NamedTuple

from nnlib.draw import style
from nnlib.draw.svg import Drawing, symbol
from nnlib.topology import WAYS, derivative, spoken

WIDTH, HEIGHT, MIDDLE = 1004, 118, 72  # of the strip, in pixels, as wide as the graph above it


class Change(NamedTuple):
    """What a nudge does to one node.

    ratio : the node's change per change of the node before it; None at the weight, and where that one does not
    change. local : the local derivative that the ratio tends to; None at the weight.
    """

    before: float
    after: float
    change: float
    ratio: float | None = None
    local: float | None = None


def ripple(net, x, y, weight, h):
    """Nudge a weight by h, and follow the change forward. Returns node -> Change, from the weight to Loss."""
    def nodes(net):
        forward_pass = net.forward(x)
        return forward_pass._asdict() | {"w1": net.w1, "w2": net.w2, "Loss": net.example_loss(forward_pass, y)}

    before, after = nodes(net), nodes(replace(net, **{weight: getattr(net, weight) + h}))
    local = net.backward(net.forward(x), y)._asdict()
    changes = {node: Change(before[node], after[node], after[node] - before[node]) for node in WAYS[weight]}
    for enters, node in pairwise(changes):
        cause, change = changes[enters].change, changes[node].change
        changes[node] = changes[node]._replace(ratio=change / cause if cause else None,
                                               local=local[derivative(node, enters)])
    return changes


def product(changes):
    """Return the product of all ratios of changes; None if one is missing."""
    _, *ratios = (change.ratio for change in changes.values())
    return None if None in ratios else prod(ratios)


def strip(changes, path):
    """Return a picture of a nudge: the change of each node and, between two, the ratio and the local derivative.

    changes : from `ripple`. path : nodes from Loss back; what it has not reached stands as "?".
    """
    nodes, known = list(changes), {next(iter(changes)), *path}
    drawing, apart = Drawing(), (WIDTH - 130) / (len(nodes) - 1)
    drawing.text(16, 22, "The nudge runs forward: the change Δ of each node. On each arrow: "
                         "the ratio of two changes, and the local derivative below it.", 13, anchor="start")
    told = []
    for k, node in enumerate(nodes):
        x, there = 65 + apart * k, changes[node]
        if k:
            told += _arrow(drawing, x - apart, x, nodes[k - 1:k + 1], there, {*nodes[k - 1:k + 1]} <= known)
        shown = style.number(there.change) if node in known else "?"
        drawing.rect(x, MIDDLE, 92, 52, 9, (style.INK, style.NEUTRAL_TINT), 2)
        drawing.text(x, MIDDLE - 6, f"Δ{symbol(node, 18)}", 18)
        drawing.text(x, MIDDLE + 17, shown, 14)
        told.append(f"Δ{node} = {shown}")
    return drawing.picture(WIDTH, HEIGHT, f"The nudge, node by node: {', '.join(told)}.")


def _arrow(drawing, left, right, nodes, change, known):
    """Draw the arrow between two nodes with both rates, if they are known; return what it tells."""
    drawing.line((left + 46, MIDDLE), (right - 47, MIDDLE))
    if not known:
        return []
    ratio, local = style.number_or_dash(change.ratio), style.number(change.local)
    drawing.text((left + right) / 2, MIDDLE - 8, ratio, 13)
    drawing.rect((left + right) / 2, MIDDLE + 18, min(right - left - 96, 80), 22, 6,
                 (style.LOCAL_DERIVATIVE, style.LOCAL_DERIVATIVE_TINT), 1.5)
    drawing.text((left + right) / 2, MIDDLE + 22.5, local, 13)
    start, end = nodes
    return [f"Δ{end} / Δ{start} = {ratio} and {spoken(derivative(end, start))} = {local}"]
