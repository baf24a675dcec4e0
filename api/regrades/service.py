"""The life of a regrade: asked for, shown while it changes nothing, then confirmed or cancelled."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from api import attempts
from api.assignments import repository as assignments
from api.assignments import service as assignment_service
from api.audit import service as audit
from api.courses.seat import Seat
from api.db.base import utc_now
from api.db.models import Assignment, BundleVersion, Regrade, RegradeState, Regrading, Which
from api.errors import Conflict, NotFound
from api.regrades import repository
from api.regrades.changes import tally
from api.regrades.choosing import Wanted, chosen
from api.regrades.going_live import go_live, still_graded


def start(session: Session, seat: Seat, slug: str, problem: str, wanted: Wanted) -> Regrade:
    """Have handins graded once more by the version that new handins are graded by; nothing changes yet.

    Asked for again, it is the same regrade. Raises NotFound, or Conflict where there is nothing to do.
    """
    assignment = _hold(session, seat, slug)
    version = _version_of(assignment, problem)
    if version.described.is_written:
        raise Conflict(f"{version.title} is marked by people; there is nothing to grade again.")
    found = repository.preview(session, assignment.id, problem)
    gradings = chosen(session, assignment.id, version, wanted)
    if found is not None:
        return _same(session, found, version, wanted, gradings)
    if not gradings:
        raise Conflict(_nothing(problem, version, wanted))
    regrade = Regrade(assignment=assignment, bundle_version=version, which=wanted.which)
    regrade.created_by_id = seat.caller.id
    session.add(regrade)
    session.flush()
    session.add_all(
        Regrading(regrade_id=regrade.id, grading_id=grading, points=version.points) for grading in gradings
    )
    session.flush()
    _note(session, seat, "regrade.start", regrade, which=wanted.which, handins=len(gradings))
    return find(session, seat, slug, regrade.id)


def find(session: Session, seat: Seat, slug: str, id_: str, *, lock: bool = False) -> Regrade:
    """A regrade of an assignment. Raises NotFound."""
    assignment = assignment_service.find(session, seat, slug)
    regrade = repository.regrade(session, assignment.id, id_, lock=lock)
    if regrade is None:
        raise NotFound(f"{assignment.title} has no such regrade.")
    return regrade


def confirm(session: Session, seat: Seat, slug: str, id_: str) -> Regrade:
    """Let the new scores count, all of them at once. Confirming it again changes nothing.

    Raises NotFound, or Conflict where not everything is graded or another version was published since.
    """
    assignment = _hold(session, seat, slug)
    regrade = find(session, seat, slug, id_, lock=True)
    if regrade.state is RegradeState.LIVE:
        return regrade
    _refuse_unready(session, assignment, regrade)
    known = tally(session, regrade)
    go_live(session, regrade)
    told = {"up": known.up, "down": known.down, "fresh": known.fresh}
    _note(session, seat, "regrade.confirm", regrade, **told)
    return _end(session, regrade, RegradeState.LIVE)


def cancel(session: Session, seat: Seat, slug: str, id_: str) -> Regrade:
    """Forget a regrade that has changed nothing; twice is once. Raises NotFound, Conflict if it is live."""
    regrade = find(session, seat, slug, id_, lock=True)
    if regrade.state is RegradeState.LIVE:
        raise Conflict("It is live: its scores count. Publish the version that you want and regrade by it.")
    if regrade.state is RegradeState.CANCELLED:
        return regrade
    _note(session, seat, "regrade.cancel", regrade)
    return _end(session, regrade, RegradeState.CANCELLED)


def retry(session: Session, seat: Seat, slug: str, id_: str) -> Regrade:
    """Grade again what we failed at. Raises NotFound, or Conflict where we failed at nothing."""
    regrade = find(session, seat, slug, id_, lock=True)
    failed = repository.faults(session, regrade.id) if regrade.state is RegradeState.PREVIEW else []
    if not failed:
        raise Conflict("There is nothing in it that we failed at.")
    for row in failed:
        attempts.retry(row)
    _note(session, seat, "regrade.retry", regrade, handins=len(failed))
    session.flush()
    return regrade


def _hold(session: Session, seat: Seat, slug: str) -> Assignment:
    """The assignment, to which nobody publishes another version until the transaction ends."""
    assignments.lock(session, seat.course.id, slug)
    return assignment_service.find(session, seat, slug)


def _version_of(assignment: Assignment, problem: str) -> BundleVersion:
    held = {row.problem.slug: row.bundle_version for row in assignment.problems}
    if problem not in held:
        raise Conflict(f"{assignment.title} holds no problem {problem!r}, so nothing can be regraded by it.")
    return held[problem]


def _same(
    session: Session, found: Regrade, version: BundleVersion, wanted: Wanted, gradings: Sequence[str]
) -> Regrade:
    same = (found.bundle_version_id, found.which) == (version.id, wanted.which)
    if same and wanted.which is Which.CHOSEN:
        same = repository.gradings(session, found.id) == set(gradings)
    if not same:
        raise Conflict(
            f"A regrade of the {found.which} handins by version {found.bundle_version.number} waits to be "
            "confirmed. Confirm or cancel that first.",
            regrade=found.id,
        )
    return found


def _nothing(problem: str, version: BundleVersion, wanted: Wanted) -> str:
    if wanted.which is Which.CHOSEN:
        return f"None of those handins is of this assignment and holds a grading of {problem}."
    return f"No handin was graded by another version of {problem} than {version.number}."


def _note(session: Session, seat: Seat, action: str, regrade: Regrade, **told: Any) -> None:
    version = regrade.bundle_version
    which = {"problem": version.problem.slug, "version": version.number, **told}
    audit.note(session, seat.caller, action, regrade, course=seat.course, **which)


def _refuse_unready(session: Session, assignment: Assignment, regrade: Regrade) -> None:
    version = regrade.bundle_version
    if regrade.state is RegradeState.CANCELLED:
        raise Conflict("It was cancelled. Ask for another regrade.")
    if version.id not in [row.bundle_version_id for row in assignment.problems]:
        raise Conflict(
            f"New handins are not graded by version {version.number} any more. Cancel this regrade, and ask "
            "for one by the version that was published since."
        )
    known = tally(session, regrade)
    if known.faults:
        raise Conflict(f"We failed at {known.faults} of {known.total} handins. Have them tried again first.")
    if known.done < known.total:
        raise Conflict(f"{known.done} of {known.total} handins are graded so far. Confirm when all are.")
    if count := still_graded(session, regrade):
        raise Conflict(f"{count} of the handins are being graded just now. Confirm when they are done.")


def _end(session: Session, regrade: Regrade, state: RegradeState) -> Regrade:
    regrade.state = state
    regrade.ended_at = utc_now()
    session.flush()
    return regrade
