"""Gradebooks on the wire."""

from collections.abc import Sequence

from api.db.models import Course, Excusal
from api.gradebook.book import Book, Cell, Column, Row
from api.gradebook.schemas import BookView, CellView, ColumnView, ExcusalView, RowView

DIGITS = 6
"""More say only how binary fractions are added."""


def book_view(course: Course, book: Book, rows: Sequence[Row]) -> BookView:
    """These rows of a gradebook."""
    return BookView(
        course=course.slug,
        columns=[_column(column) for column in book.columns],
        rows=[_row(row, book.columns) for row in rows],
        median=book.median,
    )


def excusal_view(excusal: Excusal) -> ExcusalView:
    """Who is excused, by whom and why."""
    return ExcusalView(
        student=excusal.student.email,
        reason=excusal.reason,
        by=excusal.by.email if excusal.by else None,
        at=excusal.at,
    )


def _column(column: Column) -> ColumnView:
    return ColumnView(
        slug=column.slug,
        title=column.title,
        points=column.points,
        due_at=column.due_at,
        median=column.median,
    )


def _row(row: Row, columns: Sequence[Column]) -> RowView:
    person = row.person
    return RowView(
        member=person.id,
        email=person.email,
        name=person.name,
        section=person.section,
        student_id=person.student_id,
        total=row.total,
        possible=row.possible,
        cells=[_cell(cell, column) for cell, column in zip(row.cells, columns, strict=True)],
    )


def _cell(cell: Cell, column: Column) -> CellView:
    standing = cell.standing
    return CellView(
        assignment=column.slug,
        mark=cell.mark,
        submission=None if column.nameless else standing.submission_id,
        earned=standing.earned,
        points=standing.points,
        days_late=standing.days_late,
        slip_days=standing.slip_days,
        penalty=round(standing.penalty, DIGITS),
        final=None if cell.final is None else round(cell.final, DIGITS),
    )
