"""Every catalogued mistake comes back under its own name, each value has one name, no message gives an answer away.

`PYTHONPATH=tests python tests/exercises/test_catalogue.py` prints how many mistakes, pairs and merged ones there are.
"""

import math
import re
from itertools import combinations, pairwise

import numpy as np
import pytest
from exercises.mistaken_sources import LISTS, PROGRAMS, SAMPLE, answer, mistaken, pairs, solution, source

from nnlib import Network, cross_entropy, sigmoid
from nnlib.autodiff import Value
from nnlib.draw.graph import computation_graph
from nnlib.exercises import EXERCISES, check
from nnlib.exercises.catalogue import Catalogue, Formula, Mistake
from nnlib.exercises.diagnosis import FAMILIES
from nnlib.exercises.paths import mistakes_on
from nnlib.exercises.points import COUNT, EXAMPLE, POINTS, close, columns
from nnlib.network import ForwardPass

FORMULAS = [each for each in EXERCISES.values() if each.id not in LISTS | PROGRAMS]
by_id = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES.keys())
by_formula = pytest.mark.parametrize("exercise", FORMULAS, ids=[each.id for each in FORMULAS])


# ---- the contract's table, and the points

def test_the_exercises_are_those_of_the_contract_in_the_order_of_the_lessons():
    assert {each.id: each.asks for each in EXERCISES.values()} == {
        "1.forward": "forward(x, w1, w2, g1, g2)",
        "2.loss": "loss_from_inputs(x, y, w1, w2, g1, g2, loss)",
        "3.path": "a list of local derivatives, from Loss back to w2",
        "4.locals": "local_derivatives(y, a1, a2)",
        "4.gradient": "dloss_dw2(y, a1, a2)",
        "5.path": "a list of local derivatives, from Loss back to w1",
        "6.locals": "local_derivatives(x, w2, a1)",
        "6.gradient": "dloss_dw1(x, y, w2, a1, a2)",
        "7.update": "updated_w1(w1, step_size, x, y, w2, a1, a2)",
        "7.step": "step(x, y, w1, w2, step_size)",
        "8.mean": "mean_gradient(ys, a1s, a2s)",
        "8.bias": "dloss_db2(y, a1, a2, b2)",
        "9.local": "dloss_da2(y, a2)",
        "9.collapse": "dloss_dz2(y, a2)",
        "10.times": "times(a1, w2)",
        "10.add": "dloss_dw(x, a1, dloss_dz1, dloss_dz2)",
        "10.reverse": "backward(record)",
    }
    assert [each.lesson for each in EXERCISES.values()] == [1, 2, 3, 4, 4, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 10]


def test_the_points_are_as_the_design_asks():
    names = ("x", "y", "w1", "w2", "a1", "a2", "step_size", "b2", "dloss_dz1", "dloss_dz2")
    values = {name: np.array([point[name] for point in POINTS]) for name in names}
    assert len(POINTS) == COUNT >= 16
    for name in ("x", "w1", "w2", "b2", "dloss_dz1", "dloss_dz2"):
        assert abs(sum(np.sign(values[name]))) <= 2, name
        assert 0.4 <= min(abs(values[name])) < 0.6 and 1.6 < max(abs(values[name])) <= 1.8, name
    signs = {tuple(row) for row in np.sign([values["x"], values["w1"], values["w2"]]).T}
    assert len(signs) == 8, "x and the weights take every combination of signs"
    assert len({*zip(values["dloss_dz1"] > 0, values["dloss_dz2"] > 0, strict=True)}) == 4
    for name in ("a1", "a2"):
        assert 0 < min(values[name]) < 0.25 and 0.75 < max(values[name]) < 1, name
    y = values["y"]
    assert sum(y == 0) == sum(y == 1) == sum((y > 0) & (y < 1)) == COUNT / 3 and sum((y > 0.05) & (y < 0.95)) >= 4
    assert 0.5 <= min(values["step_size"]) < 0.7 and 2.7 < max(values["step_size"]) <= 3
    between = abs(values["a2"] - y)[(y != 0) & (y != 1)]
    assert min(between) >= 0.25 and max(between) <= 0.75
    for name in values.keys() - {"y"}:
        assert len(set(values[name])) == COUNT, f"{name} repeats itself"
    for one, other in combinations(values, 2):
        assert min(abs(values[one] - values[other])) > 1e-4 or "y" in (one, other), (one, other)


def test_the_batches_are_made_of_the_points():
    for k, point in enumerate(POINTS):
        examples = [POINTS[(k + ahead) % COUNT] for ahead in (0, 1, 2, 5)]
        for name in ("y", "a1", "a2"):
            assert point[f"{name}s"].tolist() == [example[name] for example in examples]
        assert len({*point["ys"].tolist()}) > 1, "not all of one class"


def test_the_passed_functions_are_as_the_design_asks():
    z = np.linspace(-2, 2, 7)
    for point in [*POINTS]:
        g1, g2, loss = point["g1"](z), point["g2"](z), point["loss"]
        assert abs(g1 - g2).max() > 0.1 and abs(g1 - z).max() > 0.1 and abs(g2 - z).max() > 0.1
        assert abs(loss(0.3, 0.8) - loss(0.8, 0.3)) > 0.01
    pairs = {(point["g1"].name, point["g2"].name) for point in POINTS}
    assert len(pairs) == 3 and {tuple(sorted(pair)) for pair in pairs} != pairs
    mixes = {(point["g1"], point["loss"], np.sign(point["y"]) + (point["y"] == 1)) for point in POINTS}
    assert len(mixes) == len(POINTS) == 18, "each mix of functions and a kind of class is there once"


def test_the_passed_functions_worked_by_hand():
    softplus = POINTS[2]["g1"]
    assert softplus(0) == pytest.approx(math.log(2)) and softplus(math.log(3)) == pytest.approx(math.log(4))
    one, other = POINTS[0]["loss"], POINTS[1]["loss"]
    assert one(0.5, 2) == pytest.approx(0.25 + 2 * math.sqrt(math.e)) and one(3, 0) == 9
    assert other(0.5, 3) == 4.5 and other(3, 1) == 28


def test_the_example_is_the_lessons():
    forward_pass = Network(w1=0.5, w2=-2.5).forward(1.5)
    assert (EXAMPLE["w1"], EXAMPLE["w2"], EXAMPLE["x"], EXAMPLE["y"], EXAMPLE["step_size"]) == (0.5, -2.5, 1.5, 1, 2)
    assert (EXAMPLE["a1"], EXAMPLE["a2"]) == (forward_pass.a1, forward_pass.a2)
    batch = Network(w1=0.5, w2=-2.5).forward([1.5, -1, 0.5, 2])
    assert (EXAMPLE["a1s"] == batch.a1).all() and (EXAMPLE["a2s"] == batch.a2).all()
    assert EXAMPLE["ys"].tolist() == [1, 0, 1, 0] and EXAMPLE["b2"] == 0.5
    shared = Network(0.5, 0.5).backward(Network(0.5, 0.5).forward(1.5), 1)
    assert (EXAMPLE["dloss_dz1"], EXAMPLE["dloss_dz2"]) == (shared.dloss_dz1, shared.dloss_dz2)
    assert EXAMPLE["g1"] is EXAMPLE["g2"] is sigmoid and EXAMPLE["loss"](0.25, 1) == 0.28125


def test_two_values_are_close_up_to_a_millionth():
    assert close(np.array([1 + 9e-7, 1 - 9e-7, -1, 1e-13]), np.array([1, 1, -1, 0])).all()
    assert not close(np.array([1 + 1.1e-6, 1 - 1.1e-6, 1, 1e-11, np.inf, np.nan]), np.array([1, 1, -1, 0, 1, 1])).any()
    assert not close(np.array([1.0, 0.0]), np.array([np.inf, np.nan])).any()


# ---- right answers are nnlib's

def of_nnlib(exercise, point):
    """What nnlib's Network, or its autodiff, gives at one point."""
    if exercise.lesson == 10:
        return of_autodiff(exercise, point)
    if exercise.id in ("1.forward", "2.loss"):
        forward_pass = Network(point["w1"], point["w2"], point["g1"], point["g2"]).forward(point["x"])
        return forward_pass[1:] if exercise.id == "1.forward" else [point["loss"](forward_pass.a2, point["y"])]
    if exercise.id == "8.mean":
        batch = ForwardPass(None, None, point["a1s"], None, point["a2s"])
        return [np.mean(Network(0, 1).backward(batch._replace(x=point["a1s"]), point["ys"]).dloss_dw2)]
    if exercise.id in ("9.local", "9.collapse"):
        z2 = np.log(point["a2"] / (1 - point["a2"]))
        there = ForwardPass(0.0, 0.0, 1.0, z2, point["a2"])
        return [getattr(Network(1, 1, loss=cross_entropy).backward(there, point["y"]), exercise.formula.results[0])]
    if exercise.id == "8.bias":
        there = ForwardPass(0.0, None, point["a1"], None, point["a2"])
        return [Network(1, 1, b2=point["b2"]).backward(there, point["y"]).dloss_db2]
    net = Network(point["w1"], point["w2"])
    forward_pass = net.forward(point["x"]) if exercise.id == "7.step" else ForwardPass(
        point["x"], None, point["a1"], None, point["a2"])
    backward_pass = net.backward(forward_pass, point["y"])
    new = net.update(backward_pass, point["step_size"])
    known = backward_pass._asdict() | {"new_w1": new.w1, "new_w2": new.w2}
    return [known[name] for name in exercise.formula.results]


def of_autodiff(exercise, point):
    if exercise.id == "10.times":
        product = Value(point["a1"]) * Value(point["w2"])
        return [product.data, *product.local_derivatives]
    w = Value(0.7)  # whatever it is: both products are linear in it
    (point["dloss_dz1"] * (point["x"] * w) + point["dloss_dz2"] * (point["a1"] * w)).backward()
    return [w.gradient]


@by_formula
def test_the_right_values_are_those_of_the_network_and_none_is_near_zero(exercise):
    right = exercise.catalogue.right([*POINTS, EXAMPLE])
    expected = [of_nnlib(exercise, point) for point in [*POINTS, EXAMPLE]]
    np.testing.assert_allclose(right, np.transpose(expected), rtol=1e-12)
    assert abs(right).min() > 1e-4, "a relative tolerance wants values away from 0"
    for name, values in zip(exercise.formula.results, right, strict=True):
        if name.startswith("new_"):
            assert abs(values[:COUNT] - [point[name[4:]] for point in POINTS]).max() > 0.05, "the steps must show"


@by_id
def test_the_solution_is_right(exercise):
    verdict = check(exercise.id, answer(exercise.id, solution(exercise.id)))
    assert (verdict.status, verdict.mistake) == ("right", None)


# ---- every mistake comes back under its own name

@by_id
def test_each_mistake_comes_back_under_its_own_name(exercise):
    found = exercise.singles
    assert len(found) >= 25 and len({each.id for each in found}) == len(found)
    for mistake in found:
        verdict = check(exercise.id, answer(exercise.id, source(exercise, [mistake])))
        assert (verdict.status, verdict.mistake) == ("wrong", mistake.id)
        assert verdict.message in (mistake.text, "Right for the example, wrong in general. " + mistake.text)
        assert verdict.path == mistake.path


# Written by hand, and knowing nothing of the catalogue.
BY_HAND = [
    ("4.gradient", "a2 - y * a2 * (1 - a2) * a1", "bracket-at-Loss"),
    ("4.gradient", "(a2 - y) * a2 * (1 - a2 * a1)", "bracket-late-at-a2"),
    ("4.gradient", "(a2 - y) * a2 * 1 - a2 * a1", "bracket-missing-at-a2"),
    ("6.gradient", "a2 - y * a2 * (1 - a2) * w2 * a1 * (1 - a1) * x", "bracket-at-Loss"),
    ("6.gradient", "(a2 - y) * a2 * (1 - a2 * w2 * a1 * (1 - a1) * x)", "bracket-late-at-a2"),
    ("6.gradient", "(a2 - y) * a2 * (1 - a2) * w2 * a1 * (1 - a1 * x)", "bracket-late-at-a1"),
    ("6.gradient", "(a2 - y) * a2 * 1 - a2 * w2 * a1 * (1 - a1) * x", "bracket-missing-at-a2"),
    ("6.gradient", "(a2 - y) * a2 * (1 - a2) * w2 * a1 * 1 - a1 * x", "bracket-missing-at-a1"),
    ("6.gradient", "(a2 - y) * a2 * (1 - a2) * a1", "other-weight"),
    ("6.gradient", "(a2 - y) * a2 * (1 - a2)", "stops-at-z2"),
    ("4.gradient", "(a1 - y) * a1 * (1 - a1) * a2", "a1-a2-swapped"),
    ("4.gradient", "(a2 - y) + a2 * (1 - a2) + a1", "sum"),
    ("4.locals", "a2 * (1 - a2), a2 - y, a1", "order-213"),
    ("4.locals", "a2 * (1 - a2), a1, a2 - y", "order-231"),
    ("4.locals", "a2 - y, a1, a2 * (1 - a2)", "order-132"),
    ("4.locals", "a2 - y, (a2 - y) * a2 * (1 - a2), a1", "running-da2_dz2"),
    ("6.locals", "a1 * (1 - a1), x, w2", "order-231"),
    ("4.gradient", "0.5 * (a2 - y) ** 2", "loss-itself"),
    ("6.gradient", "(a2 - y) ** 2 / 2", "loss-itself"),
    ("8.mean", "np.sum((a2s - ys) * a2s * (1 - a2s) * a1s)", "sum-over-examples"),
    ("8.mean", "np.mean((a2s - ys) * a1s)", "missing-da2_dz2"),
    ("8.mean", "((a2s - ys) * a2s * (1 - a2s) * a1s)[-1]", "last-example"),
    ("8.mean", "((a2s - ys) * a2s * (1 - a2s) * a1s)[-1] / len(ys)", "last-in-sum"),
    ("8.mean", "np.mean(0.5 * (a2s - ys) ** 2)", "loss-itself"),
    ("8.bias", "(a2 - y)", "missing-da2_dz2"),
    ("8.bias", "a2 * (1 - a2)", "missing-dloss_da2"),
    ("8.bias", "(a2 - y) * a2", "a-alone-at-a2"),
    ("8.bias", "(a2 - y) * a2 * (1 - a2) * a1", "a1-for-dz2_db2"),
    ("9.local", "-y / a2 - (1 - y) / (1 - a2)", "sign-second"),
    ("9.local", "-y / a2 + (1 - y) / 1 - a2", "no-bracket-second"),
    ("9.local", "(a2 - y) / a2 * (1 - a2)", "no-bracket-at-bottom"),
    ("9.local", "a2 - y", "quadratic"),
    ("9.local", "-y / a2 + 1 - y / (1 - a2)", "no-bracket-at-top-second"),
    ("9.collapse", "(a2 - y) * a2 * (1 - a2)", "for-the-quadratic"),
    ("9.collapse", "-y / a2 + (1 - y) / (1 - a2) * a2 * (1 - a2)", "second-alone-multiplied"),
    ("9.collapse", "-y / a2 * (a2 * (1 - a2)) + (1 - y) / (1 - a2)", "first-alone-multiplied"),
    ("9.collapse", "a2 - y - 2 * y * a2", "both-minus"),
    ("9.collapse", "-y + a2 - y * a2", "one-minus-left"),
    ("9.collapse", "-y * (1 - a2) + (1 - y)", "no-a2-in-second"),
    ("9.collapse", "(a2 - y) * a2", "error-times-a2"),
    ("9.collapse", "(a2 - y) * (1 - a2)", "error-times-other"),
    ("9.collapse", "(a2 - y) / (a2 * (1 - a2))", "missing-da2_dz2"),
    ("10.times", "a1 * w2, a1, w2", "factor-that-moves"),
    ("10.add", "dloss_dz2 * a1", "first-only"),
    ("10.add", "dloss_dz1 * x", "overwritten"),
]


@pytest.mark.parametrize(("id", "formula", "mistake"), BY_HAND)
def test_a_mistake_written_by_hand_gets_its_name(id, formula, mistake):
    text = source(EXERCISES[id]).split("\n")[0] + f" return {formula}"
    assert check(id, answer(id, text)).mistake == mistake


LISTS_BY_HAND = [
    ("3.path", "", "empty", "Loss"),
    ("3.path", "dloss_da2 dz2_dw2", "missing-da2_dz2", "a2"),
    ("3.path", "dloss_da2 da2_dz2", "missing-dz2_dw2", "z2"),
    ("3.path", "dloss_da2 dz2_da2 dz2_dw2", "upside-down-da2_dz2", "z2 a2"),
    ("3.path", "da2_dloss da2_dz2 dz2_dw2", "upside-down-dloss_da2", "a2 Loss"),
    ("3.path", "dloss_da2 da2_dz2 dz2_dw2 dw1_dz1", "extra-dw1_dz1", "w1 z1"),
    ("3.path", "dloss_da2 da2_dz2 dz2_da1 da1_dz1 dz1_dw1", "other-weight", "w2"),
    ("3.path", "dloss_dw2", "gradient-dloss_dw2", "Loss"),
    ("3.path", "dloss_dz2 dz2_dw2", "product-dloss_dz2", "z2"),
    ("3.path", "dloss_da1", "empty+extra-dloss_da1", "Loss"),
    ("3.path", "dloss_dz1", "empty+extra-dloss_dz1", "Loss"),
    ("5.path", "dloss_dz2 dz2_da1 da1_dz1 dz1_dw1", "product-dloss_dz2", "z2"),
    ("5.path", "dloss_da1 da1_dz1 dz1_dw1", "product-dloss_da1", "a1"),
    ("5.path", "dloss_dz1 dz1_dw1", "product-dloss_dz1", "z1"),
    ("5.path", "dloss_da2 da2_dz2 dz2_da1 da1_dz1 dz1_dw1 dz2_dw2", "extra-dz2_dw2", "w2 z2"),
]


@pytest.mark.parametrize(("id", "names", "mistake", "path"), LISTS_BY_HAND)
def test_a_mistaken_list_written_by_hand_gets_its_name_and_its_picture(id, names, mistake, path):
    verdict = check(id, names.split())
    assert verdict.mistake == mistake
    assert verdict.path == tuple(path.split())
    assert mistake[:8] != "product-" or verdict.message.endswith(f"between Loss and {path}?")


@by_formula
def test_each_pair_comes_back_as_both_or_has_a_simpler_name(exercise):
    """The learner's source runs on all points at once, which is fast enough for every pair."""
    catalogue, scope = exercise.catalogue, columns(POINTS, exercise.formula.parameters)
    found, order = {}, {mistake: k for k, mistake in enumerate(catalogue.mistakes)}
    for pair in pairs(exercise):
        with np.errstate(all="ignore"):
            returned = answer(exercise.id, source(exercise, pair))(**scope)
        parts = returned if isinstance(returned, tuple) else [returned]
        values = np.array([np.broadcast_to(part, COUNT) for part in parts])
        if not np.isfinite(values).all():  # of such an answer the verdict says that it is infinite
            continue
        named = catalogue.find(values)
        found[pair] = named
        assert named == pair or len(named) < 2 or [order[m] for m in named] < [order[m] for m in pair], (pair, named)
    own = [pair for pair, named in found.items() if named == pair]
    assert len(own) > 400
    assert all(named in own for named in found.values() if len(named) == 2), "a name that has no value of its own"
    for pair in own[::max(1, len(own) // 50)]:
        verdict = check(exercise.id, answer(exercise.id, source(exercise, pair)))
        assert (verdict.status, verdict.mistake) == ("wrong", f"{pair[0].id}+{pair[1].id}")
        assert f"Two things at once.\n1. {pair[0].text}\n2. {pair[1].text}" in verdict.message
        assert verdict.path == (pair[0].path or pair[1].path)


@pytest.mark.parametrize("id", LISTS)
def test_each_pair_in_a_path_comes_back_as_both(id):
    found = pairs(EXERCISES[id])
    assert len(found) > 300
    for pair in found:
        names = answer(id, source(EXERCISES[id], pair))
        for turned in (names, names[::-1], tuple(sorted(names))):
            assert check(id, turned).mistake == f"{pair[0].id}+{pair[1].id}"


@pytest.mark.parametrize("id", PROGRAMS)
def test_each_pair_in_a_program_comes_back_as_both_or_has_a_simpler_name(id):
    exercise, own = EXERCISES[id], 0
    for pair in pairs(exercise):
        values = exercise.values(pair)
        if np.isfinite(values).all():
            named = exercise.find(values)
            assert len(named) < 2 or close(exercise.values(named), values).all()
            own += named == pair
    assert own > 200
    for pair in pairs(exercise)[::20]:
        verdict = check(id, answer(id, source(exercise, pair)))
        named = exercise.find(exercise.values(pair))
        assert verdict.mistake == "+".join(each.id for each in named) or verdict.mistake is None


@by_formula
def test_each_value_has_one_name(exercise):
    chains, values = exercise.catalogue.singles
    for row in range(len(chains)):
        equal = [k for k in range(len(chains)) if close(values[row], values[k]).all()]
        assert equal == [row]
        assert exercise.catalogue.find(values[row]) == exercise.catalogue.named(chains[row])
    assert exercise.catalogue.named(chains[0]) == ()


@by_formula
def test_an_entry_that_is_merged_equals_the_one_that_names_it(exercise):
    catalogue, kept = exercise.catalogue, exercise.singles
    for mistake in set(catalogue.mistakes) - set(kept):
        verdict = check(exercise.id, answer(exercise.id, source(exercise, [mistake])))
        assert verdict.status == "right" or verdict.mistake in {each.id for each in kept}


@by_id
def test_pairs_touch_different_places(exercise):
    for one, other in pairs(exercise):
        assert not one.touches & other.touches


@pytest.mark.parametrize("id", SAMPLE)
def test_a_sample_of_each_exercise_is_there_to_be_pasted(id):
    mistake, text = mistaken(id)
    assert mistake == SAMPLE[id]
    assert check(id, answer(id, text)).mistake == mistake


# ---- how mistakes are merged, on a small catalogue

def test_a_small_catalogue_merges_pairs_and_names_as_it_should():
    texts = {"minus": {"out": "-out"}, "flip": {"error": "y - a2"}, "plus": {"error": "a2 + y"},
             "twice": {"out": "2 * out"}, "unknown": {"error": "a1"}, "too-early": {"error": "out"},
             "elsewhere": {"z": "1"}, "right": {"error": "-(y - a2)"}}
    mistakes = [Mistake(id, lines, "") for id, lines in texts.items()]
    mistakes[3] = Mistake("twice", {"out": "2 * out"}, "", places=("number",))
    catalogue = Catalogue(Formula(("y", "a2"), {"error": "a2 - y", "out": "3 * error"}, ("out",)), mistakes)
    assert [each.id for each in catalogue.mistakes] == ["minus", "flip", "plus", "twice", "right"]
    ids = [[each.id for each in catalogue.named(chain)] for chain in (*catalogue.singles[0], *catalogue.pairs[0])]
    assert ids == [[], ["minus"], ["plus"], ["twice"], ["minus", "plus"], ["minus", "twice"], ["plus", "twice"]]
    y, a2 = (np.array([[point[name] for point in POINTS]]) for name in ("y", "a2"))

    def named(values):
        return catalogue.find(values) and [each.id for each in catalogue.find(values)]

    assert catalogue.find(3 * (a2 - y)) == ()
    assert named(3 * (y - a2)) == ["minus"] and named(-6 * (a2 + y)) is None
    assert named(6 * (a2 + y)) == ["plus", "twice"] and named(6 * (y - a2)) == ["minus", "twice"]
    off = 6 * (a2 + y)
    off[0, -1] *= 1.001
    assert named(off) is None, "every point counts"


# ---- messages

RIGHT_FACTORS = ["a2-y", "a2*(1-a2)", "a2(1-a2)", "a1*(1-a1)", "a1(1-a1)", "x*w1", "a1*w2", "w1*x", "w2*a1",
                 "y/a2", "(1-y)/(1-a2)",
                 "g1(z1)", "g2(z2)", "loss(a2,y)", "loss(g2", "step_size*", "w1-step", "w2-step",
                 "dloss_dz2*a1", "dloss_dz1*x", "a1*dloss_dz2", "x*dloss_dz1", "+=", "reversed", "gradient*local"]
SIGNS = str.maketrans({"−": "-", "·": "*", "×": "*", "σ": "g", " ": ""})


def allowed(mistake):
    """A wrong factor may be quoted where it stands, though it would be right elsewhere."""
    quoted = {"slope-of-a1-for-dz2_dw2", "extra-slope-of-a1", "extra-slope-of-a1-w2"}
    return "a1(1-a1)" if mistake in quoted else None


def every_message():
    for exercise in EXERCISES.values():
        for mistake in exercise.singles:
            yield exercise.id, mistake.id, mistake.text
    yield from (("", id, text) for id, text in FAMILIES.items())


def test_no_message_holds_an_answer_or_a_number_that_gives_it_away():
    for id, mistake, text in every_message():
        plain = text.translate(SIGNS)
        leaked = [factor for factor in RIGHT_FACTORS if factor in plain and factor != allowed(mistake)]
        assert not leaked, (id, mistake, text)
        assert not re.search(r"\d[.,]\d", text), text


def test_every_message_is_filled_in_and_names_no_other_non_linearity_than_g1_and_g2():
    for _, mistake, text in every_message():
        assert "{" not in text, mistake
        assert {*re.findall(r"\bg\w\b", text)} <= {"g1", "g2", "go"}, mistake


@pytest.mark.parametrize("id", LISTS)
def test_no_message_on_a_path_names_a_factor_that_is_left_out(id):
    path = LISTS[id][1]
    for chain in EXERCISES[id].known.values():
        names = answer(id, source(EXERCISES[id], chain))
        verdict = check(id, names)
        given = {name for name in path if re.search(rf"\b{name}\b", verdict.message)} - set(names)
        assert not given, verdict.message
        edges = set(pairwise(verdict.path))
        if verdict.status == "wrong":
            assert len(edges) <= 1, "the picture must not show the path"


def test_each_message_is_one_to_three_sentences_that_end_with_a_question():
    for _, mistake, text in every_message():
        sentences = re.findall(r"[.?!](?= |$)", text)
        assert 1 <= len(sentences) <= 3 and text.endswith("?"), (mistake, text)
        assert 30 < len(text) < 260 and "{" not in text and "  " not in text, (mistake, text)


def test_each_picture_can_be_drawn():
    paths = {mistake.path for exercise in EXERCISES.values() for mistake in exercise.singles}
    assert len(paths) > 10
    for path in paths:
        assert computation_graph(path=path).html.startswith("<img alt=")


def count_table():
    """A line for each exercise: mistakes written down, those with a value of their own, merged; the same of pairs."""
    rows = []
    for exercise in EXERCISES.values():
        if exercise.id in LISTS:
            written = mistakes_on(LISTS[exercise.id][1], exercise.weight)
            formed = sum(one.touches.isdisjoint(other.touches) for one, other in combinations(written, 2))
            own = len(pairs(exercise))
        elif exercise.id in PROGRAMS:
            written, formed = exercise.mistakes, len(pairs(exercise))
            own = sum(exercise.find(exercise.values(pair)) == pair for pair in pairs(exercise))
        else:
            catalogue = exercise.catalogue
            written, formed = catalogue.mistakes, len(catalogue.pairs[0])
            own = sum(catalogue.find(catalogue.values(chain[None], POINTS)[0]) == catalogue.named(chain)
                      for chain in catalogue.pairs[0])
        single = len(exercise.singles)
        counts = [len(written), single, len(written) - single, formed, own, formed - own]
        rows.append(f"{exercise.id:<12}" + "".join(f"{count:>8}" for count in counts))
    words = ("edits", "single", "merged", "pairs", "own", "merged")
    head = f"{'exercise':<12}" + "".join(f"{word:>8}" for word in words)
    return "\n".join([head, *rows])


if __name__ == "__main__":
    print(count_table())
