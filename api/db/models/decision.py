"""A person's word on a grading."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db.base import Base, new_id, utc_now
from api.db.models.user import User


class Decision(Base):
    """Points that a person gave. Rows are added and never changed: the last one holds, all of them are kept.

    proposed: what the machine had proposed by then, at that attempt; None where it had nothing to say.
    marks: rubric item → points. reason: for the student to read.
    """

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("grading_id", "number"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    grading_id: Mapped[str] = mapped_column(ForeignKey("gradings.id", ondelete="CASCADE"))
    number: Mapped[int]
    attempt: Mapped[int]
    proposed: Mapped[float | None]
    earned: Mapped[float]
    marks: Mapped[dict[str, float]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=utc_now)

    by: Mapped[User] = relationship()
