"""Where workers fetch files and put starter kits. Whoever holds a link is let in, while its attempt runs."""

import time
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from api import attempts
from api.auth.keys import Keys
from api.blobs import BlobMissing, BlobStore
from api.body import allow
from api.db.models import Kit
from api.db.session import Database
from api.deps import BlobsDep, DatabaseDep, KeysDep
from api.errors import LinkEnded, NotFound
from api.kits import service as kits
from api.objects.links import claim_of
from api.objects.running import is_running
from graders.job import Attempt, Purpose

router = APIRouter(prefix="/objects", include_in_schema=False)

KIT_BYTES = 256 << 20


class Link(BaseModel):
    """What a link says beside its path."""

    purpose: Purpose
    id: str
    number: int
    until: int
    signature: str

    @property
    def attempt(self) -> Attempt:
        """The attempt that it was made for."""
        return Attempt(self.purpose, self.id, self.number)

    def check(self, keys: Keys, database: Database, method: str, digest: str = "") -> None:
        """Raise LinkEnded unless we made it, it has not expired, and its attempt still runs."""
        if not keys.signed(claim_of(method, digest, self.attempt, self.until), self.signature):
            raise LinkEnded("We did not make this link.")
        if self.until < time.time():
            raise LinkEnded("This link has expired.")
        with database.reading() as session:
            if not is_running(session, self.attempt):
                raise LinkEnded("The attempt that this link was made for is over.")


LinkQuery = Annotated[Link, Query()]


@router.get("/{digest}")
def fetch_object(
    digest: str, link: LinkQuery, keys: KeysDep, database: DatabaseDep, blobs: BlobsDep
) -> Response:
    """The bytes of a digest."""
    link.check(keys, database, "GET", digest)
    try:
        return Response(blobs.get(digest), media_type="application/octet-stream")
    except BlobMissing:
        raise NotFound("These bytes are not here.") from None


@router.put("/kits/{kit}", status_code=204)
async def put_kit(
    kit: str, request: Request, link: LinkQuery, keys: KeysDep, database: DatabaseDep, blobs: BlobsDep
) -> None:
    """A starter kit is made."""
    await run_in_threadpool(link.check, keys, database, "PUT")
    if kit != link.id or link.purpose != "kit":
        raise LinkEnded("We did not make this link.")
    allow(request, KIT_BYTES)
    data = await request.body()
    await run_in_threadpool(_settle, database, blobs, link.attempt, data)


def _settle(database: Database, blobs: BlobStore, attempt: Attempt, data: bytes) -> None:
    digest = blobs.put(data)
    held = attempts.Held(Kit, attempt.id, attempt.number)
    with database.writing() as session:
        if not kits.settle(session, held, digest):
            raise LinkEnded("The attempt that this link was made for is over.")
