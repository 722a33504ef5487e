"""What a message says of its mistake is so: words such as squared or halved are those of its kind, and each number
stands in what the mistake writes, or in one of PHRASES, which hold in general."""

import re
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
from checker.truth import leads
from lessons import course

from nnlib import Network, cross_entropy, quadratic, sigmoid
from nnlib.checker.diagnosis import FAMILIES, NEAR
from nnlib.checker.mistakes import KINDS, ONE
from nnlib.checker.points import columns
from nnlib.exercises import EXERCISES
from nnlib.exercises.backward import BACKWARD
from nnlib.exercises.paths import PathExercise, mistakes_on
from nnlib.exercises.setting import OVER_EXAMPLES
from nnlib.topology import INPUTS, LOCAL_DERIVATIVES, PATHS, WAYS, sides

NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?!\w)|½|\b(?:two|three|four|five|six|both|twice|half|(?<!at )once|"
                    r"doubled|halved|squared?|third|quarter|tenth|large[rst]+|small[erst]+)\b", re.IGNORECASE)
GROWS = re.compile(r"[Ww]hen (?:\w+ lies above y and |the true class is \d and )?(\w+) grows.*, "
                   r"does (?:the )?(\w+) grow")


def evaluated(lines, scope):
    """The values of a program's lines, as far as they are numbers; a line may use those before it."""
    found = {}
    for line, expression in lines.items():
        found[line] = np.asarray(eval(expression, scope | found), float)
    return found


@cache
def right_lines(exercise_id):
    """What an exercise's right program knows and makes: name -> values at the fixed points."""
    exercise = EXERCISES[exercise_id]
    if not hasattr(exercise, "program"):
        given = {"gradient": np.array([0.7, -1.3]), "local": np.array([-0.4, 2.1]), "carried": 1.9}
        return given | evaluated({name: BACKWARD[name] for name in ("start", "before", "handed")}, given)
    points = [at for at in exercise.program.points if np.size(at.get("ys", ())) in (0, 4)]  # batches of one size
    given = exercise.program.scope | columns(points, exercise.parameters)
    return given | evaluated(exercise.lines, given)


@cache
def cases():
    """Each mistake as its .text, its .lines, what is .known, and of its lines the values .made and .right."""
    found = []
    for exercise in EXERCISES.values():
        on_path = isinstance(exercise, PathExercise)
        known = {} if on_path else right_lines(exercise.id)
        for mistake in mistakes_on(PATHS[exercise.weight], exercise.weight) if on_path else exercise.mistakes:
            lines = {line: expression for line, expression in mistake.lines.items() if line in known}
            made = [evaluated({line: expression}, known)[line] for line, expression in lines.items()]
            found.append(SimpleNamespace(text=mistake.text, lines=mistake.lines, known=known, made=made,
                                         right=[known[line] for line in lines]))
    return found


def is_kind(one, kind):
    """Whether each line that a mistake changes is of a kind."""
    with np.errstate(all="ignore"):
        return bool(one.made) and all(np.allclose(made, eval(kind.format(f="f"), {"f": right}), rtol=1e-9)
                                      for made, right in zip(one.made, one.right, strict=True))


def falsely_said(one):
    """The words in a message that belong to a kind which its mistake is not of."""
    return [said for kind, words in KINDS.items() for said in words
            if said in one.text and one.made and not is_kind(one, kind)]


def unsaid(one):
    """The kinds of a mistake of which its message says nothing."""
    kinds = [kind for kind, words in KINDS.items() if words and one.lines
             and all(expression == kind.format(f=line) for line, expression in one.lines.items())]
    return [kind for kind in kinds if not any(said in one.text for said in KINDS[kind])]


def step_is_a_multiple():
    """Whether a step is the step size times the gradient, so that with 0 or twice the one it is 0 or twice as long."""
    net = Network(0.5, -2.5)
    one, two = (net.update(net.backward(net.forward(1.5), 1), step_size) for step_size in (1.0, 2.0))
    return np.isclose(net.w1 - two.w1, 2 * (net.w1 - one.w1))


def parts_add_up():
    """Whether the gradient of one weight in both layers is the sum of two parts, one for each use."""
    below, back, above = (Network(w, w).backward(Network(w, w).forward(1.5), 1) for w in (0.7 - 1e-6, 0.7, 0.7 + 1e-6))
    return np.isclose((above.loss - below.loss) / 2e-6, back.dloss_dw1 + back.dloss_dw2)


def says(*expressions):
    """A check of a case: one of these expressions stands in its lines."""
    return lambda one: any(expression in str(line) for line in one.lines.values() for expression in expressions)


def times_known(one):
    """A check of a case: a known value counts once more in what it makes."""
    known = [np.asarray(value) for value in one.known.values() if not callable(value)]
    with np.errstate(divide="ignore", invalid="ignore"):
        return any(all(np.allclose(made, change(right, value)) for made, right in zip(one.made, one.right, strict=True))
                   for value in known for change in (np.multiply, np.divide))


def stands_for(count):
    """A check of a case: a name in its lines stands for so many edges."""
    return lambda one: any(len(leads(*sides(name))) == count + 1 for names in one.lines.values() for name in names)


def goes_beyond_bounds(one):
    """A check of a case: what stands in its line is large where a is as close to a number as its message says."""
    (line,), near = one.lines.values(), re.search(r"(\w+) comes near (\d)", one.text)
    at = {near[1]: abs(int(near[2]) - 1e-7), "exp": np.exp}
    return abs(eval(line, at)) > 1e6


def is_step(one):
    (line,) = one.lines.values()
    return [eval(line, {f"z{n}": z for n in "12"}) for z in (-0.3, -2.0, 0.3, 2.0)] == [0, 0, 1, 1]


# What holds in general, and the words with a number that stand on it, or that have none of their own, as a question.
IN_GENERAL = [
    (len(INPUTS["z1"]) == len(INPUTS["z2"]) == 2, "its two inputs", "product of two inputs", "Which two values enter"),
    (INPUTS["a1"] == ("z1",), "do the two circles stand"),
    (len(sides("dz2_dw2")) == 2, "its two nodes"),
    (len(LOCAL_DERIVATIVES) == 6, "the six local derivatives"),
    (all(len({*way}) == len(way) for way in WAYS.values()), "do to it once"),
    (quadratic(3, 1) == 2, "there a ½ in the rule", "a ½ before this loss", "the ½ before the square",
     "before the square"),
    # the loss is the sum of a term for each class
    (np.isclose(cross_entropy(0.3, 0.4), 0.4 * cross_entropy(0.3, 1) + 0.6 * cross_entropy(0.3, 0)),
     "a square in this loss", "the two terms", "the two probabilities", "two fractions", "Which two probabilities"),
    (cross_entropy(0.2, 1) > cross_entropy(0.3, 1), "When the true class is 1 and a2 grows"),
    (sigmoid.derivative(20.0) < 1e-6, "= 1 the sigmoid is flat"),
    (sigmoid.derivative(-20.0) < 1e-6, "= 0 the sigmoid is flat"),
    (step_is_a_multiple(), "If w1 is 0, can", "If w2 is 0, can", "If each weight is 0, can", "if the step is 0",
     "larger step size", "the two factors of the step", "the gradient is 0", "step be when it is doubled",
     "Both gradients belong"),
    (OVER_EXAMPLES["mean"](np.array([3.0, 3.0])) == 3,
     "in the data twice, should the step become twice", "mean over two equal examples"),
    (parts_add_up(), "two uses", "two parts", "two products", "two small changes", "two gradients that",
     "handed back 0", "value is used twice", "its two factors"),
    (BACKWARD["start"] == "1.0", "been handed 1", "start with 1 at the last"),
    (True, "of the two", "between the two"),
]
# Words with a number, and what must hold of a mistake of which they are said.
PHRASES = {words: lambda one, holds=holds: holds for holds, *phrases in IN_GENERAL for words in phrases} | {
    "two steps too many": says("(n + 1)"), "the probability of class 1?": says("1 - a2"),
    "by the probability of class 1": says("/ a2"), "by the probability of class 0": says("/ (1 - a2)"),
    **{f"distance of {a} from 1": says(f"1 - {a}") for a in ("a1", "a2", "a3")},
    "counts twice": lambda one: times_known(one) or not one.made or says("so_far + so_far", "2 *", "/ (a2 * (1")(one),
    "acts twice": says("g1(a1)", "g2(a2)", "sigmoid(a1)", "sigmoid(a2)"), "enters twice": times_known,
    "stands in your list more than once": lambda one: any(len(names) == 2 for names in one.lines.values()),
    **{f"stands for {said} edges": stands_for(count) for said, count in (("two", 2), ("three", 3), ("four", 4))},
    "number of examples twice": says("mean(dloss_dw2) / size"), "through the record twice": says("* 2"),
    **dict.fromkeys(("You square the difference yourself", "the difference of a2 and y is squared",
                     "becomes of a square"), says("(a2 - y) ** 2")),
    "you square once more": says("Loss ** 2"), "differentiated once too often": says("** 2"),
    "Both weights enter": says("* w"), "holds both": says("a1 * b2"),
    "at both nodes": lambda one: [*one.lines] == ["a1", "a2"], "adds both factors": says("a1 + w2"),
    "Both gradients enter": times_known, "Both local derivatives enter": times_known,
    "cuts your product in two": lambda one: any(re.search(r"^[^(]* - ", line) for line in one.lines.values()),
    "comes near 1.": goes_beyond_bounds, "comes near 0.": goes_beyond_bounds, "slope is 1 where": is_step,
    "positive, and 0 elsewhere": is_step, "is 0 where": says("(z1 + abs(z1)) / 2", "(z2 + abs(z2)) / 2"),
    "is larger than 1": says("1 + exp("), "the larger part": says("abs(handed) > abs(so_far)"),
    "the largest of": says("largest("), "become smaller because": says("0.5 *"), "too large by 1": says("+ 1)"),
    "might the 1 stand for": says("1 - a2"), "where the true class is 1, and": says("a2 - 1"),
    "be where the true class is 0": says("a2 - 1"), "the two sums": says("(dloss_dz2 + dloss_dz1) * (a1 + x)"),
    **{f"gradient for w{n} moves both weights": lambda one, n=n: [*one.lines] == [f"step_w{3 - n}"] for n in (1, 2)},
    "you divide by 1, then": says("/ 1 - a2"), "then multiply by 1": says("(1 - a2) ** 2"),
    "comes up twice": says("y * a2"), "two local derivatives": says("dloss", "a2", "a1 + x"),
    "a mean of the two parts": says("0.5 *"), "Where both inputs": says("dict(inputs)"),
    "the first part counts twice": says("so_far + so_far"), "you start from 1": says("1.0"),
    **dict.fromkeys(("factors is 0", "gradients are 0", "answer is 0", "is 0, as if"), says("0.0")),
    "is 1 everywhere": says(ONE), "The two": lambda one: len(one.lines) == 2, "1 is added": says("+ 1"),
    "1 is subtracted": says("- 1"), "has the base 2": says("log(2)"), "has the base 10": says("log(10)"),
}  # fmt: skip
# A word of the lessons, and the first lesson that has it: no earlier message does.
TAUGHT = {
    "weight": 0, "node": 0, "true class": 0, "activation function": 0, "layer": 0, "circle": 1, "sigmoid": 1,
    "quadratic": 2, "derivative": 3, "gradient": 3, "factor": 3, "edge": 3, "path": 3, "chain rule": 3, "nudge": 3,
    "rate": 3, "walk": 3, "partial": 3, "differentiate": 3, "slope": 4, "bracket": 4, "cross-entropy": 4, "power": 4,
    "running product": 5, "step": 7, "update": 7, "gradient descent": 7, "batch": 8, "array": 8, "mean of": 8,
    "bias": 8, "denominator": 9, "logarithm": 9, "error": 9, "record": 10, "hands back": 10, "handed back": 10,
    "visit": 10,
}
# What no lesson has: another word is said for it.
UNTAUGHT = ("non-linear", "σ", "neuron", "unit", "two arrows", "arrow ends", "node with")
IN_TERM = re.compile(r"(term (?:of|for)|is (?:there|left) when the true|be there when the true) class (?:is )?(\d)")


def right_class(one, match):
    """Whether a message names the class of the term that its mistake is in; or the other one, where it asks so."""
    written = str(one.lines)
    in_first = "first" in one.lines or "first * da" in written
    in_second = "second" in one.lines or "second * da" in written or "+ (1 - y)" in written
    own, other = ("1", "0") if in_first else ("0", "1")
    return in_first != in_second and match[2] == (other if match[1].startswith("be") else own)


def untrue(one):
    """The numbers of a message that nothing accounts for, and the phrases that do not hold."""
    held = {words: holds(one) for words, holds in PHRASES.items() if words in one.text}
    kinds = [said for kind, words in KINDS.items() if is_kind(one, kind) or not one.made for said in words]
    spans = [match.span() for words in (*held, *kinds) for match in re.finditer(re.escape(words), one.text)]
    wrong = [words for words, holds in held.items() if not holds]
    wrong += [match[0] for match in GROWS.finditer(one.text)
              if match[1] not in INPUTS[match[2].replace("loss", "Loss")]]
    for match in NUMBER.finditer(one.text):
        inside = any(start <= match.start() and match.end() <= end for start, end in spans)
        of_class = any(found.end() == match.end() and right_class(one, found) for found in IN_TERM.finditer(one.text))
        minus = re.match(r"\d+ − \w+", one.text[match.start():])
        if not (inside or of_class or (minus and minus[0].replace("−", "-") in str(one.lines))):
            wrong.append(match[0])
    return wrong


def test_the_words_of_a_kind_are_said_of_its_mistakes_and_of_no_others():
    assert len(cases()) > 950
    assert [(one.text, one.lines, said) for one in cases() if (said := falsely_said(one) or unsaid(one))] == [], (
        "these words are for another kind of mistake: say it in others, or see KINDS in nnlib/checker/mistakes.py")


def test_the_numbers_of_each_message_are_those_of_the_mistake():
    assert [(one.text, one.lines, wrong) for one in cases() if (wrong := untrue(one))] == [], (
        "say it without this, or say in PHRASES of tests/exercises/test_messages.py what makes it true")


def test_each_phrase_and_each_kind_is_said():
    texts = "\n".join(one.text for one in cases())
    said = [*PHRASES, *(words for kind in KINDS for words in KINDS[kind])]
    assert [words for words in said if words not in texts] == []


def test_the_family_within_some_percent_says_how_many():
    assert f"within {100 * NEAR:g} % of" in FAMILIES["within-one-percent"]


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES.keys())
def test_a_message_has_no_word_that_no_lesson_so_far_has_taught(exercise):
    mistakes = exercise.singles if isinstance(exercise, PathExercise) else exercise.mistakes
    questions = [EXERCISES["1.forward"].words.questions.get(name, "") for name in getattr(exercise, "results", ())]
    early = [word for word, first in TAUGHT.items() if first > int(exercise.id.split(".")[0])] + [*UNTAUGHT]
    assert [(text, word) for text in (*(each.text for each in mistakes), *questions) for word in early
            if re.search(rf"\b{word}", text, re.I)] == []


def test_each_word_is_taught_by_the_lesson_that_it_is_held_to():
    prose = {each.number: " ".join(cell.source for cell in each.markdown).lower() for each in course()}
    assert [word for word, lesson in TAUGHT.items() if word.lower() not in prose[lesson]] == []
