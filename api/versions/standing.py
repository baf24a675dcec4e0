"""Where a version stands, in a word and in a sentence."""

from enum import StrEnum

from api.db.models import AttemptState, BundleVersion, Proof


class VersionState(StrEnum):
    """Where a version stands. installed: it came with the server, and a newer one has come since."""

    QUEUED = "queued"
    RUNNING = "running"
    FAILED = "failed"
    FAULT = "fault"
    PROVED = "proved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    INSTALLED = "installed"


_UNSETTLED = {
    AttemptState.QUEUED: VersionState.QUEUED,
    AttemptState.RUNNING: VersionState.RUNNING,
    AttemptState.FAULT: VersionState.FAULT,
}


def state_of(version: BundleVersion) -> VersionState:
    """The one word that says most about a version."""
    if version.withdrawn_at is not None:
        return VersionState.WITHDRAWN
    if version.number == version.problem.published:
        return VersionState.PUBLISHED
    return _proved(version.proof) if version.proof is not None else VersionState.INSTALLED


def is_proved(version: BundleVersion) -> bool:
    """Whether students may meet it: its proof passed, or it came with the server."""
    return version.proof is None or _proved(version.proof) is VersionState.PROVED


def sentence_of(version: BundleVersion) -> str:
    """What the state means for who looks at the version, and what to do next."""
    state = state_of(version)
    if state is VersionState.WITHDRAWN:
        return "It was withdrawn: no assignment can hold it. Publish it to take it back into use."
    if state is VersionState.PUBLISHED:
        return "New handins are graded by it."
    return proof_sentence(version)


def proof_sentence(version: BundleVersion) -> str:
    """How its proof stands, whatever else became of the version."""
    if version.proof is None:
        return "It came with the server, and a newer version has come since."
    return _of_proof(_proved(version.proof), version.proof, version)


def _proved(proof: Proof) -> VersionState:
    if proof.state is AttemptState.DONE:
        return VersionState.PROVED if proof.passed else VersionState.FAILED
    return _UNSETTLED[proof.state]


def _of_proof(state: VersionState, proof: Proof, version: BundleVersion) -> str:
    if state is VersionState.QUEUED:
        needs = f"a worker that has the runtime {version.runtime!r} and the device {version.device!r}"
        return f"Its proof waits for {needs}; students' handins go first."
    if state is VersionState.RUNNING and not proof.done:
        return "Its proof has begun; nothing is shown yet."
    if state is VersionState.RUNNING:
        return f"Its proof is at {proof.done} of {proof.total} findings; the last was {proof.finding}."
    if state is VersionState.FAULT:
        return f"We failed to prove it, which says nothing about it: {proof.fault} Ask for its proof again."
    if state is VersionState.PROVED:
        return "It is proved. Publish it, and assignments can hold it."
    return f"It is not proved: {first_complaint(proof)} Mend that and upload it again."


def first_complaint(proof: Proof) -> str:
    """The first finding that failed, in its sentence."""
    found = proof.findings
    failed = [finding.sentence for finding in found.findings if not finding.passed] if found else []
    more = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
    return f"{failed[0]}{more}" if failed else "its proof failed."
