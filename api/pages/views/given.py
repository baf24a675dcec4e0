"""What people gave for single checks, beside what the machine gave."""

from collections.abc import Mapping
from dataclasses import replace

from api.db.models import Grading
from api.overrides.applying import holding
from api.overrides.views import overrides_of
from api.pages.views.check import CheckView, Given, Standing
from api.pages.views.problem import Lost, ProblemView, standing_of
from api.submissions.views import Viewer


def with_given(view: ProblemView, grading: Grading, viewer: Viewer) -> ProblemView:
    """The same with the points that people gave: they count, and the machine's stay visible."""
    if not grading.override or not view.settled:
        return view
    given = given_for(grading, viewer)
    if not given:
        return view
    held = {name: each for name, each in given.items() if name in {check.name for check in view.checks}}
    checks = tuple(
        overridden(check, held[check.name]) if check.name in held else check for check in view.checks
    )
    lost = tuple(
        Lost(each, f"/gradings/{grading.id}/checks/{name}")
        for name, each in given.items()
        if name not in held
    )
    added = sum(each.given.earned - each.given.machine for each in lost)
    earned = min(max(sum(check.earned for check in checks) + added, 0.0), view.points)
    again = replace(view, checks=checks, earned=earned, lost=lost if viewer.is_staff else ())
    return again if view.standing is Standing.FAULT else replace(again, standing=standing_of(checks, earned))


def given_for(grading: Grading, viewer: Viewer) -> Mapping[str, Given]:
    """Check → what a person gave for it, as far as the viewer may know. Students are not told who it was."""
    rows = holding(grading.overrides)
    return {
        each.check: Given(
            title=each.title,
            machine=each.machine,
            earned=min(each.earned, each.points),
            points=each.points,
            reason=each.reason,
            by=(rows[each.check].by.name or rows[each.check].by.email) if viewer.is_staff else "staff",
            at=each.at,
        )
        for each in overrides_of(grading, viewer.seen, for_staff=viewer.is_staff)
    }


def overridden(check: CheckView, given: Given) -> CheckView:
    """A check that earns what a person gave."""
    standing = Standing.PARTLY if given.earned else Standing.FAILED
    standing = Standing.PASSED if given.earned >= check.points else standing
    return replace(check, earned=given.earned, standing=standing, given=given)
