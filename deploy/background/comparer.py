"""Searches for handins that share code. Nothing of them runs: no box is needed, but students go first."""

import math

from sqlalchemy.orm import Session

from api.blobs import BlobStore
from api.db.models import SimilarityRun
from api.db.session import Database
from api.similarity import work
from api.similarity.finder import Finder, TakenAway
from api.similarity.work import SearchJob
from deploy.background.chore import LEASE, WORKER
from worker.giving_way import GivingWay, Stopped


class Comparer:
    """Does one search after the other. What a search may read and compare is bounded, and so is its time."""

    kind = SimilarityRun
    seconds = math.inf

    def __init__(self, database: Database, blobs: BlobStore) -> None:
        self._database = database
        self._blobs = blobs

    def claim(self, session: Session) -> SearchJob | None:
        """Take the search that has waited longest."""
        return work.claim(session, worker=WORKER, lease=LEASE)

    def do(self, job: SearchJob, sandbox: GivingWay) -> None:
        """Search. One that is cut off begins anew the next time."""
        try:
            Finder(self._database, self._blobs, job, sandbox.give_way).find()
        except TakenAway:
            raise Stopped from None

    def overdue(self, job: SearchJob) -> None:
        """It spends no time in boxes, so it never is."""
