"""What is done in the background has in common."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import new_id, utc_now, words
from api.db.models.grading import ATTEMPTS


class AttemptState(StrEnum):
    """Where work stands. `fault`: we failed at it three times, and staff see it."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAULT = "fault"


class Attempted:
    """Work that is tried under a lease, like a grading; the columns mean what they do there."""

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    state: Mapped[AttemptState] = mapped_column(words(AttemptState), default=AttemptState.QUEUED)
    attempt: Mapped[int] = mapped_column(default=0)
    attempt_limit: Mapped[int] = mapped_column(default=ATTEMPTS)
    worker: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    queued_at: Mapped[datetime] = mapped_column(default=utc_now)
    started_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    fault: Mapped[str] = mapped_column(Text, default="")
