"""With these an explorer declares its state: traits that know how to check a value, and which controls show it."""

import numpy as np
from ipywidgets import Dropdown, FloatLogSlider, FloatSlider, FloatText, Layout
from traitlets import TraitType

from nnlib.arguments import count, one_number, positive, shown
from nnlib.draw import style
from nnlib.topology import lowered

SLIDERS = FloatSlider, FloatLogSlider


def label(name):
    """Return a control's label: "w₁" for w1, "true class y*" for y, "step size" for step_size."""
    if name == "y":
        return "true class y*"
    return name.replace("_", " ") if len(name) > 2 else lowered(name)


class Number(TraitType):
    """A number from low to high. log : its slider is logarithmic. step : the slider's, in powers of ten if log."""

    def __init__(self, default, low, high, label=None, log=False, step=None):
        super().__init__(float(default))
        self.tag(state=True)
        self.low, self.high, self.label, self.log = float(low), float(high), label, log
        self.step = step or (0.1 if log else 0.05)

    def limits(self, explorer):
        return explorer.limits.get(self.name, (self.low, self.high))

    def widened(self, value):
        """Return the limits, widened to hold a start value. Raises as `arguments.one_number`, or `positive` if log."""
        number = (positive if self.log else one_number)(self.name, value)
        return min(self.low, number), max(self.high, number)

    def validate(self, explorer, value):
        number, (low, high) = one_number(self.name, value), self.limits(explorer)
        if not low <= number <= high:
            raise ValueError(f"{self.name} is {style.number(number)}; a number from {style.number(low)} "
                             f"to {style.number(high)} was wanted")
        return number

    def snapped(self, explorer, value):
        """Return the step of the slider that is nearest to a value.

        noUiSlider reports where it stands also when it has been told, and as 2.000000000000001 for 2.
        """
        low, high = self.limits(explorer)
        if self.log:
            low, high, value = np.log10((low, high, max(value, low)))
        nearest = min(low + round((value - low) / self.step) * self.step, high)
        return float(f"{10 ** nearest if self.log else nearest:.12g}")

    def widgets(self, explorer):
        """A slider and, beside it, a number field whose label is for screen readers."""
        name, value, (low, high) = self.label or label(self.name), getattr(explorer, self.name), self.limits(explorer)
        kind, scale = (FloatLogSlider, np.log10) if self.log else (FloatSlider, float)
        slider = kind(value=value, min=float(scale(low)), max=float(scale(high)), step=self.step, description=name,
                      readout=False, style={"description_width": "auto"}, layout=Layout(flex="1 1 120px", width="auto"))
        field = FloatText(value=value, step=None if self.log else self.step, description=f"{name} as a number",
                          layout=Layout(flex="0 0 auto", width="84px"))
        slider.tooltip = field.tooltip = f"from {style.number(low)} to {style.number(high)}"
        return slider, field.add_class("nnlib-field")


class Whole(Number):
    """A whole number from low to high."""

    def validate(self, explorer, value):
        return float(count(self.name, super().validate(explorer, value), most=int(self.high)))


class Choice(TraitType):
    """One of some options. options : values, or label -> value. A number may come as another type: 1.0 for 1."""

    def __init__(self, default, options, label=None):
        super().__init__(default)
        self.tag(state=True)
        self.options = options if isinstance(options, dict) else {str(each): each for each in options}
        self.label = label

    def validate(self, explorer, value):
        plain = value.item() if isinstance(value, (np.generic, np.ndarray)) and value.ndim == 0 else value
        for each in self.options.values():
            kinds = {type(each), type(plain)}
            if (len(kinds) == 1 or kinds == {int, float}) and each == plain:
                return each
        raise ValueError(f"{self.name} is {shown(value)}; one of {', '.join(self.options)} was wanted")

    def widgets(self, explorer):
        return [Dropdown(options=[*self.options.items()], value=getattr(explorer, self.name),
                         description=self.label or label(self.name), style={"description_width": "auto"},
                         layout=Layout(width="max-content"))]
