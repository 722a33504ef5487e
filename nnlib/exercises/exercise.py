"""With an Exercise you can judge an answer: `exercise.judge(answer)` returns a Verdict."""

from dataclasses import dataclass

from nnlib.exercises.calling import TO_DO, Misfit, blank, results
from nnlib.exercises.catalogue import Catalogue, Formula
from nnlib.exercises.diagnosis import FAMILIES, diagnosis, family, fits_example, probes
from nnlib.exercises.points import POINTS
from nnlib.exercises.verdict import Verdict


@dataclass(frozen=True)
class Exercise:
    """One exercise. id : such as "4.gradient". asks : what the learner writes, in a line."""

    id: str
    asks: str

    @property
    def lesson(self):
        return int(self.id.split(".")[0])

    def judge(self, answer):
        """Return the Verdict on any object at all; only KeyboardInterrupt is let through."""
        try:
            if blank(answer):
                raise Misfit(TO_DO, "not tried")
            return self.compared(answer)
        except Misfit as misfit:
            return Verdict(misfit.status, str(misfit))


def wrong(mistakes, before=""):
    """Return the verdict on one mistake or a pair of them. before : a sentence to go first."""
    texts = [mistake.text for mistake in mistakes]
    if len(texts) > 1:
        texts = ["Two things at once.", *(f"{k}. {text}" for k, text in enumerate(texts, 1))]
    return Verdict("wrong", before + "\n".join(texts), "+".join(mistake.id for mistake in mistakes),
                   next((mistake.path for mistake in mistakes if mistake.path), ()))


@dataclass(frozen=True)
class FormulaExercise(Exercise):
    """An exercise whose answer is a function of numbers."""

    catalogue: Catalogue

    @classmethod
    def of(cls, id, function, parameters, results, lines, mistakes):
        """Return the exercise of one line of the table in `checking`."""
        parameters = tuple(parameters.split())
        formula = Formula(parameters, lines, tuple(results.split()))
        return cls(id, f"{function}({', '.join(parameters)})", Catalogue(formula, mistakes))

    @property
    def formula(self):
        return self.catalogue.formula

    @property
    def singles(self):
        """Return the mistakes with a value of their own: of those with the same value, the first."""
        return [self.catalogue.named(chain)[0] for chain in self.catalogue.singles[0][1:]]

    def compared(self, answer):
        """Return the verdict on a function by its values. Raises Misfit if it has none."""
        points = probes(self.formula.parameters)
        got = results(answer, self.formula.parameters, self.formula.results, points)
        mistakes = self.catalogue.find(got[:, :len(POINTS)])
        if mistakes == ():
            return Verdict("right", "Your answer agrees with the network at every point tried, "
                           "not only at the lesson's.")
        right = self.catalogue.right(points)
        if mistakes:
            return wrong(mistakes, "Right for the example, wrong in general. " if fits_example(got, right) else "")
        kind = family(self.formula.parameters, got, right)
        if kind:
            return Verdict("wrong", FAMILIES[kind], kind)
        message, path = diagnosis(self.formula, got, right)
        return Verdict("wrong", message, None, path)
