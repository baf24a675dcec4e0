"""What of a grading's points a viewer may know. A person's points hold before a machine's."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from api.db.models import Grading
from graders.problem import Problem, Visibility

EVERYTHING = frozenset(Visibility)


@dataclass(frozen=True)
class Score:
    """Points earned of points possible; earned is None where nothing is settled yet.

    undecided: those of the points that wait for a person.
    """

    earned: float | None
    points: float
    undecided: float = 0.0


def revealed(*, is_staff: bool, is_over: bool) -> frozenset[Visibility]:
    """The checks that a viewer sees, by visibility: hidden ones are for staff alone, for ever."""
    if is_staff:
        return EVERYTHING
    return EVERYTHING - {Visibility.HIDDEN} if is_over else frozenset({Visibility.VISIBLE})


def score_of(grading: Grading, seen: Collection[Visibility]) -> Score:
    """A grading's score over the checks that the viewer sees.

    What a person decided is for the whole problem. What one has still to decide has earned nothing yet:
    a proposal is no score.
    """
    version = grading.bundle_version
    if grading.decided_earned is not None:
        return Score(grading.decided_earned, version.points)
    points = _points(version.described, seen)
    if grading.waits_for_staff:
        return Score(None, points, points)
    return Score(overridden(grading, seen, points), points)


def machine_earned(grading: Grading, seen: Collection[Visibility]) -> float | None:
    """What the checks that the viewer sees earned, as a machine found; None where none has (yet)."""
    if grading.earned_by is None:
        return None
    return sum(earned for kind, earned in grading.earned_by.items() if kind in seen)


def overridden(grading: Grading, seen: Collection[Visibility], points: float) -> float | None:
    """What the checks that the viewer sees earned, where people gave other points with those instead."""
    machine = machine_earned(grading, seen)
    if machine is None or not grading.adjusted_by:
        return machine
    added = sum(points for kind, points in grading.adjusted_by.items() if kind in seen)
    return min(max(machine + added, 0.0), points)


def total(scores: Iterable[Score]) -> Score:
    """The sum of scores; what is not settled yet counts among the points, and nothing as earned."""
    known = list(scores)
    earned = [score.earned for score in known if score.earned is not None]
    return Score(
        sum(earned) if earned else None,
        sum(score.points for score in known),
        sum(score.undecided for score in known),
    )


def _points(problem: Problem, seen: Collection[Visibility]) -> float:
    if problem.is_written:
        return problem.points
    return sum(check.points for check in problem.checks if check.visibility in seen)
