"""Where courses and rosters are looked up."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from api.db.models import Course, Member, Role


def course_by_slug(session: Session, slug: str) -> Course | None:
    """The course of this slug."""
    return session.scalar(select(Course).where(Course.slug == slug))


def course_and_member(session: Session, slug: str, user_id: str) -> tuple[Course | None, Member | None]:
    """The course of this slug, and a person's place in it."""
    theirs = (Member.course_id == Course.id) & (Member.user_id == user_id)
    row = session.execute(select(Course, Member).outerjoin(Member, theirs).where(Course.slug == slug)).first()
    return (row[0], row[1]) if row else (None, None)


def lock_course(session: Session, course_id: str) -> None:
    """Nobody else changes the course's problems and assignments until the transaction ends."""
    session.scalars(select(Course.id).where(Course.id == course_id).with_for_update(key_share=True)).one()


def all_courses(session: Session) -> Sequence[Course]:
    """Every course, by slug."""
    return session.scalars(select(Course).order_by(Course.slug)).all()


def member(session: Session, course_id: str, user_id: str) -> Member | None:
    """A person's place in a course."""
    return session.scalar(select(Member).where(Member.course_id == course_id, Member.user_id == user_id))


def places(session: Session, user_id: str) -> Sequence[Member]:
    """The rosters that a person is on, with their courses, by slug."""
    return session.scalars(
        select(Member)
        .join(Member.course)
        .where(Member.user_id == user_id)
        .order_by(Course.slug)
        .options(joinedload(Member.course))
    ).all()


def count_members(session: Session, course_id: str) -> dict[Role, int]:
    """How many hold each role in a course."""
    rows = session.execute(
        select(Member.role, func.count()).where(Member.course_id == course_id).group_by(Member.role)
    )
    return dict.fromkeys(Role, 0) | dict(rows.all())


def is_instructor_anywhere(session: Session, user_id: str) -> bool:
    """Whether a person is an instructor of any course."""
    held = select(Member.id).where(Member.user_id == user_id, Member.role == Role.INSTRUCTOR)
    return session.scalar(held.limit(1)) is not None


def is_staff_anywhere(session: Session, user_id: str) -> bool:
    """Whether a person is a TA or an instructor of any course."""
    held = select(Member.id).where(Member.user_id == user_id, Member.role != Role.STUDENT)
    return session.scalar(held.limit(1)) is not None
