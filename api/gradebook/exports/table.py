"""A gradebook for spreadsheets, as CSV."""

from collections.abc import Sequence

from api.cells import BOM, as_csv
from api.gradebook.book import Book, Cell, Mark, Row

HEADINGS = ("email", "name", "section", "student id")
WORDS = {
    Mark.ABSENT: "",
    Mark.MISSING: "",
    Mark.WAITING: "waits for staff",
    Mark.RUNNING: "being graded",
    Mark.FAULT: "our failure",
    Mark.EXCUSED: "excused",
}


def table_csv(book: Book, rows: Sequence[Row]) -> str:
    """One line a student; a number is points that count, a word says why there is none."""
    head = [*HEADINGS, *(column.slug for column in book.columns), "total", "possible"]
    lines = [
        [
            row.person.email,
            row.person.name,
            row.person.section,
            row.person.student_id,
            *(_cell(cell) for cell in row.cells),
            row.total,
            row.possible,
        ]
        for row in rows
    ]
    return BOM + as_csv([head, *lines])


def _cell(cell: Cell) -> float | str | None:
    return cell.final if cell.final is not None else WORDS.get(cell.mark)
