"""A course's people as plain rows, all of them at once: a roster is a few thousand at most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.models import Member, Role, User


@dataclass(frozen=True)
class Person:
    """A line of the roster. id: of the line; user_id: of the person."""

    id: str
    user_id: str
    email: str
    name: str
    role: Role
    section: str
    student_id: str
    since: datetime

    @property
    def called(self) -> str:
        """What to call them: by name, or by address where there is none."""
        return self.name or self.email


def people_of(session: Session, course_id: str, *roles: Role) -> list[Person]:
    """Everybody on a course's roster by e-mail, or those of these roles: one query."""
    query = (
        select(
            Member.id,
            Member.user_id,
            User.email,
            User.name,
            Member.role,
            Member.section,
            Member.student_id,
            Member.created_at,
        )
        .join(Member.user)
        .where(Member.course_id == course_id)
        .order_by(User.email)
    )
    if roles:
        query = query.where(Member.role.in_(roles))
    return [_person(row) for row in session.execute(query)]


def person_of(member: Member) -> Person:
    """A single line of the roster."""
    user = member.user
    return Person(
        member.id,
        user.id,
        user.email,
        user.name,
        member.role,
        member.section,
        member.student_id or "",
        member.created_at,
    )


def sections_of(people: Sequence[Person]) -> list[str]:
    """The sections that these people sit in, by name."""
    return sorted({person.section for person in people if person.section})


def _person(row: Sequence[object]) -> Person:
    id_, user_id, email, name, role, section, student_id, since = row
    return Person(id_, user_id, email, name, role, section, student_id or "", since)  # type: ignore[arg-type]
