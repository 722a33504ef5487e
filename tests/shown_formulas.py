"""With these a test can collect the formulas that the course shows, in its lessons, its checks and its explorers.

    in_markdown(source)     every formula of a Markdown text
    of_lessons(in_words)    (lesson, formula) of all that the lessons say, and of every proof in code
    of_mistakes()           (Mistake, formula) of every message of the checks' catalogue
    of_explorers()          (explorer, the Point that it shows, formula), in many states
"""

import re
from functools import cache
from html import unescape
from itertools import pairwise
from xml.etree import ElementTree

from claims import BY_NUMBER, statements
from formula_values import OneWeight, Point
from formulas import ELSEWHERE, LOWERED, in_text, read, tokens

from nnlib import Network, cross_entropy, identity, quadratic, relu, sigmoid, tanh
from nnlib.exercises import EXERCISES
from nnlib.explore.autodiff import AutodiffExplorer
from nnlib.explore.backward_pass import BackwardPassExplorer
from nnlib.explore.chain_rule import ChainRuleExplorer
from nnlib.explore.cross_entropy import CrossEntropyExplorer
from nnlib.explore.data import DataExplorer
from nnlib.explore.descent import DescentExplorer
from nnlib.explore.forward_pass import ForwardPassExplorer
from nnlib.explore.learning import LearnExplorer
from nnlib.explore.loss import LossExplorer
from nnlib.explore.sigmoid import ActivationExplorer
from nnlib.topology import WAYS

# ---- Markdown

FENCE = re.compile(r"```python\n(.*?)```", re.DOTALL)
OTHERS = re.compile(r"```python\nimport (?:torch|jax)\n.*?```", re.DOTALL)  # test_other_libraries.py runs these
JOINED = re.compile(r"([$`]) *(=|≈|←|≤|is|equals) *\1")  # such as in: `z1` = `x * w1`
LATEX = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)


def in_markdown(source):
    """The formulas of a Markdown text, in order: all that stands between dollars, and what in_text finds elsewhere.

    A sign directly beside a formula belongs to it: `$w_2$ = $a_1$` is read as one, and what mixes notations fails.
    """
    source = OTHERS.sub(" ", source)
    found = [each for code in FENCE.findall(source) for each in in_code(code)]
    source = re.sub(r"\n\s*\n|^\s*[-+*>] ", "\n;\n", FENCE.sub(" ", source), flags=re.M)  # there a formula ends
    source = JOINED.sub(lambda match: " = " if match[2] in ("is", "equals") else f" {match[2]} ", source)
    found += in_table(source)
    found += [each for code in re.findall(r"`([^`]*)`", source) for each in in_text(code)]
    source = re.sub(r"`[^`]*`", ELSEWHERE, source)
    found += [part.strip() for match in LATEX.finditer(source) for part in re.split(r"\\q?quad", match[1] or match[2])]
    rest = re.sub(r"\]\([^)]*\)|</?\w[^>]*>|(?<!\s)\*+|\*+(?!\s)", " ", LATEX.sub(ELSEWHERE, source))
    return found + in_text(rest)


def in_table(source):
    """Of two cells side by side that are maths, the claim that they are equal, as in: | $z_1$ | `z1` |"""
    rows = [[cell.strip().strip("$`") for cell in line.strip().strip("|").split("|")]
            for line in source.splitlines() if line.strip().startswith("|")]
    return [f"{left} = {right}" for row in rows for left, right in pairwise(row)
            if all(is_maths(cell) for cell in (left, right)) and not re.fullmatch(r"[\d.]+", left)]


def is_maths(text):
    try:
        return len(read(text).sides) == 1
    except ValueError:
        return False


def in_code(code):
    """The formulas of code; of what is given a name that the course does not know, the right side."""
    lines = [re.sub(r"^\s*(\w+) = ", lambda match: "" if tokens(match[1])[0].kind == "word" else match[0], line)
             for line in code.splitlines()]
    return [each for line in lines for each in in_text(line)]


def spelled_out(lesson, source, in_words):
    """A text with claims in place of formulas. in_words : (lesson, words) -> claim, {} for the last formula in them."""
    for (number, words), claim in in_words.items():
        if number == lesson:
            before, sign, formula = re.fullmatch(r"(.*)([$`])(.*)[$`]", words).groups()
            source = source.replace(words, f"{before}{sign}{claim.replace('{}', formula)}{sign}")
    return source


def of_lessons(in_words):
    for number, lesson in BY_NUMBER.items():
        yield from ((number, formula) for text in statements(number)
                    for formula in in_markdown(spelled_out(number, text, in_words)))
        yield from ((number, formula) for cell in lesson.tagged("solution") if cell.cell_type == "code"
                    for formula in in_code(cell.source))


# ---- the checks

def of_mistakes():
    return [(mistake, formula) for exercise in EXERCISES.values() for mistake in exercise.singles
            for formula in in_text(mistake.text)]


# ---- the explorers

def latex(element):
    """A MathML element, such as nnlib/draw/formula.py makes, as LaTeX."""
    parts = [latex(child) for child in element]
    kind, text = element.tag, (element.text or "").replace("\u00a0", " ").replace("∗", "*")
    if kind == "mfrac":
        return rf"\frac{{{parts[0]}}}{{{parts[1]}}}"
    if kind in ("msub", "msup"):
        return f"{parts[0]}{'_' if kind == 'msub' else '^'}{parts[1]}"
    return {"mtext": rf"\text{{{text}}}", "mspace": r"\quad"}.get(kind, text + " ".join(parts))


def in_html(html):
    """The formulas of markup: MathML, its pieces joined, and what in_text finds elsewhere."""
    html = re.sub(r"<math.*?</math>", lambda match: f"${latex(ElementTree.fromstring(match[0]))}$", html)
    html = re.sub(r"\$</span>\s*<span[^>]*>\$", " ", html)
    text = re.sub(r"</?(?:div|t[dhr]|br|table)[^>]*>", " ; ", html)
    return in_markdown(unescape(re.sub(r"<[^>]*>", "", text)))


def worded(text):
    """A text with its names in words as signs; what the state is called is no formula."""
    text = text.translate(LOWERED).replace("product of ratios", "ΔLoss / Δw")
    text = re.sub(r"(?i)\bloss = (?:quadratic|cross-entropy)|\bg = (?:sigmoid|tanh|relu|identity)", "state", text)
    return re.sub(r"\b(?:path|update|steps|g[12]) = [^,;]*", "state", text)


METHODS = re.compile(r"^slope |, (?:hand formula|running product|centred difference|nnlib)$")


def in_rows(rows):
    """The table of values as text: each with its name, but for those whose names have other words in them."""
    lines = [(name, f"{METHODS.sub('', name)} = {text}") for name, text in rows.items()]
    return " ; ".join(line if in_text(line) == [line] else name for name, line in lines)


def in_svg(svg):
    """The text of a picture; a derivative and a number, or a name and the number in its box, joined."""
    svg = re.sub(r"</?tspan[^>]*>", "", svg)
    text = unescape(" ; ".join(re.findall(r"<(?:text|title|desc)\b[^>]*>([^<]*)<", svg)))
    text = re.sub(r"(∂\w+) ; (∂\w+) ; =", r"\1/\2 =", text)
    return re.sub(r"(?<!\S)([xwza][12]?|y\*|Loss) ; ([−\d.?][^ ;]*)(?!\S)", r"\1 = \2", text)


STATES = [(1.5, 0.5, -2.5, 1), (-0.7, 1.3, 0.8, 0), (2.2, -0.6, 1.9, 1), (0, 0.4, -1.1, 0), (1.1, 3.2, 0, 1)]


def through(explorer, point, name, values):
    """One explorer after another in time: it is the same one, as making one takes long."""
    for value in values:
        setattr(explorer, name, value)
        yield explorer, point


def at_weights(descent, w1, w2, **more):
    return Point(Network(w1, w2), descent.x, descent.y, **more)


def on_path(descent, k, **more):
    """The Point at which a DescentExplorer is after some of its steps."""
    path = descent.values["path"]
    return at_weights(descent, path.w1[k], path.w2[k], **more)


def explorers():
    """Explorers in many states, each with the point that it shows."""
    for x, w1, w2, y in STATES:
        for g1, g2 in ((sigmoid, sigmoid), (tanh, identity), (relu, tanh)):
            point = Point(Network(w1, w2, g1, g2), x, y)
            yield from through(ForwardPassExplorer(x, w1, w2, g1, g2), point, "step", (0, 2, 5))
            explorer = ForwardPassExplorer(x, w1, w2, g1, g2, mode="fill in")
            for node, shift in {"z1": 7, "a1": 0, "z2": 9}.items():
                explorer.fill(node, f"{explorer.values[node] + shift:.2f}")
            yield explorer, point
        yield from through(LossExplorer(x, w1, w2, y), Point(Network(w1, w2), x, y), "step", range(6))
        for weight, h in (("w1", 0.1), ("w2", 0.01)):
            point = Point(Network(w1, w2), x, y, h=h, weight=weight)
            for nodes in range(len(WAYS[weight])):
                explorer = ChainRuleExplorer(weight, x, w1, w2, y, h=h)
                assert all(map(explorer.go, WAYS[weight][::-1][1:nodes + 1]))
                yield explorer, point
        yield from through(AutodiffExplorer(x, w1, w2, y), Point(Network(w1, w2), x, y), "steps", range(6))
        for g1 in (sigmoid, tanh, identity):
            net, one = Network(w1, w2, g1, loss=cross_entropy), Network(w1 / 2, w1 / 2, g1, loss=cross_entropy)
            explorer = AutodiffExplorer(x, w1, w2, y, g1, cross_entropy, steps=5)
            yield explorer, Point(net, x, y)
            explorer.w1, explorer.weights = w1 / 2, "one"
            yield from through(explorer, OneWeight(one, x, y), "steps", (0, 3, 5))
        explorer = CrossEntropyExplorer(x, w1, w2, y, depth=2)  # with two layers, the chain is the network
        for loss in (quadratic, cross_entropy):
            explorer.loss = loss
            yield explorer, Point(Network(w1, w2, loss=loss), x, y)
        yield DataExplorer(w1=w1, w2=w2, b1=0.5, b2=-0.5, shown=y == 1), Point(Network(w1, w2), x, y)
        yield from through(BackwardPassExplorer(x, w1, w2, y), Point(Network(w1, w2), x, y), "steps", range(7))
        for part, wrong in (("everything", ""), ("everything", "7"), ("path to w2", ""), ("products", "-0.35")):
            explorer = BackwardPassExplorer(x, w1, w2, y, part=part, mode="fill in")
            for name in explorer.asked:
                explorer.fill(name, wrong or f"{explorer.values[name]:.3g}")
            yield explorer, Point(Network(w1, w2), x, y)
        for update in ("simultaneous", "sequential"):
            explorer = DescentExplorer(x, y, w1, w2, step_size=2.5, steps=3, update=update)
            yield explorer, on_path(explorer, -2, step_size=2.5)
    for steps in (0, 20, 60):
        explorer = LearnExplorer(steps)
        at = explorer.values
        yield explorer, Point(Network(at["w1"], at["w2"]), at["x"], at["y"])
    for g in (sigmoid, tanh, relu, identity):
        for z in (-7.3, -0.4, 1e-3 if g is relu else 0, 0.75, 6):  # at its kink relu has a convention, no derivative
            yield ActivationExplorer(z, g), Point(Network(1, 1, g), 1, 1, g=g, z=z)


def in_alt(explorer, now):
    """[(point, text)] of what a picture's alt text says of the network at one point."""
    alt = explorer.view.picture.alt.replace(" times ", " and ")
    if not isinstance(explorer, DescentExplorer):
        return [(now, alt)]
    ground, start, end = re.split(r" The path after \d+ steps: from | to (?=w1)", alt)
    loss, w1, w2 = re.search(r"from (\S+), at w1 = (\S+) and w2 = (\S+),", ground.replace("−", "-")).groups()
    return [(at_weights(explorer, float(w1), float(w2)), f"Loss = {loss}"), (on_path(explorer, 0), start), (now, end)]


@cache
def of_explorers():
    found = []
    for explorer, point in explorers():
        assert explorer.error == ""
        view, now = explorer.view, on_path(explorer, -1) if isinstance(explorer, DescentExplorer) else point
        found += [(explorer, point, formula) for markup in (*view.html.values(), view.tables)
                  for formula in in_html(markup)]
        texts = [*in_alt(explorer, now), (now, view.says or ""), (now, in_rows(view.rows))]
        texts += [(now, in_svg(part.svg)) for part in getattr(view.picture, "parts", None) or (view.picture,)]
        found += [(explorer, place, formula) for place, text in texts for formula in in_text(worded(text))]
    return found
