"""With these you can write an exercise that names the mistake in an answer, whatever it is about.

    FormulaExercise        a right program, parameters and mistakes; `judge(answer)` returns a Verdict
      Program              the right answer, line by line
        Parameter          what an answer may be given
      Catalogue            the mistakes, alone and in pairs, told apart by their values
        Mistake            a change of one or several lines, and what to say of it
      Words                what is said where no mistake is known
    Verdict                right, wrong or not tried, and why

CONTRIBUTING.md has an example from start to end.
"""

from nnlib.checker.diagnosis import Words
from nnlib.checker.exercise import Exercise, FormulaExercise
from nnlib.checker.mistakes import Mistake
from nnlib.checker.points import Parameter
from nnlib.checker.verdict import Verdict

__all__ = ["Exercise", "FormulaExercise", "Mistake", "Parameter", "Verdict", "Words"]
