"""Changing a roster by a file: seen first, then confirmed, and done whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from api.courses import repository as courses
from api.courses.seat import Seat
from api.db.models import Member, User
from api.errors import Invalid, Overtaken
from api.roster.carrying_out import Welcome, carry_out
from api.roster.invitations import Invitations
from api.roster.people import people_of
from api.roster.plan import Account, Plan, plan_of
from api.roster.rules import check_instructor
from api.roster.sheet import read_sheet


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    plan: Plan
    welcomes: list[Welcome]


@dataclass(frozen=True)
class Seen:
    """What somebody confirms. fingerprint: of the plan that they saw; None: whatever it is."""

    fingerprint: str | None
    removes: bool


def preview(session: Session, seat: Seat, data: bytes, *, removes: bool) -> Plan:
    """What this file would change. removes: students who are not in it would leave. Raises Forbidden."""
    check_instructor(seat)
    sheet = read_sheet(data)
    people = people_of(session, seat.course.id)
    accounts = _accounts(session, seat, [line.email for line in sheet.lines])
    return plan_of(seat, sheet, people, accounts, removes=removes)


def confirm(session: Session, invitations: Invitations, seat: Seat, data: bytes, seen: Seen) -> Imported:
    """Do what was seen. Raises Forbidden, Invalid for a wrong line, Overtaken where it would be another."""
    check_instructor(seat)
    courses.lock_course(session, seat.course.id)
    plan = preview(session, seat, data, removes=seen.removes)
    if plan.complaints:
        first = plan.complaints[0]
        where = f"Line {first.line}: " if first.line else ""
        raise Invalid(f"{where}{first.text}", complaints=[[each.line, each.text] for each in plan.complaints])
    if seen.fingerprint is not None and seen.fingerprint != plan.fingerprint:
        raise Overtaken("The roster was changed since you looked: look again, and confirm what you see then.")
    try:
        return Imported(plan, carry_out(session, invitations, seat, plan))
    except IntegrityError:
        raise Overtaken("Somebody made one of these accounts at the same moment. Look again.") from None


def _accounts(session: Session, seat: Seat, emails: Sequence[str]) -> dict[str, Account]:
    """The accounts of these addresses: one query. A site admin's is never ours to rename."""
    elsewhere = aliased(Member)
    known_elsewhere = exists().where(elsewhere.user_id == User.id, elsewhere.course_id != seat.course.id)
    rows = session.execute(
        select(User.email, User.id, User.name, ~known_elsewhere & ~User.is_admin).where(
            User.email.in_(emails)
        )
    )
    return {email: Account(id_, name, bool(ours)) for email, id_, name, ours in rows}
