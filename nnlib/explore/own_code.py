"""With these an explorer runs a function that the learner wrote: whatever it does, it ends in numbers or in words.

    descend(step, Network(0.5, -2.5), 1.5, 1, step_size=2.0, steps=100)     (Trajectory, why it stopped or "")
    gradients(backward, record)                                             (name -> number, what is wrong or "")
"""

import os
import warnings
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from time import monotonic

import numpy as np

from nnlib import Network, Trajectory
from nnlib.arguments import one_number, shown

PATIENCE = 20.0  # seconds for all steps
FARTHEST = 1e6  # what is beyond is no place for a weight: see nnlib.network


class Dots(Exception):
    """What a function returns whose dots still stand."""


class Unfit(Exception):
    """What is wrong with a function or with what it returned."""


@contextmanager
def guarded():
    """Run the learner's code: nothing is printed, and each exception but KeyboardInterrupt becomes Unfit."""
    with (open(os.devnull, "w", encoding="utf-8", errors="replace") as nowhere, redirect_stdout(nowhere),
          redirect_stderr(nowhere), warnings.catch_warnings(), np.errstate(all="ignore")):
        warnings.simplefilter("ignore")
        try:
            yield
        except (KeyboardInterrupt, Dots, Unfit):
            raise
        except BaseException as error:  # noqa: BLE001 - SystemExit and the like, too
            raise Unfit(f"it raises {type(error).__name__}{_said(error)}") from None


def _said(error):
    try:
        text = " ".join(str(error).split())
    except BaseException:  # noqa: BLE001 - an exception whose str raises
        return ""
    return f": {text[:120]}" if text else ""


def number(name, value):
    """Return one number of what came back."""
    try:
        return one_number(name, value)
    except (TypeError, ValueError) as error:
        raise Unfit(str(error)) from None


def two_weights(returned):
    """Return the two weights that a step returned."""
    several = isinstance(returned, (tuple, list)) or (isinstance(returned, np.ndarray) and returned.ndim)
    if returned is ... or (several and any(each is ... for each in returned)):
        raise Dots
    if not several or len(returned) != 2:
        raise Unfit(f"it returns {shown(returned)}; two numbers were wanted, new_w1 and new_w2")
    weights = tuple(number(name, each) for name, each in zip(("new_w1", "new_w2"), returned, strict=True))
    if max(map(abs, weights)) > FARTHEST:
        raise Unfit(f"it sends a weight beyond {FARTHEST:,.0f}")
    return weights


def descend(step, net, xs, ys, step_size, steps):
    """Take a learner's step again and again: (Trajectory, why it stopped or ""); (None, "") if its dots still stand.

    step : called as step(x, y, w1, w2, step_size), for one example at a time. xs, ys : one entry for each example;
    of several, each is given the same old weights, and the next ones are the mean of what comes back.
    """
    path, stopped = [(float(net.w1), float(net.w2))], ""
    examples = [(float(x), float(y)) for x, y in zip(np.atleast_1d(xs), np.atleast_1d(ys), strict=True)]
    try:
        with guarded():
            until = monotonic() + PATIENCE
            for _ in range(steps):
                if monotonic() > until:
                    raise Unfit(f"it is slow, and {PATIENCE:g} seconds are over")
                moved = [two_weights(step(x, y, *path[-1], step_size)) for x, y in examples]
                path.append(tuple(map(float, np.mean(moved, axis=0))))
    except Dots:
        return None, ""
    except Unfit as error:
        taken = len(path) - 1
        stopped = f"stops after {taken} step{'s' * (taken != 1)}: {error}"
    w1, w2 = np.array(path).T
    there = Network(w1[:, None], w2[:, None], net.g1, net.g2, net.loss)
    loss = there.example_loss(there.forward(np.atleast_1d(xs)), np.atleast_1d(ys))
    return Trajectory(w1, w2, np.mean(loss, axis=1)), stopped


def gradients(backward, record):
    """Run a learner's backward on a record: (name -> number, what is wrong or ""); (None, "") if its dots still stand.

    record : a list of (name, [(name of an input, local derivative), …]), which the function may destroy.
    """
    found = {}
    try:
        with guarded():
            returned = backward(record)
            if returned is ...:
                return None, ""
            if not isinstance(returned, dict):
                raise Unfit(f"it returns {shown(returned)}; a dictionary was wanted, from each name to its gradient")
            for name, value in returned.items():
                found[name] = number(f"the gradient of {name}", value)
    except Unfit as error:
        return found, str(error)
    return found, ""
