"""Which handins are compared, and with which of earlier semesters."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from api.auth.caller import Caller
from api.db.models import Assignment, AssignmentProblem, Course, Member, Problem, Role, Submission


@dataclass(frozen=True)
class Chosen:
    """A handin to be compared: its student's newest to this assignment."""

    submission: str
    student: str
    assignment: str
    digest: str


@dataclass(frozen=True)
class Earlier:
    """An assignment whose handins may be compared with another's, and how many students handed in to it."""

    assignment: Assignment
    students: int


def newest(session: Session, assignments: Sequence[str]) -> list[Chosen]:
    """Each student's newest handin to each assignment, in the order in which they came; none of staff's."""
    number = func.max(Submission.number).label("number")
    last = (
        select(Submission.assignment_id, Submission.student_id, number)
        .where(Submission.assignment_id.in_(assignments))
        .group_by(Submission.assignment_id, Submission.student_id)
        .subquery()
    )
    place = (Submission.assignment_id, Submission.student_id, Submission.number)
    query = (
        select(Submission.id, Submission.student_id, Submission.assignment_id, Submission.digest)
        .join(last, and_(*(column == last.c[column.key] for column in place)))
        .join(Assignment, Assignment.id == Submission.assignment_id)
        .outerjoin(
            Member, and_(Member.course_id == Assignment.course_id, Member.user_id == Submission.student_id)
        )
        .where(or_(Member.role.is_(None), Member.role == Role.STUDENT))
        .order_by(Submission.id)
    )
    return [Chosen(*row) for row in session.execute(query)]


def earlier_for(session: Session, caller: Caller, assignment: Assignment) -> list[Earlier]:
    """The assignments that hold one of the same problems, in any course whose staff the caller is.

    By problems' slugs: a course's own may have taken the place of the server's. The newest come first.
    """
    slugs = [row.problem.slug for row in assignment.problems]
    query = (
        select(Assignment, _students())
        .join(Assignment.course)
        .where(
            Assignment.id != assignment.id,
            Assignment.problems.any(AssignmentProblem.problem.has(Problem.slug.in_(slugs))),
        )
        .order_by(Assignment.created_at.desc(), Assignment.id)
        .options(joinedload(Assignment.course))
    )
    if not caller.is_admin:
        query = query.where(Course.id.in_(_taught_by(caller)))
    return [Earlier(found, count) for found, count in session.execute(query) if count]


def with_problems(session: Session, ids: Sequence[str]) -> Sequence[Assignment]:
    """These assignments with what they ask for."""
    held = selectinload(Assignment.problems)
    return session.scalars(
        select(Assignment)
        .where(Assignment.id.in_(ids))
        .options(
            joinedload(Assignment.course),
            held.joinedload(AssignmentProblem.bundle_version),
            held.joinedload(AssignmentProblem.problem),
        )
        .order_by(Assignment.id)
    ).all()


def _students() -> ScalarSelect[int]:
    return (
        select(func.count(Submission.student_id.distinct()))
        .where(Submission.assignment_id == Assignment.id)
        .correlate(Assignment)
        .scalar_subquery()
    )


def _taught_by(caller: Caller) -> Select[str]:
    return select(Member.course_id).where(Member.user_id == caller.id, Member.role != Role.STUDENT)
