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
from contextlib import contextmanager, redirect_stderr, redirect_stdout

import numpy as np

from nnlib.arguments import one_number
from nnlib.checker.points import close

LONGEST = 200
LIBRARIES = sys.stdlib_module_names | {"nnlib", "numpy"}
TO_DO = "Replace the dots with your answer, then run both cells again."
NO_RETURN = "Your function returns nothing yet. Does the line with its result begin with return?"


class Misfit(Exception):
    """Why an answer cannot be judged by its values. status : of the verdict."""

    def __init__(self, message, status="wrong"):
        super().__init__(message)
        self.status = status


def results(answer, parameters, names, points, several):
    """Call an answer at each point, twice, and return what it gives: (len(names), len(points)).

    parameters : the names of the parameters, in order. names : those of the results. several : result -> what to ask
    where it is many values instead of one.
    Raises Misfit if that are not so many finite numbers, the same both times.
    """
    with guarded():
        if not callable(answer):
            raise Misfit(f"Your answer is {shown(answer)}; a function was wanted, handed over by its name, "
                         "without brackets.")
        arguments = _arguments(answer, parameters)
        once = _numbers([_call(answer, arguments, point) for point in points], names, several)
        again = _numbers([_call(answer, arguments, point) for point in reversed(points)], names, several)[:, ::-1]
    if not close(again, once).all():
        raise Misfit("Your function gives different results for the same inputs. "
                     "Does it use something besides its parameters, that changes from call to call?")
    return once


@contextmanager
def guarded():
    """Run the learner's code: nothing is printed, and each exception but KeyboardInterrupt becomes a Misfit."""
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
            raise Misfit(_told(error)) from None


def shown(value):
    """Return a short text for a value of the learner's: one line, no address, the same for the same value."""
    try:
        text = repr(value)
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001 - a broken repr must not hide the message
        return f"an object of type {type(value).__name__}"
    return short(text)


def short(text):
    """Return a text of the learner's on one line, without addresses, cut to a fixed length."""
    text = " ".join(re.sub(r" at 0x[0-9a-fA-F]*", "", str(text)).split())
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
    raise Misfit(f"Your function takes {short(signature)}; it is given {len(parameters)} values, in this order: "
                 f"{', '.join(parameters)}.")


def _call(answer, arguments, point):
    positions, keywords = arguments
    values = [each.copy() if isinstance(each, np.ndarray) else each for each in point.values()]  # it may change them
    return answer(*(values[k] for k in positions), **{name: values[k] for name, k in keywords.items()})


def _numbers(returned, names, several):
    if all(map(blank, returned)):
        raise not_tried(returned)
    return np.array([_row(each, names, several) for each in returned]).T


def _row(returned, names, several):
    """Return the results of one call as floats."""
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
    wrapped = (isinstance(value, (tuple, list)) and len(value) == 1) or (
        isinstance(value, np.ndarray) and value.shape == (1,))
    if wrapped and isinstance(value[0], (int, float, np.number)):
        raise Misfit(f"Your {name} is one number in a list or an array; the number alone was wanted.")
    if isinstance(value, (tuple, list)) or (isinstance(value, np.ndarray) and value.size != 1):
        raise Misfit(f"Your {name} is {shown(value)}, {len(value)} value{'s' * (len(value) != 1)}; "
                     f"one number was wanted.{f' {question}' if question else ''}")
    try:
        return float(one_number(name, value))
    except (TypeError, ValueError) as error:
        raise Misfit(f"What your function returns is no number that can be judged: {short(error)}.") from None


def _told(error):
    """Return the sentence for an exception: its type, its message, the line of the learner's code."""
    try:
        said = short(error)
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001 - an exception whose str raises
        said = ""
    lines = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)
             if str(frame.f_globals.get("__name__")).split(".")[0] not in LIBRARIES]
    where = ""
    if lines:
        code = short(linecache.getline(*lines[-1]))
        where = f", in line {lines[-1][1]}" + (f": {code}" if code else ".")
    return f"Your code raises {type(error).__name__}{f' ({said})' if said else ''}{where}"
