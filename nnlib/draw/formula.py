r"""With this you can show a formula that changes while you drag: LaTeX as MathML, which needs no typesetting.

    formula(r"z_1 = x \cdot w_1")
    formula(r"\frac{\partial z_1}{\partial w_1} = \lit{1.5}")      with a part that stands out

It knows what the course writes: \frac, _ and ^, the SIGNS, \text{words}, \lit{a highlighted part}, the name Loss,
numbers. A minus directly before a digit is part of the number: "a_2 - 1", but "(−2.5)" or "3.10e−05".
"""

import re
from functools import lru_cache
from html import escape

from nnlib.draw.style import HIGHLIGHT, INK

TOKENS = re.compile(r"\\text\{[^}]*\}|\\[a-zA-Z]+|[-−]?\d+(?:\.\d+)?(?:e[-−+]?\d+)?|Loss|\S")
SIGNS = {r"\cdot": "<mo>·</mo>", r"\approx": "<mo>≈</mo>", r"\leftarrow": "<mo>←</mo>", r"\partial": "<mi>∂</mi>",
         r"\alpha": "<mi>α</mi>", r"\Delta": "<mi>Δ</mi>", r"\quad": '<mspace width="1em"></mspace>'}
LIT = f"background:{HIGHLIGHT};color:{INK};border-radius:4px"


@lru_cache(maxsize=1024)  # of a formula that moves, only the pieces with numbers are new
def formula(latex, block=False):
    """Return LaTeX as MathML. block : on a line of its own. Raises ValueError on what it does not know."""
    tokens = TOKENS.findall(latex)
    try:
        parts = _parts(tokens)
        if not latex.isprintable():
            raise ValueError("a character that cannot be shown")
        if tokens:
            raise ValueError("a closing brace too many")
    except (IndexError, ValueError) as error:
        raise ValueError(f"the formula {latex!r} has {error if str(error).startswith('a ') else 'no end'}") from None
    display = ' display="block"' if block else ""
    return f"<math{display}><mrow>{parts}</mrow></math>"


def pieces(latex):
    """Return a long formula in pieces, so that a narrow page can break it before each = and ≈."""
    return "".join(f'<span style="display:inline-block">{formula(piece)}</span>'
                    for piece in re.split(r" (?==|\\approx)", latex))


def _parts(tokens):
    """Take what stands before the next closing brace or the end."""
    parts = []
    while tokens and tokens[0] != "}":
        part, scripts = _part(tokens), {}
        while tokens and tokens[0] in ("_", "^"):
            mark = tokens.pop(0)
            scripts[mark] = _part(tokens)
        tag = {"": "", "_": "msub", "^": "msup"}.get("".join(scripts), "msubsup")
        inner = part + "".join(scripts[mark] for mark in "_^" if mark in scripts)
        parts.append(f"<{tag}>{inner}</{tag}>" if tag else inner)
    return "".join(parts)


def _part(tokens):
    """Take one symbol, number, group or command."""
    token = tokens.pop(0)
    if token == "{":
        parts = _parts(tokens)
        tokens.pop(0)
        return f"<mrow>{parts}</mrow>"
    if token == r"\frac":
        return f"<mfrac>{_part(tokens)}{_part(tokens)}</mfrac>"
    if token == r"\lit":
        return f'<mrow class="nnlib-lit" style="{LIT}">{_part(tokens)}</mrow>'
    if token.startswith(r"\text{"):
        words = escape(token[6:-1]).replace(" ", "\u00a0")  # MathML drops spaces at the ends
        return f"<mtext>{words}</mtext>"
    if token.startswith("\\") and token not in SIGNS:
        raise ValueError(f"a command {token}; \\frac, \\text, \\lit, {', '.join(SIGNS)} are known")
    if token[-1].isdigit():
        return f"<mn>{token.replace('-', '−')}</mn>"
    if token.isalpha():
        return f"<mi>{token}</mi>"
    if token in ("(", ")"):  # without this, browsers draw them far too tall
        return f'<mo stretchy="false">{token}</mo>'
    return SIGNS.get(token) or f"<mo>{escape(token.replace('-', '−'))}</mo>"
