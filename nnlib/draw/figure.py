"""With a `LessonFigure` you can show a matplotlib picture in a notebook with alt text, and change no global setting.

    figure = LessonFigure(columns=2)
    left, right = figure.axes
    loss_curves(left, quadratic, a2=0.1)
"""

from io import BytesIO

from nnlib.draw.fonts import FAMILIES  # isort: skip  # before matplotlib
from matplotlib.figure import Figure
from matplotlib.text import Text

from nnlib.draw import style
from nnlib.draw.picture import image


class LessonFigure(Figure):
    """A figure with `columns` axes in a row, 5 in × 3.4 in each, on white. Raises ValueError if columns is below 1.

    What is drawn on an axes leaves its words there, as `ax.text_twin`; `alt` joins them.
    """

    def __init__(self, columns=1):
        if columns not in range(1, 5):
            raise ValueError(f"columns is {columns!r}; a whole number from 1 to 4 was wanted")
        super().__init__(figsize=(style.COLUMN_INCHES * columns, style.ROW_INCHES), dpi=style.DOTS_PER_INCH,
                         layout="constrained", facecolor=style.PAPER)
        self.subplots(1, columns)

    @property
    def alt(self):
        """The text twins of the axes, joined."""
        return " ".join(ax.text_twin for ax in self.axes if hasattr(ax, "text_twin"))

    @property
    def html(self):
        """The figure as an `<img>` with its alt text, for an HTML widget."""
        return self._repr_mimebundle_()["text/html"]

    # JupyterLab shows a bare image/png without alt text.
    def _repr_mimebundle_(self, include=None, exclude=None):
        for text in self.findobj(Text):
            text.set_fontfamily(FAMILIES)
        buffer = BytesIO()
        self.savefig(buffer, format="png", metadata={"Software": None})
        width = round(96 * self.get_figwidth())  # in CSS pixels: the PNG is finer, to stay sharp on dense screens
        return {"text/html": image("png", buffer.getvalue(), self.alt, width), "image/png": buffer.getvalue(),
                "text/plain": self.alt}
