"""A problem's place in an assignment."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db.base import Base, new_id
from api.db.models.bundle_version import BundleVersion
from api.db.models.problem import Problem


class AssignmentProblem(Base):
    """A problem of an assignment, in its place, at the bundle version that new handins are graded by."""

    __tablename__ = "assignment_problems"
    __table_args__ = (UniqueConstraint("assignment_id", "problem_id"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"))
    problem_id: Mapped[str] = mapped_column(ForeignKey("problems.id"))
    bundle_version_id: Mapped[str] = mapped_column(ForeignKey("bundle_versions.id"))
    place: Mapped[int]

    problem: Mapped[Problem] = relationship()
    bundle_version: Mapped[BundleVersion] = relationship()
