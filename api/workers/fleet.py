"""The workers that are there, together."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.db.models import Worker
from api.queue import Served

AHEAD = 2
"""Jobs that may be out for each place: one that runs, and one that is there the moment the other is done."""

Kind = tuple[str, str]
"""Runtime and device."""


@dataclass(frozen=True)
class Fleet:
    """The workers that were heard of lately."""

    workers: Sequence[Worker]

    @property
    def names(self) -> list[str]:
        """Their names."""
        return [worker.name for worker in self.workers]

    @property
    def served(self) -> Served:
        """What can be run by one or the other of them."""
        runtimes = {runtime for worker in self.workers for runtime in worker.runtimes}
        return Served(frozenset(runtimes), sum(worker.gpus for worker in self.workers))

    @property
    def places(self) -> Counter[Kind]:
        """How many jobs of each kind they can run at a time."""
        return Counter(
            kind
            for worker in self.workers
            for device, places in (("cpu", worker.slots), ("cuda", worker.gpus))
            for kind in _kinds(worker.runtimes, device) * places
        )

    def room(self, out: Mapping[Kind, int]) -> "Room":
        """The room that is left beside the jobs that are out."""
        return Room({kind: AHEAD * places - out.get(kind, 0) for kind, places in self.places.items()})


@dataclass
class Room:
    """How many more jobs of each kind may be given out."""

    left: dict[Kind, int]

    @property
    def devices(self) -> list[str]:
        """Devices that there is room on."""
        return sorted({device for (_, device), left in self.left.items() if left > 0})

    def runtimes(self, device: str) -> list[str]:
        """The runtimes for which there is room on a device."""
        return sorted(runtime for (runtime, on), left in self.left.items() if on == device and left > 0)

    def on(self, device: str) -> int:
        """How many more jobs may go to a device, whatever their runtimes."""
        return sum(left for (_, on), left in self.left.items() if on == device and left > 0)

    def take(self, runtime: str, device: str) -> None:
        """A job was given out."""
        self.left[runtime, device] -= 1


def _kinds(runtimes: Iterable[str], device: str) -> list[Kind]:
    return [(runtime, device) for runtime in runtimes]
