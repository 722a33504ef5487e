"""With this you can see how steep an activation is at each z, and where it saturates (lesson 04).

    ActivationExplorer()                    the sigmoid at z = 0.75
    ActivationExplorer(z=-2, g=tanh)
"""

from typing import NamedTuple

import numpy as np

from nnlib import identity, relu, sigmoid, tanh
from nnlib.draw import style
from nnlib.draw.formula import in_formula, pieces
from nnlib.draw.plot import Panel
from nnlib.explore.explorer import Choice, Explorer, Number, View

REACH = 8.0  # the picture shows z from −REACH to REACH, or further if z itself lies further out
TINY = 0.01  # what a gradient is multiplied by where it almost vanishes
FLAT = 0.1  # saturated: less steep than this part of the steepest slope
# How the slope is written, and the same with numbers in it: {z} and {a}.
SLOPES = {
    "sigmoid": (r"a(1 - a)", r"{a} \cdot (1 - {a})"),
    "tanh": (r"1 - a^2", r"1 - {a}^2"),
    "relu": (r"1 \text{ where } z > 0 \text{, else } 0", None),
    "identity": (r"1 \text{ everywhere}", None),
}


class Reading(NamedTuple):
    """An activation at one z, and over a grid of them.

    z, a, slope : here. steepest : the greatest slope. flat : (from, to) of each stretch where it saturates.
    grid, curve, slopes : (n,), what the picture shows.
    """

    z: float
    a: float
    slope: float
    steepest: float
    flat: tuple
    grid: np.ndarray
    curve: np.ndarray
    slopes: np.ndarray


def read(g, z):
    """Return what the activation g does at z."""
    reach = max(REACH, abs(z))
    grid = np.linspace(-reach, reach, 161)
    slopes = g.derivative(grid)
    steepest = float(np.max(slopes))
    is_flat = np.concatenate(([False], slopes < FLAT * steepest, [False]))
    edges = np.flatnonzero(is_flat[1:] != is_flat[:-1]).reshape(-1, 2)
    flat = tuple((float(grid[start]), float(grid[end - 1])) for start, end in edges)
    return Reading(float(z), float(g(z)), float(g.derivative(z)), steepest, flat, grid, g(grid), slopes)


def told(reading, g):
    """Say in one or two sentences how steep it is here, and what that does to a gradient."""
    z, slope = style.number(reading.z), style.number(reading.slope)
    part = reading.slope / reading.steepest
    through = f"A gradient that flows back through here is multiplied by {slope}"
    if not reading.flat:
        return f"The {g} is a straight line: its slope is {slope} at every z, and it never saturates."
    if reading.slope == 0:
        return f"At z = {z} the {g} is flat: its slope is 0. No gradient flows back through here."
    if part < FLAT:
        vanishes = ": it almost vanishes" * (reading.slope < TINY)
        percent = f"{part:.1%}" if part >= 0.001 else "less than 0.1%"
        return (f"At z = {z} the {g} saturates: its slope is {percent} of the steepest, "
                f"{style.number(reading.steepest)}. {through}{vanishes}.")
    if part == 1:
        return f"At z = {z} the {g} is as steep as it gets. {through}."
    return f"At z = {z} the slope is {part:.0%} of the steepest, {style.number(reading.steepest)}. {through}."


def equation(reading, g):
    """Return a, and the slope with the numbers substituted, as MathML."""
    z, a, slope = (in_formula(each) for each in reading[:3])
    rule, numbers = SLOPES[g.name]
    if not numbers:
        derivative = rf"{slope} \quad ({rule})"
    elif float(a.replace("−", "-")) in (-1, 0, 1) and reading.a not in (-1, 0, 1):
        derivative = rf"{rule} \approx {slope}"  # a is so close to its limit that four decimals hide the difference
    else:  # what is rounded in the middle need not give exactly what stands at the end
        derivative = rf"{rule} = {numbers.format(a=in_formula(reading.a, factor=True))} \approx {slope}"
    return ('<div class="nnlib-lines"><div>' + pieces(rf"a = g(z) = g({z}) = {a}") + "</div><div>"
            + pieces(rf"\frac{{\partial a}}{{\partial z}} = {derivative}") + "</div></div>")


def draw(reading, g):
    """Return the curve with its tangent, and the derivative's curve, as one picture."""
    z, a, slope = (style.number(each) for each in reading[:3])
    span, (low, high), reach = (reading.grid[0], reading.grid[-1]), style.limits(reading.curve), np.array([-3.0, 3.0])
    curve = Panel(span, (low, high), "z", "a = g(z)", f"{g}: a = {a} at z = {z}")
    derivative = Panel(span, style.limits([*reading.slopes, 0]), "z", "slope g′(z)", f"its slope: {slope} at z = {z}")
    for start, end in reading.flat:
        for panel in (curve, derivative):
            panel.band(start, end, "flat: saturated")
    curve.line(reading.grid, reading.curve, style.VALUE, 3)
    curve.line([reading.z, reading.z], [low, reading.a], style.NEUTRAL, 1.5, "2 4")
    curve.line(reading.z + reach, reading.a + reading.slope * reach, style.LOCAL_DERIVATIVE, 3, "9 5")
    curve.point(reading.z, reading.a, style.VALUE, radius=7)
    derivative.line(reading.grid, reading.slopes, style.LOCAL_DERIVATIVE, 3)
    derivative.line([reading.z, reading.z], [0, reading.slope], style.NEUTRAL, 1.5, "2 4")
    derivative.point(reading.z, reading.slope, style.LOCAL_DERIVATIVE, "square")
    spans = " and ".join(f"from {style.number(start)} to {style.number(end)}" for start, end in reading.flat)
    flat = f"Hatched, as it is flat there: z {spans}." if spans else "It is flat nowhere."
    return curve.picture(f"The {g} with its tangent at z = {z}: a = {a}, slope {slope}.").beside(
        derivative.picture(f"The derivative of the {g}: at z = {z} it is {slope}. {flat}"))


class ActivationExplorer(Explorer):
    """Lesson 04: an activation with its tangent at z, its derivative, and where it saturates."""

    z = Number(0.75, low=-8, high=8)
    g = Choice(sigmoid, (sigmoid, tanh, relu, identity), label="activation g")

    def build(self):
        self.equation, self.sentence = self.text(), self.text()
        self.assemble(self.controls("z", "g"), self.picture, self.equation, self.sentence)

    def look(self):
        reading = read(self.g, self.z)
        says = told(reading, self.g)
        rows = {"g": self.g.name, "z": style.number(reading.z), "a = g(z)": style.number(reading.a),
                "slope g′(z)": style.number(reading.slope), "steepest slope": style.number(reading.steepest)}
        values = dict(zip(("z", "a", "slope", "steepest"), reading, strict=False))
        return View(values, draw(reading, self.g), rows, says,
                    {self.equation: equation(reading, self.g), self.sentence: says})
