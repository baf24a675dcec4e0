"""Handins over time, in bars that a deadline lies between."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.statistics.arrivals import MOST_BARS, WIDTHS, arrivals, the_end

DUE = datetime(2026, 2, 1, 23, 59, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_nothing_handed_in_is_nothing_to_draw() -> None:
    assert arrivals([], DUE) is None
    assert the_end([], DUE) is None


def test_what_comes_at_the_very_deadline_is_on_time() -> None:
    found = arrivals([DUE - HOUR, DUE, DUE + timedelta(seconds=1)], DUE)
    assert found is not None
    late = [bar for bar in found.bars if bar.begin >= DUE]
    assert sum(bar.count for bar in late) == 1


def test_a_single_handin_is_a_single_bar() -> None:
    found = arrivals([DUE], None)
    assert found is not None
    assert [bar.count for bar in found.bars] == [1]
    assert found.width == WIDTHS[0]


def test_a_straggler_presses_nobody_flat_and_is_told() -> None:
    moments = [DUE - DAY + number * timedelta(seconds=60) for number in range(1000)]
    found = arrivals([*moments, DUE + 60 * DAY], DUE)
    assert found is not None
    assert found.width < HOUR
    assert found.after == 1
    assert found.before + sum(bar.count for bar in found.bars) + found.after == 1001


def test_the_end_is_drawn_once_more_where_much_came_then() -> None:
    early = [DUE - 30 * DAY + number * HOUR for number in range(10)]
    rush = [DUE - timedelta(minutes=5 * number) for number in range(100, 0, -1)]
    found = the_end([*early, *rush], DUE)
    assert found is not None
    assert (found.before, sum(bar.count for bar in found.bars)) == (10, 100)
    assert found.width <= HOUR
    assert the_end(rush, DUE) is None, "all of it shows the same"
    assert the_end([*early, rush[0]], DUE) is None, "hardly anything came then"
    assert the_end([*early, *rush], None) is None


@given(
    st.lists(st.integers(-90 * 86_400, 90 * 86_400), min_size=1, max_size=300),
    st.booleans(),
)
def test_every_handin_is_in_one_bar_or_told_to_be_left_out(seconds: list[int], has_deadline: bool) -> None:
    moments = sorted(DUE + timedelta(seconds=each) for each in seconds)
    found = arrivals(moments, DUE if has_deadline else None)
    assert found is not None
    assert 1 <= len(found.bars) <= MOST_BARS
    assert found.before + sum(bar.count for bar in found.bars) + found.after == len(moments)
    begins = [bar.begin for bar in found.bars]
    assert begins == [begins[0] + number * found.width for number in range(len(begins))]
    for bar in found.bars:
        assert bar.count == sum(bar.begin < moment <= bar.begin + found.width for moment in moments)
    if has_deadline:
        assert DUE in [*begins, found.end], "the deadline lies between two bars"
