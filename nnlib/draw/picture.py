"""With a `Picture` you can show SVG in a notebook together with words for those who do not see it.

    left.beside(right)                 one picture of two
    graph.above(left.beside(right))    and of three
    left.beside(right).as_one()        on a narrow page it shrinks, and is not stacked
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape
from urllib.parse import quote

from nnlib.arguments import instance

GAP = 14  # pixels between pictures
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # as [^…] it takes long to compile


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


def image(kind, data, alt, width):
    """Return an HTML `<img>` that holds the picture itself, at most as wide as the page.

    kind : such as "png". data : bytes; of SVG the text. alt : plain text. width : in pixels.
    """
    # SVG is not in base64: so a PNG inside of it can still be told from the rest, and left out of a comparison.
    address = f",{quote(data, safe=' :;,/=+')}" if kind == "svg+xml" else f";base64,{b64encode(data).decode()}"
    return (f'<img alt="{escape(drawable(alt))}" width="{width:g}" src="data:image/{kind}{address}" '
            'style="max-width:100%;height:auto">')


def live(widget):
    """Return the part of a widget's bundle that shows it live; ipywidgets has no function for it before version 8."""
    return {"application/vnd.jupyter.widget-view+json":
            {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}}


@dataclass(frozen=True, repr=False)
class Picture:
    """A drawing with its size and its words.

    inside : what the `<svg>` holds, with a background of its own. width, height : in pixels.
    alt : sentences that say what it shows. text : the same numbers as plain text, for a terminal or a notebook that
    is not trusted. attributes : more of the `<svg>`'s. made_of : the pictures that it was put together from.
    places : name -> (left, top, width, height) of what a widget can be laid over, in pixels.
    """

    inside: str
    width: float
    height: float
    alt: str
    text: str
    attributes: str = ""
    made_of: tuple = ()
    places: Mapping = field(default_factory=dict)

    @property
    def svg(self):
        return drawable(f'<svg {self.attributes}xmlns="http://www.w3.org/2000/svg" width="{self.width:g}" '
                        f'height="{self.height:g}" viewBox="0 0 {self.width:g} {self.height:g}" role="img" '
                        f'aria-label="{escape(self.alt)}">{self.inside}</svg>')

    @property
    def html(self):
        """The drawing as an `<img>` with its alt text."""
        return image("svg+xml", self.svg, self.alt, self.width)

    @property
    def parts(self):
        """The pictures that stand beside or above one another in this one, so that a narrow page can stack them."""
        return self.made_of or (self,)

    def beside(self, other):
        """Return this picture with another one at its right."""
        return self._with(other, self.width + GAP, 0)

    def above(self, other):
        """Return this picture with another one below it."""
        return self._with(other, 0, self.height + GAP)

    def as_one(self):
        """Return this picture as one that is never stacked: its parts have no words of their own."""
        return replace(self, inside=re.sub(r' role="img" aria-label="[^"]*"', "", self.inside), made_of=())

    def _with(self, other, x, y):
        inside = self._moved(0, 0) + other._moved(x, y)
        return Picture(inside, max(self.width, x + other.width), max(self.height, y + other.height),
                       f"{self.alt} {other.alt}", f"{self.text}\n{other.text}", made_of=self.parts + other.parts,
                       places=self.places)

    def _moved(self, x, y):
        return replace(self, attributes=f'{self.attributes}x="{x:g}" y="{y:g}" ').svg

    # JupyterLab shows image/svg+xml without alt text and cuts inline SVG out of HTML that it does not
    # trust, but keeps an <img> with its alt.
    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": self.html, "image/svg+xml": self.svg, "text/plain": self.text}

    def __repr__(self):
        return self.text
