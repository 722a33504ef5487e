"""With a GradientExercise you can judge the gradient of a network never seen, a function of all that its graph holds.

Where several paths lead to the weight, what the answer adds is held against them, path by path, however it is written.
"""

import ast
import re
from dataclasses import dataclass, replace
from itertools import groupby, permutations

import numpy as np

from nnlib.checker import FormulaExercise, Mistake, written
from nnlib.checker.calling import guarded, results
from nnlib.checker.explanation import Explainer, Found
from nnlib.checker.names import calls, divides
from nnlib.checker.programs import parsed
from nnlib.draw.style import number
from nnlib.practice.mistakes import parting
from nnlib.practice.networks import PracticeNetwork
from nnlib.practice.texts import DIVISION
from nnlib.topology import sides

NUDGE = 1e-5
PATH = re.compile(r"path(\d)")


class PathExplainer(Explainer):
    """Explains by a catalogue made from a graph, which is too large for pairs.

    Several mistakes are named only where the answer's lines show each of them, and what only holds in a network, where
    a value follows from others, only if they have the names in it.
    """

    most, pairs = 2, False

    def in_all(self, values, trees, inner):
        own = {name: each for name, each in inner.items() if not PATH.fullmatch(name)}
        found = super().in_all(values, trees, own)  # a sign or a number may stand before a path, or before the sum
        if not found and any(isinstance(node, ast.USub) for tree in trees or () for node in ast.walk(tree)):
            # y - a stands there, or a minus; and there is another slip
            own = {name: each for name, each in own.items() if name[:5] != "dloss"}
            found = super().in_all(-values, trees, own)
            sign = next(mistake for mistake in self.mistakes if mistake.id == "sign")
            return found and Found({sign: ()} | found.mistakes)
        if found and self.misplaced(tuple(found.mistakes), self.program.results, trees, {}):
            for chain in self.by_itself(*self.program.results, {})[1].find(values[0]):
                if self.shown(chain, self.program.results, trees, {}):
                    return Found(dict.fromkeys(chain, ()))
        return found

    def possible(self, own):
        right = {line for line, values in own.items() if self.fit({line: values})}
        return [mistake for mistake in self.mistakes if not mistake.lines.keys() & right]

    def _agree(self, found, inner, values):
        return True  # each line is explained by itself; a mistake may stand in one path alone, and then that is said

    def ranked(self, chains, names, trees, own):
        if self.points is not self.program.points:
            there = {name for tree in trees or () for name in written.names(tree)}
            chains = [chain for chain in chains if trees and self.writes(chain) <= there]
        several = [chain for chain in chains if chain[1:] and trees and self.shown(chain, names, trees, own)]
        return super().ranked(several + [chain for chain in chains if not chain[1:] and not (
            several and self.misplaced(chain, names, trees, own))], names, trees, own)

    def misplaced(self, chain, names, trees, own):
        """Whether mistakes in factors are not where the answer's lines show them: w1 for w3 may be w2 for w3, and w1
        for w2."""
        return bool(trees) and not any(mistake.lines.keys() & {*names} for mistake in chain) and not self.shown(
            chain, names, trees, own)

    def shown(self, chain, names, trees, own):
        """Whether the answer's lines are those of the right program with a chain of mistakes, factor by factor."""
        def alike(name, tree, form):
            made = self.program.tree(name, form, own)
            return order(made) == order(tree) and written.marks(made) == written.marks(tree)

        return any(all(alike(*each, form) for each in zip(names, trees, strict=True)) for form in self.forms(chain))

    def distance(self, chain, names, marks, own):
        return min(super(PathExplainer, self).distance(form, names, marks, own) for form in self.forms(chain))

    def forms(self, chain):
        """Return a chain, and the same where the last slope is cancelled against that of the loss, if it can be."""
        loss, *others = self.program.lines
        lines = {loss: f"{sides(loss)[1]} - y", others[0]: "1.0"}
        cancels = self.program.lines[loss].endswith(f"({self.program.lines[others[0]]})")
        return [chain, (Mistake("cancelled", lines, ""), *chain)] if cancels and not any(
            mistake.lines.keys() & lines for mistake in chain) else [chain]

    def writes(self, chain):
        """Return the parameters that stand in some mistakes."""
        return {name for mistake in chain for expression in mistake.lines.values()
                for name in parsed(expression)[1] & self.program.parameters.keys()}


def order(tree):
    """Return the parameters in an expression from left to right, each once where it stands several times in a row."""
    found = re.findall(r"\b[a-z]+\d*\b(?!\()", ast.unparse(tree))
    return [name for name, _ in groupby(found)]


@dataclass(frozen=True, kw_only=True)
class GradientExercise(FormulaExercise):
    """The gradient of a network never seen. Where no mistake can be named, it says what a nudge shows.

    further : mistakes that are looked for only where all that the answer is given is free.
    """

    made: PracticeNetwork
    further: tuple
    explainer = PathExplainer

    def __post_init__(self):
        super().__post_init__()
        self.ways[0] = PathExplainer(self.program, [*self.mistakes, *self.further], self.program.points)

    def compared(self, answer, told=()):
        with np.errstate(all="ignore"):  # a slope of relu is 0 at some points
            verdict = super().compared(answer, told)
        if verdict is None or verdict.status != "wrong":
            return verdict
        if verdict.mistake:
            return replace(verdict, message=f"{verdict.message}{self.of_division(answer, verdict.mistake)}")
        made = self.made
        says = results(answer, self.parameters, self.results, [self.example], self.words)[0, 0]
        moved = [made.record(**made.given | {made.weight: made.given[made.weight] + h})["Loss"].data
                 for h in (NUDGE, -NUDGE)]
        return replace(verdict, path=(), message=(
            f"{verdict.message}{self.right_paths(answer)}\nWhen {made.weight} is nudged at the numbers of the graph, "
            f"the loss changes {number((moved[0] - moved[1]) / (2 * NUDGE))} times as much; your answer there is "
            f"{number(says)}."))

    def of_division(self, answer, named):
        """Say of an answer that divides, though neither the right one nor its mistakes do, that they may come of it."""
        made = [mistake for mistake in (*self.mistakes, *self.further) if mistake.id in named.split("+")]
        written_so = [*self.lines.values(), *(each for mistake in made for each in mistake.lines.values())]
        if not made or not divides(answer) or any("/" in expression for expression in written_so):
            return ""
        trees = self.trees(answer)
        return "" if trees and self.ways[0].shown(made, self.results, trees, {}) else f"\n{DIVISION}"

    def may_work_anew(self, answer):
        """Also where relu or the identity put out what they take in: then a z may stand for an a."""
        kinds = {self.made.activation(of) for of, _ in map(sides, self.lines.keys() - {*self.paths}) if of[0] == "a"}
        return calls(answer) or bool(kinds & {"relu", "identity"})

    def right_paths(self, answer):
        """Say which of the answer's products is that of a path, as far as its lines show."""
        own = self.variables(answer, self.trees(answer), self.program.points) if self.paths else {}
        right = [self.told(line) for line in own.keys() & {*self.paths} if self.ways[0].fit({line: own[line]})]
        return f" Your {right[0]} is right." if right else ""

    @property
    def paths(self):
        """The lines of the right program that are a path each."""
        return [line for line in self.lines if PATH.fullmatch(line)]

    def trees(self, answer):
        """Return the result as Written; what it adds is known by the path that it is nearest to."""
        trees = super().trees(answer)
        if trees:
            trees[:] = map(self.straight, trees)
        if not trees or not self.paths:
            return trees
        parts = written.terms(trees[0], self.adds_paths)
        parts += [ast.Constant(0.0)] * (len(self.paths) - len(parts))
        trees.known = {name: tree for name, tree in trees.known.items() if not PATH.fullmatch(name)}
        if len(parts) == len(self.paths):
            nearest = min(permutations(parts), key=lambda each: sum(map(self.apart, each, self.paths)))
            trees.known |= dict(zip(self.paths, nearest, strict=True))
        return trees

    def straight(self, tree):
        """Return an expression with -(a - y) for y - a, where the right program has a - y."""
        right = self.ways[0].right

        class Straight(ast.NodeTransformer):
            def visit_BinOp(self, node):
                node = self.generic_visit(node)
                if isinstance(node.op, ast.Sub):
                    turned = ast.BinOp(node.right, node.op, node.left)
                    if written.text(turned) in right:
                        return ast.UnaryOp(ast.USub(), turned)
                return node

        return Straight().visit(tree)

    def apart(self, part, line):
        """Return how many factors of a path an answer's term has no name of, and how far it is from it as written."""
        there = written.names(part)
        missing = sum(not self.program.reads(name) <= there for name in self.made.paths[self.made.weight][
            self.paths.index(line)])
        return missing + written.apart(written.marks(part), written.marks(self.program.tree(line))) / 1000

    def adds_paths(self, parts):
        """Whether some terms are parts of paths: each holds more than y and numbers, and one holds a weight."""
        names = [written.names(part) & self.parameters.keys() for part in parts]
        return all(each - {"y"} for each in names) and any(name[0] == "w" for each in names for name in each)

    def variables(self, answer, trees, points):
        found = self.parts(answer, trees, points)
        if points is self.program.points and calls(answer):  # what is right in networks is not told to be wrong
            there = self.parts(answer, trees, self.program.together)
            found = {name: values for name, values in found.items() if not (
                name in there and self.ways[1].fit({name: there[name]})) or self.ways[0].fit({name: values})}
        return found

    def parts(self, answer, trees, points):
        """Return line -> values of the answer's own variables, and of what it adds, by the path it is nearest to."""
        own = super().variables(answer, trees, points)
        own = {name: values for name, values in own.items() if not PATH.fullmatch(name)}
        read = {line: self.values(answer, trees.known[line], points) for line in self.paths if line in trees.known} if (
            trees) else {}
        return own | {line: values for line, values in read.items() if values is not None}

    def values(self, answer, tree, points):
        """Return the values of a part of an answer at points, or None if it has none by itself."""
        try:
            with guarded():
                code = compile(ast.fix_missing_locations(ast.Expression(tree)), "<part>", "eval")
                values = np.array([float(eval(code, answer.__globals__, point)) for point in points])
        except Exception:  # noqa: BLE001 - it may need a name of the answer's own
            return None
        return values if np.isfinite(values).all() else None

    def placed(self, found):
        """Return mistake -> the products to name with it, where others use the same factor and have it right."""
        places = {}
        wrong = {line for where in (*found.mistakes.values(), found.open, found.carried) for line in where}
        for mistake, where in found.mistakes.items():
            touched = [line for line in self.paths if mistake.lines.keys() & {*self.program.behind(line)}]
            own = [line for line in touched if line in (wrong if {*where} - {*self.paths} else where)]
            places[mistake] = tuple(f"your {self.told(line)}" for line in own) if 0 < len(own) < len(touched) else ()
        return places

    def told(self, line):
        found = PATH.fullmatch(line)
        return "product for the path from {} to {}".format(*parting(self.made, int(found[1]) - 1)) if found else line
