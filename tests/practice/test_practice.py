"""Tasks on networks never seen: each can be solved and read, and each mistake in it has its name.

A few seeds; NNLIB_PRACTICE=1000 python -m pytest tests/practice takes a thousand at each level.
"""

import os
import random
import re
import time
from dataclasses import replace
from functools import cache
from itertools import combinations

import numpy as np
import pytest
import sympy
from practice.geometry import crossings, faults
from practice.truth import drawn, values, written

from nnlib.checker.points import close
from nnlib.draw.graph import computation_graph
from nnlib.practice import practice
from nnlib.practice.mistakes import example
from nnlib.practice.networks import LEVELS
from nnlib.topology import derivative

TASKS = [practice(level, seed) for level in LEVELS for seed in range(int(os.environ.get("NNLIB_PRACTICE", "4")))]
# One task of each graph with its functions and its weight: the numbers change nothing in a catalogue.
STRUCTURES = {(task.made.units, task.made.loss, task.made.weight): task for task in reversed(TASKS)}.values()
tasks, structures = (pytest.mark.parametrize("task", each, ids=lambda task: f"{task.level}-{task.seed}")
                     for each in (TASKS, STRUCTURES))
another = cache(practice)
EVERYWHERE = range(9)  # in each path
BOTH = ("local derivatives", "gradients")
SYMBOLIC = {"sigmoid": lambda z: 1 / (1 + sympy.exp(-z)), "tanh": sympy.tanh, "relu": lambda z: sympy.Max(z, 0),
            "identity": lambda z: z, "quadratic": lambda a, y: (a - y) ** 2 / 2,
            "cross-entropy": lambda a, y: -y * sympy.log(a) - (1 - y) * sympy.log(1 - a)}


def solved(task):
    """The paths and the function that a task's solution holds, as a learner would run them."""
    scope = {}
    exec(re.search(r"```python\n(.*?)```", task.solution, re.DOTALL)[1], scope)
    return scope["paths"], scope[derivative("Loss", task.weight)]


def by_sympy(task):
    """The gradient and the loss, as functions of all that the answer is given, from the weights and inputs alone."""
    at = {name: sympy.Symbol(name, real=True) for name in task.parameters}
    given = [*at.values()]
    for k, unit in enumerate(task.made.units, 1):
        terms = [*(at[source] * at[weight] for source, weight in unit.terms), *([at[unit.bias]] if unit.bias else [])]
        at[f"z{k}"] = sum(terms)
        at[f"a{k}"] = SYMBOLIC[unit.g.name](at[f"z{k}"])
    loss = SYMBOLIC[task.made.loss.name](at[task.made.output], at["y"])
    return [sympy.lambdify(given, each) for each in (sympy.diff(loss, at[task.weight]), loss)]


@tasks
def test_the_solution_is_right_and_so_is_what_works_it_out_in_another_way(task):
    paths, answer = solved(task)
    by_hand, loss = by_sympy(task)
    for each in (paths, [path[::-1] for path in reversed(paths)], answer, by_hand):
        assert task.check(each).status == "right"
    after = f"practice(level={min(task.level + 1, 5)}, seed={task.seed + (task.level == 5)})."
    assert task.check(answer).message.endswith(after)
    assert answer.__name__ in task.check(paths).message
    at, given, record = example(task.made), task.given, task.made.record(**task.given)
    record["Loss"].backward()
    found = answer(**at), record[task.weight].gradient, task.loss(**given)
    upper, lower = (task.loss(**given | {task.weight: given[task.weight] + h}) for h in (1e-5, -1e-5))
    assert np.isclose(found[0], (upper - lower) / 2e-5, rtol=1e-5)
    np.testing.assert_allclose(found, [by_hand(**at), by_hand(**at), loss(**at)], rtol=1e-9)


@tasks
def test_the_graph_is_legible_and_made_in_time(task):
    start = time.process_time()
    practice(task.level, task.seed)._repr_html_()
    assert time.process_time() - start < 0.1
    assert crossings(task.picture()) <= (task.level == 5 and len(task.made.units) == 3), "two inputs into two units"
    last = task.made.record(**task.given)["Loss"]
    last.backward()
    for picture in (task.picture(), *(task.picture(way) for ways in task.made.ways.values() for way in ways),
                    *(computation_graph(last, show=show) for show in (*BOTH, BOTH))):
        assert faults(picture) == []
    for name, number in task.given.items():
        assert f"{'y*' if name == 'y' else name} = {number:g}".replace("-", "−") in repr(task)


@structures
def test_the_names_and_functions_are_told_as_they_are(task):
    loss, made = re.search("`Loss = (.*)`", repr(task))[1], task.made
    for a, y in ((0.3, 0.0), (0.8, 1.0)):
        assert np.isclose(eval(loss, {"log": np.log}, {made.output: a, "y": y}), made.loss(a, y))
    for unit in made.units:
        [told] = re.findall(rf"`{unit.g.name}\(z\)(?: = (.*?))?`", repr(task))
        for z in (-1.2, 0.7):
            assert not told or np.isclose(eval(told, {"exp": np.exp}, {"z": z}), unit.g(z))
    assert "dz1_dx" in repr(task) and "<code>a1</code> is what <code>g1</code>" in task._repr_html_()
    assert ("its bias" in repr(task)) is any(unit.bias for unit in made.units)


@structures
def test_each_mistake_has_its_name_and_no_two_have_one_value(task):
    exercise = task.of_gradient
    assert len(exercise.mistakes) > 25
    for points in (exercise.program.points, exercise.program.together):
        made = type(exercise.catalogue)(exercise.program, exercise.mistakes, points=points).each[1][:, 0]
        assert [1 for one, other in combinations(made, 2) if close(one, other).all()] == []
    for mistake in exercise.mistakes:
        verdict = task.check(written(task, {mistake: EVERYWHERE}))
        assert verdict.mistake == mistake.id
        if len(mistake.path) == 2:  # it leads to the mistake's place in another network
            level, seed = re.search(r"practice\(level=(\d), seed=(\d+)\)", verdict.message).groups()
            other, (_, of) = another(int(level), int(seed)).made, mistake.path
            paths = other.paths[other.weight]
            assert int(level) == task.level and len(paths) == len(task.made.paths[task.weight])
            if of[0] == "a":
                g = task.made.units[int(of[1:]) - 1].g
                like = [f"da{k}_" for k, unit in enumerate(other.units, 1) if unit.g is g]
                assert any(name in factor for name in like for path in paths for factor in path)


@structures
def test_what_is_said_of_several_mistakes_is_true_in_networks_that_no_check_has_seen(task):
    mistakes = task.of_gradient.mistakes
    for k in range(4):
        chosen = random.Random(100 * task.seed + k).sample(mistakes, 2 + k % 2)
        answer = written(task, dict.fromkeys(chosen, EVERYWHERE))
        said = (task.check(answer).mistake or "").split("+")
        named = {mistake: EVERYWHERE for mistake in mistakes if mistake.id in said}
        if len(named) == len(said):
            got, wanted = (values(each, drawn(task, k)) for each in (answer, written(task, named)))
            assert close(got, wanted).all(), (chosen, said)


@structures
def test_each_mistake_in_the_paths_has_its_name(task):
    right = [list(path) for path in solved(task)[0]]

    def said(answer):
        verdict = task.check(answer)
        assert verdict.status == "wrong" and verdict.message
        return verdict.mistake

    for k, path in enumerate(right):
        others = right[:k] + right[k + 1:]
        for n, name in enumerate(path):
            turned = "_".join(name.split("_")[::-1])
            assert said([*others, path[:n] + path[n + 1:]]) == f"missing-{name}"
            assert said([*others, [*path, name]]) == f"doubled-{name}"
            assert said([*others, [*path[:n], turned, *path[n + 1:]]]) == f"upside-down-{turned}"
        assert not others or said(others).startswith("left-out-")
        assert said([*right, path]) == "path-twice"
        for strange in [name for name in task.made.slopes if all(name not in each for each in right)][:1]:
            assert f"extra-{strange}" in said([*others, [*path, strange]])
        assert said([*others, [*path, "nonsense"]]) == "unknown-name-nonsense"
    for other, ways in task.made.paths.items():
        if other != task.weight:
            assert f"path-to-{other}" in said([ways[0], *right[1:]])
    product = f"dloss_d{task.made.ways[task.weight][0][2]}"
    assert said([[product, *right[0][2:]], *right[1:]]) == f"product-{product}"


@pytest.mark.parametrize(("answer", "words"), [
    *((answer, "") for answer in (None, ..., [...], [[...]], [[...], [...]], lambda *given: ...)),  # not tried
    (3, "a function was wanted"), ("dloss_da2", "a function was wanted"), ([], "Your list is empty"),
    ([3], "a list of names was wanted"), ([["dloss_da2", 3]], "names in quotation marks"),
    ([["dloss_da2", ...]], "dots"), ([[], []], "has gaps"),
    (lambda: 3, "is given 7 values"), (lambda *given: "x", "one number was wanted"),
    (lambda *given: 1 / 0, "1 / 0 divides by 0"), (lambda *given: 1.0, "the same whatever the inputs"),
    (lambda *given: sum(given), "When w1 is nudged"),
])
def test_anything_else_gets_a_sentence(answer, words):
    verdict = practice(3, 1).check(answer)
    assert verdict.status == ("wrong" if words else "not tried") and words in verdict.message


@pytest.mark.parametrize(("level", "seed", "error", "message"), [
    (0, 1, ValueError, r"level is 0 \(int\); a whole number from 1 to 5 was wanted"), (6, 1, ValueError, "level is 6"),
    ("2", 1, TypeError, "level is '2'"), (True, 1, ValueError, "level is True"),
    (1, -1, ValueError, r"seed is -1 \(int\); a whole number from 0 on was wanted"),
])
def test_bad_levels_and_seeds(level, seed, error, message):
    with pytest.raises(error, match=message):
        practice(level, seed)


def test_a_task_is_the_same_each_time_and_its_loss_takes_its_own_names():
    assert repr(practice(5, 12)) == repr(practice(np.int64(5), 12)) != repr(practice(5, 13))
    task = practice(2, 7)
    assert task.given == {"x": 1.0, "y": 1.0, "w1": 1.5, "w2": -1.2, "b1": -1.0} and task.weight == "w1"
    assert task.parameters == ("x", "y", "w1", "w2", "b1", "z1", "a1", "z2", "a2")
    with pytest.raises(TypeError, match="loss is given x; a number for each of x, y, w1"):
        task.loss(x=1.0)
    with pytest.raises(ValueError, match="a class lies between 0 and 1"):
        task.loss(**task.given | {"y": 2})


def test_what_overlaps_is_found():
    picture = practice(1, 1).picture()
    box, x, y = re.search(r'<rect x="([\d.]+)" y="([\d.]+)"', picture.inside).group(0, 1, 2)
    moved = picture.inside.replace(box, f'<rect x="{float(x) + 90}" y="{y}"', 1)
    line = f'<path d="M0 {float(y) + 20:g}L900 {float(y) + 20:g}" fill="none" stroke="#555" stroke-width="2"/>'
    for inside, words in ((moved, "over another"), (picture.inside + line, "line")):
        assert any(words in each for each in faults(replace(picture, inside=inside)))
