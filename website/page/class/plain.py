"""With `is_plain` you can tell whether code can do no more than calculate: others' code may run after it.

    is_plain("def f(a2):\\n    return a2 * (1 - a2)", setup)     True
    is_plain("import sys", setup)                               False

It knows what is harmless. Whatever is not listed here is not plain.
"""

import ast
import builtins
import re

from nnlib.grade.cells import tree_of

NODES = (
    ast.Module, ast.FunctionDef, ast.Lambda, ast.arguments, ast.arg, ast.Return, ast.Assign, ast.AugAssign, ast.Expr,
    ast.For, ast.If, ast.Pass, ast.Break, ast.Continue, ast.Assert, ast.Name, ast.Constant, ast.Attribute,
    ast.Subscript, ast.Slice, ast.Starred, ast.Call, ast.keyword, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare,
    ast.IfExp, ast.Tuple, ast.List, ast.Dict, ast.ListComp, ast.DictComp, ast.GeneratorExp, ast.comprehension,
    ast.JoinedStr, ast.FormattedValue, ast.Import, ast.ImportFrom, ast.alias, ast.expr_context,
    ast.operator, ast.unaryop, ast.boolop, ast.cmpop,
)  # fmt: skip
MODULES = {"math", "numpy"}
BUILTINS = {"abs", "all", "any", "bool", "dict", "enumerate", "float", "int", "len", "list", "max", "min", "pow",
            "print", "range", "reversed", "round", "sorted", "sum", "tuple", "zip"}
MATHS = {"abs", "array", "asarray", "cosh", "dot", "e", "exp", "expm1", "fsum", "log", "log1p", "mean", "multiply",
         "pi", "power", "prod", "sinh", "sqrt", "square", "sum", "tanh"}
METHODS = {"append", "backward", "derivative", "forward", "get", "index", "items", "keys", "ndim", "setdefault",
           "shape", "size", "value", "values"}
DERIVATIVES = re.compile(r"[zawb]\d|dloss_d\w+|d[az]\d_d\w+|loss")
# Of what a set-up cell imports and defines.
GIVEN = {"Network", "check", "cross_entropy", "identity", "quadratic", "relu", "sigmoid", "tanh"}


def is_plain(code, setup):
    """Whether code only calculates with numbers, lists and functions of its own. setup : code that runs before it."""
    tree = tree_of(code)
    given = {getattr(node, "asname", None) or node.name for node in ast.walk(ast.parse(setup))
             if isinstance(node, (ast.alias, ast.FunctionDef))}
    barred = ({*dir(builtins)} - BUILTINS) | (given - GIVEN - MATHS - {"np", *MODULES}) | {"get_ipython"}
    return bool(tree) and all(isinstance(node, NODES) and _harmless(node, barred) for node in ast.walk(tree))


def _harmless(node, barred):
    if isinstance(node, ast.Name):
        return not node.id.startswith("__") and node.id not in barred
    if isinstance(node, (ast.FunctionDef, ast.arg)):
        name, decorated = getattr(node, "name", getattr(node, "arg", "")), getattr(node, "decorator_list", ())
        return not name.startswith("__") and not decorated
    if isinstance(node, ast.Attribute):
        known = node.attr in MATHS | METHODS or DERIVATIVES.fullmatch(node.attr)
        return isinstance(node.ctx, ast.Load) and bool(known)
    if isinstance(node, ast.Import):
        return all(each.name in MODULES and not (each.asname or "").startswith("__") for each in node.names)
    if isinstance(node, ast.ImportFrom):
        return node.module in MODULES and not node.level and all(
            each.name in MATHS and not (each.asname or "").startswith("__") for each in node.names)
    return not (isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute))
