"""With an Exercise you can judge an answer: `exercise.judge(answer)` returns a Verdict."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np

from nnlib.arguments import instance
from nnlib.checker import written
from nnlib.checker.calling import TO_DO, Misfit, blank, cause, reading, results, variables
from nnlib.checker.catalogue import Catalogue
from nnlib.checker.diagnosis import Diagnosis, Words, probes, rounded, starts
from nnlib.checker.explanation import Explainer
from nnlib.checker.mending import mends
from nnlib.checker.mistakes import Mistake, orders
from nnlib.checker.names import calls, divides, from_outside, used
from nnlib.checker.points import close
from nnlib.checker.programs import Program
from nnlib.checker.verdict import Verdict

SMALLEST = 1e-6  # a right answer that is never larger cannot be told from 0
MENDED = 3  # slips that are mended in one answer, at most
NUMBERS = {2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six", 7: "Seven", 8: "Eight"}


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

    def wrong(self, mistakes, before="", after="", places=()):
        """Return the verdict on one mistake or several. before : a sentence to go first. after : one to go last.

        mistakes : Mistakes, or Mistake -> where it was found, if that must be said.
        places : (mistake, its place in the answer's lines); the first is shown.
        """
        where = {mistake.text: mistakes[mistake] if isinstance(mistakes, dict) else () for mistake in mistakes}
        texts = [f"In {' and in '.join(names)}: {text}" if names else text for text, names in where.items()]
        of, place = next(iter(places), (None, None))
        if len(texts) > 1:
            if place:
                number = f"{[*where].index(of.text) + 1}. "
                place = number + place[0], *(column + len(number) for column in place[1:])
            texts = [f"{NUMBERS[len(texts)]} things at once.", *(f"{k}. {text}" for k, text in enumerate(texts, 1))]
        return self.verdict("wrong", before + "\n".join([*texts, *([after] if after else [])]),
                            "+".join(dict.fromkeys(mistake.id for mistake in mistakes)) or None,
                            next((mistake.path for mistake in mistakes if mistake.path), ()), place)


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
    explainer = Explainer

    def __post_init__(self):
        instance("words", self.words, Words, "Words")
        if not str(self.function).isidentifier():
            raise ValueError(f"function is {self.function!r}; the name of the learner's function was wanted")
        if self.example is not None and self.example.keys() != self.parameters.keys():
            raise ValueError(f"example has {', '.join(self.example)}; a value for each parameter was wanted: "
                             f"{', '.join(self.parameters)}")
        results = self.results if isinstance(self.results, str) else tuple(self.results)
        program = Program(self.parameters, self.lines, results, self.functions)
        if len(results) > 1 and not any(mistake.order for mistake in self.mistakes):
            object.__setattr__(self, "mistakes", (*self.mistakes, *orders(*results)))
        program.must_allow(self.mistakes)
        ways = [self.explainer(program, self.mistakes, points)
                for points in (program.points, program.together) if points]
        object.__setattr__(self, "ways", ways)  # where each parameter is free; where they belong together
        self._must_be_numbers(self.catalogue.right(program.points), self.catalogue.right(program.points[:2]))
        right, *others = self.catalogue.each[1]
        for mistake, made in zip(self.mistakes, others, strict=True):
            if close(made, right).all():
                raise ValueError(f"the mistake {mistake.id!r} changes nothing: with {mistake.lines or mistake.order} "
                                 "the answer is right")

    def _must_be_numbers(self, right, alone):
        """Raise ValueError unless the results are numbers that can be told from 0, and no point depends on another."""
        if not np.isfinite(right).all():  # the first line that is none
            every = Catalogue(self.program, (), tuple(self.lines)).right(self.program.points)
            name, values = next((name, values) for name, values in zip(self.lines, every, strict=True)
                                if not np.isfinite(values).all())
            raise ValueError(f"the line {name} is {self.lines[name]!r}, which is {values[~np.isfinite(values)][0]} at "
                             "some points; choose other ranges")
        for name, values, few in zip(self.results, right, alone, strict=True):
            line = f"the result {name} is {self.lines[name]!r}, which"
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

    def compared(self, answer, told=()):
        """Return the verdict on a function by its values. Raises Misfit if it has none.

        told : slips that were mended in it already, (message, id, place); then None if nothing more can be named.
        """
        points = probes(self.program.points, self.parameters, self.example)
        try:
            got = results(answer, self.parameters, self.results, [*points, *self.program.together], self.words)
        except Misfit as misfit:
            unnamed = misfit.status == "wrong" and misfit.mistake is None
            raise (unnamed and reading(answer, self.parameters, self.results, self.words, True)) or misfit from None
        free, count = got[:, :len(points)], len(self.program.points)
        values = [free[:, :count], got[:, len(points):]][:len(self.ways)]
        fits = [self.fits(each, way) for way, each in zip(self.ways, values, strict=True)]
        if any(fits) and not told:
            more = "" if fits[0] else self.words.anew, self.words.divides if divides(answer) else ""
            return self.verdict("right", " ".join(filter(None, (self.words.right, *more))))
        slips = {Mistake(id, {}, message): place for message, id, place in told}
        if any(fits):
            return self.wrong([*slips], places=slips.items())
        misfit = None if told else cause(answer, self.parameters, self.results, self.words)
        mended = None if misfit else self.mended(answer, told, alone=True)
        if mended:
            return mended
        misfit = misfit or (None if told else rounded(free, self.catalogue.right(points)))
        if misfit:
            raise misfit
        joined = (values[1], self.ways[1].together.right(self.program.together)) if self.ways[1:] else None
        seen = Diagnosis(self.words, self.program, self.example, free, self.catalogue.right(points), joined)
        trees = self.trees(answer)
        tried = self.ways if self.works_anew(answer) else self.ways[:1]
        inner = [self.variables(answer, trees, way.points) for way in tried]
        ways = list(zip(tried, values, inner, strict=False))
        found = next(filter(None, (way.in_all(each, trees, own) for way, each, own in ways)), None)
        if not found:
            family = None if told else seen.family()
            if family:
                return self.verdict("wrong", family[1], family[0])
            mended = self.mended(answer, told)
            found = next(filter(None, (way.in_each(each, trees, own) for way, each, own in ways)), None)
            if mended and (not found or mended.mistake.count("+") + 1 < len(told) + len(found.mistakes)):
                return mended
        if found:
            example = seen.fits_example and not told
            before = "Right for the exercise's own example, wrong in general. " if example else ""
            open_ = list(map(self.told, found.open))
            more = f"Your {' and your '.join(open_)} {'is' if len(open_) == 1 else 'are'} not right either."
            return self.wrong(dict.fromkeys(slips, ()) | self.placed(found), before, more if open_ else "",
                              slips.items() or self.places(answer, found.mistakes))
        if told:
            return None
        said, path = seen.said({*used(answer, self.parameters)} if self.may_work_anew(answer) else None)
        return self.verdict("wrong", said, None, path)

    def trees(self, answer):
        """Return the results as Written, or None where the answer's lines do not show them."""
        trees = written.results(answer, tuple(self.parameters))
        return trees if trees and len(trees) == len(self.results) else None

    def variables(self, answer, trees, points):
        """Return line -> values at points of what stands for it in the answer. trees : the results as Written."""
        return variables(answer, self.parameters, self.lines.keys() - self.results, points)

    def may_work_anew(self, answer):
        """Whether an answer may do without what it is given: that follows, and it has functions to work it out."""
        return any(self.parameters[name].follows for name in self.needed) and bool(
            from_outside(answer) & {*self.program.scope, "e"})

    def told(self, line):
        """Return what a line is called where it is told to be wrong."""
        return line

    def mended(self, answer, told, alone=False):
        """Return the verdict on an answer with a slip that its source shows, or None. alone : if all else is right."""
        for slip, mend, only in mends(answer, self.ways[0].right, self.needed) if len(told) < MENDED else ():
            number = slip[1] == "number-for-parameter" and not self.words.steps.keys() & {*self.results}
            if (alone and slip[1] == "missing-bracket") or ((only or number) and not alone):
                continue
            function = mend()
            with suppress(Misfit):
                if function and (not alone or self.is_right(function)):
                    verdict = self.compared(function, (*told, slip))
                    if verdict:
                        return verdict
        return None

    def works_anew(self, answer):
        """Whether an answer may work out what it was given: it calls functions, or does not read what follows."""
        given = {name for name in self.needed if self.parameters[name].follows}
        return calls(answer) or not given <= {*used(answer, self.parameters)}

    @property
    def needed(self):
        """The parameters that the right program uses."""
        return {name for result in self.results for name in self.program.reads(result)}

    def is_right(self, function):
        """Whether a function is right. Raises Misfit if it has no values."""
        return any(self.fits(results(function, self.parameters, self.results, way.points, self.words), way)
                   for way in self.ways)

    def fits(self, values, way):
        """Whether values are right at the points of an Explainer. Of a step, how far it moves must be right, too."""
        at = starts(self.words, self.results, way.points)
        return bool(close(values - at, way.together.right(way.points) - at).all())

    def places(self, answer, mistakes):
        """Yield the mistakes of which it can be told where they stand in the answer's lines, each with its place."""
        def pieces(expression):
            return {piece for tree in self.program.spelt(expression) for piece in written.pieces(tree)}

        spots = written.spots(answer)
        right = set().union(*map(pieces, self.lines.values())) if spots else ()
        for mistake in mistakes if spots else ():
            for expression in mistake.lines.values():
                largest = max(spots.keys() & pieces(expression) - right, key=len, default=None)
                if largest and len(spots[largest]) == 1:
                    yield mistake, spots[largest][0]

    def placed(self, found):
        """Return mistake -> the results to name with it: where it would touch others, or another one says the same."""
        def touched(mistakes):
            lines = {line for mistake in mistakes for line in mistake.lines}
            return {name for name in self.results if lines & {*self.program.behind(name)}}

        blamed = {name for where in found.mistakes.values() for name in where} | {*found.carried}
        places = {}
        for mistake in found.mistakes:
            same = [each for each in found.mistakes if each.text == mistake.text]
            lines = {name for each in same for name in found.mistakes[each]}
            where = [name for name in self.results if (
                lines & {*self.program.behind(name)} if lines - {*self.results} else name in (lines or touched(same)))]
            said = {name for name in touched(each for each in self.mistakes if each.text == mistake.text)
                    if name in where or name not in found.carried or not {*where} & {*self.program.behind(name)}}
            places[mistake] = tuple(where) if said > {*where} > set() or (len(where) > 1 and blamed) else ()
        return places
