"""What happens to a submission, told to whoever watches it."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from api.db.models import EventKind, Grading, GradingState, Submission
from api.events import repository
from api.submissions.state import SubmissionState


def note_state(session: Session, submission_id: str, state: SubmissionState) -> None:
    """The submission was queued, or a worker took it."""
    repository.append(session, submission_id, EventKind.STATE, {"state": state.value})


def note_received(session: Session, submission: Submission, state: SubmissionState) -> None:
    """A new submission is stored, and was received."""
    repository.begin(session, submission, EventKind.STATE, {"state": state.value})


def note_progress(
    session: Session, submission_id: str, *, problem: str, check: str, done: int, total: int
) -> None:
    """A check runs: `done` of the job's `total` checks came before it.

    One row an event: whoever calls this for every check throttles it.
    """
    body = {"problem": problem, "check": check, "done": done, "total": total}
    repository.append(session, submission_id, EventKind.PROGRESS, body)


def note_report(session: Session, submission_id: str, grading_id: str, state: GradingState) -> None:
    """A grading was settled; its score is looked up for each viewer when the event is told."""
    body = {"grading": grading_id, "state": state.value}
    repository.append(session, submission_id, EventKind.REPORT, body)


def note_reports(session: Session, gradings: Sequence[Grading]) -> None:
    """Gradings of one submission were settled, in this order."""
    bodies = [{"grading": grading.id, "state": grading.state.value} for grading in gradings]
    repository.append(session, gradings[0].submission_id, EventKind.REPORT, *bodies)


def note_finished(session: Session, submission_id: str, state: SubmissionState) -> None:
    """Every grading is settled."""
    repository.append(session, submission_id, EventKind.FINISHED, {"state": state.value})
