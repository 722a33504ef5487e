"""The checker as a library: an exercise of another subject, what a wrong declaration is told, the points, the pairs."""

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from checker.cells import notebook
from exercises.answers import source
from lessons import ROOT

from nnlib.checker import FormulaExercise, Mistake, Parameter, Words
from nnlib.checker.catalogue import Catalogue
from nnlib.checker.diagnosis import BASES, probes
from nnlib.checker.points import COUNT, close, points
from nnlib.checker.programs import Program

COURSE = re.compile(r"network|node|loss|gradient|weight|edge|graph|lesson|class|path", re.IGNORECASE)


@pytest.fixture(scope="module")
def softmax():
    """The exercise that CONTRIBUTING.md shows, made by its own lines."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Write an exercise of your own")[1]
    scope = {}
    exec(re.search(r"```python\n(.*?)```", text, re.DOTALL)[1], scope)
    return scope["exercise"]


def test_right_answers_are_right_in_any_form(softmax):
    for answer in (lambda z2, z1: np.exp([z1, z2])[0] / np.exp([z1, z2]).sum(),
                   lambda p, q: 0.5 * (1 + math.tanh((p - q) / 2))):
        assert softmax.judge(answer).status == "right"


def test_each_mistake_and_each_pair_is_named(softmax):
    for mistake in softmax.mistakes:
        verdict = softmax.judge(notebook(source(softmax, [mistake]), "p1", exp=math.exp))
        assert (verdict.status, verdict.mistake, verdict.message) == ("wrong", mistake.id, mistake.text)
    pair = softmax.judge(lambda z1, z2: math.exp(z2))
    assert pair.mistake == "not-divided+other-output" and pair.message.startswith("Two things at once.\n1. ")


@pytest.mark.parametrize("answer", [
    None, ..., 3, [], lambda: 1, lambda z1, z2: None, lambda z1, z2: ..., lambda z1, z2: (1, 2), lambda z1, z2: 1 / 0,
    lambda z1, z2: math.nan, lambda z1, z2: 0.3, lambda z1, z2: z1, lambda z1, z2: math.sin(z1 * z2),
    lambda z1, z2: 1.003 / (1 + math.exp(z2 - z1)), lambda z1, z2: 7 / (1 + math.exp(z2 - z1)),
    lambda z1, z2: np.ones(4), lambda z1, z2: unknown])  # noqa: F821
def test_bad_answers_get_a_verdict_that_speaks_of_the_exercise_only(softmax, answer):
    verdict = softmax.judge(answer)
    assert verdict.status in ("wrong", "not tried")
    assert verdict.mistake in (None, "constant", "within-one-percent", "unknown-name", "divided-by-zero")
    assert not COURSE.search(verdict.message.split(", in line")[0]), verdict.message
    assert "<img" not in verdict._repr_html_()


def test_a_verdict_is_illustrated_as_its_exercise_says(softmax):
    path = Mistake("bare", {"total": "1.0"}, "Why?", path=("p1",))
    shown = replace(softmax, mistakes=[path], illustrate=lambda path: f"<svg>{path}</svg>")
    assert "<svg>('p1',)</svg>" in shown.judge(lambda z1, z2: math.exp(z1))._repr_html_()
    assert "<svg>" not in shown.judge(lambda z1, z2: math.exp(z1 * z2))._repr_html_(), "there is no path"


# ---- what is declared wrongly

PARAMETERS = {"x": Parameter(-1, 1), "w": Parameter(-2, 2)}
LINES = {"z": "x * w", "a": "tanh(z)"}


def declared(**changed):
    return FormulaExercise(**{"id": "1", "function": "f", "parameters": PARAMETERS, "lines": LINES, "results": ("a",)}
                           | changed)


@pytest.mark.parametrize(("changed", "told"), [
    ({"lines": LINES | {"z": "x * a"}}, "the line z is 'x * a', and a is not known there; known are"),
    ({"lines": LINES | {"z": "x w"}}, "the line z is 'x w', which is no expression"),
    ({"results": ("b",)}, "'b' is a result and no line; the lines are z, a"),
    ({"mistakes": [Mistake("m", {"b": "x"}, "Why?")]}, "the mistake 'm' changes 'b', which is no line"),
    ({"mistakes": [Mistake("m", {"z": "x * a"}, "Why?")]}, "in the mistake 'm' the line z is 'x * a', and a is not"),
    ({"mistakes": [Mistake("m", {"z": "w * x"}, "Why?")]}, "the mistake 'm' changes nothing: with {'z': 'w * x'}"),
    ({"mistakes": [Mistake("m", {"z": "x"}, "Why?"), Mistake("m", {"z": "w"}, "Why?")]}, "the id 'm' stands twice"),
    ({"parameters": PARAMETERS | {"w": Parameter(follows="v", low=0, high=1)}}, "what w follows is 'v', and v is not"),
    ({"parameters": PARAMETERS | {"w": Parameter(-1, 1, follows="x * x"), "x": Parameter(-1, 1, follows="w")}},
     "x follows 'w', which depends on x itself"),
    ({"parameters": PARAMETERS | {"w": Parameter(-1, 1, apart="v")}}, "w keeps apart from 'v', which is no parameter"),
    ({"lines": LINES | {"z": 3}}, "the line z is 3, which is no expression; a text was wanted"),
    ({"lines": LINES | {"z": "x ^ w"}}, "which cannot be worked out on an array of points; a power"),
    ({"mistakes": [Mistake("m", {"z": "1/0"}, "Why?")]},
     "in the mistake 'm' the line z is '1/0', which cannot be worked out on an array of points: division by zero"),
    ({"lines": LINES | {"z": "log(-abs(x * w))"}}, "the line z is 'log(-abs(x * w))', which is nan at some points"),
    ({"lines": LINES | {"z w": "x"}}, "a line is called 'z w'; a name as in Python was wanted"),
    ({"function": "f g"}, "function is 'f g'; the name of the learner's function was wanted"),
    ({"mistakes": [Mistake("", {"z": "x"}, "Why?")]}, "id of the mistake '' is ''; a text was wanted"),
    ({"mistakes": [Mistake("m", {"z": "x"}, None)]}, "text of the mistake 'm' is None; a text was wanted"),
    ({"lines": LINES | {"a": "1e-15 * z"}}, "which is never larger than"),
    ({"lines": LINES | {"a": "average(z)"}, "functions": {"average": np.mean}}, "depends on other points than its own"),
    ({"results": "a"}, "results is 'a'; a tuple of names of lines, each once, was wanted"),
    ({"results": ("a", "a")}, "results is ('a', 'a'); a tuple of names of lines, each once, was wanted"),
    ({"example": {"x": 1.0}}, "example has x; a value for each parameter was wanted: x, w"),
])  # fmt: skip
def test_a_wrong_declaration_fails_when_it_is_made_and_names_the_line(changed, told):
    with pytest.raises(ValueError, match=re.escape(told)):
        declared(**changed)


@pytest.mark.parametrize(("changed", "told"), [
    ({"words": {"right": "Yes."}}, "words is {'right': 'Yes.'} (dict); Words was wanted"),
    ({"parameters": {"x": (0, 1), "w": Parameter(0, 1)}}, "parameters['x'] is (0, 1) (tuple); a Parameter was wanted"),
    ({"lines": [*LINES.items()]}, "(list); a dict from a line to an expression was wanted"),
    ({"mistakes": ("m",)}, "a mistake is 'm' (str); a Mistake was wanted"),
    ({"mistakes": [Mistake("m", "z", "")]}, "lines of the mistake 'm' is 'z' (str); a dict from a line"),
])
def test_what_is_of_another_type_is_told_so(changed, told):
    with pytest.raises(TypeError, match=re.escape(told)):
        declared(**changed)


def mean(x):
    return np.mean(x, axis=-1, keepdims=True)


def test_a_batch_stands_beside_numbers_and_has_several_results():
    lines = {"mu": "mean(k * x)", "d": "k * x - mu", "var": "mean(d * d)"}
    exercise = declared(parameters={"x": Parameter(1, 3, batch=True), "k": Parameter(1, 2)}, lines=lines,
                        results=("mu", "var"), functions={"mean": mean},
                        mistakes=[Mistake("not-centred", {"d": "k * x"}, "Why?")])
    assert exercise.judge(lambda x, k: (np.mean(k * x), np.var(k * x))).status == "right"
    assert exercise.judge(lambda x, k: (np.mean(k * x), np.mean(k * x * k * x))).mistake == "not-centred"
    assert exercise.judge(lambda x, k: (np.var(k * x), np.mean(k * x))).mistake == "order-21", "found by itself"
    for wrong in (lambda x, k: (np.mean(x), np.var(x, ddof=1)), lambda x, k: (x[0], x[1])):
        assert exercise.judge(wrong).status == "wrong"


@pytest.mark.parametrize(("arguments", "error", "told"), [
    ({}, ValueError, "neither low and high nor values"), ({"low": 1, "high": 1}, ValueError, "low must be below high"),
    ({"low": 2}, TypeError, "high is None"), ({"low": "0", "high": 1}, TypeError, "low is '0'"),
    ({"low": 0, "high": math.inf}, ValueError, "high is inf"),
    ({"values": (1, "a")}, TypeError, "a value of a Parameter is 'a'"),
])  # fmt: skip
def test_a_parameter_that_cannot_be_is_told_so(arguments, error, told):
    with pytest.raises(error, match=told):
        Parameter(**arguments)


def test_words_of_its_own_are_said():
    exercise = declared(words=Words(right="Yes.", deaf="Where is it?", products=("a",), question="How many factors?"))
    assert exercise.judge(lambda x, w: math.tanh(x * w)).message == "Yes."
    assert exercise.judge(lambda x, w: math.tanh(x)).message.endswith("not change with w, and it should. Where is it?")
    assert exercise.judge(lambda x, w: math.tanh(x * w) * (x + 3 * w)).message.endswith("How many factors?")


# ---- the points

def test_the_points_take_both_signs_and_keep_away_from_zero_and_apart():
    declared = {"x": Parameter(-1.8, 1.8), "v": Parameter(-1, 3), "u": Parameter(0, 1), "s": Parameter(0.5, 3),
                "y": Parameter(0, 1, values=(0, 1), apart="a"), "a": Parameter(0.1, 0.9), "n": Parameter(-2, -1),
                "f": Parameter(values=(abs, min, max)), "g": Parameter(values=(abs, min, max), apart="f"),
                "ys": Parameter(0, 1, values=(0, 1), apart="as", batch=True), "as": Parameter(0.1, 0.9, batch=True)}
    made = points(declared)
    at = {name: [point[name] for point in made] for name in declared}
    assert len(made) == COUNT and all(list(point) == list(declared) for point in made)
    for name, low, high in (("x", -1.8, 1.8), ("v", -1, 3), ("u", 0, 1), ("s", 0.5, 3), ("a", 0.1, 0.9), ("n", -2, -1)):
        numbers = np.array(at[name])
        assert numbers.min() >= low and numbers.max() <= high and abs(numbers).min() > 0.05, name
        assert len(set(numbers)) == COUNT and np.ptp(numbers) > 0.6 * (high - low), name
        assert low * high >= 0 or 0.25 < (numbers > 0).mean() < 0.8, name
    assert {0, 1} < {*at["y"]} and min(at["y"]) == 0 and max(at["y"]) == 1
    for y, a in zip([*at["y"], *np.concatenate(at["ys"])], [*at["a"], *np.concatenate(at["as"])], strict=True):
        assert abs(y - a) > 0.09
    assert not any(f is g for f, g in zip(at["f"], at["g"], strict=True)) and len({*at["f"]}) == len({*at["g"]}) == 3
    assert all(np.shape(point["ys"]) == np.shape(point["as"]) and len({*point["ys"]}) > 1 for point in made)
    assert len({len(ys) for ys in at["ys"]}) == 3, "batches of several sizes"
    assert points(declared)[5]["v"] == at["v"][5], "the same each time"


def test_each_probe_differs_from_its_base_in_one_parameter_and_really_differs():
    names = {"x": Parameter(-1, 1), "g": Parameter(values=(abs, min)), "y": Parameter(0, 1, values=(0, 1))}
    made = points(names)
    found = probes(made, names, None)[len(made) + 1:]
    bases = [(name, made[base]) for name in names for base, others in BASES.items() for _ in others]
    for (name, base), point in zip(bases, found, strict=True):
        assert point | {name: base[name]} == base
    assert {name for (name, base), point in zip(bases, found, strict=True) if point[name] != base[name]} == {*names}


def test_two_values_are_close_up_to_a_millionth():
    assert close(np.array([1 + 9e-7, 1 - 9e-7, -1, 1e-13]), np.array([1, 1, -1, 0])).all()
    assert not close(np.array([1 + 1.1e-6, 1 - 1.1e-6, 1, 1e-11, np.inf, np.nan]), np.array([1, 1, -1, 0, 1, 1])).any()
    assert not close(np.array([1.0, 0.0]), np.array([np.inf, np.nan])).any()


# ---- how mistakes are merged, on a small catalogue

def test_a_small_catalogue_merges_pairs_and_names_as_it_should():
    texts = {"minus": {"out": "-out"}, "flip": {"error": "y - a2"}, "plus": {"error": "a2 + y"},
             "twice": {"out": "2 * out"}}
    mistakes = [Mistake(id, lines, "", places=("number",) if id == "twice" else ()) for id, lines in texts.items()]
    program = Program({"y": Parameter(0, 1, apart="a2"), "a2": Parameter(0, 1)},
                      {"error": "a2 - y", "out": "3 * error"}, ("out",))
    catalogue = Catalogue(program, mistakes)
    ids = [[each.id for each in catalogue.named(chain)] for chain in (*catalogue.singles[0], *catalogue.pairs[0])]
    assert ids == [[], ["minus"], ["plus"], ["twice"], ["minus", "plus"], ["minus", "twice"], ["plus", "twice"]]
    y, a2 = (np.array([[point[name] for point in program.points]]) for name in ("y", "a2"))

    def named(values):
        return [[each.id for each in chain] for chain in catalogue.find(values)]

    assert catalogue.find(3 * (a2 - y)) == [()]
    assert named(3 * (y - a2)) == [["minus"], ["flip"]] and named(-6 * (a2 + y)) == []
    assert named(6 * (a2 + y)) == [["plus", "twice"]]
    assert named(6 * (y - a2)) == [["minus", "twice"], ["flip", "twice"]]
    off = 6 * (a2 + y)
    off[0, -1] *= 1.001
    assert named(off) == [], "every point counts"
