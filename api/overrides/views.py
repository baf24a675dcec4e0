"""Overrides as their viewers may read them."""

from collections.abc import Collection

from api.db.models import Grading, Override
from api.overrides.applying import holding, stranded
from api.overrides.schemas import CheckStanding, OverrideView, StaffOverrideView
from api.overrides.service import Subject
from graders.problem import Visibility


def overrides_of(grading: Grading, seen: Collection[Visibility], *, for_staff: bool) -> list[OverrideView]:
    """The overrides that hold, of checks whose points the viewer may know: none before scores are out."""
    is_out = for_staff or not grading.submission.assignment.hides_scores
    report = grading.report if grading.override and is_out else None
    if report is None:
        return []
    held = holding(grading.overrides)
    lost = {row.check_name for row in stranded(report, held)}
    checks = {check.name: check for check in report.checks}
    return [
        OverrideView(
            check=name,
            title=row.title,
            machine=row.machine if name in lost else checks[name].earned,
            earned=row.earned or 0.0,
            points=row.points if name in lost else checks[name].points,
            reason=row.reason,
            at=row.at,
            stranded=name in lost,
        )
        for name, row in held.items()
        if (row.visibility if name in lost else checks[name].visibility) in seen
    ]


def staff_override(row: Override) -> StaffOverrideView:
    """One act, as staff read it."""
    return StaffOverrideView(
        number=row.number,
        check=row.check_name,
        title=row.title,
        machine=row.machine,
        earned=row.earned,
        points=row.points,
        reason=row.reason,
        by=row.by.email,
        at=row.at,
    )


def standing_of(subject: Subject) -> CheckStanding:
    """A check as somebody overrides it."""
    return CheckStanding(
        grading=subject.grading.id,
        check=subject.name,
        title=subject.title,
        revision=subject.revision,
        machine=subject.machine,
        earned=subject.earned,
        points=subject.points,
        history=[staff_override(row) for row in reversed(subject.rows)],
    )
