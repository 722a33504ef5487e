"""The questions: a choice is marked, shows the demonstration and what is true of that choice."""

import re
from collections import Counter

import numpy as np
import pytest
import traitlets
from exercises.answers import answer, solution

from nnlib.exercises import EXERCISES, predict, recall
from nnlib.exercises.course import LESSONS, PREDICTIONS, RECALLS
from nnlib.exercises.prediction import Choice
from nnlib.exercises.questions import Question

ALL = [*((predict, lesson, question) for lesson, question in PREDICTIONS.items()),
       *((recall, lesson, question) for lesson, question in RECALLS.items())]
each_question = pytest.mark.parametrize(("ask", "lesson", "question"), ALL,
                                        ids=[f"{ask.__name__} {lesson}" for ask, lesson, _ in ALL])


@each_question
def test_each_choice_is_answered_with_its_reason(ask, lesson, question):
    assert list(question.choices) == ["A", "B", "C"]
    assert all(len({choice[k] for choice in question.choices.values()}) == 3 for k in (0, 1))
    for letter, (words, reason) in question.choices.items():
        asked = ask(lesson)
        asked.choice = letter
        shown = asked.feedback.value
        assert f" {letter}. It " in shown and reason in shown and question.choices[question.right][1] in shown
        sign = "✓" if letter == question.right else "✗"
        assert ("It holds." in shown) == (letter == question.right) and f"<p><b>{sign} You " in shown
        assert asked.buttons[letter].description == f"{sign} {letter}. {words}"


@pytest.mark.parametrize("questions", [PREDICTIONS, RECALLS], ids=["predictions", "recalls"])
def test_the_right_choice_stands_in_each_place_about_as_often(questions):
    places = Counter(question.right for question in questions.values())
    assert max(places.values()) - min(places[letter] for letter in "ABC") <= 1, places


def test_each_lesson_has_its_prediction_and_from_the_third_on_a_question_from_an_earlier_one():
    assert list(PREDICTIONS) == list(LESSONS)
    missing = [f"nnlib/exercises/lesson_{number:02}.py" for number in list(LESSONS)[2:] if number not in RECALLS]
    assert missing == [], "there is no RECALL"
    for number in RECALLS:
        id, values, *_ = LESSONS[number].RECALL
        assert int(id.split(".")[0]) < number
        example = EXERCISES[id].example or {}
        other = {name for name, value in values.items() if not callable(value) and value != example.get(name)}
        assert len(other) >= len(values) / 2 - 1, "other numbers than the exercise's"


def test_a_recalled_result_is_the_exercises_own():
    for number, question in RECALLS.items():
        id, values, result, _ = LESSONS[number].RECALL
        results = np.atleast_1d(answer(id, solution(id))(**values))
        right = f"{results[EXERCISES[id].results.index(result)]:.6g}".replace("-", "−")
        assert question.choices[question.right][0] == right
    assert RECALLS[5].asked == "y = 0, a1 = 0.5, a2 = 0.8. What is ∂Loss/∂w2?"


def test_a_right_choice_is_worked_out_and_a_wrong_one_says_what_gives_it():
    said = {lesson: [reason for _, reason in question.choices.values()] for lesson, question in RECALLS.items()}
    assert said[3][1:] == ["z1 = 2 · 0 = 0, a1 = sigmoid(0) = 0.5, z2 = 0.5 · 3 = 1.5.",
                           "This is what comes out with z2 = a1 + w2 in place of z2 = a1 · w2."]
    assert said[4][1].endswith("a1 = sigmoid(−2) ≈ 0.119203, z2 = 0.119203 · 0 = 0, a2 = sigmoid(0) = 0.5, "
                               "Loss = ½ · (0.5 − 1)² = 0.125.")
    assert said[4][2] == "This is what comes out with 2 · Loss in place of Loss."
    assert said[5][2] == "This is what comes out with ∂a2/∂z2 = 1 in place of ∂a2/∂z2 = a2 · (1 − a2)."
    for lesson, question in RECALLS.items():
        right, *wrong = sorted(said[lesson], key=lambda reason: reason.startswith("This is what comes out with "))
        assert right == question.choices[question.right][1]
        assert right.endswith(f" {question.choices[question.right][0]}.")
        assert len(wrong) == 2 and not re.search(r"[*_]|-|\?", "".join(said[lesson]))


def shout():
    print("a2 <rises>")


def made():
    choices = {"A": ("x < 1", "no"), "B": ("$5", "yes"), "C": ("both", "neither")}
    return Choice(Question("B", choices, shout), "You predicted", "Compare with your prediction")


def test_nothing_is_chosen_at_first_a_button_makes_the_choice_and_another_changes_it_and_the_mark():
    asked = made()
    assert (asked.choice, asked.feedback.value) == (None, "")
    assert [button.description for button in asked.buttons.values()] == ["A. x < 1", "B. $5", "C. both"]
    first, second, _ = asked.buttons.values()
    first.click()
    assert asked.choice == "A" and first.description == "✗ A. x < 1" and "nnlib-wrong" in first._dom_classes
    second.click()
    assert asked.choice == "B" and second.description == "✓ B. $5" and "nnlib-right" in second._dom_classes
    assert first.description == "A. x < 1" and not {"nnlib-wrong", "nnlib-right"} & {*first._dom_classes}
    assert all(button.disabled is False for button in asked.buttons.values())
    shown = asked.feedback.value  # the demonstration is escaped, its code folded
    assert re.search(r"a2 &lt;rises&gt;.*<details><summary><u>Open the code</u></summary>.*def shout\(\)", shown, re.S)
    assert "<rises>" not in shown


def test_without_a_kernel_the_choices_are_listed_and_the_comparison_is_folded():
    bundle = made()._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert re.search(r"x &lt; 1.*<details><summary>.*a2 &lt;rises&gt;.*B holds", bundle["text/html"], re.S)
    assert bundle["text/plain"] == "A. x < 1\nB. $5\nC. both\nRun this cell to get the buttons."
    assert recall(5)._repr_mimebundle_()["text/plain"].startswith("y = 0, a1 = 0.5, a2 = 0.8. What is dLoss/dw2?\nA. ")


def test_bad_input_is_refused():
    for ask in (predict, recall):
        with pytest.raises(ValueError, match=r"lesson is 99; one of (?:1, 2, )?3, 4"):
            ask(99)
    with pytest.raises(traitlets.TraitError, match="choice is 'D'; one of A, B, C was wanted"):
        made().choice = "D"
