"""A storm from its first handin until all is quiet."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Event, Thread

import httpx2
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from api.auth.keys import Keys
from api.blobs import FileBlobStore
from api.db.models import Grading, GradingState, Submission
from api.db.session import Database
from api.secret import read_secret
from tests.acceptance.storm.calamities import CALAMITIES, Scene, drawn
from tests.acceptance.storm.students import Ledger, Students
from tests.acceptance.storm.verdict import Verdict, judge
from tests.service.course import HONEST, Course, Upload, open_course
from tests.service.site import Site

WAITING = (GradingState.QUEUED, GradingState.RUNNING)
LOOK_SECONDS = 0.5
QUIET_SECONDS = 180.0
"""After all calamities something must be settled at least as often, as long as anything waits."""
REPEATED = 20


@dataclass(frozen=True)
class Plan:
    """A storm. calamities: how many. ahead: so many submissions may wait; more students stay away till then.

    samples: what is handed in; without: problems that are no part of the homework.
    """

    seed: int
    submissions: int
    calamities: int
    ahead: int
    samples: Sequence[str] = HONEST
    without: Sequence[str] = ()


@dataclass
class Outcome:
    """What happened. calamities: seconds since the beginning, and what it was. retried: faults, by staff."""

    ledger: Ledger
    verdict: Verdict
    calamities: list[tuple[float, str]] = field(default_factory=list)
    retried: int = 0
    seconds: float = 0.0


class Storm:
    """Students on one side, calamities on the other, a site that is ready between them."""

    def __init__(self, site: Site, plan: Plan) -> None:
        self._site, self._plan = site, plan
        self._draw = Random(plan.seed)
        self._database = Database(site.database_url)
        blobs, keys = FileBlobStore(site.data / "blobs"), Keys(read_secret(site.data))
        self._course: Course = open_course(self._database, blobs, keys, plan.submissions, plan.without)
        self._students = Students(self._course.path, site.addresses, self._uploads(), Random(plan.seed + 1))
        self._waiting = 0
        self._over = Event()
        self._calamities: list[tuple[float, str]] = []
        self._failure: Exception | None = None
        self._began = time.monotonic()

    def rage(self) -> Outcome:
        """From the first handin until everything is graded."""
        watcher, wrecker = (Thread(target=each, daemon=True) for each in (self._watch, self._wreck))
        watcher.start()
        wrecker.start()
        try:
            asyncio.run(self._students.hand_in(self._has_room))
            wrecker.join()
            if self._failure:
                raise self._failure
            retried = self._settle_down()
        finally:
            self._over.set()
            watcher.join()
        asyncio.run(self._students.repeat(REPEATED))
        verdict = judge(self._database, self._students.ledger)
        self._database.close()
        seconds = time.monotonic() - self._began
        return Outcome(self._students.ledger, verdict, self._calamities, retried, seconds)

    def _uploads(self) -> list[Upload]:
        return [
            self._course.upload(self._draw.choice(self._plan.samples), number)
            for number in range(self._plan.submissions)
        ]

    def _has_room(self) -> bool:
        return self._failure is not None or self._waiting < self._plan.ahead

    def _watch(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            with suppress(DBAPIError):  # it is away: one of the calamities
                self._waiting = self._count(Grading.state.in_(WAITING))

    def _count(self, *wanted: object) -> int:
        """Submissions with such gradings."""
        query = select(func.count(func.distinct(Grading.submission_id))).where(*wanted)  # type: ignore[arg-type]
        with self._database.reading() as session:
            return session.scalar(query) or 0

    def _wreck(self) -> None:
        """One calamity after another, spread evenly over the handins."""
        names = drawn(self._plan.calamities, self._draw)
        scene = Scene(self._site, self._draw, self._students.on_the_way)
        try:
            for number, name in enumerate(names, 1):
                due = number * self._plan.submissions // (len(names) + 1)
                while self._students.ledger.answered < due and not self._over.wait(0.05):
                    pass
                self._calamities.append((time.monotonic() - self._began, name))
                CALAMITIES[name](scene)
        except Exception as failure:  # noqa: BLE001  (raised again where the storm is)
            self._failure = failure

    def _settle_down(self) -> int:
        """Until nothing waits; staff have what ended as a fault graded again. How many those were."""
        retried, last, deadline = 0, -1, time.monotonic() + QUIET_SECONDS
        while True:
            retried += self._retry_faults()
            left = self._count(Grading.state.in_(WAITING))
            if not left:
                return retried
            if left != last:
                last, deadline = left, time.monotonic() + QUIET_SECONDS
            assert time.monotonic() < deadline, f"{left} submissions wait for ever"
            time.sleep(LOOK_SECONDS)

    def _retry_faults(self) -> int:
        with self._database.reading() as session:
            query = select(Grading.id).join(Submission).where(Grading.state == GradingState.FAULT)
            faults = session.scalars(query).all()
        headers = {"authorization": f"Bearer {self._course.staff}"}
        for fault in faults:
            path = f"{self._site.addresses[0]}/api/v1/gradings/{fault}/retry"
            assert httpx2.post(path, headers=headers, trust_env=False).status_code == 202
        return len(faults)


def logs_of(folder: Path) -> str:
    """The last lines of everybody's log, for whoever must find out what went wrong."""
    return "\n".join(f"--- {log.name}\n{log.read_text()[-3000:]}" for log in sorted(folder.glob("*.log")))
