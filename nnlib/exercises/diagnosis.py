"""With these you can say the most helpful true thing about an answer that makes no mistake of the catalogue.

`probes` adds points that differ from another in one parameter; `diagnosis` looks at an answer's values there.
"""

import numpy as np

from nnlib.exercises.points import EXAMPLE, POINTS, close

NEAR = 0.01
ROUNDED = 1e-3  # lessons print four decimals: an answer typed from there is right to three digits
# A point, and two more whose parameters, one at a time, take its own one's place. y is 0 at one, between at the other.
BASES = {0: (4, 7), 7: (5, 8)}

# What shows in the values rather than in a factor: id, text.
FAMILIES = {
    "example-only": "Right for the example, wrong in general. "
                    "Does a number stand in your function where a parameter should stand?",
    "classes-only": "Right where the true class is 0 or 1. The check also tries numbers between them: "
                    "which one formula with y gives both?",
    "class-1-only": "Right where the true class is 1, wrong elsewhere. What must your answer be where it is 0?",
    "class-0-only": "Right where the true class is 0, wrong elsewhere. What must your answer be where it is 1?",
    "within-one-percent": "Your answer is everywhere within 1 % of the right one, and never equal to it. "
                          "Is a number rounded somewhere, or a derivative taken by differences?",
    "constant": "Your answer is the same whatever the inputs. Which parameters does it use, and on which should it depend?",
}
CLASSES = {"classes-only": (0, 1), "class-1-only": (1,), "class-0-only": (0,)}
# What to ask where a result is no product along one path.
QUESTIONS = {"dloss_dw": "What does each of the two uses of w hand back?",
             "dloss_da2": "Differentiate the loss term by term: is each term there, and in brackets?"}
NODE_OF = {"x": ("x",), "w1": ("w1",), "w2": ("w2",), "a1": ("a1",), "a2": ("a2",), "y": ("y",), "step_size": ("w1",),
           "b2": ("z2",), "ys": ("y",), "a1s": ("a1",), "a2s": ("a2",),
           "dloss_dz1": ("z1",), "dloss_dz2": ("z2",),
           "g1": ("z1", "a1"), "g2": ("z2", "a2"), "loss": ("a2", "Loss")}


def probes(parameters):
    """Return all points at which an answer is called: the fixed ones, the example, and for each parameter four more."""
    points = [*POINTS, EXAMPLE, *(POINTS[base] | {name: POINTS[other][name]}
                                  for name in parameters for base, others in BASES.items() for other in others)]
    return [{name: point[name] for name in parameters} for point in points]


def fits_example(got, right):
    """Whether an answer is right at the example, as far as four decimals tell. got, right : (results, points)."""
    k = len(POINTS)
    return bool((np.abs(got[:, k] - right[:, k]) <= ROUNDED * np.abs(right[:, k])).all())


def family(parameters, got, right):
    """Return the id of the family that an answer belongs to, or None. got, right : (results, points)."""
    k = len(POINTS)
    if "y" in parameters:
        y, agrees = np.array([point["y"] for point in POINTS]), close(got, right)[:, :k].all(axis=0)
        for id, classes in CLASSES.items():
            if agrees[np.isin(y, classes)].all():
                return id
    if fits_example(got, right):
        return "example-only"
    if (np.abs(got - right) <= NEAR * np.abs(right))[:, :k].all():
        return "within-one-percent"
    if close(got, got[:, :1])[:, :k].all():
        return "constant"
    return None


def diagnosis(formula, got, right):
    """Return a true sentence or two about a wrong answer, and nodes to highlight. got, right : (results, points)."""
    agrees = close(got, right)[:, :len(POINTS)]
    first = int(np.flatnonzero(~agrees.all(axis=1))[0])
    name = formula.results[first]
    before = formula.results[:first]
    start = ""
    if before:
        start = f"{' and '.join(', '.join(before).rsplit(', ', 1))} " \
                f"{'are' if before[1:] else 'is'} right; the first that differs is {name}. "
    elif formula.results[1:]:
        start = f"The first that differs is {name}. "
    if name.startswith("new_"):  # of a new weight, the step is what can be wrong
        moved = np.array([point[name[4:]] for point in probes(formula.parameters)])
        got, right = got - moved, right - moved
    said, path = _about(name, formula.parameters, got[first], right[first])
    return start + said, path


def _about(name, parameters, got, right):
    depends, should, ratio = (_changing(parameters, values) for values in (got, right, got / right))
    deaf, keen = [each for each in should if each not in depends], [each for each in depends if each not in should]
    what = "The step to your new weight" if name.startswith("new_") else f"Your {name}"
    if deaf:
        return (f"{what} does not change with {deaf[0]}, and it should. Which way leads from there, "
                "and what does it do to a change?"), NODE_OF[deaf[0]]
    if keen:
        return (f"{what} changes with {keen[0]}, and it should not. "
                "Which nodes does it really depend on?"), NODE_OF[keen[0]]
    if not name.startswith(("d", "mean", "new_")):
        return (f"{what} depends on all that it should depend on, but not in the right way. "
                "Go from node to node: what does each make of its inputs?"), (name,)
    same = (np.sign(got) == np.sign(right))[:len(POINTS)]
    where = "everywhere" if same.all() else "at some of the points only" if same.any() else "nowhere"
    sign = f"{what} has the right sign {where}."
    if not ratio:
        question = ("Do you divide by a fixed number? How many examples does your function get?"
                    if name.startswith("mean") else "Which number is one too many?")
        return f"{sign} It is the same multiple of the right one everywhere. {question}", ()
    if len(ratio) < len(should):
        return (f"{sign} Its ratio to the right one changes with {' and '.join(ratio)} alone, and should not. "
                f"Which of your factors hold {' or '.join(ratio)}, and are they right?"), NODE_OF[ratio[0]]
    question = QUESTIONS.get(name, "Is it a product with one factor for each edge of the path?")
    return f"{sign} Its ratio to the right one changes with each parameter, and should not. {question}", ()


def _changing(parameters, values):
    """Return the parameters with which values change, other things equal. values : (points,), as probes gives them."""
    found, k = [], len(POINTS) + 1
    for name in parameters:
        for base, others in BASES.items():
            if not close(values[k:k + len(others)], values[base]).all() and name not in found:
                found.append(name)
            k += len(others)
    return found
