"""A line of a course's roster."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db.base import Base, new_id, utc_now, words
from api.db.models.course import Course
from api.db.models.user import User


class Role(StrEnum):
    """What a member may do in a course."""

    STUDENT = "student"
    TA = "ta"
    INSTRUCTOR = "instructor"


class Member(Base):
    """A person's place on a course's roster.

    section: the part of the course they sit in, "" for none. student_id: what the university calls
    them, and other systems with it; nobody else in the course has it.
    """

    __tablename__ = "members"
    __table_args__ = (
        UniqueConstraint("course_id", "user_id"),
        Index("ix_members_course_id_student_id", "course_id", "student_id", unique=True),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    course_id: Mapped[str] = mapped_column(ForeignKey("courses.id", ondelete="CASCADE"))
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(words(Role))
    section: Mapped[str] = mapped_column(default="", server_default="")
    student_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

    course: Mapped[Course] = relationship()
    user: Mapped[User] = relationship()
