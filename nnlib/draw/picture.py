"""With this you can show an SVG in a notebook together with words for those who do not see it."""

import re
from base64 import b64encode
from dataclasses import dataclass
from html import escape

from nnlib.arguments import instance

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def drawable(text):
    """Return a text with a question mark for each character that no XML file can hold."""
    return NOT_XML.sub("?", text)


def labelled(name, value, kind, wanted):
    """Return `value`. Raises TypeError or ValueError unless it is a dict from texts to objects of a kind, not empty.

    name, wanted : for the message, such as "nets" and "a Network".
    """
    instance(name, value, dict, f"a dict from a label to {wanted}")
    if not value:
        raise ValueError(f"{name} is empty; one or more were wanted")
    for label, each in value.items():
        instance(f"a label of {name}", label, str, "a text")
        instance(f"{name}[{label!r}]", each, kind, wanted)
    return value


def image(kind, data, alt, style="max-width:100%;height:auto"):
    """Return an HTML `<img>` that holds the picture itself.

    kind : such as "svg+xml". data : bytes. alt : plain text.
    """
    address = f"data:image/{kind};base64,{b64encode(data).decode()}"
    return f'<img alt="{escape(drawable(alt))}" src="{address}" style="{style}">'


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
