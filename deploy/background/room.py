"""The threads that work in the background.

Rows are claimed under leases, so that nothing is lost: what a killed process held is taken up again at the
next start, and what another lets lapse by the sweep.
"""

from collections.abc import Callable, Iterable
from threading import Event, Lock, Thread
from typing import Any

import structlog

from api import attempts
from api.attempts import Held
from api.blobs import BlobsAway
from api.db.base import utc_now
from api.db.session import Database
from api.gradings.line import anybody_waits
from api.queue import Served
from deploy.background.chore import LEASE, WORKER, Chore
from graders.box import Sandbox
from worker.giving_way import GivingWay, Overdue, Stopped

IDLE_SECONDS = 1.0
RENEW_SECONDS = 15.0
GRACE_SECONDS = 3.0
"""How long work may take to notice that the server ends, before it is put back without it."""
AWAY_PAUSES = 5
"""How many pauses work waits whose files cannot be read or stored now."""

log = structlog.get_logger()


class BackRoom:
    """Does chores, each kind on a thread of its own, behind students' gradings.

    served: what the sandbox can run. pause_seconds: how long work that failed by our fault waits after its
    first attempt; four times that after the second.
    """

    def __init__(
        self,
        database: Database,
        sandbox: Sandbox,
        served: Served,
        chores: Iterable[Chore[Any]],
        pause_seconds: float = 1.0,
    ) -> None:
        self._database = database
        self._sandbox = sandbox
        self._served = served
        self._chores = tuple(chores)
        self._pause_seconds = pause_seconds
        self._stopping = Event()
        self._held: dict[int, Held] = {}
        self._lock = Lock()
        # A box may run for minutes: the end of the server does not wait for it.
        self._threads = [
            Thread(target=self._work, args=[chore], name=type(chore).__name__, daemon=True)
            for chore in self._chores
        ]
        self._keeper = Thread(target=self._keep, name="background-leases", daemon=True)

    def start(self) -> None:
        """Take back what a dead process left, and begin."""
        with self._database.writing() as session:
            for chore in self._chores:
                count = attempts.release(session, chore.kind, WORKER)
                if count:
                    log.info("taken up again", kind=chore.kind.__tablename__, count=count)  # type: ignore[attr-defined]  # every table has one
        for thread in (*self._threads, self._keeper):
            thread.start()

    def stop(self, grace_seconds: float = GRACE_SECONDS) -> None:
        """Put everything back that runs, which costs no attempt, and return."""
        self._stopping.set()
        for thread in (*self._threads, self._keeper):
            thread.join(grace_seconds)
        with self._lock:
            left = list(self._held.values())
        with self._database.writing() as session:
            for held in left:
                attempts.relinquish(session, held)

    def students_wait(self) -> bool:
        """Whether a student's grading waits for what we use."""
        with self._database.reading() as session:
            return anybody_waits(session, self._served.runtimes, self._served.devices)

    def _work(self, chore: Chore[Any]) -> None:
        while not self._stopping.is_set():
            try:
                job = self._claim(chore)
                if job is None:
                    self._stopping.wait(IDLE_SECONDS)
                else:
                    self._do(chore, job)
            except Exception:  # a database that is away must not end the thread
                log.exception("background thread stumbled")
                self._stopping.wait(IDLE_SECONDS)

    def _claim(self, chore: Chore[Any]) -> Any:
        if self.students_wait():
            return None
        with self._database.writing() as session:
            return chore.claim(session)

    def _do(self, chore: Chore[Any], job: Any) -> None:
        """Do a job; whatever stops us is our fault, and it goes back into the line."""
        held = job.held
        with self._lock:
            self._held[id(job)] = held
        try:
            self._within_its_time(chore, job)
        except Stopped:
            self._put_back(lambda session: attempts.relinquish(session, held))
        except BlobsAway as away:  # whatever comes next would fail, too
            log.warning("put back", kind=type(chore).__name__, why=str(away))
            self._stopping.wait(self._pause_seconds * AWAY_PAUSES)
            self._put_back(lambda session: attempts.relinquish(session, held))
        except Exception as error:  # what failed is ours, whatever it is: everything uploaded ran in a box
            log.exception("background work failed", kind=type(chore).__name__)
            why = f"{type(error).__name__}: {error}"
            self._stopping.wait(self._pause_seconds * held.attempt**2)
            self._put_back(lambda session: attempts.give_back(session, held, why))
        finally:
            with self._lock:
                del self._held[id(job)]

    def _within_its_time(self, chore: Chore[Any], job: Any) -> None:
        sandbox = GivingWay(self._sandbox, self.students_wait, self._stopping, chore.seconds)
        try:
            chore.do(job, sandbox)
        except Overdue:
            chore.overdue(job)

    def _put_back(self, put_back: Callable[[Any], None]) -> None:
        with self._database.writing() as session:
            put_back(session)

    def _keep(self) -> None:
        """Hold the leases of what runs, and give back what others let lapse."""
        while not self._stopping.wait(RENEW_SECONDS):
            with self._lock:
                running = list(self._held.values())
            try:
                with self._database.writing() as session:
                    for held in running:
                        attempts.change(session, held, lease_until=utc_now() + LEASE)
                    for chore in self._chores:
                        attempts.sweep(session, chore.kind, utc_now())
            except Exception:  # the next round tries again, long before a lease ends
                log.exception("leases in the background could not be renewed")
