"""With `drawn` you can turn what a computation graph shows into SVG: where everything stands is decided here."""

from typing import NamedTuple

from nnlib.draw import style, svg
from nnlib.network import Network

# A node's column (the operator that makes it stands one column before it), its row, its kind.
NODES = {"x": (0, "main", "given"), "w1": (1, "top", "weight"), "z1": (2, "main", "computed"),
         "a1": (4, "main", "computed"), "w2": (5, "top", "weight"), "z2": (6, "main", "computed"),
         "a2": (8, "main", "computed"), "y": (9, "top", "given"), "Loss": (10, "main", "computed")}
# An edge, from a node to the one computed from it, and the local derivative that belongs to it.
EDGES = {("x", "z1"): None, ("w1", "z1"): "dz1_dw1", ("z1", "a1"): "da1_dz1", ("a1", "z2"): "dz2_da1",
         ("w2", "z2"): "dz2_dw2", ("z2", "a2"): "da2_dz2", ("a2", "Loss"): "dloss_da2", ("y", "Loss"): None}
LOCAL_DERIVATIVES = ("dloss_da2", "da2_dz2", "dz2_dw2", "dz2_da1", "da1_dz1", "dz1_dw1")
GRADIENTS = ("dloss_da2", "dloss_dz2", "dloss_dw2", "dloss_da1", "dloss_dz1", "dloss_dw1")

WIDTH, LEFT, COLUMN = 1004, 70, 87
ROWS = {"top": 46, "main": 176}
LANES = 248, 312  # the rows of labels below the nodes
LABELS = {"Loss": 148, "z1": 132, "a1": 132, "z2": 132, "a2": 132}  # the width of a label, by what is derived


class View(NamedTuple):
    """What one picture shows. values : name -> text, None if there is no number. marked : nodes and edges.

    unreached : gradients that are not known, whatever `values` says of a local derivative of the same name.
    """

    layers: tuple
    values: dict
    marked: frozenset
    net: Network | None
    unreached: frozenset = frozenset()

    def gradient(self, name):
        return "?" if name in self.unreached else self.values[name]


def drawn(view, alt):
    """Return the SVG, its parts drawn from the back to the front."""
    local, back = "local derivatives" in view.layers, "gradients" in view.layers
    lane = LANES[local] if back else LANES[0]
    bottom = lane + svg.LABEL_HEIGHT / 2 if local or back else ROWS["main"] + svg.BOX_HEIGHT / 2
    drawing = svg.Drawing()
    for edge in sorted(EDGES, key=lambda edge: edge in view.marked):
        _edge(drawing, *edge, edge in view.marked)
    _operators(drawing, view)
    if back:
        _arrows_back(drawing, view, lane)
    for name, (column, row, kind) in NODES.items():
        colours = (style.VALUE, style.VALUE_TINT) if kind == "computed" else (style.INK, style.NEUTRAL_TINT)
        drawing.node(_x(column), ROWS[row], name, view.values[name], kind, colours, name in view.marked)
    if local:
        _local_derivatives(drawing, view)
    if back:
        _gradients(drawing, view, lane)
    _legend(drawing, view, bottom + 38)
    return drawing.document(WIDTH, bottom + 58, alt)


def _x(column):
    return LEFT + COLUMN * column


def _edge(drawing, start, end, marked):
    (column, row, _), operator = NODES[start], (_x(NODES[end][0] - 1), ROWS["main"])
    begin = ((operator[0], ROWS["top"] + svg.BOX_HEIGHT / 2) if row == "top"
             else (_x(column) + svg.BOX_WIDTH / 2, operator[1]))
    drawing.line(begin, operator, head=False, marked=marked)
    drawing.line(operator, (_x(NODES[end][0]) - svg.BOX_WIDTH / 2 - 1, operator[1]), marked=marked)


def _operators(drawing, view):
    symbols = {"z1": "×", "a1": _function(view, "g1"), "z2": "×", "a2": _function(view, "g2"), "Loss": "Loss"}
    for end, content in symbols.items():
        marked = any(edge in view.marked for edge in EDGES if edge[1] == end)
        drawing.operator(_x(NODES[end][0] - 1), ROWS["main"], content, marked)


def _function(view, name):
    """The activation's name where it fits into a circle; else g1 or g2, which the legend explains."""
    function = view.net and getattr(view.net, name).name
    return "σ" if function == "sigmoid" else function if function and len(function) <= 5 else name


def _short(name, length):
    return name if len(name) <= length else name[:length - 1] + "…"


def _width(view, name):
    """The width of a derivative's label; without a value it is narrow."""
    return svg.fraction_width(name) + 28 if view.values[name] is None else LABELS[svg.sides(name)[0]]


def _local_derivatives(drawing, view):
    """A label at each edge: below the operator, or to the left of an edge that comes from above."""
    colours = style.LOCAL_DERIVATIVE, style.LOCAL_DERIVATIVE_TINT
    for edge, name in EDGES.items():
        if name:
            x, width = _x(NODES[edge[1]][0] - 1), _width(view, name)
            near, far = ((x, ROWS["main"] + svg.OPERATOR_RADIUS + 1), (x, LANES[0]))
            if NODES[edge[0]][1] == "top":
                y = (ROWS["top"] + ROWS["main"]) / 2
                near, far = (x, y), (x - 12 - width / 2, y)
            drawing.stroke((near, far), style.LOCAL_DERIVATIVE, 2)
            drawing.equation(*far, width, name, view.values[name], colours, edge in view.marked)


def _arrows_back(drawing, view, lane):
    """Dashed arrows from Loss back to each weight, and a short line from each node to its label."""
    node, arrow = ROWS["main"] + svg.BOX_HEIGHT / 2, {"colour": style.GRADIENT, "width": 2.5, "dashed": True}
    tip = {column: _x(column) + _width(view, name) / 2 + 2
           for name in GRADIENTS for column in NODES[svg.sides(name)[1]][:1]}
    drawing.line((_x(10), node), (_x(10), lane), (tip[8], lane), **arrow)
    for column in (8, 6, 4, 2):
        drawing.stroke(((_x(column), node), (_x(column), lane)), style.GRADIENT, 2)
    for column in (6, 4, 2):
        drawing.line((_x(column + 2), lane), (tip[column], lane), **arrow)
    for column in (6, 2):
        drawing.line((_x(column), ROWS["main"]), (_x(column), ROWS["top"] + svg.LABEL_HEIGHT / 2 + 2), **arrow)


def _gradients(drawing, view, lane):
    """A label below each node, or to the right of a weight."""
    for name in GRADIENTS:
        (column, row, _), width = NODES[svg.sides(name)[1]], _width(view, name)
        x, y = (_x(column), lane) if row == "main" else (
            _x(column) + (svg.BOX_WIDTH + width) / 2 + 10, ROWS["top"])
        drawing.equation(x, y, width, name, view.gradient(name), (style.GRADIENT, style.GRADIENT_TINT))


def _legend(drawing, view, y):
    """What the shapes mean and, with a net, which functions it has."""
    plain, computed = (style.INK, style.NEUTRAL_TINT), (style.VALUE, style.VALUE_TINT)
    local = style.LOCAL_DERIVATIVE, style.LOCAL_DERIVATIVE_TINT
    # the last number: how wide the words are in the widest usual font, DejaVu Sans
    entries = [("given", plain, 0, 36), ("weight", plain, 8, 45), ("computed", computed, 4, 66)]
    entries += [("local derivative", local, 3, 101)] if "local derivatives" in view.layers else []
    x = _x(0) - svg.BOX_WIDTH / 2
    for words, colours, radius, width in entries:
        if colours is local:
            drawing.stroke(((x + 13, y - 14), (x + 13, y)), style.LOCAL_DERIVATIVE, 2)
        drawing.rect(x + 13, y, 26, 16, radius, colours, 1.5)
        drawing.text(x + 34, y + 4.5, words, 13, anchor="start")
        x += width + 48
    if "gradients" in view.layers:
        drawing.line((x + 28, y), (x, y), colour=style.GRADIENT, width=2.5, dashed=True)
        drawing.text(x + 36, y + 4.5, "gradient", 13, anchor="start")
    if view.net:
        g1, g2, loss = (svg.escape(_short(part.name, length)) for part, length in (
            (view.net.g1, 10), (view.net.g2, 10), (view.net.loss, 13)))
        words = f"g₁ = {g1}, g₂ = {g2}, Loss = {loss}"
        drawing.text(_x(10) + svg.BOX_WIDTH / 2, y + 4.5, words, 13, anchor="end")
