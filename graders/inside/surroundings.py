"""What a check finds around it: the same as if it were the first.

Checks share a process when all goes well. What one leaves behind in the interpreter is put right before
the next: random generators, numpy's error state, the search path, the working folder.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from random import seed as seed_random
from types import ModuleType

import numpy as np

from graders.inside.gpu import be_exact

_seed_numpy = np.random.seed
_set_errors = np.seterr


class Surroundings:
    """The interpreter's state, as a child found it and as every check shall find it."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._path = [folder for folder in sys.path if folder != _package_folder()]
        self._recursion = sys.getrecursionlimit()
        self._torch = sys.modules.get("torch")

    def restore(self, seed: int, folders: Iterable[str]) -> None:
        """Put everything right before a check; folders: the handin's, for the module search path."""
        self.steady()
        os.chdir(self._root)
        sys.path[:] = [*self._path, self._root, *(f"{self._root}/{folder}" for folder in folders)]
        seed_random(seed)
        _seed_numpy(seed % 2**32)
        _set_errors(divide="warn", over="warn", under="ignore", invalid="warn")
        if self._torch:
            _restore_torch(self._torch, seed)

    def steady(self) -> None:
        """Undo what would trip the harness itself when a check has ended."""
        sys.settrace(None)
        sys.setprofile(None)
        sys.setrecursionlimit(self._recursion)


def _package_folder() -> str:
    """Where this package was imported from: no business of the handin's."""
    return str(Path(__file__).parents[2])


def _restore_torch(torch: ModuleType, seed: int) -> None:
    torch.manual_seed(seed)
    torch.set_default_dtype(torch.float32)
    torch.set_grad_enabled(True)
    if torch.cuda.is_initialized():
        be_exact(torch)
