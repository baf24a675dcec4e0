"""A homework."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, ForeignKey, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db.base import Base, new_id, utc_now, words
from api.db.models.course import Course

if TYPE_CHECKING:
    from api.db.models.assignment_problem import AssignmentProblem
    from api.db.models.kit import Kit


class Counts(StrEnum):
    """Which of a student's submissions counts."""

    BEST = "best"
    LATEST = "latest"


class Assignment(Base):
    """A homework. `seed` draws every check's inputs, the same for all students, and is told to nobody.

    Handins after `due_at` are late. `kit_digest` names the blob of the packed starter kit. `handout` is what
    students read: `preface`, and the handout of each problem after it.

    The policies, whose meaning is in `api.policies`: slip_limit: the most slip days that a student may spend
    here; None: all they have. late_refused: nothing is taken that no slip day covers. late_penalty: the
    percentage of its points that a handin loses with each day that no slip day covers; late_floor: what is
    left of them at least. daily_attempts: None: as many as one likes. cool_down: seconds between two handins.
    scores_wait: students see no score before scores_published_at.

    anonymous: staff grade it without the students' names.
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
    anonymous: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    slip_limit: Mapped[int | None]
    late_refused: Mapped[bool] = mapped_column(default=False, server_default=false())
    late_penalty: Mapped[float] = mapped_column(default=0.0, server_default="0")
    late_floor: Mapped[float] = mapped_column(default=0.0, server_default="0")
    daily_attempts: Mapped[int | None]
    cool_down: Mapped[int] = mapped_column(default=0, server_default="0")
    counts: Mapped[Counts] = mapped_column(
        words(Counts), default=Counts.BEST, server_default=Counts.BEST.value
    )
    scores_wait: Mapped[bool] = mapped_column(default=False, server_default=false())
    scores_published_at: Mapped[datetime | None]

    course: Mapped[Course] = relationship()
    problems: Mapped[list["AssignmentProblem"]] = relationship(
        order_by="AssignmentProblem.place", cascade="all, delete-orphan"
    )
    kit: Mapped["Kit | None"] = relationship(
        back_populates="assignment", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def hides_scores(self) -> bool:
        """Whether students may not know any score yet."""
        return bool(self.scores_wait) and self.scores_published_at is None

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
