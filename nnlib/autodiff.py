"""With this you can let the computer apply the chain rule: each value remembers how it was made.

    >>> from nnlib import quadratic, sigmoid
    >>> from nnlib.autodiff import Value, apply
    >>> x, w1, w2 = Value(1.5), Value(0.5), Value(-2.5)
    >>> a1 = apply(sigmoid, x * w1)
    >>> loss = apply(quadratic, apply(sigmoid, a1 * w2), y=1)
    >>> loss.backward()
    >>> print(f"{w1.gradient:.4f} {w2.gradient:.4f}")
    0.0903 -0.0751

It knows +, × and whatever has a derivative: nnlib's activations and losses.
"""

from dataclasses import dataclass, field
from math import isfinite

from nnlib.activations import Activation
from nnlib.arguments import instance, one_number
from nnlib.losses import Loss


@dataclass(frozen=True, eq=False)
class Value:
    """A number, and how it was made.

    data : one number. name : for pictures and messages. The operations fill in the rest:
    operation : "+", "×", an activation or a loss; None if the number was given. inputs : the values that it was made
    from. local_derivatives : of this value, one for each input. y : the class, of a loss.
    gradient : the derivative, with respect to this value, of the one whose `backward` reached it last; None before.
    Raises TypeError or ValueError on bad data, and ValueError if the result of an operation is not finite.
    """

    data: float
    name: str = ""
    operation: object = None
    inputs: tuple = ()
    local_derivatives: tuple = ()
    y: float | None = None
    gradient: float | None = field(default=None, init=False)
    __array_ufunc__ = None  # so that numpy leaves 2 * value to Value

    def __post_init__(self):
        what = "data" if self.operation is None else f"the result of {self.operation}"
        object.__setattr__(self, "data", one_number(what, self.data))
        instance("name", self.name, str, "a text")

    def __add__(self, other):
        other = _value(other)
        return Value(self.data + other.data, "", "+", (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = _value(other)
        return Value(self.data * other.data, "", "×", (self, other), (other.data, self.data))

    __radd__, __rmul__ = __add__, __mul__

    def recorded(self) -> tuple:
        """Return all values that this one was made from, and itself: each one once, and after its inputs."""
        done, waiting = {}, [self]
        while waiting:
            missing = [each for each in waiting[-1].inputs if each not in done]
            waiting.extend(reversed(missing))
            if not missing:
                done[waiting.pop()] = None
        return tuple(done)

    def visits(self):
        """Visit the recorded values in reverse order, each once; yield each value and all gradients after its visit.

        The gradients, value -> number, are one dict that grows from visit to visit. A value is visited when all that
        was made from it has been: then its own gradient is complete, and it hands it back to its inputs.
        Source: Griewank & Walther, Evaluating Derivatives (2008), section 3.2.
        """
        values = self.recorded()
        gradients = dict.fromkeys(values, 0.0) | {self: 1.0}
        for value in reversed(values):
            for each, local in zip(value.inputs, value.local_derivatives, strict=True):
                gradients[each] += gradients[value] * local
            yield value, gradients

    def backward(self) -> None:
        """Set the gradient of all recorded values: the derivative of this value with respect to each.

        Each call starts anew. Raises FloatingPointError, and sets none, if one of them is not finite.
        """
        *_, (_, gradients) = self.visits()
        bad = [f"the gradient of {value} is {number}" for value, number in gradients.items() if not isfinite(number)]
        if bad:
            raise FloatingPointError(f"{bad[0]}: the numbers are too large here")
        for value, gradient in gradients.items():
            object.__setattr__(value, "gradient", gradient)

    def __repr__(self):
        return f"Value({self.data}{f', {self.name!r}' if self.name else ''})"


def apply(function: Activation | Loss, value: Value, y: float | None = None) -> Value:
    """Return function(value) as a Value.

    function : an activation such as nnlib.sigmoid, or a loss, which also takes y, the class: a plain number in 0..1.
    Raises TypeError or ValueError on bad input, as the function does.

    The record multiplies what it holds, one local derivative at a time. So behind a sigmoid whose z is above 36, where
    it rounds to 1, the gradient of cross-entropy comes out as 0; a Network computes it from z.
    """
    instance("function", function, (Activation, Loss), "an activation such as nnlib.sigmoid or a loss")
    value = _value(value)
    if isinstance(function, Loss) == (y is None):
        raise TypeError(f"y is {y}; {'the' if y is None else 'no'} class was wanted by {function}")
    given = () if y is None else (one_number("y", y),)
    local_derivative = function.derivative(value.data, *given)
    return Value(function(value.data, *given), "", function, (value,), (local_derivative,), *given)


def _value(other):
    return other if isinstance(other, Value) else Value(other)
