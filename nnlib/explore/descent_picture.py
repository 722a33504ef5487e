"""With this you can draw a descent on the loss surface, fast: the surface is drawn once, the path each time, as SVG."""

from dataclasses import replace
from functools import lru_cache
from html import escape
from io import BytesIO
from typing import NamedTuple

import numpy as np

from nnlib import Network
from nnlib.draw import style
from nnlib.draw.plot import BOTTOM, LEFT, TOP, WIDTH, Panel, placed, ticks
from nnlib.draw.surface import loss_surface
from nnlib.draw.svg import symbol

W1_RANGE, W2_RANGE = (-10, 4), (-4, 6)
AXES, BAR = (LEFT, TOP, 390, BOTTOM), (406, TOP, 422, BOTTOM)  # left, top, right, bottom in pixels
OWN = style.OTHERS[1]  # the learner's step
STAGES = (10, 20, 50, 100)  # how many steps the loss curve has room for
# A click writes the weights there into the two number fields, as typing would.
CLICK = """const box = this.getBoundingClientRect(), scale = {width} / box.width;
const w1 = {w1_low} + ((event.clientX - box.left) * scale - {left}) / {across} * {w1_span};
const w2 = {w2_low} + ({bottom} - (event.clientY - box.top) * scale) / {up} * {w2_span};
if (w1 >= {w1_low} && w1 <= {w1_low} + {w1_span} && w2 >= {w2_low} && w2 <= {w2_low} + {w2_span})
for (const [name, value] of [['start_w1', w1], ['start_w2', w2]]) {{
const field = this.closest('.nnlib-explorer').querySelector('.nnlib-' + name + ' input');
field.value = Math.round(value * 20) / 20;
field.dispatchEvent(new Event('change', {{bubbles: true}})); }}""".format(
    width=WIDTH, left=AXES[0], bottom=AXES[3], across=AXES[2] - AXES[0], up=AXES[3] - AXES[1],
    w1_low=W1_RANGE[0], w1_span=W1_RANGE[1] - W1_RANGE[0], w2_low=W2_RANGE[0], w2_span=W2_RANGE[1] - W2_RANGE[0])


class Surface(NamedTuple):
    """The loss over both weights: the axes' inside and the colour bar as PNG, the loss that the bar ends at, words."""

    inside: bytes
    bar: bytes
    highest: float
    said: str

    def markup(self, name=None):
        return placed(self.inside, AXES, name and f"{name}-inside") + placed(self.bar, BAR, name and f"{name}-bar")

    def defined(self, name):
        """Return markup that puts the surface into a page unseen, for `used` to show."""
        return ('<svg width="0" height="0" style="position:absolute" aria-hidden="true">'
                f"<defs>{self.markup(name)}</defs></svg>")

    @staticmethod
    def used(name):
        return f'<use href="#{name}-inside"/><use href="#{name}-bar"/>'


@lru_cache(maxsize=16)
def surface(x, y):
    """Draw the loss surface of one example, once. matplotlib is loaded here, and not before."""
    from nnlib.draw.figure import LessonFigure  # isort: skip  # the fonts, before matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.image import imsave

    figure = LessonFigure()
    loss_surface(figure.axes[0], Network(0, 0), x, y, W1_RANGE, W2_RANGE)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels, pictures = np.asarray(canvas.buffer_rgba()), []
    for ax in figure.axes:
        ax.set_axis_off()
        left, low, right, high = np.round(ax.bbox.extents).astype(int)
        buffer = BytesIO()
        inside = pixels[len(pixels) - high + 1:len(pixels) - low - 1, left + 1:right - 1]
        imsave(buffer, np.ascontiguousarray(inside), format="png", metadata={"Software": None})
        pictures.append(buffer.getvalue())
    return Surface(*pictures, float(figure.axes[1].get_ylim()[1]), figure.axes[0].text_twin)


def draw(path, ahead, ground, name=None, own=None, stopped=""):
    """Return the path on the surface beside its loss curve.

    path : a Trajectory. ahead : the same with one step more. ground : a Surface. name : in a live page, the name
    under which the ground is defined; None for a picture that stands alone. own : the Trajectory of the learner's
    step, or None. stopped : why it is no longer.
    """
    steps, now = len(path.loss) - 1, _told_point(path, -1)
    said = f"{steps} step{'s' * (steps != 1)}"
    marks = f"○ start   ■ after {said}{'   ◆ your step' if own else ''}"
    over = Panel(W1_RANGE, W2_RANGE, symbol("w1", 16), symbol("w2", 16), marks,
                 ground.used(name) if name else ground.markup(), AXES[2])
    _bar(over, ground)
    for colour, width, dashes in ((style.PAPER, 5, ""), (style.INK, 2, "4 3")):
        over.line(ahead.w1[-2:], ahead.w2[-2:], colour, width, dashes)
    for colour, width, size in ((style.PAPER, 6, 10), (style.VALUE, 3, 6)):
        over.line(path.w1, path.w2, colour, width)
        over.dots(path.w1, path.w2, colour, size)
    over.point(path.w1[-1], path.w2[-1], style.VALUE, "square", 6, style.INK)
    told = _own_path(over, own)
    over.point(path.w1[0], path.w2[0], style.PAPER, radius=5.5, rim=style.INK)
    inside = W1_RANGE[0] <= path.w1[-1] <= W1_RANGE[1] and W2_RANGE[0] <= path.w2[-1] <= W2_RANGE[1]
    surface = over.picture(f"{ground.said} The path after {said}: from {_told_point(path, 0)} to {now}."
                           f"{'' if inside else ' It is outside of the picture.'}{told}")
    if name:
        surface = replace(surface, attributes=f'onclick="{escape(CLICK)}" style="cursor:crosshair" ')
    return surface.beside(_loss_curve(path, ahead, said, own, stopped))


def _own_path(panel, own):
    """Draw the path of the learner's step over nnlib's, so that both show where they are the same; tell its end."""
    if not own:
        return ""
    panel.line(own.w1, own.w2, style.PAPER, 4)
    panel.line(own.w1, own.w2, OWN, 2.5, style.DASHES[1])
    panel.point(own.w1[-1], own.w2[-1], OWN, "diamond", 8, style.INK)
    taken = len(own.loss) - 1
    return f" Your step, taken {taken} time{'s' * (taken != 1)}, ends at {_told_point(own, -1)}."


def _bar(panel, ground):
    """Write the colour bar's numbers."""
    left, top, right, bottom = BAR
    for value in ticks(0, ground.highest, 6):
        y = bottom - value / ground.highest * (bottom - top)
        panel.drawing.stroke([(right, y), (right + 5, y)], style.INK, 1)
        panel.drawing.text(right + 9, y + 4.5, style.number(value), 13, anchor="start")
    panel.drawing.text((left + right) / 2 + 10, top - 8, "Loss", 14)


def _loss_curve(path, ahead, said, own, stopped):
    steps = len(path.loss) - 1
    room = next(stage for stage in STAGES if stage >= steps)
    highest = max(0.5, *path.loss, *(own.loss if own else ()))
    panel = Panel((0, room), (0, 1.1 * highest), "step", "Loss", f"Loss = {style.number(path.loss[-1])} after {said}")
    panel.line(np.arange(steps + 1), path.loss, style.VALUE, 3)
    panel.line([steps, steps + 1], ahead.loss[-2:], style.NEUTRAL, 2, "4 3")
    panel.point(0, path.loss[0], style.PAPER, rim=style.INK)
    panel.point(steps, path.loss[-1], style.VALUE, "square", 6, style.INK)
    told = ""
    if own:
        panel.line(np.arange(len(own.loss)), own.loss, OWN, 2.5, style.DASHES[1])
        panel.point(len(own.loss) - 1, own.loss[-1], OWN, "diamond", 8, style.INK)
        told = f" With your step it is {style.number(own.loss[-1])} at the end."
    if stopped:
        panel.note(f"your step {stopped}")
        told += f" Your step {stopped}."
    return panel.picture(f"The loss after each step: {style.number(path.loss[0])} at the start, "
                         f"{style.number(path.loss[-1])} after {said}.{told}")


def _told_point(path, k):
    return f"w1 = {style.number(path.w1[k])}, w2 = {style.number(path.w2[k])}"
