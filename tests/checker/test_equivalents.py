"""Right answers are accepted in any form.

`NNLIB_EQUIVALENTS=700 PYTHONPATH=tests python tests/checker/test_equivalents.py` tries so many in each exercise.
"""

import os
from itertools import permutations

import pytest
from checker.equivalents import equivalents
from exercises.answers import LISTS, answer
from exercises.right import RIGHT

from nnlib.exercises import check

NUMBER = int(os.environ.get("NNLIB_EQUIVALENTS", "200"))


@pytest.mark.parametrize("id", RIGHT)
def test_right_answers_are_accepted_however_they_are_written(id):
    for source in equivalents(id, NUMBER):
        verdict = check(id, answer(id, source))
        assert verdict.status == "right", f"{source}{verdict}"


@pytest.mark.parametrize("id", LISTS)
@pytest.mark.parametrize("kind", [list, tuple, set, frozenset])
def test_right_paths_are_accepted_in_any_order(id, kind):
    assert {check(id, kind(names)).status for names in permutations(LISTS[id])} == {"right"}


if __name__ == "__main__":
    pytest.main([__file__])
