"""Who may do what, as a table: every route that shows or changes something, for everybody there is."""

from dataclasses import dataclass

import pytest

from api.db.models import Role
from graders.archive import write_tar
from tests.integration.api.homework import LINEAR, SECRET
from tests.integration.api.house import House, Person
from tests.integration.provable import FILES

PEOPLE = ("owner", "classmate", "outsider", "ta", "instructor", "admin")


@dataclass
class Scene:
    """A submission of the owner's in a course, and people who look at it."""

    people: dict[str, Person]
    submission: str
    grading: str


@pytest.fixture
def scene(house: House) -> Scene:
    house.course(LINEAR)
    house.course(SECRET, slug="ml")
    roles = {"owner": Role.STUDENT, "classmate": Role.STUDENT, "ta": Role.TA, "instructor": Role.INSTRUCTOR}
    people = {name: house.person(f"{name}@x.edu", role) for name, role in roles.items()}
    # Staff elsewhere are strangers here.
    people["outsider"] = house.person("outsider@x.edu", Role.INSTRUCTOR, course="ml")
    people["admin"] = house.person("admin@x.edu", admin=True)
    submission = people["owner"].hand_in().json()["id"]
    grading = people["ta"].get(f"/submissions/{submission}").json()["problems"][0]["grading"]
    bundle = write_tar({path: text.encode() for path, text in FILES.items()})
    assert people["instructor"].ask("PUT", PROBLEM, content=bundle).status_code == 202
    return Scene(people, submission, grading)


PROBLEM = "/courses/dl/problems/scaling"
V1 = f"{PROBLEM}/versions/1"
NEW = {"email": "new@x.edu", "role": "student"}
REGRADES = "/courses/dl/assignments/hw1/regrades"
REGRADE = f"{REGRADES}/00000000-0000-0000-0000-000000000000"
WORK = {"title": "New", "problems": ["linear"]}
# Each line: method, path, body, and the statuses for the owner, a classmate, an instructor of another
# course, a TA, an instructor, and a site admin.
TABLE = [
    ("GET", "/submissions/{submission}", None, (200, 404, 404, 200, 200, 200)),
    ("GET", "/submissions/{submission}/archive", None, (200, 404, 404, 200, 200, 200)),
    ("GET", "/submissions/{submission}/files/mytorch/linear.py", None, (200, 404, 404, 200, 200, 200)),
    ("POST", "/gradings/{grading}/retry", None, (404, 404, 404, 409, 409, 409)),
    ("GET", "/gradings/{grading}", None, (404, 404, 404, 200, 200, 200)),
    ("GET", "/gradings/{grading}/decisions", None, (404, 404, 404, 200, 200, 200)),
    ("PUT", "/gradings/{grading}/decision", {"revision": "0-0", "earned": 5}, (404, 404, 404, 409, 409, 409)),
    ("GET", "/courses/dl/assignments/hw1/waiting", None, (403, 403, 404, 200, 200, 200)),
    ("GET", "/courses/dl", None, (200, 200, 404, 200, 200, 200)),
    ("GET", "/courses/dl/roster", None, (403, 403, 404, 200, 200, 200)),
    ("POST", "/courses/dl/roster", NEW, (403, 403, 404, 403, 201, 201)),
    ("POST", "/courses", {"slug": "new", "title": "New"}, (403, 403, 403, 403, 403, 201)),
    ("GET", "/courses/dl/assignments", None, (200, 200, 404, 200, 200, 200)),
    ("GET", "/courses/dl/assignments/hw1", None, (200, 200, 404, 200, 200, 200)),
    ("GET", "/courses/dl/assignments/hw1/starter.tar", None, (404, 404, 404, 404, 404, 404)),
    ("GET", "/courses/dl/assignments/hw1/submissions", None, (200, 200, 404, 200, 200, 200)),
    ("GET", "/problems", None, (403, 403, 200, 200, 200, 200)),
    ("GET", "/status", None, (403, 403, 200, 200, 200, 200)),
    ("GET", "/me", None, (200, 200, 200, 200, 200, 200)),
    ("GET", "/courses/dl/problems", None, (403, 403, 404, 200, 200, 200)),
    ("PUT", PROBLEM, None, (403, 403, 404, 403, 422, 422)),
    ("GET", f"{PROBLEM}/versions", None, (403, 403, 404, 200, 200, 200)),
    ("GET", V1, None, (403, 403, 404, 200, 200, 200)),
    ("GET", f"{V1}/bundle.tar", None, (403, 403, 404, 200, 200, 200)),
    ("GET", f"{V1}/diff", None, (403, 403, 404, 200, 200, 200)),
    ("POST", f"{V1}/publish", None, (403, 403, 404, 403, 409, 409)),
    ("POST", f"{V1}/proof", None, (403, 403, 404, 403, 409, 409)),
    ("PUT", "/courses/dl/assignments/hw9", WORK, (403, 403, 404, 403, 201, 200)),
    ("POST", REGRADES, {"problem": "linear"}, (403, 403, 404, 403, 409, 409)),
    ("GET", REGRADES, None, (403, 403, 404, 200, 200, 200)),
    ("GET", REGRADE, None, (403, 403, 404, 404, 404, 404)),
    ("GET", f"{REGRADE}/changes", None, (403, 403, 404, 404, 404, 404)),
    ("POST", f"{REGRADE}/confirm", None, (403, 403, 404, 403, 404, 404)),
    ("POST", f"{REGRADE}/cancel", None, (403, 403, 404, 403, 404, 404)),
    ("POST", f"{REGRADE}/retry", None, (403, 403, 404, 403, 404, 404)),
    ("DELETE", "/courses/dl/assignments/hw1", None, (403, 403, 404, 403, 409, 409)),
    ("POST", f"{V1}/withdraw", None, (403, 403, 404, 403, 200, 200)),
]


@pytest.mark.parametrize(("method", "path", "body", "expected"), TABLE)
def test_everybody_may_do_what_the_table_says(
    scene: Scene, method: str, path: str, body: dict[str, object] | None, expected: tuple[int, ...]
) -> None:
    path = path.format(submission=scene.submission, grading=scene.grading)
    statuses = {name: scene.people[name].ask(method, path, json=body).status_code for name in PEOPLE}
    assert statuses == dict(zip(PEOPLE, expected, strict=True))


@pytest.mark.parametrize(("method", "path", "body", "_expected"), TABLE)
def test_a_stranger_may_do_nothing(
    scene: Scene, house: House, method: str, path: str, body: dict[str, object] | None, _expected: object
) -> None:
    path = path.format(submission=scene.submission, grading=scene.grading)
    answer = house.client.request(method, f"/api/v1{path}", json=body)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_stranger_hears_no_events(scene: Scene, house: House) -> None:
    for path, refused in ((f"/submissions/{scene.submission}/events", 404), (f"{V1}/events", 403)):
        assert house.client.get(f"/api/v1{path}").status_code == 401
        assert scene.people["classmate"].get(path).status_code == refused
        assert scene.people["outsider"].get(path).status_code == 404


def test_a_student_lists_their_own_submissions_only(scene: Scene) -> None:
    path = "/courses/dl/assignments/hw1/submissions"
    scene.people["classmate"].hand_in()
    for name in ("owner", "classmate"):
        listed = scene.people[name].get(path, params={"student": "owner@x.edu"}).json()
        assert [each["student"] for each in listed] == [f"{name}@x.edu"]
    assert len(scene.people["ta"].get(path).json()) == 2
    of_one = scene.people["ta"].get(path, params={"student": "Owner@x.edu"}).json()
    assert [each["id"] for each in of_one] == [scene.submission]


def test_another_students_submission_reads_like_one_that_is_not_there(scene: Scene) -> None:
    absent = "0" * 8 + "-0000-7000-8000-" + "0" * 12
    answers = [scene.people["classmate"].get(f"/submissions/{id_}") for id_ in (scene.submission, absent)]
    assert answers[0].json() == answers[1].json()


def test_a_student_cannot_hand_in_to_another_course(scene: Scene) -> None:
    assert scene.people["owner"].hand_in(course="ml").status_code == 404


def test_a_site_admin_hands_in_to_any_course(scene: Scene) -> None:
    assert scene.people["admin"].hand_in().status_code == 202


def test_an_admin_sees_every_course_and_others_their_own(scene: Scene) -> None:
    def listed(name: str) -> list[str]:
        return [course["slug"] for course in scene.people[name].get("/courses").json()]

    assert listed("admin") == ["dl", "ml"]
    assert listed("outsider") == ["ml"]
    assert listed("owner") == ["dl"]
