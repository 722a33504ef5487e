"""With `mends` you can try what a wrong answer would be without a slip that its source shows.

    for slip, mend, only in mends(answer, differences, needed): mend()      slip : (message, id, place)

A number that stands for a parameter, a value that is rounded, a bracket that is missing around a difference.
"""

import ast
import linecache
from collections import Counter
from copy import deepcopy
from functools import partial
from zlib import crc32

from nnlib.checker.slips import parsed, place, same
from nnlib.checker.written import text

ROUNDING = ("round", "around", "round_", "rint")
PLAIN = 0, 1  # numbers that may stand for much else
MESSAGES = {
    "number-for-parameter": "The number {code} stands where {name} belongs. "
                            "What if your function is given another {name}?",
    "rounded": "Your function rounds, and the values that it returns are no longer exact. "
               "Leave every number as it is.",
    "integer-division": "// divides, and rounds down to a whole number. Which sign divides, and keeps all digits?",
    "missing-bracket": "Around {code} a bracket is missing: multiplication binds tighter than subtraction, so the "
                       "minus sign cuts your product in two. Which part of your formula is one factor?",
}


def mends(answer, differences, needed):
    """Yield a slip, a function that makes the answer without it, and whether it explains nothing unless all else is
    right.

    differences : the texts of those that the right program has. needed : the parameters that a number may stand for.
    """
    tree, source = parsed(answer)
    if tree is None:
        return
    nodes = list(ast.walk(tree))
    for name, found in (("rounded", _rounding), ("integer-division", _whole)):
        node = next(filter(found, nodes), None)
        if node:
            yield _told(name, source, node), partial(_mended, answer, tree, _Exact()), False
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    known = {each for node in nodes if _difference(node) and text(node) in differences for each in ast.walk(node)}
    numbers = sorted((node for node in nodes if isinstance(node, ast.Constant) and type(node.value) in (int, float)
                      and node not in known.union(_begun(nodes))), key=lambda node: (node.lineno, node.col_offset))
    unused = [each.arg for each in tree.args.args if each.arg in needed - used]
    for name in unused:
        for value in dict.fromkeys(node.value for node in numbers):
            alike = [node for node in numbers if node.value == value]
            for given in (alike, *([node] for node in alike if alike[1:])):
                plain = value in PLAIN or len(unused) > 1 or given is not alike
                slip = _told("number-for-parameter", source, given[0], name=name)
                put = _Put(given, lambda _, name=name: ast.Name(name, ast.Load()))
                yield slip, partial(_mended, answer, tree, put), plain
    for node in nodes:
        if _difference(node):
            (last, _), (first, _) = _last(node.left), _first(node.right)
            inside = ast.copy_location(ast.BinOp(last, node.op, first), last)
            inside.end_lineno, inside.end_col_offset = first.end_lineno, first.end_col_offset
            if (last is not node.left or first is not node.right) and text(inside) in differences:
                slip, put = _told("missing-bracket", source, inside), _Put([node], _bracketed)
                yield slip, partial(_mended, answer, tree, put), False


def _begun(nodes):
    """Return the values that a sum or a product begins with: those of names that are set again."""
    stored = Counter(node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    return [node.value for node in nodes if isinstance(node, ast.Assign)
            and any(stored[getattr(target, "id", None)] > 1 for target in node.targets)]


def _told(id, source, node, **more):
    return MESSAGES[id].format(code=ast.unparse(node), **more), id, place(source, node)


def _last(node):
    """Return the last factor of an expression, and a function: what takes its place -> the expression."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Sub, ast.Add)):
        last, put = _last(node.right)
        return last, lambda new: ast.BinOp(node.left, node.op, put(new))
    return node, lambda new: new


def _first(node):
    """Return the first factor of a product, and a function: what takes its place -> the product."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        first, put = _first(node.left)
        return first, lambda new: ast.BinOp(put(new), node.op, node.right)
    return node, lambda new: new


def _bracketed(node):
    """Return a difference with its bracket: p * 1 - a * q becomes p * ((1 - a) * q)."""
    (last, put), (first, rest) = _last(node.left), _first(node.right)
    return put(rest(ast.BinOp(last, node.op, first)))


def _rounding(node):
    func = node.func if isinstance(node, ast.Call) else None
    return getattr(func, "id", getattr(func, "attr", None)) in ROUNDING


def _difference(node):
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub)


def _whole(node):
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv)


class _Exact(ast.NodeTransformer):
    def visit_BinOp(self, node):
        self.generic_visit(node)
        return ast.BinOp(node.left, ast.Div(), node.right) if _whole(node) else node

    def visit_Call(self, node):
        self.generic_visit(node)
        if not _rounding(node):
            return node
        plain = isinstance(node.func, ast.Name) or getattr(node.func.value, "id", None) in ("np", "numpy")
        return node.args[0] if plain and node.args else node.func.value if not plain else node


class _Put(ast.NodeTransformer):
    """Puts something else in the place of some expressions. made : such an expression -> what stands there instead."""

    def __init__(self, nodes, made):
        self.nodes, self.made = nodes, made

    def visit(self, node):
        there = any(type(node) is type(each) and same(node, each) for each in self.nodes)
        return self.made(node) if there else self.generic_visit(node)


def _mended(answer, tree, mend):
    """Return an answer whose tree is changed, or None if it cannot be made."""
    if answer.__closure__:
        return None
    copy = mend.visit(deepcopy(tree))
    copy.args.defaults, copy.args.kw_defaults = [], [None for _ in copy.args.kw_defaults]
    if isinstance(copy, ast.FunctionDef):
        copy.decorator_list, copy.name = [], "mended"
    else:
        copy = ast.Assign([ast.Name("mended", ast.Store())], copy)
    made = {}
    try:
        source = ast.unparse(ast.fix_missing_locations(ast.Module([copy], [])))
        name = f"<mended {crc32(source.encode())}>"
        linecache.cache[name] = len(source), None, source.splitlines(True), name
        exec(compile(source, name, "exec"), answer.__globals__, made)
    except Exception:  # noqa: BLE001 - then it is not known what it would be
        return None
    made["mended"].__defaults__, made["mended"].__kwdefaults__ = answer.__defaults__, answer.__kwdefaults__
    return made["mended"]
