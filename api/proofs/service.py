"""The life of a proof: claimed by who can run its boxes, told of, settled."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from api import attempts
from api.attempts import Held
from api.db.models import AttemptState, BundleVersion, Proof
from api.errors import Conflict
from api.gradings.jobs import device_for
from api.gradings.line import can_run
from api.versions.standing import VersionState, is_proved, state_of
from graders.errors import GraderFault
from graders.proof import Finding
from graders.proof import Proof as Findings


class ProofRefused(GraderFault):
    """A proof is not of the version that it claims to settle."""


@dataclass(frozen=True)
class ProofJob:
    """A proof to be made: of which bundle, by its digest."""

    held: Held
    digest: str


def claim(
    session: Session,
    *,
    worker: str | None,
    runtimes: Collection[str],
    devices: Collection[str],
    lease: timedelta,
) -> ProofJob | None:
    """The proof that has waited longest of those that these can run; None: there is none."""
    proof = session.scalar(
        select(Proof)
        .join(Proof.bundle_version)
        .where(
            Proof.state == AttemptState.QUEUED,
            BundleVersion.withdrawn_at.is_(None),
            can_run(runtimes, devices),
        )
        .order_by(Proof.queued_at, Proof.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=Proof)
        .options(joinedload(Proof.bundle_version))
        .execution_options(populate_existing=True)
    )
    if proof is None:
        return None
    proof.done, proof.total, proof.finding = 0, 0, ""
    return ProofJob(attempts.take(session, proof, worker, lease), proof.bundle_version.digest)


def note(session: Session, held: Held, finding: str, done: int, total: int) -> bool:
    """Say what was shown last; False when this attempt is over."""
    return attempts.change(session, held, finding=finding, done=done, total=total)


def settle(session: Session, held: Held, found: Findings) -> bool:
    """Record what was found, once. Raises ProofRefused for a proof of another bundle."""
    if found.bundle != session.get_one(Proof, held.id).bundle_version.digest:
        raise ProofRefused(f"The proof {held.id} is of another bundle.")
    return attempts.settle(
        session,
        held,
        passed=found.passed,
        done=len(found.findings),
        findings_json=msgspec.json.encode(found).decode(),
    )


def settle_overdue(session: Session, held: Held, seconds: float) -> bool:
    """Record that a proof has not come to its end, which proves nothing good of its bundle."""
    row = session.get_one(Proof, held.id)
    version = row.bundle_version
    shown = f"{row.done} of {row.total} findings, the last of them {row.finding}" if row.done else "nothing"
    sentence = (
        f"The proof has spent {seconds / 60:g} minutes in boxes, which is all that it may, and has "
        f"shown {shown}. Look for a loop without end in reference/, samples/ or the exercise, lower "
        "wall_seconds, or ask less of the checks."
    )
    found = Findings(
        problem=version.problem.slug,
        title=version.title,
        bundle=version.digest,
        runtime=version.runtime,
        device=device_for(version.device, ()),
        box="",
        seeds=(),
        passed=False,
        findings=(Finding("limits", False, sentence),),
    )
    return settle(session, held, found)


def again(session: Session, version: BundleVersion) -> None:
    """Prove a version once more, which failed or which we failed at. Raises Conflict for any other."""
    proof = version.proof
    if proof is None:
        raise Conflict("It came with the server, which proves nothing that it brings.")
    if is_proved(version):
        raise Conflict("It is proved already.")
    if state_of(version) not in (VersionState.FAILED, VersionState.FAULT):
        raise Conflict("Its proof is not over yet.")
    attempts.retry(proof)
    proof.passed, proof.findings_json = None, None
    session.flush()
