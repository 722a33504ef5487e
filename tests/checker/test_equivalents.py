"""Right answers are accepted in any form, and each of those made here is shown to be right.

`NNLIB_EQUIVALENTS=750 PYTHONPATH=tests python tests/checker/test_equivalents.py` tries so many in each exercise.
"""

import os
import random
import time
from collections import Counter

import pytest
from checker.cells import judged
from checker.digits import exact
from checker.equivalents import equivalents, rewritten, symbolic
from checker.walks import exact as exact_walk
from checker.walks import right_walks
from exercises.answers import LISTS, PROGRAMS, answer
from exercises.right import RIGHT

from nnlib import Network
from nnlib.exercises import check

NUMBER = int(os.environ.get("NNLIB_EQUIVALENTS", "200"))
WITHOUT_FUNCTIONS = [id for id in RIGHT if id not in ("1.forward", "2.loss", "7.step", "8.mean")]


def refused(id, number):
    """Yield (source, verdict) for each right answer, shown to be right, that is not accepted."""
    for source in right_walks(number) if id in PROGRAMS else equivalents(id, number):
        assert exact_walk(source) if id in PROGRAMS else exact(id, source), source
        verdict = check(id, answer(id, source))
        if verdict.status != "right":
            yield source, verdict


@pytest.mark.parametrize("id", [*RIGHT, *PROGRAMS])
def test_right_answers_are_accepted_however_they_are_written(id):
    for source, verdict in refused(id, NUMBER):
        pytest.fail(f"{source}\n{verdict}")


@pytest.mark.parametrize("id", WITHOUT_FUNCTIONS)
def test_the_rewritings_are_equal_to_the_right_answer(id):
    rng = random.Random(id)
    for _ in range(20):
        for tree in RIGHT[id].trees:
            assert (symbolic(rewritten(tree, rng)) - symbolic(tree)).equals(0)


@pytest.mark.parametrize(("factor", "is_right"), [("", True), (" * a1", False), (" * (1 + 1e-30 * y)", False),
                                                   (" * (1 + 1e-45 * y)", True)])
def test_forty_digits_tell_a_right_answer_from_a_wrong_one(factor, is_right):
    assert exact("4.gradient", f"def dloss_dw2(y, a1, a2): return (a2 - y) * a2 * (1 - a2) * a1{factor}") is is_right


@pytest.mark.parametrize(("id", "result"), [
    ("7.update", "new.w1"), ("7.update", "w1 - step_size * back.dloss_dw1"), ("7.step", "new.w1, new.w2"),
    ("7.step", "w1 - step_size * back.dloss_dw1, w2 - step_size * back.dloss_dw2")])
def test_an_answer_may_let_the_lessons_network_work(id, result):
    body = "net = Network(w1, w2); back = net.backward(net.forward(x), y); new = net.update(back, step_size)"
    assert judged(id, f"{body}; return {result}", Network=Network).status == "right"


@pytest.mark.parametrize("id", LISTS)
def test_right_paths_are_accepted_in_any_order(id):
    rng = random.Random(id)
    for _ in range(500):
        names = rng.choice([list, tuple, set, frozenset])(rng.sample(LISTS[id], len(LISTS[id])))
        assert check(id, names).status == "right"


def main():
    start, counts = time.time(), Counter()
    for id in (*RIGHT, *PROGRAMS):
        found = list(refused(id, NUMBER))
        counts[id] = len(found)
        for source, verdict in found[:2]:
            print(f"--- {id}: refused\n{source}{verdict}")
    number = NUMBER * len(counts)
    print(f"{number} right answers in {time.time() - start:.0f} s; refused: {dict(+counts) or 'none'}")


if __name__ == "__main__":
    main()
