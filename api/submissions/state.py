"""Where a submission stands, which follows from its gradings."""

from collections.abc import Collection
from enum import StrEnum

from api.db.models import GradingState


class SubmissionState(StrEnum):
    """Where a submission stands. fault: we failed at a part of it, which costs no marks; staff know."""

    QUEUED = "queued"
    RUNNING = "running"
    GRADED = "graded"
    FAULT = "fault"

    @property
    def is_final(self) -> bool:
        """Whether nothing more happens unless staff ask for it."""
        return self in (SubmissionState.GRADED, SubmissionState.FAULT)


def state_of(gradings: Collection[GradingState]) -> SubmissionState:
    """The state that these gradings make."""
    if GradingState.QUEUED in gradings and not set(gradings) - {GradingState.QUEUED}:
        return SubmissionState.QUEUED
    if GradingState.QUEUED in gradings or GradingState.RUNNING in gradings:
        return SubmissionState.RUNNING
    return SubmissionState.FAULT if GradingState.FAULT in gradings else SubmissionState.GRADED
