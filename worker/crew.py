"""What the tasks of a worker share."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

from graders.cache import ArrayCache
from graders.job import Job
from graders.told import Told, Worker
from worker.held import Held
from worker.objects import Objects
from worker.sandbox.open import OpenSandbox


@dataclass
class Crew:
    """A worker's boxes, caches and messages. tell: has a message sent.

    last_moment: when what still runs is put back, by the clock of time.monotonic. stopping: set once the
    worker is asked to end; work in the background is put back at once then.
    """

    worker: Worker
    sandbox: OpenSandbox
    objects: Objects
    arrays: ArrayCache
    tell: Callable[[Told], None]
    held: Held = field(default_factory=Held)
    last_moment: float = math.inf
    stopping: Event = field(default_factory=Event)

    def lacks(self, job: Job) -> str:
        """What this worker would need for a job and does not have, in words; "" where it has all."""
        if job.runtime not in self.worker.runtimes:
            return f"It has no runtime {job.runtime}."
        if job.device == "cuda" and not self.worker.gpus:
            return "It has no GPU."
        return ""

    def is_full(self) -> bool:
        """Whether students' gradings have all the places: everything else stands back."""
        return self.held.students_jobs >= self.worker.slots

    def end_within(self, seconds: float) -> None:
        """Take nothing more; what a student waits for may still run for so long."""
        self.last_moment = time.monotonic() + seconds
        self.stopping.set()

    @property
    def is_over(self) -> bool:
        """Whether what still runs must be put back."""
        return time.monotonic() > self.last_moment
