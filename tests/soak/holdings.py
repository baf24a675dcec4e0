"""What a worker holds of the machine, counted from outside of what it runs."""

import os
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.integration.worker.processes import descendants, mounts
from worker.sandbox.cgroups.mounts import read_hierarchies

PROC = Path("/proc/self")
STEADY_SECONDS = 0.5
ROOM_MB = 80.0
"""A worker may be so much larger: its cache fills up, and Python keeps what the kernel has once given it."""


class Holdings(NamedTuple):
    """Descriptors, processes below us, mounts we see, control groups, temporary files, our megabytes."""

    descriptors: int
    processes: int
    mounts: int
    groups: int
    files: int
    megabytes: float

    def grown(self, before: "Holdings") -> list[str]:
        """What is more than before, in words; none where nothing has been kept."""
        counts = [
            f"{name}: {then} → {now}"
            for name, then, now in zip(self._fields, before, self, strict=True)
            if name != "megabytes" and now > then
        ]
        larger = self.megabytes > before.megabytes + ROOM_MB
        return counts + ([f"megabytes: {before.megabytes:.0f} → {self.megabytes:.0f}"] if larger else [])


def settled() -> Holdings:
    """Our holdings once they have stayed the same for a while: the kernel tidies up a moment later."""
    before, now = None, counted()
    while now[:-1] != before:
        time.sleep(STEADY_SECONDS)
        before, now = now[:-1], counted()
    return now


def counted() -> Holdings:
    """Our holdings at this moment."""
    return Holdings(
        descriptors=len(list((PROC / "fd").iterdir())),
        processes=len(descendants()),
        mounts=len(mounts()),
        groups=len(_groups()),
        files=sum(len(files) + len(folders) for _, folders, files in os.walk(tempfile.gettempdir())),
        megabytes=_megabytes(),
    )


def _groups() -> list[Path]:
    """The groups below our own, in every hierarchy."""
    return [folder for one in read_hierarchies() for folder in one.ours.glob(f"allclose-*-{os.getpid()}-*")]


def _megabytes() -> float:
    status = dict(line.split(":", 1) for line in (PROC / "status").read_text().splitlines())
    return int(status["VmRSS"].split()[0]) / 1024
