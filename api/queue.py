"""The port to whatever carries work to the graders.

The database row is the job; what is published is a hint that there is work. A queue that loses a job
or delivers it twice does no harm.
"""

from dataclasses import dataclass
from typing import Protocol

from graders.job import GradeJob


@dataclass(frozen=True)
class Served:
    """What the graders there are can run: these runtimes, on processors and on so many GPUs.

    What needs another waits until there is one.
    """

    runtimes: frozenset[str]
    gpus: int = 0

    @property
    def devices(self) -> tuple[str, ...]:
        """The devices that a problem may ask for."""
        return ("cpu", "cuda") if self.gpus else ("cpu",)


PROCESSORS = Served(frozenset({"numpy", "torch"}))
"""What graders of a machine without a GPU serve."""


class Queue(Protocol):
    """Carries jobs to graders."""

    @property
    def served(self) -> Served:
        """What those graders can run."""
        ...

    def publish(self, job: GradeJob) -> None:
        """Tell graders of a job. Does not raise when nobody can be told: the row is still there."""
        ...


class InMemoryQueue:
    """Keeps what was published, for tests and for a server that has no graders yet."""

    def __init__(self, served: Served = PROCESSORS) -> None:
        self.served = served
        self.jobs: list[GradeJob] = []

    def publish(self, job: GradeJob) -> None:
        """Keep the job."""
        self.jobs.append(job)
