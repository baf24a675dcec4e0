"""When students hand in: as they did before a real deadline, sped up, and scaled up to more of them."""

import random
from collections import Counter
from collections.abc import Sequence

from deploy.living.trace import read_trace, spread

__all__ = ["arrivals", "busiest", "read_trace"]

BEFORE_HOURS, AFTER_HOURS = 24.0, 0.5
"""What is played of the trace: the last day, and the half hour in which the late ones come."""


def arrivals(trace: Sequence[float], count: int, seconds: float, seed: int) -> list[float]:
    """So many moments from 0 to `seconds`, sorted, that crowd where those of the trace's last day do.

    Between two real moments the new ones spread evenly: ten times the students make ten times the crowd,
    and not ten handins in the same instant.
    """
    played = [moment for moment in trace if -3600 * BEFORE_HOURS <= moment <= 3600 * AFTER_HOURS]
    speed = (played[-1] - played[0]) / seconds
    return [(moment - played[0]) / speed for moment in spread(played, count, random.Random(seed))]


def busiest(moments: Sequence[float], seconds: int = 1) -> int:
    """How many fall into the fullest of the spans of so many seconds."""
    return max(Counter(int(moment / seconds) for moment in moments).values())
