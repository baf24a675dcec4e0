"""When a class hands in: as one did before a real deadline.

`deadline_trace.csv` holds the moments of 1,440 real submissions to one homework (CMU 11-785's HW1P1, spring
2020), in seconds relative to its deadline, sorted, and nothing else about them.
"""

from collections.abc import Sequence
from pathlib import Path
from random import Random

TRACE = Path(__file__).with_name("deadline_trace.csv")


def read_trace() -> list[float]:
    """Seconds relative to the deadline, sorted."""
    return [float(line) for line in TRACE.read_text().splitlines()[1:]]


def spread(moments: Sequence[float], count: int, draw: Random) -> list[float]:
    """So many moments, sorted, that crowd where these do.

    Between two of these the new ones spread evenly: ten times the students make ten times the crowd,
    and not ten handins in the same instant.
    """
    ranks = sorted((number + draw.random()) / count * (len(moments) - 1) for number in range(count))
    return [_between(moments, rank) for rank in ranks]


def _between(moments: Sequence[float], rank: float) -> float:
    below = min(int(rank), len(moments) - 2)
    return moments[below] + (rank - below) * (moments[below + 1] - moments[below])
