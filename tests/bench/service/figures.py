"""What is told of one run of the load."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Self

from tests.bench.service.generator import HAND_IN, Played, Request
from tests.bench.service.outcomes import Outcome

UPLOAD_P99_MS, GRADED_PER_SECOND, SLOWEST_SECONDS = 100.0, 20.0, 1.0
"""The aims, on two processors."""
_WARM = 0.1
"""Of a drain, the share that is not timed: workers fetch bundles and work the reference's arrays out."""


@dataclass(frozen=True)
class Percentiles:
    """Of times, in seconds."""

    p50: float
    p95: float
    p99: float
    most: float
    count: int

    @classmethod
    def of(cls, taken: Sequence[float]) -> Self:
        """taken: at least one."""
        cuts = quantiles(taken, n=100, method="inclusive") if len(taken) > 1 else list(taken) * 99
        return cls(cuts[49], cuts[94], cuts[98], max(taken), len(taken))


@dataclass(frozen=True)
class Rush:
    """As much as goes through. accepted: a second, by `at_once` clients at a time; graded: a second.

    together: both went on at the same time, as they must where one process does both. shares: processors that
    each program kept busy while it was graded.
    """

    handins: int
    at_once: int
    accepted: float
    graded: float
    cores: int
    together: bool
    shares: Mapping[str, float]

    @property
    def graded_per_core(self) -> float:
        """Handins a second."""
        return self.graded / self.cores


@dataclass(frozen=True)
class Deadline:
    """A class at its deadline. busiest: handins in the fullest second.

    posts: from the moment a handin was due to its receipt; scores: from the receipt, as the database dates
    it, to the last problem's report there. lag: how late the generator itself sent what was due.
    """

    students: int
    minutes: float
    busiest: int
    accepted: int
    refused: int
    posts: Percentiles
    scores: Percentiles
    slowest: Request
    lag: Percentiles
    shares: Mapping[str, float]


@dataclass(frozen=True)
class Stored:
    """What one submission takes of the database and of the files, in bytes."""

    database: float
    files: float


@dataclass(frozen=True)
class Run:
    """Everything about one number of workers; a part that was not asked for is None."""

    server: str
    workers: int
    rush: Rush | None
    deadline: Deadline | None
    stored: Stored


def pace(moments: Sequence[float]) -> float:
    """How many a second, once it goes steadily. moments: sorted."""
    first = int(len(moments) * _WARM)
    steady = moments[first:]
    assert len(steady) > 1, "too few to tell a pace"
    return (len(steady) - 1) / (steady[-1] - steady[0])


def rushed(
    played: Played,
    graded: Sequence[Outcome],
    at_once: int,
    cores: int,
    shares: Mapping[str, float],
    together: bool,
) -> Rush:
    """The figures of a rush."""
    posts = played.of(HAND_IN)
    assert all(request.status == 202 for request in posts), "a rush must be accepted whole"
    seconds = max(request.answered for request in posts) - min(request.sent for request in posts)
    moments = [outcome.settled_at.timestamp() for outcome in graded]
    return Rush(len(posts), at_once, len(posts) / seconds, pace(moments), cores, together, shares)


def at_the_deadline(
    played: Played,
    graded: Sequence[Outcome],
    moments: Sequence[float],
    busiest: int,
    shares: Mapping[str, float],
) -> Deadline:
    """The figures of a class's deadline."""
    posts = played.of(HAND_IN)
    return Deadline(
        students=len(posts),
        minutes=moments[-1] / 60,
        busiest=busiest,
        accepted=len(played.accepted),
        refused=len(posts) - len(played.accepted),
        posts=Percentiles.of([request.seconds for request in posts]),
        scores=Percentiles.of([outcome.seconds for outcome in graded]),
        slowest=max(played.requests, key=lambda request: request.seconds),
        lag=Percentiles.of([request.sent - request.due for request in played.requests]),
        shares=shares,
    )
