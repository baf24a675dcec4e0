"""The addresses of a table: the same one in another order, filtered otherwise, another page of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

SHOWN = 50
"""Rows of a page."""


@dataclass(frozen=True)
class Table:
    """A table as it is shown. fields: what its address says beside the page; sort: a column; `-`: down."""

    path: str
    fields: Mapping[str, str]
    sort: str
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return max(1, -(-self.total // SHOWN))

    def address(self, **changes: str | int) -> str:
        """The table's own address, but for these fields; empty ones are left out."""
        fields = {**self.fields, "sort": self.sort, **changes}
        held = {name: value for name, value in fields.items() if value not in ("", None)}
        return f"{self.path}?{urlencode(held)}" if held else self.path

    @property
    def before(self) -> str:
        """The address of any of its pages, up to the number."""
        own = self.address()
        return f"{own}{'&' if '?' in own else '?'}page="

    def sorted_by(self, column: str) -> str:
        """The address of the same rows by this column; by the one they are sorted by, the other way round."""
        return self.address(sort=f"-{column}" if self.sort == column else column)

    def direction(self, column: str) -> str:
        """How the rows are sorted by this column, in the words of ARIA; "": they are not."""
        directions = {column: "ascending", f"-{column}": "descending"}
        return directions.get(self.sort, "")

    @property
    def is_filtered(self) -> bool:
        """Whether not every row may be shown."""
        return any(self.fields.values())
