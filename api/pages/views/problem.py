"""One problem of a submission as a student reads it, before, while and after it is graded."""

from dataclasses import dataclass, replace

from api.pages.views.check import CheckView, Standing
from graders.report import Report, Verdict


@dataclass(frozen=True)
class ProblemView:
    """A row with a bar, and the checks behind it."""

    slug: str
    title: str
    points: float
    standing: Standing
    earned: float = 0.0
    checks: tuple[CheckView, ...] = ()
    diagnostics: tuple[CheckView, ...] = ()
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, report: Report) -> "ProblemView":
        """Show a report as its viewer may read it. What is withheld counts in neither sum."""
        views = [CheckView.of(report.problem, check) for check in report.checks]
        scored = tuple(view for view in views if view.points)
        view = cls(
            slug=report.problem,
            title=report.title or report.problem,
            points=sum(check.points for check in scored if check.known),
            standing=Standing.FAULT,
            earned=sum(check.earned for check in scored),
            checks=scored,
            diagnostics=tuple(view for view in views if not view.points),
            notes=report.notes,
        )
        if report.verdict is Verdict.FAULT:
            return view
        return replace(view, standing=standing_of(scored, view.earned))

    @property
    def settled(self) -> bool:
        """Whether nothing more will change here."""
        return self.standing not in (Standing.QUEUED, Standing.RUNNING)


def standing_of(checks: tuple[CheckView, ...], earned: float) -> Standing:
    """Say of a problem without fault that it passed, earned a part, failed, or is decided later."""
    known = [check for check in checks if check.known]
    if not known and checks:
        return checks[0].standing
    if all(check.standing is Standing.PASSED for check in known):
        return Standing.PASSED
    return Standing.PARTLY if earned else Standing.FAILED
