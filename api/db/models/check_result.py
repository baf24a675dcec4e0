"""What a grading's report says of one check, for queries over many of them."""

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base


class CheckResult(Base):
    """One check of one grading, as the machine's report has it: a report is never read to count anything.

    Written when the report is recorded, and anew when a regrade goes live; what people decide changes nothing
    here. submission_id, bundle_version_id: the grading's own, so that no count has to read gradings. place:
    from 0, in the report's order. passed: it earned everything, or is a diagnostic that found nothing.

    diagnosis: why it did not pass, as a word to count by: the explanation's kind, such as "shape", or
    "misconception:unbiased-variance". sentence: the same in words, to the student. likeness: the same for
    wrong answers of any submission that one comment can serve. All three are "" where it passed, and never
    where it did not.
    """

    __tablename__ = "check_results"
    __table_args__ = (
        Index("ix_check_results_submission_id", "submission_id"),
        Index("ix_check_results_likeness", "likeness"),
    )

    grading_id: Mapped[str] = mapped_column(ForeignKey("gradings.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"))
    bundle_version_id: Mapped[str] = mapped_column(ForeignKey("bundle_versions.id"))
    place: Mapped[int]
    earned: Mapped[float]
    points: Mapped[float]
    passed: Mapped[bool]
    diagnosis: Mapped[str]
    sentence: Mapped[str] = mapped_column(Text)
    likeness: Mapped[str]
