"""The lessons' words: all that they state is asserted, and every number in them recomputed.

Each lesson has its file in tests/claims/, with the words that an expression makes true. A word of a lesson must stand
in one of those, in a formula (test_formulas.py proves those), or in a reference to a lesson, an exercise and the like
(REFERENCES); questions, instructions and headings state nothing. What states nothing that could be computed is listed
in the lesson's file, below “not checked”, with the reason. Numbers are found in the strings of code, too.
`python tests/test_prose.py` counts the sentences, and lists those that nothing checks.
"""

import re

import claims
import pytest
from claims import BY_NUMBER, CLAIMS, MODULES, PREDICTIONS, statements, texts
from formulas import in_text
from lessons import ROOT, tags
from shown_formulas import LATEX
from test_formulas import IN_WORDS, SETTINGS

from nnlib import Loss, Network, identity, sigmoid
from nnlib.exercises import EXERCISES
from nnlib.exercises.course import LESSONS

PAGES = {name: (ROOT / name).read_text(encoding="utf-8") for name in (
    "README.md", "website/pages/index.md", "website/pages/instructors.md", "website/pages/class.md")}


# ---- claims

ALL = [claim for found in CLAIMS.values() for claim in found]


@pytest.mark.parametrize("name", CLAIMS)
def test_every_claim_holds(name):
    expressions = {claim.expression: claim for claim in CLAIMS[name] if claim.is_fact}
    wrong = [f"{claim}: {claim.expression} is not true" for claim in expressions.values() if not claim.holds()]
    assert wrong == []


@pytest.mark.parametrize("name", CLAIMS)
def test_every_claim_is_made(name):
    said = "\n".join(PAGES.values() if name == "pages" else texts(int(name[-2:])))
    assert [f"{claim} is not said any more: change it as the lesson was changed, or delete it"
            for claim in CLAIMS[name] if claim.words not in said] == []


# Worlds in which something is not so: what stands here takes the place of its namesake in claims. A claim that holds in
# all of them depends on nothing. First those in which what takes long is not worked out again.
BACK = claims.back
PATHS_OF_LESSON_7 = MODULES["lesson_07"].PATHS_OF_LESSON_7
WORLDS = [
    {"ForwardPassExplorer": None, "LossExplorer": None, "ChainRuleExplorer": None, "ActivationExplorer": None,
     "BackwardPassExplorer": None, "DescentExplorer": None, "judge": lambda *asked: (False, "")},
    {"FLIGHTS": None, "TRAINED": {}, "SOURCE": "", "DataExplorer": None, "LAUNCH": 53, "LAUNCH_AIR": 60},
    {"WRONG_START": {}, "CHAINS": {}, "CrossEntropyExplorer": None, "entropy": lambda a2, y: (a2 - y) ** 2,
     "plain": lambda z2: (0.0, 0.0)},
    {"code": lambda lesson: "", "says": lambda lesson, *words: False, "count": lambda lesson, pattern: 0,
     "source": lambda name: "", "MEASURED": "", "BY_NUMBER": {}},
    {"sigmoid": identity, "tanh": sigmoid},
    {"quadratic": Loss("other", *2 * [lambda a2, y: -abs(a2 - y) * (1 + y)])},
    {"quadratic": Loss("other", *2 * [lambda a2, y: abs(a2 - y) + 0.1 + y])},
    {"back": lambda *net, **more: BACK(*net, **more)._replace(dloss_dw1=1.0, loss=0.0)},
    {"w1": -1.5, "w2": 0.5, "y": 0},
    {"NET": None, "PASS": None, "BACK": None, "Network": lambda w1, w2: Network(w1 + 1, w2 + 1)},
    {"PATHS_OF_LESSON_7": dict.fromkeys((0.1, 20, 100), PATHS_OF_LESSON_7[20])},
    {"PATHS_OF_LESSON_7": dict.fromkeys((0.1, 20, 100), PATHS_OF_LESSON_7[0.1])},
    {"TO_W1": claims.TO_W2, "TO_W2": claims.TO_W1, "WAYS": {}},
    {"TO_W1": claims.TO_W2[::-1], "TO_W2": claims.TO_W2[:1]},
    *({"PREDICTIONS": {lesson: each._replace(right=others["ABC".index(each.right)])
                       for lesson, each in PREDICTIONS.items()}} for others in ("CAB", "BCA")),
    {"INPUTS": {node: ("a1", *found) for node, found in claims.INPUTS.items()}},
    {"INPUTS": {node: found[:-1] for node, found in claims.INPUTS.items()}},
    {"EXERCISES": {}, "LOCAL_DERIVATIVES": (), "FOUR": False, "SPLIT": "a_1"},
]  # fmt: skip


def holds_there(claim):
    try:
        return claim.holds()
    except (TypeError, KeyError, AttributeError, ValueError, IndexError):
        return False  # it cannot even be said there


def test_no_claim_holds_in_every_wrong_world(monkeypatch):
    standing = {claim.expression: claim for claim in ALL if claim.is_fact}.values()
    for world in WORLDS:
        with monkeypatch.context() as there:
            for name, value in world.items():
                places = [place for place in (claims, *MODULES.values()) if hasattr(place, name)]
                assert places, f"no claim uses {name}"
                for place in places:
                    there.setattr(place, name, value)
            standing = [claim for claim in standing if holds_there(claim)]
    assert [f"{claim}: {claim.expression} depends on nothing" for claim in standing] == []


# ---- the order of results

ORDER = re.compile(r"return \.\.\.  # (\w+(?:, \w+)+)$|`return (\w+(?:, \w+)+)`", re.MULTILINE)


def orders(lesson):
    """(the exercise, the results in the order told) of each comment in a stub and each hint that returns them."""
    exercise = None
    for cell in lesson.cells:
        exercise = next((EXERCISES[tag[9:]] for tag in tags(cell) if tag.startswith("exercise:")), exercise)
        yield from ((exercise, tuple((match[1] or match[2]).split(", "))) for match in ORDER.finditer(cell.source))


def misordered(lesson):
    return [(exercise.id, told) for exercise, told in orders(lesson) if told != claims.program(exercise.id).results]


def test_stubs_and_hints_tell_the_order_that_is_checked():
    assert [wrong for lesson in BY_NUMBER.values() for wrong in misordered(lesson)] == []
    several = {id for id, each in EXERCISES.items() if hasattr(each, "catalogue") and claims.program(id).results[1:]}
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


# ---- what is left

NUMBER = re.compile(r"""(?<![\w.])\d(?:[\d,]*\d)?(?:\.\d+)?(?:\s?%)? | [½⅓⅔¼¾⅕⅙⅐⅛⅑⅒] | \b(?:zero|two|three|four|five|six
    |seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty
    |(?:dozen|hundred|thousand|million|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|sixteenth)s?|half|halves
    |percent|(?<!at[ ])once|twice|both|(?:double|triple|halve|square)[sd]?|doubling|halving)\b""",
                    re.IGNORECASE | re.VERBOSE)  # fmt: skip
LONE = re.compile(r"-?[\d.,½⅓⅔¼¾⅕⅙⅐⅛⅑⅒]+")  # between dollars this states nothing that test_formulas.py proves
# How a sentence begins that tells the reader what to do.
TOLD = re.compile(
    r"(?:- |> |\d\. |\*\*)*(?:(?:Then|And|Now|So) )?(?:Begin|Choose|Compare|Divide|Do|Fill|Find|Fit|Follow|Give|Go|Keep"
    r"|Leave|Look|Make|Mind|Move|Multiply (?:it|yourself)|Nudge|Open|Press|Put|Read|Replace|Run|Set|Start|Substitute"
    r"|Switch|Take|Think|Treat|Try|Visit|Walk|Watch|Work|Write|It returns)\b", re.IGNORECASE)
# Headings, the frame, links to the next lesson, markup.
SILENT = re.compile(r"^#.*$|^\*\*You (?:will do|will learn|need):.*$|\*\*(?:\w+ ?){1,4}\.\*\*|^(?:←|Next:).*$"
                    r"|<summary>.*</summary>|<[^>]+>|^\|[:|-]+$", re.MULTILINE)


HEADINGS = {"Open hint 1: where to look", "Open hint 2: which rule", "Open hint 3: the first step",
            r"Tool 1: the sign $\partial$", "Tool 2: the chain rule on a graph"}  # fmt: skip
# What a number refers to: a pattern, and whether what it names is there.
REFERENCES = [
    (r"Lesson (\d+) · (?:part (\d) of the exercise|the network and the notation|beyond the exercise) · (\d+) minutes",
     lambda lesson, match: {int(match[1]), int(match[2] or match[1])} == {lesson}
     and int(match[3]) == BY_NUMBER[lesson].minutes),
    (r"\[lesson (\d+)\]\(0?(\d+)_\w+\.ipynb\)", lambda lesson, match: match[1] == match[2] and (
        int(match[1]) in (lesson - 1, *getattr(MODULES[f"lesson_{lesson:02}"], "LINKS", ())))),
    (r"(?m)^\| \[(\d+)\. [^|]+\]\(0?(\d+)_[^|]+\|[^|]+\| (\d+) \|$",
     lambda lesson, match: match[1] == match[2] and int(match[3]) == BY_NUMBER[int(match[1])].minutes),
    (r"## Exercise (\d+)[abc]?:", lambda lesson, match: int(match[1]) == lesson),
    (r"<summary><u>(Open hint .+)</u></summary>", lambda lesson, match: match[1] in HEADINGS),
    (r"(?m)^## (Tool .+)$", lambda lesson, match: match[1] in HEADINGS),
    (r"(?m)^(\d)\. ", lambda lesson, match: match[1] == "1" or f"\n{int(match[1]) - 1}. " in match.string),
    (r"Its part (\d) says", lambda lesson, match: int(match[1]) == lesson),
    (r"This comes from \[lesson (\d+)\]\(\w+\.ipynb\), with other numbers\.",
     lambda lesson, match: LESSONS[lesson].RECALL[0].split(".")[0] == match[1]),
]


def blanked(text, spans):
    """A text with spaces in place of some of its parts."""
    for start, end in spans:
        text = f"{text[:start]}{re.sub(r'.', ' ', text[start:end])}{text[end:]}"
    return text


def spans(text, words):
    """Where one of these words stands in a text."""
    return [match.span() for each in words for match in re.finditer(re.escape(each), text)]


def accounted(lesson, text, words):
    """Where one of these words stands, or a reference to what is there."""
    return spans(text, words) + [match.span() for pattern, agrees in REFERENCES
                                 for match in re.finditer(pattern, text) if agrees(lesson, match)]


def numbers_left(lesson, text):
    """The numbers of a text that nothing accounts for. A lone number and a mark of test_formulas.py are no formulas."""
    claimed = [claim for claim in CLAIMS[f"lesson_{lesson:02}"] if claim.expression[:4] != "not "]
    found = accounted(lesson, text, [claim.words for claim in claimed])
    found += [match.span() for match in re.finditer(r"```python\n.*?```|(?<=\])\([^)]*\)", text, re.DOTALL)]
    found += [match.span() for match in LATEX.finditer(text) if not (
        LONE.fullmatch(formula := (match[1] or match[2]).strip()) or (lesson, formula) in SETTINGS)]
    text = blanked(text, found)
    formulas = {each for each in in_text(text) if (lesson, each) not in SETTINGS}
    return NUMBER.findall(blanked(text, spans(text, formulas)))


def sentences(text):
    """The span of each sentence, cell of a table and item of a list."""
    ends = r"[.?!:](?=[\s*)|\"]|$)|\n\n|\n(?=[-|>]|\d\. )|(?<=.)\|"
    return [match.span() for match in re.finditer(rf"\S(?:.*?)(?:{ends}|\Z)", text, re.DOTALL)]


def words_left(lesson, text):
    """The sentences that state something which nothing accounts for: what is left of each."""
    code = [match.span() for match in re.finditer(r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$]*\$", text, re.DOTALL)]
    plain = blanked(text, [*code, *(match.span() for match in SILENT.finditer(text))])
    said = [claim.words for claim in CLAIMS[f"lesson_{lesson:02}"]]
    said += [words for number, words in IN_WORDS if number == lesson]
    rest = blanked(plain, accounted(lesson, text, said))
    return [text[start:end] for start, end in sentences(plain) if re.search(r"[^\W\d_]{2}", rest[start:end])
            and not text[start:end].endswith("?") and not TOLD.match(text[start:end])]


@pytest.mark.parametrize("lesson", BY_NUMBER)
def test_every_number_is_accounted_for(lesson):
    found = [(number, text) for text in texts(lesson) for number in numbers_left(lesson, text)]
    assert [f"lesson {lesson} has the number {number} in “{text[:300]}”: put the words around it into "
            f"tests/claims/lesson_{lesson:02}.py, below an expression that computes it" for number, text in found] == []


@pytest.mark.parametrize("lesson", BY_NUMBER)
def test_every_statement_is_accounted_for(lesson):
    found = [sentence for text in statements(lesson) for sentence in words_left(lesson, text)]
    assert [f"lesson {lesson} says “{sentence}”: put it into tests/claims/lesson_{lesson:02}.py, below an expression "
            "that makes it true, or below “not checked” with the reason" for sentence in found] == []


def test_few_numbers_are_agreed():
    assert sum(claim.expression.startswith("agreed:") for claim in ALL if claim.file != "pages") <= 5


@pytest.mark.parametrize(("lesson", "text", "left"), [
    (2, "The loss is 0.3572 there.", ["0.3572"]), (2, "It has three inputs.", ["three"]),
    (4, "Go to $z = 7$, where 5 % are left; $z = 6$.", ["5 %", "6"]),
    (5, "As in lesson 3, or [lesson 4](03_chain.ipynb), but not [lesson 4](04_sigmoid.ipynb).", ["3", "4"]),
    (3, "Lesson 4 · part 3 of the exercise · 15 minutes", ["4", "3", "15"]),
    (7, "Both signs, once in a dozen: ½ or two, not all at once.", ["Both", "once", "dozen", "½", "two"]),
    (9, "It is $-0.0903$, or $-1$; $a_2 = 1$.", ["0.0903", "1"]),
    (3, "`g1(2.0)` and w1, a2, dz1_dw1 hold 2.0 and the loss (a2 − y)².", ["2.0", "2.0"]),
])  # fmt: skip
def test_a_number_that_nothing_accounts_for_is_found(lesson, text, left):
    assert numbers_left(lesson, text) == left


FALSE = "The sigmoid is negative for negative inputs, and its slope grows without limit."


@pytest.mark.parametrize(("text", "left"), [
    (FALSE, [FALSE]), (f"## Explore\n\nMove $z$. {FALSE}\n\n- How large is it?", [FALSE]),
    ("At z = 0. It is equally flat everywhere.", ["It is equally flat everywhere."]),
    ("At z = 0.", []), ("Run the next cell, and choose. Why? $a = g(z)$", []),
    ("| $z$ | the height of `a` |", ["the height of `a` |"]),
])
def test_a_statement_that_nothing_accounts_for_is_found(text, left):
    assert words_left(4, text) == left


# ---- the README and the website's pages

SHOWN = re.compile(r"```.*?```|`[^`]*`|!\[[^\]]*\]|\]\([^)]*\)|^\|[^\n]*\|$|\d+ minutes in all", re.DOTALL | re.M)


@pytest.mark.parametrize("page", PAGES)
def test_every_number_on_a_page_is_accounted_for(page):
    """But in code, links and tables; test_contents.py has the lessons' table and their minutes."""
    plain = blanked(PAGES[page], [match.span() for match in SHOWN.finditer(PAGES[page])])
    left = NUMBER.findall(blanked(plain, spans(PAGES[page], [claim.words for claim in CLAIMS["pages"]])))
    assert [f"{page} has the number {number}: put the words around it into tests/claims/pages.py"
            for number in left] == []


if __name__ == "__main__":
    unchecked = [f"{claim.file}: {claim.words}    ({claim.expression})" for claim in ALL if not claim.is_fact]
    facts = [claim.expression for claim in ALL if claim.is_fact]
    print(*unchecked, f"{len(facts)} phrases are held to {len({*facts})} expressions, {len(unchecked)} are not checked",
          sep="\n")
