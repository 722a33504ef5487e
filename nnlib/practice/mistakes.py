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
from nnlib.practice import texts
from nnlib.practice.networks import LOSS_SLOPES, SLOPES
from nnlib.topology import derivative, edge, factors, sides

FUNCTIONS = {"relu": lambda z: np.maximum(z, 0.0), "identity": lambda z: z}
SLOPES_FROM_INPUT = SLOPES | {"sigmoid": "sigmoid({z}) * (1 - sigmoid({z}))", "tanh": "1 - tanh({z}) ** 2"}
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
    found, ways = [], [parting(made, k) for k in range(len(paths))]
    told = [(f"path{k}", f"from {start} to {end}", f"{start}-{end}", (end, start))
            for k, (start, end) in enumerate(ways, 1)]
    for line, way, own, place in told:
        found += [Mistake(f"{id}-{own}", {line: f"{times} * {line}"}, text.format(way=way, weight=made.weight), place)
                  for id, times, text in [("left-out", "0.0", texts.LEFT_OUT), ("counted-twice", 2, texts.TWICE_GONE)]]
    head, tail = shared(*paths), shared(*(path[::-1] for path in paths))
    for id, once in ("", ()), ("-near-Loss", head), ("-near-the-weight", tail), ("-where-they-part", (*head, *tail)):
        both = [*paths[0], *(name for name in paths[1] if name not in once)]
        found.append(Mistake(f"paths-multiplied{id}", {result: " * ".join(both)}, texts.MULTIPLIED, ways[0][::-1]))
    for path, (line, way, own, place) in zip(paths, told, strict=True):
        found += [Mistake(f"sign-of-{own}", {line: f"-{line}"},
                          f"The path {way} has the wrong sign: one of its factors has it, or it is subtracted. "
                          "A nudge goes along both paths at once: what becomes of the two changes?", place),
                  Mistake(f"sum-along-{own}", {line: " + ".join(path)},
                          f"Along the path {way} your answer adds the local derivatives. "
                          "Each node scales the change that reaches it: which operation does that?", place)]
        for name in path:
            by, of = edge(name)
            rest = " * ".join(each for each in path if each != name)
            found += [Mistake(f"{id}-{name}-from-{own}", {line: expression.format(line=line, name=name, rest=rest)},
                              f"On the path {way}, the edge from {of} to {by} {what}. {asked}", (by, of), (name,))
                      for id, expression, what, asked in texts.IN_ONE_PATH]
    return found


def shared(one, other):
    """Return the local derivatives with which two paths begin alike."""
    return [name for name, _ in takewhile(lambda both: both[0] == both[1], zip(one, other, strict=False))]


def whole(made):
    """Return the mistakes with the answer as a whole."""
    result, weight, paths = derivative("Loss", made.weight), made.weight, made.paths[made.weight]
    rows = [(id, there.format(f=result), text.format(output=made.output), ()) for id, there, text in texts.WHOLE]
    if not paths[1:]:
        rows.append(("sum", " + ".join(paths[0]), "Your answer adds the local derivatives along the path. Each node "
                     "scales the change that reaches it: which operation does that?", ()))
    for other, others in made.paths.items():
        if other != weight:
            products, place = [product(made, path) for path in others], (other,)
            theirs, asked = " + ".join(products), f"Where on the graph does the way back to {weight} part from it?"
            rows.append((f"gradient-of-{other}", theirs, f"This is the gradient for {other}. {asked}", place))
            rows += [(f"path-to-{other}-{k}", each, f"This is the product along one path to {other}. {asked}", place)
                     for k, each in enumerate(products, 1) if products[1:]]
            rows.append((f"with-gradient-of-{other}", f"{result} + {theirs}", f"Your answer adds the gradient for "
                         f"{other}. Does a nudge of {weight} change {other}?", place))
    rows += [(f"stops-at-{node}", " + ".join(parts), f"Your answer is the derivative with respect to {node}: it stops "
              f"on the way to {weight}. Which edges are still to come?", (node,))
             for node, parts in stops(made).items()]
    rows += [(f"twice-to-{node}", f"{result} * ({' + '.join(parts)})", f"The derivative of Loss with respect to {node} "
              "counts twice in your answer. Where does it come in again?", (node,))
             for node, parts in stops(made).items()]
    rows.append(("loss-itself", VALUES[made.loss.name].format(a=made.output),
                 "Your answer is the loss itself. What does a gradient say about the loss?", ()))
    between = (made.output, f"1 - {made.output}") if made.loss.name == "cross-entropy" else ()
    factors = [*made.given, *made.computed, *(f"1 - {name}" for name in made.computed if name[0] == "a")]
    rows += [(f"extra-{factor.replace('1 - ', 'one-minus-')}", f"{result} * ({factor})",
              f"Your answer has one factor too many{texts.BELOW * (factor in between)}: {said(factor)}. Which nodes "
              f"does a change of {weight} pass on its way to Loss, and what does each do to it once?",
              (factor.split()[-1],)) for factor in factors]
    return [Mistake(id, {result: there}, text, place) for id, there, text, place in rows]


def stops(made):
    """Return each node on the ways back -> the parts of the derivative with respect to it."""
    found = {}
    for way in made.ways[made.weight]:
        for k in range(2, len(way)):
            part, parts = product(made, factors(way[:k])), found.setdefault(way[k - 1], [])
            parts += [part] if part not in parts else []
    return found


def of_factors(made, rows_of):
    """Return the mistakes with one factor, wherever it stands. rows_of : (made, of, by) -> rows as in texts.FACTOR."""
    found = []
    for name in gradient(made):
        if name in made.slopes:
            of, by = sides(name)
            here = f"edge from {of} to {by}"
            there = "".join(" or from {} to {}".format(*sides(twin)) for twin in twins(made, name))
            found += [Mistake(f"{id}-{name}", {name: expression.replace("{f}", name)},
                              (texts.BOTH_MISSING if there and id == "divided" else text).format(
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
    kinds = {name: made.activation(sides(name)[0]) for name in slopes}
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
    (missing, one, text), *others = texts.FACTOR
    kind = made.activation(of) if of[0] == "a" else None
    if kind == "relu":
        text = texts.MISSING_RELU
    if kind == "sigmoid" and of == made.output and made.loss.name == "quadratic":
        text = texts.MISSING_OUTPUT
    if kind == "sigmoid" and of == made.output and made.loss.name == "cross-entropy":
        others = [row for row in others if row[0] != "doubled"]  # the same as the slope of the quadratic loss
    return [(missing, one, text), *others]


def special(made, of, by):
    """Return what may stand in the place of a factor of this kind."""
    return {"L": at_loss, "a": at_slope, "z": at_sum}[of[0]](made, of, by)


def at_loss(made, of, by):
    names = {"a": by, "value": VALUES[made.loss.name].format(a=by), "f": "{f}"}
    told = [*texts.AT_LOSS, *(texts.AT_CROSS_ENTROPY if made.loss.name == "cross-entropy" else ())]
    rows = [(id, expression.format(**names), text.format(**names)) for id, expression, text in told]
    other, = LOSS_SLOPES.keys() - {made.loss.name}
    equal = f"the slope at {by} counts twice" if other == "quadratic" else "something equal to it"
    rows.append((other, LOSS_SLOPES[other].format(a=by), "At the node Loss you have the derivative of the "
                 f"{other} loss, or {equal}. Which loss does this network use?"))
    rows += [(f"{node}-for-{by}", LOSS_SLOPES[made.loss.name].format(a=node),
              f"At the node Loss your factor is made with {node}. Which node's output does the loss compare with y?")
             for node in made.computed if node != by]
    return rows


def at_slope(made, of, by):
    own = made.activation(of)
    kinds = [(f"slope-of-{kind}", SLOPES[kind].format(a=of, z=by),
              f"At the node {of} you have the slope of {kind}. Which activation function makes {of}?")
             for kind in SLOPES if kind not in (own, "identity")]
    if own == "identity":  # what else stands there is a factor too many
        return kinds
    names = {"a": of, "z": by, "f": "{f}", "g": own,
             "at_a": SLOPES_FROM_INPUT[own].format(z=of), "with_z": SLOPES[own].format(a=by, z=of)}
    rows = [*((id, there.format(**names), text.format(**names)) for id, there, text in texts.AT_SLOPE), *kinds]
    if own == "relu":
        rows.append(("turned", f"({by} < 0) * 1.0", f"Your slope at {of} is 1 where {by} is negative, and 0 where "
                                                    "it is positive. On which side of 0 is relu level?"))
    for node in made.computed:
        if node not in (of, by) and (own != "relu" or node[0] == "z"):
            rows.append((f"slope-with-{node}", SLOPES[own].format(a=node, z=node),
                         f"The slope at the node {of} is made from {node}. Which node belongs to it?"))
        if node[0] == "z" or node == of:
            continue
        if own != "relu":
            rows.append((f"output-of-{node}", node, f"Your answer has no slope for the node {of}, and one factor too "
                         f"many: {node}. What is the slope of {own}, and which node does it belong to?"))
        rows += [(f"slope-of-{kind}-with-{node}", SLOPES[kind].format(a=node),
                  f"At the node {of} you have the slope of {kind}, made from {node}. Which activation function makes "
                  f"{of}, and which node belongs to its slope?") for kind in ("sigmoid", "tanh") if kind != own]
        if own == "sigmoid":
            rows += [(f"slope-mixed-{one}-{other}", f"{one} * (1 - {other})",
                      f"The slope at the node {of} mixes {of} and {node}. Which node's output belongs to it?")
                     for one, other in ((of, node), (node, of))]
    return rows


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
    kept, found = np.full(len(mistakes), True), []
    for points in (program.points, program.together):
        right, *values = Catalogue(program, mistakes, points=[*points, example(made)]).each[1][:, 0]
        kept &= np.isfinite(values).all(axis=1) & ~close(np.array(values)[:, :-1], right[:-1]).all(axis=1)
        found.append(np.array(values)[:, :-1])
    moves = [~close(values, values[:, :1]).all(axis=1) for values in found]
    kept &= moves[0]
    rows = []
    for values in found:
        for row in np.flatnonzero(kept):
            kept[row] = not close(values[row], values[:row][kept[:row]]).all(axis=1).any()
        rows.append(kept.copy())
    networks = rows[1] & moves[1]
    return [[mistake for mistake, own in zip(mistakes, each, strict=True) if own]
            for each in (networks, rows[0] & ~networks)]
