"""A name that an instructor asked for although an assignment is graded without names."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, new_id, utc_now


class Reveal(Base):
    """From now on this instructor reads this student's name in this assignment."""

    __tablename__ = "reveals"
    __table_args__ = (UniqueConstraint("assignment_id", "by_id", "student_id"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"))
    student_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    by_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(default=utc_now)
