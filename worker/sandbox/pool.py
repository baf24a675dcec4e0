"""A pool of warm boxes that are used once each.

Starting an interpreter and importing numpy or torch takes a hundred times as long as a job's first answer
may. So some boxes stand ready before there is a job; whoever takes one has another made in the background.
A box is never put back: what has held a handin is gone with it.
"""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from concurrent.futures import Executor, Future
from contextlib import suppress
from typing import Generic, Protocol, TypeVar

from graders.errors import GraderFault, SandboxFault
from worker.sandbox.reading import Child

MOST_POOLS = 4
"""Pools of one sandbox; the one that has been idle longest makes room for another."""
_TRIES = 3
"""Boxes that may have died while they waited, before we say that none can be had."""


class BoxLost(SandboxFault):
    """A box died before it had begun its job."""


class Warm(Protocol):
    """A box that waits for its job."""

    @property
    def alive(self) -> bool:
        """Whether it is still there."""
        ...

    def close(self) -> None:
        """Leave nothing of it behind."""
        ...


W = TypeVar("W", bound=Warm)


class Pool(Generic[W]):
    """`size` boxes made ahead by `make`, on the starter's threads. Safe for several threads.

    The first is made when the first is asked for. starter: its threads must outlive every box, since the
    kernel ends a box with the thread that started it.
    """

    def __init__(self, make: Callable[[], W], size: int, starter: Executor) -> None:
        self._make = make
        self._size = size
        self._starter = starter
        self._lock = threading.Lock()
        self._waiting: deque[Future[W]] = deque()
        self._closed = False

    def take(self) -> W:
        """A box that nobody has had, now the caller's to close. Raises GraderFault when none can be made."""
        fault: GraderFault = SandboxFault("Boxes that waited for a job have died, one after another.")
        for _ in range(_TRIES):
            try:
                box = self._next().result()
            except GraderFault as problem:
                fault = problem  # of a box that was made ahead, perhaps: what broke it may be over
                continue
            if box.alive:
                return box
            box.close()
        raise fault

    def close(self) -> None:
        """End every box that still waits."""
        with self._lock:
            self._closed = True
            waiting, self._waiting = self._waiting, deque()
        for future in waiting:
            if not future.cancel():
                with suppress(GraderFault):
                    future.result().close()

    def _next(self) -> Future[W]:
        with self._lock:
            if self._closed:
                raise SandboxFault("The boxes have been closed.")
            taken = self._waiting.popleft() if self._waiting else self._starter.submit(self._make)
            while len(self._waiting) < self._size:
                self._waiting.append(self._starter.submit(self._make))
        return taken


K = TypeVar("K", bound=Hashable)


class Pools(Generic[K, W]):
    """A pool for each key, made when it is first asked for, and not more than `most` of them at a time."""

    def __init__(self, make: Callable[[K], W], size: int, starter: Executor, most: int = MOST_POOLS) -> None:
        self._make = make
        self._size = size
        self._starter = starter
        self._most = most
        self._lock = threading.Lock()
        self._pools: OrderedDict[K, Pool[W]] = OrderedDict()

    def take(self, key: K) -> W:
        """A box of this key's kind. See `Pool.take`."""
        with self._lock:
            crowded = self._touch(key)
            pool = self._pools[key]
        if crowded:
            crowded.close()
        return pool.take()

    def start(self, key: K, begin: Callable[[W], Child]) -> tuple[W, Child]:
        """A box at work, now the caller's to close, and how to watch it. Raises GraderFault.

        A box that is lost before it has begun is replaced: nothing has been heard of the handin yet.
        """
        try:
            return self._start(key, begin)
        except BoxLost:
            return self._start(key, begin)

    def close(self) -> None:
        """End every box that still waits."""
        with self._lock:
            for pool in self._pools.values():
                pool.close()

    def _start(self, key: K, begin: Callable[[W], Child]) -> tuple[W, Child]:
        box = self.take(key)
        try:
            return box, begin(box)
        except BaseException:
            box.close()
            raise

    def _touch(self, key: K) -> Pool[W] | None:
        """Make this key's pool the newest; returns one that has to go for it."""
        if key not in self._pools:
            self._pools[key] = Pool(lambda: self._make(key), self._size, self._starter)
        self._pools.move_to_end(key)
        return self._pools.popitem(last=False)[1] if len(self._pools) > self._most else None


def size_up(amount: int) -> int:
    """The next power of two: warm boxes come in few sizes, made before it is known what a job will need."""
    return 1 << max(amount - 1, 0).bit_length()
