"""The end of a submission: its last grading was settled."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from api.db.models import Submission
from api.events import service as events
from api.gradings import repository as gradings
from api.submissions.state import SubmissionState, state_of


def close_if_done(session: Session, submission_id: str) -> bool:
    """Add up the score and say that it is finished, if nothing waits for a machine or runs any more.

    Call it with the submission locked, as adding an event to it leaves it: of two gradings settled at
    one moment, the second then sees the first. A fault, or what a person has still to decide, leaves the
    total open. Returns whether it is finished.
    """
    outcomes = gradings.outcomes(session, submission_id)
    state = state_of([each for each, *_ in outcomes])
    if not state.is_final:
        return False
    earned = [earned for _, earned, _ in outcomes if earned is not None]
    total = sum(earned) if len(earned) == len(outcomes) else None
    found = None if state is SubmissionState.FAULT else sum(found or 0.0 for *_, found in outcomes)
    closed = update(Submission).where(Submission.id == submission_id)
    session.execute(closed.values(earned=total, found=found))
    events.note_finished(session, submission_id, state)
    return True
