"""Pairs of handins that share code, as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.db.models import SimilarityReview, SimilarPair, Submission
from api.similarity import repository, service
from api.similarity.beside import Beside, File, Line, Region
from api.similarity.repository import Edge, Reviewed

HUES = 6
"""Colours that regions take in turn; what tells them apart is their number."""
MOST_CLUSTERS, MOST_NAMES = 20, 12


@dataclass(frozen=True)
class ClusterView:
    """Handins that hang together. strongest: a pair of them; more: how many are not named."""

    members: list[Submission]
    more: int
    size: int
    pairs: int
    strongest: str
    strength: float


@dataclass(frozen=True)
class SideView:
    """One handin of a pair. name: left or right, which its anchors begin with."""

    name: str
    submission: Submission
    share: float
    files: list[File]
    other: str

    @property
    def shared(self) -> list[File]:
        """The files that hold something of the other handin."""
        return [file for file in self.files if file.shares]

    @property
    def apart(self) -> list[File]:
        """Those that do not."""
        return [file for file in self.files if not file.shares]


@dataclass(frozen=True)
class PairPage:
    """What the template of a pair needs. previous, next: pairs that nobody has reviewed."""

    pair: SimilarPair
    review: SimilarityReview | None
    sides: tuple[SideView, SideView]
    regions: list[Region]
    previous: str | None
    next: str | None

    @classmethod
    def of(cls, reviewed: Reviewed, found: Beside, neighbours: tuple[str | None, str | None]) -> "PairPage":
        """Show a pair."""
        pair, review = reviewed
        left = SideView("left", pair.left, pair.left_share, found.left, "right")
        right = SideView("right", pair.right, pair.right_share, found.right, "left")
        return cls(pair, review, (left, right), found.regions, *neighbours)

    @staticmethod
    def hue_of(number: int) -> str:
        """The class of a region's colour."""
        return f"r{(number - 1) % HUES + 1}"

    @classmethod
    def hue(cls, line: Line) -> str:
        """The class of a line's colour; "": it is nobody else's."""
        return cls.hue_of(line.regions[0]) if line.regions else ""


def cluster_views(session: Session, groups: Sequence[Sequence[Edge]]) -> list[ClusterView]:
    """Clusters with the people in them, the largest first."""
    shown = list(groups)[:MOST_CLUSTERS]
    named = {id_ for group in shown for id_ in service.members(group)[:MOST_NAMES]}
    known = repository.students(session, sorted(named)) if named else {}
    return [_cluster(group, known) for group in shown]


def _cluster(group: Sequence[Edge], known: dict[str, Submission]) -> ClusterView:
    ids = service.members(group)
    return ClusterView(
        members=[known[id_] for id_ in ids[:MOST_NAMES]],
        more=max(0, len(ids) - MOST_NAMES),
        size=len(ids),
        pairs=len(group),
        strongest=group[0].id,
        strength=group[0].strength,
    )
