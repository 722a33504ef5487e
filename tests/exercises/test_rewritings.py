"""Right answers in any form are accepted, and random wrong ones never: both made at random from expression trees.

A tree is a number, a name, ("+", terms), ("*", factors), ("-", tree), ("1/", [tree]) or (function, arguments).
"""

import random

import pytest
import sympy
from exercises.answers import FORMULAS, LISTS, answer

from nnlib.exercises import EXERCISES, check

REWRITINGS, WRONG = 500, 200


def plus(*terms):
    return "+", list(terms)


def times(*factors):
    return "*", list(factors)


def minus(tree):
    return "-", tree


def over(tree):
    return "1/", [tree]


def slope(a):
    return times(a, plus(1, minus(a)))


def forward(g1, g2):
    z1 = times("x", "w1")
    a1 = (g1, [z1])
    z2 = times(a1, "w2")
    return [z1, a1, z2, (g2, [z2])]


def gradient_w2(a1, a2):
    return times(plus(a2, minus("y")), *slope(a2)[1], a1)


def gradient_w1(a1, a2):
    return times(plus(a2, minus("y")), *slope(a2)[1], "w2", *slope(a1)[1], "x")


def new(weight, gradient):
    return plus(weight, minus(times("step_size", *gradient[1])))


_, A1, _, A2 = forward("sigmoid", "sigmoid")
RIGHT = {  # id: the trees of the results
    "1.forward": forward("g1", "g2"),
    "2.loss": [("loss", [forward("g1", "g2")[3], "y"])],
    "4.locals": [plus("a2", minus("y")), slope("a2"), "a1"],
    "4.gradient": [gradient_w2("a1", "a2")],
    "6.locals": ["w2", slope("a1"), "x"],
    "6.gradient": [gradient_w1("a1", "a2")],
    "7.update": [new("w1", gradient_w1("a1", "a2"))],
    "8.mean": [("mean", [times(plus("a2s", minus("ys")), *slope("a2s")[1], "a1s")])],
    "8.bias": [times(plus("a2", minus("y")), *slope("a2")[1])],
    "9.local": [plus(minus(times("y", over("a2"))), times(plus(1, minus("y")), over(plus(1, minus("a2")))))],
    "9.collapse": [plus("a2", minus("y"))],
    "7.step": [new("w1", gradient_w1(A1, A2)), new("w2", gradient_w2(A1, A2))],
    "10.times": [times("a1", "w2", 1), times("w2", 1), times("a1", 1)],
    "10.add": [plus(times("dloss_dz2", "a1"), times("dloss_dz1", "x"))],
}
def test_each_exercise_has_its_rewritings():
    missing = [each.id for each in FORMULAS if each.id not in RIGHT]
    assert not missing, f"RIGHT in tests/exercises/test_rewritings.py has no line for {missing}"


MEANS = ["np.mean({})", "np.average({})", "np.sum({}) / 4", "sum(np.ravel({})) / 4", "np.array({}).mean()"]
SIGMOIDS = ["sigmoid({})", "1 / (1 + math.exp(-({})))", "1 / (1 + np.exp(-({})))", "0.5 * (1 + math.tanh(({}) / 2))"]


# ---- rewriting

def rewritten(tree, rng):
    """The same function, written in another way."""
    if not isinstance(tree, tuple):
        return tree
    kind, parts = tree
    if kind == "-":
        inner = rewritten(parts, rng)
        return rng.choice([minus(inner), times(-1, inner), plus(0, minus(inner))])
    parts = [rewritten(part, rng) for part in parts]
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
        calls = {"sigmoid": SIGMOIDS, "mean": MEANS, "1/": ["1 / {}", "{} ** -1.0"]}
        call = rng.choice(calls[kind]) if kind in calls else names[kind] + "({})"
        return f"({call.format(', '.join(text(part, names, rng) for part in parts))})"
    if len(parts) == 1:
        return text(parts[0], names, rng)
    cut = rng.randrange(1, len(parts))
    left, right = (text((kind, side), names, rng) for side in (parts[:cut], parts[cut:]))
    if kind == "+" and parts[cut:] and len(parts) - cut == 1 and isinstance(parts[cut], tuple) and parts[cut][0] == "-":
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
    body = ""
    if style == "star":
        head, body = "*given", f"{', '.join(listed)} = given; "
    results = ", ".join(text(tree, names, rng) for tree in trees)
    returned = rng.choice(ONE if len(trees) == 1 else SEVERAL).format(results)
    return f"def {EXERCISES[id].function}({head}): {body}return {returned}"


@pytest.mark.parametrize("id", RIGHT)
def test_right_answers_are_accepted_however_they_are_written(id):
    rng = random.Random(f"right {id}")
    forms = set()
    for _ in range(REWRITINGS):
        source = written(id, [rewritten(tree, rng) for tree in RIGHT[id]], rng)
        verdict = check(id, answer(id, source))
        assert verdict.status == "right", f"{source}\n{verdict}"
        forms.add(source)
    assert len(forms) > REWRITINGS / 2


@pytest.mark.parametrize("id", LISTS)
def test_right_paths_are_accepted_in_any_order(id):
    rng = random.Random(id)
    for _ in range(REWRITINGS):
        names = rng.sample(LISTS[id], len(LISTS[id]))
        kind = rng.choice([list, tuple, set, frozenset])
        assert check(id, kind(names)).status == "right"


# ---- wrong answers

def damaged(tree, names, rng):
    """The tree with one random change."""
    if not isinstance(tree, tuple) or rng.random() < 0.15:
        return rng.choice([rng.choice(names), rng.choice(names), 1, 2, 0.5, minus(tree), plus(tree, rng.choice(names)),
                           times(tree, rng.choice(names)), plus(1, minus(tree)), times(tree, tree)])
    kind, parts = tree
    if kind == "-":
        return rng.choice([parts, minus(damaged(parts, names, rng))])
    k = rng.randrange(len(parts))
    changed = [damaged(part, names, rng) if k == index else part for index, part in enumerate(parts)]
    if kind not in "+*":
        return kind, changed
    return rng.choice([(kind, changed), (kind, changed), (kind, parts[:k] + parts[k + 1:] or [1]),
                       ({"+": "*", "*": "+"}[kind], parts)])


def symbolic(tree):
    """The tree for sympy; functions stand for any function."""
    if not isinstance(tree, tuple):
        return sympy.Symbol(tree) if isinstance(tree, str) else sympy.nsimplify(tree)
    kind, parts = tree
    if kind == "-":
        return -symbolic(parts)
    parts = [symbolic(part) for part in parts]
    if kind in "+*":
        return (sympy.Add if kind == "+" else sympy.Mul)(*parts)
    if kind == "1/":
        return 1 / sympy.expand(parts[0])
    return sympy.Function(kind)(*(sympy.expand(part) for part in parts))


def equivalent(one, other):
    differences = [symbolic(left) - symbolic(right) for left, right in zip(one, other, strict=True)]
    return all(sympy.expand(each) == 0 or sympy.cancel(each) == 0 for each in differences)


@pytest.mark.parametrize("id", RIGHT)
def test_no_random_wrong_answer_is_accepted(id):
    rng = random.Random(f"wrong {id}")
    numbers = [name for name in list(EXERCISES[id].parameters) if name not in ("g1", "g2", "loss")]
    tried = 0
    while tried < WRONG:
        right, k = RIGHT[id], rng.randrange(len(RIGHT[id]))
        trees = [*right[:k], damaged(right[k], numbers, rng), *right[k + 1:]]
        if equivalent(trees, right):
            continue
        tried += 1
        source = written(id, [rewritten(tree, rng) for tree in trees], rng)
        verdict = check(id, answer(id, source))
        assert verdict.status == "wrong", f"{source}\n{verdict}"


def test_the_generator_rewrites_and_damages():
    rng = random.Random(0)
    tree = gradient_w1("a1", "a2")
    assert all(equivalent([rewritten(tree, rng)], [tree]) for _ in range(50))
    assert sum(equivalent([damaged(tree, ["x", "w2"], rng)], [tree]) for _ in range(50)) < 10
