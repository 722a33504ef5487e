"""Lessons 3 and 5: the path of local derivatives from Loss back to a weight, as a list of their names.

    PathExercise(id="3.path", weight="w2").judge(["dloss_da2", "dz2_da2"])

A list is read name by name: each has its place on the path, or a kind of mistake. What is of one kind is said once.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise, permutations

import numpy as np

from nnlib.checker import Exercise, Mistake
from nnlib.checker.calling import Misfit, blank, guarded, short, shown
from nnlib.checker.names import listed
from nnlib.topology import EDGES, GIVEN, GRADIENTS, LOCAL_DERIVATIVES, NODES, PATHS, WAYS, derivative, edge, sides, way

WHOLE = [name for name in GRADIENTS if sides(name)[1] in PATHS]
MOST = 8  # kinds of mistakes that are told at once
STRANGE = "spelling", "joined", "unknown"
NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five"}
WRITTEN = "In code each is a d with one node, an underscore, and a d with another node, all in small letters."
# Kind of mistake: what its id begins with, and its text, [of one name|of several]; said in this order.
KINDS = {
    "empty": ("empty", "Your list is empty. {walk}: which one is the first?"),
    "other": ("other-weight", "This is the path to {other}. Where on the graph does the path to {weight} part from it?"),
    "spelling": ("spelling", "The spelling of {quoted} is not that of the six names. " + WRITTEN + " What is different in yours?"),
    "joined": ("joined", "In {quoted} several names have run together. Does each stand in quotation marks of its own, "
                         "with a comma after it?"),
    "unknown": ("unknown-name", "{quoted} [is not the name of a local derivative|are not names of local derivatives]. "
                                "How is a local derivative written in code?"),
    "whole": ("gradient", "{names} [is a whole gradient, a product already, not a factor|are whole gradients, products "
                          "already, not factors]. {walk}: which factors do you meet?"),
    "product": ("product", "[{names} is a product already: it stands for {count} edges at once. Which edges lie between "
                           "{of} and {by}?|{names} are products already: each stands for several edges at once. "
                           "Which single edges lie on the path?]"),
    "again": ("extra", "{names} [is a product already, not one of the six local derivatives, and it|are products already, not "
                       "local derivatives, and each] holds an edge that your list has anyway. Which single edges [does it|do they] stand for?"),
    "aside": ("extra", "{names} [stands for {count} edges at once, and the path to {weight} does not pass {by}|stand for "
                       "several edges each, and not all of these are on the path]. "
                       "Which nodes does a change of {weight} pass on its way to Loss?"),
    "back": ("upside-down", "{names} [is upside down. Which of its|are upside down. In each, which of the] two nodes is "
                            "computed from the other?"),
    "back-over": ("upside-down", "{names} [is upside down, and stands|are upside down, and each stands] for several edges "
                                 "at once. {walk}: which single edges do you meet?"),
    "too-many": ("extra", "{names} [is upside down, and one|are upside down, and] too many. "
                          "Which nodes does a change of {weight} pass on its way to Loss?"),
    "extra": ("extra", "{names} [is|are] not on the path. Which nodes does a change of {weight} pass on its way to Loss?"),
    "given": ("extra", "{names} [is a local derivative, of {of} with respect to {by}|are local derivatives], but not on the "
                       "path: no nudge of {weight} passes there. Which nodes does it pass on its way to Loss?"),
    "apart": ("extra", "For {names} no way on the graph leads from one of the two nodes to the other. "
                       "Which nodes does a change of {weight} pass on its way to Loss?"),
    "doubled": ("doubled", "{names} [stands|stand] in your list more than once. How often does the path cross an edge?"),
    "gap": ("missing", "Your product has [a gap: one edge of the path is|gaps: {count} edges of the path are] not in it. "
                       "{walk}: where do you have to jump?"),
}


def upside_down(name):
    """Return dz2_da2 for da2_dz2."""
    return derivative(*edge(name))


def crossed(name):
    """Return the edges that a derivative stands for, as local derivatives; () if no way leads from node to node."""
    of, by = sides(name)
    nodes = way(by)
    return tuple(derivative(end, start) for start, end in pairwise(nodes[:nodes.index(of) + 1])) if of in nodes else ()


ALL = [derivative(of, by) for of, by in permutations(NODES, 2)]
SPANS = [name for name in ALL if crossed(name)[1:]]
WRITINGS = {name.replace("_", ""): name for name in ALL}
RUN_TOGETHER = re.compile(f"(?:{'|'.join(WRITINGS)}){{2,}}")


def kinds(names, weight):
    """Return kind -> the names of that kind, in the order of KINDS, for all that is wrong with a list of names."""
    path, other = PATHS[weight], PATHS[_other(weight)]
    if not names or sorted(names) == sorted(other):
        return {"other" if names else "empty": ()}
    meant = {name: name if name in ALL else WRITINGS.get(_letters(name)) for name in names}
    counts = Counter(each for each in map(meant.get, names) if each)
    found = {kind: [] for kind in (*KINDS, "right")}
    for name in dict.fromkeys(names):
        if meant[name] != name:
            found["spelling" if meant[name] else "joined" if RUN_TOGETHER.fullmatch(_letters(name)) else "unknown"] += [name]
    covered = {name: {*crossed(name), *crossed(upside_down(name))} & {*path} for name in counts}
    for name in counts:
        others = set().union(*(covered[each] for each in counts if each != name))
        found[_kind(name, weight, bool(covered[name] & others))] += [name]
    del found["right"]
    found["doubled"] = [name for name in counts if counts[name] > 1 and covered[name]]
    open_ = found["joined"] or found["unknown"] or found["whole"]  # what they cross is not known, or said
    found["gap"] = [] if open_ else [name for name in path if name not in set().union(*covered.values())]
    return {kind: each for kind, each in found.items() if each}


def _kind(name, weight, again):
    """Return the kind of a known name in a list. again : whether another one crosses an edge of the path that it crosses."""
    by, along, against = sides(name)[1], crossed(name), crossed(upside_down(name))
    if along[1:]:
        return "again" if again else "whole" if name in WHOLE else "product" if by in WAYS[weight] else "aside"
    if along:
        return "right" if name in PATHS[weight] else "given" if by in GIVEN else "extra"
    if against:
        return "back-over" if against[1:] else "back" if against[0] in PATHS[weight] and not again else "too-many"
    return "apart"


def said(kind, names, weight, lines=None):
    """Return the Mistake that names of one kind make in the path to a weight."""
    begins, text = KINDS[kind]
    one = names[0] if len(names) == 1 else None
    count = len(crossed(one)) if one and kind in ("product", "aside") else len(names)
    words = {"weight": weight, "other": _other(weight), "walk": f"Walk from Loss back to {weight}, edge by edge",
             "names": listed(names), "quoted": listed([*(f"“{short(name)}”" for name in names[:4]),
                                  *([f"{len(names) - 4} more"] if names[4:] else [])]),
             "count": NUMBERS.get(count, str(count))}
    if one and one in ALL:
        words |= dict(zip(("of", "by"), sides(one), strict=True))
    ids = [] if kind in STRANGE else [upside_down(name) if begins == "upside-down" else name for name in names]
    text = re.sub(r"\[([^|]*)\|([^]]*)\]", lambda match: match[1 if len(names) < 2 else 2], text)
    return Mistake("+".join(f"{begins}-{name}" for name in ids) or begins, lines or {}, text.format(**words),
                   _shown(kind, one, weight))


def _shown(kind, name, weight):
    """Return what to highlight: an edge or a node, never the path. name : the one in question, if it is one."""
    if kind in ("empty", "whole", "gap", "other") and (not name or kind == "whole"):
        return (weight,) if kind == "other" else ("Loss",)
    if not name or name not in ALL:
        return ()
    along, against = edge(name), sides(name)
    if kind == "gap":
        return along[1:]
    return along if along in EDGES else against if against in EDGES else along[:1] if crossed(name) else ()


def mistakes_on(path, weight):
    """Return the mistakes in a path, one at a time. In `lines`, the names that stand in the place of one, or beside it."""
    gone = dict.fromkeys(path, ())
    made = [gone, gone | {name: (name,) for name in PATHS[_other(weight)]},
            *(gone | {path[0]: (name,)} for name in WHOLE),
            *(dict.fromkeys(crossed(name), ()) | {crossed(name)[0]: (name,)}
              for name in SPANS if {*crossed(name)} < {*path}),
            *({name: instead} for name in path for instead in ((), (upside_down(name),), (name, name))),
            *({name: (name,)} for name in (*LOCAL_DERIVATIVES, *map(upside_down, LOCAL_DERIVATIVES), *SPANS,
                                           *(derivative(end, start) for start, end in EDGES if start in GIVEN))
              if name not in path)]
    first = [next(iter(kinds(with_mistakes(path, [Mistake("", lines, "")]), weight).items())) for lines in made]
    return [said(kind, names, weight, lines) for (kind, names), lines in zip(first, made, strict=True)]


def _other(weight):
    return {"w1": "w2", "w2": "w1"}[weight]


def _letters(name):
    """Return a name without what stands between its letters and digits, however a derivative is written."""
    plain = re.sub(r"[^a-z0-9]", "", name[:200].lower().replace("∂", "d").replace("partial", "d").replace("frac", ""))
    return re.sub(r"^dl(?=d)", "dloss", plain)


@dataclass(frozen=True, kw_only=True)
class PathExercise(Exercise):
    """An exercise whose answer is a list of names, in any order."""

    weight: str

    @property
    def asks(self):
        return f"a list of local derivatives, from Loss back to {self.weight}"

    @property
    def singles(self):
        """The mistakes that can be made alone."""
        return mistakes_on(PATHS[self.weight], self.weight)

    def compared(self, answer):
        """Return the verdict on a list of names. Raises Misfit if it is none."""
        with guarded():
            names = _names(answer)
        found = kinds(names, self.weight)
        if not found:
            return self.verdict("right", f"Their product is the gradient for {self.weight}: "
                                "one factor for each edge of the path.", path=WAYS[self.weight])
        return self.wrong([said(kind, each, self.weight) for kind, each in found.items()][:MOST])


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
