"""The whole exercise of a judge's box: bundles' judge.py, asked of what a student's code has answered.

Not imported: its text is the exercise, with a call of `_sit` after it. The box is one like any other, so
a judge is asked as a check is. Its handin is the reference, and no student's code is in it: what the
student answered comes as data.
"""

import sys
from collections.abc import Callable
from io import BytesIO
from types import ModuleType
from typing import Any

import numpy as np

_Keys = list[tuple[str, str]]
"""(case, array name); case is "" where an exercise has only one."""


def _sit(namespace: dict[str, Any], sources: dict[str, str], answers: dict[str, _Keys], prefix: str) -> None:
    """Put a function for each check into the namespace, which the harness calls.

    sources: module name → text, each importable by those after it, judge.py the last. answers: the arrays
    that were answered, by check; number n of a check's lies in the files as `prefix`check/n.
    """
    for name, source in sources.items():
        module = sys.modules[name] = ModuleType(name)
        exec(compile(source, f"{name}.py", "exec"), module.__dict__)  # noqa: S102  # in a box
    judge = sys.modules["judge"]
    for check, keys in answers.items():
        namespace[check] = _asked(getattr(judge, check), keys, f"{prefix}{check}/", prefix)


def _asked(judge: Callable[..., Any], keys: _Keys, folder: str, prefix: str) -> Callable[..., Any]:
    def ask(handin: Any, rng: Any) -> dict[str, Any]:
        files = handin.data
        handin.data = {path: data for path, data in files.items() if not path.startswith(prefix)}
        answer: dict[str, Any] = {}
        for number, (case, name) in enumerate(keys):
            array = np.load(BytesIO(files[f"{folder}{number}"]), allow_pickle=False)
            (answer.setdefault(case, {}) if case else answer)[name] = array
        said: dict[str, Any] = _as_arrays(judge(handin, rng, answer))
        return said

    return ask


def _as_arrays(said: Any) -> Any:
    """Only arrays leave a box, and a judge may say True, a word or a list of words."""
    if isinstance(said, dict):
        return {key: _as_arrays(value) for key, value in said.items()}
    return np.asarray(said)
