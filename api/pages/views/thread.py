"""A thread as a page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from markupsafe import Markup

from api.anonymity.naming import Names
from api.courses.seat import Seat
from api.db.models import Annotation, Remark
from api.pages.prose import prose
from api.remarks.views import speaker


@dataclass(frozen=True)
class Voice:
    """One remark. text: as it was written, for whoever changes it; html: safe."""

    id: str
    by: str
    by_staff: bool
    mine: bool
    text: str
    html: Markup
    at: datetime
    is_edited: bool
    is_deleted: bool


@dataclass(frozen=True)
class ThreadView:
    """A thread beside lines or about a check. where: what it is about; address: where it is read."""

    id: str
    where: str
    address: str
    path: str
    first: int
    last: int
    is_resolved: bool
    voices: Sequence[Voice]

    @property
    def opening(self) -> str:
        """The first words of what is left of it, on one line."""
        said = next((voice.text for voice in self.voices if not voice.is_deleted), "")
        line = " ".join(said.split())
        return line if len(line) <= 120 else f"{line[:119]}…"


def voices(remarks: Sequence[Remark], seat: Seat, names: Names) -> tuple[Voice, ...]:
    """What was said, as the holder of this seat reads it."""
    return tuple(
        Voice(
            id=each.id,
            by=speaker(each, names, for_staff=seat.is_staff),
            by_staff=each.by_staff,
            mine=each.author_id == seat.caller.id,
            text=each.text,
            html=prose(each.text),
            at=each.at,
            is_edited=each.edited_at is not None,
            is_deleted=each.deleted_at is not None,
        )
        for each in remarks
    )


def thread_view(
    annotation: Annotation, seat: Seat, names: Names, titles: dict[tuple[str, str], str]
) -> ThreadView:
    """A thread. titles: (grading, check) → what the check is called."""
    if annotation.path:
        where = lines(annotation)
    else:
        where = titles.get((annotation.grading_id or "", annotation.check_name), annotation.check_name)
    return ThreadView(
        id=annotation.id,
        where=where,
        address=place_of(annotation),
        path=annotation.path,
        first=annotation.first_line,
        last=annotation.last_line,
        is_resolved=annotation.resolved_at is not None,
        voices=voices(annotation.remarks, seat, names),
    )


def place_of(annotation: Annotation) -> str:
    """Where a thread is read."""
    there = f"/submissions/{annotation.submission_id}"
    if annotation.path:
        there += f"/code/{quote(annotation.path)}?line={annotation.last_line}"
    return f"{there}#thread-{annotation.id}"


def lines(annotation: Annotation) -> str:
    """Which lines a thread is about."""
    if annotation.first_line == annotation.last_line:
        return f"{annotation.path}, line {annotation.first_line}"
    return f"{annotation.path}, lines {annotation.first_line}–{annotation.last_line}"
