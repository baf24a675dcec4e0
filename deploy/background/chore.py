"""What every kind of work in the background can do."""

from datetime import timedelta
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from api.attempts import Held
from api.db.models import Attempted
from worker.giving_way import GivingWay

WORKER = "embedded"
LEASE = timedelta(seconds=60)


class Job(Protocol):
    """A piece of work that was claimed."""

    @property
    def held(self) -> Held:
        """Which attempt at which row it is."""
        ...


J = TypeVar("J", bound=Job)


class Chore(Protocol[J]):
    """One kind of work."""

    @property
    def kind(self) -> type[Attempted]:
        """The rows that hold it."""
        ...

    @property
    def seconds(self) -> float:
        """What one piece of it may spend in boxes."""
        ...

    def claim(self, session: Session) -> J | None:
        """Take the next piece of work; None: there is none."""
        ...

    def do(self, job: J, sandbox: GivingWay) -> None:
        """Do it and record what came of it. Whatever it raises is our fault, and it is tried again."""
        ...

    def overdue(self, job: J) -> None:
        """Record that it has spent all its time."""
        ...
