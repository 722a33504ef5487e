"""The predictions: a choice shows the demonstration and what is true of that choice."""

import re

import pytest
import traitlets

from nnlib.exercises import predict
from nnlib.exercises.course import PREDICTIONS


def demonstration():
    print("a2 <rises>")


@pytest.mark.parametrize("lesson", PREDICTIONS)
def test_each_choice_is_answered_with_its_reason(lesson):
    right, reasons = PREDICTIONS[lesson]
    assert list(reasons) == ["A", "B", "C"]
    assert len(set(reasons.values())) == 3
    for letter, reason in reasons.items():
        prediction = predict(lesson, demonstration)
        prediction.choice = letter
        shown = prediction.feedback.value
        assert f"You predicted {letter}." in shown
        assert reason in shown
        assert ("It holds." in shown) == (letter == right)
        assert reasons[right] in shown


def test_each_lesson_with_exercises_has_its_prediction():
    assert list(PREDICTIONS) == list(range(1, 11))


def test_nothing_is_chosen_nor_shown_at_first():
    prediction = predict(1, demonstration)
    assert (prediction.choice, prediction.feedback.value) == (None, "")


def test_a_button_makes_the_choice_and_another_changes_it():
    prediction = predict(1, demonstration)
    buttons = prediction.children[0].children
    assert [button.description for button in buttons] == ["A", "B", "C"]
    buttons[1].click()
    assert prediction.choice == "B"
    buttons[2].click()
    assert prediction.choice == "C"
    assert "You predicted C." in prediction.feedback.value


def test_the_demonstration_is_shown_escaped():
    prediction = predict(1, demonstration)
    prediction.choice = "A"
    assert "a2 &lt;rises&gt;" in prediction.feedback.value
    assert "<rises>" not in prediction.feedback.value


def test_a_demonstration_that_raises_is_told_in_words():
    prediction = predict(1, lambda: 1 / 0)
    prediction.choice = "A"
    assert "The demonstration stopped: ZeroDivisionError: division by zero" in prediction.feedback.value


def test_without_a_kernel_the_comparison_is_folded():
    bundle = predict(2, demonstration)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert re.search(r"<details><summary>.*a2 &lt;rises&gt;.*B holds", bundle["text/html"], re.S)
    assert "A, B, C" in bundle["text/plain"]


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="lesson is 99; one of 1, 2, 3"):
        predict(99, demonstration)
    prediction = predict(1, demonstration)
    with pytest.raises(traitlets.TraitError, match="choice is 'D'; one of A, B, C was wanted"):
        prediction.choice = "D"
