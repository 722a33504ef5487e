"""With this you can declare an exercise on the network: what its parameters may be, its example, its words.

    network_exercise("4.gradient", "dloss_dw2", "y a1 a2", lines, "dloss_dw2", mistakes)
"""

from dataclasses import replace

import numpy as np

from nnlib import example
from nnlib.activations import Activation, sigmoid, tanh
from nnlib.checker import FormulaExercise, Parameter, Words
from nnlib.checker.programs import Program
from nnlib.draw.graph import computation_graph
from nnlib.losses import cross_entropy, quadratic
from nnlib.network import Network
from nnlib.topology import INPUTS, LOCAL_DERIVATIVES, sides

softplus = Activation("softplus", lambda z: np.logaddexp(0, z), lambda z, a: sigmoid.value(z))
ACTIVATIONS = Parameter(values=(tanh, softplus, sigmoid))
LOSSES = lambda a2, y: a2 ** 2 + y * np.exp(a2), lambda a2, y: (2 * a2 - y) ** 2 + a2  # neither is symmetric
SIGNED, OUTPUT, CLASS = Parameter(-1.8, 1.8), Parameter(0.1, 0.9), Parameter(0, 1, values=(0, 1))
PARAMETERS = {
    "x": SIGNED, "w1": SIGNED, "w2": SIGNED, "w3": SIGNED, "b2": SIGNED, "dloss_dz1": SIGNED, "dloss_dz2": SIGNED,
    "a1": OUTPUT, "a2": OUTPUT, "a3": OUTPUT, "y": CLASS, "step_size": Parameter(0.5, 3),
    "w": Parameter(2, 6, values=(-5, -2.5)), "a": Parameter(0.2, 0.8), "n": Parameter(values=(2, 3, 4, 5)),
    "ys": replace(CLASS, apart="a2s", batch=True), "a1s": replace(OUTPUT, batch=True), "a2s": replace(OUTPUT, batch=True),
    "g1": ACTIVATIONS, "g2": replace(ACTIVATIONS, apart="g1"), "loss": Parameter(values=LOSSES),
}
FOLLOWS = {"a1": "sigmoid(x * w1)", "a2": "sigmoid(a1 * w2)", "a3": "sigmoid(a2 * w3)"}
# Over the examples of a batch, which lie along the last axis; the result stands at each of them.
OVER_EXAMPLES = {
    "mean": lambda values: np.mean(values, axis=-1, keepdims=True), "total": lambda values: np.sum(values, axis=-1, keepdims=True),
    "median": lambda values: np.median(values, axis=-1, keepdims=True), "size": lambda values: np.shape(values)[-1],
    "first": lambda values: values[..., :1], "last": lambda values: values[..., -1:], "floor": np.floor,
    "largest": lambda values: np.max(values, axis=-1, keepdims=True),
    "divided_on": lambda values: np.sum(values * float(np.shape(values)[-1]) ** np.arange(-np.shape(values)[-1], 0), axis=-1, keepdims=True),
}


class Unchecked:
    """An activation that takes anything, also what a mistake that divides may give."""

    def __init__(self, g):
        self.g = g

    def __call__(self, z):
        return self.g.value(z)

    def derivative(self, z):
        return self.g.slope(z, self.g.value(z))


FUNCTIONS = {"sigmoid": Unchecked(sigmoid), "quadratic": quadratic, "Network": Network, **OVER_EXAMPLES}

WORDS = Words(
    right="Your answer agrees with the network at every point tried, not only at the lesson's.",
    keen="Which nodes does it really depend on?",
    form="Go from node to node: what does each make of its inputs?",
    question="Is it a product with one factor for each edge of the path?",
    products=(*LOCAL_DERIVATIVES, "dloss_dw2", "dloss_dw1", "dloss_db2", "dloss_dw", "dloss_dz2", "mean_gradient", "new_w1",
              "new_w2"),
    questions={**{name: "Which formula gives {}, and how fast does it change when {} alone moves?".format(*sides(name))
                  for name in LOCAL_DERIVATIVES},
               "dloss_dw": "What does each of the two uses of w hand back?",
               "left": "What does one step leave of a gradient, and how many steps are there?",
               "mean_gradient": "What is the gradient of one example, and what becomes of all of them?",
               **dict.fromkeys(("new_w1", "new_w2"), "What sets how long the step is, and which way it goes?")},
    numbers={"mean_gradient": "Do you divide by a fixed number? How many examples does your function get?"},
    several={"mean_gradient": "What does the mean loss do with its examples?"},
    steps={f"new_{weight}": (weight, "The step to your new weight") for weight in ("w1", "w2")},
    where=(
        ("classes-only", "y", (0, 1), "Right where the true class is 0 or 1. The check also tries numbers between them: "
                                      "which one formula with y gives both?"),
        ("class-1-only", "y", (1,), "Right where the true class is 1, wrong elsewhere. What must your answer be where it is 0?"),
        ("class-0-only", "y", (0,), "Right where the true class is 0, wrong elsewhere. What must your answer be where it is 1?"),
    ),
    paths={**{name: (name,) for name in ("x", "w1", "w2", "z1", "a1", "z2", "a2", "y", "Loss")}, "step_size": ("w1",),
           "b2": ("z2",), "ys": ("y",), "a1s": ("a1",), "a2s": ("a2",), "dloss_dz1": ("z1",), "dloss_dz2": ("z2",),
           "g1": ("z1", "a1"), "g2": ("z2", "a2"), "loss": ("a2", "Loss")},
)


def moved(a, h):
    """Return what a sigmoid that is a becomes where its input moves by h."""
    return sigmoid.value(np.log(a / (1 - a)) + h)


def through_w1(at, h):
    """Return the loss where w1 has moved by h: z1, then a1, then z2 move."""
    a1 = moved(at["a1"], h * at["x"])
    return quadratic.value(moved(at["a2"], (a1 - at["a1"]) * at["w2"]), at["y"])


def of_network(weight):
    """Return how the loss follows from a nudge of a weight, where an answer is given the inputs alone."""
    def loss(at, h):
        net = Network(**{name: at[name] + h * (name == weight) for name in ("w1", "w2")})
        return net.example_loss(net.forward(at["x"]), at["y"])
    return weight, "the loss", loss


BEHIND_A2 = "the loss", lambda at, h: quadratic.value(moved(at["a2"], h), at["y"])
# Of an exercise's results: what is nudged, what moves, and how: (point, nudge) -> what it becomes.
MEASURED = {
    "4.locals": {"dloss_da2": ("a2", "the loss", lambda at, h: quadratic.value(at["a2"] + h, at["y"])),
                 "da2_dz2": ("z2", "a2", lambda at, h: moved(at["a2"], h)),
                 "dz2_dw2": ("w2", "z2", lambda at, h: at["a1"] * (1 + h))},
    "4.gradient": {"dloss_dw2": ("w2", "the loss", lambda at, h: BEHIND_A2[1](at, h * at["a1"]))},
    "6.locals": {"dz2_da1": ("a1", "z2", lambda at, h: (at["a1"] + h) * at["w2"]),
                 "da1_dz1": ("z1", "a1", lambda at, h: moved(at["a1"], h)),
                 "dz1_dw1": ("w1", "z1", lambda at, h: at["x"] * (1 + h))},
    "6.gradient": {"dloss_dw1": ("w1", "the loss", through_w1)},
    "7.update": {"new_w1": ("w1", "the loss", through_w1)},
    "7.step": {"new_w1": of_network("w1"), "new_w2": of_network("w2")},
    "8.bias": {"dloss_db2": ("b2", *BEHIND_A2)},
    "9.local": {"dloss_da2": ("a2", "the loss", lambda at, h: cross_entropy.value(at["a2"] + h, at["y"]))},
    "9.collapse": {"dloss_dz2": ("z2", "the loss", lambda at, h: cross_entropy.value(moved(at["a2"], h), at["y"]))},
}

# Where each derivative was found.
FOUND = {"dloss_da2": "4a", "da2_dz2": "4a", "dz2_dw2": "4a", "dz2_da1": "6a", "da1_dz1": "6a", "dz1_dw1": "6a",
         "dloss_dw2": "4b", "dloss_dw1": "6b"}
# More of a right answer that divides.
DIVIDES = {"9.collapse": "It still divides. Which factors cancel, and what is left?"}


def names_for(id, lines):
    """Return what to say of names that are no parameters: of nodes and derivatives. lines : those of the program."""
    here = f"{id.split('.')[0]}{'b' if id.endswith('gradient') else 'a'}"
    found = {name: f"{name} is what you found in exercise {where}: " + (
                 "which of your parameters is it made of?" if name in lines else
                 "which of its factors are asked for here, and which are not?")
             for name, where in FOUND.items() if (len(here), where) < (len(here), here)}
    return found | {node: f"{node} is made of {' and '.join(made_of)}: "
                          "how do you get there from what your function is given?" for node, made_of in INPUTS.items()}


def _example():
    """Return what the lessons print: a value for each parameter."""
    net = Network(example.W1, example.W2)
    shared = Network(example.W1, example.W1)  # lesson 10: one weight in both layers
    gradients = shared.backward(shared.forward(example.X), example.Y)
    batch = net.forward((example.X, -1.0, 0.5, 2.0))
    numbers = net.forward(example.X)._asdict() | {
        "w1": net.w1, "w2": net.w2, "y": example.Y, "step_size": 2, "b2": 0.5,
        "dloss_dz1": gradients.dloss_dz1, "dloss_dz2": gradients.dloss_dz2,
        "w3": 1.5, "a3": sigmoid(1.5 * net.forward(example.X).a2)}
    return {name: float(value) for name, value in numbers.items()} | {
        "ys": np.array((1.0, 0.0, 1.0, 0.0)), "a1s": batch.a1, "a2s": batch.a2,
        "g1": net.g1, "g2": net.g2, "loss": quadratic.value}


EXAMPLE = _example()


def picture(path):
    """Return the computation graph with a path highlighted, as HTML."""
    return computation_graph(path=path).html


def network_exercise(id, function, parameters, lines, results, mistakes, follows=(), illustrate=picture):
    """Return a FormulaExercise on the network. parameters, results : names, with spaces between them.

    mistakes : of tables that several exercises share: those that cannot be made in this program are left out.
    follows : names of parameters that an answer may work out anew from others.
    """
    declared = {name: PARAMETERS[name] for name in parameters.split()}
    output = next((name for name in ("a3", "a2") if name in declared), None)
    if "y" in declared and output:
        declared["y"] = replace(CLASS, apart=output)
    declared |= {name: replace(declared[name], follows=FOLLOWS[name]) for name in follows}
    program = Program(declared, lines, tuple(results.split()), FUNCTIONS)
    return FormulaExercise(
        id=id, function=function, parameters=declared, lines=lines, results=program.results, functions=FUNCTIONS,
        mistakes=[mistake for mistake in mistakes if program.allows(mistake)], illustrate=illustrate,
        words=replace(WORDS, measured=MEASURED.get(id, {}), names=names_for(id, lines), divides=DIVIDES.get(id, "")),
        example={name: EXAMPLE[name] for name in declared} if EXAMPLE.keys() >= declared.keys() else None)
