"""A sandbox that lets students go first, and that one piece of work can use for so long."""

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from threading import Event as Signal
from typing import cast

from graders.box import BoxTask, Event, Sandbox

LOOK_SECONDS = 0.25
"""Between two looks whether a student still waits."""


class Stopped(Exception):
    """The server ends, or the work was taken away, sooner than the work would."""


class Overdue(Exception):
    """The work has had all the time in boxes that it may have."""


@dataclass
class GivingWay:
    """The boxes of a sandbox, one at a time, for one piece of work.

    students_wait: whether a grading waits now. stopping: set when the server ends; a box is left at its
    next event then. seconds: what may be spent in boxes; waiting for students costs nothing.
    """

    real: Sandbox
    students_wait: Callable[[], bool]
    stopping: Signal
    seconds: float
    spent: float = field(default=0.0, init=False)

    @property
    def kind(self) -> str:
        """The kind of the real boxes."""
        return self.real.kind

    def run(self, task: BoxTask) -> Iterator[Event]:
        """Run a task once no student waits. Raises Stopped and Overdue, and what the real one does."""
        self.give_way()
        left = self.seconds - self.spent
        steps = (replace(step, wall_seconds=min(step.wall_seconds, left)) for step in task.steps)
        began = time.monotonic()
        try:
            # The contract of a sandbox: closing the iterator kills the child.
            events = cast(Generator[Event, None, None], self.real.run(replace(task, steps=tuple(steps))))
            with closing(events):
                for event in events:
                    self._go_on(time.monotonic() - began)
                    yield event
        finally:
            self.spent += time.monotonic() - began

    def give_way(self) -> None:
        """Return once no student waits. Raises Stopped and Overdue."""
        self._go_on(0.0)
        while self.students_wait():
            if self.stopping.wait(LOOK_SECONDS):
                raise Stopped

    def _go_on(self, more: float) -> None:
        if self.stopping.is_set():
            raise Stopped
        if self.spent + more >= self.seconds:
            raise Overdue
