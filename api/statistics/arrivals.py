"""When a class hands in: handins by time, in bars of a round width that the deadline lies between."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

MOST_BARS = 60
WIDTHS = tuple(
    timedelta(minutes=minutes)
    for minutes in (5, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 20_160, 40_320, 120_960)
)
"""A bar's width: the smallest of these that needs no more bars than fit."""
LAST = timedelta(hours=48)
"""Before a deadline hours matter: the end of it is drawn once more, enlarged."""
STRAGGLERS = 0.005
"""Of a large class so many, first and last, are told and not drawn: one would press all others flat."""
RUSH = 0.25
"""The share of all handins from which on the end is worth that."""


@dataclass(frozen=True)
class Bar:
    """The handins of a span of time."""

    begin: datetime
    count: int


@dataclass(frozen=True)
class Arrivals:
    """Handins over time. due: the deadline, which lies between two bars.

    before, after: handins that are left out, because they came much earlier or later than the others.
    """

    bars: tuple[Bar, ...]
    width: timedelta
    due: datetime | None
    before: int = 0
    after: int = 0

    @property
    def most(self) -> int:
        """The highest bar."""
        return max(bar.count for bar in self.bars)

    @property
    def end(self) -> datetime:
        """Where the last bar ends."""
        return self.bars[-1].begin + self.width


def arrivals(moments: Sequence[datetime], due: datetime | None) -> Arrivals | None:
    """All of them but for stragglers at either end; None: there are none. moments: sorted."""
    if not moments:
        return None
    cut = int(len(moments) * STRAGGLERS)
    shown = moments[cut : len(moments) - cut]
    return _drawn(moments, due, shown[0], shown[-1])


def the_end(moments: Sequence[datetime], due: datetime | None) -> Arrivals | None:
    """The last two days before the deadline and the day after it, where much of it came then.

    None: it did not, or there is no deadline; or nothing came before, so that all of it shows the same.
    """
    if due is None or not moments or moments[0] >= due - LAST:
        return None
    first, after = bisect_left(moments, due - LAST), bisect_right(moments, due + LAST / 2)
    if after - first < RUSH * len(moments):
        return None
    return _drawn(moments, due, due - LAST, moments[after - 1])


def _drawn(moments: Sequence[datetime], due: datetime | None, since: datetime, until: datetime) -> Arrivals:
    """What came from one moment to another, both included; the deadline lies between them or is made to."""
    if due is not None:
        since, until = min(since, due), max(until, due)
    width = next((each for each in WIDTHS if (until - since) / each <= MOST_BARS - 2), WIDTHS[-1])
    edge = due or datetime(2000, 1, 3, tzinfo=UTC)
    # A bar holds what came after its beginning: what comes at the very deadline is on time.
    first = edge + -((edge - since) // -width) * -width
    if first >= since:
        first -= width
    bars = [Bar(first, 0)]
    while bars[-1].begin + width < until:
        bars.append(Bar(bars[-1].begin + width, 0))
    edges = [bar.begin for bar in bars] + [bars[-1].begin + width]
    places = [bisect_right(moments, each) for each in edges]
    counted = tuple(
        replace(bar, count=places[number + 1] - places[number]) for number, bar in enumerate(bars)
    )
    return Arrivals(counted, width, due, before=places[0], after=len(moments) - places[-1])
