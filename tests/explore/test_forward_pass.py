"""The forward pass's explorer: values, steps, equations, the fill-in mode with its verdicts."""

import re

import pytest

from nnlib import tanh
from nnlib.draw import style
from nnlib.explore.controls import label
from nnlib.explore.forward_pass import COMPUTED, EVERYTHING, ForwardPassExplorer, judge


def lines(explorer):
    """What the equations read like, without tags."""
    return [re.sub(r"<[^>]*>", "", line) for line in explorer.equations.value.split("</div>")][:4]


@pytest.fixture
def explorer():
    return ForwardPassExplorer(1.5, 0.5, -2.5)


def test_the_steps_reveal_one_node_each_with_its_numbers(explorer):
    explorer.hide.click()
    assert lines(explorer) == ["z1=?", "a1=?", "z2=?", "a2=?"]
    for k, node in enumerate(COMPUTED):
        assert explorer.next.description == f"Next: {label(node)}"
        explorer.next.click()
        assert [name for name in COMPUTED if explorer.view.rows[name] != "?"] == [*COMPUTED[:k + 1]]
        assert f"{node} is highlighted" in explorer.picture.value or f"{node}, w" in explorer.picture.value
    assert lines(explorer) == ["z1=x·w1=1.5·0.5=0.75", "a1=g1(z1)=sigmoid(0.75)=0.6792",
                               "z2=a1·w2=0.6792·(−2.5)=−1.6979", "a2=g2(z2)=sigmoid(−1.6979)=0.1547"]
    assert explorer.next.disabled
    explorer.back.click()
    assert explorer.step == 3 and lines(explorer)[3] == "a2=?"
    explorer.all.click()
    assert explorer.step == EVERYTHING and "highlighted" not in explorer.picture.value
    explorer.w1, explorer.g1 = -1, tanh
    assert lines(explorer)[:2] == ["z1=x·w1=1.5·(−1)=−1.5", "a1=g1(z1)=tanh(−1.5)=−0.9051"]


def test_the_form_judges_each_node_in_any_order(explorer):
    explorer.mode = "fill in"
    assert (explorer.form.layout.display, explorer.steps.layout.display) == ("", "none")
    assert [explorer.view.rows[node] for node in COMPUTED] == ["?"] * 4
    for node, text in {"a2": "0.15", "z1": "0,75", "a1": "0.68", "z2": "−1.7"}.items():
        explorer.fields[node].value = text
        right, why = explorer.verdicts[node]
        assert right and explorer.words[node].value.startswith("✓ Right"), why
        assert explorer.view.rows[node] == style.number(explorer.values[node])
    assert explorer.task.value.startswith("All four are right.")


@pytest.mark.parametrize(("node", "text", "why"), [
    ("z1", "-0.75", "The sign is wrong"), ("a1", "0.75", "This is z1; a1 is g1 of z1"),
    ("z1", "2", "z1 is x times w1"),
    ("z2", "0.68", "This is a1; z2 is a1 times w2"), ("a2", "0.17", "Round at the end"),
    ("a2", "a lot", "is no number"),
    ("a1", "nan", "Not yet"), ("a1", "inf", "Not yet"), ("a1", "1e999", "Not yet"), ("a1", "<b>", "&lt;b&gt;"),
])
def test_a_wrong_value_is_told_why_and_not_given_away(explorer, node, text, why):
    explorer.mode = "fill in"
    explorer.fields[node].value = text
    said = explorer.words[node].value
    assert explorer.verdicts[node][0] is False and said.startswith("✗ ") and why in said
    assert style.number(explorer.values[node]) not in said
    assert explorer.view.rows[node] == "?" and why in explorer.status.value


def test_what_is_emptied_outdated_or_cleared_is_no_answer(explorer):
    explorer.mode = "fill in"
    for node, text in {"z1": "0.75", "a1": "0.68", "z2": "-1.70"}.items():
        explorer.fields[node].value = text
    explorer.fields["a1"].value = ""
    assert set(explorer.verdicts) == {"z1", "z2"} and explorer.view.rows["a1"] == "?"
    explorer.w2 = 1
    assert set(explorer.verdicts) == {"z1"} and explorer.fields["z1"].value == "0.75"
    assert explorer.fields["z2"].value == explorer.words["z2"].value == ""
    explorer.clear.click()
    assert (explorer.verdicts, explorer.fields["z1"].value) == ({}, "")


@pytest.mark.parametrize(("typed", "right"), [
    *((typed, True) for typed in ("0.67918", "0.68", "0.6792", " 0.68 ", "0,68", "+.68", "6.8e-1")),
    *((typed, False) for typed in ("0.67", "0.69", "0.6", "0.7", "-0.68", "")),
])
def test_two_decimals_suffice_and_less_do_not(explorer, typed, right):
    assert judge("a1", typed, explorer.values)[0] is right


def test_an_unknown_node_is_an_error(explorer):
    with pytest.raises(ValueError, match="node is 'z3'; one of z1, a1, z2, a2 was wanted"):
        explorer.fill("z3", "1")
