"""Counts of what people did lately: in memory, or in Redis where several servers must agree on them.

Redis that is away limits nobody and stops nobody: each server counts by itself until it is back.
"""

import math
import time
from collections.abc import Callable
from typing import TypeVar

import structlog
from limits import RateLimitItem
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import SlidingWindowCounterRateLimiter

AWAY_SECONDS = 10.0
"""For how long Redis is not asked after it did not answer, so that no request waits for it."""
PATIENCE = 0.5
"""The seconds that it may take to answer."""

T = TypeVar("T")
log = structlog.get_logger(__name__)


class _Store:
    """One place for counts."""

    def __init__(self, storage: MemoryStorage | RedisStorage) -> None:
        self.storage = storage
        self.windows = SlidingWindowCounterRateLimiter(storage)


class Counters:
    """Counts by name. Names are tuples of texts, of which the first says what is counted."""

    def __init__(self, redis: str = "") -> None:
        self._own = _Store(MemoryStorage())
        self._shared = _Store(_redis(redis)) if redis else None
        self._away_until = 0.0

    def hit(self, limit: RateLimitItem, *names: str) -> int:
        """Count one of what `limit` limits: 0, or in how many seconds it may be tried again."""

        def hit(store: _Store) -> int:
            if store.windows.hit(limit, *names):
                return 0
            return max(1, math.ceil(store.windows.get_window_stats(limit, *names).reset_time - time.time()))

        return self._in_store(hit)

    def add(self, seconds: int, *names: str) -> int:
        """Count one more, to be forgotten so many seconds after the first; how many there are now."""
        return self._in_store(lambda store: store.storage.incr(_key(names), seconds))

    def count(self, *names: str) -> int:
        """How many there are."""
        return self._in_store(lambda store: store.storage.get(_key(names)))

    def seconds_left(self, *names: str) -> int:
        """In how many seconds they are forgotten; 0 where there are none."""

        def left(store: _Store) -> int:
            if not store.storage.get(_key(names)):
                return 0
            return max(1, math.ceil(store.storage.get_expiry(_key(names)) - time.time()))

        return self._in_store(left)

    def forget(self, *names: str) -> None:
        """Forget them now."""
        self._in_store(lambda store: store.storage.clear(_key(names)))

    def _in_store(self, work: Callable[[_Store], T]) -> T:
        if self._shared is None or time.monotonic() < self._away_until:
            return work(self._own)
        try:
            return work(self._shared)
        except StorageError as error:
            self._away_until = time.monotonic() + AWAY_SECONDS
            log.warning("limits are counted apart", error=str(error))
            return work(self._own)


def _redis(address: str) -> RedisStorage:
    return RedisStorage(
        address, wrap_exceptions=True, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE
    )


def _key(names: tuple[str, ...]) -> str:
    return "/".join(names)
