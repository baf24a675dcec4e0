"""The handin as an exercise sees it: `load` a file, `lend` it an input."""

from types import ModuleType
from typing import Any

import numpy as np

from graders.inside.errors import describe
from graders.inside.frames import Fields
from graders.inside.imports import Imports
from graders.inside.wire import Exercise


class MissingFile(FileNotFoundError):
    """The handin holds no file of that name, nor of any name accepted in its place."""


class Handin:
    """What an exercise's function is called with; one for each check.

    device: "cpu" or "cuda". data: the problem's read-only files, path → bytes.
    """

    def __init__(self, imports: Imports, exercise: Exercise, device: str) -> None:
        self.device = device
        self.data = exercise.files
        self._imports = imports
        self._aliases = exercise.aliases
        self._lent: list[tuple[str, np.ndarray, np.ndarray]] = []
        self._import_error: BaseException | None = None

    def load(self, path: str) -> ModuleType:
        """The module of a file of the handin; raises MissingFile, or whatever importing it raises."""
        names = [path, *self._aliases.get(path, ())]
        found = next((name for name in names if name in self._imports.tree.files), None)
        if found is None:
            raise MissingFile(f"the handin has no {' or '.join(names)}")
        try:
            return self._imports.load(found)
        except BaseException as error:
            self._import_error = error
            raise

    def lend(self, name: str, array: np.ndarray) -> np.ndarray:
        """A copy of an input for the student's code, compared with the original when the check is over."""
        copy = array.copy()
        self._lent.append((name, array, copy))
        return copy

    def changed(self) -> list[str]:
        """Names of the lent inputs that the student's code wrote into."""
        return list(dict.fromkeys(name for name, array, copy in self._lent if _differ(array, copy)))

    def explain(self, error: BaseException) -> Fields:
        """The fields of a RAISED frame for what ended this check."""
        described = describe(error, self._imports.tree)
        if type(error) is MissingFile:
            return described | {"kind": "missing-file"}
        if error is self._import_error:
            return described | {"kind": "import"}
        missing = self._missing_name(error)
        if missing and not described["frames"]:
            return described | {"kind": "missing-name", "message": missing}
        return described | {"kind": "exception"}

    def _missing_name(self, error: Any) -> str:
        """Which name a file of the handin lacks, when that is what the exercise stumbled over."""
        if type(error) is not AttributeError:
            return ""
        for path, module in self._imports.modules.items():
            if error.obj is module:
                return f"{path} has no {error.name}"
        return ""


def _differ(array: np.ndarray, copy: np.ndarray) -> bool:
    """Whether a byte differs: NaN is itself, and −0 is not 0."""
    return array.tobytes() != copy.tobytes()
