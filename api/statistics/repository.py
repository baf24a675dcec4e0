"""What is read of a whole class: as many queries for a thousand students as for ten, and no report."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from api.db.models import (
    BundleVersion,
    CheckResult,
    Grading,
    GradingState,
    Member,
    Problem,
    Role,
    Submission,
    User,
)
from api.statistics.line import Progress, Student, Try

_WORKS = (GradingState.QUEUED, GradingState.RUNNING)


class Tally(NamedTuple):
    """How a check of one bundle version came out, over handins."""

    version: str
    name: str
    asked: int
    passed: int
    earned: float
    points: float


class Failure(NamedTuple):
    """A check that a handin did not pass."""

    submission: str
    grading: str
    version: str
    name: str
    diagnosis: str
    likeness: str


class Result(NamedTuple):
    """What a check of a handin earned."""

    submission: str
    version: str
    name: str
    earned: float


def students(session: Session, course_id: str, student_id: str | None = None) -> list[Student]:
    """The students on a course's roster, or one of them, by e-mail."""
    query = (
        select(User.id, User.email, User.name, Member.section, Member.student_id)
        .join(Member.user)
        .where(Member.course_id == course_id, Member.role == Role.STUDENT)
    )
    if student_id is not None:
        query = query.where(User.id == student_id)
    return [Student(*row) for row in session.execute(query.order_by(User.email))]


def tries(session: Session, assignment_id: str, student_id: str | None = None) -> list[Try]:
    """Every handin to an assignment, or one student's, by number."""
    query = select(
        Submission.student_id,
        Submission.id,
        Submission.number,
        Submission.submitted_at,
        Submission.late,
        Submission.earned,
        Submission.found,
        Submission.points,
    ).where(Submission.assignment_id == assignment_id)
    if student_id is not None:
        query = query.where(Submission.student_id == student_id)
    return [Try(*row) for row in session.execute(query.order_by(Submission.number))]


def progress(session: Session, submissions: Collection[str]) -> dict[str, Progress]:
    """What is known of these handins so far."""
    checks = func.coalesce(Grading.overridden_earned, Grading.earned)
    machine = case((BundleVersion.by_hand, None), else_=checks)
    earned = func.coalesce(Grading.decided_earned, machine)

    def counted(*states: GradingState) -> ColumnElement[int]:
        return func.sum(case((Grading.state.in_(states), 1), else_=0))

    rows = session.execute(
        select(
            Grading.submission_id,
            func.coalesce(func.sum(earned), 0.0),
            func.coalesce(func.sum(case((earned.is_not(None), Grading.points), else_=0.0)), 0.0),
            counted(*_WORKS),
            counted(GradingState.FAULT),
            counted(GradingState.REVIEW),
        )
        .join(Grading.bundle_version)
        .where(Grading.submission_id.in_(submissions))
        .group_by(Grading.submission_id)
    )
    return {row[0]: Progress(*row) for row in rows}


def tallies(session: Session, submissions: Collection[str]) -> list[Tally]:
    """How the checks of these handins came out."""
    rows = session.execute(
        select(
            CheckResult.bundle_version_id,
            CheckResult.name,
            func.count(),
            func.sum(case((CheckResult.passed, 1), else_=0)),
            func.sum(CheckResult.earned),
            func.max(CheckResult.points),
        )
        .where(CheckResult.submission_id.in_(submissions))
        .group_by(CheckResult.bundle_version_id, CheckResult.name)
    )
    return [Tally(*row) for row in rows]


def results(session: Session, submissions: Collection[str]) -> list[Result]:
    """What each check of these handins earned, in the reports' order."""
    rows = session.execute(
        select(CheckResult.submission_id, CheckResult.bundle_version_id, CheckResult.name, CheckResult.earned)
        .where(CheckResult.submission_id.in_(submissions))
        .order_by(CheckResult.submission_id, CheckResult.grading_id, CheckResult.place)
    )
    return [Result(*row) for row in rows]


def failures(session: Session, submissions: Collection[str]) -> list[Failure]:
    """The checks that these handins did not pass."""
    rows = session.execute(
        select(
            CheckResult.submission_id,
            CheckResult.grading_id,
            CheckResult.bundle_version_id,
            CheckResult.name,
            CheckResult.diagnosis,
            CheckResult.likeness,
        ).where(CheckResult.submission_id.in_(submissions), CheckResult.passed.is_(False))
    )
    return [Failure(*row) for row in rows]


def sentences(session: Session, examples: Mapping[str, Failure]) -> dict[str, str]:
    """What was said of one answer each. examples: of a few groups, under any key."""
    rows = session.execute(
        select(CheckResult.grading_id, CheckResult.name, CheckResult.sentence).where(
            CheckResult.grading_id.in_({each.grading for each in examples.values()}),
            CheckResult.name.in_({each.name for each in examples.values()}),
        )
    )
    said = {(grading, name): sentence for grading, name, sentence in rows}
    return {key: said[each.grading, each.name] for key, each in examples.items()}


def versions(session: Session, ids: Collection[str]) -> Sequence[tuple[str, str, BundleVersion]]:
    """Bundle versions, each with its id and its problem's slug."""
    rows = session.execute(
        select(BundleVersion.id, Problem.slug, BundleVersion)
        .join(BundleVersion.problem)
        .where(BundleVersion.id.in_(ids))
    )
    return [(id_, slug, version) for id_, slug, version in rows]
