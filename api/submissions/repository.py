"""Where submissions are looked up and numbered."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from api.db.models import Assignment, BundleVersion, Grading, Submission, User
from api.paging import Page


def _with_gradings() -> Select[Submission]:
    gradings = selectinload(Submission.gradings)
    return select(Submission).options(
        joinedload(Submission.student),
        joinedload(Submission.assignment).joinedload(Assignment.course),
        gradings.joinedload(Grading.bundle_version).joinedload(BundleVersion.problem),
    )


def submission(session: Session, id_: str) -> Submission | None:
    """A submission, whole."""
    return session.scalar(_with_gradings().where(Submission.id == id_))


def submissions(
    session: Session, assignment_id: str, email: str | None, page: Page
) -> tuple[Sequence[Submission], int]:
    """A page of an assignment's submissions without their reports, newest first, and how many there are.

    email: only this student's.
    """
    chosen = [Submission.assignment_id == assignment_id]
    if email is not None:
        chosen.append(Submission.student.has(User.email == email))
    total = session.scalar(select(func.count()).select_from(Submission).where(*chosen)) or 0
    query = (
        _with_gradings()
        .options(selectinload(Submission.gradings).options(defer(Grading.report_json)))
        .where(*chosen)
        .order_by(Submission.submitted_at.desc(), Submission.id.desc())
    )
    return session.scalars(query.offset(page.offset).limit(page.size)).all(), total


def lock_student(session: Session, user_id: str) -> User:
    """The student; nobody else hands in as them until the transaction ends."""
    return session.scalars(select(User).where(User.id == user_id).with_for_update(key_share=True)).one()


def last_number(session: Session, user_id: str, assignment_id: str) -> int:
    """The number of the student's newest submission to an assignment; 0 where there is none."""
    newest = select(func.max(Submission.number)).where(
        Submission.student_id == user_id, Submission.assignment_id == assignment_id
    )
    return session.scalar(newest) or 0


def by_key(session: Session, user_id: str, assignment_id: str, key: str) -> Submission | None:
    """The submission that the student's idempotency key stands for."""
    return session.scalar(
        _with_gradings().where(
            Submission.student_id == user_id,
            Submission.assignment_id == assignment_id,
            Submission.idempotency_key == key,
        )
    )


def previous(session: Session, submission: Submission) -> Submission | None:
    """The same student's submission to the same assignment before this one, whole."""
    return session.scalar(
        _with_gradings().where(
            Submission.student_id == submission.student_id,
            Submission.assignment_id == submission.assignment_id,
            Submission.number == submission.number - 1,
        )
    )
