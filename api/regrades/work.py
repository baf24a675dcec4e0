"""The gradings of a regrade, as work for who can run their boxes. Nothing of it is seen before it counts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from api import attempts
from api.attempts import Held
from api.db.models import (
    AttemptState,
    BundleVersion,
    Grading,
    Regrade,
    RegradeState,
    Regrading,
    Submission,
)
from api.gradings.fitting import by_visibility, check_origin, check_points
from api.gradings.jobs import device_for
from api.gradings.line import can_run
from api.gradings.seeds import seed_of
from graders.job import Blob, GradeItem, GradeJob
from graders.report import Report


@dataclass(frozen=True)
class RegradingJob:
    """One problem of one handin, to be graded by another version."""

    held: Held
    job: GradeJob


def claim(
    session: Session,
    *,
    worker: str | None,
    runtimes: Collection[str],
    devices: Collection[str],
    lease: timedelta,
) -> RegradingJob | None:
    """What has waited longest of what these can run; None: there is nothing."""
    row = session.scalar(
        select(Regrading)
        .join(Regrading.regrade)
        .join(Regrade.bundle_version)
        .where(
            Regrading.state == AttemptState.QUEUED,
            Regrade.state == RegradeState.PREVIEW,
            can_run(runtimes, devices),
        )
        .order_by(Regrading.queued_at, Regrading.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=Regrading)
        .options(
            joinedload(Regrading.regrade)
            .joinedload(Regrade.bundle_version)
            .joinedload(BundleVersion.problem),
            joinedload(Regrading.grading).joinedload(Grading.submission).joinedload(Submission.assignment),
        )
        .execution_options(populate_existing=True)
    )
    if row is None:
        return None
    return RegradingJob(attempts.take(session, row, worker, lease), _job(row, devices))


def settle(session: Session, held: Held, report: Report) -> bool:
    """Record a report, once; it counts when the regrade is confirmed. Raises ReportRefused."""
    version = session.get_one(Regrading, held.id).regrade.bundle_version
    check_origin(report, version)
    check_points(version.described, report)
    return attempts.settle(
        session,
        held,
        earned=report.earned,
        earned_by=by_visibility(report),
        report_json=msgspec.json.encode(report).decode(),
    )


def _job(row: Regrading, devices: Collection[str]) -> GradeJob:
    version, submission = row.regrade.bundle_version, row.grading.submission
    slug = version.problem.slug
    seed = seed_of(submission.assignment.seed, slug)
    return GradeJob(
        submission=submission.id,
        runtime=version.runtime,
        device=device_for(version.device, devices),
        handin=Blob(submission.digest),
        items=(GradeItem(row.id, row.attempt, slug, Blob(version.digest), seed),),
        purpose="regrade",
    )
