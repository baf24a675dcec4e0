"""Mutants: one change each, all of them programs, told by the line that they change."""

import ast

import pytest
from rich.console import Console

from tests.bench.mutants.__main__ import known_reasons, unused
from tests.bench.mutants.mutate import LINE, TOKEN, Mutant, mutants
from tests.bench.mutants.telling import Tried, share, tell

SOURCE = '''"""What it is."""

import numpy as np


def mean(x, axis=0):
    """Not a line that runs."""
    if not len(x):
        return 0.0
    total = x.sum(axis=axis)
    total += -1
    return total / len(x)
'''
LEFT_OUT = [
    "if not len(x):",
    "return 0.0",
    "total = x.sum(axis=axis)",
    "total += -1",
    "return total / len(x)",
]
CHANGED = {
    ("def mean(x, axis=0):", "0 → 1"): "def mean(x, axis=1):",
    ("if not len(x):", "condition negated"): "if not not len(x):",
    ("return 0.0", "0.0 → 1.0"): "return 1.0",
    ("total = x.sum(axis=axis)", "axis left out"): "total = x.sum()",
    ("total += -1", "Add → Sub"): "total -= -1",
    ("total += -1", "minus left out"): "total += +1",
    ("total += -1", "1 → 2"): "total += -2",
    ("return total / len(x)", "Div → Mult"): "return total * len(x)",
}


def test_every_statement_is_left_out_once_and_no_docstring_import_or_definition():
    assert [one.text for one in mutants(SOURCE) if one.kind == LINE] == LEFT_OUT


def test_every_token_that_has_another_is_changed_once():
    found = {(one.text, one.change): one.source for one in mutants(SOURCE) if one.kind == TOKEN}
    assert found.keys() == CHANGED.keys()
    for key, line in CHANGED.items():
        assert line in [text.strip() for text in found[key].splitlines()]


def test_a_mutant_is_python_and_differs_from_the_file_in_its_one_place():
    whole = ast.unparse(ast.parse(SOURCE)).splitlines()
    for one in mutants(SOURCE):
        ast.parse(one.source)
        assert one.source.splitlines() != whole
        assert SOURCE.splitlines()[one.line - 1].strip() == one.text


@pytest.mark.parametrize(
    ("source", "change", "then"),
    [
        ("x = a[::-1]", "not reversed", "x = a[:]"),
        ("x = a @ b", "MatMult → Mult", "x = a * b"),
        ("x = a < b", "Lt → LtE", "x = a <= b"),
        ("x = a and b", "And → Or", "x = a or b"),
        ("x = True", "True → False", "x = False"),
        ("x = 'b'", "'b' → 'c'", "x = 'c'"),
    ],
)
def test_a_token_becomes_another(source: str, change: str, then: str):
    assert (change, then) in [(one.change, one.source) for one in mutants(source)]


def tried(noticed: str = "", reason: str = "", kind: str = LINE) -> Tried:
    return Tried("a.py", Mutant(kind, 3, "x = 1", "left out", ""), noticed, reason)


@pytest.mark.parametrize(
    ("those", "stale", "status"),
    [
        ([tried("forward")] * 20, [], 0),
        ([tried("forward")] * 20 + [tried(reason="It is never read.")], [], 0),
        ([tried("forward")] * 20 + [tried()], [], 1),
        ([tried("forward")] * 20, [("a.py", "x = 2", "")], 1),
    ],
)
def test_a_survivor_needs_a_reason_and_a_reason_a_survivor(those, stale, status):
    assert tell(those, stale, Console(quiet=True)) == status


def test_the_share_is_of_the_mutants_that_change_a_result():
    assert share([tried("forward"), tried(), tried(reason="It is never read.")]) == 0.5


def test_a_reason_for_what_is_noticed_is_stale():
    reasons = {("a.py", "x = 1", ""): "why", ("a.py", "y = 1", ""): "why"}
    assert unused(reasons, [tried("forward")]) == list(reasons)
    assert unused(reasons, [tried()]) == [("a.py", "y = 1", "")]


def test_every_reason_is_a_sentence():
    assert all(why.endswith(".") and len(why) > 20 for why in known_reasons().values())
