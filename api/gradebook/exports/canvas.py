"""A gradebook as Canvas imports it.

Canvas finds students by `SIS User ID`, then by `SIS Login ID`, then by name, and assignments by the number in
brackets behind their title, or else by the title itself; one that it does not find it offers to make. We
know neither its numbers of students nor of assignments, so `ID` is empty and titles stand alone. `EX` is
excused; an empty cell is no grade. Canvas rounds to two decimals, and so do we.
Source: Canvas's own export and import, `lib/gradebook_exporter.rb` and `lib/gradebook_importer.rb`.
"""

from collections.abc import Sequence

from api.cells import as_csv
from api.gradebook.book import Book, Cell, Mark, Row

HEADINGS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS = "    Points Possible"
EXCUSED = "EX"


def canvas_csv(book: Book, rows: Sequence[Row]) -> str:
    """One line a student, below the points that there are to earn."""
    head = [*HEADINGS, *(column.title for column in book.columns)]
    points = [POINTS, None, None, None, None, *(column.points for column in book.columns)]
    lines = [
        [
            row.person.called,
            None,
            row.person.student_id,
            row.person.email,
            row.person.section,
            *(_cell(cell) for cell in row.cells),
        ]
        for row in rows
    ]
    return as_csv([head, points, *lines])


def _cell(cell: Cell) -> float | str | None:
    return EXCUSED if cell.mark is Mark.EXCUSED else cell.final
