"""A version as staff see it."""

from api.db.models import BundleVersion, Proof
from api.problems.schemas import CheckView
from api.versions.schemas import FindingView, ProofView, VersionLinks, VersionSummary, VersionView
from api.versions.standing import sentence_of, state_of


def address_of(course: str, version: BundleVersion) -> str:
    """Where a version is found from within a course."""
    return f"/api/v1/courses/{course}/problems/{version.problem.slug}/versions/{version.number}"


def summary_of(course: str, version: BundleVersion) -> VersionSummary:
    """A line of a list, seen from within a course."""
    here, owner = address_of(course, version), version.problem.course
    return VersionSummary(
        course=owner.slug if owner else None,
        problem=version.problem.slug,
        version=version.number,
        title=version.title,
        digest=version.digest,
        state=state_of(version),
        sentence=sentence_of(version),
        runtime=version.runtime,
        device=version.device,
        points=version.points,
        created_at=version.created_at,
        links=VersionLinks(
            self=here, bundle=f"{here}/bundle.tar", diff=f"{here}/diff", events=f"{here}/events"
        ),
    )


def view_of(course: str, version: BundleVersion) -> VersionView:
    """A version, whole."""
    return VersionView(
        **summary_of(course, version).model_dump(),
        checks=checks_of(version),
        proof=_proof(version.proof) if version.proof else None,
    )


def checks_of(version: BundleVersion) -> list[CheckView]:
    """The checks of a version."""
    return [
        CheckView(name=check.name, title=check.title, points=check.points, visibility=check.visibility)
        for check in version.described.checks
    ]


def _proof(proof: Proof) -> ProofView:
    found = proof.findings
    findings = found.findings if found else ()
    return ProofView(
        passed=proof.passed,
        attempt=proof.attempt,
        done=proof.done,
        total=proof.total,
        finding=proof.finding,
        started_at=proof.started_at,
        settled_at=proof.settled_at,
        fault=proof.fault,
        seeds=list(found.seeds) if found else [],
        box=found.box if found else "",
        findings=[
            FindingView(name=each.name, passed=each.passed, sentence=each.sentence, numbers=each.numbers)
            for each in findings
        ],
    )
