"""Figures and spans of boxes, told by a sandbox around the real one."""

import time
from collections.abc import Generator, Iterator
from contextlib import closing
from typing import cast

from prometheus_client import Counter, Histogram

from graders import spans
from graders.box import BoxTask, Event, Sandbox
from graders.errors import SandboxFault
from worker.metrics.registry import REGISTRY

STARTS = Counter("allclose_box_starts", "Boxes that were asked for.", ("kind", "runtime"), registry=REGISTRY)
FAILURES = Counter(
    "allclose_box_failures",
    "Boxes that failed by our fault; what a handin does to itself is none.",
    ("kind", "runtime"),
    registry=REGISTRY,
)
FIRST_EVENT = Histogram(
    "allclose_box_first_event_seconds",
    "Seconds from asking for a box, free places waited for, to its first event.",
    ("kind", "runtime"),
    registry=REGISTRY,
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


class Counted:
    """A sandbox whose boxes are counted; all else is as the real one does it."""

    def __init__(self, real: Sandbox) -> None:
        self._real = real

    @property
    def kind(self) -> str:
        """The kind of the real boxes."""
        return self._real.kind

    def run(self, task: BoxTask) -> Iterator[Event]:
        """Run a task, and count it. Raises what the real one does."""
        labels = (self.kind, task.runtime)
        # Known from the first box on: a series that begins with its first failure never grew.
        failures = FAILURES.labels(*labels)
        STARTS.labels(*labels).inc()
        span = spans.start("box", {"kind": self.kind, "runtime": task.runtime, "steps": len(task.steps)})
        failed: SandboxFault | None = None
        try:
            yield from _timed(self._real.run(task), FIRST_EVENT.labels(*labels))
        except SandboxFault as fault:
            failures.inc()
            failed = fault
            raise
        finally:
            span.end(failed)


def _timed(events: Iterator[Event], first_event: Histogram) -> Iterator[Event]:
    began = time.perf_counter()
    # The contract of a sandbox: closing the iterator kills the child.
    with closing(cast(Generator[Event, None, None], events)) as running:
        for number, event in enumerate(running):
            if number == 0:
                first_event.observe(time.perf_counter() - began)
            yield event
