"""What becomes of a version: published, withdrawn."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from api.assignments import holding
from api.assignments import repository as assignments
from api.audit import service as audit
from api.auth.caller import Caller
from api.blobs import BlobStore
from api.db.base import utc_now
from api.db.models import Assignment, BundleVersion
from api.errors import Conflict
from api.proofs import service as proofs
from api.versions.place import Place
from api.versions.standing import VersionState, is_proved, proof_sentence, state_of


def publish_as(
    session: Session, blobs: BlobStore, caller: Caller, place: Place
) -> tuple[BundleVersion, Sequence[Assignment]]:
    """Like `publish`, for a caller; the version, too. Raises NotFound, Forbidden, and what `publish` does."""
    version = place.held(session, caller)
    was = version.problem.published
    holders = publish(session, blobs, version)
    told = {"was": was, "assignments": [assignment.slug for assignment in holders]}
    _note(session, caller, "problem.publish", version, **told)
    return version, holders


def withdraw_as(session: Session, caller: Caller, place: Place) -> BundleVersion:
    """Like `withdraw`, for a caller. Raises NotFound, Forbidden, and what `withdraw` does."""
    version = place.held(session, caller)
    withdraw(session, version)
    _note(session, caller, "problem.withdraw", version)
    return version


def prove_as(session: Session, caller: Caller, place: Place) -> BundleVersion:
    """Have a version proved once more, for a caller. Raises NotFound, Forbidden, or Conflict."""
    version = place.held(session, caller)
    proofs.again(session, version)
    _note(session, caller, "problem.prove", version)
    return version


def publish(session: Session, blobs: BlobStore, version: BundleVersion) -> Sequence[Assignment]:
    """Let new handins be graded by this version, in every assignment that holds its problem.

    Publishing it again changes nothing. Returns those assignments. Raises Conflict for one that is not
    proved.
    """
    if not is_proved(version):
        raise Conflict(f"Version {version.number} cannot be published. {proof_sentence(version)}")
    version.withdrawn_at = None
    version.problem.published = version.number
    holders = assignments.lock_holders(session, version.problem_id)
    for assignment in holders:
        holding.put(session, blobs, assignment, version)
    session.flush()
    return holders


def withdraw(session: Session, version: BundleVersion) -> None:
    """Take a version out of use. Withdrawing it again changes nothing. Raises Conflict while one needs it."""
    if state_of(version) is VersionState.WITHDRAWN:
        return
    if version.number == version.problem.published:
        held = [assignment.slug for assignment in assignments.lock_holders(session, version.problem_id)]
        if held:
            raise Conflict(
                f"{', '.join(held)} is graded by version {version.number}. Publish another version, or take "
                "the problem out of the assignment, before you withdraw it."
            )
        version.problem.published = None
    version.withdrawn_at = utc_now()
    session.flush()


def _note(session: Session, caller: Caller, action: str, version: BundleVersion, **told: Any) -> None:
    which = {"problem": version.problem.slug, "version": version.number, **told}
    audit.note(session, caller, action, version, course=version.problem.course, **which)
