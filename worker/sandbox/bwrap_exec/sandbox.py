"""The `bwrap-exec` box: for each task a fresh interpreter, in a box of bubblewrap's own.

Theory of operation. Nothing is cloned: no task shares an address layout, a hash seed or a page of memory with
another. The price is the start of an interpreter and its imports, which is paid ahead, by a pool of warm
boxes that are used once. Two processes take part: the supervisor (this one, trusted) and bubblewrap with the
interpreter in it. The interpreter is process 1 of its namespaces: when it dies, all that it started dies, and
it dies with bubblewrap, which dies with the supervisor.

What a task may write is mounted before the task is known. So boxes come in sizes, each twice the one before,
and a task gets one in which its files fit; a single file is bounded exactly all the same.

A task for a GPU has one to itself while it runs. Its boxes are warmed like any other, up to the import of
torch; CUDA starts when the job is there and the GPU is free, in the process that runs the handin.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

from graders.box import BoxTask, Event
from graders.wire import encode_task
from worker.sandbox.allowances import allowance_of
from worker.sandbox.bwrap_exec.warm import WarmInterpreter
from worker.sandbox.errors import BoxUnavailable
from worker.sandbox.gpus.desk import GpuDesk
from worker.sandbox.gpus.find import Gpu
from worker.sandbox.namespaces.runtime import read_runtime
from worker.sandbox.pool import MOST_POOLS, Pools, size_up
from worker.sandbox.reading import watch

_AHEAD = 2
"""Boxes of a size that wait for a job."""


class BwrapExecSandbox:
    """Implements `graders.box.Sandbox`. runtimes: name → that runtime's python."""

    kind = "bwrap-exec"

    def __init__(self, runtimes: Mapping[str, Path], ahead: int = _AHEAD, gpus: Sequence[Gpu] = ()) -> None:
        # The kernel ends a box with the thread that started it: these live as long as the sandbox.
        self._starter = ThreadPoolExecutor(2, thread_name_prefix="boxes")
        self._runtimes = {name: read_runtime(name, python) for name, python in runtimes.items()}
        self._gpus = GpuDesk(gpus)
        # Each GPU has boxes of its own, which the next task on another one must not drive out.
        self._pools = Pools(self._warm, ahead, self._starter, MOST_POOLS + len(gpus))

    def run(self, task: BoxTask) -> Iterator[Event]:
        """Run one task in a fresh interpreter. See `graders.box.Sandbox.run`."""
        message = encode_task(task)
        allowance = allowance_of(task, len(message))
        runtime, files = self._known(task), size_up(allowance.files)
        with self._gpus.one() if task.device == "cuda" else nullcontext() as gpu:
            box, child = self._pools.start((runtime, files, gpu), lambda box: box.begin(allowance, message))
            with box:
                yield from watch(task, child)

    def close(self) -> None:
        """End everything."""
        self._pools.close()
        self._starter.shutdown()

    def _warm(self, key: tuple[str, int, Gpu | None]) -> WarmInterpreter:
        runtime, files, gpu = key
        return WarmInterpreter(self._runtimes[runtime], files, gpu)

    def _known(self, task: BoxTask) -> str:
        if task.runtime not in self._runtimes:
            known = ", ".join(self._runtimes) or "none"
            raise BoxUnavailable(f"There is no runtime '{task.runtime}' here; there are: {known}.")
        return task.runtime
