"""With this you can call an answer that may do anything: raise, print, recurse, return nonsense, answer by mood.

`results` gives the numbers that it returns at each point, or raises Misfit with the sentence to show. Only
KeyboardInterrupt passes through, so that a learner can stop a loop.
"""

import inspect
import linecache
import os
import re
import sys
import traceback
import warnings
from collections import Counter
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from types import FunctionType

import numpy as np

from nnlib.arguments import one_number
from nnlib.checker.names import local_names, outside, said, same_role, undefined, used
from nnlib.checker.points import close
from nnlib.checker.slips import LIBRARIES, explained, written

LONGEST = 200
TO_DO = "Replace the dots with your answer, then run both cells again."
NO_RETURN = "Your function returns nothing yet. Does the line with its result begin with return?"

KINDS = {  # what may come where numbers were wanted: type -> (id, what it is)
    dict: ("dictionary", "a dictionary"), str: ("text", "a text, in quotation marks"),
    (set, frozenset): ("set", "a set, in curly brackets, which keeps no order"),
}


class Misfit(Exception):
    """Why an answer cannot be judged by its values. status, mistake, place, original : of the verdict."""

    def __init__(self, message, status="wrong", mistake=None, place=None, original=""):
        super().__init__(message)
        self.status, self.mistake, self.place, self.original = status, mistake, place, original


def results(answer, parameters, names, points, words):
    """Call an answer at each point, twice, and return what it gives: (len(names), len(points)).

    parameters : the names of the parameters, in order. names : those of the results. words : the exercise's Words.
    Raises Misfit if that are not so many finite numbers, the same both times.
    """
    with guarded(parameters, words.names):
        if not callable(answer):
            raise Misfit(f"Your answer is {shown(answer)}; a function was wanted, handed over by its name, "
                         "without brackets.")
        arguments = _arguments(answer, parameters)
        returned = [_call(answer, arguments, point) for point in points]
        _must_return(answer, returned, points, parameters)
        try:
            once = _numbers(returned, names, words.several)
        except Misfit as misfit:
            raise (cause(answer, parameters, names, words) if misfit.mistake in (None, "true-or-false")
                   and misfit.status == "wrong" else None) or misfit from None
        again = _numbers([_call(answer, arguments, point) for point in reversed(points)], names, words.several)[:, ::-1]
    if not close(again, once).all():
        raise Misfit("Your function gives different results for the same inputs. "
                     "Does it use something besides its parameters, that changes from call to call?")
    return once


def variables(answer, parameters, names, points):
    """Return name -> values of the answer's own variables of these names, where they have one number at each point."""
    if not isinstance(answer, FunctionType) or sys.getprofile():  # a profiler is at work
        return {}
    code, seen, rows = answer.__code__, {}, []
    stored = Counter(local_names(code, "STORE"))
    once = [name for name in names if stored[name] == 1 and name not in parameters]

    def watch(frame, event, _):
        if event == "return" and frame.f_code is code:
            seen.update({name: frame.f_locals.get(name) for name in once})

    try:
        with guarded(parameters):
            arguments = _arguments(answer, parameters)
            for point in points if once else ():
                sys.setprofile(watch)
                _call(answer, arguments, point)
                sys.setprofile(None)
                rows.append([seen.pop(name, None) for name in once])
    except Misfit:
        return {}
    finally:
        sys.setprofile(None)
    return {name: np.array(row, float) for name, row in zip(once, zip(*rows, strict=True), strict=False)
            if all(isinstance(value, (int, float, np.floating)) and np.isfinite(value) for value in row)}


@contextmanager
def guarded(parameters=(), told=None):
    """Run the learner's code: nothing is printed, and each exception but KeyboardInterrupt becomes a Misfit.

    parameters, told : of the exercise; told, name -> what to say where a name has no value.
    """
    with (open(os.devnull, "w", encoding="utf-8", errors="replace") as nowhere, redirect_stdout(nowhere),
          redirect_stderr(nowhere), warnings.catch_warnings(), np.errstate(all="ignore")):
        warnings.simplefilter("ignore")
        try:
            yield
        except (KeyboardInterrupt, Misfit):
            raise
        except NotImplementedError:
            raise Misfit(TO_DO, "not tried") from None
        except BaseException as error:  # noqa: BLE001 - SystemExit and the like, too
            raise _misfit(error, parameters, told or {}) from None


def shown(value):
    """Return a short text for a value of the learner's: one line, no address, the same for the same value."""
    try:
        text = repr(value.item() if isinstance(value, np.ndarray) and value.ndim == 0 else value)
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001 - a broken repr must not hide the message
        return f"an object of type {type(value).__name__}"
    return short(text)


def short(text):
    """Return a text of the learner's on one line, without addresses, cut to a fixed length."""
    text = " ".join(re.sub(r" at 0x[0-9a-fA-F]*", "", str(text)).split())
    text = re.sub(r"\bnp\.(?:float|int|uint|complex|longdouble|str_|bool_?)\d*"
                  r"\(((?:\([^()]*\)|[^()])*)\)", r"\1", text)
    text = re.sub(r"\bnp\.(True|False)_", r"\1", text)
    text = re.sub(r"(?<![\w.])\d+\.\d{5,}(e[-+]?\d+)?", lambda number: f"{float(number[0]):.4g}", text)
    return text if len(text) <= LONGEST else text[:LONGEST - 1] + "…"


def blank(value):
    """Whether a value says that the exercise is still to be done."""
    return value is None or value is ... or (type(value) in (tuple, list) and len(value) > 0 and all(map(blank, value)))


def not_tried(returned):
    """Return the Misfit for an answer that returned only blanks."""
    return Misfit(NO_RETURN if all(each is None for each in returned) else TO_DO, "not tried")


def _arguments(answer, parameters):
    """Return the positions (indices into parameters) and the keywords (name -> index) to call an answer with."""
    indices = list(range(len(parameters)))
    try:
        signature = inspect.signature(answer)
    except (TypeError, ValueError):  # some callables written in C do not tell
        return indices, {}
    by_name = dict(zip(parameters, indices, strict=True))
    only = [name for name, each in signature.parameters.items()
            if each.kind is each.KEYWORD_ONLY and each.default is each.empty]
    split = len(parameters) - len(only)
    ways = [(indices, {}), (indices[:split], dict(zip(only, indices[split:], strict=False))), ([], by_name)]
    if by_name.keys() <= signature.parameters.keys():
        ways.insert(0, ([], by_name))  # the contract's own names, in whatever order they stand
    for positions, keywords in ways:
        try:
            signature.bind(*positions, **keywords)
        except TypeError:
            continue
        return positions, keywords
    values = f"{len(parameters)} value{'s' * (len(parameters) != 1)}"
    raise Misfit(f"Your function takes {short(signature)}; it is given {values}, in this order: "
                 f"{', '.join(parameters)}.")


def _call(answer, arguments, point):
    positions, keywords = arguments
    values = [each.copy() if isinstance(each, np.ndarray) else each for each in point.values()]  # it may change them
    return answer(*(values[k] for k in positions), **{name: values[k] for name, k in keywords.items()})


def cause(answer, parameters, names, words):
    """Return the Misfit for a wrong answer that uses names from outside, or holds a slip of Python's; else None."""
    found = reading(answer, parameters, names, words)
    slip = None if found else written(answer, len(names) == 1)
    return Misfit(slip[0], "wrong", *slip[1:]) if slip else found


def reading(answer, parameters, names, words, only_known=False):
    """Return the Misfit for a wrong answer that reads names from outside, or None.

    only_known : whether to look only at names that the exercise knows, or that are called as its parameters are.
    """
    known = {*parameters, *names, *words.names, *words.paths}
    found = {name: value for name, value in outside(answer, known).items()
             if not only_known or name in known or same_role(name, parameters)}
    return Misfit(said(found, parameters, words.names, shown, used(answer, parameters)), "wrong",
                  "outside-name") if found else None


def _must_return(answer, returned, points, parameters):
    """Raise Misfit if an answer prints instead of returning, or returns nothing at some of the points."""
    nothing = [each is None for each in returned]
    if all(nothing) and "print" in getattr(getattr(answer, "__code__", None), "co_names", ()):
        raise Misfit("Your function prints, and returns nothing. print shows a value, return hands it back: "
                     "which of the two does its last line need?", "not tried", "print-for-return")
    if not any(nothing) or all(nothing):
        return
    for name, parameter in parameters.items() if isinstance(parameters, dict) else ():
        values = [point[name] for point in points]
        if not parameter.values or parameter.low is None or parameter.batch:
            continue
        groups = [value if value in parameter.values else None for value in values]  # None: between them
        without = {group for group, each in zip(groups, nothing, strict=True) if each}
        if without.isdisjoint(group for group, each in zip(groups, nothing, strict=True) if not each):
            at = " or ".join([f"{value:.4g}" for value in sorted({
                value for value, each in zip(values, nothing, strict=True) if each})][:2])
            more = "; not only the numbers that stand in it are tried" if without == {None} else ""
            raise Misfit(f"Where {name} is {at}, your function returns nothing{more}. "
                         f"Which one formula with {name} holds for all?", "wrong", "no-return-for-some")
    point = points[nothing.index(True)]
    at = ", ".join(f"{name} = {value:.4g}" for name, value in point.items() if isinstance(value, (int, float)))
    raise Misfit(f"At some points your function returns nothing{f', as at {at}' if at else ''}. "
                 "Does each way through it end with a return?", "wrong", "no-return-for-some")


def _numbers(returned, names, several):
    if all(map(blank, returned)):
        raise not_tried(returned)
    return np.array([_row(each, names, several) for each in returned]).T


def _row(returned, names, several):
    """Return the results of one call as floats."""
    wanted = f"{len(names)} results were wanted, one after the other: {', '.join(names)}" if len(names) > 1 else (
        "one number was wanted")
    for kind, (id, told) in KINDS.items():
        if isinstance(returned, kind):
            raise Misfit(f"Your function returns {told}; {wanted}.", "wrong", id)
    if len(names) == 1:
        parts = [returned]
    elif isinstance(returned, (tuple, list)) or (isinstance(returned, np.ndarray) and returned.ndim):
        parts = list(returned)
    else:
        raise Misfit(f"Your function returns {shown(returned)}; {len(names)} results were wanted: {', '.join(names)}.")
    if len(parts) != len(names):
        raise Misfit(f"Your function returns {len(parts)} results; {len(names)} were wanted: {', '.join(names)}.")
    return [_number(name, part, several.get(name)) for name, part in zip(names, parts, strict=True)]


def _number(name, value, question):
    if value is ...:
        raise Misfit(f"The dots still stand in place of {name}.")
    if blank(value):
        raise Misfit(f"For some inputs your {name} is {shown(value)}; a number was wanted.")
    if callable(value):
        raise Misfit(f"Your {name} is a function that is not called. What belongs in brackets after its name?",
                     "wrong", "not-called")
    if isinstance(value, (bool, np.bool_)):
        raise Misfit(f"Your {name} is {shown(value)} for some inputs: the answer to a comparison. A number was wanted.",
                     "wrong", "true-or-false")
    for kind, (id, told) in KINDS.items():
        if isinstance(value, kind):
            raise Misfit(f"Your {name} is {told}; one number was wanted.", "wrong", id)
    array = isinstance(value, np.ndarray)
    wrapped = (isinstance(value, (tuple, list)) and len(value) == 1) or (array and value.shape == (1,))
    if wrapped and isinstance(value[0], (int, float, np.number)):
        raise Misfit(f"Your {name} is one number in a list or an array; the number alone was wanted.",
                     "wrong", "in-a-list")
    asked = f" {question}" if question else ""
    if array and value.ndim > 1:
        raise Misfit(f"Your {name} is an array of {' × '.join(map(str, value.shape))} values; "
                     f"one number was wanted.{asked}", "wrong", "matrix")
    if isinstance(value, (tuple, list)) or (array and value.size != 1):
        raise Misfit(f"Your {name} is {shown(value)}, {len(value)} value{'s' * (len(value) != 1)}; "
                     f"one number was wanted.{asked}")
    try:
        return float(one_number(name, value))
    except (TypeError, ValueError) as error:
        raise Misfit(f"What your function returns is no number that can be judged: {short(error)}.") from None


def _misfit(error, parameters, told):
    """Return the Misfit for an exception: a slip of Python's in plain words where it is one, and what Python said."""
    original, slip = _told(error), None
    with suppress(Exception):  # one of the learner's own may do anything
        slip = (undefined(error.name, parameters, told), "unknown-name", None) if (
            type(error) is NameError and error.name and parameters) else explained(error)
    message, mistake, place = slip or (original, None, None)
    return Misfit(message, "wrong", mistake, place, original if message != original else "")


def _told(error):
    """Return the sentence for an exception: its type, its message, the line of the learner's code."""
    unread = type(error) in (SyntaxError, IndentationError, TabError)  # their text names a file, which is none here
    try:
        said = short(error.msg if unread else error)
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001 - an exception whose str raises
        said = ""
    lines = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)
             if str(frame.f_globals.get("__name__")).split(".")[0] not in LIBRARIES]
    where = ""
    if lines or (unread and error.lineno):
        line, code = (lines[-1][1], linecache.getline(*lines[-1])) if lines else (error.lineno, error.text or "")
        where = f", in line {line}" + (f": {short(code)}" if code else ".")
    return f"Your code raises {type(error).__name__}{f' ({said})' if said else ''}{where}"
