"""With a Mistake you can say what an answer does instead of the right thing, and what to tell who made it.

    Mistake("sum", {"p1": "e1 + total"}, "Your answer adds. What does the bar of a fraction do?")
    Mistake("upside-down", {"p1": INVERSE.format(f="p1")}, "Your answer is upside down. What stands above the bar?")
"""

from dataclasses import dataclass
from itertools import permutations

# What can become of any right value f, and the words that say so: a message has one of them where, and only where, its
# mistake is of the kind.
KINDS = {
    "-{f}": ("opposite sign", "come in before", "come in after", "sign is turned round", "turns the sign round"),
    "abs({f})": ("lost its sign",),
    "2 * {f}": ("A 2 is left over", "part from z1 counts twice", "part from z2 counts twice", "counts each part twice",
                "hands back twice too much", "are doubled"),
    "0.5 * {f}": ("A ½ is left over", "is half of", "part from z1 counts half", "part from z2 counts half",
                  "hands back half", "are halved"),
    "{f} * {f}": ("is squared",),
    "1 / {f}": ("is upside down", "divides by the factor"),
    "1.0": (),
    "0.0": (),
}
SIGN, ABSOLUTE, TWICE, HALF, SQUARED, INVERSE, ONE, ZERO = KINDS


@dataclass(frozen=True, eq=False)
class Mistake:
    """A change of one or several lines of a right program.

    id : its name. lines : line -> the expression that stands there instead; in it the line's own name is its
    right value. text : what the answer does, where to look, a question. path : what to highlight, for `illustrate`.
    places : what it touches, if not just its lines; two mistakes that touch different places make a pair.
    order : for results in another order, the index of each.
    """

    id: str
    lines: dict
    text: str
    path: tuple = ()
    places: tuple = ()
    order: tuple = ()

    @property
    def touches(self):
        return frozenset(self.places or self.lines)


def orders(*results):
    """Return the mistakes that give the results in another order."""
    text = (f"Your results have changed places. Asked for are {', '.join(results)}: "
            "which of your values belongs to which?")
    return [Mistake("order-" + "".join(str(k + 1) for k in order), {}, text, places=("order",), order=order)
            for order in [*permutations(range(len(results)))][1:]]  # the first is the right one
