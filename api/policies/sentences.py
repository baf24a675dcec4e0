"""What lateness means, in words."""

from datetime import datetime, timedelta

from api.policies.allowance import Allowance
from api.policies.outlook import Outlook


def days(number: int) -> str:
    """Say how many days: 1 day, 2 days."""
    return f"{number} day" if number == 1 else f"{number} days"


def slip_days(number: int) -> str:
    """Say how many slip days: no slip days, 1 slip day, 2 slip days."""
    return f"{number or 'no'} slip day" if number == 1 else f"{number or 'no'} slip days"


def consequence(outlook: Outlook, spent: int = 0) -> str:
    """What handing in now takes; "" where it is not late. spent: slip days that are spent here already."""
    if not outlook.days_late:
        return ""
    said = [f"The deadline has passed: a handin now is {days(outlook.days_late)} late."]
    if outlook.slip_days:
        of = (
            "your last slip day"
            if outlook.left == 1
            else f"{outlook.slip_days} of your {outlook.left} slip days"
        )
        told = f"If it counts, it spends {of}"
        said.append(f"{told}, in place of the {spent} spent here now." if spent else f"{told}.")
    if outlook.uncovered and outlook.lost:
        covers = "" if not outlook.slip_days else f" for the {days(outlook.uncovered)} that they do not cover"
        said.append(f"It loses {outlook.lost:g} % of its points{covers}.")
    elif outlook.uncovered and not outlook.slip_days:
        said.append("It loses no points for that.")
    return " ".join(said)


def outcome(days_late: int, covered: int, lost: float, *, counts: bool = False) -> str:
    """What lateness takes of a submission; "" where it was on time. lost: percent of points.

    counts: it is the one that counts, and takes it for certain.
    """
    if not days_late:
        return ""
    said = f"{days(days_late)} late"
    if covered:
        said += f": spends {slip_days(covered)}{'' if counts else ' if it counts'}"
    if lost:
        said += f"{'; loses' if covered else ': loses'} {lost:g} % of its points"
    return said + "."


def why_closed(title: str, outlook: Outlook, moment: str, due: str) -> str:
    """Why nothing is taken any more. moment: since when; due: the deadline, both as a sentence says them."""
    slips = outlook.policy.slip_limit != 0 and outlook.deadline.closes_at != outlook.last_moment
    if not slips or not outlook.days_late:
        return f"{title} closed at {moment}; it takes no more handins."
    most = outlook.policy.most_slip_days(outlook.left)
    needs = f"A handin now is {days(outlook.days_late)} late, and you may spend {slip_days(most)} on it"
    return f"{title} was due at {due}. {needs}; it takes no more handins."


def why_wait(allowed: Allowance, moment: str, cool_down: timedelta, daily: int | None) -> str:
    """Why a handin is not taken yet. moment: when it will be, as a sentence says it."""
    if allowed.cooling:
        return f"Between two handins {span(cool_down)} must pass. Hand in again at {moment}, or later."
    return (
        f"You have used your attempts for now: {daily} a day are allowed, and they come back one by one. "
        f"Hand in again at {moment}, or later."
    )


def span(length: timedelta) -> str:
    """Say a pause: 90 seconds, 5 minutes, 2 hours."""
    seconds = int(length.total_seconds())
    for size, unit in ((3600, "hour"), (60, "minute")):
        if seconds >= size and seconds % size == 0:
            return f"{seconds // size} {unit}{'s' if seconds > size else ''}"
    return f"{seconds} second{'s' if seconds != 1 else ''}"


def moment_in(zone_name: str, moment: datetime) -> str:
    """Say a moment by the clocks of a zone: Tue 8 Dec 2026, 23:59 (America/New_York)."""
    return f"{moment:%a} {moment.day} {moment:%b %Y, %H:%M} ({zone_name})"
