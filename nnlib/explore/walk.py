"""With these you can walk on the computation graph, back from Loss to a weight, and tell a wrong turn from a right one.

    wrong_turn(("Loss",), "z2", "w2")                 "z2 does not enter Loss directly: Loss depends on it through a2."
    right_turn(("Loss", "a2"), "w2")                  "∂Loss/∂a2 says how fast Loss changes with a2."
"""

from nnlib.topology import GIVEN, INPUTS, NODES, WEIGHTS, derivative, spoken


def depends(node, on):
    """Say whether a node is, or is computed from, another one."""
    return node == on or any(depends(each, on) for each in INPUTS.get(node, ()))


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
    if node in INPUTS[here]:
        if depends(node, weight):
            return None
        but = "it is given" if node in GIVEN else "the way ends there" if node in WEIGHTS else "this is another way"
        return f"{name} enters {here}, but {but}: a nudge of {weight} does not change {name}."
    if depends(here, node):
        between = next(each for each in INPUTS[here] if depends(each, node))
        return f"{name} does not enter {here} directly: {here} depends on it through {between}."
    return f"{name} does not enter {here}: a nudge of {name} does not change {here}."


def right_turn(path, weight):
    """Say what the last step of a path gives."""
    there, here = path[-2:]
    end = f" You have reached {weight}: the product is the gradient." if here == weight else ""
    return f"{spoken(derivative(there, here))} says how fast {there} changes with {here}.{end}"
