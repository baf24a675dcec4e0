"""Times that were taken many times: their middle and their edges, and how they compare round by round."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from typing import Self


@dataclass(frozen=True)
class Spread:
    """What is told of many measurements of one thing."""

    median: float
    p95: float
    least: float
    most: float
    count: int

    @classmethod
    def of(cls, taken: Sequence[float]) -> Self:
        """taken: at least one."""
        # Of a single one there are no quantiles.
        p95 = quantiles(taken, n=20, method="inclusive")[-1] if len(taken) > 1 else taken[0]
        return cls(median(taken), p95, min(taken), max(taken), len(taken))


def times(taken: Sequence[float], base: Sequence[float]) -> Spread:
    """How many times the base each round took.

    Both were taken in the same rounds, so that a machine that slows down for a while slows both.
    """
    return Spread.of([one / other for one, other in zip(taken, base, strict=True)])


def until(seconds: float, least: int, most: int) -> Callable[[int, float], bool]:
    """Whether to take one more: by how many there are, and when the first began.

    A box that is made in milliseconds is made often, one that takes a second only a few times.
    """
    return lambda count, began: count < least or (count < most and perf_counter() - began < seconds)
