"""Deciding by hand. A decision is a row that is added; nothing a machine says later takes it back."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.audit import service as audit
from api.auth.caller import Caller
from api.courses import service as courses
from api.courses.seat import Seat
from api.db.models import Assignment, Decision, Grading, GradingState
from api.decisions import repository
from api.decisions.ruling import Ruling, points_of
from api.errors import Conflict, NotFound, Overtaken
from api.events import service as events
from api.gradings import repository as gradings
from api.paging import Page
from api.submissions.closing import close_if_done


@dataclass(frozen=True)
class Wanted:
    """Which of what waits is listed: one problem's or all; of every submission or each student's newest."""

    problem: str | None = None
    every: bool = False


def find(session: Session, caller: Caller, grading_id: str) -> tuple[Grading, Seat]:
    """A grading of a course whose staff the caller is. Raises NotFound for every other."""
    grading = gradings.grading(session, grading_id)
    if grading is not None:
        seat = courses.seat_in(session, caller, grading.submission.assignment.course)
        if seat.is_staff:
            return grading, seat
    raise NotFound("You have no such grading.")


def waiting(
    session: Session, assignment: Assignment, wanted: Wanted, page: Page
) -> tuple[Sequence[Grading], int]:
    """What waits for a person, and how much of it there is."""
    rules = [] if wanted.every else [repository.newest()]
    if wanted.problem is not None:
        rules.append(repository.of_problem(wanted.problem))
    return repository.waiting(session, assignment.id, rules, page)


def decide(session: Session, caller: Caller, grading_id: str, ruling: Ruling) -> Grading:
    """Give points by hand: confirm a proposal, change it, mark a written answer, or change what was decided.

    Raises NotFound; Conflict where nobody may decide (now); Overtaken when another person or another
    attempt came between reading and deciding; Invalid for points that break a rule.
    """
    find(session, caller, grading_id)
    repository.lock(session, grading_id)
    # Read again, under the lock: who waited for it decides on what is there now.
    session.expire_all()
    grading, seat = find(session, caller, grading_id)
    _refuse_undecidable(grading)
    _refuse_overtaken(session, grading, ruling)
    earned = points_of(ruling, grading)
    decision = Decision(
        grading_id=grading.id,
        number=grading.decision + 1,
        attempt=grading.attempt,
        proposed=grading.earned,
        earned=earned,
        marks=dict(ruling.marks),
        reason=ruling.reason,
        by_id=seat.caller.id,
    )
    session.add(decision)
    _note(session, grading, decision, seat)
    grading.decision = decision.number
    grading.decided_earned = earned
    grading.state = GradingState.DONE
    session.flush()
    events.note_report(session, grading.submission_id, grading.id, grading.state)
    close_if_done(session, grading.submission_id)
    return grading


def _note(session: Session, grading: Grading, decision: Decision, seat: Seat) -> None:
    audit.note(
        session,
        seat.caller,
        "score.decide",
        decision,
        course=seat.course,
        about=grading.submission.student,
        grading=grading.id,
        submission=grading.submission_id,
        proposed=decision.proposed,
        was=grading.decided_earned,
        now=decision.earned,
        marks=decision.marks,
        reason=decision.reason,
    )


def _refuse_undecidable(grading: Grading) -> None:
    if not grading.bundle_version.by_hand:
        raise Conflict(f"{grading.bundle_version.title} is graded by the machine alone.")
    if grading.state in (GradingState.QUEUED, GradingState.RUNNING):
        raise Conflict("It is being graded now; decide when the grader's proposal is there.")


def _refuse_overtaken(session: Session, grading: Grading, ruling: Ruling) -> None:
    if ruling.revision == grading.revision:
        return
    if not grading.decision or ruling.revision.rpartition("-")[2] == str(grading.decision):
        raise Overtaken("It was graded again while you read; look at the new proposal, then decide.")
    last = repository.history(session, grading.id)[0]
    said = f" (“{last.reason}”)" if last.reason else ""
    raise Overtaken(
        f"{last.by.name or last.by.email} gave {last.earned:g} of {grading.points:g} points{said} while you "
        "read. Look at that decision; save again only to replace it.",
        revision=grading.revision,
    )
