"""What a verdict says, held against what is so: at points that no check has seen.

    false(case, verdict)        what it says that is not so: a list of (kind, text)
"""

import re
from itertools import chain, pairwise

import numpy as np
from checker.fresh import FOLLOWS, close, drawn, made, moved, right, touched, values
from checker.walks import gradients, records

from nnlib.checker.mending import MESSAGES, mends
from nnlib.checker.slips import parsed
from nnlib.exercises import EXERCISES
from nnlib.exercises.backward import run
from nnlib.topology import INPUTS, PATHS, derivative, sides

# ---- what is said

class Said:
    """A verdict on a case, and the answer's values where it must hold."""

    def __init__(self, id, verdict, function):
        self.id, self.message, self.exercise = id, verdict.message, EXERCISES[id]
        self.function, self.names = function, list(EXERCISES[id].results)
        ids = (verdict.mistake or "").split("+")
        self.named = [mistake for mistake in self.exercise.mistakes if mistake.id in ids]
        self.free = values(function, id, drawn(id))
        self.network = values(function, id, drawn(id, made=True)) if id in FOLLOWS else self.free

    def agrees(self, k, tolerance=1e-5):
        """Whether one result is right at every fresh point."""
        return close(self.free[k], right(self.id)[k], tolerance).all() or close(
            self.network[k], right(self.id, self.id in FOLLOWS)[k], tolerance).all()

    def where(self, mistake):
        """Return the results that a mistake is said of: all, if none is named."""
        before = self.message.partition(mistake.text)[0].split("\n")[-1]
        found = re.search(r"In ((?:\w+ and in )*\w+): $", before)
        return found[1].split(" and in ") if found else self.names

    def false_names(self):
        """Yield what is false in the mistakes named."""
        is_right = [self.agrees(k) for k in range(len(self.names))]
        open_ = re.search(r"Your (.*) (?:is|are) not right either", self.message)
        for mistake in self.named:
            hit = [is_right[k] for k in touched(self.id, mistake) if self.names[k] in self.where(mistake)]
            if hit and all(hit):
                yield "blames what is right", f"{mistake.id} is named; it touches only what is right"
        for k, name in enumerate(self.names):
            named = [mistake for mistake in self.named if name in self.where(mistake)]
            if open_ and re.search(rf"\b{name}\b", open_[1]):
                if is_right[k]:
                    yield "blames what is right", f"{name} is said to differ"
            elif not is_right[k] and not self.explained(k, named):
                yield "names what was not made", f"with {[each.id for each in named]} made, {name} has other values"
            elif is_right[k] and len(self.names) > 1 and any(k in touched(self.id, each) for each in named):
                yield "blames what is right", f"{name} is right, and {[each.id for each in named]} are named in it"

    def explained(self, k, mistakes):
        """Whether the right program with these mistakes gives one result's values: free, in a network, or from the
        answer's own earlier results."""
        for got, together in ((self.free, False), (self.network, self.id in FOLLOWS)):
            points, there = drawn(self.id, made=together), np.isfinite(got[k])
            for given in (None, dict(zip(self.names[:k], got, strict=False))):
                if there.any() and close(got[k], made(self.id, points, mistakes, own=given)[k])[there].all():
                    return True
        return False

    # ---- statements

    def at(self, k, points):
        """Return the answer's values and the right ones, less the old weight where the message is about a step."""
        step = "The step to your new weight" in self.message
        start = np.array([point[self.names[k][4:]] for point in points]) if step else 0.0
        return values(self.function, self.id, points)[k] - start, made(self.id, points)[k] - start

    def changes(self, name, k, ratio=False):
        """Whether the answer, or its ratio to the right one, changes with a parameter alone, and whether the right one
        does. None where it cannot be told."""
        groups = moved(self.id)[name]
        got, wanted = (np.reshape(each, (len(groups), -1)) for each in self.at(k, [*chain(*groups)]))
        with np.errstate(all="ignore"):
            got = got / wanted if ratio else got
        there = got[np.isfinite(got).all(axis=1)]
        if not there.size:
            return None, None
        still = close(there, there[:, :1], 1e-6) | (np.abs(there - there[:, :1]) < 1e-9)
        return not still.all(), not close(wanted, wanted[:, :1], 1e-6).all()

    def statements(self):
        """Yield the statements of the message, each with whether it is so."""
        message, parameters = self.message, self.exercise.parameters
        about = re.search(r"first that differs is (\w+)", message)
        k = self.names.index(about[1]) if about else 0
        (got, wanted), tried = self.at(k, drawn(self.id)), self.at(k, self.exercise.program.points)
        there = np.isfinite(got)
        for name in re.findall(r"does not change with (\w+), and it should", message):
            changes, should = self.changes(name, k)
            yield f"does not change with {name}", not changes and should is not False
        for name in re.findall(r"changes with (\w+), and it should not", message):
            changes, should = self.changes(name, k)
            yield f"changes with {name}", changes is not False and not should
        for names in re.findall(r"ratio to the right one changes with (.*), and should not", message):
            for name in re.split(r", | and ", names):
                yield f"the ratio changes with {name}", self.changes(name, k, ratio=True)[0] is not False
        if "depends on all that it should depend on" in message:
            deaf = [name for name in parameters if self.changes(name, k) == (False, True)]
            yield f"depends on all that it should; not on {deaf}", not deaf
        for sign, where in re.findall(r"the (right|wrong) sign at (some|each|no) ", message):
            same = (np.sign(tried[0]) == np.sign(tried[1]) * (1 if sign == "right" else -1))[np.isfinite(tried[0])]
            how_many = {"each": same.all(), "no": not same.any(), "some": same.any() and not same.all()}
            yield f"the {sign} sign at {where}", how_many[where]
        with np.errstate(all="ignore"):
            multiple = np.divide(*tried if "at each of them" in message else (got[there], wanted[there]))
            above, near = np.subtract(*tried), np.mean(np.abs(got / wanted - 1) < 0.0101)
        for said, so in (
            ("by the same amount", close(above, above[:1]).all() and ("too large" in message) == (above[0] > 0)),
            ("It is the same multiple", close(multiple, multiple[:1]).all()),
            ("within 1 %", near >= 0.7),
            ("first that differs is", not self.agrees(k, 1e-8)),
            ("the same whatever the inputs", close(self.free, self.free[:, :1])[:, there].all()),
        ):
            if said in message:
                yield said, so
        for names in re.findall(r"((?:\w+, )*\w+(?: and \w+)?) (?:is|are) right; the first that differs", message):
            for name in re.split(r", | and ", names):
                yield f"{name} is right", self.agrees(self.names.index(name))
        if "own example" in message:
            at = [self.exercise.example]
            yield "right for the example", close(values(self.function, self.id, at), made(self.id, at), 1.1e-3).all()
        for classes in re.findall(r"Right where the true class is (0 or 1|0|1)\b", message):
            there = [str(point["y"]) in classes.split(" or ") for point in drawn(self.id)]
            yield f"right where the true class is {classes}", close(self.free, right(self.id))[:, there].all()


def false_places(source, message):
    """Yield the places that a message names and that the answer's own lines do not bear out."""
    for node in re.findall(r"node (\w+) the subtraction is turned round", message):
        if not re.search(r"\by\w* - \w" if node == "Loss" else r"\w - 1\b", source):
            yield "place", f"no subtraction is turned round at {node}"


def without_slips(case, verdict):
    """Return what an answer may be without the slips that a verdict names."""
    slips, found = {*MESSAGES} & {*(verdict.mistake or "").split("+")}, [case.function]
    exercise = EXERCISES[case.id]
    for function in found:  # a slip may stand there several times
        if len(found) < 30:
            known = exercise.ways[0].right, exercise.parameters.keys()
            found += [mended for (_, id, _), mend, _ in mends(function, *known)
                      if id in slips and (mended := mend())]
    return found


def false(case, verdict):
    """Return what a verdict says of an answer that is not so."""
    said = Said(case.id, verdict, case.function)
    is_right = all(said.agrees(k, 1e-7) for k in range(len(said.names)))
    if verdict.status == "right":
        return [] if all(said.agrees(k) for k in range(len(said.names))) else [("called right", "and it is wrong")]
    if is_right:
        return [("refused", "and it is right for every network")]
    found = [("statement", text) for text, is_so in said.statements() if not is_so]
    if said.named:
        found += min((list(Said(case.id, verdict, function).false_names())
                      for function in without_slips(case, verdict)), key=len)
    if parsed(case.function)[0]:  # without its lines, the values alone say where
        found += list(false_places(case.source, verdict.message))
    if case.outside and verdict.status == "wrong" and "notebook" not in verdict.message:
        there = Said(case.id, verdict, case.elsewhere)
        if said.named and not found and any(True for _ in there.false_names()):
            found.append(("outside name", f"{case.outside} of the notebook taken for {verdict.mistake}"))
        if "Does a number stand" in verdict.message:
            found.append(("outside name", f"asks for a number; {case.outside} of the notebook stand there"))
    for names in re.findall(r"Your function reads ([^.]*?)(?: from your notebook|, which )", verdict.message):
        found += [("outside name", f"{name} is said to be read") for name in re.split(r", | and ", names)
                  if not re.search(rf"\b{name}\b", case.source)]
    return found


# ---- lists of names

def leads(of, by):
    """The nodes on the way from by to of, found on the graph; none if there is no way."""
    return [by] if of == by else next(([*way, of] for before in INPUTS.get(of, ()) if (way := leads(before, by))), [])


def false_of_path(id, names, verdict):
    """Return what a verdict says of a list of names that is not so, and what it should say."""
    path, other = PATHS[EXERCISES[id].weight], PATHS[{"w1": "w2", "w2": "w1"}[EXERCISES[id].weight]]
    is_right, called_right = sorted(names) == sorted(path), verdict.status == "right"
    if is_right or called_right:
        return [] if is_right is called_right else [("called right" if called_right else "refused", "")]
    ids = {*(verdict.mistake or "").split("+")}
    if ids & {"empty", "other-weight"}:
        return [] if not names or sorted(names) == sorted(other) else [("names what was not made", verdict.mistake)]
    crossed, false = set(), [*{each.rpartition("-")[2] for each in ids} - {*names, *path}
                             - {derivative(*sides(name)[::-1]) for name in names}]
    for name in {*names}:
        along, against = leads(*sides(name)), leads(*sides(name)[::-1])
        steps = {derivative(end, start) for start, end in pairwise(along or against)} & {*path}
        crossed |= steps
        kinds = {kind for kind in ("gradient", "product", "extra", "doubled") if f"{kind}-{name}" in ids}
        if name in path:
            is_so = kinds == ({"doubled"} if names.count(name) > 1 else set())
        elif kinds & {"product", "gradient"}:
            is_so = len(along) > 2 and steps
        elif f"upside-down-{derivative(*sides(name)[::-1])}" in ids:
            is_so = against and not along
        else:
            is_so = "extra" in kinds
        told = name in path or re.search(rf"\b{name}\b", verdict.message)
        false += [name] if not is_so or not told or ("doubled" in kinds and names.count(name) < 2) else []
    if not any(each.startswith("gradient-") for each in ids):
        false += {each[8:] for each in ids if each.startswith("missing-")} ^ ({*path} - crossed)
    given_away = {name for name in path if re.search(rf"\b{name}\b", verdict.message)} - {*names}
    if given_away or len(set(pairwise(verdict.path))) > 1:
        false.append(f"{given_away} or the path is given away")
    return [("names what was not made", ", ".join(false))] if false else []


# ---- walks over a record

def false_of_walk(case, verdict):
    """Return what a verdict says of a backward pass that is not so."""
    def differ(wanted):
        for record in records():
            try:
                got, right = case.function([(name, list(inputs)) for name, inputs in record]), wanted(record)
                if not all(close(float(got[name]), right[name]) for name in gradients(record)):
                    return True
            except Exception:  # an answer may do anything
                return True
        return False

    if differ(gradients) == (verdict.status == "right"):
        return [("called right" if verdict.status == "right" else "refused", "")]
    ids = (verdict.mistake or "").split("+")
    chain = [mistake for mistake in EXERCISES[case.id].mistakes if mistake.id in ids]
    if chain and len(chain) == len(ids) and differ(lambda record: run(record, chain)):
        return [("names what was not made", f"{verdict.mistake} give other gradients")]
    return []
