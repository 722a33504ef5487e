r"""With this you can show a formula without typesetting: LaTeX as MathML, in the explorers and on the website.

    formula(r"z_1 = x \cdot w_1")
    formula(r"\frac{\partial z_1}{\partial w_1} = \lit{1.5}")      with a part that stands out

It knows what the course writes: \frac, _ and ^, a prime, the SIGNS, \text{words}, \lit{a highlighted part}, numbers.
The page has to set it in a font with a table for mathematics: FONT is one.
"""

import re
from base64 import b64encode
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from pkgutil import get_data

from nnlib.draw.style import HIGHLIGHT, INK, number

FONT = Path(__file__).with_name("stix-two-math.woff2")
TOKENS = re.compile(r"\\text\{[^}]*\}|\\[a-zA-Z]+|\d+(?:\.\d+)?(?:e[-−+]?\d+)?|Loss|\S")
SIGNS = {r"\cdot": "<mo>·</mo>", r"\approx": "<mo>≈</mo>", r"\leftarrow": "<mo>←</mo>", r"\le": "<mo>≤</mo>",
         r"\partial": "<mi>∂</mi>", r"\alpha": "<mi>α</mi>", r"\Delta": "<mi>Δ</mi>",
         r"\log": "<mi>log</mi>", r"\tanh": "<mi>tanh</mi>",
         r"\quad": '<mspace width="1em"></mspace>', r"\qquad": '<mspace width="2em"></mspace>',
         "Loss": '<mi class="nnlib-word">Loss</mi>', "*": "<mo>∗</mo>"}
# Without this, browsers draw brackets far too tall.
SIGNS |= {bracket: f'<mo stretchy="false">{bracket}</mo>' for bracket in "()"}
SIGNS |= {sign: f"<mo>{sign}</mo>" for sign in "=+−·≈←,.?"} | {sign: f"<mo>{escape(sign)}</mo>" for sign in "<>"}
COMMANDS = (r"\frac", r"\text", r"\lit", *(each for each in SIGNS if each[0] == "\\"))
LIT = f"background:{HIGHLIGHT};color:{INK};border-radius:4px"


@lru_cache(maxsize=1024)  # of a formula that moves, only the pieces with numbers are new
def formula(latex, block=False):
    """Return LaTeX as MathML. block : on a line of its own. Raises ValueError on what it does not know."""
    tokens = TOKENS.findall(latex)
    try:
        if not latex.replace("\n", " ").isprintable():
            raise ValueError("a character that cannot be shown")
        parts = _parts(tokens)
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


def in_formula(value, factor=False):
    """Return a number as LaTeX. factor : it follows a sign, so a negative one stands in parentheses."""
    text = number(value)
    return f"({text})" if factor and text.startswith("−") else text


@cache
def font_face():
    """Return the rule of a style sheet that holds FONT itself and calls it "Course Math"."""
    data = b64encode(get_data(__package__, FONT.name)).decode()
    return f'@font-face {{font-family: "Course Math"; src: url("data:font/woff2;base64,{data}") format("woff2")}}'


def _parts(tokens):
    """Take what stands before the next closing brace or the end."""
    parts, operand = [], False  # whether an operand has just ended: a minus then takes away from it
    while tokens and tokens[0] != "}":
        token, part = tokens[0], _part(tokens, sign=not operand)
        operand = token == ")" or not part.startswith(("<mo", "<mspace"))
        scripts = _scripts(tokens)
        tag = {"": "", "_": "msub", "^": "msup"}.get("".join(scripts), "msubsup")
        inner = part + "".join(scripts[mark] for mark in "_^" if mark in scripts)
        parts.append(f"<{tag}>{inner}</{tag}>" if tag else inner)
        if token == r"\log" and tokens and (tokens[0].isalnum() or tokens[0] == r"\frac"):
            parts.append('<mspace width="0.167em"></mspace>')
    return "".join(parts)


def _scripts(tokens):
    """Take the subscript and the superscript, each at most once, as LaTeX does: mark -> MathML."""
    scripts = {}
    while tokens and tokens[0] in ("_", "^", "'"):
        mark = tokens.pop(0)
        side = "_" if mark == "_" else "^"
        if side in scripts:
            raise ValueError(f"a second {'subscript' if side == '_' else 'superscript'}; braces say which comes first")
        scripts[side] = "<mo>′</mo>" if mark == "'" else _part(tokens)
    return scripts


def _part(tokens, sign=False):
    """Take one symbol, number, group or command. sign : whether a minus is a sign; before a number it is part of it."""
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
    if token in ("-", "−"):
        if sign and tokens and tokens[0][0].isdigit():
            return f"<mn>−{tokens.pop(0).replace('-', '−')}</mn>"
        return '<mo form="prefix">−</mo>' if sign else "<mo>−</mo>"
    if token in SIGNS:
        return SIGNS[token]
    if token[0].isdigit():
        return f"<mn>{token.replace('-', '−')}</mn>"
    if token.isalpha():
        return f"<mi>{token}</mi>"
    if token.startswith("\\"):
        raise ValueError(f"a command {token}; {', '.join(COMMANDS)} are known")
    raise ValueError(f"a {token} where a symbol, a number or a group was wanted")
