"""Looking through a roster: by a word, a role, a section, in an order, a page at a time.

It is done here rather than by the database: only so do all databases find “Müller” by “muller”, and order
names of every script alike.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Query

from api.db.models import Role
from api.paging import Page
from api.roster.people import Person

Row = TypeVar("Row")

NO_SECTION = "-"
"""Stands for those who sit in no section."""

ORDERS = ("email", "name", "role", "section", "student_id", "since")
_RANKS = {Role.INSTRUCTOR: 0, Role.TA: 1, Role.STUDENT: 2}

_KEYS: dict[str, Callable[[Person], Any]] = {
    "email": lambda person: person.email,
    "name": lambda person: (not person.name, folded(person.name)),
    "role": lambda person: _RANKS[person.role],
    "section": lambda person: (not person.section, folded(person.section)),
    "student_id": lambda person: (not person.student_id, person.student_id),
    "since": lambda person: person.since,
}


@dataclass(frozen=True)
class Wanted:
    """Which lines of a roster, in which order. sort: a column, with `-` before it the other way round."""

    q: str = ""
    role: Role | None = None
    section: str = ""
    sort: str = "email"

    @property
    def column(self) -> str:
        """The column to sort by."""
        return self.sort.removeprefix("-")

    @property
    def is_downward(self) -> bool:
        """Whether the last comes first."""
        return self.sort.startswith("-")

    def sorted_by(self, column: str) -> "Wanted":
        """The same lines by another column, or by the same one the other way round."""
        turned = column == self.column and not self.is_downward
        return replace(self, sort=f"-{column}" if turned else column)


async def get_wanted(
    q: Annotated[str, Query(max_length=200, description="Part of a name, e-mail or student id.")] = "",
    role: Annotated[Role | None, Query(description="Only this role.")] = None,
    section: Annotated[str, Query(max_length=200, description="Only this section; `-`: none.")] = "",
    sort: Annotated[
        str,
        Query(
            pattern=rf"^-?({'|'.join(ORDERS)})$", description="The column to sort by; `-` before it: down."
        ),
    ] = "email",
) -> Wanted:
    """Which lines a request asks for."""
    return Wanted(q.strip(), role, section, sort)


WantedDep = Annotated[Wanted, Depends(get_wanted)]


def chosen(people: Sequence[Person], wanted: Wanted) -> list[Person]:
    """Those that are wanted, in order; those of equal rank by e-mail."""
    found = [
        person
        for person in people
        if (wanted.role is None or person.role is wanted.role)
        and sits_in(person, wanted.section)
        and matches(person, wanted.q)
    ]
    found.sort(key=lambda person: person.email)
    found.sort(key=_KEYS[wanted.column], reverse=wanted.is_downward)
    return found


def sits_in(person: Person, section: str) -> bool:
    """Whether they sit in this section; "": in any."""
    return not section or person.section == ("" if section == NO_SECTION else section)


def matches(person: Person, word: str) -> bool:
    """Whether a word is part of a name, an e-mail or a student id, whatever its case and accents."""
    if not word:
        return True
    return folded(word) in folded("\n".join((person.name, person.email, person.student_id)))


def part(rows: Sequence[Row], page: Page) -> Sequence[Row]:
    """A page of rows."""
    return rows[page.offset : page.offset + page.size]


def folded(text: str) -> str:
    """The text for comparing: without case and accents."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in split if not unicodedata.combining(each)) if not text.isascii() else split
