"""A zip that is made while it is sent."""

import io
from collections.abc import Iterator
from zipfile import ZipFile

from api.gradebook.exports.archive import zipped


def test_the_parts_of_a_zip_are_sent_as_the_files_come() -> None:
    asked: list[int] = []

    def files() -> Iterator[tuple[str, bytes]]:
        for number in range(3):
            asked.append(number)
            yield f"s{number}/results.json", b"{}" * 1000

    parts = zipped(files())
    first = next(parts)
    assert asked == [0]
    assert first.startswith(b"PK")
    with ZipFile(io.BytesIO(first + b"".join(parts))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [f"s{number}/results.json" for number in range(3)]
        assert archive.read("s2/results.json") == b"{}" * 1000


def test_a_zip_of_nothing_is_a_zip() -> None:
    with ZipFile(io.BytesIO(b"".join(zipped([])))) as archive:
        assert archive.namelist() == []
