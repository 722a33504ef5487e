"""The mistakes that can be made in the gradient of a network never seen: a catalogue made from its graph.

    gradient(made)      the right program, line by line, for the weight that is asked for
    catalogue(made)     the Mistakes in it

A factor can be missing, doubled, divided by, taken from elsewhere; a path left out; paths multiplied. What has the same
values in every network as a mistake before it is left out: so each value has one name.
"""

from itertools import pairwise, takewhile

import numpy as np

from nnlib.checker import Mistake, Parameter
from nnlib.checker.catalogue import Catalogue
from nnlib.checker.names import listed
from nnlib.checker.points import close
from nnlib.checker.programs import Program
from nnlib.practice.networks import LOSS_SLOPES, SLOPES
from nnlib.practice.texts import (
    AT_CROSS_ENTROPY,
    AT_LOSS,
    AT_SLOPE,
    BELOW,
    BOTH_MISSING,
    FACTOR,
    IN_ONE_PATH,
    LEFT_OUT,
    MISSING_OUTPUT,
    MISSING_RELU,
    MULTIPLIED,
    TWICE_GONE,
    WHOLE,
)
from nnlib.topology import derivative, edge, sides

FUNCTIONS = {"relu": lambda z: np.maximum(z, 0.0), "identity": lambda z: z}
VALUES = {"quadratic": "0.5 * ({a} - y) ** 2", "cross-entropy": "-y * log({a}) - (1 - y) * log(1 - {a})"}
# What an activation may put out where all is free; what goes in is of both signs.
OUTPUTS = {"sigmoid": Parameter(0.1, 0.9), "tanh": Parameter(-0.9, 0.9), "relu": Parameter(0.2, 2),
           "identity": Parameter(0.1, 0.9)}
SIGNED = Parameter(-1.8, 1.8)


def said(expression):
    """Return an expression as a text has it: a1(1 − a1) for a1 * (1 - a1)."""
    return expression.replace(" * (", "(").replace("-", "−").replace(" ** 2", "²").replace("(− ", "(−")


def product(made, path):
    """Return a path as an expression in the parameters alone."""
    return " * ".join(f"({made.slopes[name]})" for name in path) or "1.0"


def gradient(made):
    """Return the lines of the right program: the factors, the paths if there are several, the gradient."""
    paths, result = made.paths[made.weight], derivative("Loss", made.weight)
    lines = {name: made.slopes[name] for path in paths for name in path}
    if paths[1:]:
        lines |= {f"path{k}": " * ".join(path) for k, path in enumerate(paths, 1)}
        return lines | {result: " + ".join(f"path{k}" for k in range(1, len(paths) + 1))}
    return lines | {result: " * ".join(paths[0])}


def parameters(made):
    """Return name -> Parameter for all that the answer is given; each z and a follows from what comes before it."""
    found = dict.fromkeys(made.given, SIGNED)
    found["y"] = Parameter(0, 1, values=(0, 1), apart=made.output)
    for k, unit in enumerate(made.units, 1):
        terms = [*(f"{source} * {weight}" for source, weight in unit.terms), *([unit.bias] if unit.bias else [])]
        found[f"z{k}"] = Parameter(-1.8, 1.8, follows=" + ".join(terms))
        free = OUTPUTS[unit.g.name]
        found[f"a{k}"] = Parameter(free.low, free.high, follows=f"{unit.g.name}(z{k})")
    return found


def example(made):
    """Return all that the answer is given, with the numbers of the network."""
    at = made.record(**made.given)
    return made.given | {name: at[name].data for name in made.computed}


def parting(made, k):
    """Return the two nodes between which path k goes and no other one does, the first such edge from Loss back."""
    ways = made.ways[made.weight]
    others = {step for n, way in enumerate(ways) if n != k for step in pairwise(way)}
    return next(step for step in pairwise(ways[k]) if step not in others)


def of_paths(made):
    """Return the mistakes with several paths as a whole, and those with a factor in one of them alone."""
    paths, result = made.paths[made.weight], derivative("Loss", made.weight)
    if not paths[1:]:
        return []
    ways = [parting(made, k) for k in range(len(paths))]
    told = [f"from {start} to {end}" for start, end in ways]
    found = []
    for k, way in enumerate(told, 1):
        found.append(Mistake(f"left-out-{slug(*ways[k - 1])}", {f"path{k}": f"0.0 * path{k}"},
                             LEFT_OUT.format(way=way, weight=made.weight), ways[k - 1][::-1]))
        found.append(Mistake(f"counted-twice-{slug(*ways[k - 1])}", {f"path{k}": f"2 * path{k}"},
                             TWICE_GONE.format(way=way, weight=made.weight), ways[k - 1][::-1]))
    head, tail = shared(*paths), shared(*(path[::-1] for path in paths))
    for id, once in ("", ()), ("-near-Loss", head), ("-near-the-weight", tail), ("-where-they-part", (*head, *tail)):
        both = [*paths[0], *(name for name in paths[1] if name not in once)]
        found.append(Mistake(f"paths-multiplied{id}", {result: " * ".join(both)}, MULTIPLIED, ways[0][::-1]))
    for k, path in enumerate(paths, 1):
        line, way = f"path{k}", told[k - 1]
        own, place = slug(*ways[k - 1]), ways[k - 1][::-1]
        found.append(Mistake(f"sign-of-{own}", {line: f"-{line}"},
                             f"The path {way} has the wrong sign: one of its factors has it, or it is subtracted. "
                             "A nudge goes along both paths at once: what becomes of the two changes?", place))
        found.append(Mistake(f"sum-along-{own}", {line: " + ".join(path)},
                             f"Along the path {way} your answer adds the local derivatives. "
                             "Each node scales the change that reaches it: which operation does that?", place))
        for name in path:
            by, of = edge(name)
            rest = " * ".join(each for each in path if each != name)
            found += [Mistake(f"{id}-{name}-from-{own}", {line: expression.format(line=line, name=name, rest=rest)},
                              f"On the path {way}, the edge from {of} to {by} {what}. {asked}", (by, of), (name,))
                      for id, expression, what, asked in IN_ONE_PATH]
    return found


def shared(one, other):
    """Return the local derivatives with which two paths begin alike."""
    return [name for name, _ in takewhile(lambda both: both[0] == both[1], zip(one, other, strict=False))]


def slug(start, end):
    return f"{start}-{end}"


def whole(made):
    """Return the mistakes with the answer as a whole."""
    result, weight, paths = derivative("Loss", made.weight), made.weight, made.paths[made.weight]
    found = [Mistake(id, {result: expression.format(f=result)}, text.format(output=made.output))
             for id, expression, text in WHOLE]
    if not paths[1:]:
        found.append(Mistake("sum", {result: " + ".join(paths[0])},
                             "Your answer adds the local derivatives along the path. Each node scales the change that "
                             "reaches it: which operation does that?"))
    for other, others in made.paths.items():
        if other != weight:
            theirs = " + ".join(product(made, path) for path in others)
            found += [Mistake(f"gradient-of-{other}", {result: theirs},
                              f"This is the gradient for {other}. Where on the graph does the way back to {weight} "
                              "part from it?", (other,)),
                      *(Mistake(f"path-to-{other}-{k}", {result: product(made, path)},
                                f"This is the product along one path to {other}. Where on the graph does the way back "
                                f"to {weight} part from it?", (other,))
                        for k, path in enumerate(others, 1) if others[1:]),
                      Mistake(f"with-gradient-of-{other}", {result: f"{result} + {theirs}"},
                              f"Your answer adds the gradient for {other}. Does a nudge of {weight} change {other}?",
                              (other,))]
    found += [Mistake(f"stops-at-{node}", {result: " + ".join(parts)},
                      f"Your answer is the derivative with respect to {node}: it stops on the way to {weight}. "
                      "Which edges are still to come?", (node,)) for node, parts in stops(made).items()]
    found += [Mistake(f"twice-to-{node}", {result: f"{result} * ({' + '.join(parts)})"},
                      f"The derivative of Loss with respect to {node} counts twice in your answer. "
                      "Where does it come in again?", (node,)) for node, parts in stops(made).items()]
    found.append(Mistake("loss-itself", {result: VALUES[made.loss.name].format(a=made.output)},
                         "Your answer is the loss itself. What does a gradient say about the loss?"))
    between = (made.output, f"1 - {made.output}") if made.loss.name == "cross-entropy" else ()
    factors = [*made.given, *made.computed, *(f"1 - {name}" for name in made.computed if name[0] == "a")]
    return found + [Mistake(f"extra-{factor.replace('1 - ', 'one-minus-')}", {result: f"{result} * ({factor})"},
                            f"Your answer has one factor too many{BELOW * (factor in between)}: {said(factor)}. "
                            f"Which nodes does a change of {weight} pass on its way to Loss, and what does each do to "
                            "it once?",
                            (factor.split()[-1],))
                    for factor in factors]


def stops(made):
    """Return each node on the ways back -> the parts of the derivative with respect to it."""
    found = {}
    for way in made.ways[made.weight]:
        for k in range(2, len(way)):
            part = product(made, tuple(map(derivative, way[:k - 1], way[1:k])))
            parts = found.setdefault(way[k - 1], [])
            parts += [part] if part not in parts else []
    return found


def of_factors(made, rows_of):
    """Return the mistakes with one factor, wherever it stands. rows_of : (made, of, by) -> rows as in FACTOR."""
    found = []
    for name in gradient(made):
        if name in made.slopes:
            of, by = sides(name)
            here = f"edge from {of} to {by}"
            there = "".join(" or from {} to {}".format(*sides(twin)) for twin in twins(made, name))
            found += [Mistake(f"{id}-{name}", {name: expression.replace("{f}", name)},
                              (BOTH_MISSING if there and id == "divided" else text).format(
                                  of=of, by=by).replace(here, here + there), (by, of))
                      for id, expression, text in rows_of(made, of, by)]
    return found


def twins(made, name):
    """Return the others of the same factor, on the same paths: no value tells in which of them a slip is."""
    def alike(other):
        return made.slopes[other] == made.slopes[name] and all(
            (name in path) == (other in path) for path in made.paths[made.weight])

    return [other for other in made.slopes if other != name and alike(other)]


def of_nodes(made):
    """Return the mistakes with the slope made at several nodes alike: those of one activation function, or all."""
    slopes = sorted(name for name in gradient(made) if name[:2] == "da" and made.slopes[name] != "1.0")
    kinds = {name: activation(made, sides(name)[0]) for name in slopes}
    groups = [slopes, *([name for name in slopes if kinds[name] == kind] for kind in dict.fromkeys(kinds.values()))]
    found = {}
    for names in groups:
        rows = [{id: row for id, *row in (*alike(made, *sides(name)), *special(made, *sides(name)))} for name in names]
        nodes = listed([sides(name)[0] for name in names])
        for id in rows[0] if rows[1:] else ():
            if all(id in row for row in rows):
                of, by = sides(names[0])
                found["-".join((id, *names))] = (
                    {name: row[id][0].replace("{f}", name) for name, row in zip(names, rows, strict=True)},
                    f"At {nodes} alike: {rows[0][id][1].format(of=of, by=by)}", (by, of))
    return [Mistake(id, *row) for id, row in found.items()]


def alike(made, of, by):
    """Return what can happen to each factor alike. A text holds for all that has the same values."""
    (missing, one, text), *others = FACTOR
    kind = activation(made, of) if of[0] == "a" else None
    if kind == "relu":
        text = MISSING_RELU
    if kind == "sigmoid" and of == made.output and made.loss.name == "quadratic":
        text = MISSING_OUTPUT
    if kind == "sigmoid" and of == made.output and made.loss.name == "cross-entropy":
        others = [row for row in others if row[0] != "doubled"]  # the same as the slope of the quadratic loss
    return [(missing, one, text), *others]


def special(made, of, by):
    """Return what may stand in the place of a factor of this kind."""
    return {"L": at_loss, "a": at_slope, "z": at_sum}[of[0]](made, of, by)


def activation(made, node):
    return made.units[int(node[1:]) - 1].g.name


def at_loss(made, of, by):
    names = {"a": by, "value": VALUES[made.loss.name].format(a=by), "f": "{f}"}
    told = [*AT_LOSS, *(AT_CROSS_ENTROPY if made.loss.name == "cross-entropy" else ())]
    rows = [(id, expression.format(**names), text.format(**names)) for id, expression, text in told]
    other = next(name for name in LOSS_SLOPES if name != made.loss.name)
    equal = f"the slope at {by} counts twice" if other == "quadratic" else "something equal to it"
    rows.append((f"{other}", LOSS_SLOPES[other].format(a=by),
                 f"At the node Loss you have the derivative of the {other} loss, or {equal}. "
                 "Which loss does this network use?"))
    rows += [(f"{node}-for-{by}", LOSS_SLOPES[made.loss.name].format(a=node),
              f"At the node Loss your factor is made with {node}. Which node's output does the loss compare with y?")
             for node in made.computed if node != by]
    return rows


def at_slope(made, of, by):
    own = activation(made, of)
    kinds = [(f"slope-of-{kind}", SLOPES[kind].format(a=of, z=by),
              f"At the node {of} you have the slope of {kind}. Which activation function makes {of}?")
             for kind in SLOPES if kind not in (own, "identity")]
    if own == "identity":  # what else stands there is a factor too many
        return kinds
    names = {"a": of, "z": by, "f": "{f}", "g": own, "at_a": at(own, of), "with_z": SLOPES[own].format(a=by, z=of)}
    rows = [*((id, expression.format(**names), text.format(**names)) for id, expression, text in AT_SLOPE), *kinds]
    if own == "relu":
        rows.append(("turned", f"({by} < 0) * 1.0", f"Your slope at {of} is 1 where {by} is negative, and 0 where "
                                                    "it is positive. On which side of 0 is relu level?"))
    for node in made.computed:
        if node not in (of, by) and (own != "relu" or node[0] == "z"):
            rows.append((f"slope-with-{node}", SLOPES[own].format(a=node, z=node),
                         f"The slope at the node {of} is made from {node}. Which node belongs to it?"))
        if node[0] == "a" and node != of and own != "relu":
            rows.append((f"output-of-{node}", node, f"Your answer has no slope for the node {of}, and one factor too "
                         f"many: {node}. What is the slope of {own}, and which node does it belong to?"))
        if node[0] == "a" and node != of:
            rows += [(f"slope-of-{kind}-with-{node}", SLOPES[kind].format(a=node),
                      f"At the node {of} you have the slope of {kind}, made from {node}. Which activation function "
                      f"makes {of}, and which node belongs to its slope?")
                     for kind in ("sigmoid", "tanh") if kind != own]
        if node[0] == "a" and node != of and own == "sigmoid":
            rows += [(f"slope-mixed-{one}-{other}", f"{one} * (1 - {other})",
                      f"The slope at the node {of} mixes {of} and {node}. Which node's output belongs to it?")
                     for one, other in ((of, node), (node, of))]
    return rows


def at(kind, node):
    """Return the slope of an activation, taken where its input is this node."""
    return {"sigmoid": f"sigmoid({node}) * (1 - sigmoid({node}))", "tanh": f"1 - tanh({node}) ** 2"}.get(
        kind, SLOPES[kind].format(a=node, z=node))


def at_sum(made, of, by):
    """What may stand in the place of what a node is multiplied with: anything else that the graph holds."""
    right = made.slopes[derivative(of, by)]
    own = f"{of} is made with a product of {by} and another input. When {by} moves and that one stays, what is the " \
          f"change of {by} multiplied by?"
    likely = "wb" if right[0] == "w" else "xaz"
    others = sorted((name for name in (*made.given, *made.computed) if name != right),
                    key=lambda name: name[0] not in likely and name != by)
    return [(f"{other}-for", other, f"For the edge from {of} to {by} your answer has {other}. {own}")
            for other in others]


def catalogue(made):
    """Return the mistakes, each with values of its own, both where all is free and in networks; and further ones, which
    have them where all is free alone: in networks they are the same as one of the others."""
    lines = gradient(made)
    program = Program(parameters(made), lines, (derivative("Loss", made.weight),), FUNCTIONS)
    mistakes = [*whole(made)[:1], *of_factors(made, alike), *of_paths(made), *whole(made)[1:],
                *of_factors(made, special), *of_nodes(made)]
    kept, moves = np.full(len(mistakes), True), []
    for points in (program.points, program.together):
        values = Catalogue(program, mistakes, points=[*points, example(made)]).each[1][:, 0]
        moves.append(~close(values[1:, :-1], values[1:, :1]).all(axis=1))
        kept &= np.isfinite(values[1:]).all(axis=1) & ~close(values[1:, :-1], values[0, :-1]).all(axis=1)
    kept &= moves[0]
    free = None
    for points in (program.points, program.together):
        values = Catalogue(program, mistakes, points=points).each[1][1:, 0]
        for row in np.flatnonzero(kept):
            before = np.flatnonzero(kept[:row])
            kept[row] &= not close(values[row], values[before]).all(axis=1).any()
        free = kept.copy() if free is None else free
    kept &= moves[1]
    return [[mistake for mistake, own in zip(mistakes, rows, strict=True) if own] for rows in (kept, free & ~kept)]
