"""Attempts a day, and the pause between two."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.policies.allowance import Allowance, Pace, allowance

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
THREE = Pace(daily=3)


def test_without_limits_everything_is_taken() -> None:
    assert allowance(Pace(), [NOON] * 9, NOON) == Allowance()


def test_attempts_come_back_one_by_one() -> None:
    made = [NOON, NOON + HOUR, NOON + 2 * HOUR]
    assert allowance(THREE, [], NOON) == Allowance(3)
    assert allowance(THREE, made[:1], NOON + HOUR) == Allowance(2)
    assert allowance(THREE, made, NOON + 3 * HOUR) == Allowance(0, NOON + 8 * HOUR)
    assert allowance(THREE, made, NOON + 8 * HOUR) == Allowance(1)
    assert allowance(THREE, made, NOON + 24 * HOUR) == Allowance(3)


def test_between_two_handins_the_cool_down_passes() -> None:
    pace = Pace(cool_down=HOUR)
    assert allowance(pace, [NOON], NOON + HOUR - SECOND) == Allowance(None, NOON + HOUR, cooling=True)
    assert allowance(pace, [NOON], NOON + HOUR) == Allowance()


def test_the_later_of_two_reasons_to_wait_is_told() -> None:
    pace = Pace(daily=1, cool_down=HOUR)
    assert allowance(pace, [NOON], NOON) == Allowance(0, NOON + 24 * HOUR)


def test_a_limit_that_is_set_afterwards_bars_nobody_for_longer_than_its_share_of_a_day() -> None:
    made = [NOON + place * SECOND for place in range(50)]
    assert allowance(Pace(daily=2), made, NOON + HOUR).next_at == made[-1] + 12 * HOUR


PACES = st.builds(Pace, st.integers(1, 40), st.integers(0, 7200).map(lambda seconds: seconds * SECOND))


@given(pace=PACES, waits=st.lists(st.integers(0, 90_000), max_size=60))
def test_who_comes_back_when_told_is_let_in_and_a_second_sooner_is_not(pace: Pace, waits: list[int]) -> None:
    now, made = NOON, []
    for wait in waits:
        now += wait * SECOND
        allowed = allowance(pace, made, now)
        if allowed.next_at is not None:
            assert allowance(pace, made, allowed.next_at - SECOND / 1000).next_at == allowed.next_at
            now = allowed.next_at
            assert allowance(pace, made, now).next_at is None
        made.append(now)
    assert pace.daily is not None
    for first in made:
        assert sum(first <= each < first + 24 * HOUR for each in made) < 2 * pace.daily + 1
