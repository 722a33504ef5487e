"""Each formula that the course shows holds, and would be rejected with a sign flipped or a factor dropped.

Collected are all formulas of the Markdown cells (LaTeX, code, and signs in a sentence), of the proofs in code, of the
checks' and predictions' messages, and of what the explorers show in many states. A formula that cannot be read fails:
teach it to formulas.py, or say more of it in tests/claims/lesson_NN.py.
"""

import re
from collections import Counter
from functools import cache
from typing import NamedTuple

import pytest
from claims import BY_NUMBER, MODULES
from exact import INPUTS
from formula_values import POINTS, fault, verdict
from formulas import MISTAKES, computes, mutants, read, subtrees
from shown_formulas import in_markdown, of_explorers, of_lessons, of_mistakes, spelled_out

# ---- what the formulas are about. A key is a lesson (its number) or an explorer (its class's name), and the formula.

FILES = {lesson: MODULES[f"lesson_{lesson:02}"] for lesson in BY_NUMBER}


def of_files(name):
    """A table of the lessons' files in tests/claims/."""
    return {(lesson, text): said for lesson, file in FILES.items() for text, said in getattr(file, name, {}).items()}


EXCEPTIONS, IN_WORDS, WRONG = of_files("EXCEPTIONS"), of_files("IN_WORDS"), of_files("WRONG")
COMPLETED = of_files("COMPLETED") | {
    ("mistakes", "−z1"): "1 − a1 = sigmoid({})",
    ("mistakes", "−z2"): "1 − a2 = sigmoid({})",
    ("ActivationExplorer", r"( 1 \text{ where } z > 0 \text{, else } 0 )"):
        r"\frac{\partial a}{\partial z} = \text{1 where z > 0, else 0}",
    ("ActivationExplorer", r"( 1 \text{ everywhere} )"): r"\frac{\partial a}{\partial z} = \text{1 everywhere}",
    ("AutodiffExplorer", "∂Loss/∂Loss"): "{} = 1",
} | {(f"{name}Explorer", product): f"{z} = {{}}" for name, *products in (
    ("ForwardPass", "x times w1", "a1 times w2"), ("BackwardPass", "x times w1", "a1 times w2"),
    ("Autodiff", "x × w1", "a1 × w2"), ("Autodiff", "x × w", "a1 × w"), ("Loss", "w1 times x", "w2 times a1"))
    for z, product in zip(("z1", "z2"), products, strict=True)}
SETTINGS = of_files("SETTINGS") | {
    ("mistakes", "a = {}"): "“Near a1 = 0 the sigmoid is flat”, and at 1: test_prose proves it",
    ("CrossEntropyExplorer", "∂Loss/∂z"): "a column's head; test_cross_entropy_explorer proves the numbers",
    ("ActivationExplorer", "z = {}"): "“At z = …”: where the slider stands, which the test reads from there",
}


class Item(NamedTuple):
    """A formula where it stands. points : where it shall hold."""

    place: object
    text: str
    points: list


# ---- what is claimed

def from_lessons():
    for lesson, text in of_lessons(IN_WORDS):
        condition, _ = EXCEPTIONS.get((lesson, text)) or getattr(FILES[lesson], "CONDITION", ("general", ""))
        yield Item(lesson, text, POINTS[condition])


def from_mistakes():
    """(Item, the mistake)"""
    return [(Item("mistakes", text, POINTS["with_biases"]), mistake) for mistake, text in of_mistakes()]


def from_explorers():
    """(Item, whether it shows a mistake on purpose: the sequential update's gradient is not one at the old weights)"""
    return [(Item(type(explorer).__name__, text, [point]), text.startswith("w_1")
             and getattr(explorer, "update", None) == "sequential") for explorer, point, text in of_explorers()]


def key(item):
    """Where a formula stands in the tables."""
    if item.place == "ActivationExplorer" and re.fullmatch(r"z = \S+", item.text):
        return item.place, "z = {}"
    if item.place == "mistakes" and re.fullmatch("a[123] = [01]", item.text):
        return item.place, "a = {}"
    return item.place, item.text


def judged(item):
    """Return the Formula that an item states; None of a symbol alone, and of what is set or hidden.

    Raises ValueError if it cannot be read, or if it is a symbol that means nothing.
    """
    if re.fullmatch(r"\\[a-z]+", item.text):  # a sign that is named, as in: the sign ∂
        return None
    formula = read(COMPLETED.get(key(item), "{}").replace("{}", item.text))
    if key(item) in SETTINGS:
        return None
    if ("?",) in subtrees(formula.sides):
        return uncovered(item, formula)
    if formula.relations:
        return formula
    file = f"tests/claims/lesson_{item.place:02}.py" if isinstance(item.place, int) else "tests/test_formulas.py"
    if computes(formula.sides[0]):
        raise ValueError(f"{item.place}: what is {item.text!r} equal to? Say it in COMPLETED, {file}")
    if not makes_sense(formula.sides[0]):
        raise ValueError(f"{item.place}: {item.text!r} means nothing in this network: mend it, or say in "
                         f"SETTINGS what it is, {file}")
    return None


def uncovered(item, formula):
    """The formula without its “?”. It may stand for the value of a name, or for the rest of the way in a product of
    derivatives: in ∂Loss/∂w1 = ∂Loss/∂a2 · ? it is ∂a2/∂w1."""
    first, *_, last = formula.sides
    if last == ("?",):
        formula = formula._replace(sides=formula.sides[:-1], relations=formula.relations[:-1])
        # Δa2 / Δz2 has no value where nothing moves, and is shown as –
        ratio = first[0] == "product" and all(factor[0] == "change" for _, factor in first[1])
        if len(formula.sides) == 1 and (not computes(first) or ratio):
            return None
    elif last[0] == "product" and last[1][-1] == ("*", ("?",)) and first[0] == last[1][-2][1][0] == "partial":
        rest = ("partial", last[1][-2][1][2], first[2])
        formula = formula._replace(sides=(*formula.sides[:-1], ("product", (*last[1][:-1], ("*", rest)))))
    if not formula.relations or ("?",) in subtrees(formula.sides):
        raise ValueError(f"{item.place}: what does the “?” in {item.text!r} stand for?")
    return formula


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
    once = {(item.place, item.text, id(item.points[0])): item for item in items if key(item) not in WRONG}
    return [(item, judged(item)) for item in once.values() if judged(item)]


def written(tree):
    """An expression and its parts; a1 * (1 - a1) is one thing, and a message that has a factor of it alone is wrong."""
    yield tree
    if tree[0] == "sum":
        yield "sum", tree[1][:2]  # the 1 - a2 of 1 - a2 - y
    names = {each[1:] for each in subtrees(tree) if each[0] in ("name", "partial")}
    if tree[0] != "product" or len(names) > 1 or any(how == "/" for how, _ in tree[1]):
        for each in tree:
            if isinstance(each, tuple):
                yield from written(each)


# ---- the tests

def test_every_formula_is_found_and_read():
    assert len([*from_lessons()]) >= 500
    assert sum(isinstance(item.place, int) for item, _ in collected()) >= 90
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


def test_every_mutant_that_changes_a_value_is_rejected():
    found = [(kind, verdict(formula, mutant, item.points), item.place, item.text, mutant)
             for item, formula in collected() for kind, mutant in mutants(formula)]
    assert [each for each in found if each[1] == "missed"] == []
    count = Counter(each[:2] for each in found)
    assert min(count[kind, "rejected"] for kind in MISTAKES) > 300, count


def test_what_is_shown_as_wrong_is_wrong():
    items = [item for item in from_lessons() if key(item) in WRONG]
    assert len(items) == len(WRONG)  # each once: elsewhere in its lesson it would be an error
    items += [item for item, wrong in from_explorers() if wrong]
    assert len(items) > len(WRONG)
    right = [item for item in items if not fault(read(item.text), item.points)]
    # where x or w2 is 0, the gradient for w1 is 0 however it is made
    assert [item for item in right if 0 not in (item.points[0].values["x"], item.points[0].values["w2"])] == []


def test_an_expression_in_a_message_is_what_the_mistake_has():
    """And with a mistake made in it, it is not."""
    bare = [(formula, mistake) for item, mistake in from_mistakes() for formula in [read(item.text)]
            if key(item) not in COMPLETED and not formula.relations and computes(formula.sides[0])]
    assert len(bare) >= 30
    for formula, mistake in bare:
        has = {each for line in mistake.lines.values() for each in written(read(line).sides[0])}
        assert formula.sides[0] in has, mistake
        assert [spoilt for _, spoilt in mutants(formula) if spoilt.sides[0] in has] == [], mistake


def test_a_derivative_in_a_message_means_something():
    """But for those that the message calls upside down."""
    derivatives = [(side, mistake.text) for item, mistake in from_mistakes() for side in read(item.text).sides
                   if side[0] == "partial"]
    assert len(derivatives) >= 60
    assert [(side, text) for side, text in derivatives if makes_sense(side) == ("upside down" in text)] == []


FALSE = ["∂Loss/∂w₂ = (a₂ + y) · a₁", "dz2_dw2 = a1 × w2", "∂z1/∂w1 = x × w1", "∂z2/∂a1 = w2 – a1", "∂a2/∂z2 → a2",
         "a2 ≡ y", "a2 = √z2", "x % w1", "$w_2$ = $a_1$", "`dloss_dw2` = `a1`", "$Loss(y^*, a_2)$", "`da1_dz2`",
         r"$\frac{\partial Loss}{\partial a_2} = y^* - a_2 = ?$", r"$\frac{\partial w_2}{\partial z_2}$", "$g_1(z_2)$",
         r"$\frac{\partial z_1}{\partial w_1}$ is $a_1$", "| ∂z1/∂a1 | x |", "∂z1/∂w1 = x · a1²", "z1 = x · w1 · c1",
         "∂z1/∂w1 = x sin(w1)", "`loss(y, a2)`", "See:\n\n| `dz1_dw1` | $a_1$ |", "So `a1` * $x$ helps.",
         "It gives (that is, z2 = 3) no answer", "= 3 is missing a side", "z1 = 2 (so far)", "Is a1 > a1?", "$z_1 =$",
         "- $x$ has\n- `w1` and\n\n- 2 = $y$", "$a_1$ · w1", r"$z_1 = x \cdot ?$", "$a_2 - y^* = ?$", "$? = x$",
         r"$\frac{\partial z_1}{w_1}$", r"$\frac{1}{2$", "$1.2.3 = z_1$", r"$a_2 \ge a_2$", r"$x \cdot w_1 = ?$",
         "$Loss(a_2)$"]  # fmt: skip


def first_fault(text, lesson=6):
    """What is wrong with a line of a lesson, or None."""
    source = spelled_out(lesson, f"It is easy: {text}\n\nNow go on.", IN_WORDS)
    items = [Item(lesson, each, POINTS["sigmoids"]) for each in in_markdown(source)]
    try:
        found = [fault(formula, POINTS["sigmoids"]) for formula in map(judged, items) if formula]
    except ValueError as error:
        return str(error)
    return next(filter(None, found), None)


@pytest.mark.parametrize("text", FALSE)
def test_a_lesson_with_a_false_line_is_rejected(text):
    assert first_fault(text)


@pytest.mark.parametrize("text", [
    "∂Loss/∂w₂ = (a₂ − y) · a₂ × (1 − a₂) · a₁", "$z_1$ = $x \\cdot w_1$", "`dz1_dw1` is `x`",
    "Loss = ½(a2 − y*)², and a1(1 − a1) ≤ ¼", "The circle × gives $z_1 = x \\cdot w_1 = ?$, not $a_1 = ?$.",
    r"$\frac{\partial Loss}{\partial w_1} = \frac{\partial Loss}{\partial z_2} \cdot ?$",
    "Now z1 = x · w1 (or so), and a1 (that is, z2 = a1 · w2) has x-rays, ∂z2/∂a1 → I/O?"])
def test_a_lesson_with_a_true_line_is_not_rejected(text):
    assert first_fault(text) is None


def test_what_is_said_in_words_depends_on_the_words():
    assert first_fault("The first factor is $g(z)$. The second is $1 - g(z)$:", 4) is None
    assert first_fault("The first factor is $1 - g(z)$. The second is $g(z)$:", 4)


def test_marks_and_conditions_are_few_and_used():
    """A mark that no formula uses is out of date, and so is a formula in words that do not stand there once."""
    items = [*from_lessons(), *(item for item, _ in from_explorers()), *(item for item, _ in from_mistakes())]
    assert {*EXCEPTIONS, *COMPLETED, *SETTINGS, *WRONG} - {key(item) for item in items} == set()
    assert len(SETTINGS) + len(WRONG) <= 12
    said = {number: "\n\n".join(cell.source for cell in lesson.markdown) for number, lesson in BY_NUMBER.items()}
    assert [(number, words) for number, words in IN_WORDS if said[number].count(words) != 1] == []
