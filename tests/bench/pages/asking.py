"""Asking a server in this process for its pages and lists: how long it takes, and how many queries."""

import gc
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sqlalchemy import event, text
from starlette.testclient import TestClient

from api.app import create_app
from api.auth import service as auth
from api.auth.keys import Keys
from api.auth.scopes import ALL
from api.blobs import FileBlobStore
from api.db.models import User
from api.db.session import Database
from api.pages.static_files import static_digest
from api.queue import InMemoryQueue
from api.settings import Settings
from tests.bench.pages.crowd import COURSE, Size, fill
from tests.permissions.routes import endpoints

NOT_LISTS = ("/events", "/live", "/static/", "/objects/", "/healthz", "/readyz", "/metrics", "/openapi.json")
"""What no class makes longer: streams, files, what programs ask."""
ROLES = ("student", "ta", "instructor", "admin")
UNLIMITED = {"requests_per_minute": 1_000_000}
FILTERED = {
    "/courses/{course}/{assignment}/students": ("?q=an", "?sort=-score&page=3", "?state=stuck"),
    "/api/v1/courses/{course}/assignments/{assignment}/students": ("?q=an", "?state=stuck"),
}
"""Pages that are asked for in more ways than one."""


@dataclass(frozen=True)
class Asked:
    """One page for one role. queries: of one request. ms: each request's, at the server.

    cpu: the least processor time that one took, in milliseconds: what else the machine does is not in it,
    nor what Postgres does.
    """

    route: str
    role: str
    status: int
    queries: int
    ms: tuple[float, ...]
    cpu: float
    kilobytes: float

    @property
    def median(self) -> float:
        """Milliseconds."""
        return median(self.ms) if self.ms else 0.0

    @property
    def p95(self) -> float:
        """Milliseconds."""
        return sorted(self.ms or (0.0,))[max(0, min(len(self.ms) - 1, int(len(self.ms) * 0.95)))]


class House:
    """A server in this process over a database with a class in it."""

    def __init__(self, database: Database, data: Path, size: Size) -> None:
        self.database = database
        blobs = FileBlobStore(data / "blobs")
        self.crowd = fill(database, blobs, size)
        _look_through(database)
        self.app = create_app(Settings(data=data, **UNLIMITED), database, InMemoryQueue(), blobs)
        self.client = TestClient(self.app, follow_redirects=False)
        keys: Keys = self.app.state.keys
        with database.writing() as session:
            users = {role: session.get_one(User, self.crowd.people[role]) for role in ROLES}
            self.tokens = {
                role: auth.create_token(session, keys, user, role, ALL)[1] for role, user in users.items()
            }
        gc.freeze()  # as the commands that serve do

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Every page and list that a browser or a program reads: its route, and where that is here."""
        known = self._known()
        for endpoint in endpoints(self.app):
            route = endpoint.route
            if endpoint.method != "GET" or any(part in route for part in NOT_LISTS):
                continue
            path = _filled(route, known)
            if path is not None:
                yield route, path
                for query in FILTERED.get(route, ()):
                    yield route + query, path + query

    def ask(self, route: str, path: str, role: str, times: int) -> Asked:
        """Ask so many times, and once more before, so that nothing is timed that is done only once."""
        headers = {"Authorization": f"Bearer {self.tokens[role]}", "accept": "text/html, application/json"}
        with counted(self.database) as queries:
            answer = self.client.get(path, headers=headers)
        taken, used = list[float](), list[float]()
        for _ in range(times if answer.status_code == 200 else 0):
            began, before = time.perf_counter(), time.process_time()
            self.client.get(path, headers=headers)
            used.append(1e3 * (time.process_time() - before))
            taken.append(1e3 * (time.perf_counter() - began))
        size = len(answer.content) / 1024
        return Asked(route, role, answer.status_code, queries[0], tuple(taken), min(used, default=0.0), size)

    def _known(self) -> Mapping[str, str]:
        return {
            "course": COURSE,
            "assignment": self.crowd.assignment,
            "problem": "batchnorm",
            "version": "1",
            "submission": self.crowd.submission,
            "grading": self.crowd.grading,
            "student": self.crowd.busiest,
            "member": self.crowd.member,
            "path:path": "mytorch/batchnorm.py",
            "digest": static_digest(),
        }


@contextmanager
def counted(database: Database) -> Iterator[list[int]]:
    """Count the statements that are sent to the database meanwhile, in the list's only element."""
    count = [0]

    def note(*_: object) -> None:
        count[0] += 1

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield count
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def _look_through(database: Database) -> None:
    """Let the database count its rows once, as a server that lasts does by itself: it plans by them."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _filled(route: str, known: Mapping[str, str]) -> str | None:
    """The route with the names in it filled in; None where one is not known here."""
    for name, value in known.items():
        route = route.replace("{" + name + "}", value)
    return None if "{" in route else route
