"""Searching for handins that share code, and what staff make of the pairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from api.assignments import repository as assignments
from api.assignments import service as assignment_service
from api.audit import service as audit
from api.courses.seat import Seat
from api.db.base import utc_now
from api.db.models import Assignment, AttemptState, SimilarityReview, SimilarityRun, SimilarPair, Suspicion
from api.errors import Conflict, Invalid, NotFound
from api.similarity import repository
from api.similarity.choosing import earlier_for, newest
from api.similarity.repository import Edge, Reviewed

MOST_EARLIER = 20
"""Earlier assignments that one search may take in."""
UNSETTLED = (AttemptState.QUEUED, AttemptState.RUNNING)


@dataclass(frozen=True)
class Verdict:
    """What somebody makes of a pair."""

    verdict: Suspicion
    note: str = ""


def start(session: Session, seat: Seat, slug: str, earlier: Sequence[tuple[str, str]] = ()) -> SimilarityRun:
    """Search an assignment's handins for shared code, and compare them with those of earlier assignments.

    earlier: course and assignment, by slug, of those that `earlier_for` lists. While a search goes on, asking
    again gives the same. Raises NotFound, Invalid, or Conflict where there is nothing to compare.
    """
    assignments.lock(session, seat.course.id, slug)
    assignment = assignment_service.find(session, seat, slug)
    found = repository.newest_run(session, assignment.id)
    if found is not None and found.state in UNSETTLED:
        return found
    ids = _ids(session, seat, assignment, earlier)
    students = len(newest(session, [assignment.id]))
    if students < 2 and not (students and ids):
        raise Conflict("There is nothing to compare yet: it takes the handins of two students.")
    run = SimilarityRun(assignment=assignment, earlier=ids, created_by_id=seat.caller.id)
    session.add(run)
    told = [f"{course}/{name}" for course, name in earlier]
    audit.note(session, seat.caller, "similarity.start", run, course=seat.course, earlier=told)
    session.flush()
    return run


def shown(session: Session, assignment: Assignment) -> SimilarityRun | None:
    """The search whose pairs are there to be read: the last that came to its end."""
    return repository.newest_run(session, assignment.id, settled=True)


def find(session: Session, assignment: Assignment, pair_id: str) -> Reviewed:
    """A pair of the search that is shown. Raises NotFound."""
    run = shown(session, assignment)
    found = repository.pair(session, run, pair_id) if run else None
    if found is None:
        raise NotFound("There is no such pair. A newer search may have found it under another number.")
    return found


def judge(session: Session, seat: Seat, slug: str, pair_id: str, verdict: Verdict) -> Reviewed:
    """Write down what staff make of a pair; whoever does it again changes it. Raises NotFound."""
    assignments.lock(session, seat.course.id, slug)  # two at once must not both be the first
    assignment = assignment_service.find(session, seat, slug)
    pair, review = find(session, assignment, pair_id)
    was = review.verdict if review else None
    if review is None:
        review = SimilarityReview(assignment_id=assignment.id, left_id=pair.left_id, right_id=pair.right_id)
        session.add(review)
    review.verdict, review.note = verdict.verdict, verdict.note
    review.by_id, review.at = seat.caller.id, utc_now()
    _note(session, seat, "similarity.review", review, was=was, now=verdict.verdict, note=verdict.note)
    session.refresh(review, ["by"])
    return pair, review


def reopen(session: Session, seat: Seat, slug: str, pair_id: str) -> Reviewed:
    """Take a pair's review back; one that has none stays as it is. Raises NotFound."""
    assignments.lock(session, seat.course.id, slug)
    assignment = assignment_service.find(session, seat, slug)
    pair, review = find(session, assignment, pair_id)
    if review is not None:
        _note(session, seat, "similarity.reopen", review, was=review.verdict, note=review.note)
        session.delete(review)
        session.flush()
    return pair, None


def neighbours(edges: Sequence[Edge], pair: SimilarPair) -> tuple[str | None, str | None]:
    """The pairs before and after one that nobody has reviewed, the strongest first."""
    order = [edge.id for edge in edges if edge.verdict is None or edge.id == pair.id]
    at = order.index(pair.id)
    return (order[at - 1] if at else None), (order[at + 1] if at + 1 < len(order) else None)


def clusters(edges: Sequence[Edge]) -> list[list[Edge]]:
    """Pairs that hang together, of three handins and more, the largest first.

    What staff found to be nothing holds nobody together.
    """
    leader: dict[str, str] = {}

    def lead(member: str) -> str:
        while leader.setdefault(member, member) != member:
            leader[member] = leader[leader[member]]
            member = leader[member]
        return member

    meant = [edge for edge in edges if edge.verdict is not Suspicion.NOTHING]
    for edge in meant:
        leader[lead(edge.left)] = lead(edge.right)
    groups: dict[str, list[Edge]] = {}
    for edge in meant:
        groups.setdefault(lead(edge.left), []).append(edge)
    large = [group for group in groups.values() if len(members(group)) > 2]
    return sorted(large, key=lambda group: (-len(members(group)), -group[0].strength))


def members(group: Sequence[Edge]) -> list[str]:
    """The handins of a cluster."""
    return sorted({side for edge in group for side in (edge.left, edge.right)})


def _note(session: Session, seat: Seat, action: str, review: SimilarityReview, **told: Any) -> None:
    handins = [review.left_id, review.right_id]
    audit.note(session, seat.caller, action, review, course=seat.course, handins=handins, **told)


def _ids(
    session: Session, seat: Seat, assignment: Assignment, earlier: Sequence[tuple[str, str]]
) -> list[str]:
    if len(earlier) > MOST_EARLIER:
        raise Invalid(f"Choose at most {MOST_EARLIER} earlier assignments.")
    offered = {
        (each.assignment.course.slug, each.assignment.slug): each.assignment.id
        for each in earlier_for(session, seat.caller, assignment)
    }
    for place in earlier:
        if place not in offered:
            raise Invalid(
                f"{'/'.join(place)} cannot be compared: choose among assignments that hold one of the same "
                "problems, have handins, and whose course you teach."
            )
    return [offered[place] for place in dict.fromkeys(earlier)]
