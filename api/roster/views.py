"""Rosters, and what would become of them, on the wire."""

from api.roster.importing import Imported
from api.roster.people import Person
from api.roster.plan import Newcomer, Plan
from api.roster.schemas import (
    ChangeView,
    ComplaintView,
    DifferenceView,
    ImportedView,
    MemberView,
    NewcomerView,
    PlanView,
    WelcomeView,
)


def view_of(person: Person) -> MemberView:
    """A line of the roster."""
    return MemberView(
        id=person.id,
        email=person.email,
        name=person.name,
        role=person.role,
        section=person.section,
        student_id=person.student_id,
        since=person.since,
    )


def plan_view(plan: Plan) -> PlanView:
    """What an import would do."""
    return PlanView(
        fingerprint=plan.fingerprint,
        complaints=[ComplaintView(line=each.line, text=each.text) for each in plan.complaints],
        new=[_newcomer(each) for each in plan.new],
        changed=[
            ChangeView(
                id=each.person.id,
                email=each.person.email,
                differences=[DifferenceView(field=d.field, was=d.was, now=d.now) for d in each.differences],
            )
            for each in plan.changed
        ],
        unchanged=plan.unchanged,
        missing=[view_of(person) for person in plan.missing],
        kept_names=[person.email for person in plan.kept],
        ignored_columns=plan.ignored,
    )


def imported_view(imported: Imported) -> ImportedView:
    """What an import did."""
    plan = imported.plan
    return ImportedView(
        added=len(plan.new),
        changed=len(plan.changed),
        removed=len(plan.removed),
        welcomes=[
            WelcomeView(email=each.email, name=each.name, password_token=each.link)
            for each in imported.welcomes
        ],
    )


def _newcomer(newcomer: Newcomer) -> NewcomerView:
    line = newcomer.line
    return NewcomerView(
        line=line.number,
        email=line.email,
        name=newcomer.name,
        role=newcomer.role,
        section=line.section or "",
        student_id=line.student_id or "",
        has_account=newcomer.account is not None,
    )
