"""What repeats the lessons' heads agrees with them, and whatever does not is named and written anew."""

import re
from dataclasses import replace

import pytest
from contents import COMMAND, SHEET, formulas, in_step, out_of_step, stored

LESSONS, PAGES = in_step(*stored())
README, INSTRUCTORS, GRADING, _ = PAGES


def test_tables_map_links_and_minutes_are_those_of_the_lessons():
    assert list(out_of_step(*stored())) == [], f"what the lessons' heads say has changed: run {COMMAND}"


def test_each_lesson_has_its_question_on_the_map():
    [text] = [cell.source for cell in LESSONS[0].markdown if cell.source.startswith("## The map\n")]
    assert re.findall(r"^.*\) \|  \|.*$", text, re.MULTILINE) == [], (
        "write the lesson's question into this row, in notebooks/00_start_here.ipynb")


def changed(k, old, new, cell=0):
    """The lessons, with other words in a cell of one of them."""
    lessons = [lesson.copy() for lesson in LESSONS]
    assert old in lessons[k].cells[cell].source
    lessons[k].cells[cell].source = lessons[k].cells[cell].source.replace(old, new)
    return lessons


def files(*numbers):
    return {f"notebooks/{LESSONS[k].name}" for k in numbers}


def linked(name):
    """The notebooks that link to a file."""
    return files(*(lesson.number for lesson in LESSONS if any(f"]({name})" in cell.source for cell in lesson.markdown)))


@pytest.mark.parametrize(("lessons", "named"), [
    (changed(3, "# ", "# Now "), {README, SHEET} | files(0, 2, 4)),
    (changed(3, " minutes", "0 minutes"), files(3)),
    (changed(3, "\n\n**You need:**", 90 * " word"), {README, INSTRUCTORS} | files(0, 3)),
    ([*LESSONS[:6], replace(LESSONS[6], name="06_gradient.ipynb"), *LESSONS[7:]],
     {README, GRADING} | linked(LESSONS[6].name)),
    ([*LESSONS[:11], LESSONS[12]], {README, INSTRUCTORS, GRADING} | files(0, 10, 12)),
    (changed(4, LESSONS[5].name, LESSONS[6].name, cell=-1), files(4)),
    (changed(4, "[lesson 3](03_", "[lesson 3](05_"), files(4)),
])  # fmt: skip
def test_what_a_change_leaves_out_of_step_is_named(lessons, named):
    assert out_of_step(lessons, PAGES).keys() == named


def test_a_page_is_written_as_the_lessons_are():
    old = {name: re.sub(r"(?<=\| )\d+(?= \|\n)|\d+(?= minutes in all)|Update|<mfrac>|\"file\"", "0", text)
           for name, text in PAGES.items()}
    assert all(old[name] != PAGES[name] for name in PAGES)
    assert in_step(LESSONS, old)[1] == PAGES


def test_a_new_lesson_is_linked_listed_and_asked_for_its_question():
    new = LESSONS[5].copy()
    new.name = f"{len(LESSONS)}_new.ipynb"
    new.cells[0].source = new.cells[0].source.replace("# ", "# Something new: ", 1)
    del new.cells[-1]
    lessons, pages = in_step([*LESSONS, new], PAGES)
    assert "Back to the map" in lessons[-1].cells[-1].source and new.name in lessons[-2].cells[-1].source
    assert f"](notebooks/{new.name}) | {new.minutes} |\n" in pages[README]
    assert f"]({new.name}) |  | {new.minutes} |" in "".join(cell.source for cell in lessons[0].markdown)


def test_the_sheet_has_each_answer_and_of_each_derivation_its_end():
    by_number = {lesson.number: formulas(lesson) for lesson in LESSONS}
    assert by_number[1] == [r"z_1 = x \cdot w_1", "a_1 = g_1(z_1)", r"z_2 = a_1 \cdot w_2", "a_2 = g_2(z_2)"]
    assert by_number[2] == [r"Loss(g_2(w_2 \cdot g_1(w_1 \cdot x)), y^*)"]
    for number, end in ((4, r"a_2(1 - a_2) \cdot a_1"), (6, r"a_1(1 - a_1) \cdot x"), (7, r"a_2(1 - a_2) \cdot a_1")):
        assert any(text.endswith(end) for text in by_number[number]), number
    assert [text for text in by_number[4] if text.startswith("g'(z)")] == ["g'(z) = g(z)(1 - g(z))"]
