"""Backward passes over any record: what is right, by the sum over all paths, and right answers in many forms.

    for source in right_walks(500): ...
    exact(source)           whether it gives the sums over all paths, in fractions
"""

import random
from fractions import Fraction
from functools import cache


@cache
def records(number=6):
    """Return records at random; some values are used more than once."""
    rng, found = random.Random("records"), []
    for _ in range(number):
        known, lines = ["x", "w", "u"], []
        for k in range(rng.randrange(3, 7)):
            used = {name for _, inputs in lines for name, _ in inputs}
            waiting = [name for name, _ in lines if name not in used]
            chosen = [*waiting[:2], *rng.choices(known, k=2)][:rng.choice((1, 2, 2))]
            lines.append((f"v{k}", [(name, rng.choice((-1, 1)) * rng.uniform(0.3, 1.5)) for name in chosen]))
            known.append(f"v{k}")
        found.append(lines)
    return found


def gradients(record):
    """Return name -> the sum over all paths to the last value, each the product of its local derivatives."""
    def back(name):
        return 1 if name == record[-1][0] else sum(
            local * back(other) for other, inputs in record for each, local in inputs if each == name)
    return {name: back(name) for _, inputs in record for name, _ in inputs}


STARTS = [
    "{g} = {{n: 0.0 for _, used in record for n, _ in used}}\n    {g}[record[-1][0]] = 1.0",
    "{g} = {{record[-1][0]: 1.0}}",
    "{g} = defaultdict(float)\n    {g}[record[-1][0]] = 1",
]
ORDERS = [
    "for {n}, {u} in reversed(record):", "for {n}, {u} in record[::-1]:",
    "record.reverse()\n    for {n}, {u} in record:", "while record:\n        {n}, {u} = record.pop()",
    "for k in range(len(record) - 1, -1, -1):\n        {n}, {u} = record[k]",
    "for {n}, {u} in sorted(record, key=[*record].index, reverse=True):",
]
PARTS = [
    "for {o}, {d} in {u}:\n            {g}[{o}] = {g}.get({o}, 0) + {g}[{n}] * {d}",
    "for {o}, {d} in {u}:\n            {g}.setdefault({o}, 0.0)\n            {g}[{o}] += {d} * {g}[{n}]",
    "arrived = {g}[{n}]\n        for {o}, {d} in {u}:\n            part = arrived * {d}\n"
    "            {g}[{o}] = {g}[{o}] + part if {o} in {g} else part",
    "for each in {u}:\n            {o}, {d} = each\n            {g}.update({{{o}: {g}.get({o}, 0) + {g}[{n}] * {d}}})",
]
ENDS = ["return {g}", "return dict({g})"]
# Each gradient as a sum over the uses of its value; and an order found anew, each line after all its users.
WHOLE = [
    "{g} = {{record[-1][0]: 1.0}}\n    def of(n):\n        if n not in {g}:\n"
    "            {g}[n] = sum(of({o}) * {d} for {o}, {u} in record for m, {d} in {u} if m == n)\n"
    "        return {g}[n]\n"
    "    for _, {u} in record:\n        for {n}, _ in {u}:\n            of({n})\n    return {g}",
    "lines, order, seen = dict(record), [], set()\n    def visit({n}):\n        if {n} not in seen:\n"
    "            seen.add({n})\n            for {o}, _ in lines.get({n}, ()):\n                visit({o})\n"
    "            order.append({n})\n    for {n}, _ in record:\n        visit({n})\n"
    "    {g} = dict.fromkeys(order, 0.0) | {{record[-1][0]: 1.0}}\n    for {n} in reversed(order):\n"
    "        for {o}, {d} in lines.get({n}, ()):\n            {g}[{o}] += {g}[{n}] * {d}\n    return {g}",
]
NAMES = {"g": ("gradients", "grads", "g", "back"), "n": ("name", "made", "node", "value_"),
         "u": ("inputs", "used", "parents", "ins"), "o": ("other", "source", "child", "p"),
         "d": ("local", "local_derivative", "d", "slope")}


def right_walks(number, seed=0):
    """Yield source texts of right backward passes, each another one."""
    rng, seen = random.Random(f"walks {seed}"), set()
    while len(seen) < number:
        parts = [rng.choice(STARTS), f"{rng.choice(ORDERS)}\n        {rng.choice(PARTS)}", rng.choice(ENDS)]
        body = rng.choice(WHOLE) if rng.random() < 0.05 else "\n    ".join(parts)
        names = {key: rng.choice(choices) for key, choices in NAMES.items()}
        source = f"from collections import defaultdict\n\ndef backward(record):\n    {body.format(**names)}\n"
        if source not in seen:
            seen.add(source)
            yield source


def exact(source):
    """Whether a backward pass gives the sums over all paths, in fractions, on every record."""
    scope = {}
    exec(source.replace("1.0", "1").replace("0.0", "0"), scope)  # floats would not keep the fractions
    for record in records():
        record = [(name, [(other, Fraction(local)) for other, local in inputs]) for name, inputs in record]
        wanted, got = gradients(record), scope["backward"]([(name, list(inputs)) for name, inputs in record])
        if any(got[name] != wanted[name] for name in wanted):
            return False
    return True
