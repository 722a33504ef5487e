"""With an Exercise you can judge an answer: `exercise.judge(answer)` returns a Verdict."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from nnlib.arguments import instance
from nnlib.checker import written
from nnlib.checker.calling import TO_DO, Misfit, blank, reading, results, variables
from nnlib.checker.cause import must_be_its_own
from nnlib.checker.diagnosis import Diagnosis, Words, probes
from nnlib.checker.explanation import Explainer
from nnlib.checker.mistakes import orders
from nnlib.checker.points import close
from nnlib.checker.programs import Program
from nnlib.checker.verdict import Verdict


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One exercise; a subclass says in `compared` how an answer is judged.

    id : such as "4.gradient". illustrate : path -> HTML, a picture for a verdict, with the path highlighted.
    """

    id: str
    illustrate: Callable | None = None

    def judge(self, answer):
        """Return the Verdict on any object at all; only KeyboardInterrupt is let through."""
        try:
            if blank(answer):
                raise Misfit(TO_DO, "not tried")
            return self.compared(answer)
        except Misfit as misfit:
            return self.verdict(misfit.status, str(misfit), misfit.mistake, (), misfit.place, misfit.original)

    def verdict(self, status, message, mistake=None, path=(), place=None, original=""):
        """Return a Verdict that is illustrated as this exercise is."""
        return Verdict(status, message, mistake, path, self.illustrate, place, original)

    def wrong(self, mistakes, before="", after="", place=None):
        """Return the verdict on one mistake or several. before : a sentence to go first. after : one to go last.
        place : of one of them in the answer's lines.

        mistakes : Mistakes, or Mistake -> where it was found, if that must be said.
        """
        where = {}
        for mistake in mistakes:
            found = mistakes[mistake] if isinstance(mistakes, dict) else ()
            where[mistake.text] = found
        texts = [f"In {' and in '.join(names)}: {text}" if names else text for text, names in where.items()]
        if len(texts) > 1:
            texts = [f"{NUMBERS[len(texts)]} things at once.", *(f"{k}. {text}" for k, text in enumerate(texts, 1))]
        return self.verdict("wrong", before + "\n".join([*texts, *([after] if after else [])]),
                            "+".join(mistake.id for mistake in mistakes) or None,
                            next((mistake.path for mistake in mistakes if mistake.path), ()), place)


SMALLEST = 1e-6  # a right answer that is never larger cannot be told from 0
NUMBERS = {2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six", 7: "Seven", 8: "Eight"}


@dataclass(frozen=True, kw_only=True)
class FormulaExercise(Exercise):
    """An exercise whose answer is a function of numbers.

    function : the name of the learner's function. parameters : name -> Parameter, in the order of its arguments.
    lines : the right program, line -> expression, in order; an expression may use parameters, earlier lines,
    abs exp log sqrt tanh sigmoid, and functions. results : the lines that the function returns.
    mistakes : Mistakes; of two with the same value, the first gives the name. functions : name -> function.
    example : a value for each parameter, where numbers are shown to the learner. words : Words.
    Raises ValueError, naming the line, if a line, a mistake or a parameter is declared wrongly.
    """

    function: str
    parameters: dict
    lines: dict
    results: tuple
    mistakes: tuple = ()
    functions: dict = field(default_factory=dict)
    example: dict | None = None
    words: Words = field(default_factory=Words)

    def __post_init__(self):
        instance("words", self.words, Words, "Words")
        if self.example is not None and self.example.keys() != self.parameters.keys():
            raise ValueError(f"example has {', '.join(self.example)}; a value for each parameter was wanted: "
                             f"{', '.join(self.parameters)}")
        results = self.results if isinstance(self.results, str) else tuple(self.results)
        program = Program(self.parameters, self.lines, results, self.functions)
        if len(results) > 1 and not any(mistake.order for mistake in self.mistakes):
            object.__setattr__(self, "mistakes", (*self.mistakes, *orders(*results)))
        program.must_allow_all(self.mistakes)
        ways = [Explainer(program, self.mistakes, points) for points in (program.points, program.together) if points]
        object.__setattr__(self, "ways", ways)  # where each parameter is free; where they belong together
        self._must_be_numbers(self.catalogue.right(program.points), self.catalogue.right(program.points[:2]))
        for mistake in self.catalogue.changing_nothing():
            raise ValueError(f"the mistake {mistake.id!r} changes nothing: with {mistake.lines or mistake.order} "
                             "the answer is right")

    def _must_be_numbers(self, right, alone):
        """Raise ValueError unless the results are numbers that can be told from 0, and no point depends on another."""
        for name, values, few in zip(self.results, right, alone, strict=True):
            line = f"the result {name} is {self.lines[name]!r}, which"
            if not np.isfinite(values).all():
                raise ValueError(f"{line} is {values[~np.isfinite(values)][0]} at some points; choose other ranges")
            if np.abs(values).max() < SMALLEST:
                raise ValueError(f"{line} is never larger than {np.abs(values).max():.1g}, and cannot be told from 0; "
                                 "choose other units")
            if not close(few, values[:2]).all():
                raise ValueError(f"{line} depends on other points than its own; over a batch, a function takes the "
                                 "last axis and keeps it, as in np.mean(x, axis=-1, keepdims=True)")

    @property
    def asks(self):
        """What the learner writes, in a line."""
        return f"{self.function}({', '.join(self.parameters)})"

    @property
    def catalogue(self):
        return self.ways[0].together

    @property
    def program(self):
        return self.ways[0].program

    @property
    def singles(self):
        """The mistakes with a value of their own: of those with the same value, the first."""
        return [self.catalogue.named(chain)[0] for chain in self.catalogue.singles[0][1:]]

    def compared(self, answer):
        """Return the verdict on a function by its values. Raises Misfit if it has none."""
        points = probes(self.program.points, self.parameters, self.example)
        try:
            got = results(answer, self.parameters, self.results, [*points, *self.program.together], self.words)
        except Misfit as misfit:
            unnamed = misfit.status == "wrong" and misfit.mistake is None
            raise (unnamed and reading(answer, self.parameters, self.results, self.words, True)) or misfit from None
        free, count = got[:, :len(points)], len(self.program.points)
        values = [free[:, :count], got[:, len(points):]][:len(self.ways)]
        fits = [self.fits(each, way) for way, each in zip(self.ways, values, strict=True)]
        if any(fits):
            return self.verdict("right", self.words.right if fits[0] else f"{self.words.right} {self.words.anew}")
        must_be_its_own(answer, self, points, free)
        seen = Diagnosis(self.words, self.program, self.example, free, self.catalogue.right(points))
        trees = written.results(answer, tuple(self.parameters))
        trees = trees if trees and len(trees) == len(self.results) else None
        inner = [variables(answer, self.parameters, self.lines.keys() - self.results, way.points) for way in self.ways]
        ways = list(zip(self.ways, values, inner, strict=True))
        found = next(filter(None, (way.in_all(each, trees, own) for way, each, own in ways)), None)
        family = None if found else seen.family()
        if family:
            return self.verdict("wrong", family[1], family[0])
        found = found or next(filter(None, (way.in_each(each, trees, own) for way, each, own in ways)), None)
        if found:
            before = "Right for the exercise's own example, wrong in general. " if seen.fits_example else ""
            more = f"Your {' and your '.join(found.open)} {'is' if len(found.open) == 1 else 'are'} not right either."
            return self.wrong(self.placed(found), before, more if found.open else "", self.place(answer, found.mistakes))
        said, path = seen.said()
        return self.verdict("wrong", said, None, path)

    def fits(self, values, way):
        """Whether values are right at the points of an Explainer. Of a step, how far it moves must be right, too."""
        right = way.together.right(way.points)
        starts = np.zeros_like(right)
        for name, (parameter, _) in self.words.steps.items():
            if name in self.results:
                starts[self.results.index(name)] = [point[parameter] for point in way.points]
        return bool(close(values - starts, right - starts).all())

    def place(self, answer, mistakes):
        """Return where the first of some mistakes that can be told stands in the answer's lines, or None."""
        def pieces(expression):
            return {piece for tree in self.program.spelt(expression) for piece in written.pieces(tree)}

        right = set().union(*map(pieces, self.lines.values()))
        places = (written.place(answer, pieces(expression) - right)
                  for mistake in mistakes for expression in mistake.lines.values())
        return next(filter(None, places), None)

    def placed(self, found):
        """Return mistake -> the results to name with it: where it would touch others, or another one says the same."""
        def touched(mistakes):
            lines = {line for mistake in mistakes for line in mistake.lines}
            return {name for name in self.results if lines & {*self.program.behind(name)}}

        blamed = {name for where in found.mistakes.values() for name in where} | {*found.carried}
        alike = {mistake: [each for each in found.mistakes if each.text == mistake.text] for mistake in found.mistakes}
        places = {}
        for mistake, same in alike.items():
            where = {name for each in same for name in found.mistakes[each] or touched([each])}
            where = [name for name in self.results if name in where]
            said = touched(each for each in self.mistakes if each.text == mistake.text) - {*found.carried}
            places[mistake] = tuple(where) if said > {*where} > set() or (len(where) > 1 and blamed) else ()
        return places
