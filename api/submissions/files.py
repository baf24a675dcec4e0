"""Single files of a handin, as a browser may have them.

What a student wrote is never a page of this site. Pictures and PDFs are shown, as exactly what their first
bytes say they are; everything else, SVG and HTML among it, can only be saved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from api.blobs import BlobStore
from api.db.models import Submission
from api.errors import NotFound
from api.submissions.pictures import Picture, picture_of
from graders.handin import Handin
from graders.problem import Problem
from graders.written import is_pdf

MOST_BYTES = 16 * 1024 * 1024
"""A larger picture is only saved."""
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")

KINDS = ("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "application/octet-stream")

NOTHING = "default-src 'none'; frame-ancestors 'none'; sandbox"
READER = "default-src 'none'; frame-ancestors 'self'; sandbox"
"""A PDF may be shown within a page of ours, by the browser's own reader."""


@dataclass(frozen=True)
class KeptFile:
    """A file with how it is sent."""

    data: bytes
    media_type: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Plot:
    """A picture of a handin, to be shown."""

    path: str
    address: str
    picture: Picture


def handin_of(blobs: BlobStore, submission: Submission) -> Handin:
    """The files as they were read from the upload."""
    return Handin.unpack(blobs.get(submission.digest))


def file_of(blobs: BlobStore, submission: Submission, path: str) -> KeptFile:
    """A file of the handin. Raises NotFound for a path that was not handed in."""
    data = handin_of(blobs, submission).files.get(path)
    if data is None:
        raise NotFound(f"The handin has no file {path!r}.")
    return as_kept(path, data)


def as_kept(path: str, data: bytes) -> KeptFile:
    """How a file's bytes are sent: shown only as a picture or a PDF."""
    name = quote(path.rpartition("/")[2], safe="")
    picture = shown_picture(data)
    if picture is not None:
        return KeptFile(data, picture.media_type, _headers(f"inline; filename*=UTF-8''{name}", NOTHING))
    if is_pdf(data):
        return KeptFile(data, "application/pdf", _headers(f"inline; filename*=UTF-8''{name}", READER))
    return KeptFile(
        data, "application/octet-stream", _headers(f"attachment; filename*=UTF-8''{name}", NOTHING)
    )


def plots_of(blobs: BlobStore, submission: Submission) -> list[Plot]:
    """The pictures in a handin; the blob is read only where a name promises one."""
    named = [path for path, _ in submission.files if path.lower().endswith(PICTURES)]
    files = handin_of(blobs, submission).files if named else {}
    found = [(path, shown_picture(files[path])) for path in named if path in files]
    return [Plot(path, address_of(submission, path), picture) for path, picture in found if picture]


def answers_of(submission: Submission, problem: Problem) -> list[str]:
    """The paths of the handin that hold the answer to a written problem, one for each that it asks for."""
    if not problem.is_written:
        return []
    held = {path for path, _ in submission.files}
    names = [(path, *problem.aliases.get(path, ())) for path in problem.files]
    return [found[0] for each in names if (found := [name for name in each if name in held])]


def address_of(submission: Submission, path: str) -> str:
    """Where a file of a handin is found."""
    return f"/api/v1/submissions/{submission.id}/files/{quote(path)}"


def shown_picture(data: bytes) -> Picture | None:
    """The picture in a file, if it is one that is shown."""
    return picture_of(data) if len(data) <= MOST_BYTES else None


def _headers(disposition: str, policy: str) -> dict[str, str]:
    return {"Content-Disposition": disposition, "Content-Security-Policy": policy}
