"""Handing in."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import msgspec
from sqlalchemy.orm import Session

from api import journal
from api.assignments import service as assignments
from api.audit import service as audit
from api.auth.caller import Caller
from api.blobs import BlobStore, digest_of
from api.courses import service as courses
from api.courses.seat import Seat
from api.db.base import utc_now
from api.db.models import Assignment, BundleVersion, Grading, GradingState, Submission, User
from api.db.session import after_commit
from api.errors import Closed, Forbidden, KeyReused, NotFound
from api.events import service as events
from api.gradings.jobs import jobs_of
from api.likeness.answers import likeness_of
from api.paging import Page
from api.policies import service as policies
from api.policies.deadline import Deadline
from api.policies.extending import find_student
from api.policies.gate import refuse_when_not_taken
from api.queue import Queue
from api.submissions import repository
from api.submissions.closing import close_if_done
from api.submissions.state import state_of
from graders import spans
from graders.handin import Handin, read_handin
from graders.written import report_written


@dataclass(frozen=True)
class Target:
    """Where a handin goes: who hands in to what; wanted: the paths by which its root is found.

    student: the e-mail of whom staff hand in for; None: the caller hands in for themselves.
    """

    caller: Caller
    course: str
    assignment: str
    wanted: tuple[str, ...]
    student: str | None = None


@dataclass(frozen=True)
class Upload:
    """An upload as it came. key: the client's name for this one attempt to hand in."""

    name: str
    data: bytes
    key: str | None = None


def find(session: Session, caller: Caller, submission_id: str) -> tuple[Submission, Seat]:
    """A submission that the caller may see: their own, or any of a course whose staff they are.

    Raises NotFound for every other, so that nobody learns which exist.
    """
    submission = repository.submission(session, submission_id)
    if submission is not None:
        seat = courses.seat_in(session, caller, submission.assignment.course)
        if seat.is_staff or submission.student_id == caller.id:
            return submission, seat
    raise NotFound("You have no such submission.")


def listed(
    session: Session, seat: Seat, assignment: Assignment, email: str | None, page: Page
) -> tuple[Sequence[Submission], int]:
    """The submissions to an assignment that the caller may see, newest first, and how many there are.

    email: only this student's; students get their own whatever they ask for.
    """
    if not seat.is_staff:
        return repository.submissions(session, assignment.id, seat.caller.email, page)
    return repository.submissions(session, assignment.id, email, page)


def admit(
    session: Session, caller: Caller, course: str, slug: str, key: str | None, student: str | None = None
) -> Target:
    """Where the caller's handin goes. student: whom staff hand in for, by e-mail.

    Raises NotFound, NotYetOpen, Closed, TooSoon, or Forbidden for a student who would hand in for another.
    A repeated request finds an open door: its handin was let in already.
    """
    seat = courses.enter(session, caller, course)
    assignment = assignments.find_open(session, seat, slug)
    student_id = _student_id(session, seat, student)
    if _known(session, student_id, assignment, key) is None:
        _refuse(session, seat, assignment, student_id)
    return Target(caller, course, slug, tuple(assignment.wanted), student)


def submit(session: Session, blobs: BlobStore, queue: Queue, target: Target, upload: Upload) -> Submission:
    """Store a handin and queue its gradings; jobs are published once that is committed.

    A repeated request gets the submission that the first one made. Raises HandinRefused, and whatever
    `admit` does; a refused handin leaves nothing behind.
    """
    with spans.span("submit", {"bytes": len(upload.data)}) as span:
        submission = _submit(session, blobs, queue, target, upload)
        span.note({"submission": submission.id})
        return submission


def _submit(session: Session, blobs: BlobStore, queue: Queue, target: Target, upload: Upload) -> Submission:
    handin = read_handin(upload.data, target.wanted)
    # Files before rows: a row never names a file that is not there. And before the transaction
    # begins, so that nobody waits for a disk.
    blobs.put(handin.pack())
    blobs.put(upload.data)
    seat = courses.enter(session, target.caller, target.course)
    # Held, so that the versions it is graded by are those that are published when it is received.
    assignment = assignments.find_open(session, seat, target.assignment, held=True)
    # Locked, so that of two handins at once the second finds the first: it counts among the attempts.
    student = repository.lock_student(session, _student_id(session, seat, target.student))
    known = _known(session, student.id, assignment, upload.key)
    if known is not None:
        return _same(known, upload)
    _refuse(session, seat, assignment, student.id)
    submission = _store(session, assignment, student, upload, handin)
    if student.id != seat.caller.id:
        submission.by_staff = True
        audit.note(
            session,
            seat.caller,
            "submission.on-behalf",
            submission,
            course=seat.course,
            about=student,
            number=submission.number,
        )
    journal.accepted(session, submission, len(upload.data))
    for job in jobs_of([each for each in submission.gradings if each.state is GradingState.QUEUED]):
        after_commit(session, partial(queue.publish, job))
    return submission


def _student_id(session: Session, seat: Seat, email: str | None) -> str:
    """Whose the handin is. Raises Forbidden or NotFound."""
    if email is None or email == seat.caller.email:
        return seat.caller.id
    if not seat.is_staff:
        raise Forbidden("Only the course's staff may hand in for somebody else.")
    return find_student(session, seat, email).id


def _known(session: Session, student_id: str, assignment: Assignment, key: str | None) -> Submission | None:
    return repository.by_key(session, student_id, assignment.id, key) if key else None


def _same(known: Submission, upload: Upload) -> Submission:
    if known.archive_digest != digest_of(upload.data):
        raise KeyReused(
            "This Idempotency-Key came with another upload before. Make a new key for each handin."
        )
    return known


def _refuse(session: Session, seat: Seat, assignment: Assignment, student_id: str) -> None:
    if not assignment.problems:
        raise Closed(f"{assignment.title} has no problems yet, so it takes no handins.")
    # The course's staff may hand in at any time, to try things out or on a student's behalf.
    if not seat.is_staff:
        refuse_when_not_taken(session, assignment, student_id, utc_now())


def _store(
    session: Session, assignment: Assignment, student: User, upload: Upload, handin: Handin
) -> Submission:
    now = utc_now()
    extended_to = policies.extended_to(session, assignment.id, student.id)
    submission = Submission(
        assignment=assignment,
        student=student,
        number=repository.last_number(session, student.id, assignment.id) + 1,
        submitted_at=now,
        late=Deadline.of(assignment, extended_to).days_late(now) > 0,
        digest=handin.digest,
        archive_digest=digest_of(upload.data),
        archive_name=upload.name,
        files=[(path, len(data)) for path, data in handin.files.items()],
        notes=list(handin.notes),
        idempotency_key=upload.key,
        points=assignment.points,
        gradings=[
            _grading(place, row.bundle_version, handin) for place, row in enumerate(assignment.problems)
        ],
    )
    state = state_of([grading.state for grading in submission.gradings])
    events.note_received(session, submission, state)
    if state.is_final:
        close_if_done(session, submission.id)
    return submission


def _grading(place: int, version: BundleVersion, handin: Handin) -> Grading:
    """One problem's part, for a machine to grade; a written answer waits for a person from the start."""
    grading = Grading(
        place=place, bundle_version=version, points=version.points, state=GradingState.QUEUED, attempt=0
    )
    if version.described.is_written:
        report = report_written(version.described, version.digest, handin.files)
        grading.state = GradingState.REVIEW
        grading.report_json = msgspec.json.encode(report).decode()
        grading.likeness = likeness_of(version.described, handin.files)
    return grading
