"""Whether the server lives, and whether it can do its work.

What it cannot is said in a sentence, without addresses or names of the site: anybody may ask. Object storage
is not asked: where it is away, no server could do better, and scores can be read all the same.
"""

import structlog
from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from api.blobs import BlobsAway, BlobStore, FileBlobStore
from api.db.migrate import mismatch
from api.db.session import Database
from api.deps import BlobsDep, DatabaseDep, EndingDep
from api.errors import NotReady
from api.refusals import documented

router = APIRouter(tags=["health"])
log = structlog.get_logger(__name__)


class Health(BaseModel):
    """The server's own word on how it is."""

    status: str


@router.get("/healthz")
def is_alive() -> Health:
    """The process answers."""
    return Health(status="alive")


@router.get("/readyz", responses=documented(NotReady))
def is_ready(database: DatabaseDep, blobs: BlobsDep, ending: EndingDep) -> Health:
    """The process answers and takes handins: its database is there and in shape, its disk can be written."""
    if ending.is_set():
        raise NotReady("The server ends; another is there in a moment.")
    _check_database(database)
    _check_disk(blobs)
    return Health(status="ready")


def _check_database(database: Database) -> None:
    try:
        with database.reading() as session:
            wrong = mismatch(session.connection())
    except SQLAlchemyError as error:
        raise NotReady("The database does not answer.") from error
    if wrong:
        raise NotReady(wrong)


def _check_disk(blobs: BlobStore) -> None:
    if not isinstance(blobs, FileBlobStore):
        return
    try:
        blobs.check()
    except BlobsAway as away:
        log.warning("not ready", told=str(away))
        raise NotReady("Files cannot be stored on this machine's disk; the log says why.") from away
