"""The register of workers: written when they are heard of, read by who gives out work."""

from datetime import datetime, timedelta

from msgspec import structs
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from api.db.base import utc_now
from api.db.models import Worker
from api.workers.fleet import Fleet
from graders.told import Worker as Introduced

ABSENT = timedelta(seconds=30)
"""A worker that was not heard of for so long is taken for dead: it speaks every five seconds."""
FORGOTTEN = timedelta(hours=1)
"""How long a dead worker is still shown."""


def note(session: Session, introduced: Introduced, holds: int) -> None:
    """A worker was heard of."""
    said = structs.asdict(introduced) | {
        "runtimes": list(introduced.runtimes),
        "holds": holds,
        "seen_at": utc_now(),
    }
    dialect = session.get_bind().dialect.name
    insert = sqlite.insert(Worker) if dialect == "sqlite" else postgresql.insert(Worker)
    new = {**said, "began_at": said["seen_at"]}
    session.execute(insert.values(new).on_conflict_do_update(index_elements=[Worker.name], set_=said))


def forget(session: Session, name: str) -> None:
    """A worker has ended."""
    session.execute(delete(Worker).where(Worker.name == name))


def forget_the_dead(session: Session, now: datetime) -> None:
    """Strike out who has not been heard of for long."""
    session.execute(delete(Worker).where(Worker.seen_at < now - FORGOTTEN))


def everybody(session: Session) -> Fleet:
    """All workers of the register, the dead among them."""
    return Fleet(session.scalars(select(Worker).order_by(Worker.name)).all())


def at_work(session: Session, now: datetime) -> Fleet:
    """The workers that live."""
    alive = select(Worker).where(Worker.seen_at >= now - ABSENT)
    return Fleet(session.scalars(alive.order_by(Worker.name)).all())
