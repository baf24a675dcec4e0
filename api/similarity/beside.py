"""Two handins side by side: which lines of one are which lines of the other."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.blobs import BlobStore
from api.db.models import Assignment, SimilarityRun, SimilarPair, Submission
from api.similarity import sources
from api.similarity.work import unpacked
from graders.handin import Handin
from graders.similarity import Document, Match, matches, read_sources
from graders.similarity.document import MOST_CHARS, Lined


@dataclass(frozen=True)
class Place:
    """Lines of a file, from 1, both ends included."""

    path: str
    first: int
    last: int


@dataclass(frozen=True)
class Region:
    """What both hold: numbered from 1 as it comes in the left one. tokens: how long it is."""

    number: int
    left: Place
    right: Place
    tokens: int


@dataclass(frozen=True)
class Line:
    """A line of a file. regions: the numbers of those that it is in; begins: of those that begin in it."""

    number: int
    text: str
    regions: tuple[int, ...]
    begins: tuple[int, ...]


@dataclass(frozen=True)
class File:
    """A source with its lines. cut: it goes on, unread."""

    path: str
    lines: list[Line]
    cut: bool

    @property
    def shares(self) -> bool:
        """Whether anything of it is in the other handin."""
        return any(line.regions for line in self.lines)


@dataclass(frozen=True)
class Beside:
    """Both handins and what they share."""

    left: list[File]
    right: list[File]
    regions: list[Region]


@dataclass(frozen=True)
class _Side:
    files: Mapping[str, bytes]
    lined: Lined
    document: Document

    def place(self, begin: int, length: int) -> Place:
        """Where some tokens stand."""
        lines = self.lined.lines[begin : begin + length]
        spans = zip(sorted(self.files), self.lined.reading.spans(), strict=True)
        path = next(path for path, (_, end) in spans if begin < end)
        return Place(path, lines[0], lines[-1])


def beside(
    blobs: BlobStore, run: SimilarityRun, pair: SimilarPair, asked: Mapping[str, Assignment]
) -> Beside:
    """Compare a pair once more, as the search did. asked: each handin's assignment, with its problems."""
    left, right = (_side(blobs, run, each, asked) for each in (pair.left, pair.right))
    found = matches(left.document, right.document)
    regions = [_region(number, match, left, right) for number, match in enumerate(found, 1)]
    return Beside(
        _files(left.files, [(each.number, each.left) for each in regions]),
        _files(right.files, [(each.number, each.right) for each in regions]),
        regions,
    )


def _side(
    blobs: BlobStore, run: SimilarityRun, submission: Submission, asked: Mapping[str, Assignment]
) -> _Side:
    paths = sources.wanted(asked[submission.assignment_id])
    files = sources.chosen(Handin.unpack(blobs.get(submission.digest)).files, paths)
    lined = read_sources(files)
    return _Side(files, lined, Document.of(lined.reading, unpacked(run.masked)))


def _region(number: int, match: Match, left: _Side, right: _Side) -> Region:
    return Region(
        number, left.place(match.left, match.length), right.place(match.right, match.length), match.length
    )


def _files(files: Mapping[str, bytes], places: list[tuple[int, Place]]) -> list[File]:
    """Every file; those that share something come first."""
    shown = [_file(path, data, places) for path, data in files.items()]
    return sorted(shown, key=lambda file: (not file.shares, file.path))


def _file(path: str, data: bytes, places: list[tuple[int, Place]]) -> File:
    text = data[: 4 * MOST_CHARS].decode(errors="replace")[:MOST_CHARS].removeprefix("\ufeff")
    here = [(number, place) for number, place in places if place.path == path]
    within: dict[int, list[int]] = {}
    for number, place in here:
        for line in range(place.first, place.last + 1):
            within.setdefault(line, []).append(number)
    begins: dict[int, list[int]] = {}
    for number, place in here:
        begins.setdefault(place.first, []).append(number)
    lines = [
        Line(number, line.removesuffix("\r"), tuple(within.get(number, ())), tuple(begins.get(number, ())))
        for number, line in enumerate(text.split("\n"), 1)
    ]
    return File(path, lines, cut=len(data) > len(text.encode(errors="replace")) + 3)
