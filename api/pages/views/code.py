"""One file of a handin as people read it: coloured lines, a picture, or a word on why it is not shown."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from api.db.models import Submission
from api.pages.highlight import coloured_lines
from api.pages.views.thread import ThreadView
from api.submissions.files import address_of, shown_picture
from api.submissions.pictures import Picture
from api.submissions.texts import why_not_shown

LINES = 1_000
"""Lines on one page."""


@dataclass(frozen=True)
class Line:
    """A line, and the threads that end at it."""

    number: int
    html: Markup
    threads: Sequence[ThreadView] = ()


@dataclass(frozen=True)
class FileLink:
    """A file in the list, and how much is said about it."""

    path: str
    size: int
    comments: int


@dataclass(frozen=True)
class FileView:
    """A file, or a part of a long one. why_not: a sentence where it is not shown. part counts from 1."""

    path: str
    address: str
    lines: tuple[Line, ...] = ()
    total: int = 0
    part: int = 1
    picture: Picture | None = None
    why_not: str = ""

    @property
    def parts(self) -> int:
        """How many pages the file takes."""
        return parts_of(self.total)

    @property
    def first(self) -> int:
        """The number of the first line on this page."""
        return (self.part - 1) * LINES + 1


def file_view(
    submission: Submission, path: str, data: bytes, part: int, threads: Sequence[ThreadView]
) -> FileView:
    """Show a part of a file, with its threads beside it."""
    address, picture = address_of(submission, path), shown_picture(data)
    if picture is not None:
        return FileView(path, address, picture=picture)
    if why_not := why_not_shown(data):
        return FileView(path, address, why_not=why_not)
    shown = coloured_lines(path, data)
    part = min(part, parts_of(len(shown)))
    first, beside = (part - 1) * LINES, by_line(threads)
    lines = tuple(
        Line(number, html, beside.get(number, ()))
        for number, html in enumerate(shown[first : first + LINES], start=first + 1)
    )
    return FileView(path, address, lines, len(shown), part)


def by_line(threads: Sequence[ThreadView]) -> Mapping[int, Sequence[ThreadView]]:
    """The last line that threads are about → those threads."""
    found: defaultdict[int, list[ThreadView]] = defaultdict(list)
    for thread in threads:
        found[thread.last].append(thread)
    return found


def parts_of(lines: int) -> int:
    """How many pages so many lines take."""
    return max(1, -(-lines // LINES))


def file_links(submission: Submission, counted: Mapping[str, int]) -> list[FileLink]:
    """The list of a handin's files."""
    return [FileLink(path, size, counted.get(path, 0)) for path, size in submission.files]
