"""One problem of one submission."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db.base import Base, new_id, utc_now, words
from api.db.models.bundle_version import BundleVersion
from graders.report import Report

if TYPE_CHECKING:
    from api.db.models.decision import Decision
    from api.db.models.override import Override
    from api.db.models.submission import Submission


ATTEMPTS = 3
"""How often a grading is tried before it is called a fault."""


class GradingState(StrEnum):
    """Where a grading stands. `fault`: we failed at it three times; it costs no marks and staff see it.

    `review`: a person has the last word; the report is a proposal or, of a written problem, a first look.
    """

    QUEUED = "queued"
    RUNNING = "running"
    REVIEW = "review"
    DONE = "done"
    FAULT = "fault"


class Grading(Base):
    """One problem of one submission. `attempt` counts the times that a worker took it, and never goes back:
    a report of an earlier attempt is known as late. `attempt_limit`: the last one before it is a fault.

    earned_by: visibility → points earned by the checks of that visibility, so that no list of a
    student's scores has to read reports. fault: why the last attempt failed, in a sentence
    for staff.

    decided_earned: the points that a person gave, which hold whatever a machine says before or after.
    decision: the number of the decision that holds; 0 where nobody has decided.

    override: the number of the newest override of one of its checks; 0 where there is none.
    overridden_earned: what the machine's checks earn with those that hold, None without any. adjusted_by:
    visibility → points that they add (or take). stranded: how many of them are of checks that this version
    does not have. likeness: of a written answer, the same where the answer is. See `api/overrides` and
    `api/likeness`.
    """

    __tablename__ = "gradings"
    __table_args__ = (
        UniqueConstraint("submission_id", "bundle_version_id"),
        Index("ix_gradings_state", "state", "lease_until"),
        Index("ix_gradings_likeness", "bundle_version_id", "likeness"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"))
    bundle_version_id: Mapped[str] = mapped_column(ForeignKey("bundle_versions.id"))
    place: Mapped[int]
    state: Mapped[GradingState] = mapped_column(words(GradingState), default=GradingState.QUEUED)
    attempt: Mapped[int] = mapped_column(default=0)
    attempt_limit: Mapped[int] = mapped_column(default=ATTEMPTS)
    worker: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    queued_at: Mapped[datetime] = mapped_column(default=utc_now)
    started_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    earned: Mapped[float | None]
    points: Mapped[float]
    earned_by: Mapped[dict[str, float] | None] = mapped_column(JSON)
    report_json: Mapped[str | None] = mapped_column(Text)
    fault: Mapped[str] = mapped_column(Text, default="")
    decided_earned: Mapped[float | None]
    decision: Mapped[int] = mapped_column(default=0)
    override: Mapped[int] = mapped_column(default=0)
    overridden_earned: Mapped[float | None]
    adjusted_by: Mapped[dict[str, float] | None] = mapped_column(JSON(none_as_null=True))
    stranded: Mapped[int] = mapped_column(default=0)
    likeness: Mapped[str | None]

    submission: Mapped["Submission"] = relationship(back_populates="gradings")
    bundle_version: Mapped[BundleVersion] = relationship()
    decisions: Mapped[list["Decision"]] = relationship(order_by="Decision.number")
    overrides: Mapped[list["Override"]] = relationship(order_by="Override.number")

    @property
    def is_decided(self) -> bool:
        """Whether a person gave points."""
        return self.decided_earned is not None

    @property
    def waits_for_staff(self) -> bool:
        """Whether a person has the last word and has not spoken it."""
        return self.bundle_version.by_hand and not self.is_decided

    @property
    def revision(self) -> str:
        """What a person decides on: another attempt or another's decision makes another of it."""
        return f"{self.attempt}-{self.decision}"

    @property
    def report(self) -> Report | None:
        """The whole report, as staff may see it."""
        return msgspec.json.decode(self.report_json, type=Report) if self.report_json else None
