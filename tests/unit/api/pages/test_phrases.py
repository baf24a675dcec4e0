from datetime import UTC, datetime, timedelta

import pytest

from api.pages import phrases


@pytest.mark.parametrize(
    ("value", "said"), [(5.0, "5"), (7.5, "7.5"), (100 / 3, "33.33"), (0, "0"), (-2, "−2")]
)
def test_points_have_no_needless_digits(value: float, said: str) -> None:
    assert phrases.points(value) == said


@pytest.mark.parametrize(("value", "said"), [(10, "+10"), (-2, "−2"), (0.5, "+0.5")])
def test_changes_have_a_sign(value: float, said: str) -> None:
    assert phrases.signed(value) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd"), (113, "113th")],
)
def test_places_in_a_line_are_ordinal(number: int, said: str) -> None:
    assert phrases.ordinal(number) == said


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(days=2, hours=3, minutes=59), "2 days 3 hours"),
        (timedelta(hours=1, minutes=1), "1 hour 1 minute"),
        (timedelta(days=1, minutes=5), "1 day 5 minutes"),
        (timedelta(seconds=59), "less than a minute"),
    ],
)
def test_a_span_is_said_by_its_two_largest_units(length: timedelta, said: str) -> None:
    assert phrases.span(length) == said


def test_moments_are_seen_from_now() -> None:
    now = datetime(2026, 11, 21, tzinfo=UTC)
    assert phrases.relative(now + timedelta(days=2), now) == "in 2 days"
    assert phrases.relative(now - timedelta(minutes=5), now) == "5 minutes ago"


@pytest.mark.parametrize(
    ("size", "said"), [(1, "1 byte"), (812, "812 bytes"), (18_200, "18 KB"), (3_100_000, "3.1 MB")]
)
def test_sizes_are_said_in_round_units(size: int, said: str) -> None:
    assert phrases.kilobytes(size) == said


@pytest.mark.parametrize(
    ("length", "said"),
    [(0.00042, "0.4 ms"), (0.0379, "38 ms"), (0.0996, "0.1 s"), (1.26, "1.3 s"), (12.4, "12 s")],
)
def test_lengths_of_time_have_two_digits(length: float, said: str) -> None:
    assert phrases.seconds(length) == said
