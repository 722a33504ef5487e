"""With this you can ask what grading needs of the lessons: set-up cells, and what each exercise's answer is called.

    lessons()["4"].answers["4.gradient"].name       "dloss_dw2"

The facts stand in the notebooks. lessons.json, which comes with the package, holds what `of_notebooks` makes of them.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from pkgutil import get_data

from nnlib.exercises.notebook import CHECK, source, tags
from nnlib.grade.cells import ids

STORED = Path(__file__).with_name("lessons.json")


@dataclass(frozen=True)
class Answer:
    """What a learner writes. name : of the function or list. stub : the cell as it is handed out. cell : its id."""

    name: str
    stub: str
    cell: str


@dataclass(frozen=True)
class Lesson:
    """file : the notebook's name without .ipynb. setup : its first code. answers : exercise -> Answer, in order."""

    file: str
    setup: str
    answers: dict


def lessons(folder=None):
    """Return number -> Lesson. folder : of notebooks; by default the course's own are taken.

    Raises ValueError if there is no lesson with exercises.
    """
    if folder is None:
        stored = json.loads(get_data(__package__, STORED.name))
        return {number: Lesson(**lesson | {"answers": {id: Answer(**each) for id, each in lesson["answers"].items()}})
                for number, lesson in stored.items()}
    found = of_notebooks({path.stem: json.loads(path.read_text(encoding="utf-8"))
                          for path in sorted(Path(folder).glob("*.ipynb"))})
    if not found:
        raise ValueError(f"{folder} has no notebook with cells tagged exercise:ID")
    return found


def as_json(found):
    """Return what lessons.json holds."""
    return json.dumps({number: asdict(lesson) for number, lesson in found.items()}, indent=1, ensure_ascii=False) + "\n"


def of_notebooks(notebooks):
    """Return number -> Lesson. notebooks : file name without .ipynb -> the notebook, as JSON gives it."""
    found = {}
    for file, notebook in notebooks.items():
        cells = notebook["cells"]
        names = dict(pair for cell in cells if "check" in tags(cell) for pair in CHECK.findall(source(cell)))
        setup = next((source(cell) for cell in cells if "setup" in tags(cell) and source(cell)), "")
        answers = {id: Answer(names[id], source(cell), cell.get("id", "")) for cell in cells for id in ids(cell)}
        if answers:
            found[next(iter(answers)).split(".")[0]] = Lesson(file, setup, answers)
    return found
