"""What a request asks for takes a thread only where it waits for something.

FastAPI runs every dependency that is no coroutine function in a thread of its pool, a class too. Ten of those
before a handin is even read, each to hand over what is there already, are ten times two threads that wait
for a processor.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

API = Path(__file__).resolve().parents[2] / "api"
LOOKS_UP = {"database", "house", "read_upload"}
"""Names of what a dependency waits for: it has a good reason for its thread."""


def dependencies() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef | None]]:
    """Where each is asked for, and its function; None where that is not of that name, or is a class."""
    trees = {path: ast.parse(path.read_text()) for path in sorted(API.rglob("*.py"))}
    everywhere = {name: function for tree in trees.values() for name, function in functions_of(tree).items()}
    for path, tree in trees.items():
        functions = everywhere | functions_of(tree)
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "Depends"):
                continue
            asked = ast.unparse(node.args[0]) if node.args else ""
            yield f"{path.relative_to(API)}: {asked or 'a class'}", functions.get(asked)


def functions_of(tree: ast.Module) -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions of a module, by name."""
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_only_what_waits_takes_a_thread():
    found = dict(dependencies())
    # An object that FastAPI itself makes, and whose call is a coroutine function.
    assert found.pop("deps.py: _bearer") is None
    named = [where for where, function in found.items() if function is None]
    idle = [
        where
        for where, function in found.items()
        if isinstance(function, ast.FunctionDef)
        and not LOOKS_UP & {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    ]
    assert len(found) > 40
    assert named == []
    assert idle == []
