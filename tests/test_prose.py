"""Every number in the lessons' words is recomputed, and every claim of fact asserted.

A number is found wherever it stands: in digits or as a word, in Markdown, hints, solutions, predictions and in the
strings of code cells. It must lie in a formula (test_formulas.py proves those), in a reference to a lesson, exercise
and the like (REFERENCES), in a phrase of CLAIMS, with what recomputes it, or in one of DEFINITIONS, with a reason.
ON_PAGES has those of the README and of the website; test_messages.py those of the checks and the explorers.
`python tests/test_prose.py` counts them.
"""

import re

import claims
import pytest
from claims import BY_NUMBER, CLAIMS, DEFINITIONS, ELSEWHERE, MESSAGES, code, texts
from formulas import TOKEN, in_text
from lessons import ROOT, tags
from shown_formulas import LATEX
from test_formulas import SETTINGS

from nnlib import Loss, Network, identity, sigmoid, tanh
from nnlib.exercises import EXERCISES
from nnlib.exercises.course import PREDICTIONS
from nnlib.topology import INPUTS

inputs = INPUTS.__getitem__

# ---- claims

@pytest.mark.parametrize(("lesson", "words", "holds"), [*CLAIMS, *ELSEWHERE],
                         ids=lambda each: getattr(each, "__name__", str(each))[:40])  # the same in each process
def test_every_claim_holds_and_is_made(lesson, words, holds):
    assert holds()
    said = sum(len(spans(text, words)) for text in texts(lesson))
    assert said == 1, "the lesson does not say so any more, or says it again: then give each place words of its own"


@pytest.mark.parametrize(("message", "holds"), MESSAGES)
def test_what_the_messages_claim(message, holds):
    assert holds()


def negative(a2, y):
    return -abs(a2 - y) * (1 + y)


def abs_error(a2, y):
    return abs(a2 - y) + 0.1 + y


# Worlds in which something is not so: what stands here takes the place of its namesake in claims.py. A claim that
# holds in all of them depends on nothing.
BACK, OTHER = claims.back, Network(-1.5, 0.5)
WORLDS = [
    {"sigmoid": identity, "tanh": sigmoid}, {"sigmoid": tanh},
    {"quadratic": Loss("other", negative, negative)}, {"quadratic": Loss("other", abs_error, abs_error)},
    {"back": lambda *net, **more: BACK(*net, **more)._replace(dloss_dw1=1.0, loss=0.0)},
    {"NET": OTHER, "PASS": OTHER.forward(1.5), "BACK": OTHER.backward(OTHER.forward(1.5), 0)},
    {"w1": -1.5, "w2": 0.5, "y": 0},
    {"NET": None, "PASS": None, "BACK": None, "Network": lambda w1, w2: Network(w1 + 1, w2 + 1)},
    {"PATHS_OF_LESSON_7": dict.fromkeys((0.1, 20, 100), claims.PATHS_OF_LESSON_7[20])},
    {"PATHS_OF_LESSON_7": dict.fromkeys((0.1, 20, 100), claims.PATHS_OF_LESSON_7[0.1])},
    {"TO_W1": claims.TO_W2, "TO_W2": claims.TO_W1}, {"TO_W1": claims.TO_W1[::-1], "TO_W2": claims.TO_W2[:1]},
    {"PREDICTIONS": {lesson: ("ABC"["CAB".index(right)], {}) for lesson, (right, _) in PREDICTIONS.items()}},
    {"PREDICTIONS": {lesson: ("ABC"["BCA".index(right)], {}) for lesson, (right, _) in PREDICTIONS.items()}},
    {"inputs": lambda node: ("a1", *inputs(node))}, {"inputs": lambda node: inputs(node)[:-1]},
    {"EXERCISES": {}, "DERIVATIVES": {}, "FOUR": False, "SPLIT": "a_1"}, {"doubled": lambda: False},
    {"ForwardPassExplorer": None, "LossExplorer": None, "ChainRuleExplorer": None, "ActivationExplorer": None,
     "BackwardPassExplorer": None, "DescentExplorer": None, "judge": lambda *asked: (False, "")},
    {"FLIGHTS": None, "TRAINED": {}, "SOURCE": "", "DataExplorer": None, "LAUNCH": 53, "LAUNCH_AIR": 60},
    {"WRONG_START": {}, "CHAINS": {}, "CrossEntropyExplorer": None, "entropy": lambda a2, y: (a2 - y) ** 2,
     "plain": lambda z2: (0.0, 0.0)},
    {"code": lambda lesson: "", "says": lambda lesson, *words: False, "count": lambda lesson, pattern: 0},
]  # fmt: skip


def holds_there(holds):
    try:
        return bool(holds())
    except (TypeError, KeyError, AttributeError, ValueError, IndexError):
        return False  # it cannot even be said there


def test_no_claim_holds_in_every_wrong_world(monkeypatch):
    standing = [*CLAIMS, *ELSEWHERE]
    for world in WORLDS:
        with monkeypatch.context() as there:
            for name, value in world.items():
                there.setattr(claims, name, value)
            standing = [claim for claim in standing if holds_there(claim[2])]
    assert [words for _, words, _ in standing] == []


# ---- the order of results

ORDER = re.compile(r"return \.\.\.  # (\w+(?:, \w+)+)$|`return (\w+(?:, \w+)+)`", re.MULTILINE)


def orders(lesson):
    """(the exercise, the results in the order told) of each comment in a stub and each hint that returns them."""
    exercise = None
    for cell in lesson.cells:
        exercise = next((EXERCISES[tag[9:]] for tag in tags(cell) if tag.startswith("exercise:")), exercise)
        yield from ((exercise, tuple((match[1] or match[2]).split(", "))) for match in ORDER.finditer(cell.source))


def misordered(lesson):
    return [(exercise.id, told) for exercise, told in orders(lesson) if told != exercise.formula.results]


def test_stubs_and_hints_tell_the_order_that_is_checked():
    assert [wrong for lesson in BY_NUMBER.values() for wrong in misordered(lesson)] == []
    several = {id for id, each in EXERCISES.items() if hasattr(each, "formula") and each.formula.results[1:]}
    assert {exercise.id for lesson in BY_NUMBER.values() for exercise, _ in orders(lesson)} == several


@pytest.mark.parametrize(("number", "old", "new"), [
    (1, "...  # z1, a1, z2, a2", "...  # a1, z1, z2, a2"), (1, "`return z1, a1, z2, a2`", "`return z1, a1, a2, z2`"),
    (4, "...  # dloss_da2, da2_dz2, dz2_dw2", "...  # dloss_da2, da2_dz2"), (7, "# new_w1, new_w2", "# new_w2, new_w1"),
])  # fmt: skip
def test_another_order_is_found(number, old, new):
    lesson = BY_NUMBER[number].copy()
    for cell in lesson.cells:
        cell.source = cell.source.replace(old, new)
    assert misordered(lesson)


# ---- where the numbers are

NUMBER = re.compile(r"""(?<![\w.])\d[\d,]*(?:\.\d+)?(?:\s?%)? | [½⅓⅔¼¾⅕⅙⅐⅛⅑⅒] | \b(?:zero|two|three|four|five|six|seven
    |eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty
    |(?:dozen|hundred|thousand|million|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|sixteenth)s?|half|halves
    |percent|(?<!at[ ])once|twice|both|(?:double|triple|halve|square)[sd]?|doubling|halving)\b""",
                    re.IGNORECASE | re.VERBOSE)  # fmt: skip


LONE = re.compile(r"-?[\d.,½⅓⅔¼¾⅕⅙⅐⅛⅑⅒]+")  # between dollars this states nothing that test_formulas.py proves


def spans(text, words):
    """Where these words stand in a text."""
    parts = [re.escape(part) for part in words.split("…")]
    return [match.span() for match in re.finditer(".{0,20}".join(parts), text)]


def masked(lesson, text):
    """The text with its formulas, code and links' targets blanked out, so that positions stay.

    Of code and of words only what test_formulas.py reads as a formula, and names, are blanked; a mark is not.
    """
    def blank(match):
        return " " * len(match[0])

    def but_marks(match):
        formula = (match[1] or match[2]).strip()
        kept = (lesson, formula) in SETTINGS or LONE.fullmatch(formula)
        return match[0] if kept else blank(match)

    def names(match):
        return match[0] if match.lastgroup in ("number", "word") else blank(match)

    text = re.sub(r"```python\n.*?```", blank, text, flags=re.DOTALL)
    text = re.sub(r"(?<=\])\([^)]*\)", blank, LATEX.sub(but_marks, text))
    for formula in in_text(text):
        if (lesson, formula) not in SETTINGS:
            text = text.replace(formula, " " * len(formula))
    return TOKEN.sub(names, text)


def minutes_on_the_map(lesson):
    return int(re.search(rf"\| \[{lesson}\. .* \| (\d+) \|", "".join(texts(0)))[1])


HEADINGS = {"Hint 1: where to look", "Hint 2: which rule", "Hint 3: the first step", "Tool 1: the sign ∂",
            "Tool 2: the chain rule on a graph"}  # fmt: skip
FURTHER = {(4, 9), (9, 4), (9, 6), (9, 7)}  # links to a lesson that is not the one before
# What a number refers to: a pattern, and whether what it names is there.
REFERENCES = [
    (r"Lesson (\d+) · (?:part (\d) of the exercise|the network and the notation|beyond the exercise) · (\d+) minutes",
     lambda lesson, match: {int(match[1]), int(match[2] or match[1])} == {lesson}
     and int(match[3]) == minutes_on_the_map(lesson)),
    (r"Lesson (\d+) · beyond the exercise · (\d+) minutes",
     lambda lesson, match: int(match[1]) == lesson and int(match[2]) == minutes_on_the_map(lesson)),
    (r"\[lesson (\d+)\]\(0?(\d+)_\w+\.ipynb\)", lambda lesson, match: match[1] == match[2] and (
        match[1] == str(lesson - 1) or (lesson, int(match[1])) in FURTHER)),
    (r"(?m)^\| \[(\d+)\. [^|]+\]\(0?(\d+)_[^|]+\|[^|]+\| (\d+) \|$",
     lambda lesson, match: match[1] == match[2] and int(match[3]) == BY_NUMBER[int(match[1])].minutes),
    (r"## Exercise (\d+)[abc]?:", lambda lesson, match: int(match[1]) == lesson),
    (r"<summary>(Hint .+)</summary>", lambda lesson, match: match[1] in HEADINGS),
    (r"(?m)^## (Tool .+)$", lambda lesson, match: match[1] in HEADINGS),
    (r"(?m)^(\d)\. ", lambda lesson, match: match[1] == "1" or f"\n{int(match[1]) - 1}. " in match.string),
    (r"Its part (\d) says", lambda lesson, match: int(match[1]) == lesson),
    (r"\Athrough both\Z", lambda lesson, match: lesson == 10  # the label of a nudge
     and '"through both": Network(w + h, w + h)' in code(10)),
]


def numbers_left(lesson, text):
    """The numbers of a text that nothing accounts for; (the number, the words around it)."""
    phrases = [words for number, words, _ in [*CLAIMS, *ELSEWHERE, *DEFINITIONS] if number == lesson]
    accounted = [span for words in phrases for span in spans(text, words)]
    for pattern, agrees in REFERENCES:
        accounted += [match.span() for match in re.finditer(pattern, text) if agrees(lesson, match)]
    left = [match for match in NUMBER.finditer(masked(lesson, text))
            if not any(start <= match.start() and match.end() <= end for start, end in accounted)]
    return [(match[0], text[max(0, match.start() - 40):match.end() + 30]) for match in left]


@pytest.mark.parametrize("lesson", BY_NUMBER)
def test_every_number_is_accounted_for(lesson):
    assert [left for text in texts(lesson) for left in numbers_left(lesson, text)] == []


def test_definitions_are_few_and_used():
    assert len(DEFINITIONS) <= 5
    assert [words for lesson, words, _ in DEFINITIONS if not any(spans(text, words) for text in texts(lesson))] == []


@pytest.mark.parametrize(("lesson", "text", "left"), [
    (2, "The loss is 0.3572 there.", ["0.3572"]),
    (2, "It has three inputs.", ["three"]),
    (4, "Go to $z = 7$, where 5 % are left; $z = 6$.", ["5 %", "6"]),
    (5, "As in lesson 3, or [lesson 4](03_chain.ipynb), but not [lesson 4](04_sigmoid.ipynb).", ["3", "4"]),
    (3, "Lesson 4 · part 3 of the exercise · 15 minutes", ["4", "3", "15"]),
    (7, "Both signs, once in a dozen: ½ or two thirds, zero to twenty, not all at once.",
     ["Both", "once", "dozen", "½", "two", "thirds", "zero", "twenty"]),
    (9, "It is $-0.0903$, or $-1$; $a_2 = 1$.", ["0.0903", "1"]),
    (3, "`g1(2.0)` and w1, a2, dz1_dw1 hold 2.0 and the loss (a2 − y)².", ["2.0", "2.0"]),
])  # fmt: skip
def test_a_number_that_nothing_accounts_for_is_found(lesson, text, left):
    assert [number for number, _ in numbers_left(lesson, text)] == left


WORDS = ("zero", "two", "three", "seven", "twelve", "thirty", "half", "thirds", "tenth", "twice", "both", "dozen",
         "million", "percent", "½", "¼", "⅓", "⅛", "0.25")


def others(number):
    """Other numbers to stand in its place."""
    if number[0].isdigit():
        return [str(int(re.match(r"\d+", number)[0]) + 1), "0.25", "½"]
    return [each for each in WORDS if each != number.lower()]


@pytest.mark.parametrize("lesson", BY_NUMBER)
def test_any_other_number_in_its_place_is_found(lesson):
    """But in a formula, where test_formulas.py finds it."""
    spoilt = []
    for text in texts(lesson):
        formulas = [match.span() for match in LATEX.finditer(text) if not LONE.fullmatch(match[1] or match[2])]
        for match in NUMBER.finditer(masked(lesson, text)):
            start, end = match.span()
            if any(first <= start < last for first, last in formulas):
                continue
            spoilt += [text[:start] + each + text[end:] for each in others(match[0])]
    assert len(spoilt) > 100
    assert [text for text in spoilt if not numbers_left(lesson, text)] == []


# ---- the README and the website's pages

def source(name):
    return (ROOT / name).read_text(encoding="utf-8")


PAGES = {name: source(name) for name in ("README.md", "website/pages/index.md", "website/pages/instructors.md")}
MEASURED = "measured once, on one machine, as the page says or the benchmarks do again"
QUOTED = "quoted from the work that the page names"
# Words of a page, and what must hold.
ON_PAGES = [
    ("a network of two weights", lambda: inputs("z1")[1:] + inputs("z2")[1:] == ("w1", "w2")),
    ("You need Python 3.11 or later", lambda: 'requires-python = ">=3.11"' in source("pyproject.toml")),
    ("in three ways:", lambda: len(re.findall(r"(?m)^- [*]{2}", PAGES["README.md"])) == 3),
    ("or two together", lambda: "Two things at once" in source("nnlib/exercises/exercise.py")),
    ("an effect size of 0.49, against 0.32 for showing the correct answer and 0.05 for", QUOTED),
    ("Kleij et al. 2015", QUOTED), ("Crouch et al. 2004", QUOTED), ("about half a minute", MEASURED),
    ("0.27.7, they load", lambda: PAGES["website/pages/instructors.md"].count("pyodide-0.27.7") == 1),
    ("CC BY 4.0", lambda: "by/4.0/" in PAGES["README.md"]),
    ("Two ways to publish it:", lambda: len(re.findall(r"(?m)^- \*", PAGES["website/pages/instructors.md"])) == 2),
    ("A class of 500 needs", lambda: "So 500 learners" in PAGES["website/pages/instructors.md"]),
    ("downloads 28 MB on a first visit", MEASURED),
    ("So 500 learners who start within the same five minutes download 14 GB: 380 Mbit/s",
     lambda: 500 * 28 == 14e3 and abs(14e3 * 8 / (5 * 60) - 380) < 10),
    ("280 requests a second", MEASURED),
    ("on two cores sent 13,600 requests and 2,300 MB a second to 200 clients", MEASURED),
    ("let the class open lesson 0", lambda: 0 in BY_NUMBER), ("pages are 7 to 100 kB each", MEASURED),
    (f"takes {sum(lesson.minutes for lesson in BY_NUMBER.values())} minutes in all", lambda: True),
    ("holds 89 MB, and a kernel in which a whole lesson has run 66 to 115 MB", MEASURED),
    ("So 0.5 GB a learner carries three open lessons, whichever they are: 434 MB",
     lambda: 89 + 3 * 115 == 434 < 500 < 89 + 4 * 115),
    ("or give 1 GB", lambda: 89 + 7 * 115 < 1000),
    ("saved** every ten seconds", lambda: '"autosaveInterval": 10' in source("website/live.py")),
    ("Double-click the lesson", lambda: "dblclick" in source("tests/test_site.py")),
]  # fmt: skip


def numbers_on(page):
    """(the match, whether something accounts for it) of each number; test_notebooks.py has the table of the lessons."""
    accounted = [span for words, _ in ON_PAGES for span in spans(page, words)]
    plain = re.sub(r"```.*?```|`[^`]*`|!\[[^\]]*\]|\]\([^)]*\)|^\|.*\|$", lambda match: " " * len(match[0]), page,
                   flags=re.DOTALL | re.MULTILINE)
    return [(match, any(start <= match.start() and match.end() <= end for start, end in accounted))
            for match in NUMBER.finditer(plain)]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_every_number_on_a_page_is_accounted_for(page):
    found = numbers_on(page)
    assert [page[match.start() - 40:match.end() + 20] for match, known in found if not known] == []
    spoilt = [page[:match.start()] + other + page[match.end():] for match, _ in found for other in others(match[0])]
    assert spoilt
    assert [text for text in spoilt if all(known for _, known in numbers_on(text))] == []


@pytest.mark.parametrize(("words", "holds"), ON_PAGES)
def test_what_the_pages_say_holds(words, holds):
    assert isinstance(holds, str) or holds()
    assert any(spans(page, words) for page in PAGES.values())


def counts():
    """Print how many numbers outside formulas there are, and what accounts for each."""
    found = dict.fromkeys(("recomputed", "references", "definitions"), 0)
    for lesson, text in ((each, text) for each in BY_NUMBER for text in texts(each)):
        told = {kind: [span for number, words, _ in phrases if number == lesson for span in spans(text, words)]
                for kind, phrases in (("recomputed", [*CLAIMS, *ELSEWHERE]), ("definitions", DEFINITIONS))}
        for match in NUMBER.finditer(masked(lesson, text)):
            found[next((kind for kind, spots in told.items() if any(
                start <= match.start() and match.end() <= end for start, end in spots)), "references")] += 1
    print(f"numbers: {sum(found.values())}, {found}; claims: {len(CLAIMS) + len(ELSEWHERE)}; worlds: {len(WORLDS)}")


if __name__ == "__main__":
    counts()
