"""What of a grading's points a viewer may know."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from api.db.models import Grading
from graders.problem import Visibility

EVERYTHING = frozenset(Visibility)


@dataclass(frozen=True)
class Score:
    """Points earned of points possible; earned is None where nothing is settled yet."""

    earned: float | None
    points: float


def revealed(*, is_staff: bool, is_over: bool) -> frozenset[Visibility]:
    """The checks that a viewer sees, by visibility: hidden ones are for staff alone, for ever."""
    if is_staff:
        return EVERYTHING
    return EVERYTHING - {Visibility.HIDDEN} if is_over else frozenset({Visibility.VISIBLE})


def score_of(grading: Grading, seen: Collection[Visibility]) -> Score:
    """A grading's score over the checks that the viewer sees."""
    checks = grading.bundle_version.described.checks
    points = sum(check.points for check in checks if check.visibility in seen)
    if grading.earned_by is None:
        return Score(None, points)
    return Score(sum(earned for kind, earned in grading.earned_by.items() if kind in seen), points)


def total(scores: Iterable[Score]) -> Score:
    """The sum of scores; what is not settled yet counts among the points, and nothing as earned."""
    known = list(scores)
    earned = [score.earned for score in known if score.earned is not None]
    return Score(sum(earned) if earned else None, sum(score.points for score in known))
