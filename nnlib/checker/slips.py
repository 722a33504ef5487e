"""With these you can say Python's own slips in plain words: where code raises, and what was written for something else.

    explained(error)                    an exception -> (message, id, place), or None if it is no slip that is known
    written(answer, one)                what stands in a wrong answer's source for something else, or None

A place is (line, start, end). Nothing is said of what the source, where it is to be had, does not show.
"""

import ast
import dis
import linecache
import re
import sys
import types
from copy import deepcopy

LIBRARIES = sys.stdlib_module_names | {"nnlib", "numpy"}
ROUNDING = ("round", "around", "round_", "rint")
MESSAGES = {
    "missing-times": "Before the bracket in {code} a * is missing: "
                     "without it Python takes what stands there for a function, and calls it.",
    "called-number": "{func} is a number there, and is called like a function in {code}. "
                     "Was the name given to something else before?",
    "square-brackets": "Square brackets pick an entry of a list, and in {code} there is a number before them. "
                       "Which brackets hold a factor together, and what stands before them?",
    "caret": "^ is no power in Python. How is one written there?",
    "power": "{code} raises to a power. How many stars stand for a product?",
    "arrow": "{code} is a comparison in Python: it asks whether {left} is smaller than the negative of what follows. "
             "How does a name get a new value?",
    "decimal-comma": "In {code} a comma stands between two digits: for Python these are two values. "
                     "A decimal number has a point.",
    "bracket-too-late": "The bracket of {func}( … ) holds {count} values: {args}. Where should it close?",
    "bare-function": "{code} is a function: it takes what stands in brackets right after its name. "
                     "Which brackets are missing there?",
    "argument-count": "{func}( … ) is given {count} in {code}. How many does it take, and which?",
    "integer-division": "// divides, and rounds down to a whole number. Which sign divides, and keeps all digits?",
    "number-for-parameter": "The number {code} stands where {name} belongs. "
                            "What if your function is given another {name}?",
    "no-value-yet": "For some inputs your function reads {code} before anything gives it a value. "
                    "Which line should give it one, and does it always run?",
    "rounded": "Your function rounds, and the values that it returns are no longer exact. "
               "Leave every number as it is.",
}


def explained(error):
    """Return the message, the id and the place of an exception, or None if it is no slip that is known."""
    node, frame, source = _raising(error)
    if node is None:
        return None
    text = str(error)
    number = re.search(r"'(numpy\.)?(int|float|ndarray)\d*' object is not (\w+)", text)
    if isinstance(error, TypeError):
        if isinstance(node, ast.Call) and number and number[3] == "callable":
            called = isinstance(node.func, ast.Name) and _was_function(node.func.id, frame)
            if not called and (len(node.args) != 1 or node.keywords):
                return None
            return _told("called-number" if called else "missing-times", source, node)
        if isinstance(node, ast.Subscript) and number and number[3] == "subscriptable":
            return _told("square-brackets", source, node)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor):
            return _told("caret", source, node)
        if isinstance(node, ast.BinOp):
            function = re.search(r"'(numpy\.ufunc|builtin_function_or_method|function|Activation)'", text)
            for side in (node.left, node.right):
                if _comma(side, source):
                    return _told("decimal-comma", source, side)
                if function and isinstance(side, ast.Name) and callable(
                        frame.f_locals.get(side.id, frame.f_globals.get(side.id))):
                    return _told("bare-function", source, side)
        if isinstance(node, ast.Call) and re.search(r"positional argument|ArrayType", text):
            return _arguments(node, source)
    if "complex" in text:
        node = next((each for each in ast.walk(_file(frame.f_code.co_filename)[1]) if isinstance(each, ast.BinOp)
                     and isinstance(each.op, ast.Pow) and not isinstance(each.right, ast.Constant)
                     and each.lineno >= frame.f_code.co_firstlineno), None)
        return node and _told("power", source, node)
    if isinstance(error, UnboundLocalError) and isinstance(node, ast.Name):
        return _told("no-value-yet", source, node)
    if isinstance(error, IndexError) and isinstance(node, ast.Subscript) and "scalar variable" in text:
        return _told("square-brackets", source, node)
    return None


def written(answer, one, is_right=None):
    """Return the message, the id and the place of what stands in a wrong answer's source for something else, or None.

    one : whether one number was wanted. is_right : function -> whether the answer were right, tried on the answer
    with the slip mended.
    """
    tree, source = parsed(answer)
    if tree is None:
        return None
    for node in ast.walk(tree):
        alone = node.body if isinstance(node, ast.Lambda) else (
            node.value if isinstance(node, (ast.Return, ast.Expr)) else None)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor):
            return _told("caret", source, node)
        if isinstance(alone, ast.Compare) and _arrow(alone, source):
            return _told("arrow", source, alone)
        if one and not isinstance(node, ast.Expr) and _comma(alone, source):
            return _told("decimal-comma", source, alone)
    if not is_right:
        return None
    for id, found in (("rounded", _rounding), ("integer-division", _whole)):
        node = next(filter(found, ast.walk(tree)), None)
        mended = node and _mended(answer, tree, _Mend())
        if mended and is_right(mended):
            return _told(id, source, node)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for each in tree.args.args:
        for node in ast.walk(tree) if each.arg not in used else ():
            if isinstance(node, ast.Constant) and type(node.value) in (int, float):
                mended = _mended(answer, tree, _Given(node, each.arg))
                if mended and is_right(mended):
                    return _told("number-for-parameter", source, node, name=each.arg)
    return None


def parsed(answer):
    """Return the syntax tree of a function and the lines it stands in, or (None, None) if they are not to be had."""
    code = getattr(answer, "__code__", None)
    if not isinstance(answer, types.FunctionType):
        return None, None
    source, tree = _file(code.co_filename)
    kinds = ast.Lambda if code.co_name == "<lambda>" else ast.FunctionDef
    spots = [(line, column) for line, _, column, _ in code.co_positions() if line and column is not None]
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, kinds) and getattr(node, "name", "<lambda>") == code.co_name:
            first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
            body = node.body if isinstance(node.body, list) else [node.body]
            start, end = (body[0].lineno, body[0].col_offset), (body[-1].end_lineno, body[-1].end_col_offset)
            if first == code.co_firstlineno and any(start <= spot < end for spot in spots[1:] or spots):
                return node, source
    return None, None


def _file(filename):
    source = linecache.getlines(filename)
    try:
        return source, ast.parse("".join(source))
    except (SyntaxError, ValueError, RecursionError):
        return source, None


def _raising(error):
    """Return the part of the learner's code that raised, its frame and the lines; (None, None, None) if unknown."""
    trace, last = error.__traceback__, None
    while trace is not None:
        if str(trace.tb_frame.f_globals.get("__name__")).split(".")[0] not in LIBRARIES:
            last = trace
        trace = trace.tb_next
    if last is None:
        return None, None, None
    code = last.tb_frame.f_code
    where = list(code.co_positions())[last.tb_lasti // 2]
    source, tree = _file(code.co_filename)
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.expr) and (node.lineno, node.end_lineno, node.col_offset, node.end_col_offset) == where:
            return node, last.tb_frame, source
    return None, None, None


def _told(id, source, node, **more):
    names = {"code": _text(source, node), "func": "", "left": ""}
    if isinstance(node, ast.Call):
        names["func"] = _text(source, node.func)
    if isinstance(node, ast.Subscript):
        names["func"] = _text(source, node.value)
    if isinstance(node, ast.Compare):
        names["left"] = _text(source, node.left)
    return MESSAGES[id].format(**names | more), id, place(source, node)


def place(source, node):
    """Return the line in which a part of the code begins, without its indent, and where in it the part stands."""
    line = source[node.lineno - 1].rstrip("\n")
    raw, indent = line.encode(), len(line) - len(line.lstrip())
    end = len(line) if node.end_lineno != node.lineno else len(raw[:node.end_col_offset].decode())
    return line[indent:], len(raw[:node.col_offset].decode()) - indent, end - indent


def _text(source, node):
    """Return a part of the code as it stands, on one line."""
    return " ".join((ast.get_source_segment("".join(source), node) or ast.unparse(node)).split())


def _was_function(name, frame):
    """Whether a name stands for a function elsewhere: a built-in one, one of the notebook, or as it was given."""
    builtin = frame.f_builtins.get(name)
    return callable(builtin) or callable(frame.f_globals.get(name)) or bool(
        name in frame.f_code.co_varnames[:frame.f_code.co_argcount]
        and any(each.opname == "STORE_FAST" and each.argval == name for each in dis.get_instructions(frame.f_code)))


def _arguments(node, source):
    args = [_text(source, each) for each in node.args]
    if node.keywords or any(isinstance(each, ast.Starred) for each in node.args):
        return None
    count = f"{len(args)} value{'s' * (len(args) != 1)}"
    outer = [each for each in ast.walk(ast.parse("".join(source))) if isinstance(each, ast.Call) and any(
        _same(node, argument) for argument in each.args)]
    late = len(args) > 1 and outer
    return _told("bracket-too-late" if late else "argument-count", source, node,
                 count=len(args) if late else count, args=" and ".join(args))


def _same(one, other):
    return (one.lineno, one.col_offset, one.end_lineno, one.end_col_offset) == (
        other.lineno, other.col_offset, other.end_lineno, other.end_col_offset)


def _comma(node, source):
    """Whether a tuple is a decimal number with a comma: two digits with nothing but a comma between them."""
    return isinstance(node, ast.Tuple) and any(
        _whole_number(one) and one.end_lineno == other.lineno and one.end_col_offset + 1 == other.col_offset
        and re.match(r"\d", _text(source, other)) for one, other in zip(node.elts, node.elts[1:], strict=False))


def _whole_number(node):
    """Whether an expression ends with a whole number."""
    while isinstance(node, (ast.BinOp, ast.UnaryOp)):
        node = node.right if isinstance(node, ast.BinOp) else node.operand
    return isinstance(node, ast.Constant) and type(node.value) is int


def _arrow(node, source):
    """Whether a comparison is written as an arrow: w <- …"""
    right = node.comparators[0]
    while isinstance(right, ast.BinOp):
        right = right.left
    return (len(node.ops) == 1 and isinstance(node.ops[0], ast.Lt) and isinstance(node.left, ast.Name)
            and isinstance(right, ast.UnaryOp) and isinstance(right.op, ast.USub) and "<-" in _text(source, node))


def _rounding(node):
    func = node.func if isinstance(node, ast.Call) else None
    return getattr(func, "id", getattr(func, "attr", None)) in ROUNDING


def _whole(node):
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv)


class _Mend(ast.NodeTransformer):
    def visit_BinOp(self, node):
        self.generic_visit(node)
        return ast.BinOp(node.left, ast.Div(), node.right) if _whole(node) else node

    def visit_Call(self, node):
        self.generic_visit(node)
        if not _rounding(node):
            return node
        plain = isinstance(node.func, ast.Name) or getattr(node.func.value, "id", None) in ("np", "numpy")
        return node.args[0] if plain and node.args else node.func.value if not plain else node


class _Given(ast.NodeTransformer):
    """Puts a name in the place of one number."""

    def __init__(self, number, name):
        self.number, self.name = number, name

    def visit_Constant(self, node):
        return ast.Name(self.name, ast.Load()) if _same(node, self.number) else node


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
        exec(compile(ast.fix_missing_locations(ast.Module([copy], [])), "<mended>", "exec"), answer.__globals__, made)
    except Exception:  # noqa: BLE001 - then it is not known what it would be
        return None
    made["mended"].__defaults__, made["mended"].__kwdefaults__ = answer.__defaults__, answer.__kwdefaults__
    return made["mended"]
