"""One immutable version of a problem's bundle."""

from datetime import datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db.base import Base, new_id, utc_now
from api.db.models.problem import Problem
from graders.problem import Problem as ProblemText

if TYPE_CHECKING:
    from api.db.models.proof import Proof


@lru_cache(maxsize=256)
def _described(text: str) -> ProblemText:
    """What a text describes. Every request loads the same few versions anew; what they say never changes."""
    return msgspec.json.decode(text, type=ProblemText)


def _described_by_hand(context: DefaultExecutionContext) -> bool:
    text: str = context.get_current_parameters()["text"]  # type: ignore[no-untyped-call]
    return _described(text).by_hand


class BundleVersion(Base):
    """A packed bundle, by its digest. `text` is its problem.toml as JSON, so that no page unpacks it.

    by_hand: a person has the last word on its points, as the text says; here for queries.
    handout: its handout.md; None: stored before it was kept here, so only the bundle knows. uploaded_by_id:
    who sent it; None: it came with the server. withdrawn_at: since when nobody may use it any more.
    """

    __tablename__ = "bundle_versions"
    __table_args__ = (UniqueConstraint("problem_id", "digest"), UniqueConstraint("problem_id", "number"))

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    problem_id: Mapped[str] = mapped_column(ForeignKey("problems.id"))
    number: Mapped[int]
    digest: Mapped[str]
    title: Mapped[str]
    runtime: Mapped[str]
    device: Mapped[str]
    points: Mapped[float]
    text: Mapped[str] = mapped_column(Text)
    by_hand: Mapped[bool] = mapped_column(default=_described_by_hand)
    handout: Mapped[str | None] = mapped_column(Text, deferred=True)
    uploaded_by_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

    problem: Mapped[Problem] = relationship()
    proof: Mapped["Proof | None"] = relationship(back_populates="bundle_version")

    @cached_property
    def described(self) -> ProblemText:
        """The problem as its bundle describes it."""
        return _described(self.text)
