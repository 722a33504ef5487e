"""With this you can nudge a weight, and see the change run forward through the network, node by node.

    changes = ripple(net, x, y, "w2", h=0.001)
    changes["z2"].ratio, changes["z2"].local         how fast z2 changes with w2, measured and by its derivative
    product(changes)                                 how fast Loss changes with w2
"""

from dataclasses import replace
from typing import NamedTuple

from nnlib.topology import WAYS, derivative


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
    changes, enters = {}, None
    for node in WAYS[weight]:
        change = after[node] - before[node]
        rates = () if enters is None else (
            change / changes[enters].change if changes[enters].change else None, local[derivative(node, enters)])
        changes[node] = Change(before[node], after[node], change, *rates)
        enters = node
    return changes


def product(changes):
    """Return the product of all ratios of changes; None if one is missing."""
    result = 1.0
    for change in list(changes.values())[1:]:
        if change.ratio is None:
            return None
        result = result * change.ratio
    return result
