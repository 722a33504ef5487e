"""Nothing that a verdict on a task of practice says is false: over right answers and slips in them, written in many
styles, in networks that no check has seen.

`NNLIB_PRACTICE=1000` takes so many tasks at each level, a few answers to each.
"""

import os
import random
import re
import time
from collections import Counter

import pytest
from checker.cells import notebook
from practice.slips import SCOPE, answers
from practice.truth import false

from nnlib.checker import Verdict
from nnlib.practice import practice
from nnlib.practice.networks import LEVELS
from nnlib.topology import derivative

SEEDS, ANSWERS = int(os.environ.get("NNLIB_PRACTICE", "3")), 5
WITHIN = 0.1  # seconds of work; on a quiet machine half of the verdicts take less than 0.02


@pytest.mark.parametrize("level", LEVELS)
def test_no_verdict_on_a_gradient_says_what_is_not_so(level):
    spent = []
    for seed in range(SEEDS):
        task = practice(level, seed)
        for answer in answers(task, ANSWERS):
            start = time.process_time()
            verdict = task.check(answer.function)
            spent.append(time.process_time() - start)
            assert not false(task, answer, verdict), f"{level}, {seed}: {answer.slips}\n{answer.source}{verdict}"
    assert sorted(spent)[len(spent) // 2] < WITHIN


def judged(level, seed, *lines):
    """A task, and its verdict on an answer of these lines."""
    task = practice(level, seed)
    name = derivative("Loss", task.weight)
    body = "\n    ".join(lines)
    return task, task.check(notebook(f"def {name}({', '.join(task.parameters)}):\n    {body}", name, **SCOPE))


CHAIN, CROSS, TWO = (1, 1), (2, 3), (4, 0)  # sigmoids; cross-entropy, tanh and sigmoid; two paths, sigmoids
FACTORS = "a3 * (1 - a3) * w3 * a2 * (1 - a2) * w2 * a1 * (1 - a1) * x"
PATHS = ("(a4 - y) * a4 * (1 - a4) * w4 * {} * w2 * {} * x", "(a4 - y) * a4 * (1 - a4) * w5 * {} * w3 * {} * x")
A1, A2, A3 = (f"a{k} * (1 - a{k})" for k in (1, 2, 3))
# level and seed, the answer's lines, its mistake, and words of the verdict, if there is a mark.
SAID = [
    (CHAIN, [f"return a3 - y * {FACTORS}"], "missing-bracket", ""),
    (CHAIN, [f"return round((a3 - y) * {FACTORS}, 4)"], "rounded", ""),
    (CHAIN, [f"return (a3 - 1) * {FACTORS}"], "number-for-parameter", ""),
    (CROSS, ["return -y / a2 * a2 * (1 - a2) * w2 * (1 - a1 ** 2) * x"], "class-1-alone-dloss_da2",
     "the class 1 alone"),
    (CROSS, ["return (1 - y) / (1 - a2) * a2 * (1 - a2) * w2 * (1 - a1 ** 2) * x"], "class-0-alone-dloss_da2",
     "the class 0 alone"),
    (CROSS, ["return (a2 - y) * a2 * (1 - a2) * w2 * (1 - a1 ** 2) * x"], "quadratic-dloss_da2", "quadratic"),
    (TWO, ["return " + " + ".join(PATHS).format(A3, A1, A2, A1)], "slope-with-a3-da2_dz2+slope-with-a2-da3_dz3",
     "The slope at the node a2 is made from a3"),
    (TWO, [f"one = {PATHS[0].format(A2, A1)}", f"other = {PATHS[1].format(A3, A2)}", "return one + other"],
     "slope-with-a2-da1_dz1", "In your product for the path from z4 to a3: The slope at the node a1"),
    (TWO, [f"path1 = {PATHS[1].format(A3, A1)}", f"path2 = {PATHS[0].format(A2, '1')}", "return path1 + path2"],
     None, "to a2"),
    (TWO, [f"return ({' + '.join(PATHS).format(A2, A1, A3, A1)}) * w2 * a1"], None, ""),
    ((1, 0), ["return (a3 - y) / (a3 * (1 - a3)) * a3 * (1 - a3) * w3 * a2 * (1 - a2) * w2 * a1 * (1 - a1) * x"],
     "missing-da3_dz3", "or something else cancels it"),
    ((2, 0), ["return (a3 - y) * w3 * 1 * w2 * a1 * (1 - a1) * x"], "missing-da2_dz2",
     "no factor, or a 1 everywhere"),
    ((2, 4), ["return (a3 - y) * a3 * w3 * (1 - a2 ** 2) * w2 * (1 - a1 ** 2) * x"], "extra-a3", "one factor too many"),
    ((4, 10), ["d = (a4 - y) * a4 * (1 - a4)",
               "return d * (w4 * a2 * (1 - a2) * w2 + w5 * a3 * (1 - a3) * w3) * a1 * (1 - a1) * x"],
     "slope-of-sigmoid-da4_dz4", "the slope of sigmoid"),
    (TWO, ["d = (a4 - y) * a4 * (1 - a4)", f"return d * w4 * {A2} * w2 * w5 * {A3} * w3 * {A1} * x"],
     "paths-multiplied-where-they-part", "multiplies the two paths"),
    (TWO, ["d = (a4 - y) * a4 * (1 - a4)", f"return (d * w4 * {A2} * w2) * (d * w5 * {A3} * w3) * {A1} * x"],
     "paths-multiplied-near-the-weight", "multiplies the two paths"),
    ((4, 2), [f"return (a4 - y) * (w5 * {A3} + w4 * {A2}) * a1"], "with-gradient-of-w2", "adds the gradient for w2"),
    ((2, 103), ["d3 = (a3 - y) * a3 * (1 - a3)", "d2 = d3 * w2 * a2 * (1 - a2)", "d1 = d2 * w1 * (1 - a1 ** 2)",
                "return d1 * x"], "w1-for-dz2_da1+w2-for-dz3_da2", "from z2 to a1 your answer has w1"),
    ((5, 3), ["d4 = (a4 - y) * a4 * (1 - a4)", "d2 = d4 * w3 * a2 * (1 - a2)", "d3 = d4 * w4 * a3 * (1 - a3)",
              "return (d2 * w1 + d3 * w2) * (z1 > 0) * x2"], None, "from z4 to a2 your answer has w3"),
    ((3, 104), ["return (a3 - y) * w2 * (1 - a2 ** 2) * (z1 > 0) * x"], "missing-dz3_da2",
     "The edge from z3 to a2 or from z2 to a1 has no factor"),
    ((3, 104), ["return (a3 - y) * (1 - a2 ** 2) * (z1 > 0) * x"], "divided-dz3_da2", "no factor at all"),
    ((4, 105), ["return (a4 - y) * (w4 * a2 * (a2 - 1) * w2 + w5 * a3 * (1 - a3) * w3) * (1 - a1 ** 2) * x"],
     "sign-of-z4-a2", "one of its factors has it, or it is subtracted"),
    ((4, 109), ["d4 = (a4 - y) / (a4 * (1 - a4)) * (a4 * (1 - a4)) ** 2",
                "return d4 * (w4 * a2 * (1 - a2) * w2 + w5 * a3 * (1 - a3) * w3) * (z1 > 0) * x"],
     "quadratic-dloss_da4", "or the slope at a4 counts twice"),
    ((4, 106), ["d4 = (a4 - y) * a4 * (1 - a4)",
                "return d4 * (d4 * w4 * (z2 > 0) * w2 + d4 * w5 * (z3 > 0) * w3) * a1 * (1 - a1) * x"],
     "twice-to-z4", "with respect to z4 counts twice"),
    ((4, 106), ["def s(a):", "    return a * (1 - a)",
                "return (a4 - y) * s(z4) * (w4 * (z2 > 0) * w2 + w5 * (z3 > 0) * w3) * s(z1) * x"],
     "input-for-output-da1_dz1-da4_dz4", "At a1 and a4 alike"),
    ((1, 110), ["return (a3 - y) * w3 * w2 * x"], "missing-da1_dz1-da2_dz2-da3_dz3", "At a1, a2 and a3 alike"),
    ((4, 103), ["return (a4 - y) * a4 * (1 - a4) * w4 * (1 - a2 ** 2) * w2 * a1 * (1 - a1) * x"], "path-to-w1-1",
     "along one path to w1"),
    ((5, 105), ["return (a3 - y) * w5 * np.where(z1 > 0, 0, 1) * x2"], "turned-da1_dz1", "1 where z1 is negative"),
    ((5, 102), ["return y / a3 * a3 * (1 - a3) * w6 * (1 - a2 ** 2) * x2"], "class-1-turned-dloss_da3",
     "its sign is turned round"),
    ((4, 105), ["return (y - a4) * (w4 * a2 * (1 - a2) * w2 + w5 * a3 * (1 - a3) * w3) * a1 * (1 - a1) * x"],
     "sign+slope-of-sigmoid-da1_dz1", "Two things at once"),
    ((4, 108), ["return (y - a3) * w4 * a1 * (1 - a1) * x"], "sign+w4-for-dz3_da1", "Two things at once"),
    ((5, 3), ["d4 = (a4 - y) * a4 * (1 - a4)",
              "return (d4 * w5 * a2 * (1 - a2) * w3 + d4 * w6 * a3 * (1 - a3) * w4 * (z1 > 0)) * x2"],
     "missing-da1_dz1-from-z4-a2", "On the path from z4 to a2, the edge from a1 to z1 has no factor"),
    ((3, 41), ["return (a2 - y) * w1 * (z1 > 0) * x - (a2 - y) * a1"], "sign-of-z2-w1",
     "from z2 to w1 has the wrong sign"),
    ((1, 124), ["return (a3 - y) * a1 * w3 * a2 * (1 - a2) * w2 * a1 * (1 - a1) * x"], "output-of-a1-da3_dz3",
     "no slope for the node a3, and one factor too many: a1"),
    ((1, 396), ["return (a3 - y) * (1 - a2 ** 2) * w3 * a2 * (1 - a2) * a1"], "slope-of-tanh-with-a2-da3_dz3",
     "the slope of tanh, made from a2"),
    ((1, 270), ["total = 1.0", "for factor in [(a3 - y) / a3, a3 * (1 - a3), w3, a2 * (1 - a2), w2, a1 * (1 - a1), x]:",
                "    total *= factor", "return total"], "one-minus-output-da3_dz3",
     "A division in your answer may come to the same."),
    ((5, 78), ["da1_dz1, dz1_dw2 = a1 * (1 - a1), 1 / x2", "d4 = (a4 - y) * a4 * (1 - a4)",
               "return d4 * w5 * (z2 > 0) * w3 * da1_dz1 * dz1_dw2 + d4 * w6 * (z3 > 0) * w4 * da1_dz1 * x2"],
     "divided-dz1_dw2", "In your product for the path from z4 to a2: Your answer divides by the factor"),
    ((1, 988), ["def slope(a):", "    return a * (1 - a)", "da3_dz3 = slope(a3)",
                "return (a3 - y) * da3_dz3 * w3 * w2 * x"], None, "Is there one factor for each edge of a path?"),
    ((4, 101), ["return (a3 - y) * a3 * (1 - a3) * w2 * x"], None, "does not change with w4, and it should"),
    ((5, 110), ["return -0.1 * (a3 - y) * w5 * a1 * (1 - a1) * x2"], None, "the same multiple of the right one"),
]


@pytest.mark.parametrize(("task", "lines", "mistake", "words"), SAID)
def test_what_was_once_told_wrongly(task, lines, mistake, words):
    task, verdict = judged(*task, *lines)
    assert verdict.status == "wrong" and words in verdict.message, verdict
    named = verdict.mistake or ""
    assert named == mistake if mistake else "z2" not in named.split("-")


@pytest.mark.parametrize("slip", ["mistake", "right", "place"])
def test_what_is_false_is_found(slip):
    task = practice(1, 0)
    [answer] = [each for each in answers(task, 40) if not each.slips][:1]
    [wrong] = [each for each in answers(task, 40) if [slip.kind for slip in each.slips] == ["drop"]][:1]
    told = {"mistake": (wrong, Verdict("wrong", "", "sign")), "right": (wrong, Verdict("right", "")),
            "place": (wrong, Verdict("wrong", "", None, place=("nowhere", 0, 3)))}[slip]
    assert false(task, *told)
    assert false(task, answer, Verdict("wrong", "")) and not false(task, answer, Verdict("right", ""))


# ---- lists of paths

def lists(task, number):
    """Lists of paths: the right ones with up to three changes of names and paths."""
    rng = random.Random(f"paths {task.level} {task.seed}")
    names = [*task.made.slopes, *(f"d{b}_d{a}" for a, b in (re.findall("d([a-z0-9]+)", name) for name in
                                                          task.made.slopes)), "dloss_dz1", "nonsense"]
    for _ in range(number):
        found = [list(path) for path in task.made.paths[task.weight]]
        for _ in range(rng.randrange(4)):
            if not found or rng.random() < 0.2:
                found[:1] = rng.choice([[], found[:1] * 2, found[:1]])
                continue
            path = rng.choice(found)
            k = rng.randrange(len(path) + 1)
            path[k:k + rng.randrange(2)] = rng.choice([[], [rng.choice(names)]])
        rng.shuffle(found)
        yield found


def false_of_paths(task, given, verdict):
    """What a verdict on a list of paths says that is not so."""
    wanted = [Counter(path) for path in task.made.paths[task.weight]]
    got = [Counter(path) for path in given]
    right = sorted(map(sorted, task.made.paths[task.weight])) == sorted(map(sorted, given))
    if right != (verdict.status == "right"):
        return [verdict.status]
    names = [name for path in given for name in path]
    holds = {
        "missing": lambda name: any(name in one and any(name not in other for other in got) for one in wanted),
        "doubled": lambda name: any(path[name] > 1 for path in got), "extra": names.count, "upside": lambda name: True,
        "unknown": lambda name: any(name.endswith(each) for each in names), "product": names.count,
        "path": lambda rest: rest != "twice" or any(got.count(path) > wanted.count(path) for path in wanted),
        "left": lambda rest: len(got) < len(wanted) or any(path in got and got.count(path) > 1 for path in wanted),
    }
    return [id for id in (verdict.mistake or "").split("+") for start, _, rest in [id.partition("-")]
            if start in holds and not holds[start](rest)]


@pytest.mark.parametrize("level", LEVELS)
def test_no_verdict_on_paths_says_what_is_not_so(level):
    for seed in range(SEEDS):
        task = practice(level, seed)
        for given in lists(task, 4 * ANSWERS):
            verdict = task.check(given)
            assert not false_of_paths(task, given, verdict), f"{given}\n{verdict} {verdict.mistake}"


@pytest.mark.parametrize(("level", "seed", "given", "words"), [
    (1, 11, lambda path: [[*path, "dloss_dz1"]], "Not all of them are on the path"),
    (1, 11, lambda path: [[*path, "dz1_dloss"]], "is upside down, and stands for several edges"),
    (1, 11, lambda path: [[*path, "dloss_da2"]], "Which single edges lie between Loss and a2"),
    (1, 11, lambda path: [[*path, "dy_dz1"]], "no way on the graph leads"),
    (1, 11, lambda path: [[*path, "dz1_dx"]], "of z1 with respect to x, but not on the path"),
    (1, 11, lambda path: [[*path, "da1_dz1"]], "of this network, but not on the path"),
    (1, 0, lambda path: [[f"wrong_{k}" for k in range(9)]], "“wrong_5” [^“]*\nAnd 3 more"),
    (4, 0, lambda one, other: [one, one], "(?s)^path-twice[+]left-out-z4-a3: .*1. The path from z4 to a2 stands in"),
    (4, 0, lambda one, other: [one, other, one[::-1]], "^path-twice: "),
    (3, 104, lambda path: [[*path[:4], "dz2_dw2"], [*path[:2], "dz3_dw2"]], "^path-to-w2: A path in your list leads"),
])
def test_what_is_said_of_paths(level, seed, given, words):
    task = practice(level, seed)
    verdict = task.check(given(*task.made.paths[task.weight]))
    assert re.search(words, f"{verdict.mistake}: {verdict.message}")
