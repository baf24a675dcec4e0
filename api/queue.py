"""The port to whatever carries work to the graders.

The database row is the job; what is published is a hint that there is work. A queue that loses a job
or delivers it twice does no harm.
"""

from typing import Protocol

from graders.job import GradeJob


class Queue(Protocol):
    """Carries jobs to graders."""

    def publish(self, job: GradeJob) -> None:
        """Tell graders of a job. Does not raise when nobody can be told: the row is still there."""
        ...


class InMemoryQueue:
    """Keeps what was published, for tests and for a server that has no graders yet."""

    def __init__(self) -> None:
        self.jobs: list[GradeJob] = []

    def publish(self, job: GradeJob) -> None:
        """Keep the job."""
        self.jobs.append(job)
