"""One handin to one assignment."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db.base import Base, new_id, utc_now
from api.db.models.assignment import Assignment
from api.db.models.user import User

if TYPE_CHECKING:
    from api.db.models.annotation import Annotation
    from api.db.models.extension import Extension
    from api.db.models.grading import Grading
    from api.db.models.regrade_request import RegradeRequest


class Submission(Base):
    """A student's handin, numbered per student and assignment.

    digest: of the canonical handin, which is the blob that gets graded. archive_digest: the blob of
    the upload exactly as it came, kept as evidence. files: [[path, bytes]…]. last_event: the number
    of the newest event. earned: None until every grading is settled. found: what machines found in all,
    proposals among it; None until they are done with all of it. late: after the student's own deadline as
    it is now. by_staff: staff handed it in on the student's behalf.
    """

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("student_id", "assignment_id", "number"),
        UniqueConstraint("student_id", "assignment_id", "idempotency_key"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignments.id"), index=True)
    student_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    number: Mapped[int]
    submitted_at: Mapped[datetime] = mapped_column(default=utc_now)
    late: Mapped[bool] = mapped_column(default=False)
    by_staff: Mapped[bool] = mapped_column(default=False, server_default=false())
    digest: Mapped[str]
    archive_digest: Mapped[str]
    archive_name: Mapped[str]
    files: Mapped[list[tuple[str, int]]] = mapped_column(JSON)
    notes: Mapped[list[str]] = mapped_column(JSON)
    idempotency_key: Mapped[str | None]
    last_event: Mapped[int] = mapped_column(default=0)
    earned: Mapped[float | None]
    found: Mapped[float | None]
    points: Mapped[float]

    assignment: Mapped[Assignment] = relationship()
    student: Mapped[User] = relationship()
    gradings: Mapped[list["Grading"]] = relationship(order_by="Grading.place", back_populates="submission")
    annotations: Mapped[list["Annotation"]] = relationship(
        order_by="(Annotation.path, Annotation.first_line, Annotation.id)", back_populates="submission"
    )
    requests: Mapped[list["RegradeRequest"]] = relationship(order_by="RegradeRequest.opened_at")
    extension: Mapped["Extension | None"] = relationship(
        primaryjoin="and_(foreign(Submission.student_id) == remote(Extension.student_id), "
        "foreign(Submission.assignment_id) == remote(Extension.assignment_id))",
        viewonly=True,
        uselist=False,
    )

    @property
    def extended_to(self) -> datetime | None:
        """The student's own deadline, where they have an extension."""
        return self.extension.due_at if self.extension else None
