"""Where assignments are looked up."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from api.db.models import Assignment, AssignmentProblem


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


def assignments(session: Session, course_id: str) -> Sequence[Assignment]:
    """A course's assignments with their problems, in the order in which they open."""
    query = _whole().where(Assignment.course_id == course_id)
    return session.scalars(query.order_by(Assignment.opens_at, Assignment.slug)).all()


def holders(session: Session, problem_id: str) -> Sequence[Assignment]:
    """The assignments that hold a problem, by slug."""
    held = Assignment.problems.any(AssignmentProblem.problem_id == problem_id)
    return session.scalars(_whole().where(held).order_by(Assignment.slug)).all()
