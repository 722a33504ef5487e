r"""The network of two weights as a graph: which node is computed from which, and how a derivative is said and written.

    >>> INPUTS["z2"], PATHS["w2"]
    (('a1', 'w2'), ('dloss_da2', 'da2_dz2', 'dz2_dw2'))
    >>> edge("dz2_dw2"), spoken("dz2_dw2"), latex("dz2_dw2")
    (('w2', 'z2'), '∂z2/∂w2', '\\frac{\\partial z_2}{\\partial w_2}')
"""

from itertools import pairwise

# Each computed node, and the nodes that it is computed from.
INPUTS = {"z1": ("x", "w1"), "a1": ("z1",), "z2": ("a1", "w2"), "a2": ("z2",), "Loss": ("a2", "y")}
GIVEN, WEIGHTS = ("x", "y"), ("w1", "w2")
NODES = ("x", "w1", "z1", "a1", "w2", "z2", "a2", "y", "Loss")


def derivative(of, by):
    """Return the name of a derivative: ("Loss", "a2") gives "dloss_da2"."""
    return f"d{of.lower()}_d{by.lower()}"


def sides(name):
    """Return the two nodes of a derivative: "dloss_da2" gives ("Loss", "a2")."""
    of, by = (part[1:].replace("loss", "Loss") for part in name.split("_"))
    return of, by


def edge(name):
    """Return the edge that a local derivative belongs to, from node to node: "dz2_dw2" gives ("w2", "z2")."""
    return sides(name)[::-1]


# Each edge, from a node to the one computed from it, and its local derivative; to what is given there leads none.
EDGES = {(start, end): None if start in GIVEN else derivative(end, start)
         for end, starts in INPUTS.items() for start in starts}


def factors(path):
    """Return the local derivatives along nodes that go back from Loss: ("Loss", "a2", "z2") gives two."""
    return tuple(derivative(*step) for step in pairwise(path))


def way(node):
    """Return the nodes from one to Loss, both included; just itself if it is none of the network's."""
    after = dict(EDGES.keys())
    return (node, *way(after[node])) if node in after else (node,)


# For each weight, the nodes from it to Loss, and the local derivatives from Loss back to it.
WAYS = {weight: way(weight) for weight in WEIGHTS}
PATHS = {weight: factors(nodes[::-1]) for weight, nodes in WAYS.items()}
# From Loss back; the path to w2 first, as the lessons go.
LOCAL_DERIVATIVES = tuple(dict.fromkeys(PATHS["w2"] + PATHS["w1"]))
GRADIENTS = tuple(derivative("Loss", edge(name)[0]) for name in LOCAL_DERIVATIVES)


def spoken(name):
    """Return a derivative as it is said: ∂z1/∂w1 for dz1_dw1."""
    return "∂{}/∂{}".format(*sides(name))


def lowered(name):
    """Return a name with its digits lowered: z₁ for z1."""
    return name.translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


def symbol(node):
    """Return a node's name in LaTeX: z_1 for z1, y^* for y."""
    return {"Loss": "Loss", "x": "x", "y": "y^*"}.get(node) or f"{node[0]}_{node[1:]}"


def latex(name):
    r"""Return a derivative in LaTeX: \frac{\partial z_1}{\partial w_1} for dz1_dw1."""
    return r"\frac{{\partial {}}}{{\partial {}}}".format(*map(symbol, sides(name)))
