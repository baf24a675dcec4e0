"""Versions of problems on the wire."""

from datetime import datetime

from pydantic import BaseModel

from api.problems.schemas import CheckView
from api.versions.standing import VersionState


class VersionLinks(BaseModel):
    """Where a version and what belongs to it are found."""

    self: str
    bundle: str
    diff: str
    events: str


class VersionSummary(BaseModel):
    """A version in a list. course: whose own the problem is (null: it came with the server).

    sentence: what its state means, and what to do next.
    """

    course: str | None
    problem: str
    version: int
    title: str
    digest: str
    state: VersionState
    sentence: str
    runtime: str
    device: str
    points: float
    created_at: datetime
    links: VersionLinks


class FindingView(BaseModel):
    """One thing that a proof shows. numbers: what was measured."""

    name: str
    passed: bool
    sentence: str
    numbers: dict[str, float]


class ProofView(BaseModel):
    """How a proof stands: `done` of `total` findings, the last of them `finding`.

    findings, seeds and box: what was found, once it is settled. fault: why we failed at it.
    """

    passed: bool | None
    attempt: int
    done: int
    total: int
    finding: str
    started_at: datetime | None
    settled_at: datetime | None
    fault: str
    seeds: list[int]
    box: str
    findings: list[FindingView]


class VersionView(VersionSummary):
    """A version, whole. proof: null for what came with the server."""

    checks: list[CheckView]
    proof: ProofView | None


class Holder(BaseModel):
    """An assignment that a published version was put into.

    others: how many of its handins were graded by another version; `regrades` is where to ask for them to
    be graded by this one.
    """

    assignment: str
    others: int
    regrades: str


class Published(VersionSummary):
    """A version that was published, and the assignments that hold its problem."""

    assignments: list[Holder]


class WordChange(BaseModel):
    """A word of problem.toml that changed; null: it is not there."""

    word: str
    before: str | None
    after: str | None


class FileChange(BaseModel):
    """A file that changed. diff: a unified text diff; note: why there is none, or not all of it."""

    path: str
    change: str
    bytes_before: int | None
    bytes_after: int | None
    diff: str
    note: str


class DiffView(BaseModel):
    """How one version differs from another (`before`; null: there is none, and everything is new).

    note: what was left out, where the whole would be too long.
    """

    before: int | None
    after: int
    words: list[WordChange]
    files: list[FileChange]
    note: str
