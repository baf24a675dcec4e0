"""Looking through a gradebook: by a word, a section, in an order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Query

from api.gradebook.book import Book, Row
from api.roster.looking import folded, matches, sits_in

_BY_WORK = "work:"
_SORT = r"^-?(name|email|section|total|work:[a-z0-9][a-z0-9_-]{0,63})$"

_KEYS: dict[str, Callable[[Row], Any]] = {
    "name": lambda row: (not row.person.name, folded(row.person.name)),
    "section": lambda row: (not row.person.section, folded(row.person.section)),
    "total": lambda row: row.total,
}


@dataclass(frozen=True)
class Wanted:
    """Which rows, in which order. sort: a column, `work:` and a slug for an assignment's; with `-`: down."""

    q: str = ""
    section: str = ""
    sort: str = "email"


async def get_wanted(
    q: Annotated[str, Query(max_length=200, description="Part of a name, e-mail or student id.")] = "",
    section: Annotated[str, Query(max_length=200, description="Only this section; `-`: none.")] = "",
    sort: Annotated[
        str,
        Query(pattern=_SORT, description="name, email, section, total, `work:` + slug; `-`: down."),
    ] = "email",
) -> Wanted:
    """Which rows a request asks for."""
    return Wanted(q.strip(), section, sort)


WantedDep = Annotated[Wanted, Depends(get_wanted)]


def chosen(book: Book, wanted: Wanted) -> list[Row]:
    """Those rows that are wanted, in order; of equal rank by e-mail, and without a score always last."""
    found = [
        row for row in book.rows if sits_in(row.person, wanted.section) and matches(row.person, wanted.q)
    ]
    found.sort(key=lambda row: row.person.email)
    column, down = wanted.sort.removeprefix("-"), wanted.sort.startswith("-")
    place = book.column(column.removeprefix(_BY_WORK)) if column.startswith(_BY_WORK) else None
    if place is not None:
        found.sort(key=lambda row: _score(row, place, down=down))
    elif column in _KEYS:
        found.sort(key=_KEYS[column], reverse=down)
    elif down:
        found.reverse()
    return found


def _score(row: Row, place: int, *, down: bool) -> tuple[bool, float]:
    final = row.cells[place].final
    return final is None, 0.0 if final is None else (-final if down else final)
