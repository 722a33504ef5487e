"""Nothing that a verdict on a task of practice says is false: over right answers and slips in them, written in many
styles, in networks that no check has seen.

`NNLIB_PRACTICE=1000` takes so many tasks at each level, a few answers to each.
"""

import os
import random
import re
import time

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


A1, A2, A3, A4 = (f"a{k} * (1 - a{k})" for k in (1, 2, 3, 4))
D4 = f"d4 = (a4 - y) * {A4}"
CHAIN, CROSS, TWO = (1, 1), (2, 3), (4, 0)  # sigmoids; cross-entropy, tanh and sigmoid; two paths, sigmoids
FACTORS = f"{A3} * w3 * {A2} * w2 * {A1} * x"
PATHS = (f"(a4 - y) * {A4} * w4 * {{}} * w2 * {{}} * x", f"(a4 - y) * {A4} * w5 * {{}} * w3 * {{}} * x")
# level and seed, the answer's mistake, words of the verdict, if there is a mark, and the answer's lines, the last one
# without `return`.
SAID = [
    (CHAIN, "missing-bracket", "", f"a3 - y * {FACTORS}"),
    (CHAIN, "rounded", "", f"round((a3 - y) * {FACTORS}, 4)"),
    (CHAIN, "number-for-parameter", "", f"(a3 - 1) * {FACTORS}"),
    (CROSS, "class-1-alone-dloss_da2", "the class 1 alone", f"-y / a2 * {A2} * w2 * (1 - a1 ** 2) * x"),
    (CROSS, "class-0-alone-dloss_da2", "the class 0 alone", f"(1 - y) / (1 - a2) * {A2} * w2 * (1 - a1 ** 2) * x"),
    (CROSS, "quadratic-dloss_da2", "quadratic", f"(a2 - y) * {A2} * w2 * (1 - a1 ** 2) * x"),
    (TWO, "slope-with-a3-da2_dz2+slope-with-a2-da3_dz3", "The slope at the node a2 is made from a3",
     " + ".join(PATHS).format(A3, A1, A2, A1)),
    (TWO, "slope-with-a2-da1_dz1", "In your product for the path from z4 to a3: The slope at the node a1",
     f"one = {PATHS[0].format(A2, A1)}", f"other = {PATHS[1].format(A3, A2)}", "one + other"),
    (TWO, None, "to a2", f"path1 = {PATHS[1].format(A3, A1)}", f"path2 = {PATHS[0].format(A2, '1')}", "path1 + path2"),
    (TWO, None, "", f"({' + '.join(PATHS).format(A2, A1, A3, A1)}) * w2 * a1"),
    ((1, 0), "missing-da3_dz3", "or something else cancels it", f"(a3 - y) / (a3 * (1 - a3)) * {FACTORS}"),
    ((2, 0), "missing-da2_dz2", "no factor, or a 1 everywhere", f"(a3 - y) * w3 * 1 * w2 * {A1} * x"),
    ((2, 4), "extra-a3", "one factor too many", "(a3 - y) * a3 * w3 * (1 - a2 ** 2) * w2 * (1 - a1 ** 2) * x"),
    ((4, 10), "slope-of-sigmoid-da4_dz4", "the slope of sigmoid",
     D4, f"d4 * (w4 * {A2} * w2 + w5 * {A3} * w3) * {A1} * x"),
    (TWO, "paths-multiplied-where-they-part", "multiplies the two paths",
     D4, f"d4 * w4 * {A2} * w2 * w5 * {A3} * w3 * {A1} * x"),
    (TWO, "paths-multiplied-near-the-weight", "multiplies the two paths",
     D4, f"(d4 * w4 * {A2} * w2) * (d4 * w5 * {A3} * w3) * {A1} * x"),
    ((4, 2), "with-gradient-of-w2", "adds the gradient for w2", f"(a4 - y) * (w5 * {A3} + w4 * {A2}) * a1"),
    ((2, 103), "w1-for-dz2_da1+w2-for-dz3_da2", "from z2 to a1 your answer has w1",
     f"d3 = (a3 - y) * {A3}", f"d2 = d3 * w2 * {A2}", "d1 = d2 * w1 * (1 - a1 ** 2)", "d1 * x"),
    ((5, 3), None, "from z4 to a2 your answer has w3",
     D4, f"d2 = d4 * w3 * {A2}", f"d3 = d4 * w4 * {A3}", "(d2 * w1 + d3 * w2) * (z1 > 0) * x2"),
    ((3, 104), "missing-dz3_da2", "The edge from z3 to a2 or from z2 to a1 has no factor",
     "(a3 - y) * w2 * (1 - a2 ** 2) * (z1 > 0) * x"),
    ((3, 104), "divided-dz3_da2", "no factor at all", "(a3 - y) * (1 - a2 ** 2) * (z1 > 0) * x"),
    ((4, 105), "sign-of-z4-a2", "one of its factors has it, or it is subtracted",
     f"(a4 - y) * (w4 * a2 * (a2 - 1) * w2 + w5 * {A3} * w3) * (1 - a1 ** 2) * x"),
    ((4, 109), "quadratic-dloss_da4", "or the slope at a4 counts twice",
     f"d4 = (a4 - y) / ({A4}) * ({A4}) ** 2", f"d4 * (w4 * {A2} * w2 + w5 * {A3} * w3) * (z1 > 0) * x"),
    ((4, 106), "twice-to-z4", "with respect to z4 counts twice",
     D4, f"d4 * (d4 * w4 * (z2 > 0) * w2 + d4 * w5 * (z3 > 0) * w3) * {A1} * x"),
    ((4, 106), "input-for-output-da1_dz1-da4_dz4", "At a1 and a4 alike", "def s(a):", "    return a * (1 - a)",
     "(a4 - y) * s(z4) * (w4 * (z2 > 0) * w2 + w5 * (z3 > 0) * w3) * s(z1) * x"),
    ((1, 110), "missing-da1_dz1-da2_dz2-da3_dz3", "At a1, a2 and a3 alike", "(a3 - y) * w3 * w2 * x"),
    ((4, 103), "path-to-w1-1", "along one path to w1", f"(a4 - y) * {A4} * w4 * (1 - a2 ** 2) * w2 * {A1} * x"),
    ((5, 105), "turned-da1_dz1", "1 where z1 is negative", "(a3 - y) * w5 * np.where(z1 > 0, 0, 1) * x2"),
    ((5, 102), "class-1-turned-dloss_da3", "its sign is turned round", f"y / a3 * {A3} * w6 * (1 - a2 ** 2) * x2"),
    ((4, 105), "sign+slope-of-sigmoid-da1_dz1", "Two things at once",
     f"(y - a4) * (w4 * {A2} * w2 + w5 * {A3} * w3) * {A1} * x"),
    ((4, 108), "sign+w4-for-dz3_da1", "Two things at once", f"(y - a3) * w4 * {A1} * x"),
    ((5, 3), "missing-da1_dz1-from-z4-a2", "On the path from z4 to a2, the edge from a1 to z1 has no factor",
     D4, f"(d4 * w5 * {A2} * w3 + d4 * w6 * {A3} * w4 * (z1 > 0)) * x2"),
    ((3, 41), "sign-of-z2-w1", "from z2 to w1 has the wrong sign", "(a2 - y) * w1 * (z1 > 0) * x - (a2 - y) * a1"),
    ((1, 124), "output-of-a1-da3_dz3", "no slope for the node a3, and one factor too many: a1",
     f"(a3 - y) * a1 * w3 * {A2} * w2 * {A1} * x"),
    ((1, 396), "slope-of-tanh-with-a2-da3_dz3", "the slope of tanh, made from a2",
     f"(a3 - y) * (1 - a2 ** 2) * w3 * {A2} * a1"),
    ((1, 270), "one-minus-output-da3_dz3", "A division in your answer may come to the same.", "total = 1.0",
     f"for factor in [(a3 - y) / a3, {A3}, w3, {A2}, w2, {A1}, x]:", "    total *= factor", "total"),
    ((5, 78), "divided-dz1_dw2", "In your product for the path from z4 to a2: Your answer divides by the factor",
     f"da1_dz1, dz1_dw2 = {A1}, 1 / x2", D4,
     "d4 * w5 * (z2 > 0) * w3 * da1_dz1 * dz1_dw2 + d4 * w6 * (z3 > 0) * w4 * da1_dz1 * x2"),
    ((1, 988), None, "Is there one factor for each edge of a path?",
     "def slope(a):", "    return a * (1 - a)", "da3_dz3 = slope(a3)", "(a3 - y) * da3_dz3 * w3 * w2 * x"),
    ((4, 101), None, "does not change with w4, and it should", f"(a3 - y) * {A3} * w2 * x"),
    ((5, 110), None, "the same multiple of the right one", f"-0.1 * (a3 - y) * w5 * {A1} * x2"),
]


@pytest.mark.parametrize("row", SAID)
def test_what_was_once_told_wrongly(row):
    task, mistake, words, *lines, result = row
    task = practice(*task)
    body, name = "\n    ".join([*lines, f"return {result}"]), derivative("Loss", task.weight)
    verdict = task.check(notebook(f"def {name}({', '.join(task.parameters)}):\n    {body}", name, **SCOPE))
    assert verdict.status == "wrong" and words in verdict.message, verdict
    named = verdict.mistake or ""
    assert named == mistake if mistake else "z2" not in named.split("-")


def test_what_is_false_is_found():
    task = practice(1, 0)
    [right, *_], [wrong, *_] = ([each for each in answers(task, 40) if [slip.kind for slip in each.slips] == kinds]
                                for kinds in ([], ["drop"]))
    for verdict in (Verdict("wrong", "", "sign"), Verdict("right", ""), Verdict("wrong", "", place=("nowhere", 0, 3))):
        assert false(task, wrong, verdict)
    assert false(task, right, Verdict("wrong", "")) and not false(task, right, Verdict("right", ""))


# ---- lists of paths

def lists(task, number):
    """Lists of paths: the right ones with up to three changes of names and paths."""
    rng = random.Random(f"paths {task.level} {task.seed}")
    slopes = [*task.made.slopes]
    names = [*slopes, *("_".join(name.split("_")[::-1]) for name in slopes), "dloss_dz1", "nonsense"]
    for _ in range(number):
        found = [list(path) for path in task.made.paths[task.weight]]
        for _ in range(rng.randrange(4)):
            if not found or rng.random() < 0.2:
                found[:1] = rng.choice([[], found[:1] * 2, found[:1]])
            else:
                path = rng.choice(found)
                k = rng.randrange(len(path) + 1)
                path[k:k + rng.randrange(2)] = rng.choice([[], [rng.choice(names)]])
        rng.shuffle(found)
        yield found


def false_of_paths(task, given, verdict):
    """What a verdict on a list of paths says that is not so."""
    wanted, got = ([sorted(path) for path in paths] for paths in (task.made.paths[task.weight], given))
    if (sorted(wanted) == sorted(got)) != (verdict.status == "right"):
        return [verdict.status]
    names = [name for path in given for name in path]
    holds = {
        "missing": lambda name: any(name in one and any(name not in other for other in got) for one in wanted),
        "doubled": lambda name: any(path.count(name) > 1 for path in got), "extra": names.count,
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
