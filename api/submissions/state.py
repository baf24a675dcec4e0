"""Where a submission stands, which follows from its gradings."""

from collections.abc import Collection
from enum import StrEnum

from api.db.models import GradingState


class SubmissionState(StrEnum):
    """Where a submission stands. fault: we failed at a part of it, which costs no marks; staff know.

    review: machines are done with it, and people have still to decide a part of it.
    """

    QUEUED = "queued"
    RUNNING = "running"
    REVIEW = "review"
    GRADED = "graded"
    FAULT = "fault"

    @property
    def is_final(self) -> bool:
        """Whether nothing more happens unless staff ask for it."""
        return self in (SubmissionState.GRADED, SubmissionState.REVIEW, SubmissionState.FAULT)


def state_of(gradings: Collection[GradingState]) -> SubmissionState:
    """The state that these gradings make. What waits for people alone does not say whether machines began."""
    if GradingState.QUEUED in gradings and not set(gradings) - {GradingState.QUEUED, GradingState.REVIEW}:
        return SubmissionState.QUEUED
    if GradingState.QUEUED in gradings or GradingState.RUNNING in gradings:
        return SubmissionState.RUNNING
    if GradingState.FAULT in gradings:
        return SubmissionState.FAULT
    return SubmissionState.REVIEW if GradingState.REVIEW in gradings else SubmissionState.GRADED
