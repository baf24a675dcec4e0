"""What a class has handed in, written down as if each handin had come when its time was.

Everything goes through the services that serve people, on a clock that is moved: the rules on deadlines,
numbers and points hold for a made-up history as they do for a real one. Handin, claim and report share a
transaction, so that no grader of the server ever sees the grading wait.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from api import recorder
from api.auth.caller import Caller
from api.blobs import BlobStore
from api.db.base import happening_at
from api.db.session import Database
from api.errors import ApiError
from api.gradings import service as gradings
from api.queue import InMemoryQueue
from api.submissions import service as submissions
from api.submissions.service import Target, Upload
from deploy.demo_students import packed
from deploy.living.reports import Reports
from graders.handin import Handin

WORKER = "embedded"
LEASE = timedelta(minutes=5)


@dataclass(frozen=True)
class Place:
    """An assignment that a class hands in to."""

    database: Database
    blobs: BlobStore
    course: str
    assignment: str
    wanted: tuple[str, ...]


@dataclass(frozen=True)
class Came:
    """A handin at its moment, with what boxes found."""

    at: datetime
    student: Caller
    handin: Handin
    reports: Reports


def write_down(place: Place, coming: Iterable[Came], draw: Random) -> Iterator[bool]:
    """Let all of them come, one by one; whether each was taken, or refused by a rule of the assignment."""
    for number, came in enumerate(coming):
        name, archive = packed(came.handin.files, number)
        try:
            _hand_in(place, came, Upload(name, archive), draw)
            yield True
        except ApiError:
            yield False


def _hand_in(place: Place, came: Came, upload: Upload, draw: Random) -> None:
    target = Target(came.student, place.course, place.assignment, place.wanted)
    with happening_at(came.at), place.database.writing() as session:
        submissions.admit(session, target.caller, target.course, target.assignment, None)
        submission = submissions.submit(session, place.blobs, InMemoryQueue(), target, upload)
        # Shortly before a deadline many wait at once.
        waited = timedelta(seconds=draw.expovariate(1 / 4))
        with happening_at(came.at + waited):
            _grade(session, submission.id, came.reports)


def _grade(session: Session, submission_id: str, reports: Reports) -> None:
    job = gradings.give_out(session, submission_id, runtimes=("numpy",), devices=("cpu",), lease=LEASE)
    if job is None:  # nothing but written answers
        return
    gradings.begin(session, {item.grading: item.attempt for item in job.items}, WORKER, LEASE)
    for item in job.items:
        recorder.settle(session, item, reports[item.problem])
