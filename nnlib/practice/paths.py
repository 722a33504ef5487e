"""With a PathsExercise you can judge the paths from Loss back to a weight: a list of paths, each a list of names.

    PathsExercise(id="practice.paths", made=made).judge([["dloss_da2", "da2_dz2", "dz2_dw2"]])

Paths come in any order, and so do the names in each. Each path is held against the one that it is nearest to.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import product

import numpy as np

from nnlib.checker import Exercise, Mistake
from nnlib.checker.calling import Misfit, blank, guarded, short, shown
from nnlib.practice.mistakes import parting
from nnlib.practice.networks import PracticeNetwork
from nnlib.practice.solution import NUMBERS
from nnlib.practice.texts import LEFT_OUT
from nnlib.topology import derivative, edge

MOST = 6  # things that are told at once


@dataclass(frozen=True, kw_only=True)
class PathsExercise(Exercise):
    """An exercise whose answer is all paths from Loss back to the weight that is asked for."""

    made: PracticeNetwork

    def compared(self, answer):
        """Return the verdict on a list of paths. Raises Misfit if it is none."""
        with guarded():
            given = self.lists(answer)
        mistakes = [*{mistake.text: mistake for mistake in self.mistakes(given)}.values()]
        if mistakes:
            more = len(mistakes) - MOST
            return self.wrong(mistakes[:MOST], after=more > 0 and (
                f"And {more} more, which {'are' if more > 1 else 'is'} not told here: first put these right."))
        count, weight = len(given), self.made.weight
        said = "This is the path" if count == 1 else f"These are the {NUMBERS[count]} paths"
        return self.verdict("right", f"{said} from Loss back to {weight}: a factor for each edge.",
                            path=self.made.ways[weight][0])

    def lists(self, answer):
        """Return the paths as lists of names. Raises Misfit, saying what came, if they are none."""
        answer = answer.tolist() if isinstance(answer, np.ndarray) else answer
        if not isinstance(answer, (list, tuple, set, frozenset)):
            raise Misfit(f"Your answer is {shown(answer)}; a list of paths was wanted, each a list of names.")
        answer = list(answer)
        if answer and all(isinstance(each, str) for each in answer):
            if len(self.wanted) > 1 and len(answer) > max(map(len, self.wanted)):
                raise Misfit("Your list holds names; a list for each path was wanted: [[…], […]]. "
                             "Where does one path end and the next one begin?", "wrong", "one-list")
            answer = [answer]
        for path in answer:
            if not isinstance(path, (list, tuple, set, frozenset)):
                raise Misfit(f"Your list holds {shown(path)}; a list of names was wanted for each path."
                             if not blank(path) else "Your list still holds dots: which paths belong there?")
            for name in path:
                if not isinstance(name, str):
                    raise Misfit("A path still holds dots: which names belong there?" if blank(name) else
                                 f"A path holds {shown(name)}; names in quotation marks were wanted.")
        return [[str(name).strip() for name in path] for path in answer]

    @property
    def wanted(self):
        return self.made.paths[self.made.weight]

    def mistakes(self, given):
        """Return the Mistakes in some paths, lists of names."""
        if not given:
            return [Mistake("empty", {}, f"Your list is empty. Walk from Loss back to {self.made.weight}: "
                                         "which edge is the first?", ("Loss",))]
        pairs, free, again = self.paired(given)
        found = [mistake for k, path in pairs for mistake in self.in_one(k, path)]
        found += [Mistake("path-twice", {}, f"The path{self.told(k)} stands in your list more than once. "
                                            "How often does a nudge go along it?") for k in again]
        for path in free:
            found += self.other_weight(path) or [Mistake(
                "path-too-many", {}, "Your list has a path too many. On how many ways does a nudge of "
                f"{self.made.weight} reach the loss?", (self.made.weight,))]
        for k in {*range(len(self.wanted))} - {k for k, _ in pairs}:
            start, end = parting(self.made, k)
            found.append(Mistake(f"left-out-{start}-{end}", {}, LEFT_OUT.format(
                way=f"from {start} to {end}", weight=self.made.weight), (end, start)))
        return found

    def paired(self, given):
        """Return (k, path) for each path that is held against path k, the paths left over, and the k of those that
        stand there again. A path that is right is held against no other one."""
        pairs, free, again = [], [], []
        for path in given:
            same = [k for k, wanted in enumerate(self.wanted) if Counter(path) == Counter(wanted)]
            if not same:
                free.append(path)
            elif {*same} <= {k for k, _ in pairs}:
                again += same
            else:
                pairs.append((same[0], path))
        left = [k for k in range(len(self.wanted)) if k not in [k for k, _ in pairs]]
        while left and free:  # the nearest two first
            k, n = min(product(left, range(len(free))), key=lambda two: apart(self.wanted[two[0]], free[two[1]]))
            pairs.append((k, free.pop(n)))
            left.remove(k)
        return sorted(pairs, key=lambda pair: pair[0]), free, again

    def other_weight(self, path):
        """Return the mistake that a path leads to another weight, if it does."""
        weight, names = self.made.weight, sorted(path)
        return [Mistake(f"path-to-{other}", {}, f"A path in your list leads to {other}. Where on the graph does the "
                                                f"way back to {weight} part from it?", (other,))
                for other, paths in self.made.paths.items() if other != weight and names in map(sorted, paths)]

    def in_one(self, k, path):
        """Return the mistakes in one path, held against path k."""
        wanted, counts = self.wanted[k], Counter(path)
        if counts == Counter(wanted):
            return []
        if other := self.other_weight(path):
            return other
        found = [self.strange(name, k) for name in counts if name not in wanted]
        covered = {*wanted} & {each for name in counts for each in self.crossed(name)}
        gaps = [name for name in wanted if name not in covered]
        if gaps and not any(mistake.id.startswith("unknown") for mistake in found):
            found.append(Mistake("+".join(f"missing-{name}" for name in gaps), {},
                                 f"The path{self.told(k)} has {'gaps' if gaps[1:] else 'a gap'}. Walk from Loss back "
                                 f"to {self.made.weight}, edge by edge: where do you have to jump?",
                                 ("Loss",) if gaps[1:] else edge(gaps[0])))
        return found + [Mistake(f"doubled-{name}", {}, f"On the path{self.told(k)}, {name} stands more than once. "
                                                       "How often does a path cross an edge?", edge(name))
                        for name in wanted if counts[name] > 1]

    def told(self, k):
        """Say which path it is, if there are several."""
        return " from {} to {}".format(*parting(self.made, k)) if self.wanted[1:] else ""

    def strange(self, name, k):
        """Return the mistake of a name that is not on path k."""
        made, weight, path = self.made, self.made.weight, f"the path{self.told(k)}"
        if name in made.slopes:
            return Mistake(f"extra-{name}", {}, f"{name} is a local derivative of this network, but not on {path}. "
                           f"Which nodes does a change of {weight} pass on its way to Loss?", edge(name))
        nodes = [*made.given, *made.inputs]
        known = {derivative(of, by): (of, by) for of in nodes for by in nodes if of != by}
        if name not in known:
            return Mistake(f"unknown-name-{short(name)}", {}, f"“{short(name)}” is not the name of a local derivative "
                           "here. In code each is a d with one node, an underscore, and a d with another node, all in "
                           "small letters.")
        of, by = known[name]
        if by in made.inputs.get(of, ()):
            return Mistake(f"extra-{name}", {}, f"{name} is a local derivative, of {of} with respect to {by}, but not "
                           f"on {path}: no nudge of {weight} passes there. Which nodes does it pass?", (by, of))
        if of in made.inputs.get(by, ()):
            return Mistake(f"upside-down-{name}", {}, f"{name} is upside down. Which of its two nodes is computed from "
                           "the other?", (of, by))
        if of in self.behind(by):
            return Mistake(f"upside-down-{name}", {}, f"{name} is upside down, and stands for several edges at once. "
                           f"Walk from Loss back to {weight}: which single edges do you meet?", (by,))
        if by in self.behind(of):
            asked = (f"Which single edges lie between {of} and {by}?" if self.crossed(name) else
                     f"Not all of them are on {path}: which nodes does a change of {weight} pass on its way to Loss?")
            return Mistake(f"product-{name}", {}, f"{name} is a product already: it stands for several edges at once. "
                           f"{asked}", (by,))
        return Mistake(f"apart-{name}", {}, f"For {name}, no way on the graph leads from one of the two nodes to the "
                       f"other. Which nodes does a change of {weight} pass on its way to Loss?")

    def behind(self, node):
        """Return all nodes that a node is made of."""
        inputs = self.made.inputs.get(node, ())
        return {*inputs}.union(*map(self.behind, inputs))

    def crossed(self, name):
        """Return the local derivatives of a path that a derivative stands for: those between its two nodes."""
        found = set()
        for way, path in zip(self.made.ways[self.made.weight], self.wanted, strict=True):
            for start, of in enumerate(way):
                for end in range(start + 1, len(way)):
                    if name in (derivative(of, way[end]), derivative(way[end], of)):
                        found |= {*path[start:end]}
        return found


def apart(path, names):
    """Return how many names two paths do not share."""
    one, other = Counter(path), Counter(names)
    return ((one - other) + (other - one)).total()
