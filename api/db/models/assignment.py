"""A homework."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db.base import Base, new_id, utc_now
from api.db.models.course import Course

if TYPE_CHECKING:
    from api.db.models.assignment_problem import AssignmentProblem
    from api.db.models.kit import Kit


class Assignment(Base):
    """A homework. `seed` draws every check's inputs, the same for all students, and is told to nobody.

    Handins after `due_at` are late; after `closes_at` (or `due_at`, where there is none) refused.
    `kit_digest` names the blob of the packed starter kit. `handout` is what students read: `preface`, and the
    handout of each problem after it.
    """

    __tablename__ = "assignments"
    __table_args__ = (UniqueConstraint("course_id", "slug"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    course_id: Mapped[str] = mapped_column(ForeignKey("courses.id"))
    slug: Mapped[str]
    title: Mapped[str]
    preface: Mapped[str] = mapped_column(Text, default="")
    handout: Mapped[str] = mapped_column(Text, default="")
    opens_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    seed: Mapped[int] = mapped_column(BigInteger)
    kit_digest: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

    course: Mapped[Course] = relationship()
    problems: Mapped[list["AssignmentProblem"]] = relationship(
        order_by="AssignmentProblem.place", cascade="all, delete-orphan"
    )
    kit: Mapped["Kit | None"] = relationship(
        back_populates="assignment", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def last_moment(self) -> datetime | None:
        """The moment after which no student's handin is taken; None: there is none."""
        return self.closes_at or self.due_at

    @property
    def points(self) -> float:
        """The most that a handin can earn."""
        return sum(row.bundle_version.points for row in self.problems)

    @property
    def files(self) -> list[str]:
        """The paths that a handin should hold."""
        return sorted({path for row in self.problems for path in row.bundle_version.described.files})

    @property
    def wanted(self) -> list[str]:
        """`files`, and the names accepted in their place: by them a handin's root is found."""
        aliases = [row.bundle_version.described.aliases.values() for row in self.problems]
        return sorted({*self.files, *(name for each in aliases for names in each for name in names)})
