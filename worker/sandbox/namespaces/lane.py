"""A line of jobs: so many at once, the others in the order in which they came.

Each runtime has a line of its own, so that a job waits only behind its own kind. A thread that has a place
and runs another job meanwhile (the reference, while a handin's child is still there) needs no second one:
it would wait for itself.
"""

import threading
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager

from graders.errors import SandboxFault


class Lane:
    """Safe for several threads. width: places at once."""

    def __init__(self, width: int) -> None:
        self._free = width
        self._width = width
        self._held: Counter[int] = Counter()
        self._waiting: deque[object] = deque()
        self._changed = threading.Condition()
        self._closed = False

    @contextmanager
    def place(self) -> Iterator[None]:
        """Have a place, after waiting for it in line. Raises SandboxFault when the lane is closed."""
        thread = threading.get_ident()
        self._enter(thread)
        try:
            yield
        finally:
            self._leave(thread)

    def close(self, seconds: float) -> bool:
        """Let nobody in any more and wait so long for those inside; says whether they have left."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            return self._changed.wait_for(lambda: self._free == self._width, seconds)

    def _enter(self, thread: int) -> None:
        mine = object()
        with self._changed:
            self._waiting.append(mine)
            try:
                self._changed.wait_for(lambda: self._closed or self._held[thread] or self._is_next(mine))
                if self._closed:
                    raise SandboxFault("The boxes are closed: this worker is ending.")
            finally:
                self._waiting.remove(mine)
                self._changed.notify_all()
            if not self._held[thread]:
                self._free -= 1
            self._held[thread] += 1

    def _is_next(self, mine: object) -> bool:
        return self._free > 0 and self._waiting[0] is mine

    def _leave(self, thread: int) -> None:
        with self._changed:
            self._held[thread] -= 1
            if not self._held[thread]:
                del self._held[thread]
                self._free += 1
            self._changed.notify_all()
