"""Where everybody waits, looked up once for all who ask at about the same time."""

import time
from threading import Lock

from sqlalchemy.orm import Session

from api.gradings import line
from api.gradings.line import Place
from api.queue import Served

SECONDS = 1.0
"""How old a place may be that somebody is told."""
SHORT = 50
"""Submissions in a line that is looked up whenever somebody asks."""


class Places:
    """The line as it was a moment ago.

    To look it up costs the more the more wait; and at a deadline all of them look, again and again. So who
    waits in a long line is told a place of up to a second ago. Who is not in that line is looked for anew.
    """

    def __init__(self, seconds: float = SECONDS, short: int = SHORT) -> None:
        self._seconds = seconds
        self._short = short
        self._lock = Lock()
        self._served: Served | None = None
        self._numbers: dict[str, int] = {}
        self._until = 0.0

    def of(self, session: Session, submission_id: str, served: Served) -> Place:
        """Where a submission waits while these workers are there."""
        waiting = line.waiting_of(session, submission_id, served)
        if not waiting.is_in_line:
            return Place(None, waiting.lacks)
        # Who comes while another looks waits for that one: both need the same.
        with self._lock:
            if not self._knows(submission_id, served):
                self._numbers = line.numbers(session, served)
                self._served = served
                self._until = time.monotonic() + self._seconds
            return Place(self._numbers.get(submission_id), waiting.lacks)

    def _knows(self, submission_id: str, served: Served) -> bool:
        is_young = time.monotonic() < self._until and self._served == served
        return is_young and len(self._numbers) > self._short and submission_id in self._numbers
