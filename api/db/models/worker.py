"""A process that grades."""

from datetime import datetime

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, utc_now


class Worker(Base):
    """A worker as it introduced itself; the columns mean what they do in `graders.told.Worker`.

    holds: how many gradings and other attempts it worked at when it was last heard of.
    """

    __tablename__ = "workers"

    name: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str]
    runtimes: Mapped[list[str]] = mapped_column(JSON)
    slots: Mapped[int]
    gpus: Mapped[int]
    box: Mapped[str]
    holds: Mapped[int] = mapped_column(default=0)
    began_at: Mapped[datetime] = mapped_column(default=utc_now)
    seen_at: Mapped[datetime] = mapped_column(index=True)
