"""A failed check, put together from a student's arrays and the expected ones."""

from collections.abc import Iterable, Mapping

import numpy as np

from graders.answer import Answer, Arrays
from graders.compare.answers import compare_answer
from graders.diagnose.evidence import Evidence
from graders.diagnose.explain import explain
from graders.problem import Check, Misconception
from graders.report import Explanation

CHECK = Check("backward", 2.0, scales={"the batch size": 20.0, "the learning rate": 0.008})

Named = Mapping[str, np.ndarray | Mapping[str, np.ndarray]]
"""Arrays as an exercise answers them: by name, or by case and name."""


def keyed(arrays: Named) -> Arrays:
    """Arrays by (case, name)."""
    flat: Arrays = {}
    for key, value in arrays.items():
        if isinstance(value, np.ndarray):
            flat["", key] = value
        else:
            flat |= {(key, name): array for name, array in value.items()}
    return flat


def gather(
    got: Named,
    expected: Named,
    check: Check = CHECK,
    wrong_solutions: Iterable[tuple[Misconception, Named]] = (),
    changed: tuple[str, ...] = (),
) -> Evidence:
    """The evidence of a check that ran to its end."""
    answer = Answer(arrays=keyed(got), finished=True, changed=changed)
    known = [(misconception, keyed(arrays)) for misconception, arrays in wrong_solutions]
    due = keyed(expected)
    return Evidence(check, answer, due, compare_answer(answer, due, check), lambda: known)


def explained(got: Named, expected: Named, check: Check = CHECK, **more: object) -> Explanation:
    """Why these arrays are wrong."""
    return explain(gather(got, expected, check, **more))  # type: ignore[arg-type]
