"""The making of an assignment's starter kit."""

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db.base import Base
from api.db.models.assignment import Assignment
from api.db.models.attempted import Attempted


class Kit(Attempted, Base):
    """A starter kit to be made of an assignment's bundles, or made. complaint: why it cannot be, or "".

    The kit itself is the blob that `Assignment.kit_digest` names.
    """

    __tablename__ = "kits"
    __table_args__ = (Index("ix_kits_state", "state", "lease_until"),)

    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"), unique=True)
    complaint: Mapped[str] = mapped_column(Text, default="")

    assignment: Mapped[Assignment] = relationship(back_populates="kit")
