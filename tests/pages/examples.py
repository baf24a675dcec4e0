"""What stands for the parameters of pages' addresses, found in a living course.

The first example of each is the richest: tests look at no other. Screenshots are taken of all.
"""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.auth import service as auth
from api.auth.keys import Keys
from api.db.base import utc_now
from api.db.models import (
    Grading,
    GradingState,
    Member,
    Override,
    Regrade,
    RegradeRequest,
    SimilarPair,
    Submission,
    User,
)
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
        "member": _members(session, student),
        "user": [courses.user(session, student).id],
        "student": [courses.user(session, student).id],
        "check": _checks(session),
        "request": _some(session, RegradeRequest.id),
        "regrade": _some(session, Regrade.id),
        "pair": _some(session, SimilarPair.id),
        "version": ["1"],
        "token": [auth.create_link(session, keys, courses.user(session, student), lasts)],
    }


def _some(session: Session, column: InstrumentedAttribute[str]) -> list[str]:
    """The newest row's; none where there is no row."""
    return list(session.scalars(select(column).order_by(column.desc()).limit(1)))


def _members(session: Session, student: str) -> list[str]:
    return list(session.scalars(select(Member.id).join(Member.user).where(User.email == student)))


def _checks(session: Session) -> list[str]:
    """The one that was overridden, or any."""
    return _some(session, Override.check_name) or ["training_stats"]


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
    overridden = session.scalars(select(Override.grading_id)).first()
    decided = session.scalars(select(Grading.id).where(Grading.decided_earned.is_not(None))).first()
    return [each for each in (waiting, overridden, decided) if each]
