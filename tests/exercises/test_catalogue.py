"""Every catalogued mistake comes back under its own name, each value has one name, no message gives an answer away."""

import re

import numpy as np
import pytest
from checker.truth import false_of_path
from checker.wrong_answers import DERIVATIVES, lists
from exercises.answers import FORMULAS, LISTS, PROGRAMS, answer, pairs, solution, source
from exercises.right import RIGHT

from nnlib import Network
from nnlib.checker.diagnosis import FAMILIES
from nnlib.checker.points import close, columns
from nnlib.draw.graph import computation_graph
from nnlib.exercises import EXERCISES, check
from nnlib.exercises.course import COMMON, LESSONS, lesson_of
from nnlib.exercises.setting import EXAMPLE, WORDS

by_id = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES.keys())
by_formula = pytest.mark.parametrize("exercise", FORMULAS, ids=[each.id for each in FORMULAS])


# ---- right answers

def test_each_exercise_has_its_tree_its_lesson_and_its_common_mistakes():
    for exercise in FORMULAS:
        assert exercise.id in RIGHT, f"RIGHT in tests/exercises/right.py has no line for {exercise.id}"
        follows = {name for name, each in exercise.parameters.items() if each.follows}
        assert {*RIGHT[exercise.id].anew} == follows, f"anew of {exercise.id} in tests/exercises/right.py"
    assert all(lesson_of(exercise) == number for number, lesson in LESSONS.items() for exercise in lesson.EXERCISES)
    for exercise in EXERCISES.values():
        module = f"nnlib/exercises/lesson_{lesson_of(exercise):02}.py"
        assert COMMON.get(exercise.id), f"COMMON in {module} has nothing of {exercise.id}"
        assert {*COMMON[exercise.id]} <= {each.id for each in exercise.singles}, exercise.id
    assert COMMON.keys() == EXERCISES.keys()


@by_formula
def test_the_right_values_are_those_of_the_lessons_solution_and_none_is_near_zero(exercise):
    points = [*exercise.program.points, *filter(None, [exercise.example])]
    right, solved = exercise.catalogue.right(points), answer(exercise.id, solution(exercise.id))
    np.testing.assert_allclose(right, np.array([np.atleast_1d(solved(**point)) for point in points]).T, rtol=1e-12)
    assert abs(right).min() > 1e-4, "a relative tolerance wants values away from 0"
    for name, values in zip(exercise.results, right, strict=True):
        if name in WORDS.steps:
            moved = [point[WORDS.steps[name][0]] for point in points]
            steps = abs(values - moved)[:len(exercise.program.points)]
            assert steps.max() > 0.05 and steps.min() > 5e-5, "the steps must show"


def test_the_example_is_the_lessons():
    batch = Network(w1=0.5, w2=-2.5).forward([1.5, -1, 0.5, 2])
    assert (EXAMPLE["a1"], EXAMPLE["a2"]) == (batch.a1[0], batch.a2[0])
    assert (EXAMPLE["a1s"] == batch.a1).all() and (EXAMPLE["a2s"] == batch.a2).all()
    assert EXAMPLE["loss"](0.25, 1) == 0.28125


# ---- every mistake comes back under its own name

@by_id
def test_each_mistake_comes_back_under_its_own_name(exercise):
    found = exercise.singles
    assert len(found) >= 25, f"of {exercise.id} 25 mistakes are wanted, each with values of its own"
    assert len({each.id for each in found}) == len(found)
    for mistake in found:
        verdict = check(exercise.id, answer(exercise.id, source(exercise, [mistake])))
        assert (verdict.status, verdict.mistake) == ("wrong", mistake.id)
        before = r"(?:Right for the exercise's own example, wrong in general\. )?(?:In \w+: )?"
        assert re.fullmatch(before, verdict.message.removesuffix(mistake.text))
        assert verdict.path == mistake.path


def stepped(a1="sigmoid(z1)", a2="sigmoid(z2)", slope="a2 * (1 - a2)"):
    """An answer to 7.step, with other sigmoids or another slope at a2."""
    return (f"z1 = x * w1; a1 = {a1}; z2 = a1 * w2; a2 = {a2}; d = (a2 - y) * {slope}; "
            "return w1 - step_size * d * w2 * a1 * (1 - a1) * x, w2 - step_size * d * a1")


EACH = "((a2s - ys) * a2s * (1 - a2s) * a1s)"
# Written by hand, and knowing nothing of the catalogue; those of corpus.py are not written here once more.
BY_HAND = [
    ("4.gradient", "a2 - y * a2 * (1 - a2) * a1", "bracket-missing-at-Loss"),
    ("6.gradient", "(a2 - y) * a2 * (1 - a2 * w2 * a1 * (1 - a1) * x)", "bracket-late-at-a2"),
    ("6.gradient", "(a2 - y) * a2 * (1 - a2) * w2 * a1 * (1 - a1 * x)", "bracket-late-at-a1"),
    ("6.gradient", "(a2 - y) * a2 * 1 - a2 * w2 * a1 * (1 - a1) * x", "bracket-missing-at-a2"),
    ("6.gradient", "(a2 - y) * a2 * (1 - a2) * w2 * a1 * 1 - a1 * x", "bracket-missing-at-a1"),
    ("6.gradient", "(a2 - y) * a2 * (1 - a2) * a1", "other-weight"),
    ("6.gradient", "(a2 - y) * a2 * (1 - a2)", "stops-at-z2"),
    ("4.gradient", "(a1 - y) * a1 * (1 - a1) * a2", "a1-a2-swapped"),
    ("4.gradient", "(a2 - y) + a2 * (1 - a2) + a1", "sum"),
    ("4.locals", "a2 * (1 - a2), a1, a2 - y", "order-231"),
    ("4.locals", "a2 - y, (a2 - y) * a2 * (1 - a2), a1", "running-da2_dz2"),
    ("4.gradient", "0.5 * (a2 - y) ** 2", "loss-itself"),
    ("8.mean", f"{EACH}[-1] / len(ys)", "last-in-sum"),
    ("8.bias", "(a2 - y) * a2 * (1 - a2) * a1", "a1-for-dz2_db2"),
    ("9.local", "-y / a2 + (1 - y) / 1 - a2", "no-bracket-second"),
    ("9.local", "(a2 - y) / a2 * (1 - a2)", "no-bracket-at-bottom"),
    ("9.local", "a2 - y", "quadratic"),
    ("9.local", "-y / a2 + 1 - y / (1 - a2)", "no-bracket-at-top-second"),
    ("9.collapse", "-y / a2 + (1 - y) / (1 - a2) * a2 * (1 - a2)", "second-alone-multiplied"),
    ("9.collapse", "-y / a2 * (a2 * (1 - a2)) + (1 - y) / (1 - a2)", "first-alone-multiplied"),
    ("9.collapse", "a2 - y - 2 * y * a2", "both-minus"),
    ("9.collapse", "-y + a2 - y * a2", "one-minus-left"),
    ("9.collapse", "-y * (1 - a2) + (1 - y)", "no-a2-in-second"),
    ("9.collapse", "(a2 - y) * a2", "error-times-a2"),
    ("9.collapse", "(a2 - y) * (1 - a2)", "error-times-other"),
    ("4.gradient", "a2 * (1 - a2) * a2 - y * a1", "bracket-missing-at-Loss"),
    ("4.gradient", "a1 * (a2 - y) * a2 * 1 - a2", "bracket-missing-at-a2"),
    ("6.gradient", "x * w2 * a1 * 1 - a1 * a2 * (1 - a2) * (a2 - y)", "bracket-missing-at-a1"),
    ("8.bias", "(a2 - y) * a2 * 1 - a2", "bracket-missing-at-a2"),
    ("4.gradient", "(a2 - y) * (a2 * 1 - a2) * a1", "zero"),
    ("8.bias", "(a2 - y) * (a2 * 1 - a2)", "0.0-for-dz2_db2"),
    ("4.gradient", "(a2 - y * a2 * (1 - a2)) * a1", "bracket-late-at-Loss"),
    ("6.gradient", "(a2 - y * w2) * a2 * (1 - a2) * a1 * (1 - a1) * x", "bracket-late-at-Loss"),
    ("4.locals", "a2 - y, a2 / (1 - a2), a1", "odds-at-a2"),
    ("4.locals", "a2 - y, a2 * (1 - a2) ** 2, a1", "one-minus-a-again-at-a2"),
    ("4.locals", "a2 - y, a2 ** 2 * (1 - a2), a1", "a-again-at-a2"),
    ("4.locals", "a2 - y, (1 - a2) ** 2, a1", "one-minus-a-squared-at-a2"),
    ("4.gradient", "a2 * a2 * (1 - a2) * a1", "no-y"),
    ("4.gradient", "(a2 - y) * a2 * (1 - a2) ** 2 * a1", "extra-one-minus-a2"),
    ("6.locals", "w2, (1 - a1) / a1, x", "odds-against-at-a1"),
    ("8.mean", f"sum({EACH}[1:]) / len(ys)", "first-left-out"),
    ("8.mean", f"sum({EACH}[:-1]) / len(ys)", "last-left-out"),
    ("8.mean", f"np.mean({EACH}[:-1])", "last-left-out-of-all"),
    ("8.mean", f"np.mean({EACH}[1:])", "first-left-out-of-all"),
    ("8.mean", f"{EACH}[0] / len(ys)", "first-in-sum"),
    ("8.mean", f"sum({EACH}) // len(ys)", "rounded-down"),
    ("8.mean", f"sum({EACH} // len(ys))", "each-rounded-down"),
    ("8.mean", f"sum({EACH}[1:])", "first-left-out-and-not-divided"),
    ("8.mean", f"sum({EACH}[:-1])", "last-left-out-and-not-divided"),
    ("8.mean", f"sum({EACH}, start=1) / len(ys)", "starts-at-one"),
    ("8.mean", f"sum({EACH}) * len(ys)", "multiplied-by-size"),
    ("8.mean", f"max({EACH})", "largest"),
    ("8.mean", f"sum(each / len(ys) ** (len(ys) - k) for k, each in enumerate({EACH}))", "divided-on"),
    ("9.collapse", "1 - a2", "class-1-put-in-turned"),
    ("9.collapse", "a2 - 1", "class-1-put-in"),
    ("10.times", "a1 * w2, w2, 0", "zero-dz2_dw2"),
    ("10.times", "a1 * w2, a1, w2", "factor-that-moves"),
    ("10.add", "dloss_dz2 * a1", "first-only"),
    ("7.step", stepped(a2="1 / (1 - exp(-z2))"), "minus-below-a2"),
    ("7.step", stepped(a1="z1 / (1 + exp(-z1))"), "z-above-a1"),
    ("7.step", stepped(a2="1 / (1 + exp(z2))"), "one-minus-at-a2"),
    ("7.step", stepped(a1="1 / (1 + exp(z1))"), "one-minus-at-a1"),
    ("7.step", stepped(a2="exp(z2) / 1 + exp(z2)"), "above-and-added-a2"),
    ("7.step", stepped(a1="1 / 1 + exp(z1)"), "above-one-turned-a1"),
    ("7.step", stepped(a2="1 / (1 - exp(z2))"), "minus-below-turned-a2"),
    ("7.step", stepped(a1="max(z1, 0)"), "relu-a1"),
    ("7.step", stepped(a2="exp(z2)"), "exponential-a2"),
    ("7.step", stepped(a1="exp(-z1)"), "no-fraction-a1"),
    ("7.step", stepped(slope="(z2 > 0)"), "slope-of-relu-at-a2"),
    ("7.step", stepped(slope="(1 - tanh(z2) ** 2)"), "slope-of-tanh-at-z-at-a2"),
]


@pytest.mark.parametrize(("id", "written", "mistake"), BY_HAND)
def test_a_mistake_written_by_hand_gets_its_name(id, written, mistake):
    body = written if "return" in written else f"return {written}"
    named = check(id, answer(id, f"def {EXERCISES[id].asks}: {body}")).mistake
    # a bracket has a number where the factors stand in another order
    assert re.sub(r"(bracket-.*-at-\w+)-\d+", r"\1", named) == mistake


LISTS_BY_HAND = [
    ("", "empty", "Loss"),
    ("dloss_da2 dz2_dw2", "missing-da2_dz2", "a2"),
    ("dloss_da2 dz2_da2 dz2_dw2", "upside-down-da2_dz2", "z2 a2"),
    ("dloss_da2 da2_dz2 dz2_da1 da1_dz1 dz1_dw1", "other-weight", "w2"),
    ("dloss_dw2", "gradient-dloss_dw2", "Loss"),
    ("dloss_dz2 dz2_dw2", "product-dloss_dz2", "z2"),
    ("dloss_da2 da2_dz2 dz2_dw2 dloss_dy", "extra-dloss_dy", "y Loss"),
    ("dz1_dw2 dloss_da2 da2_dz2 dz2_dw2", "extra-dz1_dw2", ""),
    ("dloss_da2 dloss_da2 dloss_da2 da2_dz2", "doubled-dloss_da2+missing-dz2_dw2", "a2 Loss"),
]


@pytest.mark.parametrize(("names", "mistake", "path"), LISTS_BY_HAND)
def test_a_mistaken_list_written_by_hand_gets_its_name_and_its_picture(names, mistake, path):
    verdict = check("3.path", names.split())
    assert (verdict.mistake, verdict.path) == (mistake, tuple(path.split()))


@pytest.mark.parametrize("written", ["dz2/dw2", "∂z2/∂w2", "dz2dw2", "d_z2_d_w2", "DZ2_DW2", "dz2 dw2", "dz_2_dw_2",
                                     r"\frac{\partial z_2}{\partial w_2}"])
def test_a_name_written_in_another_way_is_told_how_it_is_written(written):
    verdict = check("3.path", ["dL_da2", "da2_dz2", written])
    assert verdict.mistake == "spelling" and "an underscore" in verdict.message
    assert not re.search("dz2_dw2|dloss_da2", verdict.message)
    assert check("3.path", ["dloss_da2", written]).mistake == "spelling+missing-da2_dz2"


@pytest.mark.parametrize("joined", ["dloss_da2da2_dz2", "dloss_da2, da2_dz2", "dloss_da2 * da2_dz2"])
def test_names_in_one_pair_of_quotation_marks_are_told_apart_from_strange_ones(joined):
    assert check("3.path", [joined, "dz2_dw2"]).mistake == "joined"


@by_formula
def test_each_pair_comes_back_as_both_or_has_a_simpler_name(exercise):
    """The learner's source runs on all points at once, which is fast enough for every pair; on batches, one by one."""
    catalogue, batch = exercise.catalogue, any(each.batch for each in exercise.parameters.values())
    scopes = exercise.program.points if batch else [columns(exercise.program.points, exercise.parameters)]
    found, order, (right, *made) = {}, {mistake: k for k, mistake in enumerate(catalogue.mistakes)}, catalogue.each[1]
    spoilt = dict(zip(catalogue.mistakes, ~close(np.array(made), right).all(axis=2), strict=True))
    for pair in pairs(exercise):
        assert not pair[0].touches & pair[1].touches
        with np.errstate(all="ignore"):
            f = answer(exercise.id, source(exercise, pair))
            returned = [f(**scope) for scope in scopes]
        parts = returned[0] if isinstance(returned[0], tuple) else [np.array(returned if batch else returned[0])]
        values = np.array([np.broadcast_to(part, len(exercise.program.points)) for part in parts])
        if not np.isfinite(values).all():  # of such an answer the verdict says that it is infinite
            continue
        named = catalogue.find(values)
        blamed = (close(values, right).all(axis=1) & (spoilt[pair[0]] | spoilt[pair[1]])).any()
        assert not (blamed and pair in named), "what is right is never blamed"
        assert blamed or named, "each other pair is found, or a simpler one of the same value"
        if pair in named:
            found[pair] = named[0]
            assert [order[m] for m in named[0]] <= [order[m] for m in pair] or len(named[0]) < 2, (pair, named)
    own = [pair for pair, named in found.items() if named == pair]
    assert len(own) > min(400, 0.8 * len(pairs(exercise))), (
        f"of {exercise.id} too few pairs of mistakes have values of their own")
    for pair in own[::max(1, len(own) // 50)]:
        verdict = check(exercise.id, answer(exercise.id, source(exercise, pair)))
        assert (verdict.status, verdict.mistake) == ("wrong", f"{pair[0].id}+{pair[1].id}")
        said = re.sub(r"^(\d\. )In \w+(?: and in \w+)*: ", r"\1", verdict.message, flags=re.MULTILINE)
        assert f"Two things at once.\n1. {pair[0].text}\n2. {pair[1].text}" in said
        assert verdict.path == (pair[0].path or pair[1].path)


@pytest.mark.parametrize("id", LISTS)
def test_what_is_said_of_any_list_of_names_is_so_and_is_all(id):
    assert check(id, [*DERIVATIVES, *DERIVATIVES, "dZ2_dW2", "spam", "dz2_dw2dz2_dw2"]).status == "wrong"
    for names in lists(id, 4000):
        assert not false_of_path(id, names, check(id, names)), names


@pytest.mark.parametrize("id", PROGRAMS)
def test_each_pair_in_a_program_comes_back_as_both_or_has_a_simpler_name(id):
    exercise, own = EXERCISES[id], 0
    for k, pair in enumerate(pairs(exercise)):
        assert not pair[0].touches & pair[1].touches
        values = exercise.values(pair)
        named = exercise.find(values) if np.isfinite(values).all() else ()
        assert len(named) < 2 or close(exercise.values(named), values).all()
        own += named == pair
        if k % 20 == 0:
            verdict = check(id, answer(id, source(exercise, pair)))
            assert verdict.mistake in ("+".join(each.id for each in named), None)
    assert own > 200


# ---- messages

RIGHT_FACTORS = ["a2-y", "a2*(1-a2)", "a2(1-a2)", "a1*(1-a1)", "a1(1-a1)", "x*w1", "a1*w2", "w1*x", "w2*a1", "y/a2",
                 "(1-y)/(1-a2)", "g1(z1)", "g2(z2)", "loss(a2,y)", "loss(g2", "step_size*", "w1-step", "w2-step",
                 "dloss_dz2*a1", "dloss_dz1*x", "a1*dloss_dz2", "x*dloss_dz1", "+=", "reversed", "gradient*local"]
SIGNS = str.maketrans({"−": "-", "·": "*", "×": "*", "σ": "g", " ": ""})
# A wrong factor may be quoted where it stands, though it would be right elsewhere.
QUOTED = dict.fromkeys(("slope-of-a1-for-dz2_dw2", "extra-slope-of-a1", "extra-slope-of-a1-w2"), "a1(1-a1)")


def test_each_message_asks_a_question_and_gives_neither_an_answer_nor_a_number_away():
    messages = [(mistake.id, mistake.text) for exercise in EXERCISES.values() for mistake in exercise.singles]
    for mistake, text in [*messages, *FAMILIES.items(), *(each[::3] for each in WORDS.where)]:
        plain = text.translate(SIGNS)
        leaked = [factor for factor in RIGHT_FACTORS if factor in plain and factor != QUOTED.get(mistake)]
        assert not leaked and not re.search(r"\d[.,]\d", text), (mistake, text)
        sentences = re.findall(r"[.?!](?= |$)", text)
        assert 1 <= len(sentences) <= 3 and text.endswith("?"), (mistake, text)
        assert 30 < len(text) < 260 and "{" not in text and "  " not in text, (mistake, text)
        assert {*re.findall(r"\bg\w\b", text)} <= {"g1", "g2", "g3", "go"}, f"{mistake}: no such layer"


def test_each_picture_can_be_drawn():
    paths = {mistake.path for exercise in EXERCISES.values() for mistake in exercise.singles}
    assert len(paths) > 10
    for path in paths:
        assert computation_graph(path=path).html.startswith("<img alt=")
