"""Columns over an axis, drawn at the server: handins over time, scores by tenths. The same as a table."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.pages.phrases import MINUS, counted
from api.pages.views.curve import Tick, round_step
from api.statistics.arrivals import Arrivals

WIDTH, HEIGHT = 640, 208
LEFT, RIGHT, TOP, BOTTOM = 44, 20, 20, 44
GAP = 1.0
"""Between two columns."""
TICKS = 7
"""Labels on the axis below, about."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Column:
    """A column, and what it says in words. href: the rows that it counts. after: beyond the line."""

    x: float
    y: float
    width: float
    height: float
    count: int
    label: str
    href: str = ""
    after: bool = False


@dataclass(frozen=True)
class ColumnsView:
    """What a template needs to draw them. title: in words; line: where the deadline is."""

    title: str
    heading: str
    axis: str
    columns: tuple[Column, ...]
    up: tuple[Tick, ...]
    across: tuple[Tick, ...]
    line: float | None = None
    note: str = ""


def arrivals_view(drawn: Arrivals, said: Callable[[datetime], str]) -> ColumnsView:
    """Handins over time. said: a moment as a table says it."""
    bars, due = drawn.bars, drawn.due
    frame = _Frame(len(bars), max(drawn.most, 1))
    columns = tuple(
        frame.column(
            number, bar.count, f"after {said(bar.begin)}", after=due is not None and bar.begin >= due
        )
        for number, bar in enumerate(bars)
    )
    left_out = [
        f"{counted(count, 'handin')} came {word}" for count, word in
        ((drawn.before, "earlier than is drawn"), (drawn.after, "later")) if count
    ]  # fmt: skip
    most = max(bars, key=lambda bar: bar.count)
    total = sum(bar.count for bar in bars)
    return ColumnsView(
        title=f"{counted(total, 'handin')} over time; most of them, {most.count}, after {said(most.begin)}",
        heading="Handed in",
        axis=f"each column: {_length(drawn.width)}",
        columns=columns,
        up=frame.up(),
        across=tuple(_marks(drawn, frame, said)),
        line=frame.at((due - bars[0].begin) / drawn.width) if due is not None else None,
        note="; ".join(left_out),
    )


def histogram_view(bands: Sequence[int], hrefs: Sequence[str]) -> ColumnsView:
    """Students by the share of the points that they have."""
    frame = _Frame(len(bands), max(*bands, 1))
    tenth = 100 // len(bands)
    labels = [f"{number * tenth} to {(number + 1) * tenth} %" for number in range(len(bands))]
    columns = tuple(
        frame.column(number, count, label, href if count else "")
        for number, (count, label, href) in enumerate(zip(bands, labels, hrefs, strict=True))
    )
    return ColumnsView(
        title=f"Scores of {counted(sum(bands), 'student')}, by tenths of the points",
        heading="Score",
        axis="% of the points",
        columns=columns,
        up=frame.up(),
        across=tuple(Tick(frame.at(number), str(number * tenth)) for number in range(len(bands) + 1)),
    )


@dataclass(frozen=True)
class _Frame:
    """Where columns come to lie. most: the highest."""

    count: int
    most: int

    @property
    def step(self) -> int:
        """Between two numbers on the axis: whole ones, since handins are."""
        return max(1, math.ceil(round_step(self.most / 4)))

    @property
    def top(self) -> int:
        """The highest number on the axis."""
        return -(-self.most // self.step) * self.step

    def at(self, place: float) -> float:
        """Across: where column `place` begins."""
        return round(LEFT + place / self.count * (WIDTH - LEFT - RIGHT), 1)

    def y(self, count: float) -> float:
        """Up."""
        return round(HEIGHT - BOTTOM - count / self.top * (HEIGHT - TOP - BOTTOM), 1)

    def up(self) -> tuple[Tick, ...]:
        """The numbers on the axis."""
        return tuple(Tick(self.y(number), f"{number:,}") for number in range(0, self.top + 1, self.step))

    def column(self, place: int, count: int, label: str, href: str = "", *, after: bool = False) -> Column:
        """One column; the smallest can still be seen."""
        left, right = self.at(place), self.at(place + 1)
        height = max(1.5, self.y(0) - self.y(count)) if count else 0.0
        gap = GAP if right - left > 4 * GAP else 0.0
        width = round(right - left - gap, 1)
        return Column(left, round(self.y(0) - height, 1), width, round(height, 1), count, label, href, after)


def _marks(drawn: Arrivals, frame: _Frame, said: Callable[[datetime], str]) -> list[Tick]:
    """Labels below: how long before and after the deadline; days, where there is none."""
    bars, width = drawn.bars, drawn.width
    every = max(1, math.ceil(len(bars) / TICKS))
    if drawn.due is None:
        return [
            Tick(frame.at(place), said(bars[place].begin).partition(",")[0])
            for place in range(0, len(bars), every)
        ]
    zero = round((drawn.due - bars[0].begin) / width)
    places = range(zero % every, len(bars) + 1, every)
    return [Tick(frame.at(place), _apart((place - zero) * width)) for place in places]


def _apart(length: timedelta) -> str:
    """How far from the deadline, in as few signs as can be: −3 d, +6 h."""
    if not length:
        return "due"
    size = abs(length)
    unit, sign = (DAY, "d") if size % DAY == timedelta(0) else (HOUR, "h")
    if size < HOUR or size % HOUR:
        unit, sign = timedelta(minutes=1), "min"
    return f"{MINUS if length < timedelta(0) else '+'}{size // unit} {sign}"


def _length(width: timedelta) -> str:
    if width >= DAY:
        return counted(width // DAY, "day")
    return counted(width // HOUR, "hour") if width >= HOUR else f"{width // timedelta(minutes=1)} minutes"
