"""The product of local derivatives that a gradient is, and the mistakes in it: lessons 4, 6, 7 and 8 share them."""

from nnlib.checker import Mistake
from nnlib.checker.mistakes import ABSOLUTE, HALF, ONE, SIGN, TWICE, ZERO, orders
from nnlib.exercises.factors import DERIVATIVES, alone, in_product, replaced, said, slug
from nnlib.topology import PATHS, WAYS, edge

# Factors from elsewhere in the network.
ELSEWHERE = {"w2": ("a1", "a2", "w2", "a1 * (1 - a1)", "x", "w1", "1 - a1", "1 - a2"), "w1": ("a1", "a2", "w1", "1 - a1", "1 - a2"),
             "b2": ("a2", "1 - a1", "a1 * (1 - a1)", "1 - a2", "y")}
# One node too early: the node at which the product stops, and the factors that it leaves out.
TOO_EARLY = {"w2": {"a2": ("da2_dz2", "dz2_dw2")},
             "w1": {"a1": ("da1_dz1", "dz1_dw1"), "z2": ("dz2_da1", "da1_dz1", "dz1_dw1"),
                    "a2": ("da2_dz2", "dz2_da1", "da1_dz1", "dz1_dw1")}}

# In the product for a weight with gradient f: id, place, what the picture shows, what stands there, text.
WHOLE = [
    ("sum", "product", "way", "{sum}",
     "Your answer adds the local derivatives. Each node along the path scales the change that reaches it: "
     "which operation does that?"),
    ("sign", "sign", "way", SIGN,
     "A sign is turned round in your product. Which of its factors can be negative, "
     "and which sign should each have where a2 lies above y?"),
    ("absolute", "sign", "way", ABSOLUTE,
     "Your answer takes an absolute value, so it has lost its sign. "
     "What does the sign of a gradient tell you about the loss when the weight grows?"),
    ("twice", "number", "Loss", TWICE,
     "A 2 is left over in your product. What becomes of the ½ before the square when you differentiate the loss?"),
    ("half", "number", "Loss", HALF,
     "A ½ is left over in your product. What becomes of the ½ before the square when you differentiate the loss?"),
    ("zero", "product", "way", ZERO,
     "Your answer is 0, whatever it is given. Which of your factors is 0: is a bracket missing around a difference?"),
    ("loss-itself", "product", "Loss", "0.5 * (a2 - y) ** 2",
     "Where the gradient belongs, your answer has the loss itself. What does a gradient say about the loss?"),
]
BRACKET = "At the node {of} a bracket is missing: multiplication binds tighter than subtraction, so the minus sign cuts " \
          "your product in two. Which part of your formula is the factor of that node?"
BRACKET_LATE = "The bracket at the node {of} closes too late: it holds factors that come after it. " \
               "Where does the factor of that node end?"
# A factor that holds a difference: what else it holds, and the two sides of the difference.
DIFFERENCES = {"dloss_da2": ((), "a2", "y"), "da2_dz2": (("a2",), "1", "a2"), "da1_dz1": (("a1",), "1", "a1"),
               "dloss_da3": ((), "a3", "y"), "da3_dz3": (("a3",), "1", "a3")}
OTHERWISE = "sign", "number", "extra"


def brackets(gradient, path, suffix="", anywhere=True):
    """Return the mistakes that misplace the bracket around a difference.

    Those where the factors stand in the path's order make pairs with other mistakes. anywhere : whether to return those
    where they stand in another order, too.
    """
    found = []
    for k, factor in enumerate(path):
        if factor in DIFFERENCES:
            own, above, below = DIFFERENCES[factor]
            of, others = edge(factor)[1], [each for each in path if each != factor]
            cut = [(_times(*before, above) + " - " + _times(below, *after), before == (*path[:k], *own))
                   for before, after in _split((*others, *own))]
            late = [(_times(*before, *own, f"({above} - {_times(below, *inside)})"), inside == path[k + 1:])
                    for before, inside in _split(others) if inside and (own or before)]
            for id, text, ways in (("missing", BRACKET, cut), ("late", BRACKET_LATE, late)):
                for n, (expression, usual) in enumerate(sorted(ways, key=lambda each: not each[1])):
                    everywhere = (*path, *(place + suffix for place in OTHERWISE))
                    if usual or anywhere:
                        found.append(Mistake(f"bracket-{id}-at-{of}{suffix}" + ("" if usual else f"-{n}"),
                                             {gradient: expression}, text.format(of=of), edge(factor),
                                             ("product" + suffix, *([factor] if usual else everywhere))))
    return found


def _times(*factors):
    return " * ".join(factors)


def _split(factors):
    """Return all ways to part factors in two, each part in their order."""
    return [tuple(tuple(each for k, each in enumerate(factors) if (n >> k & 1) == part) for part in (0, 1))
            for n in range(2 ** len(factors))]


def whole(gradient, path, way, suffix="", without=None):
    """Return the mistakes with a product as a whole. way : the nodes along it. without : the id of one left out."""
    names = {"f": gradient, "sum": " + ".join(path)}
    return [Mistake(id + suffix, {gradient: expression.format(**names)}, text,
                    way if picture == "way" else edge("dloss_da2"), (place + suffix,))
            for id, place, picture, expression, text in WHOLE if id != without]


def extra(weight, node, suffix=""):
    """Return the mistakes with a factor from elsewhere in the product for a weight, or a bias. node : to be shown."""
    gradient = f"dloss_d{weight}"
    question = f"Which nodes does a change of {weight} pass on its way to Loss, and what does each do to it once?"
    return [Mistake(f"extra-{slug(other)}{suffix}", {gradient: f"{gradient} * ({other})"},
                    f"Your product has one factor too many: {said(other)}. {question}", (node,), ("extra" + suffix,))
            for other in ELSEWHERE[weight]]


def of_product(weight, suffix=""):
    """Return the mistakes with the product for a weight as a whole."""
    return whole(f"dloss_d{weight}", PATHS[weight], WAYS[weight], suffix) + extra(weight, weight, suffix)


OTHER_WEIGHT = Mistake(
    "other-weight", {"dloss_dw1": "dloss_da2 * da2_dz2 * a1"}, "This is the gradient for w2. "
    "From z2 the path to w1 goes on through other nodes: which?", ("z2",), ("product", "dz2_da1", "da1_dz1", "dz1_dw1"))
SWAPPED = Mistake(
    "a1-a2-swapped", {"dloss_da2": "a1 - y", "da2_dz2": "a1 * (1 - a1)", "dz2_dw2": "a2", "da1_dz1": "a2 * (1 - a2)"},
    "a1 and a2 have changed places. Which of them lies next to the node Loss?", ("a1", "z2", "a2"))


def swapped(path):
    """Return the mistake that swaps a1 and a2 in all the factors of a path."""
    return Mistake(SWAPPED.id, {factor: SWAPPED.lines[factor] for factor in path if factor in SWAPPED.lines},
                   SWAPPED.text, SWAPPED.path)


def gradient(weight):
    """Return the program of a gradient, its result, and its mistakes."""
    path, result = PATHS[weight], f"dloss_d{weight}"
    lines = {factor: DERIVATIVES[factor] for factor in path} | {result: " * ".join(path)}
    too_early = [Mistake(f"stops-at-{node}", dict.fromkeys(left_out, ONE), f"Your product stops at {node}, on the way "
                         f"to {weight}. Which edges of the path are still to come?", (node,))
                 for node, left_out in TOO_EARLY[weight].items()]
    return lines, result, [*brackets(result, path), *of_product(weight), *for_each(in_product, path), *too_early,
                           OTHER_WEIGHT, *for_each(replaced, path), swapped(path)]


def local_derivatives(*names):
    """Return the program of local derivatives asked for by themselves, its results, and its mistakes."""
    lines = {name: DERIVATIVES[name] for name in names}
    in_one = [mistake for k, name in enumerate(names) for mistake in alone(name, names[:k])]
    return lines, " ".join(names), [*orders(*names), *in_one, *for_each(replaced, names), swapped(names)]


def for_each(table, factors):
    """Return the mistakes that a table holds for each of these factors."""
    return [mistake for factor in factors for mistake in table(factor)]
