"""What staff made of a pair."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db.base import Base, new_id, utc_now, words
from api.db.models.user import User


class Suspicion(StrEnum):
    """Whether what two handins share needs an explanation."""

    NOTHING = "nothing"
    SUSPICIOUS = "suspicious"


class SimilarityReview(Base):
    """The last word of staff on two handins to an assignment.

    Of the handins and not of a pair that one search found: the next search finds it again, reviewed. Once
    either student hands in anew, theirs is another handin, which nobody has looked at.
    """

    __tablename__ = "similarity_reviews"
    __table_args__ = (
        UniqueConstraint("assignment_id", "left_id", "right_id"),
        Index("ix_similarity_reviews_left_id", "left_id"),
        Index("ix_similarity_reviews_right_id", "right_id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"))
    left_id: Mapped[str] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"))
    right_id: Mapped[str] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"))
    verdict: Mapped[Suspicion] = mapped_column(words(Suspicion))
    note: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(default=utc_now)

    by: Mapped[User | None] = relationship()
