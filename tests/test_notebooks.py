"""The notebooks are tidy: numbered, executed, without a machine's traces."""

import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from lessons import TAGS, course, prose, tags
from store_outputs import normalise

LESSONS = course()
MACHINE = re.compile(r"/(?:home|Users|root|tmp|var|work|mnt|opt|private)/|\b[A-Z]:\\|\bfile://|0x[0-9a-f]{6,}")
BASE64 = re.compile(r";base64,[A-Za-z0-9+/=\s]+")
FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
# What the formulas are not written with, and what stands there instead.
BANNED = {
    r"\\[dtc]frac|\\over\b": r"\frac{...}{...}",
    r"\\frac(?!\{)": r"\frac{...}{...}",
    r"y\^\{|y\^\\|y(?<!\^)\*|y_": "y^*",
    r"[azwg]_\{\d\}": "a_2",
    r"[azw][12]": "a_2",
    r"\\times|\\ast|(?<!\^)\*|[·×⋅∂]|\\centerdot|\\cdotp": r"\cdot",
    r"\\sigma|\\prime": "g'(z)",
    r"\\eta": r"\alpha",
    r"\\(?:gets|Leftarrow|to|rightarrow)\b|:=": r"\leftarrow",
    r"\\(?:mathcal|mathrm|text|operatorname)|\bL\b|(?<!\\)\bloss\b": "Loss",
    r"\\(?:left|right)(?!arrow)|\\[bB]ig": "plain brackets",
    r"\bd(?=\b|Loss|[awz]_)": r"\partial",
}


def alts(html):
    """The alt of each <img>, None where there is none."""
    found, parser = [], HTMLParser()
    parser.handle_starttag = lambda tag, attributes: tag == "img" and found.append(dict(attributes).get("alt"))
    parser.feed(html)
    return found


def outputs(lesson):
    return [output for cell in lesson.code for output in cell.outputs]


def check_executed(lesson):
    assert [cell.execution_count for cell in lesson.code] == [*range(1, len(lesson.code) + 1)] != []
    assert not any(each.output_type == "error" or each.get("name") == "stderr" for each in outputs(lesson))


def check_metadata(lesson):
    tidy = lesson.copy()
    normalise(tidy.notebook, lesson.name)
    assert tidy == lesson
    assert [cell for cell in lesson.cells if "attachments" in cell] == []
    text = BASE64.sub("", json.dumps(lesson.notebook, ensure_ascii=False))
    assert not MACHINE.search(text), MACHINE.search(text)


def check_tags(lesson):
    for cell in lesson.cells:
        for tag in tags(cell):
            kind, _, exercise = tag.partition(":")
            assert kind in TAGS, tag
            assert not exercise or (kind in ("exercise", "solution") and kind in tags(cell)), tag


def check_pictures(lesson):
    """Whoever does not see a picture is told what is in it."""
    texts = [cell.source for cell in lesson.markdown]
    for data in (output.get("data", {}) for output in outputs(lesson)):
        texts.append(data.get("text/html", ""))
        if any(kind.startswith("image/") for kind in data):
            assert alts(texts[-1]), "an image without <img alt> beside it"
            assert not data["text/plain"].startswith("<"), data["text/plain"]
    for text in texts:
        assert "![](" not in text and all(alt and alt.strip() for alt in alts(text)), text


def check_headings(lesson):
    levels = [len(mark) for cell in lesson.markdown for mark in re.findall(r"(?m)^(#+) ", prose(cell.source))]
    assert lesson.cells[0].source.startswith("# ")
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels


def check_code(lesson):
    """Cells are short, and nothing in them switches a test off."""
    for cell in lesson.code:
        assert 0 < len([line for line in cell.source.splitlines() if line.strip()]) <= 18, cell.source
        assert max(map(len, cell.source.splitlines())) <= 120, cell.source
        assert not re.search(r"NBVAL|^\s*[%!]", cell.source, re.MULTILINE), cell.source


def check_latex(lesson):
    for cell in lesson.markdown:
        text = prose(cell.source)
        assert text.count("$$") % 2 == text.replace("$$", "").count("$") % 2 == 0, text
        for formula in map("".join, FORMULA.findall(text)):
            assert formula.count("{") == formula.count("}"), formula
            for pattern, instead in BANNED.items():
                assert not re.search(pattern, formula), f"{formula}: {pattern} is written {instead}"
        assert not re.search(r"\\[a-z]+", FORMULA.sub("", text)), f"LaTeX outside of a formula: {text}"


def check_words(lesson):
    """Nothing is shortened, which is harder to read in a foreign language, and nothing is called easy."""
    for cell in lesson.markdown:
        assert not re.search(r"\b\w+(?:n['’]t|['’](?:re|ve|ll))\b|\b(?:it|that|there)['’]s\b|"
                             r"\b(?:obviously|simply|trivial|clearly|of course)\b", prose(cell.source), re.IGNORECASE)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
@pytest.mark.parametrize("check", [check_executed, check_metadata, check_tags, check_pictures, check_headings,
                                   check_code, check_latex, check_words])
def test_lesson(lesson, check):
    check(lesson)


def test_the_lessons_are_numbered_through():
    assert [lesson.name for number, lesson in enumerate(LESSONS)
            if not re.fullmatch(rf"{number:02}_[a-z0-9_]+\.ipynb", lesson.name)] == []


@pytest.mark.parametrize(("check", "text"), [
    *((check_metadata, text) for text in ("/home/ada/course", "at C:\\Users\\ada", "<Axes at 0x7f00aa11>")),
    *((check_pictures, text) for text in ("<img src='data:,'>", "<img alt=' ' src='data:,'>")),
    *((check_headings, text) for text in ("# A second title", "### Two levels down")),
    *((check_latex, f"${formula}$") for formula in (
        r"\dfrac{1}{2}", r"\frac12", r"y^{*}", "y*", "a_{2}", "a2", r"x \times w_1", "x · w_1", r"\sigma'(z)",
        r"\eta", r"w_1 \gets w_1", "L", "loss", r"\text{Loss}", r"\frac{dLoss}{dw_1}", r"\left(a_2\right)",
        "a_2{", r"y^\ast",
    )),
    *((check_latex, text) for text in ("costs 5 $", "$$z_1", r"\frac{1}{2}")),
    *((check_words, text) for text in ("It isn't.", "you’ll see", "It’s so", "Simply add them.")),
])  # fmt: skip
def test_each_check_finds_its_fault(check, text):
    lesson = LESSONS[0].copy()
    check(lesson)
    lesson.cells[0].source += f"\n\n{text}"
    with pytest.raises(AssertionError):
        check(lesson)
