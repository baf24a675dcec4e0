"""A server with one course and real problems, and a grader that says what a test tells it to."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path

from fastapi import FastAPI
from httpx2 import Response
from msgspec.structs import replace
from sqlalchemy import select
from starlette.testclient import TestClient

from api import recorder
from api.app import create_app
from api.assignments import service as assignments
from api.assignments.service import Terms
from api.auth import service as auth
from api.auth.passwords import hash_password
from api.blobs import FileBlobStore
from api.courses import service as courses
from api.courses.service import Enrolment
from api.db.base import utc_now
from api.db.migrate import upgrade
from api.db.models import ATTEMPTS, Assignment, Role
from api.db.session import Database
from api.events import service as events
from api.gradings import service as gradings
from api.queue import InMemoryQueue
from api.settings import Settings
from graders.archive import write_tar
from graders.assignment import Assignment as Homework
from graders.assignment import read_assignment_folder
from graders.job import GradeItem, GradeJob
from graders.problem import Check, Problem
from graders.report import CheckReport, Report, Verdict

HOMEWORK = Path(__file__).parents[4] / "assignments" / "hw1p1"
PASSWORD = "correct horse battery"
STUDENT, OTHER, TEACHER, NEWCOMER = "ada@example.edu", "eve@example.edu", "tom@example.edu", "new@example.edu"

ROLES = {STUDENT: Role.STUDENT, OTHER: Role.STUDENT, TEACHER: Role.TA}
ASSIGNMENT = "/courses/11-785/hw1p1"

Files = Mapping[str, bytes] | bytes
"""A handin's files, or an upload byte for byte."""

Judge = Callable[[Problem, Check], CheckReport]
"""Makes up the outcome of a check."""


def passing(problem: Problem, check: Check) -> CheckReport:
    """Let every check pass."""
    return CheckReport(check.name, check.title, check.points, check.points, Verdict.PASSED, check.visibility)


@cache
def homework() -> Homework:
    """The main homework, as its authors wrote it."""
    return read_assignment_folder(HOMEWORK)


def csrf(client: TestClient) -> str:
    """The token that the assignment's page gives its forms."""
    found = re.search(r'name="csrf_token" value="(\w+)"', client.get(ASSIGNMENT).text)
    assert found
    return found[1]


class House:
    """One course with the assignment hw1p1, two students and a TA."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(data=folder, sign_ins_per_minute=1000)
        self.database = Database(self.settings.database_url)
        self.blobs = FileBlobStore(self.settings.blob_folder)
        self.queue = InMemoryQueue()
        self.app: FastAPI = create_app(self.settings, self.database, self.queue, self.blobs)
        self.homework = homework()
        self.described = {bundle.problem.slug: bundle.problem for bundle in self.homework.bundles}

    def furnish(self) -> None:
        """Make the database, the course, its people and its assignment."""
        upgrade(self.settings.database_url)
        password = hash_password(PASSWORD)
        with self.database.writing() as session:
            course = courses.create_course(session, "11-785", "Introduction to Deep Learning")
            for email, role in ROLES.items():
                person = courses.enrol(
                    session, self.app.state.keys, course, Enrolment(email, role), timedelta(days=1)
                )
                person.member.user.password_hash = password
            auth.create_user(session, NEWCOMER).password_hash = password
            terms = Terms(due_at=utc_now() + timedelta(days=2, hours=3))
            assignments.install(session, self.blobs, course, self.homework, terms)

    def client(self, email: str = STUDENT) -> TestClient:
        """A browser without scripts, signed in; it trusts nothing but the pages."""
        client = TestClient(self.app, headers={"accept": "text/html"})
        answer = client.post("/sign-in", data={"email": email, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return client

    def hand_in(
        self, client: TestClient, files: Files, name: str = "handin.tar", where: str = "submissions"
    ) -> Response:
        """Drop a handin as the assignment's page does without a script; where that leads is not followed."""
        data = files if isinstance(files, bytes) else write_tar(files)
        return client.post(
            f"{ASSIGNMENT}/{where}",
            data={"csrf_token": csrf(client)},
            files={"handin": (name, data)},
            follow_redirects=False,
        )

    def claim(self) -> GradeJob:
        """Take the next job, as a worker does."""
        with self.database.writing() as session:
            job = gradings.claim(
                session, worker="w", runtimes=("numpy",), devices=("cpu",), lease=timedelta(minutes=1)
            )
        assert job is not None
        return job

    def tell(self, job: GradeJob, done: int, total: int) -> None:
        """Say that a check runs."""
        with self.database.writing() as session:
            item = job.items[0]
            check = self.described[item.problem].checks[0].name
            events.note_progress(
                session, job.submission, problem=item.problem, check=check, done=done, total=total
            )

    def settle(self, item: GradeItem, judge: Judge = passing) -> None:
        """Record a report on one problem."""
        with self.database.writing() as session:
            assert recorder.settle(session, item, self._report(item, judge))

    def fail(self, item: GradeItem) -> None:
        """Let our machinery fail at this attempt."""
        broken = replace(self._report(item, passing), verdict=Verdict.FAULT, fault="The box did not start.")
        with self.database.writing() as session:
            assert recorder.settle(session, item, broken)

    def _report(self, item: GradeItem, judge: Judge) -> Report:
        problem = self.described[item.problem]
        checks = tuple(judge(problem, check) for check in problem.checks)
        passed = all(check.verdict is Verdict.PASSED for check in checks)
        return Report(
            problem=problem.slug,
            title=problem.title,
            bundle=item.bundle.digest,
            verdict=Verdict.PASSED if passed else Verdict.FAILED,
            points=problem.points,
            earned=sum(check.earned for check in checks),
            checks=checks,
            runtime="numpy",
            device="cpu",
            box="namespaces",
        )

    def grade(self, judge: Judge = passing, broken: str = "") -> None:
        """Grade the next submission, whole; our machinery fails at the problem `broken` however often."""
        for _ in range(ATTEMPTS if broken else 1):
            for item in self.claim().items:
                if item.problem == broken:
                    self.fail(item)
                else:
                    self.settle(item, judge)

    def end_assignment(self) -> None:
        """Let the deadline pass."""
        with self.database.writing() as session:
            session.scalars(select(Assignment)).one().due_at = utc_now() - timedelta(hours=1)

    def close(self) -> None:
        """Give everything back."""
        self.database.close()
