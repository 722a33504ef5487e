"""With a `Panel` you can plot curves as SVG, fast enough to be redrawn at each move of a slider.

    panel = Panel((-6, 6), (0, 1), "z", "a = g(z)", "The sigmoid")
    panel.line(z, a, style.VALUE)
    panel.picture(alt="…")

Positions are in the units of the axes; what lies outside of them is cut off.
"""

from base64 import b64encode
from functools import lru_cache
from html import escape
from textwrap import wrap

import numpy as np

from nnlib.draw import style
from nnlib.draw.svg import PLAIN, Drawing

WIDTH, HEIGHT = 470, 350  # two of them stand side by side in JupyterLab on a small laptop
LEFT, TOP, RIGHT, BOTTOM = 60, 40, 456, 298  # the edges of the axes
MARKERS = {"circle": '<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:g}" {paint}/>',
           "diamond": '<path d="M{x0:.1f} {y:.1f}L{x:.1f} {y0:.1f}L{x1:.1f} {y:.1f}L{x:.1f} {y1:.1f}Z" {paint}/>',
           "square": '<rect x="{x0:.1f}" y="{y0:.1f}" width="{d:g}" height="{d:g}" {paint}/>'}


class Panel:
    """One pair of axes.

    x_range, y_range : (low, high). x_label, y_label : markup. title : plain text. background : markup of an image that
    fills the axes, as `placed` returns; None for a grid. width : of the picture; right : where the axes end in it, in
    pixels. counted : "x" or "y", the axis that numbers things, in whole numbers.
    """

    def __init__(self, x_range, y_range, x_label, y_label, title, background=None, right=None, counted="", width=WIDTH):
        right = width - WIDTH + RIGHT if right is None else right
        self.x_range, self.y_range, self.right, self.width = x_range, y_range, right, width
        self.drawing, self.inside, self.marks, self.words = Drawing(), [], [], []
        if background:
            self.drawing.parts.append(background)
        self.drawing.parts += frame(tuple(x_range), tuple(y_range), right, x_label, y_label, not background, counted)
        self.drawing.text(width / 2, 22, escape(title), 15)

    def at(self, x, y):
        """Return the pixels of a point, or of arrays of points; at most one picture's size outside of the axes."""
        (x0, x1), (y0, y1) = self.x_range, self.y_range
        width, height = self.right - LEFT, BOTTOM - TOP
        return (LEFT + np.clip((np.asarray(x) - x0) / (x1 - x0), -9, 10) * width,
                BOTTOM - np.clip((np.asarray(y) - y0) / (y1 - y0), -9, 10) * height)

    def line(self, x, y, colour, width=2.5, dashes=""):
        """Draw a line through the points x, y : (n,). dashes : as SVG's stroke-dasharray."""
        points = " ".join(f"{px:.1f},{py:.1f}" for px, py in np.stack(self.at(x, y), axis=1).tolist())
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self.inside.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width:g}" '
                           f'stroke-linejoin="round"{dashed}/>')

    def point(self, x, y, colour, marker="circle", radius=6, rim=style.PAPER):
        """Draw a mark at one point, if it lies within the axes. marker : a key of MARKERS."""
        (px, py), paint = self.at(x, y), f'fill="{colour}" stroke="{rim}" stroke-width="2"'
        if LEFT - 1 < px < self.right + 1 and TOP - 1 < py < BOTTOM + 1:  # a mark at the edge is not cut in half
            self.marks.append(MARKERS[marker].format(x=px, y=py, r=radius, x0=px - radius, y0=py - radius, d=2 * radius,
                                                     x1=px + radius, y1=py + radius, paint=paint))

    def dots(self, x, y, colour, size):
        """Draw a small dot at each of the points x, y : (n,)."""
        moves = "".join(f"M{px:.1f} {py:.1f}h0" for px, py in np.stack(self.at(x, y), axis=1).tolist())
        self.inside.append(f'<path d="{moves}" stroke="{colour}" stroke-width="{size:g}" stroke-linecap="round"/>')

    def band(self, x0, x1, label):
        """Hatch what lies between x0 and x1, and name it. label : plain text."""
        (left, right), _ = self.at((max(x0, self.x_range[0]), min(x1, self.x_range[1])), 0)
        height = BOTTOM - TOP
        strokes = "".join(f"M{x} {BOTTOM}l{height} {-height}" for x in range(LEFT - height, self.right, 12))
        self.inside.insert(0, f'<svg x="{left:.1f}" y="{TOP}" width="{right - left:.1f}" height="{BOTTOM - TOP}" '
                              f'viewBox="{left:.1f} {TOP} {right - left:.1f} {BOTTOM - TOP}">'
                              f'<rect x="{left:.1f}" y="{TOP}" width="100%" height="100%" fill="{style.NEUTRAL_TINT}"/>'
                              f'<path d="{strokes}" stroke="#DDD" stroke-width="1.5"/></svg>')
        self.words.append(((left + right) / 2, (TOP + BOTTOM) / 2, escape(label), 13))

    def key(self, x, y, text, colour, dashes):
        """Say beside a piece of line what it stands for. x, y : pixels, where the piece begins. text : plain text."""
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self.marks.append(f'<path d="M{x:g} {y:g}h30" stroke="{colour}" stroke-width="3"{dashed}/>')
        self.words.append((x + 38, y + 4.5, escape(text), 13, PLAIN, "start"))

    def note(self, text):
        """Write some words into the upper part of the axes, on paper of their own, in lines that fit. text : plain."""
        lines = wrap(text, (self.right - LEFT) // 7)[:6]
        height = 18 * len(lines) + 10
        self.marks.append(f'<rect x="{LEFT + 8}" y="{TOP + 8}" width="{self.right - LEFT - 16}" height="{height}" '
                          f'rx="6" fill="{style.PAPER}" stroke="{style.INK}"/>')
        self.words += [(LEFT + 16, TOP + 26 + 18 * k, escape(line), 13, PLAIN, "start") for k, line in enumerate(lines)]

    def picture(self, alt):
        """Return what was drawn. alt : sentences that say what it shows."""
        svg = (f'<svg x="{LEFT}" y="{TOP}" width="{self.right - LEFT}" height="{BOTTOM - TOP}" '
               f'viewBox="{LEFT} {TOP} {self.right - LEFT} {BOTTOM - TOP}">{"".join(self.inside)}</svg>')
        self.drawing.parts += [svg]
        self.drawing.stroke([(LEFT, TOP), (LEFT, BOTTOM), (self.right, BOTTOM)], style.INK, 1.2)
        self.drawing.parts += self.marks
        for words in self.words:
            self.drawing.text(*words)
        return self.drawing.picture(self.width, HEIGHT, alt)


@lru_cache(maxsize=64)  # it stays while the curves move
def frame(x_range, y_range, right, x_label, y_label, grid, counted):
    """Return the markup of the ticks, their numbers and the labels, as a tuple. The arguments are a Panel's."""
    drawing, colour = Drawing(), style.GRID if grid else style.INK
    for value in ticks(*x_range, whole=counted == "x"):
        x = LEFT + (value - x_range[0]) / (x_range[1] - x_range[0]) * (right - LEFT)
        drawing.stroke([(x, TOP if grid else BOTTOM), (x, BOTTOM + 5)], colour, 1)
        drawing.text(x, BOTTOM + 20, style.number(value), 13)
    for value in ticks(*y_range, whole=counted == "y"):
        y = BOTTOM - (value - y_range[0]) / (y_range[1] - y_range[0]) * (BOTTOM - TOP)
        drawing.stroke([(LEFT - 5, y), (right if grid else LEFT, y)], colour, 1)
        drawing.text(LEFT - 9, y + 4.5, style.number(value), 13, anchor="end")
    drawing.text((LEFT + right) / 2, HEIGHT - 11, x_label, 16)
    drawing.parts.append(f'<g transform="rotate(-90 16 {(TOP + BOTTOM) / 2})">')
    drawing.text(16, (TOP + BOTTOM) / 2, y_label, 16)
    drawing.parts.append("</g>")
    return tuple(drawing.parts)


def placed(png, box, name=None):
    """Return the markup of an image. png : bytes. box : left, top, right, bottom. name : an id, to `<use>` it."""
    left, top, right, bottom = box
    identity = f'id="{name}" ' if name else ""
    # nbconvert makes PDF with Inkscape, which before version 1.3 shows no image with a plain href.
    return (f'<image {identity}xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'xlink:href="data:image/png;base64,{b64encode(png).decode()}" x="{left}" y="{top}" '
            f'width="{right - left}" height="{bottom - top}" preserveAspectRatio="none"/>')


def ticks(low, high, most=8, whole=False):
    """Return round numbers from low to high: steps of 1, 2 or 5 times a power of ten, at most `most` of them.

    whole : without those that are no whole numbers.
    """
    decade = 10.0 ** np.floor(np.log10((high - low) / most))
    step = next(factor * decade for factor in (1, 2, 5, 10, 20) if (high - low) / (factor * decade) <= most)
    found = [round(k * step, 12) for k in range(int(np.ceil(low / step - 1e-9)), int(np.floor(high / step + 1e-9)) + 1)]
    return [value for value in found if not whole or value.is_integer()]
