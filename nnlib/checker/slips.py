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

LIBRARIES = sys.stdlib_module_names | {"nnlib", "numpy"}
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
    "divided-by-zero": "At a point that is tried {code} divides by 0. What becomes 0 there, "
                       "and does it belong below the bar?",
    "no-value-yet": "For some inputs your function reads {code} before anything gives it a value. "
                    "Which line should give it one, and does it always run?",
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
        node = next((each for each in ast.walk(in_file(frame.f_code.co_filename)[1]) if isinstance(each, ast.BinOp)
                     and isinstance(each.op, ast.Pow) and not isinstance(each.right, ast.Constant)
                     and each.lineno >= frame.f_code.co_firstlineno), None)
        return node and _told("power", source, node)
    if isinstance(error, UnboundLocalError) and isinstance(node, ast.Name):
        return _told("no-value-yet", source, node)
    if isinstance(error, ZeroDivisionError) and isinstance(node, ast.BinOp) and not isinstance(node.op, ast.Pow):
        return _told("divided-by-zero", source, node)
    if isinstance(error, IndexError) and isinstance(node, ast.Subscript) and "scalar variable" in text:
        return _told("square-brackets", source, node)
    return None


def written(answer, one):
    """Return the message, the id and the place of what stands in a wrong answer's source for something else, or None.

    one : whether one number was wanted.
    """
    tree, source = parsed(answer)
    for node in ast.walk(tree) if tree else ():
        alone = node.body if isinstance(node, ast.Lambda) else (
            node.value if isinstance(node, (ast.Return, ast.Expr)) else None)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor):
            return _told("caret", source, node)
        if isinstance(alone, ast.Compare) and _arrow(alone, source):
            return _told("arrow", source, alone)
        if one and not isinstance(node, ast.Expr) and _comma(alone, source):
            return _told("decimal-comma", source, alone)
    return None


def parsed(answer):
    """Return the syntax tree of a function and the lines it stands in, or (None, None) if they are not to be had."""
    code = getattr(answer, "__code__", None)
    if not isinstance(answer, types.FunctionType):
        return None, None
    source, tree = in_file(code.co_filename)
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


def in_file(filename):
    """Return the lines of a file or a cell, and its syntax tree, None if it is no Python."""
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
    source, tree = in_file(code.co_filename)
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.expr) and (node.lineno, node.end_lineno, node.col_offset, node.end_col_offset) == where:
            return node, last.tb_frame, source
    return None, None, None


def _told(id, source, node, **more):
    parts = {part: _text(source, getattr(node, part)) for part in ("func", "left") if hasattr(node, part)}
    return MESSAGES[id].format(code=_text(source, node), **parts, **more), id, place(source, node)


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
        same(node, argument) for argument in each.args)]
    late = len(args) > 1 and outer
    return _told("bracket-too-late" if late else "argument-count", source, node,
                 count=len(args) if late else count, args=" and ".join(args))


def same(one, other):
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
