"""Numbers and times as people read them."""

from datetime import datetime, timedelta

MINUS = "−"


def points(value: float) -> str:
    """Points without needless digits: 5, 7.5, 33.33."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-", MINUS)


def share(value: float) -> str:
    """Say a part of a whole: 87 %. A part that is not the whole is never called so."""
    return "99 %" if 0.99 < value < 1 else f"{value:.0%}".replace("%", " %")


def signed(value: float) -> str:
    """A change of points: +10, −2."""
    return points(value) if value < 0 else f"+{points(value)}"


def ordinal(number: int) -> str:
    """Name a place in a line: 1st, 2nd, 3rd, 11th."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def counted(number: int, noun: str) -> str:
    """Say how many: 1 file, 3 files."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def span(length: timedelta) -> str:
    """Say a length of time by its two largest units: 2 days 3 hours, 45 minutes."""
    minutes = int(abs(length).total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [
        counted(number, unit)
        for number, unit in ((days, "day"), (hours, "hour"), (minutes, "minute"))
        if number
    ]
    return " ".join(parts[:2]) or "less than a minute"


def relative(moment: datetime, now: datetime) -> str:
    """Say when a moment is, seen from now: in 2 days 3 hours, 5 minutes ago."""
    return f"in {span(moment - now)}" if moment > now else f"{span(now - moment)} ago"


def seconds(length: float) -> str:
    """Say how long something took: 0.4 ms, 38 ms, 1.3 s."""
    if length < 0.0995:
        return f"{1000 * length:.{0 if length >= 0.00995 else 1}f} ms"
    return f"{length:.{1 if length < 9.95 else 0}f} s"


def kilobytes(size: int) -> str:
    """Say a file's size: 812 bytes, 18 KB, 3.1 MB."""
    if size < 1000:
        return counted(size, "byte")
    if size < 1_000_000:
        return f"{size / 1000:.0f} KB"
    return f"{size / 1_000_000:.1f} MB"
