"""What a thread does for a job, told to the log and to whoever traces."""

from collections.abc import Iterator
from contextlib import contextmanager

from structlog.contextvars import bound_contextvars

from graders import spans
from graders.job import GradeJob, Job


@contextmanager
def about(job: Job, worker: str) -> Iterator[None]:
    """Whatever this thread logs within the block names the job's submission, and is a part of its trace."""
    of = {"submission" if isinstance(job, GradeJob) else "id": job.about, "worker": worker}
    told: dict[str, str | int | float] = {**of, "runtime": job.runtime, "device": job.device}
    with (
        bound_contextvars(**of),
        spans.following(spans.trace_of(job.about)),
        spans.span(job.purpose, told),
    ):
        yield
