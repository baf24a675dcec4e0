"""A submission as its student reads it: score, standing, receipt, problems, and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.db.models import Grading, GradingState, Submission
from api.pages.phrases import counted, ordinal, points
from api.pages.views.changes import Change, changes
from api.pages.views.check import Standing
from api.pages.views.problem import ProblemView


@dataclass(frozen=True)
class Waiting:
    """What a student is told meanwhile: a place in the line (1 is next), or the check that runs."""

    position: int | None = None
    check: int = 0
    checks: int = 0

    @property
    def sentence(self) -> str:
        """Say it: 3rd in line; running check 7 of 25."""
        if self.position is not None:
            return "Next in line" if self.position == 1 else f"{ordinal(self.position)} in line"
        return f"Running check {self.check} of {self.checks}" if self.check else "Running"


@dataclass(frozen=True)
class SubmissionView:
    """What the templates of one submission need."""

    row: Submission
    problems: tuple[ProblemView, ...]
    standing: Standing
    word: str
    later: str
    changes: tuple[Change, ...] = ()
    compared_with: int = 0

    @classmethod
    def of(
        cls, row: Submission, waiting: Waiting, past_deadline: bool, before: Submission | None = None
    ) -> "SubmissionView":
        """Show `row`; compare it with `before`, the student's submission before it, once both are settled."""
        problems = problem_views(row, past_deadline)
        settled = all(problem.settled for problem in problems)
        changed = changes(problems, problem_views(before, past_deadline)) if before and settled else []
        return cls(
            row=row,
            problems=problems,
            standing=standing_of(row.gradings),
            word=word(standing_of(row.gradings), waiting),
            later=undecided(problems),
            changes=tuple(changed),
            compared_with=before.number if before else 0,
        )

    @property
    def settled(self) -> bool:
        """Whether every problem is."""
        return all(problem.settled for problem in self.problems)

    @property
    def earned(self) -> float:
        """Points that the student may know of."""
        return sum(problem.earned for problem in self.problems)

    @property
    def points(self) -> float:
        """The most there is to earn."""
        return sum(problem.points for problem in self.problems)

    @property
    def missing(self) -> list[str]:
        """Files that the problems ask for and the handin lacks, under their own or another accepted name."""
        held = {path for path, _ in self.row.files}
        asked = {
            path: (path, *described.aliases.get(path, ()))
            for described in (grading.bundle_version.described for grading in self.row.gradings)
            for path in described.files
        }
        return [path for path, names in asked.items() if held.isdisjoint(names)]

    @property
    def first_failed(self) -> str:
        """The anchor of the first failed check, which opens by itself."""
        failed = (
            check.anchor
            for problem in self.problems
            for check in problem.checks
            if check.standing == "failed"
        )
        return next(failed, "")


def problem_views(row: Submission, past_deadline: bool) -> tuple[ProblemView, ...]:
    """Show each problem of a submission, in the assignment's order."""
    return tuple(problem_view(grading, past_deadline) for grading in row.gradings)


def problem_view(grading: Grading, past_deadline: bool) -> ProblemView:
    """Show one grading: its report once there is one, and our failure as ours."""
    bundle, report = grading.bundle_version, grading.report
    if report is not None:
        return ProblemView.of(report, past_deadline)
    standing = {
        GradingState.QUEUED: Standing.QUEUED,
        GradingState.RUNNING: Standing.RUNNING,
    }.get(grading.state, Standing.FAULT)
    return ProblemView(bundle.problem.slug, bundle.title, grading.points, standing)


def standing_of(gradings: Sequence[Grading]) -> Standing:
    """Where a submission stands as a whole."""
    states = {grading.state for grading in gradings}
    if states == {GradingState.QUEUED}:
        return Standing.QUEUED
    if states & {GradingState.QUEUED, GradingState.RUNNING}:
        return Standing.RUNNING
    return Standing.FAULT if GradingState.FAULT in states else Standing.PASSED


def word(standing: Standing, waiting: Waiting) -> str:
    """Say where a submission stands."""
    if standing in (Standing.QUEUED, Standing.RUNNING):
        return waiting.sentence
    return "Graded, but for our failure" if standing is Standing.FAULT else "Graded"


def undecided(problems: Sequence[ProblemView]) -> str:
    """Say how many points a settled submission still waits for, and on what."""
    faulty = sum(problem.points for problem in problems if problem.standing is Standing.FAULT)
    checks = [check for problem in problems for check in problem.checks]
    later = sum(check.points for check in checks if not check.known)
    parts = []
    if faulty:
        parts.append(f"{said(faulty)} wait for us to mend our failure.")
    if later:
        parts.append(f"{said(later)} are decided after the deadline.")
    return " ".join(parts)


def said(number: float) -> str:
    """Say a number of points."""
    return counted(int(number), "point") if number == int(number) else f"{points(number)} points"
