"""Rosters as spreadsheets write them, and what is told of those that cannot be read."""

import pytest

from api.db.models import Role
from api.roster.sheet import MOST_BYTES, MOST_ROWS, Line, Sheet, read_sheet


def read(text: str) -> Sheet:
    return read_sheet(text.encode())


def told(text: str | bytes) -> list[tuple[int, str]]:
    sheet = read_sheet(text if isinstance(text, bytes) else text.encode())
    return [(each.line, each.text) for each in sheet.complaints]


def test_columns_are_found_by_their_headings_in_any_order() -> None:
    sheet = read("Role,Student ID,E-Mail,Nickname,Name,Section\nTA,007,Ada@X.edu,Countess,Ada Lovelace,B\n")
    assert sheet.lines == [Line(2, "ada@x.edu", "Ada Lovelace", Role.TA, "B", "007")]
    assert sheet.ignored == ["Nickname"]


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfemail;name\r\nada@x.edu;Ada, Countess\r\n",
        b'email,name\nada@x.edu,"Ada, Countess"\n',
        b"sep=;\r\nemail;name\r\nada@x.edu;Ada, Countess\r\n",
        "email\tname\r\nada@x.edu\tAda, Countess\r\n".encode("utf-16"),
        b'\r\nemail,name\r\r\n,\r\nada@x.edu,"Ada, Countess"',
    ],
)
def test_what_spreadsheets_write_is_read(data: bytes) -> None:
    sheet = read_sheet(data)
    assert (sheet.complaints, [(each.email, each.name) for each in sheet.lines]) == (
        [],
        [("ada@x.edu", "Ada, Countess")],
    )


def test_what_the_file_does_not_say_is_not_what_it_says_is_nothing() -> None:
    [line] = read("email,section\nada@x.edu,\n").lines
    assert line == Line(2, "ada@x.edu", section="")


def test_guarded_cells_are_read_as_what_they_guard() -> None:
    [line] = read("email,name,section\nada@x.edu,'=1+1,'-\n").lines
    assert (line.name, line.section) == ("=1+1", "-")


def test_one_section_has_one_spelling() -> None:
    composed, decomposed = read("email,section\na@x.edu,É\nb@x.edu,E\u0301 \n").lines
    assert composed.section == decomposed.section


def test_names_of_every_script_are_read() -> None:
    names = ["山田 太郎", "محمد علي", "Ольга", "नेहा", "Ṣọlá", "🦊"]
    sheet = read("email,name\n" + "".join(f"{n}@x.edu,{name}\n" for n, name in enumerate(names)))
    assert [line.name for line in sheet.lines] == names


def test_each_bad_line_is_told_with_its_number_and_the_others_are_read() -> None:
    text = (
        "email,name,role,section\n"
        "ada@x.edu,Ada,student,A\n"
        ",Nobody,,\n"
        "not an address,Bob,,\n"
        "eve@x.edu,Eve,boss,\n"
        'tom@x.edu,"Tom\nthe second",,\n'
        f"kim@x.edu,{'K' * 201},,\n"
        "lee@x.edu,Lee,Wang,student,B\n"
        "li\u200bu@x.edu,Liu,,\n"
        "joe@x.edu,Joe\n"
    )
    sheet = read(text)
    assert [line.email for line in sheet.lines] == ["ada@x.edu", "joe@x.edu"]
    wrong = {each.line: each.text for each in sheet.complaints}
    assert list(wrong) == [3, 4, 5, 6, 8, 9, 10]
    assert "no e-mail address" in wrong[3]
    assert "“not an address” is no e-mail address: write it as" in wrong[4]
    assert "“boss” is no role: write student, ta or instructor" in wrong[5]
    assert "line break" in wrong[6]
    assert "longer than 200" in wrong[8]
    assert "more cells than there are headings" in wrong[9]
    assert "a character that nobody sees" in wrong[10]


@pytest.mark.parametrize(
    ("data", "line", "word"),
    [
        (b"", 1, "no heading `email`"),
        (b"name\nAda\n", 1, "no heading `email`"),
        (b"email,E-Mail\na@x.edu,b@x.edu\n", 1, "two columns for e-mail address"),
        (b"email,name\nada@x.edu,Ad\xe9le\n", 2, "not UTF-8"),
        (b"email,name\nada@x.edu,A\x00da\n", 2, "NUL"),
        (b"\x00" * 100, 1, "NUL"),
        (b"PK\x03\x04\x14\x00\x08\x88" * 50, 1, "not UTF-8"),
        (b'email,name\nada@x.edu,Ada\nbob@x.edu,"Bob\nc@x.edu,C\n', 3, "quotation mark that is not closed"),
        (b'email,name\nada@x.edu,"A"da\n', 2, "quotation mark"),
        (b"email\n", 0, "nobody in the file"),
        (b"email\n" + b"a@x.edu\n" * (MOST_ROWS + 1), MOST_ROWS + 2, "5,000 people at most"),
        (b"e" * (MOST_BYTES + 1), 0, "larger than 1 MiB"),
        (b"email\n" + b"x" * 200_000 + b"\n", 2, "a cell of a length"),
        (b"\xff\xfee", 1, "not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_where_and_why(data: bytes, line: int, word: str) -> None:
    *_, (number, text) = told(data)
    assert number == line
    assert word in text
