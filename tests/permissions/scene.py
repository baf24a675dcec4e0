"""The scene of the table of permissions: one course with all that can be asked for, and people around it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from api.auth import service as auth
from api.auth.cookie import COOKIE
from api.auth.keys import Keys
from api.auth.scopes import ALL, Scope
from api.db.models import BrowserSession, Member, RegradeRequest, Role, Submission, User
from api.pages.static_files import static_digest
from tests.integration.api.classroom import Class
from tests.integration.api.homework import SECRET, tar
from tests.integration.api.house import PASSWORD, House
from tests.integration.api.instructors import packed
from tests.integration.provable import MANIFEST

__all__ = ["NOTHING", "PASSWORD", "Scene", "Someone", "bundle", "handin"]

NOTHING = "0" * 8 + "-0000-7000-8000-" + "0" * 12
"""The number of nothing."""
FAR = datetime(2099, 1, 1, tzinfo=UTC)
BY_HAND = MANIFEST.replace('title = "Scaling"', 'title = "Scaling"\nproposed = true')


def bundle(title: str) -> bytes:
    """A next version of the course's own problem."""
    return packed(BY_HAND.replace("Scaling", title))


def handin() -> dict[str, tuple[str, bytes]]:
    """A form's handin for `hw1`."""
    return {"handin": ("handin.tar", tar())}


@dataclass
class Someone:
    """A person who comes by browser, or as a program with a token for whatever it needs."""

    house: House
    name: str
    user: User
    csrf: str = ""
    own: dict[str, str] = field(default_factory=dict)
    _tokens: dict[frozenset[Scope], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.browser = TestClient(self.house.app, follow_redirects=False)
        self.sign_in()
        with self.house.database.writing() as session:
            self.own["token"] = auth.create_token(session, self._keys, self.user, "spare")[0].id
            spare = BrowserSession(user_id=self.user.id, token_digest=self._keys.draw(), expires_at=FAR)
            session.add(spare)
        self.own["browser"] = spare.id

    @property
    def _keys(self) -> Keys:
        keys: Keys = self.house.keys
        return keys

    def sign_in(self) -> None:
        """Come by browser; the password is of no interest here and takes long to check."""
        token = self._keys.draw()
        with self.house.database.writing() as session:
            row = BrowserSession(
                user_id=self.user.id,
                token_digest=self._keys.digest(token),
                expires_at=FAR,
            )
            session.add(row)
        self.browser.cookies.set(COOKIE, token)
        self.csrf = self._keys.csrf(row.id)

    def ask(self, method: str, path: str, *scopes: Scope, **content: Any) -> Response:
        """Ask as a program whose token has these scopes."""
        chosen = frozenset(scopes)
        if chosen not in self._tokens:
            with self.house.database.writing() as session:
                self._tokens[chosen] = auth.create_token(session, self._keys, self.user, "t", chosen)[1]
        headers = {"Authorization": f"Bearer {self._tokens[chosen]}"}
        client: TestClient = self.house.client
        return client.request(method, path, headers=headers, follow_redirects=False, **content)

    def ask_for_all(self, method: str, path: str, without: Scope | None = None, **content: Any) -> Response:
        """Ask as a program whose token has every scope but one."""
        return self.ask(method, path, *(ALL - {without}), **content)

    def visit(self, method: str, path: str, **content: Any) -> Response:
        """Ask as a page of ours does in a browser."""
        headers = {"X-CSRF-Token": self.csrf, "accept": "text/html"}
        answer = self.browser.request(method, path, headers=headers, **content)
        if "max-age=0" in answer.headers.get("set-cookie", "").lower():
            self.sign_in()
        return answer


class Scene:
    """A course with its own problem, handins, a regrade; and who may, and may not, see it."""

    def __init__(self, house: House) -> None:
        self.house = house
        dl = Class(house, BY_HAND)
        house.course(SECRET, slug="ml")
        self.usual = {"course": "dl", "assignment": "hw9", "problem": "scaling", "version": "1"}
        self.usual["submission"] = dl.hand_in("owner")
        told = dl.prof.get(f"/submissions/{self.usual['submission']}").json()
        self.usual["grading"] = told["problems"][0]["grading"]
        dl.more_points()
        self.usual["regrade"] = dl.regrade().rpartition("/")[2]
        self.usual |= {"path:path": "scale.py", "digest": static_digest(), "name:path": "site.css"}
        self.usual["provider"] = "elsewhere"
        self.usual["kit"] = self.usual["submission"]
        self.usual["student"] = dl.prof.get("/courses/dl/assignments/hw9/students").json()[0]["id"]
        self._talk(dl)
        house.set_password(dl.people["owner"])
        self.people = {
            "owner": self._known("owner@x.edu"),
            "classmate": self._new("classmate", Role.STUDENT),
            "ta": self._new("ta", Role.TA),
            "instructor": self._known("prof@x.edu"),
            "admin": self._new("admin", None, admin=True),
            "outsider": self._new("outsider", Role.INSTRUCTOR, course="ml"),
            "stranger": self._new("stranger", Role.STUDENT, course="ml"),
        }
        spare = house.person("spare@x.edu", Role.STUDENT)
        with house.database.reading() as session:
            found = session.query(Member).filter(Member.user.has(User.email == spare.email)).one()
        self.usual |= {"member": found.id, "user": found.user_id}
        self.nobody = TestClient(house.app, follow_redirects=False)

    def _talk(self, dl: Class) -> None:
        """A comment on the owner's code, which they answer; a request of theirs; a comment to use again."""
        spot = {"path": "scale.py", "first_line": 1, "text": "Why?"}
        where = f"/submissions/{self.usual['submission']}/annotations"
        made = dl.prof.post(where, json=spot).json()
        thread = f"/annotations/{made['id']}/remarks"
        answered = dl.people["owner"].post(thread, json={"text": "I do not know."}).json()
        kept = {"name": "Why", "text": "Why?"}
        saved = dl.prof.post("/courses/dl/assignments/hw9/comments", json=kept).json()
        with self.house.database.writing() as session:
            # Not asked for by REST: a person decides this problem, and nobody has.
            asked = RegradeRequest(
                assignment_id=session.query(Submission).one().assignment_id,
                submission_id=self.usual["submission"],
                grading_id=self.usual["grading"],
                check_name="shifted",
                title="shifted",
            )
            session.add(asked)
        self.usual |= {"annotation": made["id"], "remark": answered["remarks"][1]["id"]}
        self.usual |= {"comment": saved["id"], "request": asked.id, "check": "doubled"}

    def _new(self, name: str, role: Role | None, **more: Any) -> Someone:
        self.house.person(f"{name}@x.edu", role, **more)
        return self._known(f"{name}@x.edu")

    def _known(self, email: str) -> Someone:
        with self.house.database.reading() as session:
            user = session.query(User).filter(User.email == email).one()
        return Someone(self.house, email.partition("@")[0], user)
