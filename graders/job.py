"""A grading job: self-contained, so that a worker needs no database."""

from msgspec import Struct


class Blob(Struct, frozen=True):
    """Stored bytes: their BLAKE2b-256 digest in hex, and where a remote worker may fetch them."""

    digest: str
    url: str = ""


class GradeItem(Struct, frozen=True):
    """One problem of a job: the grading (and which attempt at it) that its report settles."""

    grading: str
    attempt: int
    problem: str
    bundle: Blob
    seed: int


class GradeJob(Struct, frozen=True):
    """All problems of one submission that share runtime and device, so that one box serves them."""

    submission: str
    runtime: str
    device: str
    handin: Blob
    items: tuple[GradeItem, ...]
