"""With `drawn` you can draw what a computation graph shows: where everything stands is decided here."""

from typing import NamedTuple

from nnlib.draw import style, svg
from nnlib.network import Network
from nnlib.topology import EDGES, GRADIENTS, sides

# A node's column (the operator that makes it stands one column before it), its row, its kind.
PLACES = {"x": (0, "main", "given"), "w1": (1, "top", "weight"), "z1": (2, "main", "computed"),
          "a1": (4, "main", "computed"), "w2": (5, "top", "weight"), "z2": (6, "main", "computed"),
          "a2": (8, "main", "computed"), "y": (9, "top", "given"), "Loss": (10, "main", "computed")}

WIDTH, LEFT, COLUMN = 1004, 70, 87
ROWS = {"top": 46, "main": 176}
LANES = 248, 312  # the rows of labels below the nodes
LABELS = {"Loss": 148, "z1": 132, "a1": 132, "z2": 132, "a2": 132}  # the width of a label, by what is derived


class Scene(NamedTuple):
    """What one picture shows. show : out of graph.SHOWABLE. values : name -> text, None if there is
    no number. marked : nodes and edges.

    unreached : gradients that are not known, whatever `values` says of a local derivative of the same name.
    """

    show: tuple
    values: dict
    marked: frozenset
    net: Network | None
    unreached: frozenset = frozenset()

    def gradient(self, name):
        text = self.values[name]
        return "?" if name in self.unreached or text == "?" else self.values.get(f"gradient {name}", text)


def drawn(scene, alt, text):
    """Return the Picture, its parts drawn from the back to the front."""
    local, back = "local derivatives" in scene.show, "gradients" in scene.show
    lane = LANES[local] if back else LANES[0]
    bottom = lane + svg.LABEL_HEIGHT / 2 if local or back else ROWS["main"] + svg.BOX_HEIGHT / 2
    drawing = svg.Drawing()
    for edge in sorted(EDGES, key=lambda edge: edge in scene.marked):
        _edge(drawing, *edge, edge in scene.marked)
    _operators(drawing, scene)
    if back:
        _arrows_back(drawing, scene, lane)
    for name, (column, row, kind) in PLACES.items():
        colours = (style.VALUE, style.VALUE_TINT) if kind == "computed" else (style.INK, style.NEUTRAL_TINT)
        drawing.node(_x(column), ROWS[row], name, scene.values[name], kind, colours, name in scene.marked)
    if local:
        _local_derivatives(drawing, scene)
    if back:
        _gradients(drawing, scene, lane)
    _legend(drawing, scene, bottom + 38)
    return drawing.picture(WIDTH, bottom + 58, alt, text)


def _x(column):
    return LEFT + COLUMN * column


def _edge(drawing, start, end, marked):
    (column, row, _), operator = PLACES[start], (_x(PLACES[end][0] - 1), ROWS["main"])
    begin = ((operator[0], ROWS["top"] + svg.BOX_HEIGHT / 2) if row == "top"
             else (_x(column) + svg.BOX_WIDTH / 2, operator[1]))
    drawing.line(begin, operator, head=False, marked=marked)
    drawing.line(operator, (_x(PLACES[end][0]) - svg.BOX_WIDTH / 2 - 1, operator[1]), marked=marked)


def _operators(drawing, scene):
    symbols = {"z1": "×", "a1": _function(scene, "g1"), "z2": "×", "a2": _function(scene, "g2"), "Loss": "Loss"}
    for end, content in symbols.items():
        marked = any(edge in scene.marked for edge in EDGES if edge[1] == end)
        drawing.operator(_x(PLACES[end][0] - 1), ROWS["main"], content, marked)


def _function(scene, name):
    """The activation's name where it fits into a circle; else g1 or g2, which the legend explains."""
    function = scene.net and getattr(scene.net, name).name
    return "σ" if function == "sigmoid" else function if function and len(function) <= 5 else name


def _short(name, length):
    return name if len(name) <= length else name[:length - 1] + "…"


def _width(scene, name):
    """The width of a derivative's label; without a value it is narrow."""
    return svg.fraction_width(name) + 28 if scene.values[name] is None else LABELS[sides(name)[0]]


def _local_derivatives(drawing, scene):
    """A label at each edge: below the operator, or to the left of an edge that comes from above."""
    colours = style.LOCAL_DERIVATIVE, style.LOCAL_DERIVATIVE_TINT
    for edge, name in EDGES.items():
        if name:
            x, width = _x(PLACES[edge[1]][0] - 1), _width(scene, name)
            near, far = ((x, ROWS["main"] + svg.OPERATOR_RADIUS + 1), (x, LANES[0]))
            if PLACES[edge[0]][1] == "top":
                y = (ROWS["top"] + ROWS["main"]) / 2
                near, far = (x, y), (x - 12 - width / 2, y)
            drawing.stroke((near, far), style.LOCAL_DERIVATIVE, 2)
            drawing.equation(*far, width, name, scene.values[name], colours, edge in scene.marked)


def _arrows_back(drawing, scene, lane):
    """Dashed arrows from Loss back to each weight, and a short line from each node to its label."""
    node, arrow = ROWS["main"] + svg.BOX_HEIGHT / 2, {"colour": style.GRADIENT, "width": 2.5, "dashed": True}
    tip = {column: _x(column) + _width(scene, name) / 2 + 2
           for name in GRADIENTS for column in PLACES[sides(name)[1]][:1]}
    drawing.line((_x(10), node), (_x(10), lane), (tip[8], lane), **arrow)
    for column in (8, 6, 4, 2):
        drawing.stroke(((_x(column), node), (_x(column), lane)), style.GRADIENT, 2)
    for column in (6, 4, 2):
        drawing.line((_x(column + 2), lane), (tip[column], lane), **arrow)
    for column in (6, 2):
        drawing.line((_x(column), ROWS["main"]), (_x(column), ROWS["top"] + svg.LABEL_HEIGHT / 2 + 2), **arrow)


def _gradients(drawing, scene, lane):
    """A label below each node, or to the right of a weight."""
    for name in GRADIENTS:
        (column, row, _), width = PLACES[sides(name)[1]], _width(scene, name)
        x, y = (_x(column), lane) if row == "main" else (
            _x(column) + (svg.BOX_WIDTH + width) / 2 + 10, ROWS["top"])
        drawing.equation(x, y, width, name, scene.gradient(name), (style.GRADIENT, style.GRADIENT_TINT))


def _legend(drawing, scene, y):
    """What the shapes mean and, with a net, which functions it has."""
    plain, computed = (style.INK, style.NEUTRAL_TINT), (style.VALUE, style.VALUE_TINT)
    local = style.LOCAL_DERIVATIVE, style.LOCAL_DERIVATIVE_TINT
    # the last number: how wide the words are in the widest usual font, DejaVu Sans
    entries = [("given", plain, 0, 36), ("weight", plain, 8, 45), ("computed", computed, 4, 66)]
    entries += [("local derivative", local, 3, 101)] if "local derivatives" in scene.show else []
    x = _x(0) - svg.BOX_WIDTH / 2
    for words, colours, radius, width in entries:
        if colours is local:
            drawing.stroke(((x + 13, y - 14), (x + 13, y)), style.LOCAL_DERIVATIVE, 2)
        drawing.rect(x + 13, y, 26, 16, radius, colours, 1.5)
        drawing.text(x + 34, y + 4.5, words, 13, anchor="start")
        x += width + 48
    if "gradients" in scene.show:
        drawing.line((x + 28, y), (x, y), colour=style.GRADIENT, width=2.5, dashed=True)
        drawing.text(x + 36, y + 4.5, "gradient", 13, anchor="start")
    if scene.net:
        g1, g2, loss = (svg.escape(_short(part.name, length)) for part, length in (
            (scene.net.g1, 10), (scene.net.g2, 10), (scene.net.loss, 13)))
        words = f"g₁ = {g1}, g₂ = {g2}, Loss = {loss}"
        drawing.text(_x(10) + svg.BOX_WIDTH / 2, y + 4.5, words, 13, anchor="end")
