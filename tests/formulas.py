"""With this a test can read a formula as the course writes it, in LaTeX, in Unicode or in Python, and spoil it.

    read(r"\\frac{\\partial z_1}{\\partial w_1} = x")     a Formula: its sides, and the signs between them
    in_text("… gives a(1 − a), and Loss = ½(a2 − y)²")  each formula in a sentence, as text
    mutants(formula)                                     what it would be with a sign flipped, a factor dropped, …

A side is a tree of tuples:
    ("number", "0.75")   ("name", "z1")   ("partial", "z1", "w1")   ("words", "1 everywhere")   ("?",)
    ("sum", ((1, term), (-1, term)))   ("product", (("*", factor), ("/", factor)))   ("power", base, exponent)
    ("call", "g1", (argument,))   ("change", "z2")   and for the tests' own use ("moved", "z2", argument): z2[a1 + h]
"""

import re
from itertools import pairwise
from typing import NamedTuple

FUNCTIONS = {"g", "g1", "g2", "g'", "Loss", "exp", "log", "sigmoid", "tanh", "tanh'", "relu", "identity"}
NODES = ("x", "w1", "z1", "a1", "w2", "z2", "a2", "y", "Loss")
RELATIONS = {"=": "=", "≈": "≈", r"\approx": "≈", "←": "←", r"\leftarrow": "←", "≤": "≤", r"\le": "≤"}
OPERATORS = {"+": "+", "-": "-", "−": "-", "*": "*", "·": "*", "×": "*", r"\cdot": "*", "times": "*", "/": "/",
             "^": "^", "**": "^"}
NUMBERS = {"½": "1/2", "¼": "1/4", "²": "2"}
LOWERED = str.maketrans("₁₂", "12")
ELSEWHERE = "▯"  # in a sentence: here stood a formula that is read by itself
MATHS = {"name", "local", "round", "place"}
# How each kind of token is written in LaTeX, as signs in a sentence, in code. They are tried in the order of KINDS.
NOT_INSIDE, NOR_GOES_ON = r"(?<![^\WΔ])(?<!\\)", r"(?![^\W²]|[′'])"  # a name is no part of a word
IN_LATEX = {
    "relation": r"\\approx|\\leftarrow|\\(?:le|ge|lt|gt|ne)(?!\w)",
    "text": r"\\text\{[^}]*\}",
    "frac": r"\\frac",
    "round": r"\\partial",
    "change": r"\\Delta",
    "operator": r"\\cdot",
    "name": r"\\log(?!\w)|\\tanh(?!\w)'?|\\alpha" rf"|{NOT_INSIDE}(?:[abzwg]_[12]|y\^\*){NOR_GOES_ON}",
}
IN_SIGNS = {
    "relation": "[=≈←≤≥<>≠]",
    "round": "∂",
    "change": "Δ",
    "operator": r"[-−+·×/^]|\btimes\b",
    "squared": "²",
    "number": "[½¼]",
    "local": r"\bda/dz\b",
    "name": rf"{NOT_INSIDE}(?:g[′']|y\*(?![\w(])|[azwgxyhen]){NOR_GOES_ON}|α|σ|(?<=\d)h\b",
    "hidden": "[?–]",
    "place": ELSEWHERE,
}
IN_CODE = {
    "operator": r"\*\*|\*",
    "number": r"(?<![\w.])\d+(?:\.\d+)?(?:e[-−+]?\d+)?(?=h\b|(?!\w))(?!\.\d)",
    "local": r"(?<!\w)d(?:loss|[abzw][123]|[xy])_d(?:loss|[abzw][123]|[xyw])(?!\w)",
    "name": rf"{NOT_INSIDE}(?:new_w[12]|[Ll]oss|exp|log|sigmoid|tanh|relu|identity|step_size|[abzwg][123])"
            rf"{NOR_GOES_ON}",
    "bracket": r"[()\[\]{},]",
}
BETWEEN = {  # what stands between formulas
    "space": r"\s+",
    "word": r"\\?[^\W\d_]\w*|\d\w*|[.:;!|'\"“”‘’…\#\\_$`]|(?:(?<=\d)|(?<=\d\ ))%",
    "sign": ".",
}
KINDS = ("space", "relation", "text", "frac", "round", "change", "operator", "squared", "number", "local", "name",
         "bracket", "hidden", "word", "place", "sign")
WAYS = IN_LATEX, IN_SIGNS, IN_CODE, BETWEEN
TOKEN = re.compile("|".join(f"(?P<{kind}>{'|'.join(way[kind] for way in WAYS if kind in way)})" for kind in KINDS))
CLOSING = {"(": ")", "[": "]", "{": "}"}


class Formula(NamedTuple):
    """A chain of sides, with a sign between each and the next; one side and no sign is a bare expression."""

    sides: tuple
    relations: tuple


class Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


def tokens(text):
    """The tokens of a text; in `text` each sign and each name has one spelling."""
    found = []
    for match in TOKEN.finditer(text.translate(LOWERED)):
        kind, written = match.lastgroup, match[0]
        if kind == "relation":
            written = RELATIONS.get(written, written)
        elif kind == "operator":
            written = OPERATORS[written]
        elif kind == "name":
            written = re.sub(r"_|\^\*|(?<=y)\*", "", written) if written[:3] not in ("new", "ste") else written
            written = {"loss": "Loss", "step_size": "alpha", r"\alpha": "alpha", "α": "alpha", "σ": "sigmoid",
                       r"\log": "log", r"\tanh": "tanh", r"\tanh'": "tanh'",
                       "g′": "g'"}.get(written, written)
        if kind != "space":
            found.append(Token(kind, written, match.start(), match.end()))
    return found


def read(text):
    """Return the Formula that a text holds. Raises ValueError if it is none, or none of this language."""
    rest = tokens(text)[::-1]
    try:
        sides, relations = [_sum(rest)], []
        while rest:
            if rest[-1].kind != "relation":
                raise ValueError(f"“{rest[-1].text}” is too much")
            relations.append(rest.pop().text)
            if relations[-1] not in RELATIONS:
                raise ValueError(f"“{relations[-1]}” is not taught yet")
            sides.append(_sum(rest))
    except (ValueError, IndexError) as error:
        raise ValueError(f"cannot read {text!r}: {str(error) or 'it has no end'}") from None
    return Formula(tuple(sides), tuple(relations))


# ---- from tokens to a tree; the rest of the tokens is a list with the next one last

def _next(rest, *texts):
    return bool(rest) and rest[-1].text in texts and rest[-1].kind in ("operator", "bracket")


def _take(rest, text):
    token = rest.pop()
    if token.text != text:
        raise ValueError(f"“{token.text}” stands where “{text}” was wanted")


def _sum(rest):
    terms = [(-1 if _next(rest, "-") and rest.pop() else 1, _product(rest))]
    while _next(rest, "+", "-"):
        terms.append((1 if rest.pop().text == "+" else -1, _product(rest)))
    return terms[0][1] if len(terms) == 1 and terms[0][0] == 1 else ("sum", tuple(terms))


def _product(rest):
    factors = [("*", _power(rest))]
    while rest:
        if _next(rest, "*", "/"):
            factors.append((rest.pop().text, _signed(rest)))
        elif _next(rest, "(", "{") or rest[-1].kind in ("name", "frac", "local"):  # a(1 − a), 2h
            factors.append(("*", _power(rest)))
        else:
            break
    return factors[0][1] if len(factors) == 1 else ("product", tuple(factors))


def _signed(rest):
    if _next(rest, "-"):
        rest.pop()
        return ("sum", ((-1, _power(rest)),))
    return _power(rest)


def _power(rest):
    base = _atom(rest)
    if _next(rest, "^"):
        rest.pop()
        return ("power", base, _signed(rest))
    if rest and rest[-1].kind == "squared":
        rest.pop()
        return ("power", base, ("number", "2"))
    return base


def _atom(rest):
    token = rest.pop()
    if token.kind == "number":
        return ("number", NUMBERS.get(token.text, token.text))
    if token.kind == "hidden":
        return ("?",)
    if token.kind == "local":
        return ("partial", *(_node(part[1:]) for part in re.split("[_/]", token.text)))
    if token.kind == "change":
        return ("change", rest.pop().text)
    if token.kind == "round":
        top = rest.pop().text
        _take(rest, "/")
        _partial_sign(rest)
        return ("partial", top, rest.pop().text)
    if token.kind == "frac":
        return _fraction(rest)
    if token.kind == "text":
        return _words(token.text[6:-1].strip(), rest)
    if token.kind == "name":
        return _called(token.text, rest)
    if token.text in CLOSING:
        inner = _sum(rest)
        _take(rest, CLOSING[token.text])
        return inner
    raise ValueError(f"“{token.text}” is not known here")


def _node(name):
    return "Loss" if name == "loss" else name


def _partial_sign(rest):
    if rest.pop().kind != "round":
        raise ValueError("below ∂ there is no ∂")


def _fraction(rest):
    _take(rest, "{")
    if rest[-1].kind == "round":
        rest.pop()
        top = rest.pop().text
        _take(rest, "}")
        _take(rest, "{")
        _partial_sign(rest)
        bottom = rest.pop().text
        _take(rest, "}")
        return ("partial", top, bottom)
    top = _sum(rest)
    _take(rest, "}")
    _take(rest, "{")
    bottom = _sum(rest)
    _take(rest, "}")
    return ("product", (("*", top), ("/", bottom)))


def _words(words, rest):
    if words == "?":
        return ("?",)
    return _called(words, rest) if words in FUNCTIONS else ("words", words)


def _called(name, rest):
    if name == "log" and not _next(rest, "("):  # log a2
        return ("call", name, (_power(rest),))
    if name in FUNCTIONS and _next(rest, "("):
        rest.pop()
        arguments = [_sum(rest)]
        while _next(rest, ","):
            rest.pop()
            arguments.append(_sum(rest))
        _take(rest, ")")
        return ("call", name, tuple(arguments))
    if _next(rest, "["):
        rest.pop()
        argument = _sum(rest)
        _take(rest, "]")
        return ("moved", name, argument)
    return ("name", name)


# ---- in a sentence

def in_text(text):
    """Return the formulas of a sentence: the longest runs of signs and names that state or compute something.

    A name or a number alone is none, a derivative or a function of names is one. A run with = or the like at its start
    or end is one, and so is a run with a sign that is not known, though these cannot be read.
    """
    runs, run = [], []
    for token in [*tokens(text), Token("word", "", len(text), len(text))]:
        unknown = any(each.kind == "relation" for each in run[1:]) and text[token.end:token.end + 1] == "("  # x sin(w1)
        ends = (token.kind == "word" and not unknown) or (token.text == "," and _depth(run) <= 0)
        ends = ends or (token.text == "?" and not (run and run[-1].kind == "relation"))
        if not ends:
            run.append(token)
            continue
        runs.append(run)
        run = []
    return [text[run[0].start:run[-1].end] for run in map(_trimmed, runs) if _counts(run)]


def _depth(run):
    return sum({"(": 1, ")": -1}.get(token.text, 0) for token in run)


def _trimmed(run):
    """A run without what a sentence adds at its ends: signs that join nothing, brackets without their other half.

    What states something keeps its operators: in “z1 = x · c1” the word c1 ends the run, and z1 = x is not meant.
    """
    run = list(run)
    states = any(token.kind == "relation" for token in run)
    while run:
        depth, first, last = _depth(run), run[0], run[-1]
        if last.text in "([]{}" or (depth < 0 and last.text == ")") or (not states and _joins(last)):
            run.pop()
        elif first.text in ")[]{}" or (depth > 0 and first.text == "(") or (
                not states and first.text != "-" and _joins(first)):
            run.pop(0)
        elif run[0].text == "(" and run[-1].text == ")" and _depth(run[1:-1]) == 0 and not _splits(run[1:-1]):
            run = run[1:-1]
        else:
            break
    return run


def _joins(token):
    return token.kind in ("operator", "sign") or token.text == "–"


def _splits(run):
    """Whether a bracket closes before it opens, as in (a)(b) without its ends."""
    depth = 0
    for token in run:
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth < 0:
            return True
    return False


def _counts(run):
    kinds = {token.kind for token in run}
    if "relation" in kinds:
        return len(run) > 1
    if "sign" in kinds or any(token.text == "–" for token in run):
        return bool(kinds & MATHS)
    operates = [token for k, token in enumerate(run) if token.text in ("+", "-", "*", "^") or token.kind == "squared"
                or (token.text == "/" and k and run[k - 1].kind != "name")]  # the / of ∂Loss/∂a2 joins names
    nested = sum(token.text in FUNCTIONS and after.text == "(" for token, after in pairwise(run)) > 1
    derivative = [token.kind for token in run] in (["local"], ["round", "name", "operator", "round", "name"])
    return derivative or _is_call(run) or ((bool(operates) or nested) and bool(kinds & MATHS))


def _is_call(run):
    """Whether a run is one function of names, as in loss(a2, y); a word in brackets as in “g1 (sigmoid)” is none."""
    text = "".join(token.text for token in run)
    return bool(re.fullmatch(r"[^(),]+\([^(),]+(?:,[^(),]+)*\)", text)) and run[0].text in FUNCTIONS and all(
        token.text == "," or (token.kind == "name" and token.text not in FUNCTIONS) for token in run[2:-1])


def computes(side):
    """Whether a side is more than a symbol: a name, a number, a derivative, a function of names alone."""
    if side[0] == "sum" and len(side[1]) == 1:
        return side[1][0][1][0] != "number"
    if side[0] == "call":
        return any(argument[0] != "name" for argument in side[2])
    return side[0] in ("sum", "product", "power")


def hides(node):
    """Whether a tree has a “?” in it."""
    return node == ("?",) or any(hides(each) for each in node if isinstance(each, tuple))


# ---- mistakes

OTHER_LAYER = {"z1": "z2", "a1": "a2", "w1": "w2", "g1": "g2", "b1": "b2"}
OTHER_LAYER |= {two: one for one, two in OTHER_LAYER.items()}


def mutants(formula):
    """Return (kind, Formula) for each flipped sign, each dropped factor, each name of the other layer, and each
    derivative of or by another node."""
    found = []
    for k, side in enumerate(formula.sides):
        spoilt = [*_spoilt(side), ("sign", ("sum", ((-1, side),)))]
        found += [(kind, formula._replace(sides=(*formula.sides[:k], each, *formula.sides[k + 1:])))
                  for kind, each in spoilt]
    return found


def _spoilt(node):
    kind = node[0]
    if kind == "name" and node[1] in OTHER_LAYER:
        yield "layer", ("name", OTHER_LAYER[node[1]])
    elif kind == "partial":
        others = [each for each in NODES if each not in node[1:]]
        yield from (("derivative", ("partial", node[1], each)) for each in others if each != "Loss")
        yield from (("derivative", ("partial", each, node[2])) for each in others)
    elif kind == "sum":
        for k, (sign, term) in enumerate(node[1]):
            yield "sign", ("sum", (*node[1][:k], (-sign, term), *node[1][k + 1:]))
            yield from ((what, ("sum", (*node[1][:k], (sign, each), *node[1][k + 1:]))) for what, each in _spoilt(term))
    elif kind == "product":
        for k, (how, factor) in enumerate(node[1]):
            rest = (*node[1][:k], *node[1][k + 1:])
            if (how, factor) != ("*", ("number", "1")):  # the numerator of a fraction such as 1/2
                yield "factor", ("product", rest if rest[0][0] == "*" else (("*", ("number", "1")), *rest))
            yield from ((what, ("product", (*node[1][:k], (how, each), *node[1][k + 1:])))
                        for what, each in _spoilt(factor))
    elif kind == "power":
        yield "factor", node[1]
        yield from ((what, ("power", each, node[2])) for what, each in _spoilt(node[1]))
        yield from ((what, ("power", node[1], each)) for what, each in _spoilt(node[2]))
    elif kind == "call":
        if node[1] in OTHER_LAYER:
            yield "layer", ("call", OTHER_LAYER[node[1]], node[2])
        for k, argument in enumerate(node[2]):
            yield "sign", ("call", node[1], (*node[2][:k], ("sum", ((-1, argument),)), *node[2][k + 1:]))
            yield from ((what, ("call", node[1], (*node[2][:k], each, *node[2][k + 1:])))
                        for what, each in _spoilt(argument))
