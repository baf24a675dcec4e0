"""Where submissions are looked up and numbered."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, and_, distinct, func, select
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from api.db.models import Assignment, BundleVersion, Grading, Member, Role, Submission, User
from api.paging import Page


def _with_gradings() -> Select[Submission]:
    gradings = selectinload(Submission.gradings)
    return select(Submission).options(
        joinedload(Submission.student),
        joinedload(Submission.extension),
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
    order = (Submission.submitted_at.desc(), Submission.id.desc())
    # The page is found by ids alone: whole rows of a large class take long to sort.
    ids = select(Submission.id).where(*chosen).order_by(*order).offset(page.offset).limit(page.size)
    query = (
        _with_gradings()
        .options(selectinload(Submission.gradings).options(defer(Grading.report_json)))
        .where(Submission.id.in_(session.scalars(ids).all()))
        .order_by(*order)
    )
    return session.scalars(query).all(), total


def whole(session: Session, ids: Collection[str]) -> Sequence[Submission]:
    """These submissions with their reports, in the order of their ids."""
    gradings = selectinload(Submission.gradings)
    query = _with_gradings().options(
        gradings.selectinload(Grading.decisions), gradings.selectinload(Grading.overrides)
    )
    return session.scalars(query.where(Submission.id.in_(ids)).order_by(Submission.id)).all()


def own(session: Session, student_id: str, assignment_ids: Collection[str]) -> Sequence[Submission]:
    """A student's submissions to these assignments without their reports, newest first."""
    query = (
        _with_gradings()
        .options(selectinload(Submission.gradings).options(defer(Grading.report_json)))
        .where(Submission.student_id == student_id, Submission.assignment_id.in_(assignment_ids))
        .order_by(Submission.number.desc())
    )
    return session.scalars(query).all()


def count_students(session: Session, assignment_ids: Collection[str]) -> dict[str, int]:
    """How many students of the roster handed in to each of these assignments; none is left out as 0."""
    rows = session.execute(
        select(Submission.assignment_id, func.count(distinct(Submission.student_id)))
        .join(Submission.assignment)
        .join(Member, and_(Member.user_id == Submission.student_id, Member.course_id == Assignment.course_id))
        .where(Submission.assignment_id.in_(assignment_ids), Member.role == Role.STUDENT)
        .group_by(Submission.assignment_id)
    )
    return dict.fromkeys(assignment_ids, 0) | dict(rows.all())


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
