"""The whole server over one database, with people to act in it."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

from httpx2 import Response
from starlette.testclient import TestClient

from api.app import create_app
from api.assignments import service as assignments
from api.assignments.service import Terms
from api.auth import service as auth
from api.auth.passwords import hash_password
from api.blobs.open import open_blobs
from api.courses import repository as course_rows
from api.courses import service as courses
from api.courses.service import Enrolment
from api.db.models import Role, User
from api.db.session import Database
from api.gradings import service as gradings
from api.queue import InMemoryQueue
from api.recorder import settle
from api.settings import Settings
from graders.job import GradeJob
from graders.problem import Problem
from tests.integration.api.homework import homework, report, tar

LEASE = timedelta(minutes=1)
PASSWORD = "correct horse battery"


class Person:
    """Somebody with a token: calls the server as a program does."""

    def __init__(self, house: "House", email: str, token: str) -> None:
        self.email = email
        self.token = token
        self._client = house.client
        self._headers = {"Authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any) -> Response:
        return self._client.request(method, f"/api/v1{path}", headers=self._headers | (headers or {}), **more)

    def get(self, path: str, **more: Any) -> Response:
        return self.ask("GET", path, **more)

    def post(self, path: str, **more: Any) -> Response:
        return self.ask("POST", path, **more)

    def hand_in(
        self, data: bytes | None = None, assignment: str = "hw1", course: str = "dl", key: str = ""
    ) -> Response:
        headers = {"Idempotency-Key": key} if key else {}
        files = {"handin": ("handin.tar", tar() if data is None else data)}
        path = f"/courses/{course}/assignments/{assignment}/submissions"
        return self.post(path, headers=headers, files=files)


class House:
    """The parts of a server, and short ways to fill it."""

    def __init__(self, database: Database, data: Path, **settings: Any) -> None:
        self.database = database
        self.settings = Settings(data=data, **settings)
        self.queue = InMemoryQueue()
        self.blobs = open_blobs(self.settings)
        self.app = create_app(self.settings, database, self.queue, self.blobs)
        self.client = TestClient(self.app)
        self.keys = self.app.state.keys

    def __enter__(self) -> Self:
        self.client.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.client.__exit__(*error)

    def browser(self) -> TestClient:
        """A client with cookies of its own."""
        return TestClient(self.app)

    def person(self, email: str, role: Role | None = None, course: str = "dl", admin: bool = False) -> Person:
        with self.database.writing() as session:
            user = auth.create_user(session, email, is_admin=admin)
            _, token = auth.create_token(session, self.keys, user, "tests")
            if role is not None:
                found = course_rows.course_by_slug(session, course)
                assert found is not None
                courses.enrol(session, self.keys, found, Enrolment(email, role), timedelta(days=1))
        return Person(self, email, token)

    def set_password(self, person: Person, password: str = PASSWORD) -> None:
        digest = hash_password(password)
        with self.database.writing() as session:
            session.query(User).where(User.email == person.email).update({"password_hash": digest})

    def course(
        self, *problems: Problem, slug: str = "dl", assignment: str = "hw1", terms: Terms | None = None
    ) -> None:
        """A course, made where there is none yet, with an assignment of these problems."""
        with self.database.writing() as session:
            course = course_rows.course_by_slug(session, slug) or courses.create_course(
                session, slug, slug.upper()
            )
            work = homework(*problems, slug=assignment)
            assignments.install(session, self.blobs, course, work, terms or Terms())

    def claim(self, worker: str = "w1", runtimes: Sequence[str] = ("numpy", "torch")) -> GradeJob | None:
        with self.database.writing() as session:
            return gradings.claim(session, worker=worker, runtimes=runtimes, devices=["cpu"], lease=LEASE)

    def settle(self, job: GradeJob, *problems: Problem, failed: tuple[str, ...] = ()) -> list[bool]:
        """Report on each item of a job."""
        by_slug = {problem.slug: problem for problem in problems}
        settled = []
        for item in job.items:
            with self.database.writing() as session:
                settled.append(settle(session, item, report(by_slug[item.problem], item, failed)))
        return settled
