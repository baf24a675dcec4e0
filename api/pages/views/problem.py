"""One problem of a submission as a student reads it, before, while and after it is graded."""

from dataclasses import dataclass, replace

from api.pages.views.check import Action, CheckView, Given, Standing
from api.pages.views.hand import HandView
from graders.report import Report, Verdict


@dataclass(frozen=True)
class Lost:
    """What a person gave for a check that the problem does not have any more.

    address: where staff withdraw it.
    """

    given: Given
    address: str


@dataclass(frozen=True)
class ProblemView:
    """A row with a bar, and the checks behind it. hand: a person's part, where one has the last word.

    lost: for staff, overrides of checks that it does not have any more. actions: what the viewer may do
    about it.
    """

    slug: str
    title: str
    points: float
    standing: Standing
    earned: float = 0.0
    checks: tuple[CheckView, ...] = ()
    diagnostics: tuple[CheckView, ...] = ()
    notes: tuple[str, ...] = ()
    hand: HandView | None = None
    lost: tuple[Lost, ...] = ()
    actions: tuple[Action, ...] = ()

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

    def by_hand(self, hand: HandView) -> "ProblemView":
        """The same where a person has the last word: only the points that they give are a score."""
        if hand.decision:
            earned, points = hand.decision.earned, hand.decision.points
            standing = Standing.PARTLY if earned else Standing.FAILED
            standing = Standing.PASSED if earned == points else standing
            return replace(self, hand=hand, earned=earned, points=points, standing=standing)
        points = hand.points if hand.is_written else self.points
        undecided = replace(self, hand=hand, earned=0.0, points=points)
        judged = self.settled and self.standing is not Standing.FAULT
        return replace(undecided, standing=Standing.REVIEW) if judged else undecided

    @property
    def timed(self) -> tuple[CheckView, ...]:
        """The checks of which the viewer may know how long they took."""
        return tuple(check for check in (*self.checks, *self.diagnostics) if check.seconds)

    @property
    def seconds(self) -> float:
        """How long the handin's code ran."""
        return sum(check.seconds for check in self.timed)

    @property
    def peak_bytes(self) -> int:
        """The most memory that it is known to have held; 0: nobody measured."""
        return max((check.peak_bytes for check in self.timed), default=0)

    @property
    def settled(self) -> bool:
        """Whether no machine will change anything here."""
        return self.standing not in (Standing.QUEUED, Standing.RUNNING)


def standing_of(checks: tuple[CheckView, ...], earned: float) -> Standing:
    """Say of a problem without fault that it passed, earned a part, failed, or is decided later."""
    known = [check for check in checks if check.known]
    if not known and checks:
        return checks[0].standing
    if all(check.standing is Standing.PASSED for check in known):
        return Standing.PASSED
    return Standing.PARTLY if earned else Standing.FAILED
