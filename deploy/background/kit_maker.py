"""Makes the starter kits of assignments that were made over REST."""

from sqlalchemy.orm import Session

from api.blobs import BlobStore
from api.db.models import Kit
from api.db.session import Database
from api.kits import service
from api.kits.service import KitJob
from api.queue import Served
from deploy import courses
from deploy.background.chore import LEASE, WORKER
from graders.assignment import assembled
from graders.box import Sandbox
from graders.bundle import read_bundle
from graders.errors import BundleRefused


class KitMaker:
    """Makes one kit after the other, each within `seconds` of boxes."""

    kind = Kit

    def __init__(self, database: Database, blobs: BlobStore, served: Served, seconds: float) -> None:
        self.seconds = seconds
        self._database = database
        self._blobs = blobs
        self._served = served

    def claim(self, session: Session) -> KitJob | None:
        """Take the kit that has waited longest."""
        served = self._served
        return service.claim(
            session, worker=WORKER, runtimes=served.runtimes, devices=served.devices, lease=LEASE
        )

    def do(self, job: KitJob, sandbox: Sandbox) -> None:
        """Make it; its examples are what the references answer, in boxes."""
        bundles = [read_bundle(self._blobs.get(digest)) for digest in job.digests]
        try:
            kit = courses.starter_kit(assembled(job.slug, job.title, job.preface, bundles), sandbox)
        except BundleRefused as refusal:
            self._refuse(job, str(refusal))
            return
        digest = self._blobs.put(kit)
        with self._database.writing() as session:
            service.settle(session, job.held, digest)

    def overdue(self, job: KitJob) -> None:
        """Say that its examples take longer than a kit may."""
        self._refuse(job, service.overdue(self.seconds))

    def _refuse(self, job: KitJob, complaint: str) -> None:
        with self._database.writing() as session:
            service.refuse(session, job.held, complaint)
