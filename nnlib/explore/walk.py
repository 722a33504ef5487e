"""With these you can walk on the computation graph, back from Loss to a weight, and tell a wrong turn from a right one.

    way_to("w2")                                      ("Loss", "a2", "z2", "w2")
    wrong_turn(("Loss",), "z2", "w2")                 "z2 does not enter Loss directly: Loss depends on it through a2."
    factors(("Loss", "a2", "z2"))                     ("dloss_da2", "da2_dz2")
"""

from itertools import pairwise

from nnlib.topology import EDGES, NODES, spoken


def inputs(node):
    """Return the nodes that enter a node."""
    return tuple(start for start, end in EDGES if end == node)


def depends(node, on):
    """Say whether a node is, or is computed from, another one."""
    return node == on or any(depends(each, on) for each in inputs(node))


def way_to(weight):
    """Return the nodes from Loss back to a weight."""
    way = ["Loss"]
    while way[-1] != weight:
        way.append(next(node for node in inputs(way[-1]) if depends(node, weight)))
    return tuple(way)


def factors(path):
    """Return the local derivatives along a path."""
    return tuple(EDGES[node, previous] for previous, node in pairwise(path))


def wrong_turn(path, node, weight):
    """Say why the path to a weight does not go on to a node; None if it does. Raises ValueError on an unknown node."""
    if node not in NODES:
        raise ValueError(f"node is {node!r}; one of {', '.join(NODES)} was wanted")
    here, name = path[-1], "y*" if node == "y" else node
    if here == weight:
        return f"You have reached {weight}: the walk ends here."
    if node == here:
        return f"You are at {here} already."
    if node in path:
        return f"You come from {name}. The walk goes on against the arrows."
    if node in inputs(here):
        if depends(node, weight):
            return None
        but = "it is given" if node in ("x", "y") else "the way ends there" if node[0] == "w" else "this is another way"
        return f"{name} enters {here}, but {but}: a nudge of {weight} does not change {name}."
    if depends(here, node):
        between = next(each for each in inputs(here) if depends(each, node))
        return f"{name} does not enter {here} directly: {here} depends on it through {between}."
    return f"{name} does not enter {here}: a nudge of {name} does not change {here}."


def right_turn(path, weight):
    """Say what the last step of a path gives."""
    there, here = path[-2:]
    end = f" You have reached {weight}: the product is the gradient." if here == weight else ""
    return f"{spoken(factors((there, here))[0])} says how fast {there} changes with {here}.{end}"
