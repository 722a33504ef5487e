"""Right answers in any form, as source text: made at random from expression trees, each held to the right one.

    for source in equivalents("6.gradient", 40): ...
    symbolic(RIGHT["6.gradient"].trees[0])     a tree for sympy

The trees are those of exercises/right.py. What a network makes of other parameters may be worked out anew.
"""

import random

import sympy
from exercises.right import RIGHT, gradient_w2, minus, plus, times

from nnlib.exercises import EXERCISES

MEANS = ["np.mean({})", "np.average({})", "np.sum({0}) / np.size({0})", "sum(np.ravel({0})) / len(np.ravel({0}))",
         "np.array({}).mean()", "np.median([np.mean({})])"]
SIGMOIDS = ["sigmoid({})", "1 / (1 + math.exp(-({})))", "1 / (1 + np.exp(-({})))", "0.5 * (1 + math.tanh(({}) / 2))",
            "np.exp({0}) / (1 + np.exp({0}))", "1 - 1 / (1 + np.exp({}))", "(1 + math.e ** -({})) ** -1",
            "0.5 + np.tanh(0.5 * ({})) / 2", "np.exp(-np.logaddexp(0, -({})))",
            "math.exp(-math.log(1 + math.exp(-({}))))", "own_sigmoid({})"]
SLOPES = ["{0} * (1 - {0})", "{0} * (1 - {0})", "{0} - {0} ** 2", "own_slope({0})", "0.25 - ({0} - 0.5) ** 2",
          "-{0} * ({0} - 1)", "(1 - {0}) * {0}"]
SLOPES_AT_INPUT = ["sigmoid.derivative({})", "np.exp(-({0})) / (1 + np.exp(-({0}))) ** 2",
                   "math.exp({0}) / (1 + math.exp({0})) ** 2", "0.25 * (1 - np.tanh(({}) / 2) ** 2)"]
HELPERS = {
    "own_sigmoid": ["def own_sigmoid(z): return 1 / (1 + np.exp(-z))\n",
                    "def own_sigmoid(z):\n    if z < 0:\n        return 1 - own_sigmoid(-z)\n    "
                    "return 1 / (1 + math.exp(-z))\n"],
    "own_slope": ["def own_slope(a): return a * (1 - a)\n", "own_slope = lambda a: a - a * a\n"],
}


# ---- rewriting

def rewritten(tree, rng, anew=None, often=0.0):
    """Return the same function, written in another way.

    anew : name -> the input of the sigmoid that gives it. often : how often, of 1, it is worked out anew.
    """
    if not isinstance(tree, tuple):
        if anew and tree in anew and rng.random() < often:
            return "sigmoid", [rewritten(anew[tree], rng, anew, often)]
        return tree
    kind, parts = tree
    if kind == "-":
        inner = rewritten(parts, rng, anew, often)
        return rng.choice([minus(inner), times(-1, inner), plus(0, minus(inner))])
    if kind == "slope" and anew and parts[0] in anew and rng.random() < often:
        return "slope at", [rewritten(anew[parts[0]], rng, anew, often)]
    if kind == "slope" and isinstance(parts[0], tuple) and parts[0][0] == "sigmoid" and rng.random() < 0.3:
        return "slope at", [rewritten(parts[0][1][0], rng, anew, often)]
    parts = [rewritten(part, rng, anew, often) for part in parts]
    if kind not in "+*":
        return kind, parts
    rng.shuffle(parts)
    tree = kind, parts
    if kind == "*":
        sums = [part for part in parts if isinstance(part, tuple) and part[0] == "+"]
        if sums and rng.random() < 0.3:  # expand a bracket
            rest = [part for part in parts if part is not sums[0]]
            tree = plus(*(times(*rest, term) for term in sums[0][1]))
        elif rng.random() < 0.2:
            tree = times(*parts, 2, 0.5)
    elif rng.random() < 0.2:
        tree = plus(*parts, 0.25, minus(0.25))
    return minus(minus(tree)) if rng.random() < 0.1 else tree


def text(tree, names, rng):
    """The tree as Python, in brackets, grouped at random. names : name -> what it is called."""
    if not isinstance(tree, tuple):
        return names.get(tree, str(tree))
    kind, parts = tree
    if kind == "-":
        return f"(-{text(parts, names, rng)})"
    if kind not in "+*":
        calls = {"power": ["({}) ** ({})", "np.power(float({}), {})"], "sigmoid": SIGMOIDS, "mean": MEANS,
                 "1/": ["1 / {}", "{} ** -1.0"], "slope": SLOPES,
                 "slope at": SLOPES_AT_INPUT}
        call = rng.choice(calls[kind]) if kind in calls else names[kind] + "({})"
        inner = [text(part, names, rng) for part in parts]
        return f"({call.format(*inner) if kind == 'power' else call.format(', '.join(inner))})"
    if len(parts) == 1:
        return text(parts[0], names, rng)
    cut = rng.randrange(1, len(parts))
    left, right = (text((kind, side), names, rng) for side in (parts[:cut], parts[cut:]))
    if kind == "+" and len(parts) - cut == 1 and isinstance(parts[cut], tuple) and parts[cut][0] == "-":
        return f"({left} - {text(parts[cut][1], names, rng)})"
    if kind == "*" and len(parts) - cut == 1 and parts[cut] in (2, 0.5):
        return f"({left} / {1 / parts[cut]})"
    return f"({left} {kind} {right})"


ONE = ["{}", "float({})", "np.float64({})", "np.array({})", "np.asarray({})[()]"]
SEVERAL = ["({})", "[{}]", "np.array([{}])", "tuple(np.array([{}]))", "[np.array(each) for each in ({})]"]


def written(id, trees, rng):
    """Source text of an answer with these results: parameters and results in one of their forms."""
    parameters = list(EXERCISES[id].parameters)
    names = {name: name for name in parameters}
    style = rng.choice(["own", "own", "renamed", "keyword", "renamed keyword", "shuffled keyword", "only", "star"])
    if "renamed" in style:
        names = {name: f"{rng.choice('pqrstuvw')}_{k}" for k, name in enumerate(parameters)}
    listed = list(names.values())
    if "shuffled" in style:
        rng.shuffle(listed)
    head = ", ".join((["*"] if "keyword" in style else []) + listed + (["/"] if style == "only" else []))
    body = [f"{', '.join(listed)} = given"] if style == "star" else []
    if style == "star":
        head = "*given"
    results = [in_lines(tree, names, rng, body) if rng.random() < 0.3 else text(tree, names, rng) for tree in trees]
    returned = rng.choice(ONE if len(trees) == 1 else SEVERAL).format(", ".join(results))
    source = f"def {EXERCISES[id].function}({head}):\n    " + "\n    ".join([*body, f"return {returned}"]) + "\n"
    return "".join(rng.choice(forms) for name, forms in HELPERS.items() if name in source) + source


def in_lines(tree, names, rng, body):
    """Write the factors or terms of a tree as lines of their own, some of them in place; return what is left."""
    if not isinstance(tree, tuple) or tree[0] not in "+*" or len(tree[1]) < 2:
        return text(tree, names, rng)
    known = [f"part{len(body)}_{k}" for k in range(len(tree[1]))]
    body += [f"{name} = {text(part, names, rng)}" for name, part in zip(known, tree[1], strict=True)]
    if rng.random() < 0.5:
        body += [f"{known[0]} {tree[0]}= {name}" for name in known[1:]]
        return known[0]
    return f" {tree[0]} ".join(known)


# ---- loops over a batch, and networks

LOOPS = [
    "total = 0\n    for y, a1, a2 in zip(ys, a1s, a2s):\n        total += {}\n    return total / len(ys)",
    "total = 0.0\n    for k in range(len(ys)):\n        y, a1, a2 = ys[k], a1s[k], a2s[k]\n        total = total + {}\n"
    "    return total / ys.size",
    "return sum({} for y, a1, a2 in zip(ys, a1s, a2s, strict=True)) / len(a1s)",
    "return np.mean([{} for y, a1, a2 in zip(ys, a1s, a2s)])",
    "total = 0\n    for y, a1, a2 in zip(ys, a1s, a2s):\n        total += {} / len(ys)\n    return total",
    "return np.dot([{} for y, a1, a2 in zip(ys, a1s, a2s)], np.ones(ys.size)) / ys.size",
    "found = []\n    for k, y in enumerate(ys):\n        a1, a2 = a1s[k], a2s[k]\n        found.append({})\n"
    "    return sum(found) / len(found)",
    "mean = 0\n    for k, (y, a1, a2) in enumerate(zip(ys, a1s, a2s), 1):\n        mean += ({} - mean) / k\n"
    "    return mean",
]
NETWORKS = {
    "7.update": ["net = Network(w1, w2)\n    return net.update(net.backward(net.forward(x), y), step_size).w1",
                 "net = Network(w1, w2)\n    back = net.backward(net.forward(x), y)\n    "
                 "return w1 - step_size * back.dloss_dw1"],
    "7.step": ["net = Network(w1, w2)\n    new = net.update(net.backward(net.forward(x), y), step_size)\n    "
               "return new.w1, new.w2",
               "net = Network(w1, w2)\n    back = net.backward(net.forward(x), y)\n"
               "    return w1 - step_size * back.dloss_dw1, w2 - step_size * back.dloss_dw2"],
}


def equivalents(id, number, seed=0):
    """Yield source texts of right answers, each another one."""
    rng, seen = random.Random(f"right {id} {seed}"), set()
    while len(seen) < number:
        often = rng.choice((0, 0.4, 1))
        if id in NETWORKS and rng.random() < 0.02:
            source = f"def {EXERCISES[id].asks}:\n    {rng.choice(NETWORKS[id])}\n"
        elif id == "8.mean" and rng.random() < 0.5:
            each = text(rewritten(gradient_w2("a1", "a2"), rng), {}, rng)
            source = f"def {EXERCISES[id].asks}:\n    {rng.choice(LOOPS).format(each)}\n"
            source = "".join(rng.choice(forms) for name, forms in HELPERS.items() if name in source) + source
        else:
            source = written(id, [rewritten(tree, rng, RIGHT[id].anew, often) for tree in RIGHT[id].trees], rng)
        if source not in seen:
            seen.add(source)
            yield source


def symbolic(tree):
    """The tree for sympy."""
    if not isinstance(tree, tuple):
        return sympy.Symbol(tree) if isinstance(tree, str) else sympy.nsimplify(tree)
    kind, parts = tree
    if kind == "-":
        return -symbolic(parts)
    parts = [symbolic(part) for part in parts]
    if kind in "+*":
        return (sympy.Add if kind == "+" else sympy.Mul)(*parts)
    if kind == "power":
        return parts[0] ** parts[1]
    return 1 / parts[0] if kind == "1/" else parts[0] * (1 - parts[0])
