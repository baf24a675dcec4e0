"""Grades old handins once more, by another version of a problem."""

from functools import lru_cache

from sqlalchemy.orm import Session

from api import attempts
from api.blobs import BlobStore
from api.db.models import Regrading
from api.db.session import Database
from api.gradings.fitting import is_fault
from api.queue import Served
from api.regrades import work
from api.regrades.work import RegradingJob
from deploy.background.chore import LEASE, WORKER
from graders.box import Sandbox
from graders.bundle import Bundle, read_bundle
from graders.cache import ArrayCache
from graders.errors import GraderFault
from graders.grade import Progress, grade
from graders.handin import Handin


class RegradeFailed(GraderFault):
    """We failed to grade a handin once more."""


class Regrader:
    """Grades one handin after the other, each within `seconds` of boxes."""

    kind = Regrading

    def __init__(self, database: Database, blobs: BlobStore, served: Served, seconds: float) -> None:
        self.seconds = seconds
        self._database = database
        self._blobs = blobs
        self._served = served
        self._cache = ArrayCache()
        self._bundle = lru_cache(maxsize=8)(self._read_bundle)

    def claim(self, session: Session) -> RegradingJob | None:
        """Take what has waited longest."""
        served = self._served
        return work.claim(
            session, worker=WORKER, runtimes=served.runtimes, devices=served.devices, lease=LEASE
        )

    def do(self, job: RegradingJob, sandbox: Sandbox) -> None:
        """Grade it as the dispatcher would, and keep what came out apart from what counts."""
        bundles = {item.bundle.digest: self._bundle(item.bundle.digest) for item in job.job.items}
        handin = Handin.unpack(self._blobs.get(job.job.handin.digest))
        for _, report in grade(job.job, bundles, handin, sandbox, self._cache, _listen):
            if is_fault(report):
                raise RegradeFailed(report.fault or "The grader failed.")
            with self._database.writing() as session:
                work.settle(session, job.held, report)

    def overdue(self, job: RegradingJob) -> None:
        """Give it back: a handin that its limits allow is not to blame."""
        with self._database.writing() as session:
            why = f"It took more than {self.seconds / 60:g} minutes in boxes."
            attempts.give_back(session, job.held, why)

    def _read_bundle(self, digest: str) -> Bundle:
        return read_bundle(self._blobs.get(digest))


def _listen(_progress: Progress) -> None:
    """Nobody watches one handin of a regrade."""
