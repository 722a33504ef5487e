"""Right answers in any form, as source text: made at random from expression trees, each held to the right one.

    for source in equivalents("6.gradient", 40): ...
    symbolic(RIGHT["6.gradient"].trees[0])     a tree for sympy

The trees are those of exercises/right.py. What a network makes of other parameters may be worked out anew.
"""

import random

import sympy
from exercises.right import RIGHT

from nnlib.exercises import EXERCISES

CALLS = {
    "mean": ["np.mean({})", "np.average({})", "np.sum({0}) / np.size({0})", "sum(np.ravel({0})) / len(np.ravel({0}))",
             "np.array({}).mean()", "np.median([np.mean({})])"],
    "sigmoid": ["sigmoid({})", "1 / (1 + math.exp(-({})))", "1 / (1 + np.exp(-({})))", "(1 + math.e ** -({})) ** -1",
                "0.5 * (1 + math.tanh(({}) / 2))", "np.exp({0}) / (1 + np.exp({0}))", "1 - 1 / (1 + np.exp({}))",
                "0.5 + np.tanh(0.5 * ({})) / 2", "np.exp(-np.logaddexp(0, -({})))", "own_sigmoid({})",
                "math.exp(-math.log(1 + math.exp(-({}))))"],
    "slope": ["{0} * (1 - {0})", "{0} * (1 - {0})", "{0} - {0} ** 2", "own_slope({0})", "0.25 - ({0} - 0.5) ** 2",
              "-{0} * ({0} - 1)", "(1 - {0}) * {0}"],
    "slope at": ["sigmoid.derivative({})", "np.exp(-({0})) / (1 + np.exp(-({0}))) ** 2",
                 "math.exp({0}) / (1 + math.exp({0})) ** 2", "0.25 * (1 - np.tanh(({}) / 2) ** 2)"],
    "-": ["-{}"], "1/": ["1 / {}", "{} ** -1.0"], "power": ["({}) ** ({})", "np.power(float({}), {})"],
}
HELPERS = {
    "own_sigmoid": ["def own_sigmoid(z): return 1 / (1 + np.exp(-z))\n",
                    "def own_sigmoid(z):\n    if z < 0:\n        return 1 - own_sigmoid(-z)\n    "
                    "return 1 / (1 + math.exp(-z))\n"],
    "own_slope": ["def own_slope(a): return a * (1 - a)\n", "own_slope = lambda a: a - a * a\n"],
}


def rewritten(tree, rng, anew=(), often=0.0):
    """Return the same function, written in another way.

    anew : name -> the input of the sigmoid that gives it. often : how often, of 1, it is worked out anew.
    """
    if isinstance(tree, str):
        again = tree in anew and rng.random() < often
        return ("sigmoid", [rewritten(anew[tree], rng, anew, often)]) if again else tree
    kind, parts = tree[0], [rewritten(part, rng, anew, often) for part in tree[1]]
    if kind == "-":
        return rng.choice([(kind, parts), ("*", ["-1", *parts]), ("+", ["0", (kind, parts)])])
    if kind == "slope" and parts[0][0] == "sigmoid" and rng.random() < 0.5:
        return "slope at", parts[0][1]
    if kind not in "+*":
        return kind, parts
    rng.shuffle(parts)
    sums = [part for part in parts if part[0] == "+"]
    if kind == "*" and sums and rng.random() < 0.3:  # expand a bracket
        rest = [part for part in parts if part is not sums[0]]
        kind, parts = "+", [("*", [*rest, term]) for term in sums[0][1]]
    elif rng.random() < 0.2:
        parts += ["2", "0.5"] if kind == "*" else ["0.25", ("-", ["0.25"])]
    return ("-", [("-", [(kind, parts)])]) if rng.random() < 0.1 else (kind, parts)


def text(tree, names, rng):
    """The tree as Python, in brackets, grouped at random. names : name -> what it is called."""
    if isinstance(tree, str):
        return names.get(tree, tree)
    kind, parts = tree
    if kind not in "+*":
        inner = [text(part, names, rng) for part in parts]
        call = rng.choice(CALLS[kind]) if kind in CALLS else names.get(kind, kind) + f"({', '.join(inner)})"
        return f"({call.format(*inner)})"
    if len(parts) == 1:
        return text(parts[0], names, rng)
    cut = rng.randrange(1, len(parts))
    left, right = (text((kind, side), names, rng) for side in (parts[:cut], parts[cut:]))
    last = parts[cut] if cut == len(parts) - 1 else ""
    if kind == "+" and last[:1] == ("-",):
        return f"({left} - {text(last[1][0], names, rng)})"
    if kind == "*" and last in ("2", "0.5"):
        return f"({left} / {1 / float(last)})"
    return f"({left} {kind} {right})"


ONE = ["{}", "float({})", "np.float64({})", "np.array({})", "np.asarray({})[()]"]
SEVERAL = ["({})", "[{}]", "np.array([{}])", "tuple(np.array([{}]))", "[np.array(each) for each in ({})]"]


def written(id, trees, rng):
    """Source text of an answer with these results: parameters and results in one of their forms."""
    parameters = list(EXERCISES[id].parameters)
    style = rng.choice(["own", "own", "renamed", "keyword", "renamed keyword", "shuffled keyword", "only", "star"])
    renamed = "renamed" in style
    names = {name: f"{rng.choice('pqrstuvw')}_{k}" if renamed else name for k, name in enumerate(parameters)}
    listed = rng.sample(list(names.values()), len(names)) if "shuffled" in style else list(names.values())
    head = ", ".join(["*"] * ("keyword" in style) + listed + ["/"] * (style == "only"))
    head, body = ("*given", [f"{head} = given"]) if style == "star" else (head, [])
    results = [in_lines(tree, names, rng, body) if rng.random() < 0.3 else text(tree, names, rng) for tree in trees]
    returned = rng.choice(ONE if len(trees) == 1 else SEVERAL).format(", ".join(results))
    return f"def {EXERCISES[id].function}({head}):\n    " + "\n    ".join([*body, f"return {returned}"]) + "\n"


def in_lines(tree, names, rng, body):
    """Write the factors or terms of a tree as lines of their own, some of them in place; return what is left."""
    if tree[0] not in ("+", "*") or len(tree[1]) < 2:
        return text(tree, names, rng)
    known = [f"part{len(body)}_{k}" for k in range(len(tree[1]))]
    body += [f"{name} = {text(part, names, rng)}" for name, part in zip(known, tree[1], strict=True)]
    if rng.random() < 0.5:
        body += [f"{known[0]} {tree[0]}= {name}" for name in known[1:]]
        return known[0]
    return f" {tree[0]} ".join(known)


# Over a batch; of a loop the checker reads no lines.
LOOPS = [
    "total = 0\n    for y, a1, a2 in zip(ys, a1s, a2s):\n        total += {}\n    return total / len(ys)",
    "return sum({} for y, a1, a2 in zip(ys, a1s, a2s, strict=True)) / len(a1s)",
    "return np.mean([{} for y, a1, a2 in zip(ys, a1s, a2s)])",
    "return np.dot([{} for y, a1, a2 in zip(ys, a1s, a2s)], np.ones(ys.size)) / ys.size",
    "found = []\n    for k, y in enumerate(ys):\n        a1, a2 = a1s[k], a2s[k]\n        found.append({})\n"
    "    return sum(found) / len(found)",
    "mean = 0\n    for k, (y, a1, a2) in enumerate(zip(ys, a1s, a2s), 1):\n        mean += ({} - mean) / k\n"
    "    return mean",
]


def equivalents(id, number, seed=0):
    """Yield source texts of right answers, each another one."""
    rng, seen = random.Random(f"right {id} {seed}"), set()
    while len(seen) < number:
        often = rng.choice((0, 0.4, 1))
        if id == "8.mean" and rng.random() < 0.5:
            each = text(rewritten(RIGHT["4.gradient"].trees[0], rng), {}, rng)
            source = f"def {EXERCISES[id].asks}:\n    {rng.choice(LOOPS).format(each)}\n"
        else:
            source = written(id, [rewritten(tree, rng, RIGHT[id].anew, often) for tree in RIGHT[id].trees], rng)
        source = "".join(rng.choice(forms) for name, forms in HELPERS.items() if name in source) + source
        if source not in seen:
            seen.add(source)
            yield source


def symbolic(tree):
    """The tree for sympy."""
    if isinstance(tree, str):
        return sympy.nsimplify(tree)
    made = {"+": sympy.Add, "*": sympy.Mul, "power": sympy.Pow, "-": lambda a: -a, "1/": lambda a: 1 / a,
            "slope": lambda a: a * (1 - a)}
    return made[tree[0]](*map(symbolic, tree[1]))
