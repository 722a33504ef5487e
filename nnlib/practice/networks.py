"""With `network` you can make a network that no lesson has shown: its graph, its numbers, the weight that is asked for.

    made = network(level=4, seed=7)
    made.paths["w1"]            the local derivatives along each path from Loss back to w1
    made.slopes["da1_dz1"]      what that local derivative is, as an expression
    made.record(**made.given)   name -> Value, as autodiff records it

The same level and seed make the same network everywhere. Of Python's random numbers `random()` alone is promised to
stay, so all chances come from it.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from random import Random
from typing import NamedTuple

from nnlib.activations import Activation, identity, relu, sigmoid, tanh
from nnlib.autodiff import Value, apply
from nnlib.losses import Loss, cross_entropy, quadratic
from nnlib.topology import derivative, factors

SLOPES = {"sigmoid": "{a} * (1 - {a})", "tanh": "1 - {a} ** 2", "relu": "({z} > 0) * 1.0", "identity": "1.0"}
LOSS_SLOPES = {"quadratic": "{a} - y", "cross-entropy": "({a} - y) / ({a} * (1 - {a}))"}


class Unit(NamedTuple):
    """z = the sum of its terms and its bias, a = g(z). terms : (what comes in, the weight that it meets)."""

    terms: tuple
    bias: str | None
    g: Activation


@dataclass(frozen=True)
class PracticeNetwork:
    """A network of a few units, the last of which is its output.

    units : unit k makes zk and ak. given : the numbers of inputs, y, weights and biases. weight : the one asked for.
    """

    units: tuple
    loss: Loss
    weight: str
    given: dict

    @cached_property
    def inputs(self):
        """Each computed node -> the nodes that it is computed from, in order."""
        found = {}
        for k, unit in enumerate(self.units, 1):
            found[f"z{k}"] = (*(name for term in unit.terms for name in term), *([unit.bias] if unit.bias else []))
            found[f"a{k}"] = (f"z{k}",)
        return found | {"Loss": (f"a{len(self.units)}", "y")}

    @property
    def computed(self):
        """Every z and a, in order."""
        return tuple(self.inputs)[:-1]

    @property
    def output(self):
        return self.computed[-1]

    def activation(self, node):
        """Return the name of the activation that makes a node: of g1 for a1."""
        return self.units[int(node[1:]) - 1].g.name

    @cached_property
    def slopes(self):
        """Each local derivative of the graph -> an expression for it. To inputs and y leads none."""
        found = {derivative("Loss", self.output): LOSS_SLOPES[self.loss.name].format(a=self.output)}
        for k in range(len(self.units), 0, -1):
            unit, z = self.units[k - 1], f"z{k}"
            found[derivative(f"a{k}", z)] = SLOPES[unit.g.name].format(a=f"a{k}", z=z)
            for source, weight in unit.terms:
                if source[0] == "a":
                    found[derivative(z, source)] = weight
                found[derivative(z, weight)] = source
            if unit.bias:
                found[derivative(z, unit.bias)] = "1.0"
        return found

    @cached_property
    def ways(self):
        """Each weight and bias -> the nodes of each way from Loss back to it."""
        found = {name: [] for name in self.given if name[0] in "wb"}
        waiting = [("Loss",)]
        while waiting:
            way = waiting.pop(0)
            if way[-1] in found:
                found[way[-1]].append(way)
            waiting[:0] = [(*way, each) for each in self.inputs.get(way[-1], ())]
        return found

    @cached_property
    def paths(self):
        """Each weight and bias -> the local derivatives along each path from Loss back to it."""
        return {name: [*map(factors, ways)] for name, ways in self.ways.items()}

    def record(self, **given):
        """Run the network on numbers; return name -> Value, in the order in which they are made."""
        at = {name: Value(number, name) for name, number in given.items() if name != "y"}
        for k, unit in enumerate(self.units, 1):
            first, *others = (at[source] * at[weight] for source, weight in unit.terms)
            for other in (*others, *([at[unit.bias]] if unit.bias else [])):
                first = first + other
            at[f"z{k}"] = replace(first, name=f"z{k}")
            at[f"a{k}"] = replace(apply(unit.g, at[f"z{k}"]), name=f"a{k}")
        return at | {"Loss": replace(apply(self.loss, at[self.output], given["y"]), name="Loss")}


class Chance:
    """Choices that are the same for the same seed on every platform and version."""

    def __init__(self, *seed):
        self.random = Random(" ".join(map(str, seed))).random

    def among(self, choices):
        return choices[int(self.random() * len(choices))]

    def several(self, choices, count):
        """Return some different ones, in any order."""
        left = list(choices)
        return [left.pop(int(self.random() * len(left))) for _ in range(count)]


def chain(sources, gs, biases=()):
    """Return the units of a chain. sources : where each begins. biases : the units, from 1, that have one."""
    return tuple(Unit(((source, f"w{k}"),), f"b{k}" if k in biases else None, g)
                 for k, (source, g) in enumerate(zip(sources, gs, strict=True), 1))


def level_1(chance):
    return chain(("x", "a1", "a2"), [sigmoid] * 3), quadratic


def level_2(chance):
    gs, loss = functions(chance, chance.among((1, 2)))
    if loss is quadratic and {*gs} == {sigmoid}:
        gs[0] = tanh
    count = len(gs)
    biases = chance.several(range(1, count + 1), 1 + int(chance.random() * count))
    return chain(("x", "a1", "a2")[:count], gs, biases), loss


def level_3(chance):
    gs, loss = functions(chance, chance.among((1, 2)))
    units = list(chain(("x", "a1", "a2")[:len(gs)], gs))
    if len(gs) == 3 and chance.random() < 0.6:  # a connection that skips a layer
        units[2] = units[2]._replace(terms=(*units[2].terms, ("a1", "w4")))
    else:  # one weight used twice
        used = sorted(chance.several(range(len(gs)), 2))
        names = iter(("w1", "w2", "w3"))
        for k, unit in enumerate(units):
            again = k == used[1]
            units[k] = unit._replace(terms=((unit.terms[0][0], units[used[0]].terms[0][1] if again else next(names)),))
    return tuple(units), loss


def two_units(inputs, first, gs):
    """Return the units of a network with two hidden units side by side. first : whether one unit comes before them."""
    names = iter(f"w{k}" for k in range(1, 9))
    units = [Unit(tuple((each, next(names)) for each in inputs), None, gs[0])] if first else []
    into = ("a1",) if first else inputs
    units += [Unit(tuple((each, next(names)) for each in into), None, gs[-2]) for _ in range(2)]
    hidden = [f"a{len(units) - 1}", f"a{len(units)}"]
    return (*units, Unit(tuple((each, next(names)) for each in hidden), None, gs[-1]))


def level_4(chance, inputs=("x",)):
    first = chance.random() < 0.5
    gs, loss = functions(chance, 1 + first)
    return two_units(inputs, first, gs), loss


LEVELS = {1: level_1, 2: level_2, 3: level_3, 4: level_4, 5: lambda chance: level_4(chance, ("x1", "x2"))}


def functions(chance, hidden):
    """Return the activations of some hidden layers and of the output, and a loss. At most one is a relu."""
    gs = [chance.among((sigmoid, tanh, relu)) for _ in range(hidden)]
    gs = [sigmoid if g is relu and relu in gs[:k] else g for k, g in enumerate(gs)]
    output, loss = chance.among(((sigmoid, quadratic), (sigmoid, cross_entropy), (identity, quadratic)))
    return [*gs, output], loss


def network(level, seed):
    """Return the network of a level and a seed."""
    chance, made = graph(level, seed)
    while True:
        made = replace(made, given=numbers(chance, made.given))
        if fits(made):
            return made


def graph(level, seed):
    """Return the Chance of a level and a seed, and their network before it has numbers."""
    chance = Chance(level, seed)
    units, loss = LEVELS[level](chance)
    made = PracticeNetwork(units, loss, "", dict.fromkeys(named(units), 0.0))
    weights = [name for name in made.given if name[0] == "w"]
    far = [name for name in weights if made.paths[name][1:]] or [
        name for name in weights if len(made.paths[name][0]) == max(len(made.paths[each][0]) for each in weights)]
    return chance, replace(made, weight=chance.among(far if chance.random() < 0.7 else weights))


def named(units):
    """Return the names of inputs, y, weights and biases, in order."""
    terms = [term for unit in units for term in unit.terms]
    inputs = [source for source, _ in terms if source[0] == "x"]
    return dict.fromkeys((*inputs, "y", *sorted(weight for _, weight in terms), *(u.bias for u in units if u.bias)))


def numbers(chance, names):
    """Return a number for each name: weights and inputs of both signs, no two weights alike."""
    weights = chance.several([k / 10 for k in range(5, 26)], sum(name[0] == "w" for name in names))
    found = {}
    for name in names:
        size = {"x": lambda: chance.among((0.5, 1.0, 1.5, 2.0)), "y": lambda: chance.among((0.0, 1.0)),
                "w": weights.pop, "b": lambda: chance.among((0.3, 0.5, 0.8, 1.0))}[name[0]]()
        found[name] = size if name == "y" or chance.random() < 0.6 else -size
    return found


def fits(made):
    """Whether the numbers can be read and worked with: no node is out of reach, no gradient vanishes."""
    at = made.record(**made.given)
    at["Loss"].backward()
    return (all(0.1 <= abs(at[f"z{k}"].data) <= 4 and (at[f"z{k}"].data > 0 or unit.g is not relu)
                for k, unit in enumerate(made.units, 1)) and 0.002 < abs(at[made.weight].gradient) < 20)
