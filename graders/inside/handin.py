"""The handin as an exercise sees it: `load` a file, `lend` it an input."""

from types import ModuleType
from typing import Any

from graders.inside.differences import differences
from graders.inside.errors import describe
from graders.inside.frames import Fields
from graders.inside.imports import Imports
from graders.inside.loans import Loans
from graders.inside.wire import Exercise


class MissingFile(FileNotFoundError):
    """The handin holds no file of that name, nor of any name accepted in its place."""


class Handin(Loans):
    """What an exercise's function is called with; one for each check.

    device: "cpu" or "cuda". data: the problem's read-only files, path → bytes.
    """

    differences = staticmethod(differences)

    def __init__(self, imports: Imports, exercise: Exercise, device: str) -> None:
        super().__init__()
        self.device = device
        self.data = exercise.files
        self._imports = imports
        self._aliases = exercise.aliases
        self._import_error: BaseException | None = None

    def load(self, path: str) -> ModuleType:
        """The module of a file of the handin; raises MissingFile, or whatever importing it raises."""
        names = [path, *self._aliases.get(path, ())]
        found = next((name for name in names if name in self._imports.tree.files), None)
        if found is None:
            raise MissingFile(f"{names[0]} (or {', '.join(names[1:])})" if names[1:] else path)
        try:
            return self._imports.load(found)
        except BaseException as error:
            self._import_error = error
            raise

    def explain(self, error: BaseException) -> Fields:
        """The fields of a RAISED frame for what ended this check."""
        described = describe(error, self._imports.tree)
        if type(error) is MissingFile:
            return described | {"kind": "missing-file"}
        if error is self._import_error:
            return described | {"kind": "import"}
        if self._lacks_name(error) and not described["frames"]:
            return described | {"kind": "missing-name"}
        return described | {"kind": "exception"}

    def _lacks_name(self, error: Any) -> bool:
        """Whether a file of the handin lacks the name that somebody asked it for."""
        modules = self._imports.modules.values()
        return type(error) is AttributeError and any(error.obj is module for module in modules)
