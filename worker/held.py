"""What a worker works at."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Lock

from graders.job import Attempt
from worker.metrics.places import BUSY


class Held:
    """The attempts that this worker holds; their leases are renewed for as long as they are here."""

    def __init__(self) -> None:
        self._attempts: set[Attempt] = set()
        self._jobs = 0
        self._lock = Lock()

    @contextmanager
    def students_job(self) -> Iterator[None]:
        """Count a job of a student for as long as the block lasts."""
        with self._lock:
            self._jobs += 1
        try:
            with BUSY.track_inprogress():
                yield
        finally:
            with self._lock:
                self._jobs -= 1

    @property
    def students_jobs(self) -> int:
        """How many jobs of students run."""
        return self._jobs

    def take(self, attempts: Iterable[Attempt]) -> None:
        """Hold these."""
        with self._lock:
            self._attempts.update(attempts)

    def drop(self, *attempts: Attempt) -> None:
        """Hold these no more."""
        with self._lock:
            self._attempts.difference_update(attempts)

    def all(self) -> tuple[Attempt, ...]:
        """Everything that is held now."""
        with self._lock:
            return tuple(self._attempts)
