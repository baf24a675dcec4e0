"""Proves uploaded problems."""

import time

from sqlalchemy.orm import Session

from api.attempts import Held
from api.blobs import BlobStore
from api.db.models import Proof as ProofRow
from api.db.session import Database
from api.proofs import service
from api.proofs.service import ProofJob
from api.queue import Served
from deploy.background.chore import LEASE, WORKER
from deploy.proving import device_of, fresh_seeds
from graders.box import Sandbox
from graders.bundle import Bundle, read_bundle
from graders.proof import Proof, Trials, prove
from worker.giving_way import Stopped

SEEDS = 3
PROGRESS_SECONDS = 0.2


class Prover:
    """Proves versions one after the other, each within `seconds` of boxes."""

    kind = ProofRow

    def __init__(self, database: Database, blobs: BlobStore, served: Served, seconds: float) -> None:
        self.seconds = seconds
        self._database = database
        self._blobs = blobs
        self._served = served

    def claim(self, session: Session) -> ProofJob | None:
        """Take the proof that has waited longest."""
        served = self._served
        return service.claim(
            session, worker=WORKER, runtimes=served.runtimes, devices=served.devices, lease=LEASE
        )

    def do(self, job: ProofJob, sandbox: Sandbox) -> None:
        """Prove it on fresh seeds. A proof that is cut off begins anew the next time."""
        bundle = self._bundle(job)
        trials = Trials(bundle, sandbox, device_of(bundle))
        found = prove(trials, fresh_seeds(SEEDS), Telling(self._database, job.held))
        self._settle(job, found)

    def overdue(self, job: ProofJob) -> None:
        """Say that it has not come to its end, which proves nothing good of it."""
        with self._database.writing() as session:
            service.settle_overdue(session, job.held, self.seconds)

    def _bundle(self, job: ProofJob) -> Bundle:
        return read_bundle(self._blobs.get(job.digest))

    def _settle(self, job: ProofJob, found: Proof) -> None:
        with self._database.writing() as session:
            service.settle(session, job.held, found)


class Telling:
    """Notes what a proof has shown, a few times a second at most."""

    def __init__(self, database: Database, held: Held) -> None:
        self._database = database
        self._held = held
        self._noted = 0.0

    def __call__(self, finding: str, number: int, total: int) -> None:
        """Note it, unless the last note is too young. Raises Stopped where the proof is ours no more."""
        if time.monotonic() - self._noted < PROGRESS_SECONDS:
            return
        self._noted = time.monotonic()
        with self._database.writing() as session:
            if not service.note(session, self._held, finding, number, total):
                raise Stopped
