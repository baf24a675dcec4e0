"""Policies, extensions and standings as they go over the wire."""

from api.db.models import Assignment, Extension
from api.policies.allowance import Allowance
from api.policies.outlook import Outlook
from api.policies.reckoning import Standing
from api.policies.rules import Rules
from api.policies.schemas import ExtensionView, OutlookView, Policies, StandingView
from api.policies.sentences import consequence


def policies_of(assignment: Assignment) -> Policies:
    """An assignment's rules."""
    return Policies.model_validate(vars(Rules.of(assignment)))


def extension_view(extension: Extension) -> ExtensionView:
    """A student's later deadline, for staff."""
    return ExtensionView(
        student=extension.student.email,
        due_at=extension.due_at,
        reason=extension.reason,
        given_by=extension.by.email if extension.by else None,
        at=extension.at,
    )


def standing_view(standing: Standing, email: str) -> StandingView:
    """How a student stands."""
    return StandingView(
        student=email,
        submission=standing.submission_id,
        earned=standing.earned,
        points=standing.points,
        days_late=standing.days_late,
        slip_days=standing.slip_days,
        penalty=standing.penalty,
        final=standing.final,
        excused=standing.excused,
    )


def outlook_view(outlook: Outlook, allowed: Allowance, spent: int) -> OutlookView:
    """What handing in now would mean. spent: the slip days that the assignment costs already."""
    return OutlookView(
        due_at=outlook.deadline.due_at,
        last_moment=outlook.last_moment,
        takes_handins=not outlook.is_closed and allowed.next_at is None,
        days_late=outlook.days_late,
        slip_days=outlook.slip_days,
        slip_days_left=outlook.left,
        attempts_left=allowed.left,
        next_at=allowed.next_at,
        consequence=consequence(outlook, spent),
    )
