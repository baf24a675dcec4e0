"""A comment that is kept to be used again."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, new_id, utc_now


class SavedComment(Base):
    """What an assignment's staff say often, under a short name.

    text: Markdown. uses: how often it was said.
    """

    __tablename__ = "saved_comments"
    __table_args__ = (UniqueConstraint("assignment_id", "name"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"))
    name: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    uses: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
