"""What workers tell: who they are, what they hold, and how each attempt went.

A message is the claim of a process that holds no database. Whoever writes it down looks at the ticket first.
about: the submission, or whatever else the attempts belong to; messages about the same thing are written
together, and nothing else depends on it.
"""

from msgspec import Struct

from graders.job import Attempt
from graders.progress import Progress
from graders.proof.proof import Proof
from graders.report import Report


class Worker(Struct, frozen=True):
    """A worker: its name, which no other has ever had, and what it can run.

    slots: gradings at a time; gpus: of these, how many on a GPU. box: the kind of its boxes. version: the
    digest of the engine's code.
    """

    name: str
    version: str
    runtimes: tuple[str, ...]
    slots: int
    gpus: int
    box: str


class Alive(Struct, frozen=True, tag="alive"):
    """A worker lives, and still works at these attempts."""

    worker: Worker
    holds: tuple[Attempt, ...] = ()


class Left(Struct, frozen=True, tag="left"):
    """A worker has ended; it holds nothing any more."""

    worker: str


class Begun(Struct, frozen=True, tag="begun"):
    """A worker has begun these attempts, all of one job."""

    about: str
    worker: str
    attempts: tuple[Attempt, ...]


class Progressed(Struct, frozen=True, tag="progressed"):
    """A check of a grading has its verdict."""

    about: str
    attempt: Attempt
    progress: Progress


class Settled(Struct, frozen=True, tag="settled"):
    """A grading, or a regrading, has its report."""

    about: str
    attempt: Attempt
    report: Report


class Found(Struct, frozen=True, tag="found"):
    """A proof has shown one more of its findings: number of total."""

    about: str
    attempt: Attempt
    finding: str
    number: int
    total: int


class Proved(Struct, frozen=True, tag="proved"):
    """A proof has come to its end."""

    about: str
    attempt: Attempt
    proof: Proof


class Overdue(Struct, frozen=True, tag="overdue"):
    """Work in the background has spent all the time that it may."""

    about: str
    attempt: Attempt


class Complained(Struct, frozen=True, tag="complained"):
    """There can be no starter kit of these bundles; why not, in words for staff."""

    about: str
    attempt: Attempt
    complaint: str


class Failed(Struct, frozen=True, tag="failed"):
    """We failed at these attempts, all of one job; why, in a sentence for staff."""

    about: str
    attempts: tuple[Attempt, ...]
    why: str


class PutBack(Struct, frozen=True, tag="put-back"):
    """The worker puts these attempts back, all of one job: they do not count."""

    about: str
    attempts: tuple[Attempt, ...]
    why: str = ""


Told = Alive | Left | Begun | Progressed | Settled | Found | Proved | Overdue | Complained | Failed | PutBack
