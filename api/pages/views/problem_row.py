"""A problem as one line of a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.db.models import BundleVersion
from api.versions.standing import VersionState, sentence_of, state_of


@dataclass(frozen=True)
class Holder:
    """An assignment that holds a problem, at a version of it."""

    slug: str
    title: str
    version: int


@dataclass(frozen=True)
class ProblemRow:
    """A problem at its newest version. published: the version that new handins are graded by."""

    slug: str
    title: str
    points: float
    version: int
    published: int | None
    state: VersionState
    sentence: str
    holders: tuple[Holder, ...]

    @classmethod
    def of(cls, version: BundleVersion, holders: Sequence[tuple[str, str, int]]) -> "ProblemRow":
        """Show the newest version of a problem."""
        return cls(
            slug=version.problem.slug,
            title=version.title,
            points=version.points,
            version=version.number,
            published=version.problem.published,
            state=state_of(version),
            sentence=sentence_of(version),
            holders=tuple(Holder(*each) for each in holders),
        )
