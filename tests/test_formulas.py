"""Each formula that the course shows holds, and would be rejected with a sign flipped or a factor dropped.

Collected are all formulas of the Markdown cells (LaTeX, code, and signs in a sentence), of the proofs in code, of the
checks' and predictions' messages, and of what the explorers show in many states. A formula that cannot be read fails:
teach it to formulas.py, or say more of it in tests/claims/lesson_NN.py.
"""

import ast
import re
from collections import Counter
from functools import cache
from typing import NamedTuple

import formula_values
import pytest
from claims import BY_NUMBER, MODULES
from exact import INPUTS
from formula_values import NO_VALUE, Point, at_random, close, evaluate, fault, rejected, unchanged
from formulas import computes, hides, in_text, mutants, read
from lessons import course
from shown_formulas import (
    in_markdown,
    of_explorers,
    of_lessons,
    of_mistakes,
    spelled_out,
)

from nnlib import Network

# ---- what the formulas are about. A key is a lesson (its number) or an explorer (its class's name), and the formula.

def file_of(lesson):
    return MODULES[f"lesson_{lesson:02}"]


def of_files(name):
    """A table of the lessons' files in tests/claims/."""
    return {(lesson, text): said for lesson in BY_NUMBER for text, said in getattr(file_of(lesson), name, {}).items()}


EXCEPTIONS, IN_WORDS, WRONG = of_files("EXCEPTIONS"), of_files("IN_WORDS"), of_files("WRONG")
COMPLETED = of_files("COMPLETED") | {
    ("mistakes", "−z1"): "1 − a1 = sigmoid({})",
    ("mistakes", "−z2"): "1 − a2 = sigmoid({})",
    ("ForwardPassExplorer", "x times w1"): "z1 = {}",
    ("ForwardPassExplorer", "a1 times w2"): "z2 = {}",
    ("ActivationExplorer", r"( 1 \text{ where } z > 0 \text{, else } 0 )"):
        r"\frac{\partial a}{\partial z} = \text{1 where z > 0, else 0}",
    ("ActivationExplorer", r"( 1 \text{ everywhere} )"): r"\frac{\partial a}{\partial z} = \text{1 everywhere}",
    ("BackwardPassExplorer", "x times w1"): "z1 = {}",
    ("BackwardPassExplorer", "a1 times w2"): "z2 = {}",
    ("AutodiffExplorer", "x × w1"): "z1 = {}",
    ("AutodiffExplorer", "a1 × w2"): "z2 = {}",
    ("AutodiffExplorer", "x × w"): "z1 = {}",
    ("AutodiffExplorer", "a1 × w"): "z2 = {}",
    ("AutodiffExplorer", "∂Loss/∂Loss"): "{} = 1",
    ("LossExplorer", "w1 times x"): "z1 = {}",
    ("LossExplorer", "w2 times a1"): "z2 = {}",
}
SETTINGS = of_files("SETTINGS") | {
    ("mistakes", "a = {}"): "“Near a1 = 0 the sigmoid is flat”, and at 1: test_prose proves it",
    ("CrossEntropyExplorer", "∂Loss/∂z"): "a column's head; test_cross_entropy_explorer proves the numbers",
    ("ActivationExplorer", "z = {}"): "“At z = …”: where the slider stands, which the test reads from there",
}
# What an explorer shows while it makes a mistake on purpose.
SEQUENTIAL = "w_1"  # the gradient that the sequential update takes is not the one at the old weights

POINTS = {name: at_random(getattr(formula_values, name)) for name in (
    "general", "of_quadratic_loss", "sigmoids", "with_tanh", "with_biases", "with_cross_entropy")} | {
    "one_weight": formula_values.one_weight()}


class Item(NamedTuple):
    """A formula where it stands. points : where it shall hold."""

    place: object
    text: str
    points: list


# ---- what is claimed

def from_lessons():
    for lesson, text in of_lessons(IN_WORDS):
        condition, _ = EXCEPTIONS.get((lesson, text)) or getattr(file_of(lesson), "CONDITION", ("general", ""))
        yield Item(lesson, text, POINTS[condition])


def from_mistakes():
    """(Item, the mistake)"""
    return [(Item("mistakes", text, POINTS["with_biases"]), mistake) for mistake, text in of_mistakes()]


def from_explorers():
    """(Item, whether it shows a mistake on purpose)"""
    return [(Item(type(explorer).__name__, text, [point]), text.startswith(SEQUENTIAL)
             and getattr(explorer, "update", None) == "sequential") for explorer, point, text in of_explorers()]


SIGNS = re.compile(r"\\[a-z]+")  # a sign that is named, as in: the sign ∂


def key(item):
    """Where a formula stands in the tables."""
    if item.place == "ActivationExplorer" and re.fullmatch(r"z = \S+", item.text):
        return item.place, "z = {}"
    if item.place == "mistakes" and re.fullmatch("a[123] = [01]", item.text):
        return item.place, "a = {}"
    return item.place, item.text


def file(item):
    """Where more is said of a formula."""
    return f"tests/claims/lesson_{item.place:02}.py" if isinstance(item.place, int) else "tests/test_formulas.py"


def judged(item):
    """Return what an item is, and the Formula that it states: a symbol alone, a mark, one with a “?” in it, a formula.

    Raises ValueError if it cannot be read, or if it is a symbol that means nothing.
    """
    if SIGNS.fullmatch(item.text):
        return "symbol", None
    formula = read(COMPLETED[key(item)].replace("{}", item.text) if key(item) in COMPLETED else item.text)
    if key(item) in SETTINGS:
        return "mark", formula
    if any(map(hides, formula.sides)):
        return uncovered(item, formula)
    if formula.relations:
        return "formula", formula
    if computes(formula.sides[0]):
        raise ValueError(f"{item.place}: what is {item.text!r} equal to? Say it in COMPLETED, {file(item)}")
    if not makes_sense(formula.sides[0]):
        raise ValueError(f"{item.place}: {item.text!r} means nothing in this network: mend it, or say in "
                         f"SETTINGS what it is, {file(item)}")
    return "symbol", formula


def uncovered(item, formula):
    """The formula without its “?”. It may stand for the value of a name, or for the rest of the way in a product of
    derivatives: in ∂Loss/∂w1 = ∂Loss/∂a2 · ? it is ∂a2/∂w1."""
    first, *_, last = formula.sides
    if last == ("?",):
        formula = formula._replace(sides=formula.sides[:-1], relations=formula.relations[:-1])
        if len(formula.sides) == 1 and (not computes(first) or is_ratio(first)):
            return "hidden", formula
    elif last[0] == "product" and last[1][-1] == ("*", ("?",)) and first[0] == last[1][-2][1][0] == "partial":
        rest = ("partial", last[1][-2][1][2], first[2])
        formula = formula._replace(sides=(*formula.sides[:-1], ("product", (*last[1][:-1], ("*", rest)))))
    if not formula.relations or any(map(hides, formula.sides)):
        raise ValueError(f"{item.place}: what does the “?” in {item.text!r} stand for?")
    return "formula", formula


def is_ratio(side):
    """Whether a side compares two changes: Δa2 / Δz2 has no value where nothing moves, and is shown as –."""
    return side[0] == "product" and all(factor[0] == "change" for _, factor in side[1])


TAKES = {"g": ("z",), "g'": ("z",), "g1": ("z1",), "g2": ("z2",), "Loss": ("a2", "y")}


def makes_sense(side):
    """Whether the network has what a symbol says: g1(z1), a derivative of a node with respect to one before it."""
    if side[0] == "call":
        return side[2] == tuple(("name", name) for name in TAKES.get(side[1], ()))
    return side[0] != "partial" or comes_before(side[2], side[1])


def comes_before(name, node):
    """Whether a node depends on a name. One weight w stands in both layers."""
    return any(each == name or (name == "w" and each[0] == "w") or comes_before(name, each)
               for each in INPUTS.get(node, ()))


@cache
def collected():
    """Every formula that is claimed to hold: (Item, Formula). Each once for each state."""
    items = [*from_lessons(), *(item for item, wrong in from_explorers() if not wrong)]
    items += [item for item, mistake in from_mistakes() if key(item) in COMPLETED or read(item.text).relations]
    found = {}
    for item in items:
        if key(item) not in WRONG:
            kind, formula = judged(item)
            if kind == "formula":
                found[item.place, item.text, id(item.points[0])] = item, formula
    return list(found.values())


# ---- what a message says that an answer has

def written(mistake):
    """The parts of what stands in a mistake's lines, as far as they can be read."""
    for line in mistake.lines.values():
        for node in parts(ast.parse(line, mode="eval").body) if isinstance(line, str) else ():
            try:
                yield read(ast.unparse(node)).sides[0]
            except ValueError:
                continue


def parts(node):
    """An expression and its parts; a1 * (1 - a1) is one thing, and a message that has a factor of it alone is wrong."""
    yield node
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and len(names) == 1):
        for each in ast.iter_child_nodes(node):
            yield from parts(each)


def stands_in(side, points, mistake):
    """Whether an expression is part of what the mistake puts in place of the right thing."""
    for each in written(mistake):
        try:
            if all(close(evaluate(side, point), evaluate(each, point)) for point in points):
                return True
        except (*NO_VALUE, KeyError):
            continue
    return False


def bare():
    """(Item, its Formula of one side, the mistake) of each expression in a message that is not completed."""
    return [(item, formula, mistake) for item, mistake in from_mistakes() for formula in [read(item.text)]
            if key(item) not in COMPLETED and not formula.relations and computes(formula.sides[0])]


@cache
def bare_spoilt():
    """(mistake, item, mutant's side) for each mutant of these that has another value."""
    return [(mistake, item, mutant.sides[0]) for item, formula, mistake in bare() for _, mutant in mutants(formula)
            if not unchanged(formula, mutant, item.points)]


# ---- the tests

def test_every_formula_is_found_and_read():
    kinds = Counter(judged(item)[0] for item in from_lessons() if key(item) not in WRONG)
    assert kinds["formula"] >= 90
    assert kinds["symbol"] >= 150
    places = {item.place for item, _ in collected()}
    assert places >= {*range(1, 11), "mistakes", "ForwardPassExplorer", "LossExplorer", "ChainRuleExplorer",
                      "ActivationExplorer", "BackwardPassExplorer", "DescentExplorer", "AutodiffExplorer",
                      "CrossEntropyExplorer"}  # fmt: skip
    texts = {(item.place, item.text) for item, _ in from_explorers()}
    assert texts >= {
        ("DescentExplorer", "Loss = 3.15e-06"), ("DescentExplorer", "∂Loss/∂w1 = 0.1033"),  # its alt text, its table
        ("LossExplorer", "Loss = 0.3572"), ("ActivationExplorer", "a = g(z)"),  # a picture's title, an axis
        ("ActivationExplorer", "g′(z) = 0.2179"), ("BackwardPassExplorer", "∂Loss/∂w2 = −0.07508548"),
        ("AutodiffExplorer", "∂z2/∂w = 0.5927"), ("CrossEntropyExplorer", "da/dz")}  # fmt: skip


def test_every_formula_holds():
    faults = [(item.place, item.text, fault(formula, item.points)) for item, formula in collected()
              if fault(formula, item.points)]
    assert faults == []


def test_what_is_shown_as_wrong_is_wrong():
    items = [item for item in from_lessons() if key(item) in WRONG]
    assert len(items) == len(WRONG)  # each once: elsewhere in its lesson it would be an error
    items += [item for item, wrong in from_explorers() if wrong]
    assert len(items) > len(WRONG)
    right = [item for item in items if not fault(read(item.text), item.points)]
    # where x or w2 is 0, the gradient for w1 is 0 however it is made
    assert [item for item in right if 0 not in (item.points[0].values["x"], item.points[0].values["w2"])] == []


def test_an_expression_in_a_message_is_what_the_mistake_has():
    assert len(bare()) >= 30
    assert [(mistake.id, mistake.lines, item.text) for item, formula, mistake in bare()
            if not stands_in(formula.sides[0], item.points, mistake)] == []


def test_every_mutant_of_an_expression_in_a_message_is_rejected():
    assert len(bare_spoilt()) > 200
    assert [(mistake.id, item.text, side) for mistake, item, side in bare_spoilt()
            if stands_in(side, item.points, mistake)] == []


def test_a_derivative_in_a_message_means_something():
    """But for those that the message calls upside down."""
    derivatives = [(side, mistake.text) for item, mistake in from_mistakes() for side in read(item.text).sides
                   if side[0] == "partial"]
    assert len(derivatives) >= 60
    assert [(side, text) for side, text in derivatives if makes_sense(side) == ("upside down" in text)] == []


NONSENSE = [r"\frac{\partial w_2}{\partial z_2}", "∂a1/∂z2", "∂z1/∂a1", "dw2_dz2", "∂z2/∂a2", "∂Loss/∂Loss",
            "g1(z2)", "g2(a1)", "g_1(a_1)", r"Loss(y^*, a_2)", "Loss(a_1, y)", "Loss(a_2)", "g(a)", "∂z1/∂w2",
            "∂a1/∂y"]  # fmt: skip
COVERED = ["∂Loss/∂a2 = y - a2 = ?", "∂Loss/∂w1 = ∂Loss/∂z2 · ?", "∂Loss/∂w2 = ∂Loss/∂a2 · ∂a2/∂z2 · ?"]
UNCLEAR = ["? = x", "z1 = x · ?", "z1 = ? · x", "∂Loss/∂w1 = x · ?", "x · w1 = ?", "∂z2/∂a1 = ? = ?", "a2 - y = ?",
           "Δz1 / Δw1 · x = ?"]  # fmt: skip


@pytest.mark.parametrize("text", [*NONSENSE, *UNCLEAR])
def test_what_means_nothing_is_refused(text):
    with pytest.raises(ValueError, match=r"nothing|stand for"):
        judged(Item(1, text, POINTS["sigmoids"]))


def test_what_a_question_mark_covers_is_known():
    points = POINTS["sigmoids"]
    found = [judged(Item("ChainRuleExplorer", text, points)) for text in COVERED]
    assert [kind for kind, _ in found] == ["formula"] * 3
    assert [fault(formula, points) is None for _, formula in found] == [False, True, True]
    assert judged(Item(1, "z1 = ?", points))[0] == judged(Item(1, "∂z2/∂a1 = ?", points))[0] == "hidden"


SPELLINGS = [
    (r"\frac{1}{2}(a_2 - y^*)^2", "½(a2 − y*)²", "1/2 * (a2 - y) ** 2"),
    (r"\frac{\partial Loss}{\partial w_1} = x", "∂Loss/∂w1 = x", "dloss_dw1 = x"),
    (r"w_2 \cdot g_1(w_1 \cdot x)", "w2 · g1(w1 · x)", "w2 * g1(w1 * x)"),
    (r"w_1 \leftarrow w_1 - \alpha \cdot a_1", "w1 ← w1 − α · a1", "w1 ← w1 - step_size * a1"),
    (r"1 - a_1 \le 1", "1 − a1 ≤ 1", "1 - a1 ≤ 1"),
]
UNREADABLE = ["z_1 =", "= 3", r"\frac{1}{2", "a_1 + ", r"\sqrt{2}", "c_1 = 2", r"\sum a_1", "a_2 = (1 - a_1", "2 = 3 4",
              r"\frac{\partial z_1}{w_1}", "1.2.3 = z_1", "z_3 = 1", r"a_1 \le a_2 \geq 1", "a1 > 0",
              r"a_2 \ge 0", "z1 = x ·", "∂z2/∂a1 = w2 – a1", "a2 ≡ y", "∂Loss/∂w1 ≔ x", "∂a2/∂z2 → a2",
              "z1 = x ÷ w1", "z2 = √a1", "a2 ⇒ y", "x % w1", "▯ = a1"]  # fmt: skip


@pytest.mark.parametrize("spelled", SPELLINGS)
def test_the_three_notations_are_read_alike(spelled):
    point = Point(Network(0.5, -2.5), 1.5, 1)
    first, *others = [[evaluate(side, point)[0] for side in read(each).sides] for each in spelled]
    assert len({read(each).relations for each in spelled}) == 1
    assert others == [pytest.approx(first, rel=1e-15)] * 2


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_formula_is_refused(text):
    with pytest.raises(ValueError, match="cannot read"):
        read(text)


@pytest.mark.parametrize(("sentence", "formulas"), [
    ("Your answer has a1(1 − a1). Why?", ["a1(1 − a1)"]),
    ("So the loss is ½(a2 − y)², and z1 = x · w1.", ["½(a2 − y)²", "z1 = x · w1"]),
    ("It gives (that is, z2 = 3) no answer", ["z2 = 3"]),
    ("= 3 is missing a side", ["= 3"]), ("Is a1 > 0, or c1 ≠ 2?", ["a1 > 0", "≠ 2"]),
    ("Lesson 4 has a 2 in w1 and a1, but x-ray, I/O, 3 of 4 and a circle × say nothing.", []),
    ("So loss(y, a2) and g1(5.0), g1 (sigmoid)", ["loss(y, a2)"]), ("The slope g′(z)", ["g′(z)"]),
    ("Visit ∂Loss/∂a2, w2 and dz1_da1 →", ["∂Loss/∂a2", "dz1_da1"]), ("From w2 to a2 →", []),
    ("Thus ∂Loss/∂w₂ = (a₂ − y) · a₁.", ["∂Loss/∂w₂ = (a₂ − y) · a₁"]), ("z1 = x · c1", ["z1 = x ·"]),
    ("So ∂z1/∂w1 = x sin(w1).", ["∂z1/∂w1 = x sin(w1)"]), ("z1 = 2 (so far)", ["z1 = 2"]),
    *((sentence, [sentence]) for sentence in (
        "∂z2/∂a1 = w2 – a1", "a2 ≡ y", "∂Loss/∂w1 ≔ x", "∂a2/∂z2 → a2", "z1 = x ÷ w1", "z2 = √a1", "a2 ⇒ y", "x % w1")),
])
def test_formulas_are_found_in_a_sentence(sentence, formulas):
    assert in_text(sentence) == formulas


@pytest.mark.parametrize(("source", "formulas"), [
    ("So $w_2$ = $a_1$, and `a1` ≈ `x`.", ["a1 ≈ x", "w_2 = a_1"]), ("$z_1$ is $x$", ["z_1 = x"]),
    ("$w_2$ = `a1`", ["w_2", "▯ = ▯"]), ("$a_1$ · w1", ["a_1", "▯ · w1"]), ("z1 = $a_1$", ["a_1", "z1 = ▯"]),
    ("- $x$ has\n- `w1` and\n\n- 2 = $y$", ["x", "y", "2 = ▯"]), ("| ∂z1/∂a1 | x |", ["∂z1/∂a1 = x", "∂z1/∂a1"]),
    ("| $x$ | `x` | the input |\n| $w_1$, $w_2$ | `w1`, `w2` |", ["x = x", "x", "w_1", "w_2"]),
    ("$a_1$, $a_2$ and ($w_1$)", ["a_1", "a_2", "w_1"]), ("$z_1$ → $a_1$", ["z_1", "a_1", "▯ → ▯"]),
])
def test_formulas_are_found_in_markdown(source, formulas):
    assert in_markdown(source) == formulas


@pytest.mark.parametrize(("text", "holds"), [("∂z2/∂w = a1", True), ("∂z1/∂w = x", True), ("∂z2/∂w = x", False),
                                             ("∂Loss/∂w = ∂Loss/∂z2 · a1", False), ("∂a2/∂w = ∂a2/∂z2 · a1", False)])
def test_one_weight_has_two_ways_to_the_loss(text, holds):
    assert (fault(read(text), POINTS["one_weight"]) is None) == holds


FALSE = ["∂Loss/∂w₂ = (a₂ + y) · a₁", "dz2_dw2 = a1 × w2", "∂z1/∂w1 = x × w1", "∂z2/∂a1 = w2 – a1", "∂a2/∂z2 → a2",
         "∂Loss/∂w1 ≔ x", "a2 ≡ y", "z1 = x ÷ w1", "a2 = √z2", "a2 ⇒ y", "$w_2$ = $a_1$", "`dloss_dw2` = `a1`",
         r"$\frac{\partial Loss}{\partial a_2} = y^* - a_2 = ?$", r"$\frac{\partial w_2}{\partial z_2}$", "$g_1(z_2)$",
         r"$\frac{\partial z_1}{\partial a_1}$ is $x$", "| ∂z1/∂a1 | x |", "$Loss(y^*, a_2)$", "`da1_dz2`",
         r"$\frac{\partial z_1}{\partial w_1}$ is $a_1$", "∂z1/∂w1 = x · a1²", "z1 = x · c1",
         "∂z1/∂w1 = x sin(w1)", "`loss(y, a2)`", "See:\n\n| `dz1_dw1` | $a_1$ |", "So `a1` * $x$ helps."]  # fmt: skip


def first_fault(text, lesson=6):
    """What is wrong with a line of a lesson, or None."""
    source = spelled_out(lesson, f"It is easy: {text}\n\nNow go on.", IN_WORDS)
    items = [Item(lesson, each, POINTS["sigmoids"]) for each in in_markdown(source)]
    try:
        found = [fault(formula, POINTS["sigmoids"]) for kind, formula in map(judged, items) if kind == "formula"]
    except ValueError as error:
        return str(error)
    return next(filter(None, found), None)


@pytest.mark.parametrize("text", FALSE)
def test_a_lesson_with_a_false_line_is_rejected(text):
    assert first_fault(text)


@pytest.mark.parametrize("text", ["∂Loss/∂w₂ = (a₂ − y) · a₂ × (1 − a₂) · a₁", "$z_1$ = $x \\cdot w_1$",
                                  "`dz1_dw1` is `x`", "The circle × gives $z_1 = ?$, and not $w_1$.", "z1 = x * w1"])
def test_a_lesson_with_a_true_line_is_not_rejected(text):
    assert first_fault(text) is None


@pytest.mark.parametrize(("text", "holds"), [
    ("The first factor is $g(z)$. The second is $1 - g(z)$:", True),
    ("The first factor is $1 - g(z)$. The second is $g(z)$:", False), ("The third is $1 - g(z)$:", False)])
def test_what_is_said_in_words_depends_on_the_words(text, holds):
    assert (first_fault(text, 4) is None) == holds


def test_what_is_said_in_words_stands_there():
    sources = {lesson.number: "\n\n".join(cell.source for cell in lesson.markdown) for lesson in course()}
    assert [key for key in IN_WORDS if sources[key[0]].count(key[1]) != 1] == []


def test_marks_and_conditions_are_few_and_used():
    """A mark that no formula uses is out of date."""
    items = [*from_lessons(), *(item for item, _ in from_explorers()), *(item for item, _ in from_mistakes())]
    used = {key(item) for item in items}
    for table in (EXCEPTIONS, COMPLETED, SETTINGS, WRONG):
        assert set(table) - used == set()
    assert len(SETTINGS) + len(WRONG) <= 12


@cache
def spoilt():
    """(kind, item, mutant, whether it keeps the formula's values) for each mutant of each formula."""
    return [(kind, item, mutant, unchanged(formula, mutant, item.points))
            for item, formula in collected() for kind, mutant in mutants(formula)]


def test_every_mutant_that_changes_a_value_is_rejected():
    changed = [each[:3] for each in spoilt() if not each[3]]
    kinds = Counter(kind for kind, _, _ in changed)
    assert min(kinds[kind] for kind in ("sign", "factor", "layer", "derivative")) > 300, kinds
    assert [(kind, item.place, item.text, mutant) for kind, item, mutant in changed
            if not rejected(mutant, item.points)] == []
