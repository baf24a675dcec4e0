"""The life of a starter kit: asked for when an assignment changes, made in the background."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from api import attempts
from api.attempts import Held
from api.db.models import Assignment, AssignmentProblem, AttemptState, BundleVersion, Kit
from api.gradings.line import can_run


@dataclass(frozen=True)
class KitJob:
    """A kit to be made: of which bundles, by their digests, for which assignment."""

    held: Held
    assignment: str
    slug: str
    title: str
    preface: str
    digests: tuple[str, ...]


def ask(session: Session, assignment: Assignment) -> None:
    """Have the assignment's kit made anew; until then it has none. What is being made counts no more."""
    assignment.kit_digest = None
    if assignment.kit is None:
        assignment.kit = Kit()
    else:
        attempts.retry(assignment.kit)
        assignment.kit.complaint = ""
    session.flush()


def claim(
    session: Session,
    *,
    worker: str | None,
    runtimes: Collection[str],
    devices: Collection[str],
    lease: timedelta,
) -> KitJob | None:
    """The kit that has waited longest of those whose every problem these can run; None: there is none."""
    foreign = exists(
        select(AssignmentProblem.id)
        .join(AssignmentProblem.bundle_version)
        .where(AssignmentProblem.assignment_id == Kit.assignment_id, ~can_run(runtimes, devices))
    )
    kit = session.scalar(
        select(Kit)
        .where(Kit.state == AttemptState.QUEUED, ~foreign)
        .order_by(Kit.queued_at, Kit.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=Kit)
        .execution_options(populate_existing=True)
    )
    if kit is None:
        return None
    assignment = kit.assignment
    held = attempts.take(session, kit, worker, lease)
    digests = session.scalars(
        select(BundleVersion.digest)
        .join(AssignmentProblem, AssignmentProblem.bundle_version_id == BundleVersion.id)
        .where(AssignmentProblem.assignment_id == assignment.id)
        .order_by(AssignmentProblem.place)
    ).all()
    return KitJob(held, assignment.id, assignment.slug, assignment.title, assignment.preface, tuple(digests))


def settle(session: Session, held: Held, digest: str) -> bool:
    """Let students have the kit in this blob; False when the assignment has changed since it was begun."""
    if not attempts.settle(session, held, complaint=""):
        return False
    session.get_one(Kit, held.id).assignment.kit_digest = digest
    return True


def refuse(session: Session, held: Held, complaint: str) -> bool:
    """There can be no kit of these bundles; staff are told why."""
    return attempts.settle(session, held, complaint=complaint)


def overdue(seconds: float) -> str:
    """What staff are told where a kit's examples take longer than they may."""
    return (
        f"its examples have taken {seconds / 60:g} minutes in boxes, which is all that they may. "
        "Lower wall_seconds, or ask less of the visible checks."
    )


def sentence_of(assignment: Assignment) -> str:
    """How the starter kit stands, for staff."""
    kit = assignment.kit
    if assignment.kit_digest is not None:
        return "The starter kit is ready."
    if kit is None:
        return "There is no starter kit."
    if kit.state is AttemptState.FAULT:
        return f"We failed to make the starter kit: {kit.fault} Send the assignment again to have it retried."
    if kit.state is AttemptState.DONE:
        return f"There can be no starter kit: {kit.complaint}"
    return "The starter kit is being made; its examples come from boxes, behind students' handins."


def is_wanting(assignment: Assignment) -> bool:
    """Whether nothing makes the kit that is not there: nobody asked for it yet, or we failed at it."""
    kit = assignment.kit
    return assignment.kit_digest is None and (kit is None or kit.state is AttemptState.FAULT)


def is_coming(assignment: Assignment) -> bool:
    """Whether the kit is being made."""
    kit = assignment.kit
    return assignment.kit_digest is None and kit is not None and kit.state in _COMING


_COMING = (AttemptState.QUEUED, AttemptState.RUNNING)
