"""Who may do what: every endpoint there is, for everybody there is, as the table says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx2 import Response

from api.auth.scopes import ALL
from api.db.session import Database
from api.headers import POLICY
from tests.fixtures.unbound import UNBOUND
from tests.integration.api.homework import tar
from tests.integration.api.house import House
from tests.permissions.line import ROLES, Line, May
from tests.permissions.page import page
from tests.permissions.routes import Endpoint, endpoints
from tests.permissions.scene import Scene
from tests.permissions.table import TABLE

PAGE = Path(__file__).parents[3] / "PERMISSIONS.md"
LINES = [line for lines in TABLE.values() for line in lines]
REFUSED = {May.NO: 403, May.HIDDEN: 404}
# A written answer is read in a frame of its own, beside its rubric.
POLICIES = {POLICY, f"{POLICY}; frame-src 'self'"}


@pytest.fixture(scope="module")
def scene(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """One scene for all lines. Who may do what is decided in Python, so one kind of database will do."""
    folder = tmp_path_factory.mktemp("scene")
    (folder / "allclose.db").write_bytes(migrated_file.read_bytes())
    database = Database(f"sqlite:///{folder / 'allclose.db'}")
    with House(database, folder / "data", **UNBOUND) as house:
        yield Scene(house)
    database.close()


@pytest.mark.xdist_group("permissions")
def test_every_endpoint_is_in_the_table(scene: Scene) -> None:
    held = {(line.method, line.route) for line in LINES}
    missing = [each for each in endpoints(scene.house.app) if (each.method, each.route) not in held]
    assert not missing, "Say who may in tests/permissions/table.py:\n" + "\n".join(
        f'    line("{each.method}", "{each.route}", STAFF),  # {each.name}' for each in missing
    )
    gone = held - {(each.method, each.route) for each in endpoints(scene.house.app)}
    assert not gone, f"The table has lines of endpoints that are no more: {gone}"


@pytest.mark.xdist_group("permissions")
def test_the_page_of_permissions_is_current(scene: Scene) -> None:
    assert PAGE.read_text() == page(scene.house.app, TABLE), "PERMISSIONS.md is old: make permissions"


@pytest.mark.xdist_group("permissions")
def test_everybody_hears_what_the_table_says(scene: Scene) -> None:
    known = {(each.method, each.route): each for each in endpoints(scene.house.app)}
    wrong = [
        f"{line.method} {line.route}, {said}"
        for line in LINES
        for said in Trial(scene, known[line.method, line.route], line).complaints()
    ]
    assert not wrong, "\n".join(wrong)


class Trial:
    """One endpoint, asked by everybody: first those who must be refused, so that nothing has changed yet."""

    def __init__(self, scene: Scene, endpoint: Endpoint, line: Line) -> None:
        self._scene = scene
        self._endpoint = endpoint
        self._line = line

    def complaints(self) -> Iterator[str]:
        """What is not as the table says."""
        yield from self._asked_by_nobody()
        if self._line.access.nobody:
            return
        heard = self._line.access.heard
        for role in sorted(ROLES, key=lambda role: heard[role] is May.YES):
            if heard[role] is May.YES:
                yield from self._asked_wrongly(role)
            yield from self._asked_by(role, heard[role])

    def _asked_by_nobody(self) -> Iterator[str]:
        path, content = self._path("owner"), self._line.content
        headers = {"accept": "text/html"} if self._line.is_page else {}
        answer = self._scene.nobody.request(self._line.method, path, headers=headers, **content)
        self._scene.nobody.cookies.clear()
        expected: tuple[int, ...] = (401,)
        if self._line.access.nobody:
            expected = self._line.ok
        elif self._is_link():
            expected = (403, 422)
        elif self._line.is_page and self._line.is_safe:
            expected = (303,)
        yield from self._compare("nobody", answer, expected)

    def _asked_wrongly(self, role: str) -> Iterator[str]:
        """By a token without the scope; on a page, by a token at all, and by a form of another site's."""
        someone, path = self._scene.people[role], self._path(role)
        if self._endpoint.scope is not None:
            answer = someone.ask_for_all(
                self._line.method, path, without=self._endpoint.scope, **self._line.content
            )
            yield from self._compare(f"{role} without the scope", answer, (403,), "scope-missing")
        elif self._line.is_page and not self._line.is_safe:
            answer = someone.ask(self._line.method, path, *ALL, **self._line.content)
            yield from self._compare(f"{role} by token", answer, (403,), "forbidden")
            answer = someone.browser.request(self._line.method, path, **self._line.content)
            yield from self._compare(f"{role} without the page's token", answer, (403,), "forged")

    def _asked_by(self, role: str, may: May) -> Iterator[str]:
        someone, path = self._scene.people[role], self._path(role)
        if self._line.is_page:
            answer = someone.visit(self._line.method, path, **self._line.content)
        else:
            scopes = [self._endpoint.scope] if self._endpoint.scope else []
            answer = someone.ask(self._line.method, path, *scopes, **self._line.content)
        if self._is_link():
            expected: tuple[int, ...] = (403, 422)
        else:
            expected = self._line.ok if may is May.YES else (REFUSED[may],)
        yield from self._compare(role, answer, expected)

    def _compare(
        self, who: str, answer: Response, expected: tuple[int, ...], kind: str = ""
    ) -> Iterator[str]:
        if answer.status_code not in expected:
            yield f"{who}: {answer.status_code} instead of {expected}: {answer.text[:200]}"
        elif kind and answer.json()["type"] != f"urn:allclose:{kind}":
            yield f"{who}: {answer.json()['type']} instead of {kind}"
        policy = answer.headers["content-security-policy"]
        is_html = answer.headers.get("content-type", "").startswith("text/html")
        if "unsafe" in policy or (is_html and policy not in POLICIES):
            yield f"{who}: another policy: {policy}"
        if answer.headers["x-content-type-options"] != "nosniff":
            yield f"{who}: the browser may guess what it is"

    def _path(self, role: str) -> str:
        names = {**self._scene.usual, "token": "x", **self._scene.people[role].own, **self._line.where}
        path = self._line.route
        for name, value in names.items():
            path = path.replace(f"{{{name}}}", value)
        assert "{" not in path, f"{path}: give tests/permissions/scene.py a usual one, or say `where=`"
        return path

    def _is_link(self) -> bool:
        return self._line.route.startswith("/objects/")


def test_a_student_lists_their_own_submissions_only(scene: Scene) -> None:
    path = "/api/v1/courses/dl/assignments/hw1/submissions"
    owner, classmate, ta = (scene.people[name] for name in ("owner", "classmate", "ta"))
    for someone in (owner, classmate):
        assert someone.ask("POST", path, *ALL, files={"handin": ("h.tar", tar())}).status_code == 202
    for someone in (owner, classmate):
        listed = someone.ask("GET", path, *ALL, params={"student": "owner@x.edu"}).json()
        assert {each["student"] for each in listed} == {someone.user.email}
    assert {each["student"] for each in ta.ask("GET", path, *ALL).json()} >= {
        "owner@x.edu",
        "classmate@x.edu",
    }
    listed = ta.ask("GET", path, *ALL, params={"student": "Owner@x.edu"}).json()
    assert {each["student"] for each in listed} == {"owner@x.edu"}


def test_another_students_submission_reads_like_one_that_is_not_there(scene: Scene) -> None:
    absent = "0" * 8 + "-0000-7000-8000-" + "0" * 12
    answers = [
        scene.people["classmate"].ask("GET", f"/api/v1/submissions/{id_}", *ALL)
        for id_ in (scene.usual["submission"], absent)
    ]
    assert answers[0].json() == answers[1].json()


def test_an_admin_sees_every_course_and_others_their_own(scene: Scene) -> None:
    def listed(name: str) -> set[str]:
        return {course["slug"] for course in scene.people[name].ask("GET", "/api/v1/courses", *ALL).json()}

    assert listed("admin") >= {"dl", "ml"}
    assert listed("outsider") == {"ml"}
    assert listed("owner") == {"dl"}
