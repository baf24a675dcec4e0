"""An answer against the arrays that were computed beforehand: what is absent, and where the rest is off."""

from __future__ import annotations

from typing import Any, Dict, Iterator, Tuple

import numpy as np

from graders.inside.listed import read_plainly
from graders.inside.rounds import in_round

from .outline import Check

Arrays = Dict[Tuple[str, str], Any]
"""(case, name) → array; case is "" where there is only one."""


def flatten(answer: Any, asked: str = "") -> Arrays:
    """The arrays of an answer, `{name: array}` or `{case: {name: array}}`, without those for context.

    asked: the name of the round.
    """
    flat = {}
    for key, value in answer.items():
        cases = value.items() if isinstance(value, dict) else [(key, value)]
        case = in_round(asked, key if isinstance(value, dict) else "")
        flat.update({(case, name): array for name, array in cases if not name.startswith("_")})
    return flat


def complaints(got: Arrays, expected: Arrays, check: Check) -> list[str]:
    """A sentence for each array that is not as expected; none when all are right."""
    told = list(_complaints(got, expected, check))
    told += [
        f"{_name(key)} was answered, but nothing of that name was asked for."
        for key in got.keys() - expected.keys()
    ]
    return told


def _complaints(got: Arrays, expected: Arrays, check: Check) -> Iterator[str]:
    for key, due in expected.items():
        said = _judge(got[key], *_measure(key, due, got, check)) if key in got else "is absent"
        if said:
            yield f"{_name(key)} {said}."


def _measure(key: tuple[str, str], due: Any, got: Arrays, check: Check) -> tuple[Any, Check]:
    """What an array is compared with, and how: a gradient with differences of your own forward pass."""
    case, name = key
    if name not in check.gradients and name not in check.gradients.values():
        return due, check
    own = got.get((case, check.gradients.get(name, name)), due)
    if type(own) is not np.ndarray or own.shape != due.shape or not own.any():
        own = due
    rtol = max(check.rtol, 1e-2) if own.dtype == np.float32 else check.rtol
    return (own if name in check.gradients else due), check._replace(rtol=rtol, compare="relative-error")


def _name(key: tuple[str, str]) -> str:
    case, name = key
    return f"`{name}` ({case})" if case else f"`{name}`"


def _judge(value: Any, due: Any, check: Check) -> str:
    if type(value) is not np.ndarray and check.lists == "read":
        value = _read(value, due)
    if type(value) is not np.ndarray:
        return f"is of type {type(value).__name__}, expected a numpy array"
    if value.shape != due.shape:
        return f"has shape {value.shape}, expected {due.shape}"
    if not _dtype_fits(value.dtype, due.dtype, check.dtype):
        return f"has dtype {value.dtype}, expected {due.dtype}"
    return _judge_values(value, due, check)


def _read(value: Any, due: Any) -> Any:
    """The array that a list or a number spells out, in the dtype that is due; the same for anything else."""
    array = read_plainly(value)
    if array is None:
        return value
    return array.astype(due.dtype) if array.dtype.kind in "if" and due.dtype.kind == "f" else array


def _dtype_fits(got: Any, due: Any, policy: str) -> bool:
    kinds = {"float": "f", "integer": "iu", "complex": "c", "number": "iuf"}.get(policy, "")
    text = got.kind == due.kind and got.kind in "US"
    return bool(got == due or text or (got.kind in kinds and due.kind in kinds))


def _judge_values(value: Any, due: Any, check: Check) -> str:
    if due.dtype.kind not in "fc":
        off = np.where(value == due, 0.0, np.inf)
    else:
        off = _times_allowed(value, due, check)
    wrong = off > 1
    if not wrong.any():
        return ""
    at = np.unravel_index(int(np.argmax(off)), off.shape)
    where = f", worst at {[int(i) for i in at]}" if at else ""
    relative = "relative error" if check.compare == "relative-error" else "rtol"
    allowed = f" ({relative} {check.rtol:g}, atol {check.atol:g})" if due.dtype.kind in "fc" else ""
    count = f"{int(wrong.sum())} of {wrong.size} element{'s' if wrong.size > 1 else ''}"
    return f"differs in {count}{where}: expected {_text(due[at])}, got {_text(value[at])}{allowed}"


def _times_allowed(value: Any, due: Any, check: Check) -> Any:
    """The error of each element over what is allowed there; inf where it has no measure."""
    with np.errstate(all="ignore"):
        allowed = check.atol + check.rtol * np.abs(due)
        if check.compare == "relative-error":
            allowed = np.maximum(check.atol, check.rtol * np.maximum(np.abs(value), np.abs(due)))
        off = np.asarray(np.abs(value - due) / allowed)
        same = (value == due) | (np.isnan(value) & np.isnan(due))
    off = np.where(np.isnan(off), np.inf, off)
    return np.where(same, 0.0, off)


def _text(element: Any) -> str:
    return f"{element:.8g}" if element.dtype.kind in "fc" else str(element)
