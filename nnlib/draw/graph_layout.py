"""With `drawn` you can draw what a computation graph shows; where each part stands, graph_places.py decides."""

from typing import NamedTuple

from nnlib.draw import style, svg
from nnlib.draw.graph_places import LEFT, places
from nnlib.draw.graph_shape import Shape
from nnlib.topology import lowered, sides

LANES = 72, 136  # how far below a row its labels stand: the first lane, and the one of gradients below it
DEEP = 252  # the same where a weight stands below, too
LABELS = 132, 148  # the width of a label, and of a gradient's
# How far the parts of a column reach to its left and right; by whether there are local derivatives, and gradients.
REACH = {(False, False): (50, 50), (True, False): (152, 74), (False, True): (84, 214), (True, True): (152, 214)}
ASIDE = 90  # and of a weight that stands below a row or beside another
EDGE = 6  # the least between a label and the edge of the picture
SHIFT = 76  # how much more room a shared weight needs for its labels


class Scene(NamedTuple):
    """What one picture shows. shape : a Shape. show : out of graph.SHOWABLE. values : name -> text, None if there is
    no number. marked : nodes and edges. functions : g1, … and Loss -> the name of the function; empty without numbers.

    unreached : gradients that are not known, whatever `values` says of a local derivative of the same name.
    wrong : gradients that are marked.
    """

    shape: Shape
    show: tuple
    values: dict
    marked: frozenset
    functions: dict
    unreached: frozenset = frozenset()
    wrong: frozenset = frozenset()

    def gradient(self, name):
        text = self.values[name]
        if text == "?" and name in self.shape.local_derivatives and name not in self.unreached:
            return None if "local derivatives" in self.show else text  # the "?" stands at the local derivative
        text = "?" if name in self.unreached or text == "?" else self.values.get(f"gradient {name}", text)
        return f"{text} ✗" if name in self.wrong else text


def drawn(scene, alt, text):
    """Return the Picture."""
    drawing, width, bottom = _drawing(scene, LEFT)
    if drawing.left < EDGE:  # a label would reach out of it
        drawing, width, bottom = _drawing(scene, LEFT + EDGE - drawing.left)
    return drawing.picture(max(width, drawing.right + EDGE), bottom, alt, text)


def _drawing(scene, left):
    """Return the Drawing, its parts drawn from the back to the front, its width and its height."""
    local, back = "local derivatives" in scene.show, "gradients" in scene.show
    found = places(scene.shape)
    lane = max(LANES[local], DEEP * (1 in found.leaves.values())) if back else LANES[0] * local
    below = lane and lane + svg.LABEL_HEIGHT / 2
    found = places(scene.shape, below, SHIFT * back, REACH[local, back], ASIDE * (local or back), left)
    drawing = svg.Drawing()
    for edge in sorted(scene.shape.edges, key=lambda edge: edge in scene.marked):
        _edge(drawing, scene.shape, found, *edge, edge in scene.marked)
    _operators(drawing, scene, found)
    if back:
        _arrows_back(drawing, scene, found, lane)
    for name in scene.shape.nodes:
        kind = scene.shape.kind(name)
        colours = (style.VALUE, style.VALUE_TINT) if kind == "computed" else (style.INK, style.NEUTRAL_TINT)
        drawing.node(*found.boxes[name], name, scene.values[name], kind, colours, name in scene.marked)
    if local:
        _local_derivatives(drawing, scene, found)
    if back:
        _gradients(drawing, scene, found, lane)
    return drawing, found.width, _legend(drawing, scene, found)


def _edge(drawing, shape, found, start, end, marked):
    """Draw an edge: from its start over the circles that it passes to the box of its end."""
    for circles in shape.edges[start, end]:
        before = start
        for name in circles:
            x, y = found.circles[name]
            points = found.lines.get((before, name)) or _from_leaf(found, before, x, y)
            drawing.line(*points, head=False, marked=marked)
            before = name
    drawing.line((x, y), (found.boxes[end][0] - svg.BOX_WIDTH / 2 - 1, y), marked=marked)


def _from_leaf(found, leaf, x, y):
    """Return the points from a weight to a circle in its column, or from one that several circles share."""
    at, row = found.boxes[leaf]
    if at == x:
        return (x, row - found.leaves[leaf] * svg.BOX_HEIGHT / 2), (x, y)
    return (at + (svg.BOX_WIDTH / 2 if x > at else -svg.BOX_WIDTH / 2), row), (x, row), (x, y)


def _operators(drawing, scene, found):
    for name, place in found.circles.items():
        content = scene.shape.vertices[name].content
        marked = any(name in circles for edge in scene.marked & scene.shape.edges.keys()
                     for circles in scene.shape.edges[edge])
        drawing.operator(*place, content if content in ("×", "+", "Loss") else _function(scene, content), marked)


def _function(scene, name):
    """The activation's name where it fits into a circle; else g1 or g2, which the legend explains."""
    function = scene.functions.get(name)
    return "σ" if function == "sigmoid" else function if function and len(function) <= 5 else name


def _short(name, length):
    return name if len(name) <= length else name[:length - 1] + "…"


def _width(scene, name):
    """The width of a derivative's label; without a value it is narrow."""
    of = sides(name)[0]
    return svg.fraction_width(name) + 28 if scene.values[name] is None else LABELS[of == "Loss"]


def _local_derivatives(drawing, scene, found):
    """A label at each edge: beside its first circle, or beside the line that comes from a weight."""
    colours, taken = (style.LOCAL_DERIVATIVE, style.LOCAL_DERIVATIVE_TINT), set()
    for edge, name in scene.shape.locals.items():
        if name:
            first = scene.shape.edges[edge][0][0]
            (x, y), width = found.circles[first], _width(scene, name)
            turned = found.turned[first]
            turned = -turned if (first, turned) in taken and edge[0] not in found.leaves else turned
            taken.add((first, turned))
            near, far = ((x, y + turned * (svg.OPERATOR_RADIUS + 1)), (x, y + turned * LANES[0]))
            if edge[0] in found.leaves:
                at, row = found.boxes[edge[0]]
                middle, aside = (row + y) / 2, -1 if found.leaves[edge[0]] == -turned else 1
                middle = middle if at == x else y - (svg.BOX_HEIGHT + svg.LABEL_HEIGHT) / 2 - 10
                near, far = (x, middle), (x + aside * (12 + width / 2), middle)
            drawing.stroke((near, far), style.LOCAL_DERIVATIVE, 2)
            drawing.equation(*far, width, name, scene.values[name], colours, edge in scene.marked)


def _arrows_back(drawing, scene, found, lane):
    """Dashed arrows from the last value back to each weight, along a row, and a short line from a node to its label."""
    shape, arrow = scene.shape, {"colour": style.GRADIENT, "width": 2.5, "dashed": True}
    at = {name: (x, y + found.turned[name] * lane) for name, (x, y) in found.boxes.items() if name not in found.leaves}
    half = {sides(name)[1]: _width(scene, name) / 2 + 2 for name in shape.gradients}
    rim = {name: (x, found.boxes[name][1] + found.turned[name] * svg.BOX_HEIGHT / 2) for name, (x, _) in at.items()}
    across = [(end, (at[start][0] + half[start], at[start][1])) for start, end in reversed(shape.locals)
              if start in at and shape.locals[start, end] and _clear(found, at[start], at[end])]
    for end, tip in across:
        if end == shape.last:
            drawing.line(rim[end], at[end], tip, **arrow)
    for name in reversed(shape.nodes):
        if name in half and name in at:
            drawing.stroke((rim[name], at[name]), style.GRADIENT, 2)
    for end, tip in across:
        if end != shape.last:
            drawing.line(at[end], tip, **arrow)
    for start, end in reversed(shape.locals):
        if start in found.leaves and shape.locals[start, end]:
            _arrow_to_weight(drawing, shape, found, start, end, half[start], arrow)


def _clear(found, left, right):
    """Whether two places are in one lane of labels, and nothing stands between them."""
    return left[1] == right[1] and not any(left[0] < x < right[0] and abs(y - left[1]) < svg.BOX_HEIGHT
                                           for x, y in (*found.boxes.values(), *found.circles.values()))


def _arrow_to_weight(drawing, shape, found, weight, end, half, arrow):
    """To the label beside a weight of the same row; to a shared one from the left to its label, else over the top."""
    (x, y), (at, row) = found.boxes[end], found.boxes[weight]
    side, circle = found.leaves[weight], shape.edges[weight, end][0][0]
    if weight not in found.shared:
        if y == found.circles[circle][1] and side != found.turned[circle]:
            drawing.line((x, y), (x, row - side * (svg.LABEL_HEIGHT / 2 + 2)), **arrow)
    elif x < at:
        drawing.line((x, y), (x, _below(row)), (at - half, _below(row)), **arrow)
    else:
        over = row - svg.BOX_HEIGHT / 2 - 20
        drawing.line((x, y), (x, over), (at, over), (at, row - svg.BOX_HEIGHT / 2 - 2), **arrow)


def _below(row):
    """Where the label of a shared weight stands."""
    return row + (svg.BOX_HEIGHT + svg.LABEL_HEIGHT) / 2 + 10


def _gradients(drawing, scene, found, lane):
    """A label below each node, or to the right of a weight; below one that stands below itself."""
    for name in scene.shape.gradients:
        node, width = sides(name)[1], _width(scene, name)
        x, y = found.boxes[node]
        uses = [ways[0][0] for (start, _), ways in scene.shape.edges.items() if start == node]
        if node in found.shared:
            y = _below(y)
        elif node in found.leaves and found.leaves[node] == found.turned[uses[0]]:
            y += found.leaves[node] * (_below(y) - y)
        elif node in found.leaves:
            x += (svg.BOX_WIDTH + width) / 2 + 10
        else:
            y += found.turned[node] * lane
        drawing.equation(x, y, width, name, scene.gradient(name), (style.GRADIENT, style.GRADIENT_TINT))


def _legend(drawing, scene, found):
    """What the shapes mean and, with numbers, which functions there are. Return the picture's height."""
    plain, computed = (style.INK, style.NEUTRAL_TINT), (style.VALUE, style.VALUE_TINT)
    local = style.LOCAL_DERIVATIVE, style.LOCAL_DERIVATIVE_TINT
    # the last number: how wide the words are in the widest usual font, DejaVu Sans
    entries = [("given", plain, 0, 36), ("weight", plain, 8, 45), ("computed", computed, 4, 66)]
    entries += [("local derivative", local, 3, 101)] if "local derivatives" in scene.show else []
    x, y = LEFT - svg.BOX_WIDTH / 2, found.bottom + 38
    for words, colours, radius, width in entries:
        if colours is local:
            drawing.stroke(((x + 13, y - 14), (x + 13, y)), style.LOCAL_DERIVATIVE, 2)
        drawing.rect(x + 13, y, 26, 16, radius, colours, 1.5)
        drawing.text(x + 34, y + 4.5, words, 13, anchor="start")
        x += width + 48
    if "gradients" in scene.show:
        drawing.line((x + 28, y), (x, y), colour=style.GRADIENT, width=2.5, dashed=True)
        drawing.text(x + 36, y + 4.5, "gradient", 13, anchor="start")
        x += 86
    drawing.right = max(drawing.right, x + 14)
    if scene.functions:
        words = ", ".join(f"{lowered(name)} = {svg.escape(_short(function, 13 if name == 'Loss' else 10))}"
                          for name, function in scene.functions.items())
        if x + 8.5 * len(words) > found.width - 17:  # on a line of its own
            y += 26
        drawing.text(found.width - 17, y + 4.5, words, 13, anchor="end")
    return y + 20
