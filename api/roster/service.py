"""Changing a roster one person at a time."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from api.audit import service as audit
from api.courses import repository as courses
from api.courses import service as course_service
from api.courses.seat import Seat
from api.courses.service import Enrolled, Enrolment
from api.db.models import Assignment, Member, Role, Submission
from api.errors import Forbidden, NotFound
from api.roster.invitations import Invitations
from api.roster.people import Person, people_of, person_of
from api.roster.rules import check_free, check_instructor, check_leaves


@dataclass(frozen=True)
class Terms:
    """What a person is to be. None: as it is now; student_id "": none."""

    role: Role | None = None
    section: str | None = None
    student_id: str | None = None


def find(session: Session, seat: Seat, member_id: str, *, held: bool = False) -> Member:
    """A line of the course's roster. held: nobody changes it until the transaction ends. Raises NotFound."""
    query = select(Member).where(Member.id == member_id, Member.course_id == seat.course.id)
    if held:
        query = query.with_for_update(of=Member, key_share=True)
    member = session.scalar(query.options(joinedload(Member.user)))
    if member is None:
        raise NotFound("Nobody on the roster has this number: they may have been removed meanwhile.")
    return member


def count_submissions(session: Session, member: Member) -> int:
    """How often they handed in to the course's assignments."""
    query = (
        select(func.count())
        .select_from(Submission)
        .join(Submission.assignment)
        .where(Submission.student_id == member.user_id, Assignment.course_id == member.course_id)
    )
    return session.scalar(query) or 0


def add(session: Session, invitations: Invitations, seat: Seat, person: Enrolment) -> Enrolled:
    """Put a person on the roster, or change their line. Raises Forbidden or Conflict.

    Whoever is new here gets a link to choose a password by.
    """
    check_instructor(seat)
    if person.password is not None and not seat.caller.is_admin:
        raise Forbidden("Only a site admin may choose somebody's password; leave it out to get a link.")
    courses.lock_course(session, seat.course.id)
    people = people_of(session, seat.course.id)
    was = next((each for each in people if each.email == person.email), None)
    if was is not None and person.role is not was.role:
        check_leaves(seat, was, people)
    check_free(was, person.student_id or "", people)
    keys, lasts = invitations.keys, invitations.lasts
    enrolled = course_service.enrol(session, keys, seat.course, person, lasts)
    _note(session, seat, enrolled.member, was)
    return enrolled


def change(session: Session, seat: Seat, member_id: str, terms: Terms) -> Member:
    """Change a person's role, section or student id. Raises Forbidden, NotFound or Conflict."""
    check_instructor(seat)
    courses.lock_course(session, seat.course.id)
    member = find(session, seat, member_id)
    people, was = people_of(session, seat.course.id), person_of(member)
    if terms.role is not None and terms.role is not was.role:
        check_leaves(seat, was, people)
        member.role = terms.role
    if terms.section is not None:
        member.section = terms.section
    if terms.student_id is not None:
        check_free(was, terms.student_id, people)
        member.student_id = terms.student_id or None
    _note(session, seat, member, was)
    return member


def remove(session: Session, seat: Seat, member_id: str) -> Person:
    """Take a person off the roster; what they handed in is kept. Raises Forbidden, NotFound or Conflict."""
    check_instructor(seat)
    courses.lock_course(session, seat.course.id)
    member = find(session, seat, member_id)
    person = person_of(member)
    check_leaves(seat, person, people_of(session, seat.course.id))
    audit.note(
        session, seat.caller, "member.remove", member, course=seat.course, about=member.user, was=told(person)
    )
    session.delete(member)
    session.flush()
    return person


def told(person: Person) -> dict[str, str]:
    """What a line of the roster says, for the audit trail."""
    return {"role": person.role.value, "section": person.section, "student_id": person.student_id}


def _note(session: Session, seat: Seat, member: Member, was: Person | None) -> None:
    session.flush()
    now = told(person_of(member))
    before = told(was) if was else None
    if now == before:
        return
    action = "member.change" if was else "member.add"
    audit.note(
        session, seat.caller, action, member, course=seat.course, about=member.user, was=before, now=now
    )
