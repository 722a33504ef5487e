"""What the checks say of a mistake is so: its numbers, and words such as squared or halved, are those of the mistake.

Each number in a message of the catalogue, in digits or as a word, must lie in one of SAYINGS, and what stands beside
it there must hold of the mistake. So must the numbers in the other sentences of the checks and of the explorers.
"""

import re
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
from claims import BY_NUMBER, MESSAGES, both_sigmoids, handed_back, in_range, old_weights, two_terms, uses_of_one_weight
from lessons import ROOT, tags
from test_formulas import strings
from test_prose import NUMBER, masked, others

from nnlib import ForwardPass, cross_entropy, quadratic, relu, sigmoid
from nnlib.draw import style
from nnlib.exercises import EXERCISES
from nnlib.exercises.catalogue import FUNCTIONS
from nnlib.exercises.chain import DERIVATIVES, PATHS, WAYS
from nnlib.exercises.diagnosis import FAMILIES
from nnlib.exercises.paths import PathExercise, mistakes_on
from nnlib.exercises.points import POINTS, columns
from nnlib.exercises.records import BACKWARD, RECORDS
from nnlib.exercises.reverse import ReverseExercise
from nnlib.explore import backward_pass, data
from nnlib.explore.chain_rule import ChainRuleExplorer
from nnlib.explore.cross_entropy import CrossEntropyExplorer
from nnlib.explore.descent import DescentExplorer
from nnlib.explore.forward_pass import judge
from nnlib.explore.loss import LossExplorer
from nnlib.explore.sigmoid import ActivationExplorer
from nnlib.topology import INPUTS

inputs = INPUTS.__getitem__

# The modules of the exercises whose texts belong to a mistake or a prediction.
CATALOGUED = {"autodiff.py", "records.py", "cross_entropy.py", "data.py", "chain.py", "forward.py", "gradients.py",
              "updates.py", "predict.py"}

# ---- what a mistake puts in place of what


def evaluated(lines, scope):
    """The values of a program's lines, as far as they are numbers; a line may use those before it."""
    found = {}
    for line, expression in lines.items():
        found[line] = np.asarray(eval(expression, scope | found), float)
    return found


@cache
def right_lines(id):
    """Of an exercise: what its right program knows and makes, name -> values at the fixed points."""
    if isinstance(EXERCISES[id], ReverseExercise):
        given = {"gradient": np.array([0.7, -1.3]), "local": np.array([-0.4, 2.1]), "carried": 1.9}
        return given | evaluated({name: BACKWARD[name] for name in ("start", "before", "handed")}, given)
    formula = EXERCISES[id].formula
    given = FUNCTIONS | columns(POINTS, formula.parameters)
    return given | evaluated(formula.lines, given)


def case(exercise, mistake):
    """A mistake as .made and .right, the values of its lines, beside .known, its .lines and .text."""
    known = {} if isinstance(exercise, PathExercise) else right_lines(exercise.id)
    lines = {line: each for line, each in mistake.lines.items() if line in known}
    return SimpleNamespace(text=mistake.text, lines=mistake.lines, known=known, right=[known[line] for line in lines],
                           made=[evaluated({line: each}, known)[line] for line, each in lines.items()])


@cache
def cases():
    found = []
    for exercise in EXERCISES.values():
        mistakes = (exercise.mistakes if isinstance(exercise, ReverseExercise) else exercise.catalogue.mistakes
                    if hasattr(exercise, "catalogue") else mistakes_on(PATHS[exercise.weight], exercise.weight))
        found += [case(exercise, mistake) for mistake in mistakes]
    return found


def is_(relation):
    """A check of a case: each line that it makes is this function of the right one."""
    def holds(one, match):
        return bool(one.made) and all(np.allclose(made, relation(right), rtol=1e-9)
                                      for made, right in zip(one.made, one.right, strict=True))
    return holds


def times(name):
    """A check of a case: what it makes is the right one times something that is known there under this name."""
    def holds(one, match):
        return is_(lambda right: right * one.known[match[name] if isinstance(name, int) else name])(one, match)
    return holds


def has(expression):
    """A check of a case: one of its lines is this expression, {0}, {1} being what the saying named."""
    return lambda one, match: expression.format(*match.groups()) in map(str, one.lines.values())


TERM = {"1": "first", "0": "second"}


def of_class(one, match):
    """The mistake is in the term of this class."""
    return TERM[match[1]] in one.lines


def fact(holds):
    """A check of what is said in general."""
    return lambda one, match: holds()


def names_two(one, match):
    """The sentence before names two things."""
    return len({*re.findall(r"1 − \w+|\b[zaw][12]\b|\b[xy]\b", one.text[:match.start()])}) == 2


def steps(one, match):
    """A step is the step size times the gradient, and what is left of the weight without it is the weight."""
    known = one.known
    weights = [w for w in ("w1", "w2") if f"new_{w}" in known]
    return weights != [] and all(np.allclose(known[f"step_{w}"], known["step_size"] * known[f"dloss_d{w}"])
                                 and np.allclose(known[f"new_{w}"] + known[f"step_{w}"], known[w]) for w in weights)


SAYINGS = [
    (r"(?:is|it is) squared|square once more", is_(np.square)),
    (r"lost its sign", is_(np.abs)),
    (r"(?<!cents )opposite sign|turns the sign round", is_(np.negative)),
    (r"A 2 is left over|counts each part twice|part from z\d counts twice|hands back twice too much"
     r"|gradients are doubled",
     is_(lambda right: 2 * right)),
    (r"A ½ is left over|half of the gradient|counts half|back half of what it should|gradients are halved",
     is_(lambda right: right / 2)),
    (r"is 1 everywhere", is_(np.ones_like)), (r"(?:answer|gradients|local derivative for \w+) (?:is|are) 0",
                                              is_(np.zeros_like)),
    (r"A 1 is added", is_(lambda right: right + 1)), (r"A 1 is subtracted", is_(lambda right: right - 1)),
    (r"has the base 2\b", is_(lambda right: right / np.log(2))), (r"base 10\b", is_(lambda right: right / np.log(10))),
    # what counts twice
    (r"The weight (\w+) counts twice in \w+", times(1)),
    (r"The input of z(\d) counts twice", lambda one, match: times({"1": "x", "2": "a1"}[match[1]])(one, match)),
    (r"step size enters twice", times("step_size")),
    (r"part from (z\d) the gradient counts twice", lambda one, match: times(f"dloss_d{match[1]}")(one, match)),
    (r"part from (z\d) the local derivative counts twice",
     lambda one, match: times({"z1": "x", "z2": "a1"}[match[1]])(one, match)),
    (r"^The gradient counts twice", times("gradient")), (r"^The local derivative counts twice", times("local")),
    (r"common denominator counts twice", lambda one, match: is_(
        lambda right: right / one.known["a2"] / (1 - one.known["a2"]))(one, match)),
    (r"number of examples twice", lambda one, match: is_(lambda right: right / one.known["ys"].shape[-1])(one, match)),
    (r"At a([12]) the non-linearity acts twice", lambda one, match: any(
        each == f"{g}(a{match[1]})" for each in one.lines.values() for g in (f"g{match[1]}", "sigmoid"))),
    (r"^(\w+) stands in your list twice", lambda one, match: one.lines == {match[1]: (match[1],) * 2}),
    (r"go through the record twice", has(f"{BACKWARD['order']} * 2")),
    (r"the first part counts twice", has("so_far + so_far + handed")),
    (r"counts twice: it is squared", is_(np.square)),
    (r"The product of y and a2 comes up twice", lambda one, match: np.allclose(
        one.known["dloss_dz2"], -one.known["y"] * (1 - one.known["a2"]) + (1 - one.known["y"]) * one.known["a2"])),
    (r"differentiated once too often", lambda one, match: any(np.allclose(np.abs(one.made), np.abs(one.right) / bottom)
     for bottom in (one.known["a2"], 1 - one.known["a2"]))),
    (r"You square the difference yourself", has("(a2 - y) ** 2")),
    # classes, and where a sigmoid is flat
    (r"(?:^(?:In the|The) term of|no term for) class ([01])", of_class),
    (r"Only the term of class ([01]) is multiplied", lambda one, match: f"{TERM[match[1]]} * da" in str(one.lines)),
    (r"(?:terms is there|the loss is left) when the true class is ([01])", of_class),
    (r"Should it be there when the true class is ([01])", lambda one, match: TERM[match[1]] not in one.lines),
    (r"When the true class is 1 and a2 grows", fact(lambda: cross_entropy(0.2, 1) > cross_entropy(0.3, 1))),
    (r"In the numerator the term of class 0 has lost its a2", has("-y * (1 - a2) + (1 - y)")),
    (r"[tT]he two (?:terms|probabilities)"
     r"|[wW]hich two (?:probabilities|fractions|local derivatives)",
     fact(two_terms)),
    (r"Which of the two is the probability of class 1", has("1 - a2 - y")),
    (r"divide by the probability of class ([01])", lambda one, match: is_(lambda right: right * (
        one.known["a2"] / (1 - one.known["a2"])) ** {"0": 1, "1": -1}[match[1]])(one, match)),
    *((re.escape(words), fact(holds)) for words, holds in MESSAGES if words.startswith("Near")),
    (r"has the distance of (\w+) from 1\b", has("1 - {0}")),
    (r"you divide by 1, then subtract (\w+)", has("(1 - y) / 1 - {0}")), (r"you start from 1\b", has("1.0")),
    # how many there are
    (r"\b(\w+) (?:is a product of|adds its) two inputs", lambda one, match: len(inputs(match[1])) == 2),
    (r"the six local derivatives", fact(lambda: len(DERIVATIVES) == 6)),
    (r"and what does each do to it once", fact(lambda: all(len({*way}) == len(way) for way in WAYS.values()))),
    (r"in exercise 9a", fact(lambda: EXERCISES["9.local"].formula.results == ("dloss_da2",))),
    (r"(z[12])\b.* Which two arrows end at that node", lambda one, match: len(inputs(match[1])) == 2),
    (r"(\w+) is upside down.* its two nodes", lambda one, match: len(match[1].split("_d")) == 2),
    (r"in which order do the two nodes stand|In which order do the two nodes stand",
     fact(lambda: inputs("a1") == ("z1",) and inputs("a2") == ("z2",))),
    (r"[wW]hich (?:of|nodes? lies? between|node makes the loss out of) the two(?! terms)\b", names_two),
    (r"^The two (?:gradients|non-linearities|weights) have changed places", lambda one, match: len(one.lines) == 2),
    (r"cuts your product in two", lambda one, match: any(" * 1 - " in each for each in one.lines.values())),
    (r"At z2 you add the two local derivatives", has("dloss_da2 + da2_dz2")),
    (r"multiply the two sums", has("(dloss_dz2 + dloss_dz1) * (a1 + x)")),
    (r"adds both factors", has("a1 + w2")), (r"holds both (\w+) and (\w+)", has("{0} * {1}")),
    (r"at both nodes", lambda one, match: [*one.lines] == ["a1", "a2"]),
    (r"Both weights enter z([12])", lambda one, match: times({"1": "w2", "2": "w1"}[match[1]])(one, match)),
    (r"Both gradients enter the part from z([12])",
     lambda one, match: times({"1": "dloss_dz2", "2": "dloss_dz1"}[match[1]])(one, match)),
    (r"Both local derivatives enter the part from z([12])",
     lambda one, match: times({"1": "a1", "2": "x"}[match[1]])(one, match)),
    (r"Where both inputs of a line", has("list(dict(inputs).items())")),
    # the step
    (r"The gradient for w([12]) moves both weights", lambda one, match: np.allclose(
        one.made, one.known["step_size"] * one.known[f"dloss_dw{match[1]}"]) and match[1] not in "".join(one.lines)),
    (r"Both gradients belong to one forward pass", fact(old_weights)),
    (r"What (?:is|should be) left if the step is 0|step be where the gradient is 0|the two factors of the step", steps),
    (r"If (?:w[12]|each weight) is 0, can your rule still move it", lambda one, match: all(
        np.allclose(made, one.known[line[4:]] * (1 - one.known[f"step_{line[4:]}"]))
        for line, made in zip(one.lines, one.made, strict=True))),
    (r"How long should a step be when it is doubled", times("step_size")),
    (r"stood in the data twice, should the step become twice as long",
     lambda one, match: is_(lambda right: right * one.known["ys"].shape[-1])(one, match)),
    (r"the mean over two equal examples", fact(lambda: FUNCTIONS["mean"](np.array([3.0, 3.0])) == 3)),
    # a value that is used twice, and the record
    (r"Where a value is used twice|of its two factors did you turn round", fact(handed_back)),
    (r"[tT]he two uses|the two parts|the two products|two small changes of the loss|the two gradients that flow"
     r"|Your answer adds the two local derivatives|if one of them handed back 0", fact(uses_of_one_weight)),
    (r"Does your walk start with 1 at the last value", fact(lambda: BACKWARD["start"] == "1.0")),
    # the loss
    (r"the ½ before the square|Is there a square in this loss|is there a ½ in the rule|Is there a ½ before this loss, "
     r"as there was before the square", fact(lambda: both_sigmoids() and quadratic(3, 1) == (3 - 1) ** 2 / 2)),
]


def left(one):
    """The numbers of a message that no saying accounts for, and the sayings that are not so."""
    accounted, untrue = [], []
    for pattern, holds in SAYINGS:
        for match in re.finditer(pattern, one.text):
            accounted.append(match.span())
            untrue += [] if holds(one, match) else [match[0]]
    return untrue + [match[0] for match in NUMBER.finditer(masked("mistakes", one.text))
                     if not any(start <= match.start() and match.end() <= end for start, end in accounted)]


def test_the_numbers_of_each_message_are_those_of_the_mistake():
    assert len(cases()) > 1000
    assert [(one.text, wrong) for one in cases() if (wrong := left(one))] == []


def test_each_saying_is_said():
    assert [pattern for pattern, _ in SAYINGS if not any(re.search(pattern, one.text) for one in cases())] == []


# ---- the other sentences of the checks, and those of the explorers

def judged(answer, id="4.gradient"):
    return EXERCISES[id].judge(answer)


def doubly_wrong(y, a1, a2):
    return -2 * (a2 - y) * a2 * (1 - a2) * a1


def right_where(*classes):
    """The verdict on an answer that is right for these classes only."""
    return judged(lambda y, a1, a2: (a2 - y) * a2 * (1 - a2) * a1 * (1 if y in classes else 3 + y)).message


def slow():
    explorer = DescentExplorer(1.5, 1, 0.5, -2.5, 0.1, 20)
    path = explorer.values["path"]
    return f"the last 10 steps took {style.number(path.loss[-11] - path.loss[-1])} off the loss" in explorer.view.says


def flat():
    explorer = DescentExplorer(1.5, 1, 0.5, -2.5, 100.0, 3)
    return max(abs(explorer.values[name]) for name in ("dloss_dw1", "dloss_dw2")) < 0.01 and explorer.view.says


def shrunk():
    explorer = ChainRuleExplorer("w2", 1.5, 0.5, -2.5, 1, h=0.1)
    explorer.shrink.click()
    return explorer.h / 0.1


# Part of a sentence in the modules of the checks and of the explorers, and what must hold.
SENTENCES = [
    ("then run both cells again", lambda: [{"exercise", "check"} & {*tags(cell)} for cell in BY_NUMBER[1].cells
                                           if {"exercise", "check"} & {*tags(cell)}] == [{"exercise"}, {"check"}]),
    ("one with exercises was wanted, 1 to ", lambda: min(each.lesson for each in EXERCISES.values()) == 1),
    ("Right where the true class is 0 or 1. The check also tries numbers between them: which one formula with y gives "
     "both?", lambda: right_where(0, 1) == FAMILIES["classes-only"]),
    ("Right where the true class is 1, wrong elsewhere. What must your answer be where it is 0?",
     lambda: right_where(1) == FAMILIES["class-1-only"]),
    ("Right where the true class is 0, wrong elsewhere. What must your answer be where it is 1?",
     lambda: right_where(0) == FAMILIES["class-0-only"]),
    *MESSAGES,
    ("What does each of the two uses of w hand back?", uses_of_one_weight),
    ("Two things at once.", lambda: re.findall(r"(?m)^\d", judged(doubly_wrong).message) == ["1", "2"]),
    ("How are the six of them written?", lambda: len(DERIVATIVES) == 6),
    (", the names on the path, each counted once, are ",
     lambda: "the names on the path, each counted once, are 1." in judged(["dloss_da2"] * 4, "3.path").message),
    ("Your backward pass gives the gradients of every record tried, also where a value is used more than once.",
     lambda: any(len(names) > len({*names}) for record in RECORDS for names in [[each for _, line in record
                                                                                for each, _ in line]])),
    ("the derivative of Loss with respect to itself is 1.", lambda: float(BACKWARD["start"]) == 1),
    ("one weight, used twice", uses_of_one_weight),
    ("two weights", lambda: inputs("z1")[1:] + inputs("z2")[1:] == ("w1", "w2")),
    ("four ways", lambda: len(backward_pass.METHODS) == 4),
    ("Shrink h to a tenth", lambda: abs(shrunk() - 1 / 10) < 1e-12),
    (", the size of the gradient in layer 1 is ", lambda: " in layer 1 is " + style.number(abs(
        CrossEntropyExplorer().values["dloss_dw"][0])) in CrossEntropyExplorer().view.says),
    (" in layer 1, and ", lambda: "is 0 in layer 1, and 0 in" in CrossEntropyExplorer(weight=-1, g=relu).view.says),
    ("Both fits have the same loss.", lambda: ["Both fits" in data.judged({"mean loss": 0.1, "right": 16}, {
        "mean loss": other, "right": 16}, 23) for other in (0.1, 0.2)] == [True, False]),
    ("Both gradients are almost 0 here", lambda: "Both gradients are almost 0 here" in flat()),
    ("Slow here: the last 10 steps took ", slow),
    ("Round at the end only, to two decimals.", lambda: judge("a1", "0.66", {"a1": 0.6792})[1].startswith("Close")),
    ("two decimals suffice", lambda: [judge("a1", each, dict.fromkeys(("x", "w1", "w2", "z1", "z2", "a2"), 9.0) | {
        "a1": 0.6792})[0] for each in ("0.68", "0.7")] == [True, False]),
    ("All four are right.", lambda: len(ForwardPass._fields[1:]) == 4),
    ("Write it like 0.75.", lambda: judge("z1", "0.75", {"z1": 0.75})[0]),
    ("The loss against a2 for both classes", lambda: in_range(LossExplorer(1.5, 0.5, -2.5, 1), "y", 0, 1)),
    ("less than 0.1%", lambda: ["less than 0.1%" in ActivationExplorer(z).view.says for z in (8.6, 7.5)] == [
        4 * sigmoid.derivative(z) < 0.001 for z in (8.6, 7.5)] == [True, False]),
    (" is flat: its slope is 0.", lambda: "its slope is 0" in ActivationExplorer(-1, relu).view.says
     and relu.derivative(-1) == 0),
]


def spoken():
    """The sentences in the modules of the checks and the explorers that are no catalogue; neither markup nor layout."""
    modules = [path for folder in ("exercises", "explore") for path in (ROOT / "nnlib" / folder).glob("*.py")
               if folder == "explore" or path.name not in CATALOGUED]
    assert len(modules) > 15
    said = [text for path in modules for text in strings(path) if re.search(r"[a-z]{2,} [a-z]|in layer", text)
            and not re.search(r"<|\d(?:px|em)|const |\{\w+\}", text)]
    return [text for text in said if not any(text in one.text for one in cases())]


def unaccounted(text):
    accounted = [match.span() for words, _ in SENTENCES for match in re.finditer(re.escape(words), text)]
    return [match[0] for match in NUMBER.finditer(masked("mistakes", text))
            if not any(start <= match.start() and match.end() <= end for start, end in accounted)]


def test_the_numbers_of_the_other_sentences_are_accounted_for():
    assert [(text, found) for text in spoken() if (found := unaccounted(text))] == []


@pytest.mark.parametrize(("words", "holds"), SENTENCES)
def test_what_the_other_sentences_say_holds(words, holds):
    assert holds()
    assert any(words in text for text in [*spoken(), *(one.text for one in cases())])


# ---- the checks are checked

def test_any_other_number_in_a_message_is_found():
    spoilt = [SimpleNamespace(**vars(one) | {"text": one.text[:match.start()] + other + one.text[match.end():]})
              for one in {one.text: one for one in cases()}.values()
              for match in NUMBER.finditer(masked("mistakes", one.text)) for other in others(match[0])
              if one.text[match.start() - 2:match.start()] != "= "]  # in a formula test_formulas.py finds it
    spoilt_words = [text[:match.start()] + other + text[match.end():] for text in spoken()
                    for match in NUMBER.finditer(masked("mistakes", text)) for other in others(match[0])]
    assert (len(spoilt) > 2000, len(spoilt_words) > 100) == (True, True)
    assert [one.text for one in spoilt if not left(one)] == []
    assert [text for text in spoilt_words if not unaccounted(text)] == []


@pytest.mark.parametrize("said", [
    "is squared", "lost its sign", "opposite sign", "A 2 is left", "A ½ is left", "halved", "1 everywhere",
    "is 0, as if", "A 1 is added", "base 10", "step size enters twice", "moves both"])  # fmt: skip
def test_a_message_at_another_mistake_is_found(said):
    there = [one for one in cases() if said in one.text]
    assert there
    for one in there:
        other = SimpleNamespace(**vars(one) | {"made": [1.5 + 3 * each for each in one.made]})
        assert left(other), one.text
