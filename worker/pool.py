"""Threads that take the next job the moment that one of them is free.

Celery is told to fetch nothing that no thread is free for (`worker_disable_prefetch`): what lies in a worker
that is busy cannot be done by one that is not. Its loop looks for room only when something wakes it, which
else is the next message or a timer, up to a second later; so a thread that is done wakes it.
"""

import os
from concurrent.futures import Future
from typing import Any

from celery import bootsteps
from celery.concurrency.thread import TaskPool

_waker = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)


class WakingPool(TaskPool):  # type: ignore[misc]  # Celery ships no types
    """Celery's pool of threads; the end of each task wakes the loop that fetches the next."""

    def on_apply(self, *args: Any, **kwargs: Any) -> Any:
        """Run a task on a thread."""
        result = super().on_apply(*args, **kwargs)
        result.f.add_done_callback(_wake)
        return result


class Waker(bootsteps.StartStopStep):  # type: ignore[misc]  # Celery ships no types
    """Has the loop listen to those who wake it."""

    requires = ("celery.worker.components:Hub",)

    def include_if(self, parent: Any) -> bool:
        """Only where there is a loop that listens."""
        return bool(parent.use_eventloop)

    def start(self, parent: Any) -> None:
        """Listen."""
        parent.hub.add_reader(_waker, _awake)

    def stop(self, parent: Any) -> None:
        """Listen no more."""
        parent.hub.remove(_waker)


def _wake(_done: Future[Any]) -> None:
    os.eventfd_write(_waker, 1)


def _awake() -> None:
    os.eventfd_read(_waker)
