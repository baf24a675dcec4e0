"""A search for handins that share code."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db.base import Base, utc_now
from api.db.models.assignment import Assignment
from api.db.models.attempted import Attempted
from api.db.models.user import User


class SimilarityRun(Attempted, Base):
    """A search among an assignment's handins, and those to earlier ones: `earlier`, by id.

    stage, done, total: how far it is. handins: how many were compared; partly: how many of them were too long
    to be read whole; lost: how many could not be read at all. masked: hashes of the code that
    is nobody's own, eight bytes each, so that whoever shows a pair leaves out the same.
    """

    __tablename__ = "similarity_runs"
    __table_args__ = (
        Index("ix_similarity_runs_state", "state", "lease_until"),
        Index("ix_similarity_runs_assignment_id", "assignment_id"),
    )

    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"))
    created_by_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    earlier: Mapped[list[str]] = mapped_column(JSON)
    stage: Mapped[str] = mapped_column(default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    handins: Mapped[int] = mapped_column(default=0)
    partly: Mapped[int] = mapped_column(default=0)
    lost: Mapped[int] = mapped_column(default=0)
    masked: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)

    assignment: Mapped[Assignment] = relationship()
    created_by: Mapped[User | None] = relationship()
