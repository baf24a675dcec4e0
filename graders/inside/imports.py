"""Importing the handin's files, under the names by which students' files import each other.

`from activation import *` in a student's file and `handin.load("mytorch/activation.py")` in an exercise
give the same module. The outside is told when the import of a file begins and ends, so that an
import that never ends is paid for once and not by every check.
"""

import sys
from collections.abc import Callable
from importlib.machinery import FileFinder, SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from types import CodeType, ModuleType

from graders.inside.frames import LOADED, LOADING, FrameWriter
from graders.inside.tree import Tree

MAX_TOLD = 1000
"""Imports that a child tells of; a handin may reload its modules in a loop."""


class Imports:
    """The handin's modules: `modules` holds, by path, what each file gave when it was first imported."""

    def __init__(self, tree: Tree, writer: FrameWriter) -> None:
        self.modules: dict[str, ModuleType] = {}
        self.tree = tree
        self._writer = writer
        self._told = 0

    def install(self) -> None:
        """Have every import of a file of the handin come through here, however it is found."""
        sys.path_hooks.insert(0, self._finder)

    def load(self, path: str) -> ModuleType:
        """The module of a file that the handin holds, imported unless it has been."""
        if path in self.modules:
            return self.modules[path]
        name = _module_name(path)
        loader = HandinLoader(name, self.tree.locate(path), self)
        spec = spec_from_loader(name, loader)
        module = sys.modules[name] = module_from_spec(spec)  # type: ignore[arg-type]  # made just now
        try:
            loader.exec_module(module)
        except BaseException:
            sys.modules.pop(name, None)
            raise
        return self.modules[path]

    def tell(self, kind: int, path: str) -> None:
        """Tell the outside that the import of a file begins or has ended."""
        self._told += kind == LOADING
        if path and self._told <= MAX_TOLD:
            self._writer.tell(kind, {"path": path})

    def _finder(self, folder: str) -> FileFinder:
        root = str(self.tree.root)
        finder = FileFinder(folder, (self._loader, [".py"]))  # type: ignore[arg-type]  # called, no more
        if finder.path != root and not finder.path.startswith(f"{root}/"):
            raise ImportError
        return finder

    @property
    def _loader(self) -> Callable[[str, str], "HandinLoader"]:
        return lambda name, location: HandinLoader(name, location, self)


class HandinLoader(SourceFileLoader):
    """Runs one file of the handin, always from its source."""

    def __init__(self, name: str, location: str, imports: Imports) -> None:
        super().__init__(name, location)
        self._imports = imports

    def get_code(self, fullname: str) -> CodeType:
        """Compile the source; a .pyc that somebody left beside it is not looked at."""
        source = self.get_data(self.path)
        if b"\0" in source:  # as in UTF-16, and Python does not say in which file
            line = source.count(b"\n", 0, source.index(b"\0")) + 1
            raise SyntaxError("null bytes; save the file as UTF-8 text", (self.path, line, 0, ""))
        code: CodeType = self.source_to_code(source, self.path)
        return code

    def exec_module(self, module: ModuleType) -> None:
        """Run the module, telling the outside when it begins and when it has ended."""
        path = self._imports.tree.name(self.path)
        self._imports.tell(LOADING, path)
        try:
            super().exec_module(module)
            self._imports.modules.setdefault(path, sys.modules.get(self.name, module))
        finally:
            self._imports.tell(LOADED, path)


def _module_name(path: str) -> str:
    """The flat name of a file, or its dotted one where the flat name is another module's."""
    name = path.rpartition("/")[2].removesuffix(".py")
    taken = name in sys.modules or name in sys.stdlib_module_names
    return path.removesuffix(".py").replace("/", ".") if taken else name
