"""The moment at which the scores of a regrade begin to count."""

from sqlalchemy import Select, case, func, select, update
from sqlalchemy.orm import Session

from api.checks import service as checks
from api.db.base import utc_now
from api.db.models import Grading, GradingState, Regrade, Regrading, Submission
from api.events import service as events
from api.overrides import service as overrides
from api.submissions.closing import close_if_done

_UNSETTLED = (GradingState.QUEUED, GradingState.RUNNING)


def still_graded(session: Session, regrade: Regrade) -> int:
    """Lock every grading of a regrade, and count those that a worker may still settle as before."""
    states = session.scalars(
        select(Grading.state)
        .where(Grading.id.in_(_gradings(regrade)))
        .order_by(Grading.submission_id, Grading.id)
        .with_for_update()
    ).all()
    return sum(state in _UNSETTLED for state in states)


def go_live(session: Session, regrade: Regrade) -> None:
    """Put the new results into the gradings, and keep what they said before.

    The gradings are locked (`still_graded`). A person's points stay; another attempt is counted, so that
    whoever is just reading the old proposal is told before they decide on it.
    """
    _keep_what_was(session, regrade)
    _replace(session, regrade)
    checks.rewrite(session, _gradings(regrade))
    overrides.reapply_all(session, session.scalars(_gradings(regrade)).all())
    _tell(session, regrade)


def _keep_what_was(session: Session, regrade: Regrade) -> None:
    was = {
        "was_version_id": Grading.bundle_version_id,
        "was_earned": Grading.earned,
        "was_points": Grading.points,
        "was_report_json": Grading.report_json,
    }
    values = {
        name: select(column).where(Grading.id == Regrading.grading_id).scalar_subquery()
        for name, column in was.items()
    }
    session.execute(
        update(Regrading)
        .where(Regrading.regrade_id == regrade.id)
        .values(values)
        .execution_options(synchronize_session=False)
    )


def _replace(session: Session, regrade: Regrade) -> None:
    new = {
        "earned": Regrading.earned,
        "earned_by": Regrading.earned_by,
        "points": Regrading.points,
        "report_json": Regrading.report_json,
    }
    values = {
        name: select(column)
        .where(Regrading.grading_id == Grading.id, Regrading.regrade_id == regrade.id)
        .scalar_subquery()
        for name, column in new.items()
    }
    by_hand = GradingState.REVIEW if regrade.bundle_version.by_hand else GradingState.DONE
    session.execute(
        update(Grading)
        .where(Grading.id.in_(_gradings(regrade)))
        .values(
            **values,
            bundle_version_id=regrade.bundle_version_id,
            attempt=Grading.attempt + 1,
            attempt_limit=Grading.attempt_limit + 1,
            state=case((Grading.decided_earned.is_(None), by_hand), else_=GradingState.DONE),
            settled_at=utc_now(),
            fault="",
        )
        .execution_options(synchronize_session=False)
    )
    session.expire_all()


def _tell(session: Session, regrade: Regrade) -> None:
    """Add up each submission anew, and tell whoever watches it."""
    rows = session.execute(
        select(Grading.submission_id, Grading.id, Grading.state)
        .where(Grading.id.in_(_gradings(regrade)))
        .order_by(Grading.submission_id)
    ).all()
    for submission, grading, state in rows:
        events.note_report(session, submission, grading, state)
        points = select(func.sum(Grading.points)).where(Grading.submission_id == submission)
        session.execute(
            update(Submission).where(Submission.id == submission).values(points=points.scalar_subquery())
        )
        close_if_done(session, submission)


def _gradings(regrade: Regrade) -> Select[str]:
    return select(Regrading.grading_id).where(Regrading.regrade_id == regrade.id)
