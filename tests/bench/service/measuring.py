"""One run of the load against one server with so many workers."""

import asyncio
import os
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from api.auth.keys import Keys
from api.blobs import FileBlobStore
from api.db.session import Database
from api.secret import read_secret
from tests.bench.service.arrivals import arrivals, busiest, read_trace
from tests.bench.service.figures import Deadline, Run, Rush, Stored, at_the_deadline, rushed
from tests.bench.service.generator import Load
from tests.bench.service.outcomes import wait_for_all
from tests.bench.service.usage import Meter, stored_bytes
from tests.service.course import HONEST, TRAINING, Upload, open_course

PATIENCE_SECONDS = 180.0
"""The longest that nothing may be settled while something waits."""


class Server(Protocol):
    """A running service. grades_apart: whether workers can be stopped and started apart from it."""

    name: str
    data: Path
    database_url: str
    addresses: Sequence[str]
    grades_apart: bool

    @property
    def pids(self) -> Mapping[str, int]:
        """What runs, by name."""
        ...

    @property
    def boxing(self) -> Sequence[str]:
        """The names of what has boxes below it."""
        ...

    def start_workers(self) -> None:
        """Let handins be graded."""
        ...

    def stop_workers(self) -> None:
        """Let none be graded."""
        ...


@dataclass(frozen=True)
class Plan:
    """What is to be measured. rush: handins as fast as they are taken; students: at a deadline; 0: not.

    samples: what is handed in, drawn from these. training: whether the problem that trains a network is one
    of the homework's.
    """

    rush: int
    at_once: int
    students: int
    minutes: float
    samples: Sequence[str] = HONEST
    training: bool = True
    seed: int = 1


def measure(server: Server, workers: int, plan: Plan) -> Run:
    """Warm up, rush, then play a deadline."""
    database = Database(server.database_url)
    try:
        bench = Bench(server, database, plan)
        bench.warm_up()
        empty = stored_bytes(database, server.data)
        rush = bench.rush() if plan.rush else None
        deadline = bench.deadline() if plan.students else None
        full = stored_bytes(database, server.data)
        handins = plan.rush + plan.students
        stored = Stored(*((after - before) / handins for before, after in zip(empty, full, strict=True)))
        return Run(server.name, workers, rush, deadline, stored)
    finally:
        database.close()


class Bench:
    """A course on a server, and its students' uploads, which are made beforehand."""

    def __init__(self, server: Server, database: Database, plan: Plan) -> None:
        self._server = server
        self._database = database
        self._plan = plan
        blobs, keys = FileBlobStore(server.data / "blobs"), Keys(read_secret(server.data))
        people = max(plan.students, plan.rush, 1)
        self._course = open_course(database, blobs, keys, people, () if plan.training else (TRAINING,))

    def warm_up(self) -> None:
        """Every sample once: bundles are read, arrays known, connections open."""
        self._server.start_workers()
        load = self._load([self._course.upload(name, -1 - at) for at, name in enumerate(self._plan.samples)])
        wait_for_all(self._database, asyncio.run(load.rush(1)).accepted, PATIENCE_SECONDS)

    def rush(self) -> Rush:
        """Nobody grades until everything is handed in, where that can be."""
        server, plan = self._server, self._plan
        if server.grades_apart:
            server.stop_workers()
        played = asyncio.run(self._load(self._uploads(plan.rush, 0)).rush(plan.at_once))
        server.start_workers()
        before = Meter.read(server.pids, server.boxing)
        graded = wait_for_all(self._database, played.accepted, PATIENCE_SECONDS)
        shares = Meter.read(server.pids, server.boxing).shares_since(before)
        together = not server.grades_apart
        return rushed(played, graded, plan.at_once, os.cpu_count() or 1, shares, together)

    def deadline(self) -> Deadline:
        """The trace's last day in a few minutes."""
        plan, server = self._plan, self._server
        moments = arrivals(read_trace(), plan.students, 60 * plan.minutes, plan.seed)
        load = self._load(self._uploads(plan.students, plan.rush))
        before = Meter.read(server.pids, server.boxing)
        played = asyncio.run(load.play(moments))
        shares = Meter.read(server.pids, server.boxing).shares_since(before)
        graded = wait_for_all(self._database, played.accepted, PATIENCE_SECONDS)
        return at_the_deadline(played, graded, moments, busiest(moments), shares)

    def _load(self, uploads: Sequence[Upload]) -> Load:
        return Load(self._course.path, self._server.addresses, uploads)

    def _uploads(self, count: int, first: int) -> list[Upload]:
        draw = random.Random(self._plan.seed)
        return [
            self._course.upload(draw.choice(self._plan.samples), first + number) for number in range(count)
        ]
