"""With `outside` you can see what an answer reads from the notebook instead of from its parameters.

    outside(answer, known)          name -> value: numbers, arrays, lists, networks; no functions, modules or classes
    said(found, parameters, words)  the sentences about them

They are found in the bytecode, through nested functions, decorators, partials and the learner's own helpers.
A plain constant of the answer's own is none: what has a name in capitals, or a number that is given as a number in
the cell or the function around it, unless the exercise knows its name. pi and e are none, either.
"""

import ast
import dis
import functools
import math
import re
import types
from contextlib import suppress
from difflib import get_close_matches

import numpy as np

from nnlib.checker.slips import in_file

READ = ("LOAD_GLOBAL", "LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS")
WRITTEN = ("STORE_GLOBAL", "STORE_NAME")
LIBRARY_NAMES = ("np", "numpy", "math", "exp", "log", "sqrt", "tanh", "sigmoid")


def outside(answer, known=()):
    """Return name -> value of what an answer reads from outside. known : the names that the exercise knows."""
    return {name: value for function, read, own in _with_helpers(answer) for name, value in read.items() if not (
        _functions(value) or callable(value) or isinstance(value, types.ModuleType)
        or _constant(name, value, own | _given(function.__code__.co_filename), known))}


def _with_helpers(answer):
    """Yield the functions that run when an answer is called, also its own helpers; what each reads from outside,
    name -> value; and which of these names are given beside it."""
    seen, waiting = set(), _functions(answer)
    home = waiting[0].__globals__ if waiting else None
    while waiting:
        function = waiting.pop()
        if id(function) in seen or function.__globals__ is not home:
            continue
        seen.add(id(function))
        code, own = function.__code__, set()
        read = {name: function.__globals__[name] for name in _read(code) if name in function.__globals__}
        for name, cell in zip(code.co_freevars, function.__closure__ or (), strict=True):
            with suppress(ValueError):  # it may have no value yet
                read[name] = cell.cell_contents
                own.add(name)
        yield function, read, own
        defaults = (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values())
        waiting += [each for value in (*read.values(), *defaults) for each in _functions(value)]


def said(found, parameters, told, shown, used=()):
    """Return the sentences about names from outside. told : name -> a sentence. shown : value -> a short text.

    used : the parameters that the answer uses: another name was not meant to be one of them.
    """
    names = list(found)
    own = [name for name in names if name in parameters]
    those, are, of_its = (("It comes", "is", "one of its parameters") if len(names) == 1 else
                          ("They come", "are", "among its parameters"))
    first = (f"Your function reads {listed(names)} from your notebook, not from what it is given: "
             if own else f"Your function reads {listed(names)}, which {are} not {of_its}. "
                         f"{those} from your notebook, where ")
    values = listed([f"{name} is {shown(value)}" for name, value in found.items()])
    meant = list(dict.fromkeys(each for name in names if name not in own for each in same_role(name, parameters)
                              if each not in used))
    sentence = next((told[name] for name in names if name in told and name not in own), "")
    asked = (f"Did you mean {listed(meant, 'or')}?" if meant
             else sentence or f"Your function is given {listed(list(parameters))}: how does it do with these alone?")
    return f"{first}{'there ' if own else ''}{values}. {asked}"


def undefined(name, parameters, told):
    """Return the sentences about a name that has no value."""
    start = f"{name} has no value in your function: it is not one of its parameters, {listed(list(parameters))}."
    if name in told:
        return f"{start} {told[name]}"
    if name in LIBRARY_NAMES:
        return f"{name} is not known in your notebook. Which library has it, and was the cell that imports it run? " \
               f"Or does your function do without it, with {listed(list(parameters))} alone?"
    if callable(getattr(np, name, None)):
        return f"{name} is not known by itself. numpy has it: np.{name}, once numpy is imported as np."
    near = same_role(name, parameters) or get_close_matches(name.lower(), parameters, 2, 0.7)
    return f"{start} " + (f"Did you mean {listed(near, 'or')}?" if near else "What did you mean by it?")


def same_role(name, parameters):
    """Return the parameters that are called as a name is, up to a number and an s: a1, a2, a1s."""
    stem = name.rstrip("s").rstrip("0123456789")
    return [each for each in parameters if each != name and stem and each.rstrip("s").rstrip("0123456789") == stem]


def used(answer, parameters):
    """Return the parameters of an answer that it reads, as far as its bytecode tells."""
    read = {name for each in _functions(answer) for name in local_names(each.__code__, "LOAD")}
    return [name for name in parameters if name in read]


def local_names(code, how):
    """Yield the local names that code stores ("STORE") or reads ("LOAD"); one instruction may do it with two."""
    for each in dis.get_instructions(code):
        done = re.findall(r"(STORE|LOAD)_(?:FAST|DEREF|CLOSURE)", each.opname)
        names = each.argval if isinstance(each.argval, tuple) else (each.argval,)
        yield from (name for kind, name in zip(done, names, strict=False) if kind == how)


def calls(answer):
    """Whether an answer calls functions, or may."""
    codes = [each.__code__ for each in _functions(answer)]
    return not codes or any(each.opname.startswith("CALL") for code in codes for each in dis.get_instructions(code))


def from_outside(answer):
    """Return the names that an answer, or a helper of its, has for what is not its own: np, and exp in np.exp."""
    return {name for function, *_ in _with_helpers(answer) for code in _codes(function.__code__)
            for name in (*code.co_names, *code.co_freevars)}


def divides(answer):
    """Whether an answer's own code divides, or that of its helpers."""
    return any(each.opname == "BINARY_OP" and each.argrepr.startswith("/") for function, *_ in _with_helpers(answer)
               for code in _codes(function.__code__) for each in dis.get_instructions(code))


def _codes(code):
    """Return a code object and those inside it."""
    return [code, *(inner for const in code.co_consts if isinstance(const, types.CodeType) for inner in _codes(const))]


def _functions(value, depth=8):
    """Return the plain functions that run when a value is called."""
    if depth == 0:
        return []
    if isinstance(value, types.FunctionType):
        return [value, *_functions(getattr(value, "__wrapped__", None), depth - 1)]
    if isinstance(value, types.MethodType):
        inside = value.__func__
    elif isinstance(value, functools.partial):
        inside = value.func
    elif isinstance(value, functools._lru_cache_wrapper):
        inside = value.__wrapped__
    else:
        inside = vars(type(value)).get("__call__")
        inside = inside if isinstance(inside, types.FunctionType) else None
    return [] if inside is None else _functions(inside, depth - 1)


def _read(code):
    """Return the names that a code object and those inside it read as globals, in order."""
    names = {}
    for each in _codes(code):
        steps = list(dis.get_instructions(each))
        written = {step.argval for step in steps if step.opname in WRITTEN}
        names |= dict.fromkeys(step.argval for step in steps if step.opname in READ and step.argval not in written)
    return names


def _constant(name, value, own, known):
    """Whether a name from outside is a plain constant of the answer's own. own : names given beside the function."""
    if name.isupper() and name not in known:
        return True
    if name in known or not isinstance(value, (int, float)):
        return name.startswith("__")
    return value in (math.pi, math.e) or name in own


def _given(filename):
    """Return the names that are given as numbers in the cell or the file with this name."""
    tree = in_file(filename)[1]
    return {target.id for line in (tree.body if tree else ()) if isinstance(line, ast.Assign) and not any(
                isinstance(each, (ast.Name, ast.Call, ast.Attribute)) for each in ast.walk(line.value))
            for target in line.targets if isinstance(target, ast.Name)}


def listed(names, last="and"):
    """Return names as a sentence lists them: a1, a2 and y."""
    return f" {last} ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
