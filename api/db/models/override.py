"""A person's word on one check of a grading."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db.base import Base, new_id, utc_now, words
from api.db.models.user import User
from graders.problem import Visibility


class Override(Base):
    """Points that a person gave for one check. Rows are added and never changed: of each check the last
    holds.

    earned: None withdraws the one before it. machine: what the machine had given by then, at that attempt.
    title, points, visibility: the check's own by then, since a later version may not have it any more.
    reason: for the student to read.
    """

    __tablename__ = "overrides"
    __table_args__ = (UniqueConstraint("grading_id", "number"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    grading_id: Mapped[str] = mapped_column(ForeignKey("gradings.id", ondelete="CASCADE"))
    number: Mapped[int]
    check_name: Mapped[str]
    title: Mapped[str]
    points: Mapped[float]
    visibility: Mapped[Visibility] = mapped_column(words(Visibility))
    attempt: Mapped[int]
    machine: Mapped[float]
    earned: Mapped[float | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=utc_now)

    by: Mapped[User] = relationship()
