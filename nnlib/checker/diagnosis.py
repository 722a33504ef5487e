"""With these you can say the most helpful true thing about an answer that makes no mistake of the catalogue.

`probes` adds points that differ from another in one parameter; `Diagnosis` looks at an answer's values there, and says
what it sees in the Words of the exercise.
"""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

import numpy as np

from nnlib.checker.calling import Misfit
from nnlib.checker.names import listed
from nnlib.checker.points import close

NEAR, NUDGE = 0.01, 1e-5
NEARLY = 0.85  # of the points
ROUNDED = 1e-3  # an example is shown with four decimals: an answer typed from there is right to three digits
DIGITS, FEW = range(1, 9), 4  # decimal places that an answer may be rounded to; too few values to tell
# A point, and two more whose parameters, one at a time, take its own one's place; with batches of the same size.
BASES = {0: (3, 9), 7: (4, 10), 14: (5, 11)}

# What shows in the values rather than in a factor: id -> text. `Words.where` may add to them.
FAMILIES = {
    "example-only": "Right for the exercise's own example, wrong in general. "
                    "Does a number stand in your function where a parameter should stand?",
    "within-one-percent": "Your answer is within 1 % of the right one at nearly every point tried, and equal to it at "
                          "hardly any. Is a number rounded somewhere, or a derivative taken by differences?",
    "constant": "Your answer is the same whatever the inputs. "
                "Which parameters does it use, and on which should it depend?",
}


@dataclass(frozen=True)
class Words:
    """What an exercise says in words of its own, where an answer is right or makes no mistake that is known.

    right : of a right answer. anew : more, of one that works out what it is given. divides : more, of one that divides.
    deaf, keen : the question where a result does not change with a parameter that it should change with, or the
    reverse. form : the question where it depends on all that it should, if `questions`, result -> question, has none.
    products : the results that are products, to be judged by their ratio to the right one. question : what to ask where
    that changes with everything, likewise. numbers : the same where it is a number.
    several : result -> what to ask where many values came. steps : result -> the parameter that it
    moves away from, and what to call the step.
    where : (id, parameter, values, text) of answers that are right only where the parameter has these values.
    paths : parameter or result -> what to highlight. names : name -> what to say where an answer uses it and it is no
    parameter. measured : result -> (by, of, function): a point and a nudge of `by`, to what `of` becomes, to be
    measured where nothing else can be said.
    """

    right: str = "Your answer agrees with the right one at every point tried."
    anew: str = "It works out anew what it was given."
    divides: str = ""
    deaf: str = "Where should it come in?"
    keen: str = "Where does it come in?"
    form: str = "Go from step to step: what does each make of its inputs?"
    question: str = "Which of its factors are right?"
    products: tuple = ()
    questions: dict = field(default_factory=dict)
    numbers: dict = field(default_factory=dict)
    several: dict = field(default_factory=dict)
    steps: dict = field(default_factory=dict)
    where: tuple = ()
    paths: dict = field(default_factory=dict)
    measured: dict = field(default_factory=dict)
    names: dict = field(default_factory=dict)


def probes(points, parameters, example):
    """Return all points at which an answer is called: the fixed ones, the example or the first once more, and for each
    parameter those that differ in it alone."""
    return [*points, example or points[0],
            *(points[base] | {name: points[other][name]}
              for name in parameters for base, others in BASES.items() for other in others)]


def rounded(got, right):
    """Return the Misfit for values that are right but for being rounded, or None. got, right : (results, points)."""
    differing = ~close(got, right).all(axis=1)
    got, right = got[differing], right[differing]
    digits = next((digits for digits in DIGITS if np.array_equal(np.round(got, digits), got)), None)
    if not digits or (np.abs(got - right) > 0.5000001 * 10.0 ** -digits).any() or any(
            len(np.unique(row)) <= FEW for row in got):
        return None
    return Misfit(f"Your values are the right ones, rounded to {digits} decimal place{'s' * (digits > 1)}. "
                  "Leave every number as it is.", "wrong", "rounded")


def starts(words, results, points):
    """Return where each result starts from, (results, points), if it is a step: what can be wrong is how far, and which
    way, it moves; else 0."""
    moved = [words.steps.get(name, (None,))[0] for name in results]
    return np.array([[point[name] if name else 0.0 for point in points] for name in moved])


@dataclass(frozen=True)
class Diagnosis:
    """What can be said of a wrong answer. words : Words. program : a Program. example : a point, or None.

    got, right : its values and the right ones at all probes, (results, points). joined : the same two at the points
    where values follow from one another; None if none do.
    """

    words: Words
    program: object
    example: dict | None
    got: np.ndarray
    right: np.ndarray
    joined: tuple | None = None

    @property
    def count(self):
        return len(self.program.points)

    @cached_property
    def starts(self):
        return starts(self.words, self.program.results,
                      probes(self.program.points, self.program.parameters, self.example))

    @cached_property
    def agrees(self):
        """Where the answer is right: (results, points)."""
        return close(self.got - self.starts, self.right - self.starts)

    @property
    def fits_example(self):
        """Whether it is right at the example, as far as four decimals tell."""
        got, right = self.got[:, self.count], self.right[:, self.count]
        return self.example is not None and bool((np.abs(got - right) <= ROUNDED * np.abs(right)).all())

    def family(self):
        """Return the id and the text of the family that the answer belongs to, or None."""
        got, right = self.got[:, :self.count], self.right[:, :self.count]
        agrees = self.agrees[:, :self.count]
        for id, parameter, values, text in self.words.where:
            if parameter in self.program.parameters:
                there = np.isin([point[parameter] for point in self.program.points], values)
                if agrees[:, there].all() and there.any():
                    return id, text
        wrong = ~agrees.all(axis=1)
        near = np.abs(got - right) <= NEAR * np.abs(right - self.starts[:, :self.count])
        near = near[wrong].mean() >= NEARLY and agrees[wrong].mean() <= 1 - NEARLY
        found = ("within-one-percent" if near else "example-only" if self.fits_example
                 else "constant" if close(got, got[:, :1]).all() else None)
        return found and (found, FAMILIES[found])

    def said(self, anew=None):
        """Return a true sentence or two about the answer, and what to highlight.

        anew : the names in an answer that may work out by itself what follows from other parameters: what it changes
        with at free points tells little of it; else None.
        """
        results = self.program.results
        first = int(np.flatnonzero(~self.agrees[:, :self.count].all(axis=1))[0])
        name, before = results[first], results[:first]
        start = f"The first that differs is {name}. " if results[1:] else ""
        if before:
            start = f"{listed(before)} {'are' if before[1:] else 'is'} right; the first that differs is {name}. "
        got, right = self.got[first] - self.starts[first], self.right[first] - self.starts[first]
        what = self.words.steps.get(name, ("", f"Your {name}"))[1]
        said, path = self._about(name, what, got, right, anew)
        return start + said + self.evidence(first), path

    def evidence(self, k):
        """Return what a nudge does at one point, and what the answer says of result k there; nothing if unknown."""
        name = self.program.results[k]
        if name not in self.words.measured:
            return ""
        by, of, moved = self.words.measured[name]
        points = self.program.together if self.joined else self.program.points
        start = starts(self.words, self.program.results, points)[k]
        got, right = (values[k, :self.count] - start for values in self.joined or (self.got, self.right))
        at = min(np.flatnonzero(~close(got, right)), key=lambda n: self._unusual(points[n]))
        point = points[at]
        rate = (moved(point, NUDGE) - moved(point, -NUDGE)) / (2 * NUDGE)
        known = {name: value for name, value in point.items() if not callable(value)}
        if _stands_there(rate, [*known.values()]):  # then the numbers would be the formula
            return ""
        values = ", ".join(f"{name} = {_told(value)}" for name, value in known.items())
        says = f"your step is {_told(got[at])}" if name in self.words.steps else f"your answer is {_told(got[at])}"
        return f"\nOne point: {values}. When {by} is nudged there, {of} changes {_told(rate)} times as much; {says}."

    def _unusual(self, point):
        """Return how many parameters have a number between their values at a point, as a class between 0 and 1."""
        return sum(bool(each.values) and not callable(each.values[0]) and point[name] not in each.values
                   for name, each in self.program.parameters.items() if not each.batch)

    def _about(self, name, what, got, right, anew):
        words, paths = self.words, self.words.paths
        depends, should, ratio = (self._changing(values) for values in (got, right, got / right))
        deaf = [parameter for parameter in should if parameter not in depends
                and not (anew is not None and (parameter in anew or self.program.parameters[parameter].follows))]
        keen = [parameter for parameter in depends if parameter not in (*should, *self.program.reads(name))]
        same = close(got / right, (got / right)[0]).all()
        if anew is not None and not (deaf or (same and name in words.products)):
            return f"{what} is not right. {words.form}", ()
        if deaf:
            return f"{what} does not change with {deaf[0]}, and it should. {words.deaf}", paths.get(deaf[0], ())
        if keen:
            return f"{what} changes with {keen[0]}, and it should not. {words.keen}", paths.get(keen[0], ())
        more = (got - right)[:self.count]
        if close(more, more[:1]).all():
            return (f"{what} is too {'large' if more[0] > 0 else 'small'} by the same amount at each point tried. "
                    "What is added there?"), paths.get(name, ())
        if name not in words.products:
            return (f"{what} depends on all that it should depend on, but not in the right way. "
                    f"{words.questions.get(name, words.form)}", paths.get(name, ()))
        agree = (np.sign(got) == np.sign(right))[:self.count]
        turned = (np.sign(got) == -np.sign(right))[:self.count].all()
        sign = f"{what} has the {'wrong' if turned else 'right'} sign " + (
            "at each point tried." if agree.all() or turned else
            "at some of the points only." if agree.any() else "at no point tried.")
        if same:
            question = words.numbers.get(name, "Which number does not belong there?")
            return f"{sign} It is the same multiple of the right one at each of them. {question}", ()
        if 0 < len(ratio) < len(should):
            return (f"{sign} Its ratio to the right one changes with {listed(ratio)}, and should not. "
                    f"Which of your factors hold {listed(ratio, 'or')}, and are they right?"), paths.get(ratio[0], ())
        question = words.questions.get(name, words.question)
        question = question if ratio else words.numbers.get(name, question)
        differs = f"changes with {listed(ratio)}, and should not" if ratio else "is not the same everywhere"
        return f"{sign} Its ratio to the right one {differs}. {question}", ()

    def _changing(self, values):
        """Return the parameters with which values change, other things equal. values : (points,), as at the probes."""
        tried = values[self.count + 1:].reshape(len(self.program.parameters), len(BASES), -1)
        same = close(tried, values[[*BASES]][:, None]).all(axis=(1, 2))
        return [name for name, alike in zip(self.program.parameters, same, strict=True) if not alike]


def _stands_there(number, values):
    """Whether a number, up to its sign, is one of some values, or the sum or the difference of two."""
    sums = [one + sign * other for one, other in combinations(values, 2) for sign in (1, -1)]
    return any(abs(abs(number) - abs(each)) < 1e-6 for each in (*values, *sums))


def _told(number):  # + 0.0: so that there is no −0
    return f"{number + 0.0:.4g}".replace("-", "−")
