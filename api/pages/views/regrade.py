"""Scores before and after a regrade, as a drawing and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.pages.phrases import points as in_points
from api.regrades.changes import Spread

BINS = 10
WIDTH, HEIGHT = 560, 176
LEFT, BOTTOM, TOP = 8, 32, 20
STEP = (WIDTH - 2 * LEFT) / BINS
BAR = STEP / 2 - 4


@dataclass(frozen=True)
class Bar:
    """A bar in the drawing, with how many it stands for."""

    x: float
    y: float
    height: float
    count: int


@dataclass(frozen=True)
class Bin:
    """Scores from `low` to `high`, of which only the last bin holds `high` itself."""

    label: str
    x: float
    before: Bar
    after: Bar


@dataclass(frozen=True)
class Histogram:
    """How many handins earned how much, before and after. without: how many had no score before."""

    bins: tuple[Bin, ...]
    without: int

    @classmethod
    def of(cls, spread: Sequence[Spread], most: float) -> "Histogram | None":
        """Count scores up to `most` points; None where there are none to count."""
        before, after = [0] * BINS, [0] * BINS
        without = 0
        for each in spread:
            after[_bin(each.after, most)] += each.count
            if each.before is None:
                without += each.count
            else:
                before[_bin(each.before, most)] += each.count
        highest = max(*before, *after)
        if not highest:
            return None
        return cls(tuple(_drawn(n, most, before[n], after[n], highest) for n in range(BINS)), without)


def _bin(score: float, most: float) -> int:
    return min(BINS - 1, max(0, int(BINS * score / most + 1e-9))) if most else 0


def _drawn(number: int, most: float, before: int, after: int, highest: int) -> Bin:
    x = LEFT + number * STEP
    low, high = number * most / BINS, (number + 1) * most / BINS
    label = f"{in_points(low)}–{in_points(high)}"
    return Bin(
        label, round(x + STEP / 2, 1), _bar(x + 3, before, highest), _bar(x + STEP / 2 + 1, after, highest)
    )


def _bar(x: float, count: int, highest: int) -> Bar:
    height = round((HEIGHT - TOP - BOTTOM) * count / highest, 1)
    return Bar(round(x, 1), round(HEIGHT - BOTTOM - height, 1), height, count)
