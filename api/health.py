"""Whether the server lives, and whether it can do its work."""

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import text

from api.deps import DatabaseDep

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The server's own word on how it is."""

    status: str


@router.get("/healthz")
def is_alive() -> Health:
    """The process answers."""
    return Health(status="alive")


@router.get("/readyz")
def is_ready(database: DatabaseDep) -> Health:
    """The process answers, and so does its database."""
    with database.reading() as session:
        session.execute(text("SELECT 1"))
    return Health(status="ready")
