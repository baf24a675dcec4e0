"""A submission as one line of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from api.db.models import Submission
from api.gradings.score import total
from api.pages.views.check import Standing
from api.pages.views.submission import STANDINGS
from api.submissions.state import SubmissionState, state_of
from api.submissions.views import Viewer

WORDS = {
    SubmissionState.QUEUED: "queued",
    SubmissionState.RUNNING: "running",
    SubmissionState.GRADED: "graded",
    SubmissionState.REVIEW: "waits for staff",
    SubmissionState.FAULT: "our failure",
}


@dataclass(frozen=True)
class RowView:
    """What a list tells of a submission. earned: None until machines are done; of what is decided by then.

    points: the most there is to earn by what is decided; undecided: those that wait for a person.
    """

    id: str
    number: int
    submitted_at: datetime
    late: bool
    standing: Standing
    word: str
    earned: float | None
    points: float
    undecided: float

    @classmethod
    def of(cls, row: Submission, viewer: Viewer) -> "RowView":
        """Show `row` as far as the viewer may see it."""
        state = state_of([grading.state for grading in row.gradings])
        score = total(viewer.score(grading) for grading in row.gradings)
        return cls(
            id=row.id,
            number=row.number,
            submitted_at=row.submitted_at,
            late=row.late,
            standing=STANDINGS[state],
            word=WORDS[state],
            earned=score.earned if state in (SubmissionState.GRADED, SubmissionState.REVIEW) else None,
            points=score.points - score.undecided,
            undecided=score.undecided,
        )


def best_of(rows: Sequence[RowView]) -> RowView | None:
    """The submission that earned most, the newest of several; None while none is graded."""
    graded = [row for row in rows if row.earned is not None]
    return max(graded, key=lambda row: (row.earned, row.number), default=None)
