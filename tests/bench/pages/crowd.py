"""A class as large as they come, written straight into the database: people, handins, reports.

Handins come when those of a real class came, scaled up; each student's get better. A few wait, a few failed
for a fault of ours, and what has a person's last word waits for it.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from api.assignments import service as assignments
from api.assignments.service import Terms
from api.blobs import BlobStore, digest_of
from api.checks import service as checks
from api.courses import service as courses
from api.db.base import new_id, utc_now
from api.db.models import (
    Assignment,
    BundleVersion,
    CheckResult,
    Course,
    Grading,
    GradingState,
    Member,
    Role,
    Submission,
    User,
)
from api.db.session import Database
from deploy.living.names import people
from deploy.living.trace import read_trace, spread
from graders.assignment import Assignment as Homework
from graders.assignment import read_assignment_folder
from graders.handin import tidy_handin
from tests.bench.pages.answers import Answer, Answers

HOMEWORK = Path(__file__).parents[3] / "assignments" / "hw1p1"
COURSE = "11-785"
AT_ONCE = 500
"""Handins that are written at a time."""
FAULTS, MISSING = 0.002, 0.04
"""Shares of gradings that we failed at, and of students who hand nothing in."""


@dataclass(frozen=True)
class Size:
    """How large a class is."""

    students: int = 1_000
    handins: int = 10_000
    seed: int = 1


@dataclass
class Crowd:
    """A class in the database. people: role → user id. busiest: who handed in most often."""

    size: Size
    assignment: str
    people: dict[str, str] = field(default_factory=dict)
    busiest: str = ""
    submission: str = ""
    grading: str = ""
    member: str = ""


@dataclass(frozen=True)
class _Desk:
    """What handins are made from."""

    assignment: Assignment
    answers: dict[str, Answers]
    handin: dict[str, Any]
    draw: Random


def fill(database: Database, blobs: BlobStore, size: Size) -> Crowd:
    """Write a class down."""
    draw = Random(size.seed)
    homework = read_assignment_folder(HOMEWORK)
    with database.writing() as session:
        course = courses.create_course(session, COURSE, "Introduction to Deep Learning")
        work = _hand_out(session, blobs, course, homework)
        crowd = Crowd(size, work.slug)
        students = _enrol(session, course, crowd, draw)
        answers = {each.digest: Answers.of(each) for each in homework.bundles}
        desk = _Desk(work, answers, _files(blobs, homework), draw)
        _hand_in(session, crowd, desk, students)
    return crowd


def _hand_out(session: Session, blobs: BlobStore, course: Course, homework: Homework) -> Assignment:
    now = utc_now()
    terms = Terms(now - timedelta(days=42), now - timedelta(days=4), now - timedelta(days=1))
    return assignments.install(session, blobs, course, homework, terms)


def _files(blobs: BlobStore, homework: Homework) -> dict[str, Any]:
    """What every handin's row says of its files: all hold the same."""
    handin = tidy_handin(homework.reference(), homework.wanted)
    packed = handin.pack()
    blobs.put(packed)
    return {
        "digest": handin.digest,
        "archive_digest": digest_of(packed),
        "archive_name": "handin.tar",
        "files": [[path, len(data)] for path, data in handin.files.items()],
        "notes": [],
        "last_event": 0,
        "by_staff": False,
    }


def _enrol(session: Session, course: Course, crowd: Crowd, draw: Random) -> list[str]:
    roles = {"instructor": Role.INSTRUCTOR, "ta": Role.TA}
    users, members, students = [], [], []
    named = people(draw, "students.example.edu")
    for number, person in enumerate(islice(named, crowd.size.students + len(roles) + 1)):
        role = dict(enumerate(roles)).get(number)
        user = {"id": new_id(), "email": person.email, "name": person.name, "is_admin": number == len(roles)}
        users.append(user)
        if number == len(roles):
            crowd.people["admin"] = user["id"]
            continue
        if role:
            crowd.people[role] = user["id"]
        else:
            students.append(user["id"])
        members.append(
            {
                "id": new_id(),
                "course_id": course.id,
                "user_id": user["id"],
                "role": roles[role] if role else Role.STUDENT,
                "section": "" if role else "ABCDEFGH"[number % 8],
                "student_id": None if role else f"s{30_000 + number}",
            }
        )
    crowd.member = members[-1]["id"]
    session.execute(insert(User), users)
    session.execute(insert(Member), members)
    return students


def _hand_in(session: Session, crowd: Crowd, desk: _Desk, students: list[str]) -> None:
    """Whoever hands in draws one more moment of the trace; some do it over and over."""
    due = desk.assignment.due_at
    assert due is not None
    moments = spread(read_trace(), crowd.size.handins, desk.draw)
    active = students[: max(1, round(len(students) * (1 - MISSING)))]
    often = range(1, len(active) + 1)
    who = [*active, *desk.draw.choices(active, often, k=max(0, len(moments) - len(active)))]
    desk.draw.shuffle(who)
    numbers: dict[str, int] = {}
    rows = _Rows()
    for seconds, student in zip(moments, who, strict=False):
        numbers[student] = numbers.get(student, 0) + 1
        _one(rows, desk, student, numbers[student], due + timedelta(seconds=seconds))
        if len(rows.submissions) >= AT_ONCE:
            rows.write(session)
    crowd.busiest = max(numbers, key=lambda student: numbers[student])
    crowd.people["student"] = crowd.busiest
    crowd.submission, crowd.grading = rows.last or ("", "")
    rows.write(session)


@dataclass
class _Rows:
    """Rows that wait to be written. last: a submission and a grading of it that waits for a person."""

    submissions: list[dict[str, Any]] = field(default_factory=list)
    gradings: list[dict[str, Any]] = field(default_factory=list)
    results: list[dict[str, Any]] = field(default_factory=list)
    last: tuple[str, str] | None = None

    def write(self, session: Session) -> None:
        tables = ((Submission, self.submissions), (Grading, self.gradings), (CheckResult, self.results))
        for table, rows in tables:
            if rows:
                session.execute(insert(table), rows)
                rows.clear()


def _one(rows: _Rows, desk: _Desk, student: str, number: int, at: datetime) -> None:
    """One handin with its gradings. The more one has handed in, the better it is."""
    submission = new_id()
    skill = min(0.95, 0.3 + 0.07 * number)
    answers = [_answer(desk, row.bundle_version, skill) for row in desk.assignment.problems]
    for row, answer in zip(desk.assignment.problems, answers, strict=True):
        grading = _grading(submission, row.bundle_version, row.place, answer, at)
        rows.gradings.append(grading)
        if answer is not None:
            rows.results += checks.rows_of(grading["id"], submission, row.bundle_version_id, answer.report)
        if grading["state"] is GradingState.REVIEW:
            rows.last = submission, grading["id"]
    due, known = desk.assignment.due_at, [answer.report.earned for answer in answers if answer is not None]
    found = sum(known) if len(known) == len(answers) else None
    decided = all(each["state"] is GradingState.DONE for each in rows.gradings[-len(answers) :])
    rows.submissions.append(
        desk.handin
        | {
            "id": submission,
            "assignment_id": desk.assignment.id,
            "student_id": student,
            "number": number,
            "submitted_at": at,
            "late": due is not None and at > due,
            "earned": found if decided else None,
            "found": found,
            "points": desk.assignment.points,
            "idempotency_key": None,
        }
    )


def _answer(desk: _Desk, version: BundleVersion, skill: float) -> Answer | None:
    """What the grader says; None where it failed."""
    if desk.draw.random() < FAULTS:
        return None
    return desk.answers[version.digest].drawn(desk.draw, skill)


def _state(version: BundleVersion, answer: Answer | None) -> GradingState:
    if answer is None:
        return GradingState.FAULT
    return GradingState.REVIEW if version.by_hand else GradingState.DONE


def _grading(
    submission: str, version: BundleVersion, place: int, answer: Answer | None, at: datetime
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "submission_id": submission,
        "bundle_version_id": version.id,
        "place": place,
        "state": _state(version, answer),
        "attempt": 1,
        "attempt_limit": 3,
        "queued_at": at,
        "started_at": at,
        "settled_at": at + timedelta(seconds=2),
        "earned": answer.report.earned if answer else None,
        "points": version.points,
        "earned_by": answer.earned_by if answer else None,
        "report_json": answer.text if answer else None,
        "fault": "" if answer else "The box could not be made.",
        "decision": 0,
    }
