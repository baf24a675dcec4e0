"""Old handins, graded once more by another version of a problem."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db.base import Base, new_id, utc_now, words
from api.db.models.assignment import Assignment
from api.db.models.bundle_version import BundleVersion
from api.db.models.user import User


class RegradeState(StrEnum):
    """Where a regrade stands. Until it is confirmed nobody's score has changed."""

    PREVIEW = "preview"
    LIVE = "live"
    CANCELLED = "cancelled"


class Which(StrEnum):
    """Which of a student's handins are graded once more. chosen: those that were named, one by one."""

    LATEST = "latest"
    BEST = "best"
    ALL = "all"
    CHOSEN = "chosen"


class Regrade(Base):
    """A regrade of an assignment's handins. ended_at: when it went live, or was cancelled."""

    __tablename__ = "regrades"
    __table_args__ = (Index("ix_regrades_assignment_id", "assignment_id"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"))
    bundle_version_id: Mapped[str] = mapped_column(ForeignKey("bundle_versions.id"))
    which: Mapped[Which] = mapped_column(words(Which))
    state: Mapped[RegradeState] = mapped_column(words(RegradeState), default=RegradeState.PREVIEW)
    created_by_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    ended_at: Mapped[datetime | None]

    assignment: Mapped[Assignment] = relationship()
    bundle_version: Mapped[BundleVersion] = relationship()
    created_by: Mapped[User] = relationship()
