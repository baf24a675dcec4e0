"""The results of a whole assignment as one zip, made while it is sent."""

import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.anonymity.naming import Names
from api.courses.seat import Seat
from api.db.models import Assignment, Member, Role, Submission
from api.db.session import Database
from api.gradebook.exports.results import results_of
from api.policies import service as policies
from api.submissions import repository as submissions
from api.submissions.views import Viewer

BATCH = 20
"""Submissions that are read at a time: a report may have some hundred kilobytes."""


class Which(StrEnum):
    """Whose results: of the submission that counts of each student, of their latest, of every one."""

    COUNTED = "counted"
    LATEST = "latest"
    EVERY = "every"


def chosen(session: Session, assignment: Assignment, which: Which) -> list[str]:
    """The submissions of the students on the roster that are wanted, by id."""
    if which is Which.COUNTED:
        counted = policies.standing(session, assignment)
        return [each.submission_id for each in counted if each.submission_id is not None]
    query = (
        select(Submission.id)
        .join(Member, Member.user_id == Submission.student_id)
        .where(
            Submission.assignment_id == assignment.id,
            Member.course_id == assignment.course_id,
            Member.role == Role.STUDENT,
        )
        .order_by(Submission.student_id, Submission.number)
    )
    if which is Which.LATEST:
        newest = select(Submission.student_id, func.max(Submission.number).label("number"))
        newest_of = newest.where(Submission.assignment_id == assignment.id).group_by(Submission.student_id)
        last = newest_of.subquery()
        query = query.join(
            last, (last.c.student_id == Submission.student_id) & (last.c.number == Submission.number)
        )
    return list(session.scalars(query))


def results_zip(database: Database, seat: Seat, names: Names, ids: Sequence[str]) -> Iterator[bytes]:
    """The parts of a zip with a folder for each submission, `results.json` in it."""
    return zipped(_files(database, seat, names, ids))


def zipped(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """The parts of a zip of these files; no more than one of them is held at a time."""
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
        for path, data in files:
            # The same bytes whenever it is made.
            archive.writestr(ZipInfo(path, (2000, 1, 1, 0, 0, 0)), data, ZIP_DEFLATED)
            yield sink.take()
    yield sink.take()


def _files(database: Database, seat: Seat, names: Names, ids: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    for start in range(0, len(ids), BATCH):
        with database.reading() as session:
            rows = submissions.whole(session, ids[start : start + BATCH])
        for row in rows:
            results = results_of(row, Viewer.of(seat, row), names)
            text = json.dumps(results, ensure_ascii=False, indent=1, allow_nan=False)
            yield f"{folder_of(row, names)}/results.json", text.encode()


def folder_of(submission: Submission, names: Names) -> str:
    """A folder's name that is one on every system, and no other submission's."""
    name = re.sub(r"[^A-Za-z0-9@_+-]", "_", names.of(submission.student))[:80]
    return f"{name}-{submission.number}-{submission.id[-8:]}"


class _Sink(io.RawIOBase):
    """Where a zip is written to that is sent on at once: it cannot be gone back in."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # zipfile writes nothing but bytes
        """Take a part."""
        self._parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        """What was written since."""
        taken, self._parts = b"".join(self._parts), []
        return taken
