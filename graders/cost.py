"""What a check costs, measured outside its box, and what it may cost beside the reference.

The reference is measured on this worker, in a box of the same kind and as alone as a handin's check: its
time says what the machine at hand needs, which no number in a bundle can.
"""

import math
from typing import NamedTuple

from graders.problem import Check, Limits

FLOOR_SECONDS = 0.5
"""Always allowed: importing a file and being made to wait for a processor take some of it."""
FLOOR_BYTES = 32 << 20
"""Always allowed: pages of libraries that are touched for the first time count too."""


class Cost(NamedTuple):
    """Seconds from a step's beginning to its end, and the most bytes its child held; 0: nobody counts."""

    seconds: float
    peak_bytes: float = 0.0

    def least(self, other: "Cost") -> "Cost":
        """The smaller of both, each by itself: whatever else a machine does only adds."""
        return Cost(*map(min, self, other))

    def most(self, other: "Cost") -> "Cost":
        """The larger of both, each by itself."""
        return Cost(*map(max, self, other))


UNKNOWN = Cost(math.inf, math.inf)
"""Of a reference that does not come to its end: nothing can be held against anybody beside it."""


class Excess(NamedTuple):
    """More than is allowed beside the reference. kind: of what, "time" (seconds) or "memory" (bytes)."""

    kind: str
    cost: float
    reference: float
    times: float
    allowed: float


def is_relative(check: Check) -> bool:
    """Whether a check has limits beside the reference, so that both are measured, alone in a child each."""
    return bool(check.times_reference or check.memory_times_reference)


def allowed_beside(check: Check, limits: Limits, reference: Cost) -> Cost:
    """What a check may cost; infinite where no word bounds it below the absolute limit, which boxes hold."""
    counted = reference.peak_bytes > 0
    memory = (check.memory_times_reference if counted else None), reference.peak_bytes, FLOOR_BYTES
    time = check.times_reference, reference.seconds, FLOOR_SECONDS
    wall_seconds = check.wall_seconds or limits.wall_seconds
    return Cost(_bound(*time, wall_seconds), _bound(*memory, limits.memory_mb << 20))


def excess_of(check: Check, limits: Limits, cost: Cost, reference: Cost) -> Excess | None:
    """What a check cost more of than it may; of both time and memory, that of which it is the more."""
    allowed = allowed_beside(check, limits, reference)
    times = (check.times_reference or 0, check.memory_times_reference or 0)
    costs = map(Excess, ("time", "memory"), cost, reference, times, allowed)
    worst = max(costs, key=lambda one: one.cost / one.allowed)
    return worst if worst.cost > worst.allowed else None


def _bound(times: float | None, reference: float, floor: float, absolute: float) -> float:
    allowed = max(floor, times * reference) if times else math.inf
    return allowed if allowed < absolute else math.inf
