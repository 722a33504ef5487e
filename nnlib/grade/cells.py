"""With these you can ask which lesson a notebook answers, and which of its cells answer what.

    lesson_of(cells, "", lessons)           ["4"]
    cells_of(cells, lessons["4"])           {"4.locals": [code, …], …}
"""

import ast
import re

from nnlib.exercises.notebook import CHECK, GIVES, source, tags

MOST = 1000  # words and signs of an answer whose code is looked at


def lesson_of(cells, told, lessons):
    """Return the lessons that a notebook answers. told : the one that the file's name tells, or ""."""
    for found in ([id for cell in cells for id in ids(cell)],
                  [] if told else [id for cell in cells for id, _ in CHECK.findall(source(cell))]):
        numbers = [number for number, lesson in lessons.items() if not lesson.answers.keys().isdisjoint(found)]
        if numbers:
            return [told] if told in numbers else numbers
    return [told]


def cells_of(cells, lesson):
    """Return exercise -> the code of the cells that answer it, in order, [] if there is none.

    Where the tags are lost, it is the cell with the id of the course's, or the last one that defines the answer.
    A cell as it was handed out counts only where there is no other one.
    """
    code = [cell for cell in cells if cell.get("cell_type") == "code"]
    found = {}
    for id, answer in lesson.answers.items():
        tagged = [source(cell) for cell in code if id in ids(cell)]
        tagged = tagged or [source(cell) for cell in code if answer.cell and cell.get("id") == answer.cell
                            and defines(source(cell), answer.name)]
        tagged = tagged or [source(cell) for cell in code if not {"solution", "setup"} & {*tags(cell)}
                            and not ids(cell) and defines(source(cell), answer.name)][-1:]
        found[id] = [each for each in tagged if each.strip() != answer.stub.strip()] or tagged[:1]
    return found


def ids(cell):
    """Return the exercises that a cell's tags say it answers."""
    return [tag.removeprefix("exercise:") for tag in tags(cell) if tag.startswith("exercise:")]


def defines(code, name):
    """Whether code gives a name its value outside of functions."""
    if not (tree := tree_of(code)):
        return re.search(GIVES.format(name), code, re.MULTILINE) is not None
    return any(getattr(node, "name", None) == name or any(
        isinstance(each, ast.Name) and each.id == name for target in getattr(node, "targets", ())
        for each in ast.walk(target)) for node in tree.body)


def tree_of(code):
    """Return code as Python's own tree, None where it cannot be read.

    Of very long code the depth could end Python in a browser.
    """
    try:
        return ast.parse(code) if len(re.findall(r"\w+|[^\w\s]", code)) <= MOST else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
