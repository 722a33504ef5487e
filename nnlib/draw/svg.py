"""With a `Drawing` you can build a picture as SVG: boxes, arrows, labels that read like mathematics.

Coordinates are in pixels, x to the right, y down; (x, y) is a part's centre. Parts drawn later lie above
earlier ones, except that the highlight of a marked part lies below everything.
"""

import math
from html import escape

from nnlib.draw.picture import Picture
from nnlib.draw.style import FONTS, HIGHLIGHT, INK, NEUTRAL, PAPER
from nnlib.topology import sides

MATHS = "'STIX Two Text','Times New Roman','Liberation Serif',serif"
PLAIN = ",".join([*(f"'{name}'" if " " in name else name for name in FONTS), "sans-serif"])
EM = 0.64  # a character's mean width in ems: that of a number in the widest usual font, DejaVu Sans
WIDTHS = {" ": 0.32, ".": 0.32, "=": 0.84, "−": 0.84}  # of those that are far from it
BOX_WIDTH, BOX_HEIGHT, OPERATOR_RADIUS, LABEL_HEIGHT = 94, 60, 20, 48
ROOM = 10  # above and below a node, so that a finger finds it on a small screen
CORNERS = {"given": 0, "weight": BOX_HEIGHT / 2, "computed": 9}


class Drawing:
    """Collects the parts of a picture; `picture` returns them as one Picture.

    places : name -> (left, top, width, height) of what can be pressed or filled in: a node with room around it, the
    number of a derivative. Of two labels with one name, the first.
    """

    def __init__(self):
        self.halos, self.parts, self.places = [], [], {}
        self.left, self.right = math.inf, 0  # how far boxes reach

    def node(self, x, y, name, value, kind, colours, marked):
        """Draw a node. value : text or None. kind : a key of CORNERS. colours : border and tint."""
        self.rect(x, y, BOX_WIDTH, BOX_HEIGHT, CORNERS[kind], colours, 4 if marked else 2, 8 * marked)
        height = BOX_HEIGHT + 2 * ROOM
        self.places[name] = x - BOX_WIDTH / 2, y - height / 2, BOX_WIDTH, height
        if value is None:
            self.text(x, y + 7, symbol(name, 25), 25, MATHS)
        else:
            self.text(x, y - 6, symbol(name, 23), 23, MATHS)
            self.text(x, y + 19, value, fitted(value, BOX_WIDTH - (20 if kind == "weight" else 12), 18))

    def operator(self, x, y, content, marked):
        """Draw what computes a node. content : plain text, or the name of a non-linearity, "g1" or "g2"."""
        circle = f'<circle cx="{x:g}" cy="{y:g}" r="%g" fill="%s"'
        if marked:
            self.halos.append(circle % (OPERATOR_RADIUS + 8, HIGHLIGHT) + "/>")
        self.parts.append(circle % (OPERATOR_RADIUS, PAPER) + f' stroke="{INK}" stroke-width="{4 if marked else 2}"/>')
        if content in ("g1", "g2"):
            self.text(x, y + 6, symbol(content, 20), 20, MATHS)
        else:
            size = 24 if len(content) == 1 else fitted(content, 1.75 * OPERATOR_RADIUS, 15)
            self.text(x, y + 0.31 * size, escape(content), size, MATHS)

    def equation(self, x, y, width, name, value, colours, marked=False):
        """Draw a derivative such as dz1_dw1 as a label: a fraction and, unless value is None, "= value"."""
        self.rect(x, y, width, LABEL_HEIGHT, 6, colours, 3.5 if marked else 1.5, 5 * marked)
        rule = fraction_width(name)
        if value is None:
            return self.fraction(x, y - 1, name)
        value = f"= {value}"
        size = fitted(value, width - rule - 14, 15)
        ems = sum(WIDTHS.get(character, EM) for character in value)
        start = x - (rule + 6 + size * ems) / 2
        left, height = start + rule + 3, LABEL_HEIGHT - 8
        self.places.setdefault(name, (left, y - height / 2, x + width / 2 - 4 - left, height))
        self.fraction(start + rule / 2, y - 1, name)
        self.text(start + rule + 6, y + 4, value, size, anchor="start")

    def fraction(self, x, y, name):
        """Draw ∂top/∂bottom, stacked around a rule at the height y."""
        size, half = 17, fraction_width(name) / 2
        top, bottom = sides(name)
        self.text(x, y - 0.4 * size, f"∂{symbol(top, size)}", size, MATHS)
        self.stroke([(x - half, y), (x + half, y)], INK, 1.2)
        self.text(x, y + 0.9 * size, f"∂{symbol(bottom, size)}", size, MATHS)

    def line(self, *points, colour=NEUTRAL, width=2, head=True, dashed=False, marked=False):
        """Draw a line through the points, with an arrowhead at the last unless head is False."""
        if marked:
            colour, width = INK, 5
            self.halos.append(_path(points, f'stroke="{HIGHLIGHT}" stroke-width="18"'))
        if head:
            (x0, y0), (x1, y1) = points[-2:]
            length, half = math.hypot(x1 - x0, y1 - y0), 4.5 + width / 2
            dx, dy = (x1 - x0) / length, (y1 - y0) / length
            x2, y2 = x1 - 11 * dx, y1 - 11 * dy
            self.parts.append(f'<path d="M{x1:g} {y1:g}L{x2 - half * dy:g} {y2 + half * dx:g}'
                              f'L{x2 + half * dy:g} {y2 - half * dx:g}Z" fill="{colour}"/>')
            points = (*points[:-1], (x2, y2))
        self.stroke(points, colour, width, dashed)

    def stroke(self, points, colour, width, dashed=False):
        """Draw a bare line."""
        dashes = ' stroke-dasharray="7 5"' if dashed else ""
        self.parts.append(_path(points, f'stroke="{colour}" stroke-width="{width:g}"{dashes}'))

    def rect(self, x, y, width, height, radius, colours, border, halo=0):
        """Draw a box. colours : border and filling. halo : by how much the highlight stands out."""
        self.left, self.right = min(self.left, x - width / 2), max(self.right, x + width / 2)
        def box(grow, paint):
            return (f'<rect x="{x - width / 2 - grow:g}" y="{y - height / 2 - grow:g}" width="{width + 2 * grow:g}" '
                    f'height="{height + 2 * grow:g}" rx="{radius and radius + grow:g}" {paint}/>')
        if halo:
            self.halos.append(box(halo, f'fill="{HIGHLIGHT}"'))
        self.parts.append(box(0, f'fill="{colours[1]}" stroke="{colours[0]}" stroke-width="{border:g}"'))

    def text(self, x, y, markup, size, family=PLAIN, anchor="middle"):
        """Write a line of markup; y is its baseline."""
        self.parts.append(f'<text x="{x:g}" y="{y:g}" font-family="{family}" font-size="{size:g}" '
                          f'text-anchor="{anchor}" fill="{INK}">{markup}</text>')

    def picture(self, width, height, alt, text=None):
        """Return the Picture, on paper of its own. alt, text : plain text; text is alt unless it is given."""
        paper = f'<rect width="{width:g}" height="{height:g}" rx="8" fill="{PAPER}"/>'
        return Picture("".join([paper, *self.halos, *self.parts]), width, height, alt, alt if text is None else text,
                       places=self.places)


def fitted(content, width, size):
    """Return a font size, at most `size`, at which the plain text `content` is no wider than `width`."""
    return min(size, math.floor(10 * width / (EM * len(content))) / 10)


def symbol(name, size):
    """Return the markup of a node's name: italic, its digit lowered; y with a star, as the true class has."""
    letters, mark, shift = {"Loss": ("Loss", "", 0), "y": ("y", "*", -0.28)}.get(name, (name[0], name[1:], 0.22))
    mark = mark and f'<tspan font-size="{0.72 * size:.1f}" dy="{shift * size:.1f}">{mark}</tspan>'
    return f'<tspan font-style="italic">{letters}</tspan>{mark}'


def fraction_width(name):
    """Return the length of a fraction's rule."""
    return 46 if sides(name)[0] == "Loss" else 29


def _path(points, paint):
    return f'<path d="M{"L".join(f"{x:g} {y:g}" for x, y in points)}" fill="none" {paint}/>'
