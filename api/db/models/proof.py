"""The proof of one bundle version."""

import msgspec
from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db.base import Base
from api.db.models.attempted import Attempted
from api.db.models.bundle_version import BundleVersion
from graders.proof import Proof as Findings


class Proof(Attempted, Base):
    """Whether a bundle version grades as it says. finding: what was shown last, `done` of `total`.

    passed: None until it is known. findings_json: everything that was found.
    """

    __tablename__ = "proofs"
    __table_args__ = (Index("ix_proofs_state", "state", "lease_until"),)

    bundle_version_id: Mapped[str] = mapped_column(ForeignKey("bundle_versions.id"), unique=True)
    finding: Mapped[str] = mapped_column(default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    passed: Mapped[bool | None]
    findings_json: Mapped[str | None] = mapped_column(Text, deferred=True)

    bundle_version: Mapped[BundleVersion] = relationship(back_populates="proof")

    @property
    def findings(self) -> Findings | None:
        """Everything that was found."""
        return msgspec.json.decode(self.findings_json, type=Findings) if self.findings_json else None
