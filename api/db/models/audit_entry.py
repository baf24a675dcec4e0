"""What somebody did that others must be able to look up."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db.base import Base, new_id, utc_now
from api.db.models.course import Course
from api.db.models.user import User


class AuditEntry(Base):
    """One act, kept for good. Rows are added and never changed.

    actor_id: who did it; None: the server itself, or somebody whose account is gone. course_id: None: of no
    course, as an account is. about_id: the person whom it concerns, whose own data it is then part of.
    action: what was done, as `score.override`. subject_table and subject_id: to which row, that may be gone.
    details: what was and what is, enough to undo it by hand.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_course_id_at", "course_id", "at"),
        Index("ix_audit_entries_at", "at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    actor_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    course_id: Mapped[str | None] = mapped_column(ForeignKey("courses.id", ondelete="CASCADE"))
    about_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    action: Mapped[str]
    subject_table: Mapped[str]
    subject_id: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)

    actor: Mapped[User | None] = relationship(foreign_keys=actor_id)
    about: Mapped[User | None] = relationship(foreign_keys=about_id)
    course: Mapped[Course | None] = relationship()
