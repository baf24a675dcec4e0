"""Which of each student's handins counts, by the assignment's policies."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from api.db.models import Assignment, Counts
from api.policies import service as policies
from api.statistics.line import Try


def counting(
    session: Session, assignment: Assignment, tries: Mapping[str, Sequence[Try]]
) -> Mapping[str, Try]:
    """Student → the handin that counts. tries: of each student, by number.

    Slip days and penalties are reckoned for those alone for whom they may decide: who did better late than
    in time. For everybody else, who are most of a class, the best that came in time counts.
    """
    if assignment.counts is Counts.LATEST:
        return {student: own[-1] for student, own in tries.items() if own}
    open_ = [student for student, own in tries.items() if _is_better_late(own)]
    reckoned = policies.standing_of_some(session, assignment, open_) if open_ else []
    chosen = {standing.user_id: standing.submission_id for standing in reckoned}
    return {student: _one(own, chosen.get(student)) for student, own in tries.items() if own}


def _is_better_late(own: Sequence[Try]) -> bool:
    """Whether more was earned late than in time."""
    in_time = max((each.earned for each in own if not each.late and each.earned is not None), default=-1.0)
    return any(each.late and each.earned is not None and each.earned > in_time for each in own)


def _one(own: Sequence[Try], chosen: str | None) -> Try:
    known = [each for each in own if each.id == chosen]
    return known[0] if known else max(own, key=_best)


def _best(each: Try) -> tuple[bool, float, bool, int]:
    """Most points, then in time, which spends no slip day, then the newest."""
    return each.earned is not None, each.earned or 0.0, not each.late and each.earned is not None, each.number
