"""A submission as its student reads it: score, standing, receipt, problems, and what changed."""

from dataclasses import dataclass, replace

from api.db.models import Grading, GradingState, Submission
from api.gradings.line import NOWHERE, Place
from api.pages.phrases import counted, ordinal, points
from api.pages.views.actions import with_actions
from api.pages.views.changes import Change, changes
from api.pages.views.check import Standing
from api.pages.views.given import with_given
from api.pages.views.hand import HandView
from api.pages.views.problem import ProblemView
from api.pages.views.receipt import ReceiptView
from api.submissions.state import SubmissionState, state_of
from api.submissions.views import Viewer

STANDINGS = {
    SubmissionState.QUEUED: Standing.QUEUED,
    SubmissionState.RUNNING: Standing.RUNNING,
    SubmissionState.GRADED: Standing.GRADED,
    SubmissionState.REVIEW: Standing.REVIEW,
    SubmissionState.FAULT: Standing.FAULT,
}


@dataclass(frozen=True)
class Waiting:
    """What a student is told meanwhile: where it waits, or the check that runs."""

    place: Place = NOWHERE
    check: int = 0
    checks: int = 0

    def sentence(self, standing: Standing) -> str:
        """Say it: 3rd in line; waits for a GPU worker; running check 7 of 25."""
        if self.place.lacks and not self.place.number:
            return f"Waits for {self.place.lacks}"
        if standing is Standing.QUEUED:
            return f"Queued, {ordinal(self.place.number)} in line" if self.place.number else "Queued"
        return f"Running check {self.check} of {self.checks}" if self.checks else "Running"


@dataclass(frozen=True)
class SubmissionView:
    """What the templates of one submission need. before: the same student's submission before it.

    withheld: scores are not published, and the viewer must wait for them.
    """

    row: Submission
    problems: tuple[ProblemView, ...]
    standing: Standing
    word: str
    changes: tuple[Change, ...] = ()
    before: Submission | None = None
    withheld: bool = False

    @classmethod
    def of(
        cls, row: Submission, viewer: Viewer, waiting: Waiting, before: Submission | None = None
    ) -> "SubmissionView":
        """Show `row` as far as the viewer may see it."""
        problems = problem_views(row, viewer)
        states = [grading.state for grading in row.gradings]
        state = state_of(states)
        if GradingState.RUNNING in states:
            waiting = replace(waiting, place=NOWHERE)
        standing = STANDINGS[state]
        changed = changes(problems, problem_views(before, viewer)) if before and state.is_final else []
        said = word(standing, waiting)
        return cls(row, problems, standing, said, tuple(changed), before, viewer.hides_scores)

    @property
    def settled(self) -> bool:
        """Whether every problem is."""
        return all(problem.settled for problem in self.problems)

    @property
    def earned(self) -> float:
        """Points earned so far, as far as the viewer may know."""
        return sum(problem.earned for problem in self.problems)

    @property
    def points(self) -> float:
        """The most there is to earn by what is decided: our failure, or a proposal, takes nothing away."""
        return sum(
            problem.points
            for problem in self.problems
            if problem.standing not in (Standing.FAULT, Standing.WITHHELD)
            and (problem.hand is None or problem.hand.decision)
        )

    @property
    def undecided(self) -> list[str]:
        """How many points are not decided yet, and what they wait for."""
        machine = [problem for problem in self.problems if problem.hand is None]
        checks = [check for problem in machine for check in problem.checks]
        faulty = sum(problem.points for problem in self.problems if problem.standing is Standing.FAULT)
        later = sum(check.points for check in checks if check.standing is Standing.LATER)
        review = sum(problem.points for problem in self.problems if problem.standing is Standing.REVIEW)
        if self.withheld:
            return ["Scores of this assignment are not published yet. They will appear here when they are."]
        sentences = {
            "{} wait for staff, who have the last word on them.": review,
            "{} still to be graded, when we have mended our failure.": faulty,
            "{} more will be decided after the deadline.": later,
        }
        return [sentence.format(in_words(number)) for sentence, number in sentences.items() if number]

    @property
    def receipt(self) -> ReceiptView:
        """What was read of the upload."""
        return ReceiptView.of(self.row)

    @property
    def first_failed(self) -> str:
        """The anchor of the first failed check, which opens by itself."""
        checks = (check for problem in self.problems for check in problem.checks)
        wrong = (check.anchor for check in checks if check.standing in (Standing.FAILED, Standing.PARTLY))
        return next(wrong, "")


def problem_views(row: Submission, viewer: Viewer) -> tuple[ProblemView, ...]:
    """Show each problem of a submission, in the assignment's order."""
    return tuple(problem_view(grading, viewer) for grading in row.gradings)


def problem_view(grading: Grading, viewer: Viewer) -> ProblemView:
    """Show one grading, and a person's part in it."""
    found = machine_view(grading, viewer)
    if found.standing is Standing.WITHHELD:
        return found
    view, hand = with_given(found, grading, viewer), HandView.of(grading, viewer)
    return with_actions(view.by_hand(hand) if hand else view, grading, viewer)


def machine_view(grading: Grading, viewer: Viewer) -> ProblemView:
    """Show a grading's report once it has one, until then where it stands."""
    report = viewer.report(grading)
    settled = grading.state in (GradingState.DONE, GradingState.REVIEW)
    if settled and report is not None:
        return ProblemView.of(report)
    bundle = grading.bundle_version
    waiting = {GradingState.QUEUED: Standing.QUEUED, GradingState.RUNNING: Standing.RUNNING}
    standing = waiting.get(grading.state, Standing.FAULT)
    if settled and viewer.hides_scores:
        standing = Standing.WITHHELD
    return ProblemView(bundle.problem.slug, bundle.title, viewer.score(grading).points, standing)


def word(standing: Standing, waiting: Waiting) -> str:
    """Say where a submission stands."""
    if standing in (Standing.QUEUED, Standing.RUNNING):
        return waiting.sentence(standing)
    settled = {
        Standing.FAULT: "Graded, but for our failure",
        Standing.REVIEW: "Graded, but for what staff decide",
    }
    return settled.get(standing, "Graded")


def in_words(number: float) -> str:
    """Say a number of points: 1 point, 7.5 points."""
    return counted(int(number), "point") if number == int(number) else f"{points(number)} points"
