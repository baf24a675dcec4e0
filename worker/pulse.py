"""Says now and then that the worker lives, and what it holds."""

from threading import Event, Thread

from graders.told import Alive
from worker.crew import Crew
from worker.shelf import prune

SECONDS = 5.0
PRUNE_EVERY = 12
"""Beats between two looks at the size of the cache."""


class Pulse:
    """Beats every few seconds, and keeps the folder of expected arrays, which only grows, within its size."""

    def __init__(self, crew: Crew, arrays_mb: int) -> None:
        self._crew = crew
        self._bytes = arrays_mb << 20
        self._stopping = Event()
        self._thread = Thread(target=self._work, name="pulse", daemon=True)

    def start(self) -> None:
        """Say that the worker is there, and go on saying it."""
        self._thread.start()

    def stop(self) -> None:
        """Beat no more."""
        self._stopping.set()
        self._thread.join()

    def _work(self) -> None:
        beats = 0
        while True:
            self._crew.tell(Alive(self._crew.worker, self._crew.held.all()))
            if beats % PRUNE_EVERY == 0 and self._crew.arrays.folder:
                prune(self._crew.arrays.folder, self._bytes)
            beats += 1
            if self._stopping.wait(SECONDS):
                return
