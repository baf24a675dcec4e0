"""Sends what the worker has to tell, in order and in batches, for as long as it takes."""

import time
from collections.abc import Callable
from queue import Empty, Queue
from threading import Event, Thread

import structlog

from graders.told import Told

GATHER_SECONDS = 0.02
"""How long more is gathered for a batch: a good handin has all its reports within a few of these."""
MOST = 64
"""Messages in a batch, at most."""
PATIENCE = 10_000
"""Messages that may wait while the broker is away; whoever would tell more waits, too."""
RETRY_SECONDS = 0.5

Send = Callable[[list[Told]], None]

log = structlog.get_logger()


class Outbox:
    """Messages on their way. `tell` hands one over; a thread sends them, again and again while that fails.

    What a process that is killed has not sent is lost: its attempts' leases run out.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self._waiting: Queue[Told] = Queue(PATIENCE)
        self._ending = Event()
        self._last_moment = float("inf")
        self._thread = Thread(target=self._work, name="outbox", daemon=True)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def tell(self, told: Told) -> None:
        """Have a message sent."""
        self._waiting.put(told)

    def close(self, seconds: float) -> None:
        """Return when everything is sent, or after so long."""
        self._last_moment = time.monotonic() + seconds
        self._ending.set()
        self._thread.join(seconds + GATHER_SECONDS + 2 * RETRY_SECONDS)

    def _work(self) -> None:
        while not (self._ending.is_set() and self._waiting.empty()):
            batch = self._batch()
            if batch and not self._sent(batch):
                log.error("not sent", messages=len(batch) + self._waiting.qsize())
                return

    def _batch(self) -> list[Told]:
        try:
            batch = [self._waiting.get(timeout=RETRY_SECONDS)]
        except Empty:
            return []
        time.sleep(GATHER_SECONDS)
        while len(batch) < MOST and not self._waiting.empty():
            batch.append(self._waiting.get())
        return batch

    def _sent(self, batch: list[Told]) -> bool:
        """Send it; False when there was no more time for it."""
        while True:
            try:
                self._send(batch)
            except Exception as error:  # noqa: BLE001  (the broker is away, or will not have it; it comes back)
                log.warning("broker does not take messages", error=f"{type(error).__name__}: {error}")
                if time.monotonic() > self._last_moment:
                    return False
                time.sleep(RETRY_SECONDS)
            else:
                return True
