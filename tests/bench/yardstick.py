"""The bare checks from outside: `bare.py`, run by the runtime's Python."""

import json
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from deploy.settings import ROOT
from graders.box import BoxTask
from graders.wire import encode_task

_WARM_UP = 2
"""Repeats that are not counted: numpy's own first calls take longer."""
_ENVIRONMENT = {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Bare:
    """Medians of one round, in seconds.

    whole: files written, imported, checks asked. checks: the same without the import. fresh: a process
    for one time, Python's start and the import of numpy in it.
    """

    whole: float
    checks: float
    fresh: float


class Yardstick:
    """Times a task's checks bare, in a process of its own each round."""

    def __init__(self, python: Path, task: BoxTask, repeats: int) -> None:
        self._python = python
        self._task = encode_task(task)
        self._repeats = repeats

    def round(self) -> Bare:
        """One round."""
        with _stored(self._task) as file:
            taken = self._run(file, self._repeats + _WARM_UP)[_WARM_UP:]
            began = perf_counter()
            self._run(file, 1)
            fresh = perf_counter() - began
        whole = median(whole for whole, _ in taken)
        checks = median(whole - importing for whole, importing in taken)
        return Bare(whole, checks, fresh)

    def _run(self, file: Path, repeats: int) -> list[tuple[float, float]]:
        command = [str(self._python), str(Path(__file__).with_name("bare.py")), str(file), str(repeats)]
        done = subprocess.run(command, env=_ENVIRONMENT, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)


@contextmanager
def _stored(content: bytes) -> Iterator[Path]:
    """A file that holds these bytes for a while."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        yield Path(file.name)
