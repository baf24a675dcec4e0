"""Two handins that share code."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db.base import Base, new_id
from api.db.models.similarity_run import SimilarityRun
from api.db.models.submission import Submission


class SimilarPair(Base):
    """A pair that a search found. tokens: what they share, the most of it in one piece being `longest`.

    left_share, right_share: of each one's own code, from 0 to 1; strength: the larger of the two. A handin of
    an earlier semester is always the right one; else the one that was handed in first is the left.
    """

    __tablename__ = "similar_pairs"
    __table_args__ = (
        Index("ix_similar_pairs_run_id_strength", "run_id", "strength"),
        Index("ix_similar_pairs_left_id", "left_id"),
        Index("ix_similar_pairs_right_id", "right_id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    run_id: Mapped[str] = mapped_column(ForeignKey("similarity_runs.id", ondelete="CASCADE"))
    left_id: Mapped[str] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"))
    right_id: Mapped[str] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"))
    tokens: Mapped[int]
    longest: Mapped[int]
    left_share: Mapped[float]
    right_share: Mapped[float]
    strength: Mapped[float]

    run: Mapped[SimilarityRun] = relationship()
    left: Mapped[Submission] = relationship(foreign_keys=left_id)
    right: Mapped[Submission] = relationship(foreign_keys=right_id)
