"""With a Verdict you can see what a check found: as text, and in a notebook as a box with a picture.

    >>> Verdict("not tried", "Replace the dots with your answer.")
    … not tried: Replace the dots with your answer.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from nnlib.draw import style

# The status is told by a sign and a word; the colour (from ColorBrewer's colour-blind-safe PRGn) only repeats it.
SIGNS = {"right": "✓", "wrong": "✗", "not tried": "…"}
COLOURS = {"right": "#1B7837", "wrong": "#762A83", "not tried": style.NEUTRAL}
MARK = f"color:{style.INK};background-color:#FFF2A8;text-decoration:underline"
INK = f"color:{style.INK};background-color:{style.PAPER}"


def box(colour, content):
    """Return a box that brings its own background and ink, so that it reads the same in every theme."""
    return (f'<div style="{INK};border:1px solid {colour};border-left:8px solid {colour};border-radius:4px;'
            f'padding:10px 14px;margin:4px 0;max-width:760px;line-height:1.5">{content}</div>')


def badge(status):
    """Return the sign and the word of a status."""
    return f'<strong style="color:{COLOURS[status]};background-color:{style.PAPER}">{SIGNS[status]} {status}</strong>'


def progress_box(title, rows):
    """Return a box with a table. rows : (status, id, what is asked)."""
    # JupyterLab's themes colour table cells themselves: each cell states its own colours.
    cell = f'<td style="{INK};text-align:left;padding:2px 14px 2px 0">'
    lines = "".join(f'<tr>{cell}{badge(status)}</td>{cell}{escape(id)}</td>'
                    f'{cell}<code style="{INK}">{escape(asks)}</code></td></tr>' for status, id, asks in rows)
    table = f'<table style="margin:6px 0 0 0"><tbody>{lines}</tbody></table>'
    return box(style.NEUTRAL, f"<strong>{escape(title)}</strong>{table}")


def marked(line, start, end):
    """Return a line of an answer, with the part from start to end marked, as HTML."""
    before, part, after = map(escape, (line[:start], line[start:end], line[end:]))
    mark = f'<mark aria-label="in question: {part}" style="{MARK}">{part}</mark>'
    look = f"{INK};margin:6px 0 0 0;white-space:pre-wrap;overflow-wrap:anywhere"
    return f'<pre style="{look}">{before}{mark}{after}</pre>'


@dataclass(frozen=True)
class Verdict:
    """What a check found.

    status : "right", "wrong" or "not tried". message : plain text, a line for each thing found.
    mistake : its id in the catalogue, "first+second" for two, or None. path : what to highlight in a picture, which
    illustrate, path -> HTML, makes. place : (line, start, end), a line of the answer and the part in question.
    original : what Python said, to be shown in small.
    """

    status: str
    message: str
    mistake: str | None = None
    path: tuple = ()
    illustrate: Callable | None = field(default=None, compare=False)
    place: tuple | None = None
    original: str = ""

    def __repr__(self):
        lines = [f"{SIGNS[self.status]} {self.status}: {self.message}"]
        if self.place:
            line, start, end = self.place
            lines += [f"    {line}", f"    {' ' * start}{'^' * (end - start)}"]
        return "\n".join([*lines, *([self.original] if self.original else [])])

    def _repr_html_(self):
        lines = "<br>".join(escape(self.message).split("\n"))
        shown = self.illustrate(self.path) if self.path and self.illustrate else ""
        picture = f'<div style="padding:8px 0 0 0">{shown}</div>' if shown else ""
        place = marked(*self.place) if self.place else ""
        original = f'<div><small style="{INK}">{escape(self.original)}</small></div>' if self.original else ""
        return box(COLOURS[self.status], f"{badge(self.status)}: {lines}{place}{picture}{original}")
