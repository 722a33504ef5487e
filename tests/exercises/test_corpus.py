"""Mistakes that people really made are named in full, and nothing false is said of them.

`PYTHONPATH=tests python tests/exercises/test_corpus.py` prints those that are not named in full, and the share that is.
"""

import re

from checker.truth import false
from checker.wrong_answers import NOTEBOOK, Case, defined
from exercises.answers import FORMULAS, LISTS, answer
from exercises.corpus import CORPUS

from nnlib.exercises import check


def judged(each):
    """Return the answer and the verdict on it."""
    function = answer(each.id, each.source) if each.id in LISTS else defined(each.id, each.source, NOTEBOOK)
    return function, check(each.id, function)


def in_full(each, verdict):
    """Whether a verdict holds all that it should, and names no more mistakes than were made."""
    named = (verdict.mistake or "").split("+")
    held = [re.search(want, verdict.message) or any(re.match(want, id) for id in named) for want in each.wants]
    return verdict.status == "wrong" and all(held) and len(named) <= len(each.wants)


def test_each_is_named_in_full_and_nothing_false_is_said_of_it():
    formulas = {each.id for each in FORMULAS}
    for each in CORPUS:
        function, verdict = judged(each)
        assert in_full(each, verdict), f"{each.source}{verdict}"
        faults = each.id in formulas and false(Case(each.id, each.source, function, function), verdict)
        assert not faults, f"{each.source}{verdict}\n{faults}"


def main():
    missed = [(each, verdict) for each in CORPUS if not in_full(each, verdict := judged(each)[1])]
    for each, verdict in missed:
        print(f"--- {each.id}: {each.said}; wanted {', '.join(each.wants)}")
        print(f"{each.source}{verdict}  [{verdict.mistake}]")
    print(f"{len(CORPUS) - len(missed)} of {len(CORPUS)} are named in full")


if __name__ == "__main__":
    main()
