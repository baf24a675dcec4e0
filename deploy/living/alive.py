"""Brings a made-up course to life: people, homeworks, and weeks of handins behind them.

One homework has just been due, and the late ones still come; one is due in a few days; one opens next week.
Everything is drawn from a seed; only the dates move with the present.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random

from api.auth.keys import Keys
from api.blobs import BlobStore
from api.db.base import happening_at, utc_now
from api.db.session import Database
from deploy import courses as desk
from deploy.catalogue import Task, find_assignment
from deploy.living.classroom import COURSE, Classroom, Homework, enrol_class, hand_out
from deploy.living.history import Came, Place, write_down
from deploy.living.lenient import allow_slip_days, extend_for_one
from deploy.living.marking import Pile, mark
from deploy.living.reports import ReportShelf
from deploy.living.schedule import schedule
from deploy.living.talking import talk
from deploy.living.work import INTRODUCTION, QUIZ, Desk, Work
from deploy.settings import EmbeddedSettings
from graders.handin import tidy_handin
from worker.sandbox.open import OpenSandbox

BEFORE = 42.0
"""Days from the first handin of the trace to its deadline."""

Listen = Callable[[str], None]
"""Is told in words how far it is; what it raises breaks it off."""


@dataclass(frozen=True)
class Means:
    """What a course is made with."""

    settings: EmbeddedSettings
    database: Database
    blobs: BlobStore
    sandbox: OpenSandbox
    keys: Keys


@dataclass(frozen=True)
class Dates:
    """When a homework is given and due. due: from now. days: from the first handins to the deadline."""

    slug: str
    due: timedelta
    days: float
    work: Work | None = None


SEMESTER = (
    Dates("hw1p1", timedelta(0), BEFORE, INTRODUCTION),
    Dates("ttic-quiz", timedelta(days=4), 21, QUIZ),
    Dates("bn-autodiff", timedelta(days=20), 14),
)


def make_alive(means: Means, listen: Listen, students: int = 100, seed: int = 1) -> Classroom:
    """The course, with its past. Raises GraderFault where boxes fail."""
    now = utc_now()
    with happening_at(now - timedelta(days=BEFORE + 7)), means.database.writing() as session:
        room = enrol_class(session, means.keys, students, Random(seed))
        allow_slip_days(session, room.instructor, COURSE)
    for dates in SEMESTER:
        _Term(means, room, dates, now, seed).play(listen)
    with happening_at(now - timedelta(days=1)), means.database.writing() as session:
        extend_for_one(session, room.instructor, COURSE, QUIZ.homework, room.students[0])
    return room


@dataclass(frozen=True)
class _Term:
    """One homework, and what the class makes of it until now."""

    means: Means
    room: Classroom
    dates: Dates
    now: datetime
    seed: int

    def play(self, listen: Listen) -> None:
        """Hand the homework out, and let in what has come by now."""
        homework = self._homework()
        with happening_at(homework.opens_at - timedelta(days=2)), self.means.database.writing() as session:
            hand_out(session, self.means.blobs, desk.course(session, COURSE), homework, self.seed)
        if self.dates.work is not None:
            self._come(self.dates.work, homework, listen)

    def _homework(self) -> Homework:
        assignment = find_assignment(self.dates.slug, self.means.settings)
        due = last_minute(self.now + self.dates.due)
        opens, closes = due - timedelta(days=self.dates.days, hours=2), due + timedelta(days=4)
        return Homework(assignment, opens, due, closes, desk.starter_kit(assignment, self.means.sandbox))

    def _come(self, work: Work, homework: Homework, listen: Listen) -> None:
        assignment, draw = homework.assignment, Random(self.seed)
        pace, writing = self.dates.days / BEFORE, Desk(work, assignment)
        coming = []
        for each in schedule(work, len(self.room.students), self.seed):
            at = homework.due_at + timedelta(seconds=each.seconds * pace)
            if at <= self.now:
                files = tidy_handin(writing.written(each.draft), assignment.wanted)
                coming.append((at, self.room.students[each.student], files))
        task = Task(assignment.title, assignment.bundles, assignment.wanted)
        shelf = ReportShelf(task, self.means.settings, self.means.sandbox, self.seed)
        reports = shelf.of_all([handin for *_, handin in coming], partial(_tell, listen, assignment.title))
        place = Place(
            self.means.database, self.means.blobs, COURSE, assignment.slug, tuple(assignment.wanted)
        )
        came = (Came(at, who, handin, reports[handin]) for at, who, handin in coming)
        for number, _ in enumerate(write_down(place, came, draw), start=1):
            listen(f"{assignment.title}: {number} of {len(coming)} handins written down")
        mark(Pile(place, self.room.tas, self.now), draw)
        if self.dates.work is INTRODUCTION:
            talk(place, self.room.instructor, self.room.tas, self.now)


def _tell(listen: Listen, title: str, done: int, total: int) -> None:
    listen(f"{title}: {done} of {total} different handins graded")


def last_minute(moment: datetime) -> datetime:
    """The last 23:59 that lies a day before this moment."""
    return (moment - timedelta(days=2)).replace(hour=23, minute=59, second=0, microsecond=0)
