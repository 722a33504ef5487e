"""With this a test can read the lessons: `course()` returns them in order, each with its cells, title and minutes."""

import copy
import json
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[1]
BASE64_PNG = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=]+")
COMPARED = "text/plain", "text/html", "image/svg+xml"
PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))
TAGS = {"setup", "predict", "exercise", "check", "explore", "hint", "solution"}


@dataclass
class Lesson:
    name: str
    notebook: nbformat.NotebookNode

    @property
    def number(self):
        return int(self.name[:2])

    @property
    def cells(self):
        return self.notebook.cells

    @property
    def code(self):
        return [cell for cell in self.cells if cell.cell_type == "code"]

    @property
    def markdown(self):
        return [cell for cell in self.cells if cell.cell_type == "markdown"]

    @property
    def title(self):
        return self.cells[0].source.splitlines()[0].removeprefix("# ")

    @property
    def minutes(self):
        return int(re.search(r"(\d+) minutes", self.cells[0].source)[1])

    def tagged(self, tag):
        return [cell for cell in self.cells if tag in tags(cell)]

    def copy(self):
        return copy.deepcopy(self)


def tags(cell):
    return cell.metadata.get("tags", [])


def course():
    """Every lesson, in order."""
    return [Lesson(path.name, nbformat.read(path, as_version=4)) for path in PATHS]


def prose(text):
    """Markdown without code."""
    return re.sub(r"`[^`]*`", "", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def comparable(outputs):
    """What a cell's outputs say, without pixels and without a widget's random id."""
    found = []
    for output in json.loads(json.dumps(outputs)):
        if output["output_type"] == "stream":
            text = "".join(output["text"])
            joins = found and found[-1][0] == output["name"]
            found.append((output["name"], (found.pop()[1] if joins else "") + text))
        elif output["output_type"] == "error":
            found.append(("error", f"{output['ename']}: {output['evalue']}"))
        else:
            texts = {kind: "".join(output["data"][kind]) for kind in COMPARED if kind in output["data"]}
            found.append((output["output_type"], {kind: BASE64_PNG.sub("PNG", text) for kind, text in texts.items()}))
    return found
