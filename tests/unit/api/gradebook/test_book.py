"""Gradebooks: what counts, what is missing, what waits; and their order."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from api.db.models import Role
from api.gradebook.book import Book, Cell, Column, Mark, Row, book_of, cell_of, row_of
from api.gradebook.exports.canvas import canvas_csv
from api.gradebook.exports.table import table_csv
from api.gradebook.looking import Wanted, chosen
from api.policies.reckoning import Standing
from api.roster.people import Person
from api.submissions.state import SubmissionState

SINCE = datetime(2026, 9, 1, tzinfo=UTC)
HW1 = Column("a1", "hw1", "Layers", 10, None)
HW2 = Column("a2", "hw2", "=Attention, and more", 20, None)


def standing(final: float | None = None, **more: object) -> Standing:
    known = Standing("u", "a", "s", final, 10, final=final)
    return replace(known, **more)


def cell(final: float | None = None, mark: Mark = Mark.GRADED) -> Cell:
    return Cell(standing(final), mark, final)


def person(name: str, section: str = "", student_id: str = "") -> Person:
    return Person(f"m-{name}", f"u-{name}", f"{name}@x.edu", name, Role.STUDENT, section, student_id, SINCE)


def book(*rows: tuple[Person, Cell, Cell]) -> Book:
    return book_of([HW1, HW2], [row_of(who, cells, [HW1, HW2]) for who, *cells in rows])


@pytest.mark.parametrize(
    ("known", "state", "over", "mark"),
    [
        (standing(7.0), None, True, Mark.GRADED),
        (standing(0.0), None, False, Mark.GRADED),
        (standing(excused=True), None, True, Mark.EXCUSED),
        (replace(standing(7.0), excused=True), None, True, Mark.EXCUSED),
        (standing(submission_id=None), None, False, Mark.ABSENT),
        (standing(submission_id=None), None, True, Mark.MISSING),
        (standing(), SubmissionState.REVIEW, True, Mark.WAITING),
        (standing(), SubmissionState.FAULT, True, Mark.FAULT),
        (standing(), SubmissionState.QUEUED, False, Mark.RUNNING),
        (standing(), SubmissionState.RUNNING, False, Mark.RUNNING),
    ],
)
def test_each_cell_says_how_a_student_stands(
    known: Standing, state: SubmissionState | None, over: bool, mark: Mark
) -> None:
    made = cell_of(known, state, is_over=over)
    assert made.mark is mark
    assert made.final == (known.final if mark is Mark.GRADED else None)


def test_what_is_excused_is_in_no_sum_and_what_is_missing_earns_nothing() -> None:
    absent, missing = cell(mark=Mark.ABSENT), cell(mark=Mark.MISSING)
    excused, waiting = cell(mark=Mark.EXCUSED), cell(mark=Mark.WAITING)
    rows = book(
        (person("a"), cell(8.0), cell(15.0)),
        (person("b"), cell(8.0), missing),
        (person("c"), cell(8.0), excused),
        (person("d"), absent, waiting),
    ).rows
    assert [(row.total, row.possible) for row in rows] == [(23, 30), (8, 30), (8, 10), (0, 0)]


def test_medians_are_of_those_who_have_a_score() -> None:
    made = book(
        (person("a"), cell(2.0), cell(mark=Mark.WAITING)),
        (person("b"), cell(4.0), cell(mark=Mark.EXCUSED)),
        (person("c"), cell(9.0), cell(mark=Mark.MISSING)),
    )
    assert [column.median for column in made.columns] == [4, None]
    assert made.median == 4
    assert book().median is None


def test_rows_are_sorted_by_any_column_and_those_without_a_score_come_last() -> None:
    made = book(
        (person("ada", "B"), cell(2.0), cell(20.0)),
        (person("bob", "A"), cell(mark=Mark.ABSENT), cell(1.0)),
        (person("Çem", "A"), cell(9.0), cell(5.0)),
    )

    def order(sort: str, **more: str) -> list[str]:
        return [row.person.name for row in chosen(made, Wanted(sort=sort, **more))]

    assert order("work:hw1") == ["ada", "Çem", "bob"]
    assert order("-work:hw1") == ["Çem", "ada", "bob"]
    assert order("total") == ["bob", "Çem", "ada"]
    assert order("-name") == ["Çem", "bob", "ada"]
    assert order("-email") == ["Çem", "bob", "ada"]
    assert order("section") == ["bob", "Çem", "ada"]
    assert order("work:gone") == order("email")
    assert order("email", section="A") == ["bob", "Çem"]
    assert order("email", q="cem") == ["Çem"]


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_canvas_gets_its_headings_the_points_and_ex_for_who_is_excused() -> None:
    made = book(
        (person("Ada Lovelace", "A", "007"), cell(7.333333), cell(mark=Mark.EXCUSED)),
        (person("=cmd|x", "", "-1"), cell(0.0), cell(mark=Mark.WAITING)),
    )
    assert rows_of(canvas_csv(made, made.rows)) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Layers", "'=Attention, and more"],
        ["    Points Possible", "", "", "", "", "10", "20"],
        ["Ada Lovelace", "", "007", "Ada Lovelace@x.edu", "A", "7.33", "EX"],
        ["'=cmd|x", "", "'-1", "'=cmd|x@x.edu", "", "0", ""],
    ]
    assert not canvas_csv(made, made.rows).startswith("\ufeff"), "Canvas reads the first heading as it is."


def test_a_spreadsheet_gets_numbers_and_words_where_there_is_none() -> None:
    made = book(
        (person("ada", "A", "1"), cell(7.5), cell(mark=Mark.EXCUSED)),
        (person("bob"), cell(mark=Mark.MISSING), cell(mark=Mark.FAULT)),
    )
    assert rows_of(table_csv(made, made.rows)) == [
        ["email", "name", "section", "student id", "hw1", "hw2", "total", "possible"],
        ["ada@x.edu", "ada", "A", "1", "7.5", "excused", "7.5", "10"],
        ["bob@x.edu", "bob", "", "", "", "our failure", "0", "10"],
    ]


def test_a_row_stays_with_its_person() -> None:
    made = book((person("b"), cell(1.0), cell(2.0)), (person("a"), cell(3.0), cell(4.0)))
    assert [(row.person.name, row.cells[0].final) for row in chosen(made, Wanted())] == [("a", 3), ("b", 1)]
    assert isinstance(made.rows[0], Row)
