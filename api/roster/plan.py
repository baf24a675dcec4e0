"""What an import would change, found by comparing a file with the roster; nothing is changed here."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from api.courses.seat import Seat
from api.db.models import Role
from api.roster.people import Person
from api.roster.sheet import Complaint, Line, Sheet

FIELDS = ("name", "role", "section", "student_id")


@dataclass(frozen=True)
class Account:
    """An account that a file names. is_ours: no other course knows it, so its name may be corrected here."""

    user_id: str
    name: str
    is_ours: bool


@dataclass(frozen=True)
class Difference:
    """One thing that would be otherwise."""

    field: str
    was: str
    now: str


@dataclass(frozen=True)
class Change:
    """A person of the roster for whom the file says something else."""

    person: Person
    differences: tuple[Difference, ...]

    def value(self, field: str) -> str | None:
        """What this would become; None: it stays."""
        return next((each.now for each in self.differences if each.field == field), None)


@dataclass(frozen=True)
class Newcomer:
    """A person whom the file adds. account: theirs, where they have one already."""

    line: Line
    account: Account | None

    @property
    def name(self) -> str:
        """What they will be called."""
        return (self.account.name if self.account else "") or self.line.name or ""

    @property
    def role(self) -> Role:
        """What they will be."""
        return self.line.role or Role.STUDENT


@dataclass
class Plan:
    """What an import would do. missing: students of the roster who are not in the file.

    removes: whether these would be taken off the roster. kept: names that stay, for they are the account's.
    """

    removes: bool
    new: list[Newcomer] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    missing: list[Person] = field(default_factory=list)
    kept: list[Person] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    @property
    def removed(self) -> list[Person]:
        """Those who would be taken off the roster."""
        return self.missing if self.removes else []

    @property
    def does_something(self) -> bool:
        """Whether anything would change."""
        return bool(self.new or self.changed or self.removed)

    @property
    def fingerprint(self) -> str:
        """Another one for whatever would be done otherwise: by it, people confirm what they saw."""
        told = [
            *(f"+{each.line.email}|{each.role}|{each.name}|{each.line.section}|{each.line.student_id}"
              for each in self.new),
            *(f"~{each.person.id}|{each.differences}" for each in self.changed),
            *(f"-{each.id}" for each in self.removed),
        ]  # fmt: skip
        return hashlib.sha256("\n".join(sorted(told)).encode()).hexdigest()[:32]


def plan_of(
    seat: Seat, sheet: Sheet, people: Sequence[Person], accounts: Mapping[str, Account], *, removes: bool
) -> Plan:
    """Compare a file with the roster. accounts: e-mail → account of everybody in the file who has one."""
    plan = Plan(removes, complaints=list(sheet.complaints), ignored=sheet.ignored)
    held = {person.email: person for person in people}
    seen: dict[str, Line] = {}
    for line in sheet.lines:
        if line.email in seen:
            plan.complaints.append(
                Complaint(line.number, f"{line.email} is on line {seen[line.email].number} already.")
            )
            continue
        seen[line.email] = line
        _place(plan, line, held.get(line.email), accounts.get(line.email))
    plan.missing = [person for person in people if person.email not in seen and person.role is Role.STUDENT]
    plan.complaints += _demotions(seat, plan, people)
    plan.complaints += _taken(plan, seen, people)
    plan.complaints.sort(key=lambda complaint: complaint.line)
    return plan


def _place(plan: Plan, line: Line, person: Person | None, account: Account | None) -> None:
    if person is None:
        plan.new.append(Newcomer(line, account))
        return
    may_rename = account is not None and (account.is_ours or not account.name)
    if line.name and line.name != person.name and not may_rename:
        plan.kept.append(person)
    wanted = {
        "name": line.name if may_rename else None,
        "role": line.role,
        "section": line.section,
        "student_id": line.student_id,
    }
    differences = tuple(
        Difference(field, getattr(person, field), now)
        for field, now in wanted.items()
        if now is not None and now != getattr(person, field)
    )
    if differences:
        plan.changed.append(Change(person, differences))
    else:
        plan.unchanged += 1


def _demotions(seat: Seat, plan: Plan, people: Sequence[Person]) -> Iterator[Complaint]:
    """Nobody takes their own rights away by a slip, and no course is left without an instructor."""
    fallen = [
        change.person
        for change in plan.changed
        if change.person.role is Role.INSTRUCTOR and change.value("role") is not None
    ]
    if any(person.user_id == seat.caller.id for person in fallen):
        yield Complaint(
            0,
            f"It would take your own role of instructor from you ({seat.caller.email}): mend your role in "
            "the file, or leave yourself out of it.",
        )
    rest = {person.id for person in people if person.role is Role.INSTRUCTOR} - {each.id for each in fallen}
    raised = any(change.value("role") == Role.INSTRUCTOR for change in plan.changed)
    if fallen and not rest and not raised and not any(each.role is Role.INSTRUCTOR for each in plan.new):
        yield Complaint(0, "It would leave the course without an instructor: keep one of them in the file.")


def _taken(plan: Plan, seen: Mapping[str, Line], people: Sequence[Person]) -> Iterator[Complaint]:
    """A student id stands for one person: complain where it would stand for two."""
    gone = {person.id for person in plan.removed}
    holders: dict[str, str] = {}
    for person in people:
        told = seen.get(person.email)
        if person.student_id and person.id not in gone and (told is None or told.student_id is None):
            holders[person.student_id] = person.email
    for line in seen.values():
        if not line.student_id:
            continue
        if line.student_id in holders:
            yield Complaint(
                line.number,
                f"The student id {line.student_id} is that of {holders[line.student_id]} already.",
            )
        holders.setdefault(line.student_id, line.email)
