"""With these you can see what stands in an answer's own lines, where its source is known.

    results(answer, ("y", "a2"))     each result as one expression in these parameters, local names filled in; or None
    apart(marks(one), marks(other))  how much of two expressions, as they are written, is not the same
"""

import ast
from collections import Counter
from itertools import islice

from nnlib.checker import slips
from nnlib.checker.slips import parsed

LONGEST = 1000  # nodes of an expression: an answer may double it in each of its lines


class Written(list):
    """The results as expressions. names : those that the source uses. differences : the texts of those that it has.

    known : variable -> its expression.
    """

    def __init__(self, trees, names, differences, known):
        super().__init__(trees)
        self.names, self.differences, self.known = names, differences, known

    def only(self, k):
        """Return the same of one result."""
        return Written(self[k:k + 1], self.names, self.differences, self.known)

    def after(self, variables):
        """Return the same, with some variables before the results."""
        return Written([*map(self.known.get, variables), *self], self.names, self.differences, self.known)


def text(node, told=None):
    """Return an expression as a text with all its brackets, equal for what is written alike; factors in any order.

    told : node -> its text, where several of one tree are wanted.
    """
    told = {} if told is None else told
    if node not in told:
        told[node] = _text(node, lambda each: text(each, told))
    return told[node]


def _text(node, text):
    match node:
        case ast.Name(name):
            return name
        case ast.Constant(value):
            return repr(value)
        case ast.BinOp(ast.BinOp(left, ast.Sub(), right), ast.Pow(), ast.Constant(2)):
            return f"({' '.join(sorted([text(left), text(right)]))} squared)"
        case ast.BinOp(left, operator, right):
            sides = [text(left), text(right)]
            sides = sorted(sides) if isinstance(operator, (ast.Add, ast.Mult)) else sides
            return f"({f' {type(operator).__name__} '.join(sides)})"
        case ast.UnaryOp(operator, operand):
            return f"({type(operator).__name__} {text(operand)})"
        case ast.Call(function, arguments, []):
            return f"{text(function)}({', '.join(map(text, arguments))})"
    return ast.unparse(node)


def pieces(tree):
    """Return the texts of all that is worked out in a syntax tree, each with the nodes where it stands."""
    found, told = {}, {}
    for node in ast.walk(tree):
        if isinstance(node, (ast.BinOp, ast.UnaryOp, ast.Call)):
            found.setdefault(text(node, told), []).append(node)
    return found


def spots(function):
    """Return the texts of all that an answer's lines work out -> its places there; none where they are not known."""
    tree, source = parsed(function)
    return {piece: [slips.place(source, node) for node in nodes] for piece, nodes in pieces(tree).items()
            } if tree else {}


def subtractions(tree):
    """Return the differences in a syntax tree: text -> the names in it, and its text turned round."""
    return {text(node): (names(node), text(ast.BinOp(node.right, node.op, node.left)))
            for node in ast.walk(tree) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub)}


def results(function, parameters):
    """Return the results of a function as Written in these parameters, or None if it is no row of assignments."""
    try:
        return _results(function, parameters)
    except (ValueError, RecursionError):
        return None


def _results(function, parameters):
    tree, _ = parsed(function)
    if tree is None:
        return None
    own = [each.arg for each in (*tree.args.posonlyargs, *tree.args.args)]
    known = {} if set(own) == set(parameters) else {
        name: ast.Name(parameter, ast.Load()) for name, parameter in zip(own, parameters, strict=False)}
    if isinstance(tree, ast.Lambda):
        returned = _filled(tree.body, known)
    else:
        returned = None
        for line in tree.body:
            if isinstance(line, ast.Return):
                returned = line.value and _filled(line.value, known)
                break
            if isinstance(line, ast.Assign) and len(line.targets) == 1:
                _assign(line.targets[0], line.value, known)
            elif isinstance(line, ast.AugAssign) and isinstance(line.target, ast.Name):
                value = ast.BinOp(ast.Name(line.target.id, ast.Load()), line.op, line.value)
                known[line.target.id] = _filled(value, known)
            elif not isinstance(line, ast.Expr):
                return None
    if returned is None:
        return None
    trees = list(returned.elts) if isinstance(returned, (ast.Tuple, ast.List)) else [returned]
    return Written(trees, names(tree), {*subtractions(tree)}, known)


def terms(tree, is_sum):
    """Return what an expression adds, each a syntax tree, with products over sums multiplied out.

    is_sum : tells by its terms whether a sum is one, or a single factor as in (a - y) * a.
    """
    match tree:
        case ast.UnaryOp(ast.USub() as minus, inside):
            return [ast.UnaryOp(minus, each) for each in terms(inside, is_sum)]
        case ast.BinOp(left, ast.Add() | ast.Sub() as sign, right):
            right = terms(right, is_sum)
            found = terms(left, is_sum) + (
                [ast.UnaryOp(ast.USub(), each) for each in right] if isinstance(sign, ast.Sub) else right)
            return found if is_sum(found) else [tree]
        case ast.BinOp(left, ast.Mult() as times, right):
            return [ast.BinOp(one, times, other) for one in terms(left, is_sum) for other in terms(right, is_sum)]
        case ast.BinOp(left, ast.Div() as bar, right):
            return [ast.BinOp(each, bar, right) for each in terms(left, is_sum)]
    return [tree]


def names(tree):
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _assign(target, value, known):
    value = _filled(value, known)
    if isinstance(target, ast.Name):
        known[target.id] = value
    elif isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (ast.Tuple, ast.List)):
        for each, part in zip(target.elts, value.elts, strict=False):
            if isinstance(each, ast.Name):
                known[each.id] = part


def _filled(tree, known):
    class Filled(ast.NodeTransformer):
        def visit_Name(self, node):
            return known.get(node.id, node)

    filled = Filled().visit(ast.parse(ast.unparse(tree), mode="eval").body)
    if sum(1 for _ in islice(ast.walk(filled), LONGEST + 1)) > LONGEST:
        raise ValueError("too long to be compared")
    return filled


def marks(tree):
    """Return what an expression consists of, to be compared: names, numbers, signs, and differences as they stand."""
    found, left = Counter(), [tree]
    while left:
        node = left.pop()
        inside = _in_sigmoid(node)
        if inside is not None:
            found["sigmoid"] += 1
            left.append(inside)
            continue
        match node:
            case ast.UnaryOp(ast.USub() as minus, ast.BinOp(one, ast.Add(), other)):  # it stands before each term
                found["Add"] += 1
                left += [ast.UnaryOp(minus, one), ast.UnaryOp(minus, other)]
            case ast.BinOp(ast.UnaryOp(ast.USub() as minus, one), ast.Div() as bar, other):  # or before the fraction
                left.append(ast.UnaryOp(minus, ast.BinOp(one, bar, other)))
            case ast.BinOp(one, ast.Div(), ast.Constant(int(number))) if number:  # divided by 2, or multiplied by 0.5
                left.append(ast.BinOp(one, ast.Mult(), ast.Constant(1 / number)))
            case ast.BinOp(one, ast.Mult(), other) if _is_one(one) or _is_one(other):  # a factor 1 is none
                left.append(other if _is_one(one) else one)
            case ast.BinOp(ast.BinOp(one, ast.Sub(), other), ast.Pow(), ast.Constant(2)):
                found[text(node)] += 1
                left += [one, other]
            case ast.Name(name):
                found[name] += 1
            case ast.Constant(value):
                found[f"{value:g}" if isinstance(value, (int, float)) else str(value)] += 1
            case ast.BinOp(one, operator, other):
                found[type(operator).__name__] += 1
                found[text(node)] += isinstance(operator, (ast.Sub, ast.Div))
                left += [one, other]
            case ast.UnaryOp(operator, operand):
                found[type(operator).__name__] += 1
                left.append(operand)
            case _:
                left += ast.iter_child_nodes(node)
    return found


def _is_one(tree):
    match tree:
        case ast.BinOp(one, ast.Mult(), other):
            return _is_one(one) and _is_one(other)
    return isinstance(tree, ast.Constant) and tree.value == 1


def _in_sigmoid(tree):
    """Return the z of 1 / (1 + exp(-z)), or None if the expression is not that."""
    match tree:
        case ast.BinOp(ast.Constant(1), ast.Div(), ast.BinOp(ast.Constant(1), ast.Add(), ast.Call(
                args=[ast.UnaryOp(ast.USub(), inside)]))):
            return inside
        case ast.BinOp(ast.Constant(1), ast.Div(), ast.BinOp(ast.Constant(1), ast.Add(), ast.Call(
                args=[ast.BinOp(ast.UnaryOp(ast.USub(), left), ast.Mult(), right)]))):
            return ast.BinOp(left, ast.Mult(), right)
    return None


def apart(one, other):
    """Return how many marks two expressions do not share."""
    return ((one - other) + (other - one)).total()
