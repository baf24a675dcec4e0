"""One grading, done once more."""

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db.base import Base
from api.db.models.attempted import Attempted
from api.db.models.grading import Grading
from api.db.models.regrade import Regrade


class Regrading(Attempted, Base):
    """What a grading would say by another bundle version. A table of its own: no score can be read here
    by mistake before it counts.

    was_…: what the grading said until the regrade went live.
    """

    __tablename__ = "regradings"
    __table_args__ = (
        UniqueConstraint("regrade_id", "grading_id"),
        Index("ix_regradings_state", "state", "lease_until"),
        Index("ix_regradings_grading_id", "grading_id"),
    )

    regrade_id: Mapped[str] = mapped_column(ForeignKey("regrades.id", ondelete="CASCADE"))
    grading_id: Mapped[str] = mapped_column(ForeignKey("gradings.id", ondelete="CASCADE"))
    earned: Mapped[float | None]
    points: Mapped[float]
    earned_by: Mapped[dict[str, float] | None] = mapped_column(JSON)
    report_json: Mapped[str | None] = mapped_column(Text, deferred=True)
    was_version_id: Mapped[str | None] = mapped_column(ForeignKey("bundle_versions.id"))
    was_earned: Mapped[float | None]
    was_points: Mapped[float | None]
    was_report_json: Mapped[str | None] = mapped_column(Text, deferred=True)

    regrade: Mapped[Regrade] = relationship()
    grading: Mapped[Grading] = relationship()
