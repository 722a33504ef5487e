"""Plant faults in a copy of the course, one at a time, and see which the tests catch.

    python tests/planted_faults.py              all of them, each with the tests of its kind; about twenty minutes
    python tests/planted_faults.py verdict      one kind
    python tests/planted_faults.py --all        what these miss also with all other tests that open no browser

Each must be caught. A fault's text stands once in the course, in whatever file: the list outlives a move.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[1]
# kind -> the tests that must notice, as patterns below tests/, the quickest first
TESTS = {
    "lesson": "test_references test_frame test_proofs test_prose test_formulas",
    "verdict": "exercises/test_predict test_messages exercises/test_messages checker/test_* exercises/test_catalogue exercises/test_check exercises/test_reverse test_formulas test_prose",
    "picture": "draw/test_* test_readme*",
    "maths": "test_activations test_losses test_network test_gradcheck test_descent test_autodiff test_datasets test_oracles",
    "explorer": "explore/test_* test_formulas",
    "page": "test_readme test_references test_notebooks test_prose",
}
# Tests of time, which a busy machine fails.
LEFT_OUT = "50_ms"
# kind, what stands there, what is planted
FAULTS = [
    # lessons: numbers
    ("lesson", "at most one sixteenth of that of", "at most one eighth of that of"),
    ("lesson", "- The gradient for $w_1$ has five factors.", "- The gradient for $w_1$ has six factors."),
    ("lesson", "\"Two.\"", "\"Three.\""),
    ("lesson", "Below 65 °F there were four flights", "Below 65 °F there were five flights"),
    ("lesson", "in a chain of 10 layers. All", "in a chain of 12 layers. All"),
    ("lesson", "falls by more than a factor of 4 from", "falls by more than a factor of 6 from"),
    ("lesson", "It comes closer and closer to −1.", "It comes closer and closer to −2."),
    ("lesson", "Lesson 6 · part 6 of the exercise · 17 minutes", "Lesson 6 · part 6 of the exercise · 25 minutes"),
    ("lesson", "You know both from lessons 4 and 6.", "You know both from lessons 4 and 5."),
    # lessons: claims
    ("lesson", "After all the steps it is still far from 0.", "After all the steps it is close to 0."),
    ("lesson", "First $w_1$ falls, because $w_2$ is negative.", "First $w_1$ rises, because $w_2$ is negative."),
    ("lesson", "- The innermost part is computed first.", "- The innermost part is computed last."),
    ("lesson", "A sigmoid saturates at large $z_1$,", "A sigmoid saturates at small $z_1$,"),
    ("lesson", "Two of them are products, and one is a sigmoid.", "One of them is a product, and two are sigmoids."),
    ("lesson", "Where $x = 0$ or $w_2 = 0$, the gradient for $w_1$", "Where $x = 0$ or $w_1 = 0$, the gradient for $w_1$"),
    ("lesson", "- Find a $w_2$ that makes $a_2$ larger", "- Find a $w_1$ that makes $a_2$ larger"),
    ("lesson", "...  # dloss_da2, da2_dz2, dz2_dw2", "...  # da2_dz2, dloss_da2, dz2_dw2"),
    ("lesson", "A square stands for a flight on which an O-ring showed distress:", "A circle stands for a flight on which an O-ring showed distress:"),
    # lessons: facts in words, which slip through where only some sentences are checked
    ("lesson", "The first layers hardly learn.", "The first layers hardly learn. The sigmoid is negative for negative inputs, and its slope grows without limit."),
    ("lesson", "A **centred difference** needs no derivative at all.", "A **centred difference** needs the derivative, too."),
    ("lesson", "The first weight, $w_1$, lies deeper in the network.", "The first weight, $w_1$, lies closer to the loss."),
    ("lesson", "Each further layer would bring one more such slope, and one more weight.", "Each further layer would take one such slope away, and one weight."),
    ("lesson", "Each step adds a factor to the product.", "Each step takes a factor from the product."),
    ("lesson", "You need only that one node to compute it.", "You need all nodes to compute it."),
    ("lesson", "cross-entropy, is usually the better choice.", "cross-entropy, is usually the worse choice."),
    ("lesson", "Each value is visited once, in reverse order.", "Each value is visited twice, in reverse order."),
    ("lesson", "One layer more brings two more factors:", "One layer more brings three more factors:"),
    ("lesson", "Each step multiplies the gradient so far by one", "Each step adds to the gradient so far one"),
    ("lesson", "Between its jumps the number is flat, so it shows descent no direction.", "Between its jumps the number rises, so it shows descent the direction."),
    ("lesson", "- A value remembers its operation, its inputs and the local derivatives.", "- A value remembers its operation, its inputs and its running products."),
    ("lesson", "It leaves the curve as steep as before.", "It makes the curve less steep than before."),
    # lessons: formulas, code, links
    ("lesson", r"- \frac{1}{1 + e^{-z}} = \frac{e^{-z}}{1 + e^{-z}}$$", r"+ \frac{1}{1 + e^{-z}} = \frac{e^{-z}}{1 + e^{-z}}$$"),
    ("lesson", r"= (a_2 - y^*) \cdot w_2 \cdot a_1(1 - a_1) \cdot x$$", r"= (a_2 - y^*) \cdot w_1 \cdot a_1(1 - a_1) \cdot x$$"),
    ("lesson", r"$$w_2 \leftarrow w_2 - \alpha", r"$$w_2 \leftarrow w_2 + \alpha"),
    ("lesson", r"\approx \frac{Loss(w_2 + h) - Loss(w_2 - h)}{2h}", r"\approx \frac{Loss(w_2 + h) - Loss(w_2 - h)}{h}"),
    ("lesson", "The part from $z_2$ is `dloss_dz2 * a1`.", "The part from $z_2$ is `dloss_dz2 * a2`."),
    ("lesson", "The numerator is `-y * (1 - a2) + (1 - y) * a2`", "The numerator is `-y * (1 - a2) - (1 - y) * a2`"),
    ("lesson", "return np.mean((a2s - ys) * a2s * (1 - a2s) * a1s)", "return np.mean((a2s - ys) * a2s * (1 + a2s) * a1s)"),
    ("lesson", "print(\"your answer       \", on_numbers(\"4.gradient\"", "print(\"your answer       \", on_numbers(\"6.gradient\""),
    ("lesson", "{first.gradient:11.8f}", "{back.dloss_dw1:11.8f}"),
    ("lesson", "of its own, [lesson 9](09_cross_entropy.ipynb)", "of its own, [lesson 9](08_training_on_data.ipynb)"),
    # predictions, verdicts, the catalogue
    ("verdict", "There the slope is one quarter.", "There the slope is one half."),
    ("verdict", "That is the height of the curve, not its slope.", "That is the slope of the curve, not its height."),
    ("verdict", "so a doubled input does", "so a halved input does"),
    ("verdict", "The subtraction is turned round. What is left if the step is 0?", "The subtraction is turned round. What is left if the step is 1?"),
    ("verdict", "Your answer is within 1 % of", "Your answer is within 2 % of"),
    ("verdict", "A 2 is left over in your product.", "A 3 is left over in your product."),
    ("verdict", "When {by} grows a little and all else stays, does {of} grow or shrink?", "When {of} grows a little and all else stays, does {by} grow or shrink?"),
    ("verdict", '("no-y", "a2",\n', '("no-y", "2 * a2",\n'),
    ("verdict", '("one-minus-a-alone", "1 - {a}",', '("one-minus-a-alone", "2 - {a}",'),
    ("verdict", '("step-size-divides", "s", "{g} / step_size",', '("step-size-divides", "s", "{g} * step_size",'),
    ("verdict", "you keep the larger part.", "you keep the smaller part."),
    ("verdict", "from 1. \"\n     \"Near {a} = 0 the sigmoid is flat, too", "from 1. \"\n     \"Near {a} = 0 the sigmoid is steep"),
    ("verdict", "The gradient for w1 moves both weights.", "The gradient for w2 moves both weights."),
    # pictures
    ("picture", "of {inputs[0]} against {_node(scene, inputs[1])}", "of {inputs[0]} against {_node(scene, inputs[0])}"),
    ("picture", "found.boxes[end][0] - svg.BOX_WIDTH / 2 - 1, y)", "found.boxes[end][0] - svg.BOX_WIDTH / 2 + 40, y)"),
    ("picture", 'values |= backward_pass | {"y": y, "Loss": backward_pass["loss"]}', 'values |= backward_pass | {"y": y, "Loss": 2 * backward_pass["loss"]}'),
    ("picture", "none on the other {int((distress == 0).sum())}", "none on the other {int((distress == 1).sum())}"),
    ("picture", "radius) if distress else (style.PAPER", "radius) if not distress else (style.PAPER"),
    ("picture", "np.log10(np.abs(gradients))", "np.log2(np.abs(gradients))"),
    ("picture", "at the start, {style.number(path.loss[-1])} \"", "at the start, {style.number(path.loss[-2])} \""),
    # the maths
    ("maths", "lambda z, a: np.where(z > 0, 1.0, 0.0)", "lambda z, a: np.where(z >= 0, 1.0, 0.0)"),
    ("maths", "return 1 / np.cosh(z) ** 2", "return 1 / np.cosh(z)"),
    ("maths", "lambda a2, y: a2 - y)", "lambda a2, y: y - a2)"),
    ("maths", "loss = y * np.logaddexp(0, -z2)", "loss = y * np.logaddexp(0, z2)"),
    ("maths", "dloss_da1 = dloss_dz2 * dz2_da1", "dloss_da1 = dloss_dz2 * dz2_dw2"),
    ("maths", "return (a2 > 0.5) == (np.asarray(y) > 0.5)", "return (a2 >= 0.5) == (np.asarray(y) > 0.5)"),
    ("maths", "/ np.std(sample)", "/ np.std(sample, ddof=1)"),
    ("maths", "76, 79, 75, 76, 58)", "76, 79, 75, 77, 58)"),
    # explorers
    ("explorer", "reading.a + reading.slope * reach, style", "reading.a - reading.slope * reach, style"),
    ("explorer", 'if update == "simultaneous":\n        return', 'if update != "simultaneous":\n        return'),
    ("explorer", '"da1_dz1": (r"a_1(1 - a_1)", lambda', '"da1_dz1": (r"a_1(1 + a_1)", lambda'),
    ("explorer", "percent = f\"{part:.1%}\" if part", "percent = f\"{1 - part:.1%}\" if part"),
    ("explorer", "says how fast {there} changes with {here}.", "says how fast {here} changes with {there}."),
    ("explorer", "return 15 if apart == 0 else max(0, min(15, floor(-log10(apart))))", "return 15 if apart == 0 else max(0, min(15, floor(-log10(apart)) + 1))"),
    ("explorer", "after[node] - before[node]) for", "before[node] - after[node]) for"),
    ("explorer", 'return f"Well chosen: {fell}"', 'return f"Too large: {fell}"'),
    # README and the website's pages
    ("page", "The lessons build on one another.", "The lessons stand alone, all twelve."),
    ("page", "a learner downloads 11 MB", "a learner downloads 21 MB"),
    ("page", "147 Mbit/s", "247 Mbit/s"),
    ("page", "You need Python 3.11 or later", "You need Python 3.10 or later"),
    ("page", "chain rule         0.09033383", "chain rule         0.09033384"),
    ("page", "∂Loss/∂w1 = 0.0903.](", "∂Loss/∂w1 = 0.0930.]("),
]


def course():
    """Return the files of the course, each with the texts in which a fault may stand: cells, or the whole."""
    paths = [*ROOT.glob("*.md"), *(ROOT / "notebooks").glob("*.ipynb"), *(ROOT / "nnlib").rglob("*.py"),
             *(ROOT / "website").glob("*.py"), *(ROOT / "website/pages").glob("*.md")]
    return {path: [cell.source for cell in nbformat.read(path, 4).cells] if path.suffix == ".ipynb"
            else [path.read_text(encoding="utf-8")] for path in paths}


def place(files, text):
    """Return the file in which a text stands. Raises ValueError unless it stands there, and nowhere else."""
    found = [path for path, sources in files.items() for source in sources for _ in range(source.count(text))]
    if len(found) != 1:
        raise ValueError(f"{text!r} stands in {[path.name for path in found]}; one place was wanted: mend the list")
    return found[0]


def passes(tests, path=None, texts=()):
    """Return whether the tests pass in a copy of the checkout. texts : one is planted in the place of the other."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(ROOT, Path(folder) / "copy", ignore=shutil.ignore_patterns(".?*", "__pycache__", "*.egg-info"))
        if path:
            if path.suffix == ".ipynb":
                texts = [json.dumps(text, ensure_ascii=False)[1:-1] for text in texts]  # as they stand in the file
            faulty = path.read_text(encoding="utf-8").replace(*texts)
            (copy / path.relative_to(ROOT)).write_text(faulty, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:nbval", "-k", f"not ({LEFT_OUT})",
             "-o", "addopts=--import-mode=importlib -m 'not browser and not explorers and not firefox and not libraries and not site'", *tests],
            cwd=copy, env=os.environ | {"PYTHONPATH": str(copy)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode > 2:
        raise RuntimeError(done.stdout)
    return done.returncode == 0


def chosen(kind):
    return [str(path.relative_to(ROOT)) for name in TESTS[kind].split() for path in (ROOT / "tests").glob(f"{name}.py")]


def main(arguments):
    everything = "--all" in arguments
    kinds = {*arguments} - {"--all"} or {*TESTS}
    files = course()
    faults = [(place(files, fault[1]), *fault) for fault in FAULTS if fault[0] in kinds]
    for kind in sorted({kind for _, kind, *_ in faults}):
        if not passes(chosen(kind)):
            raise RuntimeError(f"the tests of {kind} fail with no fault planted")

    def caught(fault):
        path, kind, *texts = fault
        found = not passes(chosen(kind), path, texts) or (everything and not passes(["tests"], path, texts))
        print(f"{'caught' if found else 'MISSED'}  {kind:9} {' '.join(texts[1].split())[:90]}", flush=True)
        return found

    with ThreadPoolExecutor(2) as both:
        found = list(both.map(caught, faults))
    print(f"{sum(found)} of {len(found)} caught")
    return not all(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
