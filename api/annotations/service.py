"""Annotations: staff begin a thread, its student and staff go on with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.annotations import repository
from api.auth.caller import Caller
from api.blobs import BlobStore
from api.comments import service as comments
from api.courses import service as courses
from api.courses.seat import Seat
from api.db.base import utc_now
from api.db.models import Annotation, Submission
from api.decisions import service as decisions
from api.errors import Forbidden, Invalid, NotFound
from api.remarks import service as remarks
from api.submissions import service as submissions
from api.submissions.files import handin_of
from api.submissions.texts import count_lines

MOST_LINES = 500
"""How many lines one comment may be about."""


@dataclass(frozen=True)
class Spot:
    """Lines of a file that somebody means, counted from 1; last is at least first."""

    path: str
    first: int
    last: int


@dataclass(frozen=True)
class Comment:
    """What somebody says.

    saved: the id of the saved comment that it is; its text, where there is no other.
    """

    text: str
    saved: str = ""


def readable(session: Session, submission: Submission, seat: Seat) -> Sequence[Annotation]:
    """The annotations of a submission that the holder of this seat may read."""
    return repository.of_submission(session, submission.id) if may_read(submission, seat) else []


def may_read(submission: Submission, seat: Seat) -> bool:
    """Whether somebody may read what is said of a submission: staff, and its student once scores are out."""
    is_out = not submission.assignment.hides_scores
    return seat.is_staff or (submission.student_id == seat.caller.id and is_out)


def find(session: Session, caller: Caller, annotation_id: str) -> tuple[Annotation, Seat]:
    """An annotation that the caller may read. Raises NotFound for every other."""
    annotation = repository.annotation(session, annotation_id)
    if annotation is not None:
        seat = courses.seat_in(session, caller, annotation.submission.assignment.course)
        said = any(remark.deleted_at is None for remark in annotation.remarks)
        if said and may_read(annotation.submission, seat):
            return annotation, seat
    raise NotFound("You have no such annotation.")


def as_staff(session: Session, caller: Caller, submission_id: str) -> tuple[Submission, Seat]:
    """A submission of a course whose staff the caller is. Raises NotFound; Forbidden for its student."""
    submission, seat = submissions.find(session, caller, submission_id)
    if not seat.is_staff:
        raise Forbidden("The course's staff begin a thread; you can answer in one.")
    return submission, seat


def measure(session: Session, blobs: BlobStore, caller: Caller, submission_id: str, spot: Spot) -> None:
    """Refuse lines that are not there: Invalid, in a sentence. NotFound for a file that was not handed in.

    It reads the handin, so it is asked before the transaction that writes.
    """
    submission, _ = as_staff(session, caller, submission_id)
    data = handin_of(blobs, submission).files.get(spot.path)
    if data is None:
        raise NotFound(f"The handin has no file {spot.path!r}.")
    total = count_lines(data)
    if not total:
        raise Invalid(f"{spot.path} is not shown line by line, so no line of it can be commented on.")
    if not 1 <= spot.first <= spot.last <= total:
        raise Invalid(f"{spot.path} has the lines 1 to {total}; {spot.first} to {spot.last} are not there.")
    if spot.last - spot.first >= MOST_LINES:
        raise Invalid(f"A comment is about at most {MOST_LINES} lines.")


def annotate(
    session: Session, caller: Caller, submission_id: str, spot: Spot, comment: Comment
) -> Annotation:
    """Begin a thread beside lines that were measured."""
    submission, seat = as_staff(session, caller, submission_id)
    annotation = Annotation(
        submission_id=submission.id, path=spot.path, first_line=spot.first, last_line=spot.last
    )
    return _begin(session, seat, submission, annotation, comment)


def annotate_check(
    session: Session, caller: Caller, grading_id: str, check: str, comment: Comment
) -> Annotation:
    """Begin a thread about a check, or (check is "") about a whole problem."""
    grading, seat = decisions.find(session, caller, grading_id)
    known = {each.name for each in grading.bundle_version.described.checks} | {""}
    if check not in known:
        raise NotFound(f"{grading.bundle_version.title} has no check {check!r}.")
    annotation = Annotation(submission_id=grading.submission_id, grading_id=grading.id, check_name=check)
    return _begin(session, seat, grading.submission, annotation, comment)


def reply(session: Session, caller: Caller, annotation_id: str, text: str) -> Annotation:
    """Say something in a thread. A resolved one is open again. Raises NotFound or Invalid."""
    annotation, seat = find(session, caller, annotation_id)
    remarks.say(session, seat, annotation, text)
    annotation.resolved_at = None
    return annotation


def resolve(session: Session, caller: Caller, annotation_id: str, *, resolved: bool) -> Annotation:
    """Say that a thread is done with, or that it is not; whoever may speak in it may."""
    annotation, _ = find(session, caller, annotation_id)
    annotation.resolved_at = (annotation.resolved_at or utc_now()) if resolved else None
    return annotation


def _begin(
    session: Session, seat: Seat, submission: Submission, annotation: Annotation, comment: Comment
) -> Annotation:
    text = comments.text_of(session, submission.assignment_id, comment.saved, comment.text)
    session.add(annotation)
    remarks.say(session, seat, annotation, text)
    return annotation
