"""With an Exercise you can judge an answer: `exercise.judge(answer)` returns a Verdict."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from nnlib.checker.calling import TO_DO, Misfit, blank, results
from nnlib.checker.cause import must_be_its_own
from nnlib.checker.diagnosis import Diagnosis, Words, probes
from nnlib.checker.points import close
from nnlib.checker.programs import Catalogue, Program
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

    def wrong(self, mistakes, before=""):
        """Return the verdict on one mistake or a pair of them. before : a sentence to go first."""
        texts = [mistake.text for mistake in mistakes]
        if len(texts) > 1:
            texts = ["Two things at once.", *(f"{k}. {text}" for k, text in enumerate(texts, 1))]
        return self.verdict("wrong", before + "\n".join(texts), "+".join(mistake.id for mistake in mistakes),
                            next((mistake.path for mistake in mistakes if mistake.path), ()))


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
        program = Program(self.parameters, self.lines, tuple(self.results), self.functions)
        object.__setattr__(self, "catalogue", Catalogue(program, self.mistakes))

    @property
    def asks(self):
        """What the learner writes, in a line."""
        return f"{self.function}({', '.join(self.parameters)})"

    @property
    def program(self):
        return self.catalogue.program

    @property
    def singles(self):
        """The mistakes with a value of their own: of those with the same value, the first."""
        return [self.catalogue.named(chain)[0] for chain in self.catalogue.singles[0][1:]]

    def compared(self, answer):
        """Return the verdict on a function by its values. Raises Misfit if it has none."""
        together, free = self.program.together, self.program.points
        points = probes(free, self.parameters, self.example)
        got = results(answer, self.parameters, self.results, [*together, *points], self.words)
        there, got = np.split(got, [len(together)], axis=1)
        mistakes = self.catalogue.find(got[:, :len(free)])
        if mistakes == () or (together and close(there, self.catalogue.right(together)).all()):
            return self.verdict("right", self.words.right)
        must_be_its_own(answer, self, points, got)
        seen = Diagnosis(self.words, self.program, self.example, got, self.catalogue.right(points))
        if mistakes:
            return self.wrong(mistakes, "Right for the example, wrong in general. " if seen.fits_example else "")
        family = seen.family()
        if family:
            return self.verdict("wrong", family[1], family[0])
        said, path = seen.said()
        return self.verdict("wrong", said, None, path)
