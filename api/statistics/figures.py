"""The figures of a class: how many, how well, who is left."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from api.statistics.line import Line, Stage

BANDS = 10
"""Bars of the histogram: tenths of the points."""


@dataclass(frozen=True)
class Figures:
    """A class in a few numbers. median: of what is decided of the points, from 0 to 1; None: nothing is.

    waiting, working, faults: students of whose handin a part waits for a person, for a machine, or for us.
    undecided: those whose score is of a part of the points.
    histogram: students by tenths of the points, the last one with full marks in it.
    """

    students: int
    submitted: int
    late: int
    stuck: int
    median: float | None
    undecided: int
    handins: int
    waiting: int
    working: int
    faults: int
    histogram: tuple[int, ...]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Figures":
        """Count a class."""
        shares = [line.share for line in lines if line.share is not None]
        bands = Counter(band_of(share) for share in shares)
        return cls(
            students=len(lines),
            submitted=sum(line.stage is not Stage.MISSING for line in lines),
            late=sum(line.late for line in lines),
            stuck=sum(line.stuck for line in lines),
            median=median(shares) if shares else None,
            undecided=sum(line.share is not None and line.undecided > 0 for line in lines),
            handins=sum(line.tries for line in lines),
            waiting=sum(line.waits > 0 for line in lines),
            working=sum(line.works > 0 for line in lines),
            faults=sum(line.faults > 0 for line in lines),
            histogram=tuple(bands[band] for band in range(BANDS)),
        )


def band_of(share: float) -> int:
    """Which bar of the histogram a share of the points falls into."""
    return min(BANDS - 1, int(share * BANDS + 1e-9))
