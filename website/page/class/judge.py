"""With this a page grades a class: it reads what was handed in, and judges what other workers say of the answers.

    read("/class")             work and what is to be said of it, as JSON
    begin(turn, k)             what a worker is to do for the work k: {"run": …}, {"call": …}, or at last {"rows": …};
                               for the one after the last work, the canary: {"rows": whether nothing was tampered with}
    go_on(turn, answered)      the same, after the worker's answer

Here no learner's code runs. Whether an answer is right is decided by the numbers that it gives
(nnlib.exercises.remote).
"""

import ast
import json
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

from kernel import keep_width
from plain import is_plain

from nnlib.exercises import EXERCISES
from nnlib.exercises.notebook import loads
from nnlib.exercises.remote import call, verdict
from nnlib.grade.cells import tree_of
from nnlib.grade.course import lessons
from nnlib.grade.running import claimed, namespace, unfinished
from nnlib.grade.submissions import Work, handed_in
from nnlib.grade.table import Row, as_csv

COURSE = lessons()
# After each learner, in the same Python: a right answer, a wrong one, a slip. If something else is said of them than
# here, something was tampered with.
CANARY = (("4.locals", "def local_derivatives(y, a1, a2):\n    return a2 - y, a2 * (1 - a2), a1"),
          ("4.gradient", "def dloss_dw2(y, a1, a2):\n    return (a2 - y) * a2 * (1 - a2)"),
          ("4.gradient", "def dloss_dw2(y, a1, a2):\n    return (a2 - y) * a2(1 - a2) * a1"))
handed, judgings, questions = [], {}, {}


class Asked(KeyboardInterrupt):
    """A question whose answer is to be waited for. A check lets it through, as it does an interruption."""


class Lost(Exception):
    """The worker ended, or was stopped. late : whether it took too long. ran : the exercises whose cells had run."""

    def __init__(self, late, ran):
        self.late, self.ran = late, ran


def read(place):
    """Read what was handed in. Returns the work, each with what its worker needs, and sentences on what was found."""
    try:
        found, said = handed_in(Path(place), COURSE)
    except ValueError:
        return json.dumps({"problem": f"{Path(place).name} is no .zip that can be read."})
    handed[:] = found
    return json.dumps({"work": [*map(needs, [*found, Work("", "4")])], "said": said})  # the last one is the canary


def needs(work):
    """Return what a worker must have for some work, and whether it may do other work afterwards."""
    lesson, code = COURSE.get(work.lesson), [each for cells in work.cells.values() for each in cells]
    return {"learner": work.learner, "setup": lesson.setup if lesson else "",
            "imports": sorted(set().union(*map(imports, code))),
            "plain": not lesson or all(is_plain(each, lesson.setup) for each in code)}


def imports(code):
    """Return the names of the packages that code imports; IPython for lines that begin with % or !."""
    tree = tree_of(code)
    if not tree:
        return {"IPython", *re.findall(r"^\s*(?:import|from)\s+([A-Za-z]\w*)", code, re.MULTILINE)}
    nodes = [*ast.walk(tree)]
    return {each.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for each in node.names} | {
        node.module.split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom) and node.module}


# ---- one learner

def begin(turn, k):
    judgings[turn] = rows_of(handed[k]) if k < len(handed) else canary()
    return go_on(turn, "null")


def go_on(turn, answered):
    """Return what is to be done next. answered : by the worker: {"text": …}, or {"late": …, "ran": […]} if it ended."""
    try:
        return json.dumps(judgings[turn].send(json.loads(answered)))
    except StopIteration as done:
        return json.dumps({"rows": done.value})
    except Lost:
        return json.dumps({"rows": None})


def rows_of(work):
    """Judge some work; yields what a worker is to do, and is sent what it answers."""
    lesson, rows, endless = COURSE.get(work.lesson), [], set()
    if not lesson:
        return [Row(work.learner, "", "", "not tried", "no-lesson", work.problem)]
    for id in lesson.answers:
        if work.problem:
            found = "not tried", "unreadable", work.problem
        elif not work.cells[id]:
            found = "not tried", "no-cell", "The notebook has no cell for this exercise."
        else:
            found = yield from judged(id, work.cells, lesson, endless)
        rows.append(Row(work.learner, work.lesson, id, *found))
    return rows


def judged(id, cells, lesson, endless):
    """Judge one answer. endless : exercises whose cells do not end, to be left out."""
    before = [*lesson.answers][:[*lesson.answers].index(id) + 1]
    cells = {each: cells[each] for each in before if each not in endless}
    try:
        told = parsed((yield {"run": {"id": id, "name": lesson.answers[id].name, "setup": lesson.setup,
                                      "cells": [*cells.items()]}}))
        found = (yield from by_numbers(id, told)) if told else None
        return (found.status, found.mistake or "", found.message) if found else unfinished(id, cells, [*cells], False)
    except Lost as lost:
        found = unfinished(id, cells, lost.ran, lost.late)
        if isinstance(found, str):
            endless.add(found)
            return (yield from judged(id, cells, lesson, endless))
        return found


def parsed(answered):
    """Return what a worker says, None if that is no JSON. Raises Lost if it says nothing any more."""
    if "text" not in answered:
        raise Lost(answered["late"], answered["ran"])
    try:
        return loads(answered["text"])
    except ValueError:
        return None


def by_numbers(id, told):
    """Return the Verdict on an answer elsewhere, or None. What is asked in vain is asked there; then the judging starts
    anew."""
    sent, called, asked = [], [], []

    def ask(given):
        k = len(asked)
        asked.append(given)
        if k < len(called) and sent[k] == given:
            return called[k]
        del sent[k:], called[k:]
        raise Asked

    while True:
        try:
            return verdict(id, told, ask)
        except Asked:
            known = questions.get(id) or expected(id)
            questions[id] = known if known[:len(asked)] == asked else asked[:]
            more = questions[id][len(called):]
            told_of = parsed((yield {"call": more}))
            told_of = told_of[:len(more)] if isinstance(told_of, list) else []
            sent += more
            called += told_of + [None] * (len(more) - len(told_of))
            asked.clear()


@cache
def expected(id):
    """Return what a check will ask, as far as that can be known: each point twice, there and back."""
    asked = []
    verdict(id, {"status": "right"}, lambda given: asked.append(given) or {"returned": None})
    return asked + asked[::-1]


def canary():
    """Yields what a worker is to do with answers that are no learner's; returns whether all is as it should be."""
    lesson = COURSE["4"]
    for id, code, told, called in known_answers():
        run = {"id": id, "name": lesson.answers[id].name, "setup": lesson.setup, "cells": [[id, [code]]]}
        if parsed((yield {"run": run})) != told:
            return False
        if called and parsed((yield {"call": expected(id)})) != called:
            return False
    return True


@cache
def known_answers():
    """Return the canary's answers as they are where nobody tampers: id, code, what is claimed, what calls give."""
    found = []
    for id, code in CANARY:
        space = namespace("")
        told = claimed(id, {id: [code]}, COURSE["4"], space)
        called = [call(id, space[COURSE["4"].answers[id].name], given)
                  for given in (expected(id) if told["status"] == "right" else ())]
        found.append((id, code, *json.loads(json.dumps([told, called]))))
    return found


# ---- the class

def table(rows):
    """Return rows, as JSON, as the text of a .csv."""
    return as_csv([Row(*each) for each in json.loads(rows)])


def summary(rows):
    """Return what a class's rows, as JSON, say: of each exercise how many are right, and which mistakes were made."""
    by_exercise = defaultdict(list)
    for row in (Row(*each) for each in json.loads(rows)):
        if row.exercise:
            by_exercise[row.exercise].append(row)
    return json.dumps([of_exercise(EXERCISES[id], by_exercise[id]) for id in EXERCISES if id in by_exercise])


def of_exercise(exercise, rows):
    """Return the numbers of one exercise, and its mistakes, the most frequent first; those with one text are one."""
    statuses, made = Counter(row.status for row in rows), Counter()
    named = [row for row in rows if row.status == "wrong" and row.mistake]
    told = {id: told_of(id, exercise, named) for row in named for id in row.mistake.split("+")}
    for row in named:
        made.update({told[id] for id in row.mistake.split("+")})
    return {"id": exercise.id, "asks": exercise.asks, "right": statuses["right"], "wrong": statuses["wrong"],
            "untried": statuses["not tried"], "unnamed": statuses["wrong"] - len(named),
            "mistakes": [{"count": count, "said": said, "asked": asked, "picture": picture}
                         for (said, asked, picture), count in made.most_common()]}


def catalogued(exercise):
    """Return id -> each mistake that a verdict may name, those included that have another one's values."""
    return {each.id: each for each in (*exercise.singles, *getattr(exercise, "mistakes", ()))}


def told_of(id, exercise, rows):
    """Return what to say of a mistake, what to ask and a picture: of the catalogue, or as a learner was told."""
    mistake = catalogued(exercise).get(id)
    alone = next((row.message for row in rows if row.mistake == id), "")
    picture = keep_width(exercise.illustrate(mistake.path)) if mistake and mistake.path and exercise.illustrate else ""
    return (*said_and_asked(mistake.text if mistake else alone or id), picture)


def said_and_asked(text):
    """Return what a text of the catalogue says, and what it asks."""
    sentences = re.split(r"(?<=[.?:]) ", text)
    # From "Walk from Loss back to w1: where ...?" the question keeps its place.
    first = next((k for k in range(len(sentences)) if all(each.endswith(("?", ":")) for each in sentences[k:])),
                 len(sentences))
    return " ".join(sentences[:first]), " ".join(sentences[first:])
