"""Every lesson but 00 keeps the one frame, and its solutions are right."""

import ast
import re

import pytest
from lessons import course, prose, tags

from nnlib.exercises import EXERCISES
from nnlib.exercises.course import PREDICTIONS, lesson_of
from nnlib.practice import practice
from nnlib.topology import derivative

LESSONS = course()
PRACTICE = 12  # its tasks are made by nnlib.practice; tests/practice/ tries them
FRAMED = [lesson for lesson in LESSONS if lesson.number not in (0, PRACTICE)]
FENCE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FOLD = re.compile(r"<details>\s*<summary><u>[^<]+</u></summary>\n\n(?:(?!</?(?:details|summary)).)+\n\n</details>",
                  re.DOTALL)

# The parts of a lesson after its head, in order: a tag or a kind of cell, and how it begins. Then come the links.
FRAME = [
    ("setup", ""), ("markdown", "## From an earlier lesson"), ("predict", "recall("), ("markdown", "## The question"),
    ("predict", "## Predict"), ("predict", "predict("), ("exercise", ""), ("hint", ""),
    ("markdown", "## Explore"), ("explore", ""), ("solution", "## The answer"),
    ("markdown", "## The same on numbers"), ("markdown", "## Recap"),
]  # fmt: skip

# Those of lesson 12, whose exercises are tasks: hints and names are the task's own.
PRACTICE_FRAME = [
    *FRAME[:4], ("predict", "## Predict"), ("predict", "predict("), ("markdown", "## Practise"), ("exercise", ""),
    ("check", ""), ("solution", ""), ("markdown", "## Explore"), ("explore", ""), ("markdown", "## Recap"),
]


def ids(lesson, kind):
    return [tag.partition(":")[2] for cell in lesson.cells for tag in tags(cell) if tag.startswith(f"{kind}:")]


def fence(cell):
    """The code of a solution."""
    fences = FENCE.findall(cell.source)
    assert len(fences) == cell.source.count("```") / 2 == 1, cell.source
    return fences[0]


def check_frame(lesson):
    """The head says what to expect; then come the parts of FRAME, and each exercise with its hints and solution."""
    cells = lesson.cells
    for words in ("**You will do:**", "**You will learn:**", "**You need:**", f"Lesson {lesson.number} · "):
        assert words in cells[0].source, words
    assert lesson.minutes <= 25
    text = "\n\n".join(cell.source for cell in lesson.markdown)
    words, shown = (len(prose(each).split()) for each in (text, FOLD.sub("", text)))
    assert (words < 1100 and shown < 700) or lesson.number in (8, 12)
    assert [cell for cell in lesson.code if "setup" in tags(cell)] == lesson.code[:1] == [cells[1]]
    places = parts(lesson, [part for part in FRAME if lesson.number > 2 or not re.match("## From|recall", part[1])])

    # An exercise cell leads, after its check, to its hints, and they to its solution.
    kinds = [next((kind for kind in ("exercise", "check", "hint") if kind in tags(cell)),
                  next((tag for tag in tags(cell) if tag.startswith("solution:")), "-")) for cell in cells]  # fmt: skip
    wanted = "".join(rf"(?:- )*exercise (?:check )?(?:hint )+solution:{each} " for each in ids(lesson, "exercise"))
    assert re.fullmatch(wanted + "(?:- ?)*", " ".join(kinds)), kinds
    assert cells.index(lesson.tagged("exercise")[-1]) < places["explore", ""]
    asked = cells[places["markdown", "## Explore"]].source.partition("<details>")
    assert "?" in asked[0] and asked[2].startswith("<summary><u>Open the answers</u></summary>")


def parts(lesson, frame):
    """Return where each part of a frame stands, each after the one before it."""
    places = {}
    for kind, heading in frame:
        found = [k for k, cell in enumerate(lesson.cells) if kind in (*tags(cell), cell.cell_type)
                 and cell.source.startswith(heading)]  # fmt: skip
        assert found, f"no cell {kind} {heading}"
        places[kind, heading] = found[0]
    assert list(places) == sorted(places, key=places.get), "the parts stand in another order"
    assert len({*places.values()}) == len(frame) and places[frame[-1]] == len(lesson.cells) - 2
    return places


def test_lesson_12():
    """It keeps the frame as far as tasks allow; each level in it has its task, exercise, check and solution."""
    lesson = next(lesson for lesson in LESSONS if lesson.number == PRACTICE)
    parts(lesson, PRACTICE_FRAME)
    assert lesson.minutes <= 25
    tasks = [cell for cell in lesson.code if re.fullmatch(r"practice\(level=\d, seed=\d+\)", cell.source)]
    assert [cell.source[15] for cell in tasks] == ["3", "4", "5"]
    for cell in tasks:
        k = lesson.cells.index(cell)
        exercise, checked, solution = lesson.cells[k + 1:k + 4]
        level, seed = re.findall(r"\d+", cell.source)
        task = practice(int(level), int(seed))
        assert [tags(each) for each in (exercise, checked, solution)] == [["exercise"], ["check"], ["solution"]]
        assert solution.source == f"practice({level}, {seed}).solution" and cell.source in checked.source
        assert exercise.source.startswith("paths = [[...]]\n\n\ndef ")
        assert signature(exercise.source.split("\n\n\n")[1]) == (
            derivative("Loss", task.weight), list(task.parameters))


def check_folds(lesson):
    for cell in lesson.cells:
        folded = {"hint", "solution"} & {*tags(cell)}
        assert not folded or cell.cell_type == "markdown"
        rest, count = FOLD.subn("", cell.source)
        assert not re.search("</?(?:details|summary)", rest), cell.source
        assert not folded or (count == 1 and re.fullmatch(r"(?:## [^\n]+\n\n)?", rest)), "it is not folded"


def signature(source):
    """The name and the parameters of a function, or the name and None of a list."""
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.FunctionDef):
            return statement.name, [argument.arg for argument in statement.args.args]
        if isinstance(statement, ast.Assign):
            return statement.targets[0].id, None
    raise AssertionError(f"neither a function nor a list:\n{source}")


def check_exercises(lesson):
    wanted = [each for each, exercise in EXERCISES.items() if lesson_of(exercise) == lesson.number]
    told = ids(lesson, "exercise"), ids(lesson, "solution")
    assert told == (wanted, wanted), "tags exercise:… and solution:… of the notebook, and ids in nnlib/exercises/"
    assert len(lesson.tagged("exercise")) == len(wanted)
    for each in wanted:
        [stub], [solution] = lesson.tagged(f"exercise:{each}"), lesson.tagged(f"solution:{each}")
        name, parameters = signature(stub.source)
        assert (name, parameters) == signature(fence(solution))
        if parameters is not None:
            assert f"{name}({', '.join(parameters)})" == EXERCISES[each].asks
        assert status(lesson, each, stub.source) == "not tried"
        assert status(lesson, each, fence(solution)) == "right", each


def status(lesson, id, source):
    """What the check says of a learner's cell, after the set-up cell."""
    namespace = {}
    exec(lesson.tagged("setup")[0].source, namespace)
    exec(source, namespace)
    return EXERCISES[id].judge(namespace[signature(source)[0]]).status


@pytest.mark.parametrize("lesson", FRAMED, ids=lambda lesson: lesson.name)
@pytest.mark.parametrize("check", [check_frame, check_folds, check_exercises])
def test_lesson(lesson, check):
    check(lesson)


def test_nothing_of_a_lesson_is_forgotten():
    told = sorted(each for lesson in LESSONS for each in ids(lesson, "exercise"))
    assert told == sorted(EXERCISES), "the exercises in notebooks/ and in nnlib/exercises/ differ"
    predicted = [lesson.number for lesson in LESSONS if lesson.tagged("predict")]
    assert predicted == sorted(PREDICTIONS), "the predictions in notebooks/ and in nnlib/exercises/ differ"
