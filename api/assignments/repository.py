"""Where assignments are looked up."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from api.db.models import Assignment, AssignmentProblem, Submission


def _whole() -> Select[Assignment]:
    problems = selectinload(Assignment.problems)
    return select(Assignment).options(
        joinedload(Assignment.course),
        joinedload(Assignment.kit),
        problems.joinedload(AssignmentProblem.problem),
        problems.joinedload(AssignmentProblem.bundle_version),
    )


def assignment_by_slug(session: Session, course_id: str, slug: str) -> Assignment | None:
    """The assignment of this slug in a course, with its problems."""
    return session.scalar(_whole().where(Assignment.course_id == course_id, Assignment.slug == slug))


def lock(session: Session, course_id: str, slug: str) -> Assignment | None:
    """The assignment of this slug as it is now; until the transaction ends nobody else touches it."""
    wanted = (Assignment.course_id == course_id, Assignment.slug == slug)
    session.execute(select(Assignment.id).where(*wanted).with_for_update())
    return session.scalar(_whole().where(*wanted).execution_options(populate_existing=True))


def hold(session: Session, course_id: str, slug: str) -> Assignment | None:
    """The assignment and its problems as they are now; until the transaction ends nobody changes it.

    Others may hold it at the same time, as all do who hand in. Its course and its kit may be those of a
    moment before: whoever waits for a lock on a row sees that row anew, and not what was joined to it.
    """
    query = _whole().where(Assignment.course_id == course_id, Assignment.slug == slug)
    held = query.with_for_update(read=True, of=Assignment)
    return session.scalar(held.execution_options(populate_existing=True))


def count_submissions(session: Session, assignment_id: str) -> int:
    """How many handins were received."""
    query = select(func.count()).select_from(Submission).where(Submission.assignment_id == assignment_id)
    return session.scalar(query) or 0


def assignments(session: Session, *course_ids: str) -> Sequence[Assignment]:
    """The assignments of courses with their problems, in the order in which they open."""
    query = _whole().where(Assignment.course_id.in_(course_ids))
    return session.scalars(query.order_by(Assignment.opens_at, Assignment.slug)).all()


def lock_holders(session: Session, problem_id: str) -> Sequence[Assignment]:
    """The assignments that hold a problem, by slug; nobody hands in to them until the transaction ends."""
    held = Assignment.problems.any(AssignmentProblem.problem_id == problem_id)
    session.execute(select(Assignment.id).where(held).order_by(Assignment.id).with_for_update()).all()
    query = _whole().where(held).order_by(Assignment.slug)
    return session.scalars(query.execution_options(populate_existing=True)).all()
