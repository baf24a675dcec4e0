"""How the service stands: its workers, and what waits for them. For whoever teaches anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from api.auth.caller import Caller
from api.courses import repository as courses
from api.db.base import utc_now
from api.db.models import AttemptState, Worker
from api.errors import Forbidden
from api.metrics.lines import Class, Standing, standings
from api.workers import service
from api.workers.fleet import Fleet


@dataclass(frozen=True)
class Line:
    """Work that the same workers can do: how much waits and since when, runs, has failed for good.

    served: whether a worker is there that can do it.
    """

    of: Class
    waiting: int
    oldest: datetime | None
    running: int
    faults: int
    served: bool


@dataclass(frozen=True)
class Status:
    """The service at a moment. absent: workers that were heard of lately and are not now."""

    now: datetime
    workers: Sequence[Worker]
    absent: frozenset[str]
    lines: Sequence[Line]

    @property
    def places(self) -> int:
        """How many gradings can run at a time."""
        return sum(worker.slots for worker in self.workers if worker.name not in self.absent)


def status_for(session: Session, caller: Caller) -> Status:
    """How the service stands. Raises Forbidden for whoever is staff of no course, nor a site admin."""
    if not (caller.is_admin or courses.is_staff_anywhere(session, caller.id)):
        raise Forbidden("Only the staff of a course may see this.")
    now = utc_now()
    known, alive = service.everybody(session), service.at_work(session, now)
    absent = frozenset(known.names) - frozenset(alive.names)
    return Status(now, known.workers, absent, _lines(standings(session, now), alive))


def _lines(found: Sequence[Standing], alive: Fleet) -> list[Line]:
    by_class: dict[Class, dict[str, Standing]] = {}
    for each in found:
        by_class.setdefault(Class(*each[:3]), {})[each.state] = each
    return [_line(of, states, alive) for of, states in sorted(by_class.items())]


def _line(of: Class, states: dict[str, Standing], alive: Fleet) -> Line:
    waiting = states.get(AttemptState.QUEUED)
    rows = {state: standing.rows for state, standing in states.items()}
    return Line(
        of,
        waiting=rows.get(AttemptState.QUEUED, 0),
        oldest=waiting.oldest if waiting else None,
        running=rows.get(AttemptState.RUNNING, 0),
        faults=rows.get(AttemptState.FAULT, 0),
        served=bool(alive.workers) if not of.runtime else alive.places[of.runtime, of.device] > 0,
    )
