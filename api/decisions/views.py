"""Decisions and what they are about, as their viewers may read them."""

from typing import Any

import msgspec

from api.anonymity.naming import Names
from api.db.models import Decision, Grading
from api.decisions.schemas import (
    DecisionView,
    GradingView,
    Mark,
    RubricItemView,
    StaffDecisionView,
    WaitingView,
)
from api.gradings.score import EVERYTHING, score_of


def marks_of(grading: Grading, decision: Decision) -> list[Mark]:
    """The rubric with the points given, in its order; empty where points were given for the whole."""
    rubric = grading.bundle_version.described.rubric
    return [
        Mark(name=item.name, points=item.points, text=item.text, earned=decision.marks[item.name])
        for item in rubric
        if item.name in decision.marks
    ]


def decision_of(grading: Grading) -> DecisionView | None:
    """The decision that holds, as the student reads it."""
    return DecisionView(**_common(grading, grading.decisions[-1])) if grading.decision else None


def staff_decision(grading: Grading, decision: Decision) -> StaffDecisionView:
    """A decision, as staff read it."""
    return StaffDecisionView(
        **_common(grading, decision),
        number=decision.number,
        proposed=decision.proposed,
        by=decision.by.email,
    )


def waiting_view(grading: Grading, names: Names) -> WaitingView:
    """A line of the list of what waits."""
    submission, version = grading.submission, grading.bundle_version
    return WaitingView(
        grading=grading.id,
        problem=version.problem.slug,
        title=version.title,
        student=names.of(submission.student),
        submission=submission.id,
        number=submission.number,
        submitted_at=submission.submitted_at,
        late=submission.late,
        state=grading.state,
        proposed=grading.earned,
        points=grading.points,
    )


def grading_view(grading: Grading, names: Names, neighbours: tuple[str | None, str | None]) -> GradingView:
    """A grading, whole, for staff."""
    submission, version = grading.submission, grading.bundle_version
    assignment = submission.assignment
    return GradingView(
        grading=grading.id,
        course=assignment.course.slug,
        assignment=assignment.slug,
        student=names.of(submission.student),
        submission=submission.id,
        problem=version.problem.slug,
        title=version.title,
        state=grading.state,
        by_hand=version.by_hand,
        revision=grading.revision,
        earned=score_of(grading, EVERYTHING).earned,
        proposed=grading.earned,
        points=grading.points,
        rubric=[RubricItemView(**msgspec.to_builtins(item)) for item in version.described.rubric],
        report=msgspec.to_builtins(grading.report),
        fault=grading.fault,
        decision=staff_decision(grading, grading.decisions[-1]) if grading.decision else None,
        previous=neighbours[0],
        next=neighbours[1],
    )


def _common(grading: Grading, decision: Decision) -> dict[str, Any]:
    return {
        "earned": decision.earned,
        "points": grading.points,
        "marks": marks_of(grading, decision),
        "reason": decision.reason,
        "at": decision.at,
    }
