"""Mutants of a file: each leaves out one statement, or has another sign, number or argument in one place."""

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import NamedTuple

LINE, TOKEN = "line", "token"

SWAPPED: dict[type, type] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div,
    ast.Pow: ast.Mult, ast.MatMult: ast.Mult, ast.Mod: ast.Mult,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
KEPT = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Pass)
"""Without one of these nothing runs at all, which any check notices."""


class Mutant(NamedTuple):
    """A whole file with one change. text: the line that the change is in, as it stands in the file."""

    kind: str
    line: int
    text: str
    change: str
    source: str


def mutants(source: str) -> list[Mutant]:
    """Every mutant of a file, in the order of its lines."""
    tree, lines = ast.parse(source), source.splitlines()
    found = [
        Mutant(kind, line, lines[line - 1].strip(), change, ast.unparse(changed))
        for kind, line, change, changed in (*_without_a_statement(tree), *_with_another_token(tree))
    ]
    same = ast.unparse(tree)
    return sorted((one for one in found if one.source != same), key=lambda one: (one.line, one.kind))


def _without_a_statement(tree: ast.Module) -> Iterator[tuple[str, int, str, ast.AST]]:
    for number, node in enumerate(ast.walk(tree)):
        for block in ("body", "orelse", "finalbody"):
            statements = getattr(node, block, None)
            for place, statement in enumerate(statements if isinstance(statements, list) else []):
                if isinstance(statement, KEPT) or _is_text(statement):
                    continue
                changed = deepcopy(tree)
                getattr(_nth(changed, number), block)[place] = ast.Pass()
                yield LINE, statement.lineno, "left out", changed


def _with_another_token(tree: ast.Module) -> Iterator[tuple[str, int, str, ast.AST]]:
    for number, node in enumerate(ast.walk(tree)):
        for change, apply in _changes(node):
            changed = deepcopy(tree)
            apply(_nth(changed, number))
            yield TOKEN, node.lineno, change, changed


Change = tuple[str, Callable[[ast.AST], None]]
"""What is changed, in words, and what changes a node so."""


def _changes(node: ast.AST) -> Iterator[Change]:
    yield from _replacements(node)
    yield from _omissions(node)


def _replacements(node: ast.AST) -> Iterator[Change]:
    """Another sign, number or letter in the place of one."""
    match node:
        case ast.BinOp(op=op) | ast.AugAssign(op=op) | ast.BoolOp(op=op) if type(op) in SWAPPED:
            yield _swap(op), lambda copy: setattr(copy, "op", SWAPPED[type(op)]())
        case ast.Compare(ops=[op]) if type(op) in SWAPPED:
            yield _swap(op), lambda copy: setattr(copy, "ops", [SWAPPED[type(op)]()])
        case ast.Constant(value=value) if (other := _other(value)) is not None:
            yield f"{value!r} → {other!r}", lambda copy: setattr(copy, "value", other)
        case ast.If() | ast.IfExp():
            yield "condition negated", lambda copy: setattr(copy, "test", ast.UnaryOp(ast.Not(), copy.test))


def _omissions(node: ast.AST) -> Iterator[Change]:
    """A minus, an argument or a step that is not there."""
    match node:
        case ast.UnaryOp(op=ast.USub()):
            yield "minus left out", lambda copy: setattr(copy, "op", ast.UAdd())
        case ast.Call(keywords=keywords):
            for place, keyword in enumerate(keywords):
                yield f"{keyword.arg} left out", lambda copy, place=place: copy.keywords.pop(place)
        case ast.Slice(step=ast.UnaryOp()):
            yield "not reversed", lambda copy: setattr(copy, "step", None)


def _swap(op: ast.AST) -> str:
    return f"{type(op).__name__} → {SWAPPED[type(op)].__name__}"


def _other(value: object) -> object:
    """Another constant in the place of one; None for one that is left alone, as texts for people are."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, float):
        return 2 * value if value else 1.0
    if isinstance(value, str) and len(value) == 1:
        return chr(ord(value) + 1)
    return None


def _is_text(statement: ast.stmt) -> bool:
    """Whether it is a docstring."""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _nth(tree: ast.AST, number: int) -> ast.AST:
    for index, node in enumerate(ast.walk(tree)):
        if index == number:
            return node
    raise IndexError(number)
