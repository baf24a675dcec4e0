"""Claims waiting gradings from the database and grades them on threads of this process.

The rows are the queue. What is published here is only a hint that wakes a thread; a thread that hears none
looks by itself now and then. So nothing is lost when the process dies: what it held is given back when
it starts again, or by the sweep when its lease runs out.
"""

import math
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from functools import lru_cache, partial
from threading import Event, Lock, Semaphore, Thread

import structlog
from sqlalchemy.orm import Session

from api import recorder
from api.blobs import BlobsAway, BlobStore
from api.db.base import utc_now
from api.db.models import Grading
from api.db.session import Database
from api.events import service as events
from api.gradings import repository, service
from api.queue import Served
from api.workers import service as workers
from deploy.boxes import box_for
from graders.box import Sandbox
from graders.bundle import Bundle, read_bundle
from graders.cache import ArrayCache
from graders.grade import grade
from graders.handin import Handin
from graders.job import GradeItem, GradeJob
from graders.progress import Progress
from graders.told import Worker
from worker.about import about
from worker.engine import engine_digest
from worker.metrics.caches import CacheFigures
from worker.metrics.places import BUSY

WORKER = "embedded"
LEASE = timedelta(seconds=60)
RENEW_SECONDS = 10.0
IDLE_SECONDS = 2.0
PROGRESS_SECONDS = 0.2
GRACE_SECONDS = 10.0
"""How long a grading may still run at the end; one that takes longer goes back into the line."""
AWAY_PAUSES = 5
"""How many pauses a job waits whose files cannot be read now."""

log = structlog.get_logger()


class Stopped(Exception):
    """The server ends sooner than a grading would."""


class Dispatcher:
    """Grades what waits, `threads` jobs at a time. It is the server's queue, too: publish is a hint.

    served: what its boxes can run.
    pause_seconds: how long a job that failed by our fault waits after its first attempt; four times that
    after the second.
    """

    def __init__(
        self,
        database: Database,
        blobs: BlobStore,
        sandbox: Sandbox,
        served: Served,
        threads: int,
        pause_seconds: float = 1.0,
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._sandbox = sandbox
        self.served = served
        self._pause_seconds = pause_seconds
        self._cache = ArrayCache()
        self._bundle = lru_cache(maxsize=64)(self._read_bundle)
        self.figures = CacheFigures({"arrays": self._cache.finds, "bundles": self._found_bundles})
        self._introduced = Worker(
            name=WORKER,
            version=engine_digest(),
            runtimes=tuple(sorted(served.runtimes)),
            slots=threads,
            gpus=served.gpus,
            box=sandbox.kind,
        )
        self._hints = Semaphore(0)
        self._stopping = Event()
        self._last_moment = math.inf
        self._running: dict[int, GradeJob] = {}
        self._lock = Lock()
        self._claiming = Lock()
        self._threads = [Thread(target=self._work, name=f"grader-{n}") for n in range(threads)]
        self._keeper = Thread(target=self._keep, name="lease-keeper")

    def publish(self, _job: GradeJob) -> None:
        """Wake a thread that has nothing to do."""
        self._hints.release()

    def start(self) -> None:
        """Take back what a dead process left, and begin."""
        with self._database.writing() as session:
            given_back = service.release(session, WORKER)
            self._sign_in(session)
        if given_back.queued or given_back.faults:
            log.info("taken up again", queued=len(given_back.queued), faults=len(given_back.faults))
        for thread in (*self._threads, self._keeper):
            thread.start()

    def stop(self, grace_seconds: float = GRACE_SECONDS) -> None:
        """Take nothing new, finish what runs or, after a while, put it back, and return when all is quiet.

        A check that runs when its time is up still ends first. To be put back costs no attempt.
        """
        self._last_moment = time.monotonic() + grace_seconds
        self._stopping.set()
        for _ in self._threads:
            self._hints.release()
        for thread in (*self._threads, self._keeper):
            thread.join()
        with self._database.writing() as session:
            workers.forget(session, WORKER)

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                job = self._claim()
                if job is None:
                    self._hints.acquire(timeout=IDLE_SECONDS)
                else:
                    with about(job, WORKER):
                        self._run(job)
            except Exception:  # a database that is away must not end the thread
                log.exception("grading thread stumbled")
                self._stopping.wait(IDLE_SECONDS)

    def _claim(self) -> GradeJob | None:
        """The next job, noted as running.

        A job for a GPU is claimed only while one is free: a thread that waited for it could grade others.
        """
        with self._claiming:
            busy = sum(job.device == "cuda" for job in self._running_now())
            devices = self.served.devices if busy < self.served.gpus else ("cpu",)
            with self._database.writing() as session:
                job = service.claim(
                    session, worker=WORKER, runtimes=self.served.runtimes, devices=devices, lease=LEASE
                )
            if job is not None:
                with self._lock:
                    self._running[id(job)] = job
            return job

    def _running_now(self) -> list[GradeJob]:
        with self._lock:
            return list(self._running.values())

    @BUSY.track_inprogress()
    def _run(self, job: GradeJob) -> None:
        """Grade a job; whatever stops us is our fault, and its gradings go back into the line."""
        unsettled = {item.grading: item for item in job.items}
        try:
            self._grade(job, unsettled)
        except Stopped:
            self._put_back(unsettled.values(), service.relinquish)
        except BlobsAway as away:  # every grading fails now: a few minutes of it must not use up all attempts
            log.warning("put back", why=str(away))
            self._stopping.wait(self._pause_seconds * AWAY_PAUSES)
            self._put_back(unsettled.values(), service.relinquish)
        except Exception as error:  # what failed is ours, whatever it is: the handin ran in a box
            log.exception("grading failed")
            why = f"{type(error).__name__}: {error}"
            # A pause that grows with the attempts, so that a fault of a moment does not use them all up.
            attempt = max((item.attempt for item in unsettled.values()), default=0)
            self._stopping.wait(self._pause_seconds * attempt**2)
            self._put_back(unsettled.values(), partial(service.give_back, why=why))
        finally:
            with self._lock:
                del self._running[id(job)]

    def _grade(self, job: GradeJob, unsettled: dict[str, GradeItem]) -> None:
        """Grade a job and settle each report; what is settled is unsettled no more."""
        bundles = {item.bundle.digest: self._bundle(item.bundle.digest) for item in job.items}
        handin = Handin.unpack(self._blobs.get(job.handin.digest))
        note = ThrottledProgress(self._database, job.submission)

        def listen(progress: Progress) -> None:
            if time.monotonic() > self._last_moment:
                raise Stopped
            note(progress)

        box = box_for(self._sandbox, job.device)
        for item, report in grade(job, bundles, handin, box, self._cache, listen):
            with self._database.writing() as session:
                recorder.settle(session, item, report)
            del unsettled[item.grading]

    def _put_back(
        self, items: Iterable[GradeItem], put_back: Callable[[Session, Grading, int], object]
    ) -> None:
        with self._database.writing() as session:
            for item in items:
                grading = repository.grading(session, item.grading)
                if grading is not None:
                    put_back(session, grading, item.attempt)

    def _keep(self) -> None:
        """Hold the leases of what runs, and give back what others let lapse."""
        while not self._stopping.wait(RENEW_SECONDS):
            try:
                with self._database.writing() as session:
                    for job in self._running_now():
                        service.renew(session, job, LEASE)
                    self._sign_in(session)
                    service.sweep(session, utc_now())
            except Exception:  # the next round tries again, long before a lease ends
                log.exception("leases could not be renewed")

    def _sign_in(self, session: Session) -> None:
        """Be in the register of workers, as every other is."""
        running = sum(len(job.items) for job in self._running_now())
        workers.note(session, self._introduced, running)

    def _found_bundles(self) -> tuple[int, int]:
        return self._bundle.cache_info()[:2]

    def _read_bundle(self, digest: str) -> Bundle:
        return read_bundle(self._blobs.get(digest))


class ThrottledProgress:
    """Notes how far a grading is, a few times a second at most: every note is a row."""

    def __init__(self, database: Database, submission: str) -> None:
        self._database = database
        self._submission = submission
        self._noted = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        """Note it, unless the last note is too young."""
        if time.monotonic() - self._noted < PROGRESS_SECONDS:
            return
        self._noted = time.monotonic()
        # A note that cannot be written is no reason to fail a grading.
        with suppress(Exception), self._database.writing() as session:
            events.note_progress(
                session,
                self._submission,
                problem=progress.problem,
                check=progress.check,
                done=progress.number,
                total=progress.total,
            )
