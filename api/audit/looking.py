"""Who may look up what people did, and what they ask for: instructors their course, site admins all."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

from fastapi import Depends, Query
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session

from api.audit import repository
from api.audit.repository import Sought
from api.audit.schemas import AuditView
from api.auth.caller import Caller
from api.courses import service as courses
from api.db.models import AuditEntry
from api.db.session import Database
from api.errors import Forbidden, Invalid

Words = Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$")]
COLUMNS = ("at", "by", "about", "course", "action", "subject_table", "subject_id", "details")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def get_sought(
    person: Words = "", action: Words = "", subject: Words = "", since: Words = "", until: Words = ""
) -> Sought:
    """What is looked for; days are whole days of UTC, `until` among them. Raises Invalid."""
    last = _day(until)
    return Sought(
        person=person.strip(),
        action=action.strip(),
        subject=subject.strip(),
        since=_day(since),
        until=last + timedelta(days=1) if last else None,
    )


SoughtDep = Annotated[Sought, Depends(get_sought)]


def of_course(session: Session, caller: Caller, course: str, sought: Sought) -> Sought:
    """The same, of one course. Raises NotFound, or Forbidden for all but its instructors."""
    seat = courses.enter_as_instructor(session, caller, course)
    return replace(sought, course_id=seat.course.id)


def of_site(caller: Caller, sought: Sought) -> Sought:
    """The same, of the whole site. Raises Forbidden for all but site admins."""
    if not caller.is_admin:
        raise Forbidden("Only a site admin may see what was done on the whole site.")
    return sought


def as_csv(database: Database, sought: Sought, name: str) -> StreamingResponse:
    """All that is found, as a file for spreadsheets, sent while it is read."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_lines(database, sought), 200, headers, "text/csv; charset=utf-8")


def _lines(database: Database, sought: Sought) -> Iterator[str]:
    yield _line(COLUMNS)
    with database.reading() as session:
        for entry in repository.every_entry(session, sought):
            yield _line(_cells(entry))


def _cells(entry: AuditEntry) -> list[str]:
    told = AuditView.of(entry).model_dump(mode="json") | {
        "details": json.dumps(entry.details, sort_keys=True)
    }
    cells = ["" if told[column] is None else str(told[column]) for column in COLUMNS]
    # A spreadsheet would run what begins like a formula; the details of an act are anybody's text.
    return [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells]


def _line(cells: tuple[str, ...] | list[str]) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\n").writerow(cells)
    return held.getvalue()


def _day(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time(), UTC)
    except ValueError:
        raise Invalid(f"{text!r} is not a day; write it as 2026-12-31.") from None
