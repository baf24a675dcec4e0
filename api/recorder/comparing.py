"""Searches for handins that share code, on a thread of the recorder.

Workers could not do it: a search reads every handin of a course, and they are given one at a time. No code of
students runs here, so it needs no box; how much is read and compared is bounded. While a student waits for a
worker the search rests, since the recorder has then better things to do.
"""

import os
import socket
from dataclasses import dataclass
from threading import Event

import structlog
from sqlalchemy.orm import Session

from api import attempts
from api.blobs import BlobsAway, BlobStore
from api.db.base import utc_now
from api.db.session import Database
from api.gradings.line import anybody_waits
from api.similarity import work
from api.similarity.finder import LEASE, Finder, TakenAway
from api.similarity.work import SearchJob
from api.workers import service as workers

IDLE_SECONDS = 1.0
LOOK_SECONDS = 0.25
AWAY_SECONDS = 5.0

log = structlog.get_logger()


@dataclass
class Comparing:
    """Takes searches, one after the other, until it is told to stop."""

    database: Database
    blobs: BlobStore
    stopping: Event

    def run(self) -> None:
        """Work until the process ends. What a killed one held is swept up when its lease ends."""
        while not self.stopping.wait(IDLE_SECONDS):
            try:
                while self.search_once():
                    pass
            except Exception as error:  # a database that is away must not end the thread
                log.exception("searching stumbled", error=type(error).__name__)

    def search_once(self) -> bool:
        """Take the search that has waited longest and do it; False when there is none, or students wait."""
        with self.database.writing() as session:
            job = None if self._students_wait(session) else work.claim(session, worker=_name(), lease=LEASE)
        if job is None:
            return False
        self._do(job)
        return not self.stopping.is_set()

    def give_way(self) -> None:
        """Return once no student waits. Raises TakenAway when the process ends."""
        while not self.stopping.is_set():
            with self.database.reading() as session:
                if not self._students_wait(session):
                    return
            self.stopping.wait(LOOK_SECONDS)
        raise TakenAway

    def _do(self, job: SearchJob) -> None:
        held = job.held
        try:
            Finder(self.database, self.blobs, job, self.give_way).find()
        except TakenAway:
            with self.database.writing() as session:
                attempts.relinquish(session, held)
        except BlobsAway as away:  # whatever comes next would fail, too
            log.warning("put back", kind="similarity", why=str(away))
            self.stopping.wait(AWAY_SECONDS)
            with self.database.writing() as session:
                attempts.relinquish(session, held)
        except Exception as error:  # what failed is ours, whatever it is: no code of students runs here
            log.exception("search failed")
            with self.database.writing() as session:
                attempts.give_back(session, held, f"{type(error).__name__}: {error}")

    def _students_wait(self, session: Session) -> bool:
        served = workers.at_work(session, utc_now()).served
        return anybody_waits(session, served.runtimes, served.devices)


def _name() -> str:
    return f"recorder-{socket.gethostname()}-{os.getpid()}"
