"""With `practice` you get a Task: a network from a level and a seed, and one question about it."""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from itertools import count, islice, pairwise
from operator import index

import numpy as np

from nnlib.arguments import shown
from nnlib.checker import Words
from nnlib.draw.graph import computation_graph
from nnlib.practice import mistakes, solution
from nnlib.practice.gradient import GradientExercise
from nnlib.practice.networks import LEVELS, PracticeNetwork, graph, network
from nnlib.practice.paths import PathsExercise
from nnlib.topology import derivative

FURTHER = 300  # seeds that are looked at for a task with the same place
RIGHT = "Your answer agrees with this network whatever its numbers are."
BY_CASES = (("classes-only", "y", (0, 1), "Right where the true class is 0 or 1. The check also tries numbers between "
             "them: which one formula with y gives both?"),)
ANEW = "It has another form than the solution's, and in a network both are the same."


def practice(level, seed):
    """Return the Task of a level, 1 to 5, and a seed, a whole number from 0 on: the same one each time.

    Raises TypeError or ValueError on anything else.
    """
    level, seed = _whole("level", level, 1, max(LEVELS)), _whole("seed", seed, 0)
    return Task(level, seed, network(level, seed))


def _whole(name, value, low, high=None):
    wanted = f"a whole number from {low} " + (f"to {high}" if high else "on")
    try:
        number = index(value)
    except TypeError:
        raise TypeError(f"{name} is {shown(value)}; {wanted} was wanted") from None
    if isinstance(value, bool | np.bool_) or number < low or (high and number > high):
        raise ValueError(f"{name} is {shown(value)}; {wanted} was wanted")
    return number


@dataclass(frozen=True, repr=False)
class Task:
    """A network that no lesson has shown, and the question: the paths from Loss back to a weight, then its gradient."""

    level: int
    seed: int
    made: PracticeNetwork

    @property
    def parameters(self):
        """The names of all that the gradient is given, in order."""
        return (*self.made.given, *self.made.computed)

    @property
    def given(self):
        """The numbers of the inputs, y, the weights and the biases, by name."""
        return dict(self.made.given)

    @property
    def weight(self):
        return self.made.weight

    def loss(self, **given):
        """Return the loss for a number for each name of `given`. Raises TypeError or ValueError on anything else."""
        if given.keys() != self.made.given.keys():
            raise TypeError(f"loss is given {', '.join(given) or 'nothing'}; a number for each of "
                            f"{', '.join(self.made.given)} was wanted")
        return self.made.record(**given)["Loss"].data

    @property
    def hints(self):
        return solution.hints(self.made)

    @property
    def solution(self):
        return solution.solution(self.made)

    def check(self, answer):
        """Return the Verdict on the paths, a list of lists of local derivatives, or on the gradient, a function."""
        of_paths = isinstance(answer, (list, tuple, set, frozenset, np.ndarray))
        verdict = (self.of_paths if of_paths else self.of_gradient).judge(answer)
        more = {"right": f"Now the gradient: {solution.first_line(self.made)}." if of_paths else self.on_right(),
                "wrong": verdict.mistake and self.on_wrong(verdict.path)}.get(verdict.status)
        return replace(verdict, message=f"{verdict.message}\n{more}") if more else verdict

    def on_right(self):
        level, seed = (self.level + 1, self.seed) if self.level < max(LEVELS) else (self.level, self.seed + 1)
        return f"Next: practice(level={level}, seed={seed})."

    def on_wrong(self, place):
        """Say which task has the place of a mistake again. place : the nodes of the Verdict's path."""
        if len(place) != 2:
            return ""
        wanted = {kind(self.made, *place), len(self.made.paths[self.weight])}
        for seed in islice(count(self.seed + 1), FURTHER):
            if wanted <= kinds(graph(self.level, seed)[1]):
                return f"For this place in another network: practice(level={self.level}, seed={seed})."
        return ""

    @cached_property
    def of_gradient(self):
        made, result = self.made, derivative("Loss", self.weight)
        known, further = mistakes.catalogue(made)
        return GradientExercise(
            id=f"practice.{self.level}.{self.seed}", made=made, function=result, results=(result,), mistakes=known,
            parameters=mistakes.parameters(made), lines=mistakes.gradient(made), functions=mistakes.FUNCTIONS,
            further=further, example=mistakes.example(made), words=self.words(), illustrate=self.illustrated)

    def words(self):
        made, name = self.made, derivative("Loss", self.weight)
        several = made.paths[self.weight][1:]
        names = {each: f"{each} is a local derivative: what is it, in your parameters?" for each in made.slopes}
        form = f"Is there one factor for each edge of a path{', and one product for each path' if several else ''}?"
        return Words(right=RIGHT, anew=ANEW, where=BY_CASES, form=form, question=form,
                     products=() if several else (name,), names=names)

    @cached_property
    def of_paths(self):
        return PathsExercise(id=f"practice.{self.level}.{self.seed}.paths", made=self.made, illustrate=self.illustrated)

    def illustrated(self, path):
        return self.picture(path).html

    def picture(self, path=()):
        """Return the graph with its numbers as a Picture. path : nodes to highlight, each joined to the next."""
        return computation_graph(self.made.record(**self.given)["Loss"], path=path)

    @property
    def question(self):
        """What is asked, a line each, with code in backticks."""
        weight = self.weight
        return (f"Which paths lead from Loss back to {weight}? Begin with `paths = [[...]]`: a list that holds, for "
                "each path, a list of local derivatives.", f"What is the gradient for {weight}? Begin with `def "
                f"{solution.first_line(self.made)}:`. It is given all values of the graph, and returns the gradient.")

    @property
    def names(self):
        """What the names stand for and what the functions are, a line each, with code in backticks."""
        return solution.names(self.made)

    def __repr__(self):
        return "\n".join([f"Level {self.level}, seed {self.seed}", self.picture().alt, *self.names,
                          *(f"{k}. {line}" for k, line in enumerate(self.question, 1))])

    def _repr_html_(self):
        told = "".join(f"<p>{escape(line)}</p>" for line in self.names)
        asked = "".join(f"<li>{escape(line)}</li>" for line in self.question)
        told, asked = (re.sub("`(.*?)`", r"<code>\1</code>", text) for text in (told, asked))
        return (f"<p><b>Level {self.level}, seed {self.seed}</b></p>"
                f'<div tabindex="0" style="overflow-x:auto">{self.picture().html}</div>'
                f"{told}<ol>{asked}</ol>{self.hints._repr_html_()}")


def kind(made, by, of):
    """Return what is special about an edge: the loss, the activation, or what meets in a product."""
    return made.loss.name if of == "Loss" else made.activation(of) if of[0] == "a" else f"z and {by[0]}"


def kinds(made):
    """Return the kinds of all edges on the paths, and the number of paths."""
    ways = made.ways[made.weight]
    return {kind(made, by, of) for way in ways for of, by in pairwise(way)} | {len(ways)}
