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
from itertools import accumulate, pairwise
from typing import NamedTuple

from nnlib.topology import NODES

FUNCTIONS = {"g", "g1", "g2", "g'", "Loss", "exp", "log", "sigmoid", "tanh", "tanh'", "relu", "identity"}
RELATIONS = {"=", "≈", "←", "≤"}
SPELLED = {r"\approx": "≈", r"\leftarrow": "←", r"\le": "≤", "−": "-", "·": "*", "×": "*",
           r"\cdot": "*", "times": "*", "**": "^", "½": "1/2", "¼": "1/4", "loss": "Loss", "step_size": "alpha",
           r"\alpha": "alpha", "α": "alpha", "σ": "sigmoid", r"\log": "log", r"\tanh": "tanh", r"\tanh'": "tanh'",
           "g′": "g'"}
LOWERED = str.maketrans("₁₂", "12")
ELSEWHERE = "▯"  # in a sentence: here stood a formula that is read by itself
MATHS = {"name", "partial", "place"}
NODE, ROUND = r"(?:[Ll]oss|[abzw]_?[123]?|[xy])", r"(?:∂|\\partial) ?"
NOT_INSIDE, NOR_GOES_ON = r"(?<![^\WΔ])(?<!\\)", r"(?![^\W²]|[′'])"  # a name is no part of a word
# How each kind of token is written in LaTeX, as signs in a sentence, in code. They are tried in the order of KINDS.
IN_LATEX = {
    "relation": r"\\approx|\\leftarrow|\\(?:le|ge|lt|gt|ne)(?!\w)",
    "text": r"\\text\{[^}]*\}",
    "partial": rf"\\frac\{{{ROUND}{NODE}\}}\{{{ROUND}{NODE}\}}",
    "frac": r"\\frac",
    "change": r"\\Delta",
    "operator": r"\\cdot",
    "name": rf"\\log(?!\w)|\\tanh(?!\w)'?|\\alpha|{NOT_INSIDE}(?:[abzwg]_[12]|y\^\*){NOR_GOES_ON}",
}
IN_SIGNS = {
    "relation": "[=≈←≤≥<>≠]",
    "partial": rf"\bda/dz\b|{ROUND}{NODE}/{ROUND}{NODE}(?!\w)",
    "change": "Δ",
    "operator": r"[-−+·×/^]|\btimes\b",
    "squared": "²",
    "number": "[½¼]",
    "name": rf"α|σ|(?<=\d)h\b|{NOT_INSIDE}(?:y\*(?![\w(])|g[′']|[azwgxyhen]){NOR_GOES_ON}",
    "hidden": r"\?",
    "place": ELSEWHERE,
}
IN_CODE = {
    "partial": rf"(?<!\w)d{NODE}_d{NODE}(?!\w)",
    "operator": r"\*\*|\*",
    "number": r"(?<![\w.])\d+(?:\.\d+)?(?:e[-−+]?\d+)?(?=h\b|(?!\w))(?!\.\d)",
    "name": rf"{NOT_INSIDE}(?:[abzwg][123]|new_w[12]|[Ll]oss|exp|log|sigmoid|tanh|relu|identity|step_size)"
            rf"{NOR_GOES_ON}",
    "bracket": r"[()\[\]{},]",
}
BETWEEN = {  # what stands between formulas
    "space": r"\s+",
    "word": r"\\?[^\W\d_]\w*|\d\w*|[.:;!|'\"“”‘’…\#\\_$`]|(?:(?<=\d)|(?<=\d\ ))%",
    "sign": ".",
}
KINDS = ("space", "relation", "text", "partial", "frac", "change", "operator", "squared", "number", "name", "bracket",
         "hidden", "word", "place", "sign")
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
        kind = match.lastgroup
        written = _name(match[0]) if kind == "name" else SPELLED.get(match[0], match[0])
        if kind != "space":
            found.append(Token(kind, written, match.start(), match.end()))
    return found


def _name(written):
    return SPELLED.get(written, written if written.startswith("new") else re.sub(r"_|\^?\*", "", written))


def read(text):
    """Return the Formula that a text holds. Raises ValueError if it is none, or none of this language."""
    rest = tokens(text.replace("²", "^2"))[::-1]
    try:
        sides, relations = [_sum(rest)], []
        while rest:
            relations.append(rest.pop().text)
            if relations[-1] not in RELATIONS:
                raise ValueError(f"“{relations[-1]}” is not taught yet, or too much")
            sides.append(_sum(rest))
    except (ValueError, IndexError) as error:
        raise ValueError(f"cannot read {text!r}: {str(error) or 'it has no end'}") from None
    return Formula(tuple(sides), tuple(relations))


# ---- from tokens to a tree; the rest of the tokens is a list with the next one last

def _skip(rest, *texts):
    """Take the next token if it is one of these, and return it."""
    return rest.pop().text if rest and rest[-1].text in texts and rest[-1].kind in ("operator", "bracket") else ""


def _take(rest, text):
    token = rest.pop()
    if token.text != text:
        raise ValueError(f"“{token.text}” stands where “{text}” was wanted")


def _sum(rest):
    terms = [(-1 if _skip(rest, "-") else 1, _product(rest))]
    while sign := _skip(rest, "+", "-"):
        terms.append((1 if sign == "+" else -1, _product(rest)))
    return terms[0][1] if len(terms) == 1 and terms[0][0] == 1 else ("sum", tuple(terms))


def _product(rest):
    factors = [("*", _power(rest))]
    while rest:
        if how := _skip(rest, "*", "/"):
            factors.append((how, _signed(rest)))
        elif rest[-1].text in ("(", "{") or rest[-1].kind in ("name", "frac", "partial"):  # a(1 − a), 2h
            factors.append(("*", _power(rest)))
        else:
            break
    return factors[0][1] if len(factors) == 1 else ("product", tuple(factors))


def _signed(rest):
    return ("sum", ((-1, _power(rest)),)) if _skip(rest, "-") else _power(rest)


def _power(rest):
    base = _atom(rest)
    return ("power", base, _signed(rest)) if _skip(rest, "^") else base


def _atom(rest):
    token = rest.pop()
    if token.kind == "number":
        return ("number", token.text)
    if token.kind == "hidden" or token.text == "–":
        return ("?",)
    if token.kind == "partial":
        return ("partial", *map(_name, re.findall(rf"(?:d|{ROUND})({NODE})", token.text)))
    if token.kind == "change":
        return ("change", rest.pop().text)
    if token.kind == "frac":
        return ("product", (("*", _atom(rest)), ("/", _atom(rest))))
    if token.kind == "text":
        words = token.text[6:-1].strip()
        return ("?",) if words == "?" else _called(words, rest) if words in FUNCTIONS else ("words", words)
    if token.kind == "name":
        return _called(token.text, rest)
    if token.text in CLOSING:
        inner = _sum(rest)
        _take(rest, CLOSING[token.text])
        return inner
    raise ValueError(f"“{token.text}” is not known here")


def _called(name, rest):
    if name == "log" and rest[-1].text != "(":  # log a2
        return ("call", name, (_power(rest),))
    opening = _skip(rest, "(" if name in FUNCTIONS else "[")
    if not opening:
        return ("name", name)
    arguments = [_sum(rest)]
    while _skip(rest, ","):
        arguments.append(_sum(rest))
    _take(rest, CLOSING[opening])
    return ("call", name, tuple(arguments)) if opening == "(" else ("moved", name, *arguments)


# ---- in a sentence

def in_text(text):
    """Return the formulas of a sentence: the longest runs of signs and names that state or compute something.

    A name or a number alone is none, a derivative or a function of names is one. A run with = or the like at its start
    or end is one, and so is a run with a sign that is not known, though these cannot be read.
    """
    runs, run = [], []
    for token in [*tokens(text), Token("word", "", len(text), len(text))]:
        unknown = any(each.kind == "relation" for each in run[1:]) and text[token.end:token.end + 1] == "("  # x sin(w1)
        ends = (token.kind == "word" and not unknown) or (token.text == "," and _depths(run)[-1] <= 0)
        ends = ends or (token.text == "?" and not (run and run[-1].kind == "relation"))
        if not ends:
            run.append(token)
            continue
        runs.append(run)
        run = []
    return [text[run[0].start:run[-1].end] for run in map(_trimmed, runs) if _counts(run)]


def _depths(run):
    """How many brackets are open after each token of a run, and 0 before the first."""
    return [0, *accumulate({"(": 1, ")": -1}.get(token.text, 0) for token in run)]


def _trimmed(run):
    """A run without what a sentence adds at its ends: signs that join nothing, brackets without their other half.

    What states something keeps its operators: in “z1 = x · c1” the word c1 ends the run, and z1 = x is not meant.
    """
    run = list(run)
    loose = () if any(token.kind == "relation" for token in run) else ("operator", "sign")
    while run:
        depth, first, last = _depths(run)[-1], run[0], run[-1]
        if last.text in "([]{}" or (depth < 0 and last.text == ")") or last.kind in loose:
            run.pop()
        elif first.text in ")[]{}" or (depth > 0 and first.text == "(") or (
                first.kind in loose and first.text != "-"):
            run.pop(0)
        elif first.text == "(" and last.text == ")" and min(_depths(run[1:-1])) == 0 == depth:
            run = run[1:-1]
        else:
            break
    return run


def _counts(run):
    kinds = {token.kind for token in run}
    if "relation" in kinds:
        return len(run) > 1
    if "sign" in kinds:
        return bool(kinds & MATHS)
    functions = [token for token in run if token.text in FUNCTIONS]
    calls = [token for token, after in pairwise(run) if token in functions and after.text == "("]
    shape = " ".join(token.text if token.kind == "bracket" else token.kind for token in run)
    is_call = re.fullmatch(r"name \((?: name(?: ,)?)+ \)", shape) and functions == run[:1]  # as loss(a2, y)
    if is_call or shape == "partial":
        return True
    operates = any(token.text in ("+", "-", "*", "^") or token.kind == "squared"
                   or (token.text == "/" and before.kind != "name")  # the / of ∂Loss/∂a2 joins names
                   for before, token in pairwise([*run[:1], *run]))
    return (operates or len(calls) > 1) and bool(kinds & MATHS)


def computes(side):
    """Whether a side is more than a symbol: a name, a number, a derivative, a function of names alone."""
    if side[0] == "sum" and len(side[1]) == 1:
        return side[1][0][1][0] != "number"
    if side[0] == "call":
        return any(argument[0] != "name" for argument in side[2])
    return side[0] in ("sum", "product", "power")


def subtrees(node):
    """A tree, and each tree in it."""
    yield node
    for each in node:
        if isinstance(each, tuple):
            yield from subtrees(each)


def changed(node, change):
    """Trees like this one, each with one tree in it replaced by one of those that change(tree) gives."""
    yield from change(node)
    for k, each in enumerate(node):
        if isinstance(each, tuple):
            yield from ((*node[:k], other, *node[k + 1:]) for other in changed(each, change))


# ---- mistakes

EXPRESSIONS = {"number", "name", "partial", "words", "sum", "product", "power", "call", "change", "moved"}


def _negated(node):
    if node[0] in EXPRESSIONS:
        yield ("sum", ((-1, node),))
    if node[0] in (1, -1):  # of a term
        yield (-node[0], node[1])


def _shortened(node):
    if node[0] == "power":
        yield node[1]
    for k in range(len(node[1])) if node[0] == "product" else ():
        rest = (*node[1][:k], *node[1][k + 1:])
        if rest[0][0] == "/":
            rest = (("*", ("number", "1")), *rest)
        yield rest[0][1] if len(rest) == 1 else ("product", rest)


def _of_the_other_layer(node):
    if node[0] in ("name", "call") and node[1][1:] in ("1", "2"):
        yield (node[0], node[1].translate(str.maketrans("12", "21")), *node[2:])


def _of_other_nodes(node):
    for each in NODES if node[0] == "partial" else ():
        if each not in node:
            yield from (("partial", each, node[2]), ("partial", node[1], each))


MISTAKES = {"sign": _negated, "factor": _shortened, "layer": _of_the_other_layer, "derivative": _of_other_nodes}


def mutants(formula):
    """(kind, Formula) with each of these mistakes at each place."""
    return [(kind, formula._replace(sides=sides)) for kind, mistake in MISTAKES.items()
            for sides in changed(formula.sides, mistake)]
