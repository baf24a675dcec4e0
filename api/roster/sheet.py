"""A roster as somebody's table: read as far as it can be, and with a complaint for each line that cannot.

Spreadsheets write CSV in many ways: with a byte order mark or without, with semicolons or tabs where the
comma is the decimal sign, with \\r\\n, in UTF-16. All of these are read; what is guessed is never content.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pydantic import TypeAdapter, ValidationError

from api.cells import BOM, unguarded
from api.db.models import Role
from api.inputs import Email

MOST_BYTES = 1024 * 1024
MOST_ROWS = 5_000
LONGEST = 200

COLUMNS = {
    "email": ("email", "e-mail", "mail", "email address", "e-mail address"),
    "name": ("name", "full name", "student", "student name"),
    "section": ("section", "sections", "group"),
    "role": ("role",),
    "student_id": ("student id", "student_id", "sis id", "sis user id", "sid", "id"),
}
_ROLES = {
    **{role.value: role for role in Role},
    "teaching assistant": Role.TA,
    "teacher": Role.INSTRUCTOR,
    "professor": Role.INSTRUCTOR,
}
_EMAIL: TypeAdapter[str] = TypeAdapter(Email)
NO_EMAIL = "“{}” is no e-mail address: write it as ada@example.edu."
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")


@dataclass(frozen=True)
class Complaint:
    """What is wrong with a line of the file, and how to mend it. line: counts from 1; 0: the whole file."""

    line: int
    text: str


@dataclass(frozen=True)
class Line:
    """A person as the file has them. None: the file does not say; "": it says that there is none."""

    number: int
    email: str
    name: str | None = None
    role: Role | None = None
    section: str | None = None
    student_id: str | None = None


@dataclass
class Sheet:
    """What was read of a file. ignored: headings of columns that mean nothing here."""

    lines: list[Line] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def complain(self, line: int, text: str) -> None:
        """Note what is wrong with a line."""
        self.complaints.append(Complaint(line, text))


class _Unreadable(Exception):
    """The file, or the rest of it from a line on, cannot be read at all."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line, self.text = line, text


def read_sheet(data: bytes) -> Sheet:
    """Read a roster. Whatever is wrong with it becomes a complaint."""
    sheet = Sheet()
    try:
        rows = _rows(_text(data))
        columns = _columns(sheet, next(rows, (1, [])))
        for count, (number, cells) in enumerate(rows, start=1):
            if count > MOST_ROWS:
                raise _Unreadable(
                    number, f"A file may have {MOST_ROWS:,} people at most: import it in parts."
                )
            _read_line(sheet, number, dict(zip(columns, cells, strict=False)), len(cells) - len(columns))
        if not sheet.lines and not sheet.complaints:
            sheet.complain(0, "There is nobody in the file: write a person on each line below the headings.")
    except _Unreadable as refusal:
        sheet.complain(refusal.line, refusal.text)
    return sheet


def text_of(data: bytes) -> str:
    """The text of a file, as a form shows it to be mended; "" where it cannot be read."""
    try:
        return _text(data)
    except _Unreadable:
        return ""


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise _Unreadable(0, f"The file is larger than {MOST_BYTES // 1024**2} MiB: import it in parts.")
    coding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    try:
        text = data.decode(coding).removeprefix(BOM)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _Unreadable(line, "Is not UTF-8. In Excel, save the file as “CSV UTF-8”.") from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise _Unreadable(line, "Holds a NUL, which no text does: is this a CSV file?")
    return text


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the number of its first line."""
    delimiter, told = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            if "limit" in str(error):
                raise _Unreadable(number, "Has a cell of a length that no roster has.") from None
            raise _Unreadable(
                number,
                "Has a quotation mark that is not closed, or text after it. Write a quotation mark within a "
                'cell twice, "". What follows this line was not read.',
            ) from None
        if cells is None:
            return
        if number > told and any(cell.strip() for cell in cells):
            yield number, cells


def _delimiter(text: str) -> tuple[str, int]:
    """What stands between cells, and how many lines before the headings told it."""
    first = re.split(r"\r\n|\r|\n", text.lstrip("\r\n"), maxsplit=1)[0]
    if told := re.fullmatch(r"sep=(.)", first):
        return told[1], 1
    outside = re.sub(r'"[^"]*"', "", first)
    return max(",;\t", key=outside.count), 0


def _columns(sheet: Sheet, heading: tuple[int, Sequence[str]]) -> list[str]:
    """What each column holds, by its heading; "" where that means nothing here."""
    number, cells = heading
    meanings = {heading: column for column, headings in COLUMNS.items() for heading in headings}
    columns = [meanings.get(" ".join(cell.split()).casefold(), "") for cell in cells]
    if "email" not in columns:
        raise _Unreadable(
            number,
            "Has no heading `email`. The first line names the columns, in any order: "
            "email, name, section, role, student id.",
        )
    twice = sorted({column for column in columns if column and columns.count(column) > 1})
    if twice:
        raise _Unreadable(number, f"Has two columns for {_said(twice[0])}: leave one of them out.")
    sheet.ignored = [
        cell.strip() for cell, column in zip(cells, columns, strict=True) if cell.strip() and not column
    ]
    return columns


def _read_line(sheet: Sheet, number: int, cells: dict[str, str], too_many: int) -> None:
    known = {column: _clean(unguarded(cell.strip())) for column, cell in cells.items() if column}
    wrong = list(_wrong(known, too_many))
    if wrong:
        sheet.complain(number, " ".join(wrong))
        return
    sheet.lines.append(
        Line(
            number,
            _EMAIL.validate_python(known["email"]),
            known.get("name") or None,
            _ROLES[known["role"].casefold()] if known.get("role") else None,
            known.get("section"),
            known.get("student_id"),
        )
    )


def _wrong(cells: dict[str, str], too_many: int) -> Iterator[str]:
    if too_many > 0:
        yield "Has more cells than there are headings: put a cell with a comma in it into quotation marks."
    for column, cell in cells.items():
        if _CONTROL.search(cell):
            yield f"The {_said(column)} holds a line break or a control character: write it on one line."
        elif len(cell) > LONGEST:
            yield f"The {_said(column)} is longer than {LONGEST} characters."
    yield from _wrong_email(cells.get("email", ""))
    role = cells.get("role", "")
    if role and role.casefold() not in _ROLES:
        yield f"“{role[:60]}” is no role: write student, ta or instructor, or nothing for student."


def _wrong_email(email: str) -> Iterator[str]:
    if not email:
        yield "Has no e-mail address, by which people sign in."
    elif email_of(email) is None:
        yield NO_EMAIL.format(email[:60])
    elif any(unicodedata.category(each) == "Cf" for each in email):
        yield "The e-mail address holds a character that nobody sees: type it anew."


def email_of(text: str) -> str | None:
    """The e-mail address that a text is, as it is kept; None where it is none."""
    try:
        return _EMAIL.validate_python(text)
    except ValidationError:
        return None


def _clean(text: str) -> str:
    """One spelling for what looks the same, so that no section is there twice."""
    return unicodedata.normalize("NFC", text).strip()


def _said(column: str) -> str:
    return {"email": "e-mail address", "student_id": "student id"}.get(column, column)
