"""Check what a caller passes in, and say in one sentence what came and what was wanted."""

import re

import numpy as np

Numbers = float | np.ndarray  # one number, or an array of them


def numbers(name, value, wanted="a number or an array of numbers"):
    """Return `value` as float64: a scalar if it is one number, else an array.

    Raises TypeError if it does not hold real numbers or holds masked ones, ValueError if one is NaN or infinite.
    """
    parts = value if isinstance(value, (list, tuple)) else [value]
    # np.ma is loaded when it is first named, so only where something is masked.
    if any(isinstance(each, np.ndarray) and hasattr(each, "mask") and np.ma.is_masked(each) for each in parts):
        raise TypeError(f"{name} holds a masked number; {wanted} was wanted")
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} is {shown(value)}; its rows differ in length, and {wanted} was wanted") from None
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} is {shown(value)}; {wanted} was wanted")
    if array.dtype != np.float64:
        with np.errstate(over="ignore"):  # a longer float may become infinite, which is told below
            array = array.astype(np.float64)
    if not np.isfinite(array).all():
        bad = array[~np.isfinite(array)][0]
        raise ValueError(f"{name} is {bad}; a finite number was wanted" if array.ndim == 0
                         else f"{name} holds {bad}; finite numbers were wanted")
    return array[()]


def plain(result):
    """Return a result of the maths as learners see it: a float if it is one number, else the array that it is."""
    return result if getattr(result, "shape", ()) else float(result)


def classes(name, value, kind="class"):
    """Return `value` as `numbers` does. Raises ValueError if a class (or what `kind` says) lies outside 0..1."""
    array = numbers(name, value)
    outside = (array < 0) | (array > 1)
    if outside.any():
        came = f"is {array}" if np.ndim(array) == 0 else f"holds {array[outside][0]}"
        raise ValueError(f"{name} {came}; a {kind} lies between 0 and 1")
    return array


def one_number(name, value):
    """Return `value` as a float. Raises as `numbers` does, and ValueError if it is an array."""
    number = numbers(name, value, wanted="one number")
    if np.ndim(number) != 0:
        raise ValueError(f"{name} has the shape {np.shape(number)}; one number was wanted")
    return float(number)


def positive(name, value):
    """Return `value` as a float. Raises as `one_number` does, and ValueError if it is not above 0."""
    number = one_number(name, value)
    if number <= 0:
        raise ValueError(f"{name} is {number}; a number above 0 was wanted")
    return number


def count(name, value, most):
    """Return `value` as an int. Raises ValueError if it is negative, not whole or above `most`."""
    number = one_number(name, value)
    if number < 0 or number > most or number != int(number):
        raise ValueError(f"{name} is {number}; a whole number from 0 to {most} was wanted")
    return int(number)


def names(name, value, known):
    """Return `value` as a tuple of names, each one of `known`.

    Raises TypeError if it is no tuple or list, ValueError if it is empty, holds another name or one twice.
    """
    instance(name, value, (tuple, list), f'a tuple of names such as ("{known[0]}", "{known[1]}")')
    strange = [each for each in value if not isinstance(each, str) or each not in known]
    if strange:
        raise ValueError(f"{name} holds {shown(strange[0])}; some of {', '.join(known)} were wanted")
    if not value or len(set(value)) < len(value):
        raise ValueError(f"{name} is {shown(value)}; each name once, and at least one, was wanted")
    return tuple(value)


def instance(name, value, kind, wanted):
    """Return `value`. Raises TypeError, saying what was wanted, if it is not of that kind."""
    if not isinstance(value, kind):
        raise TypeError(f"{name} is {shown(value)}; {wanted} was wanted")
    return value


def same_shape(**arrays):
    """Return the shape that arrays or numbers broadcast to. Raises ValueError, with each one's shape, if none."""
    shapes = [getattr(array, "shape", ()) for array in arrays.values()]
    if not any(shapes):
        return ()
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        listed = ", ".join(f"{name} {shape}" for name, shape in zip(arrays, shapes, strict=True))
        raise ValueError(f"the shapes do not broadcast together: {listed}") from None


def shown(value):
    """A short text for a message: the value and its type."""
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001 - a broken repr must not hide the message
        text = "something"
    if not isinstance(value, str):
        text = re.sub(r"np\.(?:float|u?int)\d+\(([^()]*)\)", r"\1", text)
    text = text if len(text) <= 40 else text[:39] + "…"
    return f"{text} ({type(value).__name__})" if value is not None else text
