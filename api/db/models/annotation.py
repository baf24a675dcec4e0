"""A comment on a submission, and what is said about it."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db.base import Base, new_id, utc_now
from api.db.models.remark import Remark

if TYPE_CHECKING:
    from api.db.models.submission import Submission


class Annotation(Base):
    """A thread beside lines of a file, or about a check. Its first remark is the comment, the rest replies.

    first_line and last_line count from 1 and stand for ever, since a handin never changes. Without a path
    it is about the check `check_name` of `grading_id`.
    """

    __tablename__ = "annotations"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"), index=True)
    path: Mapped[str] = mapped_column(default="")
    first_line: Mapped[int] = mapped_column(default=0)
    last_line: Mapped[int] = mapped_column(default=0)
    grading_id: Mapped[str | None] = mapped_column(ForeignKey("gradings.id", ondelete="CASCADE"))
    check_name: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    resolved_at: Mapped[datetime | None]

    submission: Mapped["Submission"] = relationship(back_populates="annotations")
    remarks: Mapped[list[Remark]] = relationship(order_by=(Remark.at, Remark.id))
