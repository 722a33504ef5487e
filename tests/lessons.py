"""What the tests know about the lessons: `course()` reads them, `EXERCISES` is the contract of the exercises."""

import copy
import json
import re
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import nbformat
import numpy as np

from nnlib import Network, cross_entropy, quadratic, sigmoid, tanh

ROOT = Path(__file__).resolve().parents[1]
BASE64_PNG = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=]+")
COMPARED = "text/plain", "text/html", "image/svg+xml"
PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))
TAGS = {"setup", "predict", "exercise", "check", "explore", "hint", "solution"}

# One point, at which the pasted solutions are compared with nnlib.
x, y, w1, w2, step_size = 1.5, 0.25, 0.5, -2.5, 0.7
NET = Network(w1, w2, g1=tanh)
BACK = Network(w1, w2).backward(Network(w1, w2).forward(x), y)
NEW = Network(w1, w2).update(BACK, step_size)
TO_W2, TO_W1 = {"dloss_da2", "da2_dz2", "dz2_dw2"}, {"dloss_da2", "da2_dz2", "dz2_da1", "da1_dz1", "dz1_dw1"}
POINT = {
    "x": x, "y": y, "w1": w1, "w2": w2, "a1": sigmoid(x * w1), "a2": sigmoid(sigmoid(x * w1) * w2),
    "g1": tanh, "g2": sigmoid, "loss": quadratic, "step_size": step_size, "b2": -0.75,
    "ys": np.array([0.25, 1]), "a1s": np.array([0.5, 0.75]), "a2s": np.array([0.25, 0.5]),
    "dloss_dz1": BACK.dloss_dz1, "dloss_dz2": BACK.dloss_dz2,
    "record": [("z1", [("x", w1), ("w1", x)]), ("a1", [("z1", BACK.da1_dz1)]),
               ("z2", [("a1", BACK.dz2_da1), ("w2", BACK.dz2_dw2)]), ("a2", [("z2", BACK.da2_dz2)]),
               ("Loss", [("a2", BACK.dloss_da2)])],
}  # fmt: skip


def _exercise(lesson, parameters, answer):
    return SimpleNamespace(lesson=lesson, parameters=parameters and parameters.split(", "), answer=answer)


GRADIENTS = {name: getattr(BACK, f"dloss_d{name}") for name in ("a2", "z2", "a1", "w2", "z1", "w1")}
# id -> the lesson, the parameters (None: the answer is a list), and what a right answer gives at POINT
EXERCISES = {
    "1.forward": _exercise(1, "x, w1, w2, g1, g2", NET.forward(x)[1:]),
    "2.loss": _exercise(2, "x, y, w1, w2, g1, g2, loss", NET.backward(NET.forward(x), y).loss),
    "3.path": _exercise(3, None, TO_W2),
    "4.locals": _exercise(4, "y, a1, a2", (BACK.dloss_da2, BACK.da2_dz2, BACK.dz2_dw2)),
    "4.gradient": _exercise(4, "y, a1, a2", BACK.dloss_dw2),
    "5.path": _exercise(5, None, TO_W1),
    "6.locals": _exercise(6, "x, w2, a1", (BACK.dz2_da1, BACK.da1_dz1, BACK.dz1_dw1)),
    "6.gradient": _exercise(6, "x, y, w2, a1, a2", BACK.dloss_dw1),
    "7.update": _exercise(7, "w1, step_size, x, y, w2, a1, a2", NEW.w1),
    "7.step": _exercise(7, "x, y, w1, w2, step_size", (NEW.w1, NEW.w2)),
    "8.mean": _exercise(8, "ys, a1s, a2s", -0.5 * 0.25 * 0.75 / 2),  # the first example has no error
    "8.bias": _exercise(8, "y, a1, a2, b2", BACK.dloss_db2),
    "9.local": _exercise(9, "y, a2", cross_entropy.derivative(POINT["a2"], y)),
    "9.collapse": _exercise(9, "y, a2", POINT["a2"] - y),
    "10.times": _exercise(10, "a1, w2", (POINT["a1"] * w2, BACK.dz2_da1, BACK.dz2_dw2)),
    "10.add": _exercise(10, "x, a1, dloss_dz1, dloss_dz2", BACK.dloss_dw1 + BACK.dloss_dw2),
    "10.reverse": _exercise(10, "record", GRADIENTS | {"Loss": 1, "x": BACK.dloss_dz1 * w1}),
}


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


def links(text):
    """The (label, target) of each Markdown link."""
    return re.findall(r"(?<!!)\[([^\]]+)\]\(([^)\s]+)\)", text)


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
