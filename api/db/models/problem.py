"""A problem, which is a line of bundle versions."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db.base import Base, new_id, utc_now
from api.db.models.course import Course


class Problem(Base):
    """A problem by its slug; everything else is said by its bundle versions.

    course_id: whose own it is; None: it came with the server and is there for every course. A slug means a
    course's own problem before the server's. published: the number of the version that new handins are
    graded by.
    """

    __tablename__ = "problems"
    # To a unique constraint no two NULLs are the same: the server's own slugs need an index for themselves.
    __table_args__ = (
        UniqueConstraint("course_id", "slug"),
        Index(
            "uq_problems_of_the_server",
            "slug",
            unique=True,
            sqlite_where=text("course_id IS NULL"),
            postgresql_where=text("course_id IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    course_id: Mapped[str | None] = mapped_column(ForeignKey("courses.id"))
    slug: Mapped[str]
    published: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

    course: Mapped[Course | None] = relationship()
