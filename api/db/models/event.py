"""Something that happened to a submission."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, utc_now, words


class EventKind(StrEnum):
    """What a browser that watches a submission is told."""

    STATE = "state"
    PROGRESS = "progress"
    REPORT = "report"
    FINISHED = "finished"


class Event(Base):
    """Something that happened to a submission, numbered from 1 in the order in which it happened."""

    __tablename__ = "events"

    submission_id: Mapped[str] = mapped_column(
        ForeignKey("submissions.id", ondelete="CASCADE"), primary_key=True
    )
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[EventKind] = mapped_column(words(EventKind))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(default=utc_now)
