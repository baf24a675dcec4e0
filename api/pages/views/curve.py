"""A curve as a drawing: the student's beside the reference's, with axes in round numbers, and as a table."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from graders.report import Curve

WIDTH, HEIGHT = 360, 216
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 12, 40
MOST_MARKS = 40
"""Of a longer curve the points run into each other, and only the line is drawn."""
MOST_ROWS = 100
"""Rows of the table: of a longer curve every second, third … element is listed."""

LARGEST = 1e300
TINY = 1e-12
"""A curve that varies by less of its size is flat."""

Values = Sequence[float | None]
Point = tuple[float, float]


@dataclass(frozen=True)
class Tick:
    """A number on an axis, and where it is in the drawing."""

    at: float
    label: str


@dataclass(frozen=True)
class Line:
    """A curve's path, broken where it is not finite, and the points on it, where there are few enough."""

    path: str
    marks: tuple[Point, ...]


@dataclass(frozen=True)
class Row:
    """One element in the table."""

    number: int
    yours: str
    reference: str


@dataclass(frozen=True)
class CurveView:
    """What a template needs to draw a curve. title: what it shows, in words; note: what it cannot show."""

    name: str
    title: str
    axis: str
    yours: Line
    reference: Line
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    rows: tuple[Row, ...]
    note: str

    @classmethod
    def of(cls, curve: Curve) -> "CurveView":
        """Lay a curve out."""
        length = max(len(curve.got), len(curve.expected), 1)
        low, high, step = span([value for value in (*curve.got, *curve.expected) if value is not None])
        frame = Frame(length, low, high)
        return cls(
            name=curve.name,
            title=title(curve),
            axis=curve.axis or "element",
            yours=frame.line(curve.got),
            reference=frame.line(curve.expected),
            across=tuple(Tick(frame.x(number), str(number)) for number in numbers(length)),
            up=tuple(frame.up(low, high, step)),
            rows=tuple(rows(curve, length)),
            note=note(curve),
        )


@dataclass(frozen=True)
class Frame:
    """Where elements 1 … length and values low … high come to lie in the drawing."""

    length: int
    low: float
    high: float

    def x(self, number: float) -> float:
        """Across: element `number`; a single one lies in the middle."""
        share = (number - 1) / (self.length - 1) if self.length > 1 else 0.5
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        """Up: a value."""
        share = (bounded(value) - self.low) / (self.high - self.low)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    def up(self, low: float, high: float, step: float) -> Iterator[Tick]:
        """The numbers on the axis, with as many digits as tell them from each other."""
        precision = digits(low, high, step)
        return (Tick(self.y(value), said(value, precision)) for value in steps(low, high, step))

    def line(self, values: Values) -> Line:
        """A curve; each unbroken run of numbers is a path of its own."""
        placed = [(self.x(number), value) for number, value in enumerate(values, start=1)]
        runs = [list(run) for known, run in groupby(placed, key=lambda one: one[1] is not None) if known]
        points = [[(x, self.y(value)) for x, value in run if value is not None] for run in runs]
        path = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in run) for run in points)
        marks = [point for run in points for point in run]
        # A run of one number has no line; it is seen by its mark alone.
        alone = [run[0] for run in points if len(run) == 1]
        return Line(path, tuple(marks if len(values) <= MOST_MARKS else alone))


def span(values: Sequence[float]) -> tuple[float, float, float]:
    """Round bounds around some values, and a round step between them; 0 is among them where it is near."""
    low, high = (bounded(value) for value in (min(values, default=0.0), max(values, default=1.0)))
    if 0 < low < high / 2:
        low = 0.0
    if high - low <= TINY * max(abs(low), abs(high), 1.0):
        room = max(abs(low), abs(high)) / 2 or 0.5
        low, high = low - room, high + room
    step = round_step((high - low) / 4)
    return math.floor(low / step) * step, math.ceil(high / step) * step, step


def bounded(value: float) -> float:
    """A number whose differences from others like it are numbers too, so that all of them can be drawn."""
    return min(max(value, -LARGEST), LARGEST)


def round_step(least: float) -> float:
    """The smallest of 1, 2, 2.5 and 5 times a power of ten that is not below `least`, which is above 0."""
    power = 10.0 ** math.floor(math.log10(least))
    return next((power * times for times in (1, 2, 2.5, 5) if power * times >= least), power * 10)


def steps(low: float, high: float, step: float) -> Iterator[float]:
    """The round values from low to high."""
    for number in range(round((high - low) / step) + 1):
        yield low + number * step


def numbers(length: int) -> list[int]:
    """The elements that are named on the axis, counted from 1: the first, and some in equal steps."""
    step = max(1, math.ceil(round_step(length / 6)))
    return sorted({1, *range(step, length + 1, step)}) if step > 1 else list(range(1, length + 1))


def digits(low: float, high: float, step: float) -> int:
    """How many digits tell the numbers on an axis from each other."""
    return max(4, math.ceil(math.log10(max(abs(low), abs(high)) / step)) + 2)


def said(value: float, precision: int = 4) -> str:
    """Write a number on an axis or in a table."""
    return f"{value + 0.0:.{precision}g}".replace("-", "−")


def rows(curve: Curve, length: int) -> Iterator[Row]:
    """The elements side by side; of a long curve some of them, the last always."""
    stride = -(-length // MOST_ROWS)
    for place in sorted({*range(0, length, stride), length - 1}):
        yield Row(place + 1, cell(curve.got, place), cell(curve.expected, place))


def cell(values: Values, place: int) -> str:
    """One value as the table says it."""
    if place >= len(values):
        return "–"
    value = values[place]
    return "not finite" if value is None else said(value)


def title(curve: Curve) -> str:
    """Say in words what the drawing shows, for those who cannot see it."""
    return f"{curve.name}: what was handed in {course(curve.got)}; the reference {course(curve.expected)}"


def course(values: Values) -> str:
    """Where a curve begins and ends."""
    if not values:
        return "has no values"
    first, last = cell(values, 0), cell(values, len(values) - 1)
    return f"is {first}" if len(values) == 1 else f"goes from {first} to {last} in {len(values)} steps"


def note(curve: Curve) -> str:
    """Say what cannot be drawn: numbers that are none, and ends at different places."""
    gaps = sum(value is None for value in curve.got)
    verb = "is" if gaps == 1 else "are"
    parts = [f"Of {len(curve.got)} numbers, {gaps} {verb} not finite."] if gaps else []
    if len(curve.got) != len(curve.expected):
        parts.append(f"{len(curve.got)} elements were handed in; the reference has {len(curve.expected)}.")
    return " ".join(parts)
