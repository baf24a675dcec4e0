"""Overriding checks. An override is a row that is added; nothing a machine says later takes it back."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.audit import service as audit
from api.auth.caller import Caller
from api.courses.seat import Seat
from api.db.models import Grading, GradingState, Override
from api.decisions import repository as decisions
from api.decisions.service import find
from api.errors import Conflict, Invalid, NotFound, Overtaken
from api.events import service as events
from api.overrides import repository
from api.overrides.applying import apply, holding
from api.submissions.closing import close_if_done
from graders.problem import Visibility


@dataclass(frozen=True)
class Giving:
    """What a person says of a check.

    revision: of it as they read it; earned: None withdraws what was said.
    """

    revision: str
    earned: float | None
    reason: str = ""


@dataclass(frozen=True)
class Subject:
    """A check of a grading that can be overridden: of its version, or one that an override has outlived.

    machine: what the machine gives; None: it has not graded it. rows: every override of it.
    """

    grading: Grading
    name: str
    title: str
    points: float
    visibility: Visibility
    machine: float | None
    rows: Sequence[Override]
    is_stranded: bool = False

    @property
    def revision(self) -> str:
        """What a person overrides: another attempt or another's override makes another of it."""
        return f"{self.grading.attempt}-{self.rows[-1].number if self.rows else 0}"

    @property
    def held(self) -> Override | None:
        """The override that holds."""
        return self.rows[-1] if self.rows and self.rows[-1].earned is not None else None

    @property
    def earned(self) -> float | None:
        """The points that count."""
        if self.held is None or self.held.earned is None:
            return self.machine
        return min(self.held.earned, self.points)


def look(session: Session, caller: Caller, grading_id: str, check: str) -> tuple[Subject, Seat]:
    """A check of a grading, for staff of its course. Raises NotFound for every other."""
    grading, seat = find(session, caller, grading_id)
    rows = [row for row in repository.of_grading(session, grading.id) if row.check_name == check]
    return _subject(grading, check, rows), seat


def override(session: Session, caller: Caller, grading_id: str, check: str, giving: Giving) -> Subject:
    """Give the points of one check by hand, or withdraw that.

    Raises NotFound; Conflict where a check is not overridden but something else done; Overtaken when another
    person or another attempt came between reading and giving; Invalid for points that break a rule.
    """
    find(session, caller, grading_id)
    decisions.lock(session, grading_id)
    # Read again, under the lock: who waited for it overrides what is there now.
    session.expire_all()
    subject, seat = look(session, caller, grading_id, check)
    _refuse_closed(subject.grading)
    _refuse_overtaken(subject, giving)
    _refuse_wrong(subject, giving)
    row = _row(subject, giving, seat)
    session.add(row)
    subject.grading.override = row.number
    session.flush()
    session.expire(subject.grading, ["overrides"])
    reapply(subject.grading)
    _note(session, subject, row, seat)
    session.flush()
    events.note_report(session, subject.grading.submission_id, subject.grading.id, subject.grading.state)
    close_if_done(session, subject.grading.submission_id)
    return look(session, caller, grading_id, check)[0]


def reapply(grading: Grading) -> None:
    """Add up a grading with its overrides anew, as whoever writes a report into it does.

    Without a report there is nothing to add up, and what was known stays.
    """
    report = grading.report
    if not grading.override or report is None:
        return
    overrides = holding(grading.overrides)
    if not overrides:
        grading.overridden_earned, grading.adjusted_by, grading.stranded = None, None, 0
        return
    applied = apply(report, overrides)
    grading.overridden_earned = applied.earned
    grading.adjusted_by = dict(applied.by)
    grading.stranded = applied.stranded


def reapply_all(session: Session, grading_ids: Sequence[str]) -> None:
    """The same of many gradings, whose reports were written by a single statement."""
    for grading in repository.overridden(session, grading_ids):
        reapply(grading)
    session.flush()


def _subject(grading: Grading, name: str, rows: Sequence[Override]) -> Subject:
    described = {check.name: check for check in grading.bundle_version.described.checks}
    report = grading.report
    graded = {check.name: check.earned for check in report.checks} if report else {}
    if name in described:
        check = described[name]
        title = check.title or check.name
        return Subject(grading, name, title, check.points, check.visibility, graded.get(name), rows)
    if not rows:
        raise NotFound(f"{grading.bundle_version.title} has no check {name!r}.")
    last = rows[-1]
    return Subject(grading, name, last.title, last.points, last.visibility, last.machine, rows, True)


def _row(subject: Subject, giving: Giving, seat: Seat) -> Override:
    return Override(
        grading_id=subject.grading.id,
        number=subject.grading.override + 1,
        check_name=subject.name,
        title=subject.title,
        points=subject.points,
        visibility=subject.visibility,
        attempt=subject.grading.attempt,
        machine=subject.machine,
        earned=giving.earned,
        reason=giving.reason,
        by_id=seat.caller.id,
    )


def _note(session: Session, subject: Subject, row: Override, seat: Seat) -> None:
    audit.note(
        session,
        seat.caller,
        "score.override" if row.earned is not None else "score.withdraw",
        row,
        course=seat.course,
        about=subject.grading.submission.student,
        grading=subject.grading.id,
        submission=subject.grading.submission_id,
        check=subject.name,
        machine=row.machine,
        was=subject.earned,
        now=row.earned if row.earned is not None else row.machine,
        reason=row.reason,
    )


def _refuse_closed(grading: Grading) -> None:
    title = grading.bundle_version.title
    if grading.bundle_version.by_hand or grading.is_decided:
        raise Conflict(f"People decide {title} as a whole: give its points there, not check by check.")
    if grading.state in (GradingState.QUEUED, GradingState.RUNNING):
        raise Conflict("It is being graded now; override the check when its result is there.")
    if grading.report is None:
        raise Conflict(
            f"The machine failed at {title}, so its checks have no points yet: let it grade again."
        )


def _refuse_overtaken(subject: Subject, giving: Giving) -> None:
    if giving.revision == subject.revision:
        return
    if not subject.rows or giving.revision.rpartition("-")[2] == str(subject.rows[-1].number):
        raise Overtaken("It was graded again while you read; look at the new result, then override it.")
    last = subject.rows[-1]
    who = last.by.name or last.by.email
    said = f" (“{last.reason}”)" if last.reason else ""
    did = "withdrew the override"
    if last.earned is not None:
        did = f"gave {last.earned:g} of {last.points:g} points"
    raise Overtaken(
        f"{who} {did}{said} while you read. Look at that; save again only to replace it.",
        revision=subject.revision,
    )


def _refuse_wrong(subject: Subject, giving: Giving) -> None:
    if giving.earned is None:
        if subject.held is None:
            raise Conflict("Nobody has overridden this check, so there is nothing to withdraw.")
        return
    if subject.is_stranded:
        raise Conflict(
            f"{subject.title} is not a check of this version of the problem: withdraw its override, and give "
            "the points to the check that took its place."
        )
    if not subject.points:
        raise Conflict(f"{subject.title} is a diagnostic: it has no points to give.")
    if not giving.earned <= subject.points:
        raise Invalid(f"{giving.earned:g} points are not between 0 and the check's {subject.points:g}.")
    if not giving.reason:
        raise Invalid("Give a reason, which the student reads.")
