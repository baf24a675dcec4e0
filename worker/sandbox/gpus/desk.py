"""Hands out GPUs: one task a GPU or slice at a time, on the whole machine.

Two processes on one GPU share its memory and its time, and a grading must not depend on what else runs.
Within this worker GPUs wait in a queue; between workers of a machine whoever holds the GPU's name as the
address of a socket has it, and the kernel lets it go with the process.

A grading asks the reference or the judge while it still listens to a handin's child, in the same thread:
these use the same GPU. A second one there may not be, and for this one it would wait for itself.
"""

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from queue import SimpleQueue

from worker.sandbox.errors import BoxUnavailable
from worker.sandbox.gpus.find import Gpu

_LOOK_SECONDS = 0.1


class GpuDesk:
    """The GPUs of this worker. Safe for several threads."""

    def __init__(self, gpus: Sequence[Gpu]) -> None:
        self.count = len(gpus)
        self._free: SimpleQueue[Gpu] = SimpleQueue()
        self._here = threading.local()
        for gpu in gpus:
            self._free.put(gpu)

    @contextmanager
    def one(self) -> Iterator[Gpu]:
        """A GPU for as long as the block lasts; waits until one is free. Raises BoxUnavailable.

        Within a block that has one, it is that one.
        """
        if not self.count:
            raise BoxUnavailable(
                "This worker has no GPU: `allclose doctor` says why; ALLCLOSE_GPUS names those it may use."
            )
        if held := getattr(self._here, "gpu", None):
            yield held
            return
        gpu = self._free.get()
        try:
            with _held(gpu.name):
                self._here.gpu = gpu
                yield gpu
        finally:
            self._here.gpu = None
            self._free.put(gpu)


@contextmanager
def _held(name: str) -> Iterator[None]:
    """Hold a name that no other process of this machine holds."""
    with socket.socket(socket.AF_UNIX) as lock:
        while True:
            try:
                lock.bind(f"\0allclose-gpu-{name}")
                break
            except OSError:
                time.sleep(_LOOK_SECONDS)
        yield
