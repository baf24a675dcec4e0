"""Days late, by the clocks of the course.

A day late ends at the time of day at which the deadline was, even where clocks were changed meanwhile: who
is told "one more day, until 23:59" has until 23:59, though that day may have 23 or 25 hours.
"""

from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_DAY = timedelta(days=1)


def zone_of(name: str) -> tzinfo:
    """The time zone of this name, such as America/New_York."""
    return UTC if name == "UTC" else ZoneInfo(name)


@cache
def zones() -> frozenset[str]:
    """The time zones that this machine knows, by name."""
    return frozenset({"UTC", *available_timezones()} - {"localtime"})


def later(moment: datetime, days: int, zone: tzinfo) -> datetime:
    """The same time of day so many days later, by the clocks of a zone."""
    local = moment.astimezone(zone).replace(fold=0) if days else moment
    return (local + days * _DAY).astimezone(UTC)


def days_late(due_at: datetime | None, at: datetime, zone: tzinfo) -> int:
    """How many days after a deadline something came, a begun day being a whole one.

    One second late is one day. Source: CS 182's first discussion sheet, "slip days".
    """
    if due_at is None or at <= due_at:
        return 0
    # A day may be longer or shorter by what clocks were changed, at most by a whole one.
    days = max(1, (at - due_at) // _DAY - 1)
    while later(due_at, days, zone) < at:
        days += 1
    return days
