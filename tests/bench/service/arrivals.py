"""When students hand in: as they did before a real deadline, sped up, and scaled up to more of them.

`deadline_trace.csv` holds the moments of 1,440 real submissions to one homework (CMU 11-785's HW1P1, spring
2020), in seconds relative to its deadline, sorted, and nothing else about them.
"""

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

TRACE = Path(__file__).with_name("deadline_trace.csv")
BEFORE_HOURS, AFTER_HOURS = 24.0, 0.5
"""What is played of the trace: the last day, and the half hour in which the late ones come."""


def read_trace() -> list[float]:
    """Seconds relative to the deadline, sorted."""
    return [float(line) for line in TRACE.read_text().splitlines()[1:]]


def arrivals(trace: Sequence[float], count: int, seconds: float, seed: int) -> list[float]:
    """So many moments from 0 to `seconds`, sorted, that crowd where those of the trace's last day do.

    Between two real moments the new ones spread evenly: ten times the students make ten times the crowd,
    and not ten handins in the same instant.
    """
    played = [moment for moment in trace if -3600 * BEFORE_HOURS <= moment <= 3600 * AFTER_HOURS]
    draw = random.Random(seed)
    ranks = sorted((number + draw.random()) / count * (len(played) - 1) for number in range(count))
    speed = (played[-1] - played[0]) / seconds
    return [(_between(played, rank) - played[0]) / speed for rank in ranks]


def busiest(moments: Sequence[float], seconds: int = 1) -> int:
    """How many fall into the fullest of the spans of so many seconds."""
    return max(Counter(int(moment / seconds) for moment in moments).values())


def _between(moments: Sequence[float], rank: float) -> float:
    below = min(int(rank), len(moments) - 2)
    return moments[below] + (rank - below) * (moments[below + 1] - moments[below])
