"""The same seed asks the same question, and another seed another one."""

import ast
from collections.abc import Iterable, Sequence

from graders.answer import Arrays
from graders.bundle import Bundle
from graders.bundle.contents import PARSING
from graders.cache import ArrayCache
from graders.compare.number import counted
from graders.proof.proof import Finding
from graders.proof.trials import Trials


def about_determinism(trials: Trials, seeds: Sequence[int]) -> Finding:
    """The reference, asked twice on one seed, sends the same bits; on other seeds others, where it draws.

    What the exercise sends as context counts too. Raises GraderFault where the reference has no answer.
    """
    first = trials.solutions(seeds[0]).expected()
    again = trials.solutions(seeds[0], ArrayCache()).expected()
    for check, arrays in first.items():
        if _bits(arrays) != _bits(again[check]):
            return Finding("determinism", False, _changes(trials.bundle, check))
    others = [trials.solutions(seed).expected() for seed in seeds[1:]]
    drawing = drawing_checks(trials.bundle)
    for check in drawing if others else ():
        if all(_bits(other[check]) == _bits(first[check]) for other in others):
            return Finding("determinism", False, _stays(check))
    numbers = {"checks": float(len(first)), "drawing": float(len(drawing))}
    sentence = f"the same seed gives the same bits in {counted(len(first), 'check')}; " + (
        f"other seeds give other arrays in the {len(drawing)} that draw." if drawing else "none draws inputs."
    )
    return Finding("determinism", True, sentence, numbers)


def drawing_checks(bundle: Bundle) -> list[str]:
    """The checks whose function makes any use of its `rng`; its text is read, never run."""
    return [
        check.name
        for hidden in (False, True)
        for check in bundle.checks(hidden=hidden)
        if check.name in _drawing(bundle.exercise(hidden).source)
    ]


def _drawing(source: str) -> set[str]:
    with PARSING:
        tree = ast.parse(source)
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and _draws(node)}


def _draws(function: ast.FunctionDef) -> bool:
    given = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    named = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    return len(given) in (2, 3) and given[1] in named


def _bits(arrays: Arrays) -> Iterable[object]:
    return {key: (array.dtype, array.shape, array.tobytes()) for key, array in arrays.items()}


def _changes(bundle: Bundle, check: str) -> str:
    hidden = check in {one.name for one in bundle.checks(hidden=True)}
    file = "hidden.py" if hidden else "exercise.py"
    return (
        f"{check} in {file} gives other arrays when the same seed is asked twice: draw every number from "
        "`rng`, and let nothing depend on the time, on sets' order or on a generator without a seed."
    )


def _stays(check: str) -> str:
    return (
        f"{check} draws from `rng`, yet its arrays are the same on every seed, so an answer learnt by heart "
        "would pass: return arrays that depend on what is drawn."
    )
