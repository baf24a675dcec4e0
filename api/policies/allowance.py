"""How often a student may hand in: a bucket of attempts that fills again, and a pause between two.

A day's attempts are no hard cut-off: who has used them up gets the next one as soon as its share of a day has
passed (every 8 hours where three a day are allowed), and is told when. What we broke, what was refused, and
what staff handed in for them is not among the attempts.

The bucket is kept as the moment at which it will be full again (the generic cell rate algorithm), in whole
microseconds: a student who comes back at the very moment that they were told is let in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Pace:
    """An assignment's limits. daily: attempts a day; None: no limit. cool_down: between two handins."""

    daily: int | None = None
    cool_down: timedelta = timedelta(0)


@dataclass(frozen=True)
class Allowance:
    """What a student may do now. left: attempts in the bucket; None: no limit. next_at: when the next
    handin is taken; None: now. cooling: it is the pause between two handins that they wait for."""

    left: int | None = None
    next_at: datetime | None = None
    cooling: bool = False


def allowance(pace: Pace, attempts: Iterable[datetime], now: datetime) -> Allowance:
    """What may be handed in now, after these attempts."""
    made = sorted(attempts)
    left, filled_at = _bucket(pace.daily, made, now)
    cooled_at = made[-1] + pace.cool_down if made else now
    next_at = max(filled_at, cooled_at)
    return Allowance(left, next_at if next_at > now else None, cooled_at > filled_at and cooled_at > now)


def _bucket(daily: int | None, made: Iterable[datetime], now: datetime) -> tuple[int | None, datetime]:
    """How many attempts are left, and since or from when there is one."""
    if daily is None:
        return None, now
    share = _DAY // daily
    size = daily * share
    full_at = None
    for at in made:
        # The bucket holds no less than nothing, so that a limit set lower afterwards bars nobody for long.
        full_at = min(max(at, full_at or at) + share, at + size)
    if full_at is None or full_at <= now:
        return daily, now
    return max(0, (now + size - full_at) // share), full_at - size + share
