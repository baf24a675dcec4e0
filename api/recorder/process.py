"""The recorder as a process: hears what workers tell, gives out jobs, sweeps up after the dead."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from threading import Event, Thread
from typing import Any

import msgspec
import structlog
from celery import Celery
from celery.exceptions import Reject
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from api import attempts
from api.auth.keys import Keys
from api.blobs import BlobStore
from api.broker import RESULTS, celery_at, send_job
from api.db.base import utc_now
from api.db.models import Kit, Proof, Regrading, SimilarityRun
from api.db.session import Database
from api.gradings import service as gradings
from api.objects.links import Links
from api.recorder.background import Background
from api.recorder.comparing import Comparing
from api.recorder.feeding import Feeder
from api.recorder.listening import Listener
from api.recorder.turn import SWEEPING, is_my_turn
from api.secret import secret_of
from api.settings import Settings
from api.workers import service as workers
from graders.told import Told

LOOK_SECONDS = 0.5
"""How long the recorder waits for a hint before it looks by itself."""
REST_SECONDS = 0.03
"""Between two looks, however much is told: each job out leaves a worker one to go on with meanwhile."""
AWAY_SECONDS = 0.5
"""Between two tries while the database, or the broker, is away."""
AWAY = (OperationalError, InterfaceError)
"""What the database's client raises while it is away; whatever else fails so often fails for good."""
TRIES = 3
HEARERS = 4
PREFETCH = 8

log = structlog.get_logger()


class Recorder:
    """The parts of a recorder, and the threads that feed, sweep and compare handins."""

    def __init__(self, settings: Settings, database: Database, blobs: BlobStore) -> None:
        self.celery = celery_at(settings.broker)
        keys = Keys(secret_of(settings))
        lease = timedelta(seconds=settings.lease_seconds)
        seconds = settings.problem_minutes * 60
        links = Links(keys, blobs, settings.worker_address or settings.address, settings.lease_seconds)
        self._database = database
        self._listener = Listener(database, keys, lease, seconds)
        self._feeder = Feeder(
            database, lambda job: send_job(self.celery, links.sealed(job)), Background(seconds), lease
        )
        self._sweep_seconds = settings.lease_seconds / 6
        self._news = Event()
        self._stopping = Event()
        self._threads = [
            Thread(target=self._feed, name="feeder", daemon=True),
            Thread(target=self._sweep, name="sweeper", daemon=True),
            Thread(target=Comparing(database, blobs, self._stopping).run, name="comparer", daemon=True),
        ]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Feed, sweep and compare for as long as the block lasts."""
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            self._news.set()
            for thread in self._threads:
                thread.join()

    def hear(self, text: str) -> None:
        """Write down a batch of messages, however long the database is away."""
        try:
            batch = msgspec.json.decode(text, type=list[Told])
        except msgspec.DecodeError as wrong:
            log.error("not understood", why=str(wrong))
            return
        for tries in count(1):
            try:
                self._listener.hear(batch)
            except DBAPIError as error:
                log.warning("not written", tries=tries, error=f"{type(error.orig).__name__}: {error.orig}")
                if not isinstance(error, AWAY) and tries == TRIES:
                    raise
                if self._stopping.wait(AWAY_SECONDS):
                    raise Reject(requeue=True) from error
            else:
                break
        self.look()

    def look(self) -> None:
        """Look for work that may be given out, soon."""
        self._news.set()

    def _feed(self) -> None:
        while not self._stopping.is_set():
            self._news.wait(LOOK_SECONDS)
            self._news.clear()
            try:
                self._feeder.feed()
            except Exception as error:  # whatever is away comes back; what was claimed has its lease
                log.exception("jobs could not be given out", error=type(error).__name__)
                self._stopping.wait(AWAY_SECONDS)
            self._stopping.wait(REST_SECONDS)

    def _sweep(self) -> None:
        while not self._stopping.wait(self._sweep_seconds):
            try:
                with self._database.writing() as session:
                    if is_my_turn(session, SWEEPING):
                        _sweep(session)
            except Exception:  # the next round tries again
                log.exception("leases could not be swept")


def _sweep(session: Any) -> None:
    """Give back what the dead held, of gradings and of all that stands behind them."""
    now = utc_now()
    swept = gradings.sweep(session, now)
    if swept.queued or swept.faults:
        log.info("swept", queued=len(swept.queued), faults=len(swept.faults))
    for kind in (Proof, Kit, Regrading, SimilarityRun):
        attempts.sweep(session, kind, now)
    workers.forget_the_dead(session, now)


def run(settings: Settings, database: Database, blobs: BlobStore) -> None:
    """Record until asked to end; what was heard is written down before."""
    recorder = Recorder(settings, database, blobs)
    celery = recorder.celery
    # Confirmed once it is written: what a recorder that is killed has not written, another hears.
    celery.task(name="results.told", acks_late=True)(recorder.hear)
    celery.task(name="results.look")(recorder.look)
    with recorder.at_work():
        listen(celery)


def listen(celery: Celery) -> None:
    """Hear messages on a few threads, until this process is asked to end."""
    celery.Worker(
        pool="threads",
        concurrency=HEARERS,
        prefetch_multiplier=PREFETCH,
        queues=[RESULTS],
        hostname="recorder@%h",
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
        quiet=True,
    ).start()
