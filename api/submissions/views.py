"""A submission as a viewer may see it."""

from dataclasses import dataclass
from typing import Any

import msgspec

from api.anonymity.naming import Names
from api.assignments.phase import is_over
from api.courses.seat import Seat
from api.db.base import utc_now
from api.db.models import Grading, Submission
from api.decisions.views import decision_of
from api.gradings.line import Place
from api.gradings.score import Score, machine_earned, revealed, score_of, total
from api.overrides.views import overrides_of
from api.submissions.schemas import FileView, Links, ProblemResult, Receipt, SubmissionSummary, SubmissionView
from api.submissions.state import SubmissionState, state_of
from graders.problem import Visibility
from graders.report import Report
from graders.student_view import student_view


@dataclass(frozen=True)
class Viewer:
    """What somebody may see of one submission. is_over: nobody can hand in to its assignment any more."""

    is_staff: bool
    is_over: bool

    @classmethod
    def of(cls, seat: Seat, submission: Submission) -> "Viewer":
        """The holder of this seat, now."""
        return cls(seat.is_staff, is_over(submission.assignment, utc_now()))

    @property
    def seen(self) -> frozenset[Visibility]:
        """The checks whose points they may know, by visibility."""
        return revealed(is_staff=self.is_staff, is_over=self.is_over)

    def read(self, report: Report) -> Report:
        """The report as far as they may read it."""
        return report if self.is_staff else student_view(report, self.is_over)

    def report(self, grading: Grading) -> Report | None:
        """A grading's report as far as they may read it; None where it has none."""
        report = grading.report
        return self.read(report) if report is not None else None

    def score(self, grading: Grading) -> Score:
        """A grading's score over the checks that they see."""
        return score_of(grading, self.seen)


def links_of(submission: Submission) -> Links:
    """Where a submission is found."""
    here = f"/api/v1/submissions/{submission.id}"
    return Links(self=here, events=f"{here}/events", archive=f"{here}/archive")


def receipt_of(submission: Submission, place: Place) -> Receipt:
    """Proof that a handin was received."""
    return Receipt(
        id=submission.id,
        number=submission.number,
        digest=submission.digest,
        submitted_at=submission.submitted_at,
        late=submission.late,
        files=_files(submission),
        notes=submission.notes,
        **waiting_of(place),
        links=links_of(submission),
    )


def current_state(submission: Submission) -> SubmissionState:
    """Where the submission stands."""
    return state_of([grading.state for grading in submission.gradings])


def summary_of(submission: Submission, viewer: Viewer, names: Names) -> SubmissionSummary:
    """A line of a list. names: what the viewer calls the student."""
    score = total(score_of(grading, viewer.seen) for grading in submission.gradings)
    return SubmissionSummary(
        id=submission.id,
        student=names.of(submission.student),
        number=submission.number,
        state=current_state(submission),
        submitted_at=submission.submitted_at,
        late=submission.late,
        earned=score.earned,
        points=score.points,
        undecided=score.undecided,
        links=links_of(submission),
    )


def view_of(submission: Submission, viewer: Viewer, names: Names, place: Place) -> SubmissionView:
    """A submission, whole."""
    return SubmissionView(
        **summary_of(submission, viewer, names).model_dump(),
        course=submission.assignment.course.slug,
        assignment=submission.assignment.slug,
        digest=submission.digest,
        files=_files(submission),
        notes=submission.notes,
        problems=[result_of(grading, viewer) for grading in submission.gradings],
        **waiting_of(place),
    )


def result_of(grading: Grading, viewer: Viewer) -> ProblemResult:
    """One problem, with the report as far as the viewer may read it."""
    return ProblemResult(
        grading=grading.id,
        problem=grading.bundle_version.problem.slug,
        title=grading.bundle_version.title,
        state=grading.state,
        attempt=grading.attempt,
        **_score(score_of(grading, viewer.seen)),
        by_hand=grading.bundle_version.by_hand,
        proposed=machine_earned(grading, viewer.seen) if grading.bundle_version.by_hand else None,
        decision=decision_of(grading),
        overrides=overrides_of(grading, viewer.seen, for_staff=viewer.is_staff),
        fault=grading.fault if viewer.is_staff else "",
        report=_report(grading, viewer),
    )


def _report(grading: Grading, viewer: Viewer) -> dict[str, Any] | None:
    report = grading.report
    if report is None:
        return None
    read: dict[str, Any] = msgspec.to_builtins(viewer.read(report))
    return read


def _score(score: Score) -> dict[str, Any]:
    return {"earned": score.earned, "points": score.points}


def waiting_of(place: Place) -> dict[str, Any]:
    """Where a submission waits, on the wire."""
    ahead = place.number - 1 if place.number is not None else None
    return {"position": place.number, "ahead": ahead, "waits_for": place.lacks}


def _files(submission: Submission) -> list[FileView]:
    return [FileView(path=path, bytes=size) for path, size in submission.files]
