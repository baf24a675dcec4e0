"""A course."""

from datetime import UTC, datetime

from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, new_id, utc_now

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Course(Base):
    """A course. `served_at`: when a worker last took work of it, so that courses take turns.

    zone: the time zone whose days and clocks its deadlines go by. slip_days: how many days late each of
    its students may be, over all its assignments.
    """

    __tablename__ = "courses"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    served_at: Mapped[datetime] = mapped_column(default=NEVER)
    zone: Mapped[str] = mapped_column(default="UTC", server_default="UTC")
    slip_days: Mapped[int] = mapped_column(default=0, server_default="0")
