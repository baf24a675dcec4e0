"""Links by which a worker fetches what one attempt needs, and nothing else."""

import math
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from msgspec import structs

from api.auth.keys import Keys
from api.blobs import BlobStore
from graders.job import Attempt, Blob, GradeJob, Job, KitJob, ProveJob


@dataclass(frozen=True)
class Links:
    """Makes links that end after so many seconds. address: where workers reach the server.

    Where the store has links of its own, such as S3's presigned ones, a worker fetches from there.
    """

    keys: Keys
    blobs: BlobStore
    address: str
    seconds: float

    def sealed(self, job: Job) -> Job:
        """The job with everything that a worker shows: tickets, and links to its files."""
        match job:
            case GradeJob():
                items = tuple(
                    structs.replace(
                        item,
                        ticket=self.keys.ticket(job.attempt_at(item)),
                        bundle=self.to(item.bundle, job.attempt_at(item)),
                    )
                    for item in job.items
                )
                handin = self.to(job.handin, job.attempts[0])
                return structs.replace(job, items=items, handin=handin)
            case ProveJob():
                return structs.replace(
                    job, attempt=self._known(job.attempt), bundle=self.to(job.bundle, job.attempt)
                )
            case KitJob():
                bundles = tuple(self.to(bundle, job.attempt) for bundle in job.bundles)
                put = self._link(f"{self.address}/objects/kits/{job.attempt.id}", "PUT", "", job.attempt)
                return structs.replace(job, attempt=self._known(job.attempt), bundles=bundles, put=put)

    def to(self, blob: Blob, attempt: Attempt) -> Blob:
        """The blob with a link to its bytes."""
        own = self.blobs.link(blob.digest, math.ceil(self.seconds))
        place = f"{self.address}/objects/{blob.digest}"
        return Blob(blob.digest, own or self._link(place, "GET", blob.digest, attempt))

    def _known(self, attempt: Attempt) -> Attempt:
        return structs.replace(attempt, ticket=self.keys.ticket(attempt))

    def _link(self, place: str, method: str, digest: str, attempt: Attempt) -> str:
        until = int(time.time() + self.seconds)
        signature = self.keys.link(claim_of(method, digest, attempt, until))
        said = {"purpose": attempt.purpose, "id": attempt.id, "number": attempt.number}
        return f"{place}?{urlencode({**said, 'until': until, 'signature': signature})}"


def claim_of(method: str, digest: str, attempt: Attempt, until: int) -> str:
    """Everything that a link says, as it is signed."""
    return f"{method} {digest} {attempt.purpose} {attempt.id} {attempt.number} {until}"
