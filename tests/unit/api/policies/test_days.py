"""Whole days, by the clocks of the course."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.policies.days import days_late, later, zone_of, zones

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
NEW_YORK = zone_of("America/New_York")
ZONES = st.sampled_from(["UTC", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Kathmandu"])
START = datetime(2005, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 35 * 366 * 86_400).map(lambda seconds: START + seconds * SECOND)


def local(*when: int) -> datetime:
    return datetime(*when, tzinfo=NEW_YORK).astimezone(UTC)


@pytest.mark.parametrize(
    ("after", "days"),
    [(-DAY, 0), (timedelta(0), 0), (SECOND, 1), (DAY, 1), (DAY + SECOND, 2), (5 * DAY, 5)],
)
def test_one_second_late_is_one_day_and_a_day_ends_when_the_next_begins(after: timedelta, days: int) -> None:
    due = local(2026, 4, 1, 23, 59)
    assert days_late(due, due + after, NEW_YORK) == days


def test_without_a_deadline_nothing_is_late() -> None:
    assert days_late(None, local(2026, 4, 1), UTC) == 0


def test_a_day_on_which_clocks_go_back_has_its_twenty_fifth_hour() -> None:
    due = local(2026, 10, 31, 23, 59)
    assert days_late(due, local(2026, 11, 1, 23, 59), NEW_YORK) == 1
    assert local(2026, 11, 1, 23, 59) - due == 25 * HOUR
    assert days_late(due, local(2026, 11, 1, 23, 59) + SECOND, NEW_YORK) == 2
    assert days_late(due, local(2026, 11, 1, 23, 59), UTC) == 2


def test_a_day_on_which_clocks_go_forward_ends_an_hour_sooner() -> None:
    due = local(2026, 3, 7, 23, 59)
    assert days_late(due, local(2026, 3, 8, 23, 59), NEW_YORK) == 1
    assert days_late(due, due + 23 * HOUR + SECOND, NEW_YORK) == 2


def test_a_deadline_in_the_hour_that_comes_twice_ends_a_day_later_at_its_only_such_hour() -> None:
    for fold in (0, 1):
        due = datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK, fold=fold).astimezone(UTC)
        assert later(due, 1, NEW_YORK) == local(2026, 11, 2, 1, 30)


@given(due=MOMENTS, days=st.integers(0, 400), zone=ZONES)
def test_the_last_moment_of_a_day_late_is_in_it_and_the_next_second_is_not(
    due: datetime, days: int, zone: str
) -> None:
    end = later(due, days, zone_of(zone))
    counted = days_late(due, end, zone_of(zone))
    assert counted <= days
    # In Samoa a day was left out: two of its days late end at the same moment.
    assert later(due, counted, zone_of(zone)) == end
    assert days_late(due, end + SECOND, zone_of(zone)) > counted


@given(due=MOMENTS, after=st.timedeltas(timedelta(0), 400 * DAY), zone=ZONES)
def test_days_late_are_whole_days_begun(due: datetime, after: timedelta, zone: str) -> None:
    counted = days_late(due, due + after, zone_of(zone))
    assert abs(counted * DAY - after) <= 2 * DAY
    assert days_late(due, due + after + SECOND, zone_of(zone)) >= counted


def test_the_zones_of_the_world_are_known_by_name() -> None:
    assert {"UTC", "America/New_York", "Asia/Tokyo"} <= zones()
