"""With this you can show an SVG in a notebook together with words for those who do not see it."""

from base64 import b64encode
from dataclasses import dataclass
from html import escape


def image(kind, data, alt, style="max-width:100%;height:auto"):
    """Return an HTML `<img>` that holds the picture itself.

    kind : such as "svg+xml". data : bytes. alt : plain text.
    """
    return f'<img alt="{escape(alt)}" src="data:image/{kind};base64,{b64encode(data).decode()}" style="{style}">'


@dataclass(frozen=True, repr=False)
class Picture:
    """A drawing and its words.

    svg : the drawing, with a background of its own. alt : sentences that say what it shows.
    text : the same numbers as plain text, for a terminal or a notebook that is not trusted.
    """

    svg: str
    alt: str
    text: str

    @property
    def html(self):
        """The drawing as an `<img>` with its alt text, for an HTML widget."""
        return image("svg+xml", self.svg.encode(), self.alt)

    # JupyterLab shows image/svg+xml without alt text and cuts inline SVG out of HTML that it does not
    # trust, but keeps an <img> with its alt.
    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": self.html, "image/svg+xml": self.svg, "text/plain": self.text}

    def __repr__(self):
        return self.text
