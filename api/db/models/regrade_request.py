"""A student's request that somebody look at a check again."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db.base import Base, new_id, utc_now, words
from api.db.models.remark import Remark

if TYPE_CHECKING:
    from api.db.models.grading import Grading


class RequestState(StrEnum):
    """Whose turn it is: `open` waits for staff, `answered` for the student, `closed` for nobody."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class RegradeRequest(Base):
    """A thread between a student and the staff about a check, or a whole problem (check_name is "").

    Each is asked about once; whatever is said later is said in the same thread. title: the check's, when it
    was asked about. assignment_id, submission_id: the grading's own, kept here to list requests by.
    """

    __tablename__ = "regrade_requests"
    __table_args__ = (
        UniqueConstraint("grading_id", "check_name"),
        Index("ix_regrade_requests_assignment_id_state_opened_at", "assignment_id", "state", "opened_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignments.id"))
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"), index=True)
    grading_id: Mapped[str] = mapped_column(ForeignKey("gradings.id", ondelete="CASCADE"))
    check_name: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    state: Mapped[RequestState] = mapped_column(words(RequestState), default=RequestState.OPEN)
    opened_at: Mapped[datetime] = mapped_column(default=utc_now)
    changed_at: Mapped[datetime] = mapped_column(default=utc_now)

    grading: Mapped["Grading"] = relationship()
    remarks: Mapped[list[Remark]] = relationship(order_by=(Remark.at, Remark.id))
