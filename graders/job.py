"""Jobs for workers: self-contained, so that a worker needs no database."""

from typing import Literal

from msgspec import Struct

Purpose = Literal["grade", "regrade", "prove", "kit"]


class Attempt(Struct, frozen=True):
    """One attempt at one row of the database: what a job is for, and what every message about it names.

    number: counts from 1; whatever an earlier one still says is known as late. ticket: given out with the
    attempt and shown with each message, so that nobody can speak of an attempt that they were not given.
    """

    purpose: Purpose
    id: str
    number: int
    ticket: str = ""


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
    ticket: str = ""


class GradeJob(Struct, frozen=True, tag="grade"):
    """All problems of one submission that share runtime and device, so that one box serves them.

    purpose: "grade", or "regrade" for one problem of an old handin, graded by another version.
    """

    submission: str
    runtime: str
    device: str
    handin: Blob
    items: tuple[GradeItem, ...]
    purpose: Purpose = "grade"

    @property
    def about(self) -> str:
        """What it is about."""
        return self.submission

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """What it holds, one for each item."""
        return tuple(self.attempt_at(item) for item in self.items)

    def attempt_at(self, item: GradeItem) -> Attempt:
        """The attempt that an item is."""
        return Attempt(self.purpose, item.grading, item.attempt, item.ticket)


class ProveJob(Struct, frozen=True, tag="prove"):
    """A bundle to be proved on these seeds. seconds: what may be spent in boxes."""

    attempt: Attempt
    bundle: Blob
    runtime: str
    device: str
    seeds: tuple[int, ...]
    seconds: float
    purpose: Purpose = "prove"

    @property
    def about(self) -> str:
        """What it is about."""
        return self.attempt.id

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """What it holds."""
        return (self.attempt,)


class KitJob(Struct, frozen=True, tag="kit"):
    """A starter kit to be made of these bundles. put: where the kit goes, which may be large."""

    attempt: Attempt
    slug: str
    title: str
    preface: str
    bundles: tuple[Blob, ...]
    runtime: str
    device: str
    seconds: float
    put: str
    purpose: Purpose = "kit"

    @property
    def about(self) -> str:
        """What it is about."""
        return self.attempt.id

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """What it holds."""
        return (self.attempt,)


Job = GradeJob | ProveJob | KitJob

_CLASSES: dict[Purpose, str] = {"grade": "grade", "regrade": "regrade", "prove": "prove", "kit": "prove"}


def queue_of(purpose: Purpose, device: str, runtime: str) -> str:
    """The name of the queue that such jobs wait in, such as grade.cpu.numpy.

    A worker listens to the queues of what it can run, and so leaves all else to others.
    """
    return f"{_CLASSES[purpose]}.{device}.{runtime}"
