"""Gives out jobs to workers that have room, in the order of the line.

The rows are the queue; what lies in the broker is only what workers will begin at once. So the line may
change until the last moment, and a broker that loses everything loses nothing.
"""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.orm import Session

from api.db.base import utc_now
from api.db.session import Database
from api.gradings import line, repository, service
from api.recorder.background import Background
from api.recorder.turn import is_my_turn
from api.workers import service as workers
from api.workers.fleet import Fleet, Room
from graders.job import Job

LINE_SECONDS = 0.5
"""For how long a line that was looked up is served from: it costs more the more wait."""
LOOK_AHEAD = 32
BEHIND_SECONDS = 0.25
"""Between two looks at what stands behind students."""


@dataclass
class Feeder:
    """Claims what workers have room for, and sends it. send: publishes a job, and may raise.

    lease: for how long a job may lie until a worker begins it.
    """

    database: Database
    send: Callable[[Job], None]
    background: Background
    lease: timedelta
    lines: dict[str, "_Line"] = field(default_factory=dict)
    behind_until: float = 0.0

    def feed(self) -> int:
        """Give out what there is room for; how many jobs it was."""
        with self.database.writing() as session:
            if not is_my_turn(session):
                return 0
            fleet = workers.at_work(session, utc_now())
            jobs = self._claim(session, fleet)
        # Only what is committed is sent. What is not sent for any reason is given out again after its lease.
        for job in jobs:
            self.send(job)
        return len(jobs)

    def _claim(self, session: Session, fleet: Fleet) -> list[Job]:
        room = fleet.room(repository.out(session, fleet.names))
        jobs: list[Job] = []
        for device in room.devices:
            jobs += self._claim_on(session, device, room)
        if not jobs and time.monotonic() > self.behind_until:
            self.behind_until = time.monotonic() + BEHIND_SECONDS
            jobs += self.background.claim(session, fleet, self.lease)
        return jobs

    def _claim_on(self, session: Session, device: str, room: Room) -> list[Job]:
        jobs: list[Job] = []
        waiting = self.lines.setdefault(device, _Line())
        while runtimes := room.runtimes(device):
            submission = waiting.next(session, runtimes, device)
            if submission is None:
                break
            job = service.give_out(
                session, submission, runtimes=runtimes, devices=(device,), lease=self.lease
            )
            if job is not None:
                room.take(job.runtime, job.device)
                jobs.append(job)
        return jobs


@dataclass
class _Line:
    """The head of the line of those who wait for a device."""

    ids: deque[str] = field(default_factory=deque)
    runtimes: list[str] = field(default_factory=list)
    until: float = 0.0

    def next(self, session: Session, runtimes: list[str], device: str) -> str | None:
        """The submission whose turn it is; None when nobody waits."""
        if not self.ids or time.monotonic() > self.until or runtimes != self.runtimes:
            self.ids = deque(line.next_in_line(session, runtimes, (device,), LOOK_AHEAD))
            self.until = time.monotonic() + LINE_SECONDS
            self.runtimes = runtimes
        return self.ids.popleft() if self.ids else None
