"""A submission as a viewer may see it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec

from api.anonymity.naming import Names
from api.assignments.phase import is_over
from api.courses.seat import Seat
from api.db.base import utc_now
from api.db.models import Assignment, Grading, Submission
from api.decisions.schemas import DecisionView
from api.decisions.views import decision_of
from api.gradings.line import Place
from api.gradings.score import Score, machine_earned, revealed, score_of, total
from api.overrides.schemas import OverrideView
from api.overrides.views import overrides_of
from api.submissions.schemas import FileView, Links, ProblemResult, Receipt, SubmissionSummary, SubmissionView
from api.submissions.state import SubmissionState, state_of
from graders.problem import Visibility
from graders.report import Report
from graders.student_view import student_view


@dataclass(frozen=True)
class Viewer:
    """What somebody may see of one submission. is_over: nobody can hand in to its assignment any more.

    hides_scores: no score of the assignment is published, and they are not staff. Whatever shows a score asks
    here for it.
    """

    is_staff: bool
    is_over: bool
    hides_scores: bool = False

    @classmethod
    def of(cls, seat: Seat, submission: Submission) -> "Viewer":
        """The holder of this seat, now."""
        return cls.at(seat, submission.assignment, submission.extended_to)

    @classmethod
    def at(cls, seat: Seat, assignment: Assignment, extended_to: datetime | None = None) -> "Viewer":
        """The holder of this seat, now, for submissions of a student who has an extension until then."""
        over = is_over(assignment, utc_now(), extended_to)
        return cls(seat.is_staff, over, assignment.hides_scores and not seat.is_staff)

    def still(self, assignment: Assignment) -> "Viewer":
        """The same viewer, should scores have been hidden or published meanwhile."""
        return replace(self, hides_scores=assignment.hides_scores and not self.is_staff)

    @property
    def seen(self) -> frozenset[Visibility]:
        """The checks whose points they may know, by visibility."""
        return revealed(is_staff=self.is_staff, is_over=self.is_over)

    def read(self, report: Report) -> Report:
        """The report as far as they may read it."""
        return report if self.is_staff else student_view(report, self.is_over)

    def report(self, grading: Grading) -> Report | None:
        """A grading's report as far as they may read it; None where it has none, or they may not."""
        report = None if self.hides_scores else grading.report
        return self.read(report) if report is not None else None

    def score(self, grading: Grading) -> Score:
        """A grading's score over the checks that they see."""
        score = score_of(grading, self.seen)
        return Score(None, score.points) if self.hides_scores else score

    def proposed(self, grading: Grading) -> float | None:
        """What a machine gives a grading over the checks that they see."""
        return None if self.hides_scores else machine_earned(grading, self.seen)

    def decision(self, grading: Grading) -> DecisionView | None:
        """What a person decided on a grading."""
        return None if self.hides_scores else decision_of(grading)

    def overrides(self, grading: Grading) -> list[OverrideView]:
        """What people gave for single checks of a grading."""
        return [] if self.hides_scores else overrides_of(grading, self.seen, for_staff=self.is_staff)


def links_of(submission: Submission) -> Links:
    """Where a submission is found."""
    here = f"/api/v1/submissions/{submission.id}"
    return Links(self=here, events=f"{here}/events", archive=f"{here}/archive")


def receipt_of(submission: Submission, place: Place, lateness: str) -> Receipt:
    """Proof that a handin was received. lateness: what coming late means for it."""
    return Receipt(
        id=submission.id,
        number=submission.number,
        digest=submission.digest,
        submitted_at=submission.submitted_at,
        late=submission.late,
        lateness=lateness,
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
    score = total(viewer.score(grading) for grading in submission.gradings)
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
        **_score(viewer.score(grading)),
        by_hand=grading.bundle_version.by_hand,
        proposed=viewer.proposed(grading) if grading.bundle_version.by_hand else None,
        decision=viewer.decision(grading),
        overrides=viewer.overrides(grading),
        fault=grading.fault if viewer.is_staff else "",
        report=_report(grading, viewer),
    )


def _report(grading: Grading, viewer: Viewer) -> dict[str, Any] | None:
    report = viewer.report(grading)
    if report is None:
        return None
    read: dict[str, Any] = msgspec.to_builtins(report)
    return read


def _score(score: Score) -> dict[str, Any]:
    return {"earned": score.earned, "points": score.points}


def waiting_of(place: Place) -> dict[str, Any]:
    """Where a submission waits, on the wire."""
    ahead = place.number - 1 if place.number is not None else None
    return {"position": place.number, "ahead": ahead, "waits_for": place.lacks}


def _files(submission: Submission) -> list[FileView]:
    return [FileView(path=path, bytes=size) for path, size in submission.files]
