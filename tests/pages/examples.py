"""What stands for the parameters of pages' addresses, found in a living course.

The first example of each is the richest: tests look at no other. Screenshots are taken of all.
"""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.auth import service as auth
from api.auth.keys import Keys
from api.db.base import utc_now
from api.db.models import Grading, GradingState, Submission
from deploy import courses
from deploy.living.classroom import COURSE


def examples(session: Session, keys: Keys, student: str) -> dict[str, list[str]]:
    """Parameter → examples; student: the e-mail of whom those that are a student's are of."""
    lasts = utc_now() + timedelta(days=1)
    return {
        "course": [COURSE],
        "assignment": ["hw1p1", "ttic-quiz", "bn-autodiff"],
        "problem": ["batchnorm"],
        "submission": _submissions(session, student),
        "grading": _gradings(session),
        "token": [auth.create_link(session, keys, courses.user(session, student), lasts)],
    }


def _submissions(session: Session, student: str) -> list[str]:
    """The student's first that lost points at every second problem or so, and their last."""
    own = session.scalars(
        select(Submission)
        .where(Submission.student_id == courses.user(session, student).id)
        .order_by(Submission.submitted_at)
    ).all()
    return [max(own, key=_explained).id, own[-1].id]


def _explained(submission: Submission) -> int:
    """How many failed checks are drawn: those have the most to show."""
    reports = [grading.report for grading in submission.gradings]
    return sum(
        mismatch.map is not None
        for report in reports
        if report is not None
        for check in report.checks
        for mismatch in check.mismatches
    )


def _gradings(session: Session) -> list[str]:
    """One that waits for a person, and one that was decided."""
    waiting = session.scalars(
        select(Grading.id).where(Grading.state == GradingState.REVIEW).order_by(Grading.queued_at.desc())
    ).first()
    decided = session.scalars(select(Grading.id).where(Grading.decided_earned.is_not(None))).first()
    return [each for each in (waiting, decided) if each]
