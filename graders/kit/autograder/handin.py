"""Your work, as an exercise sees it: `load` a file, `lend` it an input."""

from __future__ import annotations

import sys
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from graders.inside.differences import differences
from graders.inside.loans import Loans

from .outline import ROOT, Problem


class Handin(Loans):
    """What an exercise's function is called with; one for each check.

    device: "cpu" or "cuda". data: the problem's read-only files, path → bytes.
    """

    differences = staticmethod(differences)

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.device = "cuda" if problem.device == "cuda" else "cpu"
        self._problem = problem

    @property
    def data(self) -> dict[str, bytes]:
        """The problem's read-only files."""
        folder = self._problem.folder / "data"
        files = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}

    def load(self, path: str) -> ModuleType:
        """The module of a file, under the name by which your other files import it."""
        names = [path, *self._problem.aliases.get(path, [])]
        found = next((ROOT / name for name in names if (ROOT / name).is_file()), None)
        if found is None:
            raise FileNotFoundError(f"there is no {' or '.join(names)}")
        name = _module_name(found)
        return sys.modules[name] if name in sys.modules else _import(name, found)


def _module_name(file: Path) -> str:
    """The flat name of a file, or its dotted one where the flat name is another module's."""
    try:
        spec = find_spec(file.stem)
    except ValueError:  # a module that was put together by hand
        spec = None
    if spec and spec.origin and Path(spec.origin).resolve() == file:
        return file.stem
    return ".".join(file.relative_to(ROOT).with_suffix("").parts)


def _import(name: str, file: Path) -> ModuleType:
    spec = spec_from_file_location(name, str(file))
    assert spec
    assert spec.loader
    module = sys.modules[name] = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(name, None)
        raise
    return module
