"""With this you can tell what each derivative of the backward pass is made of, and judge a number given for it.

    STEPS                                       the way back: gradient so far × local derivative = gradient here
    BY_HAND["da2_dz2"]                          a2(1 − a2), in LaTeX and in Python
    judge("da2_dz2", "0.155", values)           (False, "Not yet. This is a2. …")
"""

from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from nnlib import sigmoid
from nnlib.draw import style
from nnlib.explore.fill_in import readable, typed
from nnlib.topology import GRADIENTS, LOCAL_DERIVATIVES, NODES, derivative, sides, spoken

# Each local derivative as the exercise writes it, for two sigmoids and the quadratic loss: in LaTeX and in Python.
BY_HAND = {
    "dloss_da2": (r"a_2 - y^*", lambda at: at["a2"] - at["y"]),
    "da2_dz2": (r"a_2(1 - a_2)", lambda at: at["a2"] * (1 - at["a2"])),
    "dz2_dw2": (r"a_1", lambda at: at["a1"]),
    "dz2_da1": (r"w_2", lambda at: at["w2"]),
    "da1_dz1": (r"a_1(1 - a_1)", lambda at: at["a1"] * (1 - at["a1"])),
    "dz1_dw1": (r"x", lambda at: at["x"]),
}
# What each node is, as its local derivative is found from it.
NODE = {"Loss": "half the square of a2 minus y*", "a2": "the sigmoid of z2", "z2": "a1 times w2",
        "a1": "the sigmoid of z1", "z1": "x times w1"}
DIGITS = 0.005  # a number with three digits is as close as this, relative to its size
CLOSE = 0.05


class Step(NamedTuple):
    """One step back: gradient so far (None at Loss itself) × local derivative = gradient here."""

    so_far: str | None
    local: str
    here: str


STEPS = tuple(Step(None if of == "Loss" else derivative("Loss", of), derivative(of, by), derivative("Loss", by))
              for of, by in map(sides, LOCAL_DERIVATIVES))
MADE_BY = {step.here: step for step in STEPS if step.so_far}  # the gradients that are products


def judge(name, text, at):
    """Say whether what was typed is a derivative: (right, why). at : name -> number, of all nodes and derivatives.

    Three digits suffice, also of a number worked out from those that the graph shows.
    """
    number, value = typed(text), at[name]
    if number is None:
        return False, f"“{text.strip()}” is no number. Write it like −0.845 or 3e−5."
    as_shown = {each: float(style.number(one).replace("−", "-")) for each, one in at.items() if each in KNOWN}
    if _near(number, value) or _near(number, _worked_out(name, as_shown)):
        return True, f"Right: {spoken(name)} = {_formula(name)} = {style.number(value)}."
    return False, f"Not yet. {_slip(name, number, _unit(text), at) or _question(name)}"


KNOWN = ("x", "w1", "w2", "y", "a1", "a2", *LOCAL_DERIVATIVES, *GRADIENTS)


def _near(number, value, within=DIGITS):
    return abs(number - value) <= within * abs(value) + 1e-12


def _unit(text):
    """Return what one stands for in the last place of a number that was typed: 0.001 for 0.155."""
    try:
        return 10.0 ** Decimal(readable(text)).as_tuple().exponent
    except (InvalidOperation, OverflowError, TypeError):  # nan, inf, 1e999 and the like
        return 0.0


def _worked_out(name, at):
    """Return a derivative from the numbers that it is made of: name -> number."""
    if name in MADE_BY:
        return at[MADE_BY[name].so_far] * at[MADE_BY[name].local]
    return BY_HAND[name][1](at)


def _formula(name):
    """Return what a derivative is made of, as text."""
    if name in MADE_BY:
        return f"{spoken(MADE_BY[name].so_far)} · {spoken(MADE_BY[name].local)}"
    return BY_HAND[name][0].replace("_", "").replace("^", "").replace("-", "−")


def _slip(name, number, unit, at):
    """Say what a wrong number is, or return None. unit : of its last place."""
    def it_is(value):  # as far as its digits go
        return number and abs(number - value) <= min(1.5 * unit, CLOSE * abs(value))

    value, (of, by) = at[name], sides(name)
    if value and _near(number, -value):
        return "The sign is wrong."
    if _near(number, value, CLOSE):
        return "Close: round at the end only, to three digits."
    values = at | {"Loss": at["loss"]}
    for other in (*(each for each in NODES if each != "y"), *LOCAL_DERIVATIVES, *GRADIENTS):
        if other != name and it_is(values[other]):
            return f"This is {other if other in NODES else spoken(other)}. {_question(name)}"
    made = [(2 * value, "This is twice what it should be."), (value / 2, "This is half of what it should be.")]
    if name in MADE_BY:
        so_far, local = (at[each] for each in (MADE_BY[name].so_far, MADE_BY[name].local))
        made.append((so_far + local, "This is a sum. Along a path, the rates are multiplied."))
    elif of[0] == "a":
        made += [(1 - at[of], f"This is 1 − {of}: one factor of the slope is missing."),
                 (at[of] ** 2, f"This is {of} squared. What does the slope multiply {of} by?"),
                 (sigmoid.derivative(at[of]), f"This is the slope of the sigmoid at {of}. It is wanted at {by}.")]
    return next((said for wrong, said in made if it_is(wrong)), None)


def _question(name):
    """Say where a derivative comes from, and give nothing away."""
    if name in MADE_BY:
        bottom = sides(name)[1]
        return (f"The gradient so far, {spoken(MADE_BY[name].so_far)}, meets one local derivative "
                f"on its way back to {bottom}: which one?")
    of, by = sides(name)
    return f"{of} is {NODE[of]}. How fast does it change when {by} alone moves?"
