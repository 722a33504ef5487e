"""Lessons 3 and 5: the path of local derivatives from Loss back to a weight, as a list of their names."""

from collections import Counter
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from itertools import combinations

import numpy as np

from nnlib.checker import Exercise, Mistake
from nnlib.checker.calling import Misfit, blank, guarded, short, shown
from nnlib.topology import GRADIENTS, LOCAL_DERIVATIVES, PATHS, WAYS, derivative, edge, sides

PRODUCTS = {"dloss_dz2": 2, "dloss_da1": 3, "dloss_dz1": 4}  # and how many factors from Loss back each holds
WHOLE = [name for name in GRADIENTS if sides(name)[1] in PATHS]


def upside_down(name):
    """Return dz2_da2 for da2_dz2."""
    return derivative(*edge(name))


def mistakes_on(path, weight):
    """Return the mistakes in a path. In `lines`, the names that stand in the place of one, or beside the path."""
    other = _other(weight)
    off_path = [name for name in LOCAL_DERIVATIVES if name not in path]
    gone = dict.fromkeys(path, ())
    walk = f"Walk from Loss back to {weight}, edge by edge"
    return [
        Mistake("empty", gone, f"Your list is empty. {walk}: which one is the first?", ("Loss",)),
        Mistake("other-weight", gone | {name: (name,) for name in PATHS[other]},
                f"This is the path to {other}. Where on the graph does the path to {weight} part from it?", (weight,)),
        *(Mistake(f"gradient-{name}", gone | {path[0]: (name,)},
                  f"{name} is a whole gradient, a product already, not a factor. {walk}: which factors do you meet?",
                  ("Loss",)) for name in WHOLE),
        *(Mistake(f"product-{name}", dict.fromkeys(path[:length], ()) | {path[0]: (name,)},
                  f"{name} is a running product: it stands for several edges. Which edges lie between Loss and {name[7:]}?",
                  (name[7:],)) for name, length in PRODUCTS.items() if length < len(path)),
        *(Mistake(f"missing-{name}", {name: ()},
                  f"Your product has a gap: one edge of the path is not in it. {walk}: where do you have to jump?",
                  edge(name)[1:]) for name in path),
        *(Mistake(f"upside-down-{name}", {name: (upside_down(name),)},
                  f"{upside_down(name)} is upside down. Which of its two nodes is computed from the other?", edge(name))
          for name in path),
        *(Mistake(f"doubled-{name}", {name: (name, name)},
                  f"{name} stands in your list twice. How often does the path cross that edge?", edge(name))
          for name in path),
        *(Mistake(f"extra-{name}", {name: (name,)},
                  f"{name} is not on the path. Which nodes does a change of {weight} pass on its way to Loss?", edge(name))
          for name in off_path),
        *(Mistake(f"extra-{upside_down(name)}", {upside_down(name): (upside_down(name),)},
                  f"{upside_down(name)} is upside down, and one too many. "
                  "Which of its two nodes is computed from the other?", edge(name)) for name in LOCAL_DERIVATIVES),
        *(Mistake(f"extra-{name}", {name: (name,)},
                  f"{name} is a product already, not one of the six local derivatives. Which single edges does it stand for?",
                  ("Loss",)) for name in (*PRODUCTS, *WHOLE)),
    ]


def _other(weight):
    return {"w1": "w2", "w2": "w1"}[weight]


@dataclass(frozen=True, kw_only=True)
class PathExercise(Exercise):
    """An exercise whose answer is a list of names, in any order."""

    weight: str

    @property
    def asks(self):
        return f"a list of local derivatives, from Loss back to {self.weight}"

    @cached_property
    def known(self):
        """Return the names of a list, sorted -> the mistakes that it makes: none, one or two."""
        path = PATHS[self.weight]
        mistakes = mistakes_on(path, self.weight)
        chains = [(), *((each,) for each in mistakes)]
        chains += [pair for pair in combinations(mistakes, 2) if pair[0].touches.isdisjoint(pair[1].touches)]
        known = {}
        for chain in chains:
            known.setdefault(tuple(sorted(with_mistakes(path, chain))), chain)
        return known

    @property
    def singles(self):
        """Return the mistakes that make a list of their own."""
        return [chain[0] for chain in self.known.values() if len(chain) == 1]

    def compared(self, answer):
        """Return the verdict on a list of names. Raises Misfit if it is none."""
        with guarded():
            names = _names(answer)
        mistakes = self.known.get(tuple(sorted(names)))
        if mistakes == ():
            return self.verdict("right", f"Their product is the gradient for {self.weight}: "
                                "one factor for each edge of the path.", path=WAYS[self.weight])
        return self.wrong(mistakes) if mistakes else self._unmatched(names)

    def _unmatched(self, names):
        path = PATHS[self.weight]
        known = {*LOCAL_DERIVATIVES, *map(upside_down, LOCAL_DERIVATIVES), *PRODUCTS, *WHOLE}
        strange = [name for name in names if name not in known]
        if strange:
            near = get_close_matches(strange[0], LOCAL_DERIVATIVES, cutoff=0.8)
            question = f"Did you mean {near[0]}?" if near else "How are the six of them written?"
            return self.verdict("wrong", f"“{short(strange[0])}” is not the name of a local derivative. {question}",
                                "unknown-name")
        on_path = sum((Counter(names) & Counter(path)).values())
        return self.verdict("wrong", f"In your list of {len(names)}, the names on the path, each counted once, are {on_path}. "
                            f"Walk from Loss back to {self.weight}: which edge comes first?", None, ("Loss",))


def with_mistakes(path, chain):
    """Return a path as a list with these mistakes made in it."""
    places = {name: (name,) for name in path}
    for mistake in chain:
        places |= mistake.lines
    return [name for names in places.values() for name in names]


def _names(answer):
    if isinstance(answer, np.ndarray):
        answer = answer.tolist()
    if not isinstance(answer, (list, tuple, set, frozenset)):
        raise Misfit(f"Your answer is {shown(answer)}; a list of names was wanted.")
    names = list(answer)
    for name in names:
        if not isinstance(name, str):
            raise Misfit("Your list still holds dots: which names belong there?" if blank(name) else
                         f"Your list holds {shown(name)}; names in quotation marks were wanted.")
    return [str(name).strip() for name in names]
