"""Which submission counts, and what lateness took: a pure function of what was handed in.

Nothing here is stored. A counter of slip days could drift from the submissions, and be counted down twice
by a double click; what is derived anew each time cannot: whatever counts no longer gives its days back.

Assignments are reckoned in the order of their deadlines, and each takes what is best for it: of several
submissions the one that keeps the most points after slip days and penalty; of those that keep the same
the one that spends the fewest slip days; then the newest. So an on-time submission is not displaced by
a late one that is no better, and what is handed in to a later assignment changes no earlier one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from api.db.models import Counts
from api.policies.deadline import Deadline
from api.policies.policy import Policy


class Handed(NamedTuple):
    """A submission. earned: None while it is not known, be it that it is graded or that it is hidden."""

    id: str
    number: int
    submitted_at: datetime
    earned: float | None
    points: float


@dataclass(frozen=True)
class Work:
    """An assignment as one student has it: their own deadline, and what they handed in."""

    assignment_id: str
    policy: Policy
    deadline: Deadline
    points: float
    handed: Sequence[Handed] = ()
    excused: bool = False


@dataclass(frozen=True)
class Standing:
    """How a student stands in an assignment.

    submission_id: the one that counts; None: nothing was handed in. earned: by grading, of `points`; None
    until that is known. slip_days: those of the days late that slip days cover. penalty: the points that the
    others take. final: earned less penalty; None where earned is, and for who is excused.
    """

    user_id: str
    assignment_id: str
    submission_id: str | None
    earned: float | None
    points: float
    days_late: int = 0
    slip_days: int = 0
    penalty: float = 0.0
    final: float | None = None
    excused: bool = False


def reckon(user_id: str, slip_days: int, works: Iterable[Work]) -> Iterator[Standing]:
    """How a student stands in each assignment, given in the order of deadlines.

    slip_days: how many they have for all of them.
    """
    left = slip_days
    for work in works:
        standing = _stand(user_id, work, left)
        left -= standing.slip_days
        yield standing


def _stand(user_id: str, work: Work, left: int) -> Standing:
    if not work.handed:
        return Standing(user_id, work.assignment_id, None, None, work.points, excused=work.excused)
    could = (_candidate(work, each, left) for each in work.handed)
    chosen = max(could, key=_best if work.policy.counts is Counts.BEST else _latest)
    handed, lost = chosen.handed, chosen.lost
    return Standing(
        user_id=user_id,
        assignment_id=work.assignment_id,
        submission_id=handed.id,
        earned=handed.earned,
        points=handed.points,
        days_late=chosen.days_late,
        slip_days=chosen.slip_days,
        penalty=lost,
        final=None if handed.earned is None or work.excused else handed.earned - lost,
        excused=work.excused,
    )


class _Candidate(NamedTuple):
    """A submission, and what its lateness would cost if it counted. A tuple: a class has ten thousand."""

    handed: Handed
    days_late: int
    slip_days: int
    lost: float


def _best(candidate: _Candidate) -> tuple[bool, float, int, int]:
    handed = candidate.handed
    if handed.earned is None:
        return False, 0.0, 0, handed.number
    return True, handed.earned - candidate.lost, -candidate.slip_days, handed.number


def _latest(candidate: _Candidate) -> int:
    return candidate.handed.number


def _candidate(work: Work, handed: Handed, left: int) -> _Candidate:
    late = work.deadline.days_late(handed.submitted_at)
    if not late or work.excused:
        return _Candidate(handed, late, 0, 0.0)
    spent = work.policy.slip_days(late, left)
    earned = handed.earned or 0.0
    return _Candidate(handed, late, spent, earned * (1 - work.policy.kept(late - spent)))
