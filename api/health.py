"""Whether the server lives, and whether it can do its work."""

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from api.deps import DatabaseDep
from api.errors import NotReady
from api.refusals import documented

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The server's own word on how it is."""

    status: str


@router.get("/healthz")
def is_alive() -> Health:
    """The process answers."""
    return Health(status="alive")


@router.get("/readyz", responses=documented(NotReady))
def is_ready(database: DatabaseDep) -> Health:
    """The process answers, and so does its database."""
    try:
        with database.reading() as session:
            session.execute(text("SELECT 1"))
    except DBAPIError as error:
        raise NotReady("The database does not answer.") from error
    return Health(status="ready")
