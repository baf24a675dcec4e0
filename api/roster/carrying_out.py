"""Doing what a plan says: one transaction, and a handful of queries for a thousand people."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from api.audit import service as audit
from api.courses.seat import Seat
from api.db.base import new_id, utc_now
from api.db.models import AuditEntry, Member, PasswordLink, Role, User
from api.roster.invitations import Invitations
from api.roster.plan import Change, Newcomer, Plan
from api.roster.service import told


@dataclass(frozen=True)
class Welcome:
    """A person who has no password yet; link: the token by which they choose one. It is told this once."""

    email: str
    name: str
    link: str


def carry_out(session: Session, invitations: Invitations, seat: Seat, plan: Plan) -> list[Welcome]:
    """Change the roster. Returns whom to send a link to."""
    _remove(session, seat, plan)
    _change(session, seat, plan.changed)
    welcomes = _add(session, invitations, seat, plan.new)
    audit.note(
        session,
        seat.caller,
        "roster.import",
        seat.course,
        course=seat.course,
        added=len(plan.new),
        changed=len(plan.changed),
        removed=len(plan.removed),
    )
    return welcomes


def _remove(session: Session, seat: Seat, plan: Plan) -> None:
    session.execute(delete(Member).where(Member.id.in_([person.id for person in plan.removed])))
    session.add_all(
        _entry(seat, "member.remove", person.id, person.user_id, was=told(person)) for person in plan.removed
    )
    session.flush()


def _change(session: Session, seat: Seat, changes: Sequence[Change]) -> None:
    changed = {change.person.id: change for change in changes}
    query = select(Member).where(Member.id.in_(changed)).options(joinedload(Member.user))
    members = session.scalars(query).all()
    # Two people may swap their student ids, which one holds at a time: first nobody has them.
    for member in members:
        if changed[member.id].value("student_id") is not None:
            member.student_id = None
    session.flush()
    for member in members:
        change = changed[member.id]
        _set(member, change)
        was = {each.field: each.was for each in change.differences}
        now = {each.field: each.now for each in change.differences}
        session.add(_entry(seat, "member.change", member.id, member.user_id, was=was, now=now))
    session.flush()


def _set(member: Member, change: Change) -> None:
    for each in change.differences:
        if each.field == "name":
            member.user.name = each.now
        elif each.field == "role":
            member.role = Role(each.now)
        elif each.field == "section":
            member.section = each.now
        else:
            member.student_id = each.now or None


def _add(
    session: Session, invitations: Invitations, seat: Seat, newcomers: Sequence[Newcomer]
) -> list[Welcome]:
    welcomes: list[Welcome] = []
    users: list[User] = []
    rows: list[Member | PasswordLink | AuditEntry] = []
    expires_at = utc_now() + invitations.lasts
    for newcomer in newcomers:
        line, account = newcomer.line, newcomer.account
        user_id = account.user_id if account else new_id()
        if account is None:
            token = invitations.keys.draw()
            digest = invitations.keys.digest(token)
            users.append(User(id=user_id, email=line.email, name=newcomer.name))
            rows.append(PasswordLink(user_id=user_id, token_digest=digest, expires_at=expires_at))
            welcomes.append(Welcome(line.email, newcomer.name, token))
        member = _member(seat, newcomer, user_id)
        rows.append(member)
        now = {"role": member.role.value, "section": member.section, "student_id": member.student_id or ""}
        rows.append(_entry(seat, "member.add", member.id, user_id, was=None, now=now))
    _name(session, newcomers)
    # Accounts first: rows that name them by number alone do not tell the session to.
    session.add_all(users)
    session.flush()
    session.add_all(rows)
    session.flush()
    return welcomes


def _member(seat: Seat, newcomer: Newcomer, user_id: str) -> Member:
    return Member(
        id=new_id(),
        course_id=seat.course.id,
        user_id=user_id,
        role=newcomer.role,
        section=newcomer.line.section or "",
        student_id=newcomer.line.student_id or None,
    )


def _name(session: Session, newcomers: Sequence[Newcomer]) -> None:
    """Give a name to accounts that have none."""
    names = {
        each.account.user_id: each.line.name
        for each in newcomers
        if each.account is not None and not each.account.name and each.line.name
    }
    for user in session.scalars(select(User).where(User.id.in_(names))):
        user.name = names[user.id]


def _entry(seat: Seat, action: str, member_id: str, user_id: str, **details: object) -> AuditEntry:
    """An act as `audit.note` writes it down, to be inserted with a thousand others at once."""
    return AuditEntry(
        actor_id=seat.caller.id,
        course_id=seat.course.id,
        about_id=user_id,
        action=action,
        subject_table=Member.__tablename__,
        subject_id=member_id,
        details=details,
    )
