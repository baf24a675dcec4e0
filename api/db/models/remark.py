"""Something that somebody said about a submission."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db.base import Base, new_id, utc_now
from api.db.models.user import User


class Remark(Base):
    """One voice in a thread: of an annotation, or of a student's request for a regrade. text: Markdown.

    by_staff: in which role it was said, which a later change of roles does not alter. deleted_at: taken
    back by its author; its text is gone then, and its place in the thread stays.
    """

    __tablename__ = "remarks"
    __table_args__ = (
        CheckConstraint("(annotation_id IS NULL) <> (request_id IS NULL)", name="ck_remarks_one_thread"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    annotation_id: Mapped[str | None] = mapped_column(
        ForeignKey("annotations.id", ondelete="CASCADE"), index=True
    )
    request_id: Mapped[str | None] = mapped_column(
        ForeignKey("regrade_requests.id", ondelete="CASCADE"), index=True
    )
    author_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    by_staff: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    author: Mapped[User] = relationship()
