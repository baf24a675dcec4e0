"""Figures of what waits, runs and has failed, asked of the database when Prometheus reads them.

One query asks for all of it; it reads the rows that wait, run or failed, by the index on their state, and no
row that is settled. One process of a service is enough to serve these figures.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from threading import Lock
from typing import Any, NamedTuple

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import CompoundSelect, Select, case, func, literal, select, union_all
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.db.base import utc_now
from api.db.models import (
    AttemptState,
    BundleVersion,
    Grading,
    GradingState,
    Kit,
    Proof,
    Regrade,
    RegradeState,
    Regrading,
    SimilarityRun,
)
from api.db.session import Database
from api.metrics.gradings import QUEUES
from api.queue import PROCESSORS, Served

KEPT_SECONDS = 5.0
"""How long an answer is given again: however many ask, the database is asked this often."""
_OPEN = (AttemptState.QUEUED, AttemptState.RUNNING, AttemptState.FAULT)


class Class(NamedTuple):
    """Work that the same workers can do: it waits in a queue of this name, such as grade.cpu.numpy.

    What may run on any device waits for a processor. Of starter kits nobody says which, and
    searches for shared code need no worker: both are "".
    """

    queue: str
    device: str
    runtime: str


class Standing(NamedTuple):
    """How many rows of a class are in a state, since when the oldest waits, how many leases have run out."""

    queue: str
    device: str
    runtime: str
    state: str
    rows: int
    oldest: datetime
    lapsed: int


_GAUGES = {
    "allclose_queue_length": "Work that waits for a worker.",
    "allclose_queue_oldest_seconds": "How long the oldest of it has waited.",
    "allclose_queue_served": "1 where a worker is there that can do this work, 0 where it waits for one.",
    "allclose_attempts_running": "Attempts that run.",
    "allclose_leases_lapsed": "Attempts whose lease has run out, which no sweep has given back yet.",
    "allclose_faults_open": "Work that we failed at for good, until staff retry it.",
}


class LineFigures(Collector):
    """Asks how the lines stand. served: what the workers that are there can run."""

    def __init__(self, database: Database, served: Callable[[], Served]) -> None:
        self._database = database
        self._served = served
        self._lock = Lock()
        self._kept: tuple[float, list[Metric]] = (-KEPT_SECONDS, [])
        self._known: set[Class] = set()

    def describe(self) -> Iterable[Metric]:
        """The figures' names, without asking."""
        return [_is_up(True), *_families().values()]

    def collect(self) -> Iterable[Metric]:
        """The figures; a database that is away is one of them, and no failure to answer."""
        with self._lock:
            asked, kept = self._kept
            if time.monotonic() - asked < KEPT_SECONDS:
                return kept
            try:
                with self._database.reading() as session:
                    found = standings(session, utc_now())
                kept = [_is_up(True), *self._figures(found)]
            except SQLAlchemyError:
                kept = [_is_up(False)]
            self._kept = (time.monotonic(), kept)
            return kept

    def _figures(self, standings: Sequence[Standing]) -> Iterator[Metric]:
        served, now, families = self._served(), utc_now(), _families()
        found = {(Class(*each[:3]), each.state): each for each in standings}
        # A class whose line has become empty stays, at 0: no alert should rest on what is absent.
        self._known |= {of for of, _ in found} | _of_students(served)
        for of in sorted(self._known):
            waiting, running, fault = (found.get((of, state)) for state in _OPEN)
            age = max(0.0, (now - waiting.oldest).total_seconds()) if waiting else 0.0
            families["allclose_queue_length"].add_metric(of, _count(waiting))
            families["allclose_queue_oldest_seconds"].add_metric(of, age)
            families["allclose_queue_served"].add_metric(of, _is_served(of, served))
            families["allclose_attempts_running"].add_metric(of, _count(running))
            families["allclose_leases_lapsed"].add_metric(of, running.lapsed if running else 0)
            families["allclose_faults_open"].add_metric(of, _count(fault))
        yield from families.values()


def standings(session: Session, now: datetime) -> list[Standing]:
    """How every line stands, a row for each class and state that has any work."""
    return [Standing(*row) for row in session.execute(_standings(now))]


def _standings(now: datetime) -> CompoundSelect[Any]:
    """One row for each class and state. A regrade that was cancelled or has gone live waits for nobody."""
    device = case((BundleVersion.device == "any", "cpu"), else_=BundleVersion.device)
    of_version = (device, BundleVersion.runtime)
    students = _counted(Grading, *of_version, now=now).join(Grading.bundle_version)
    regrades = (
        _counted(Regrading, *of_version, now=now)
        .join(Regrading.regrade)
        .join(Regrade.bundle_version)
        .where(Regrade.state == RegradeState.PREVIEW)
    )
    proofs = _counted(Proof, *of_version, now=now).join(Proof.bundle_version)
    kits = _counted(Kit, literal(""), literal(""), now=now)
    searches = _counted(SimilarityRun, literal(""), literal(""), now=now)
    return union_all(students, regrades, proofs, kits, searches)


def _counted(kind: Any, device: Any, runtime: Any, *, now: datetime) -> Select[Any]:
    state = GradingState if kind is Grading else AttemptState
    wanted = [state(each.value) for each in _OPEN]
    return (
        select(
            literal(QUEUES[kind.__tablename__]),
            device,
            runtime,
            kind.state,
            func.count(),
            func.min(kind.queued_at),
            func.sum(case((kind.lease_until < now, 1), else_=0)),
        )
        .where(kind.state.in_(wanted))
        .group_by(device, runtime, kind.state)
    )


def _families() -> dict[str, GaugeMetricFamily]:
    return {name: GaugeMetricFamily(name, told, labels=Class._fields) for name, told in _GAUGES.items()}


def _is_up(answer: bool) -> Metric:
    return GaugeMetricFamily("allclose_database_up", "1 where the database answers.", value=float(answer))


def _count(standing: Standing | None) -> int:
    return standing.rows if standing else 0


def _is_served(of: Class, served: Served) -> bool:
    if not of.runtime:
        return bool(served.runtimes)
    return of.device in served.devices and of.runtime in served.runtimes


def _of_students(served: Served) -> set[Class]:
    """What students may wait for. Those who start workers by these figures look before there is one."""
    runtimes = served.runtimes | PROCESSORS.runtimes
    return {Class("grade", device, runtime) for device in ("cpu", "cuda") for runtime in runtimes}
