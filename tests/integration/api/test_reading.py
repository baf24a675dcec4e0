"""What can be read of courses, assignments and submissions, on both databases."""

import io
import tarfile
from datetime import timedelta
from pathlib import Path

from api.assignments import service as assignments
from api.assignments.service import Terms
from api.db.base import utc_now
from api.db.models import Assignment, BundleVersion, Role
from api.db.session import Database
from tests.integration.api.homework import LINEAR, SECRET, bundle, homework, tar
from tests.integration.api.house import House

HOUR = timedelta(hours=1)
HW1 = "/courses/dl/assignments/hw1"


def kit() -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        member = tarfile.TarInfo("hw1/README.md")
        member.size = 2
        archive.addfile(member, io.BytesIO(b"hi"))
    return held.getvalue()


def test_an_assignment_shows_handout_problems_and_dates(house: House) -> None:
    due = utc_now() + HOUR
    house.course(LINEAR, SECRET, terms=Terms(due_at=due))
    seen = house.person("ada@x.edu", Role.STUDENT).get(HW1).json()
    assert seen["handout"].startswith("# Do it")
    assert [(each["slug"], each["points"]) for each in seen["problems"]] == [("linear", 5), ("secret", 23)]
    assert (seen["points"], seen["phase"], seen["has_starter"]) == (28, "open", False)
    assert seen["due_at"] == due.isoformat().replace("+00:00", "Z")
    assert seen["files"] == ["hw1/hw1.py", "mytorch/linear.py"]


def test_before_the_opening_students_see_the_date_and_staff_see_all(house: House) -> None:
    house.course(LINEAR, terms=Terms(opens_at=utc_now() + HOUR, kit=kit()))
    ada, ta = house.person("ada@x.edu", Role.STUDENT), house.person("ta@x.edu", Role.TA)
    told, seen = ada.get(HW1).json(), ta.get(HW1).json()
    assert (told["phase"], told["handout"], told["problems"], told["files"]) == ("upcoming", "", [], [])
    assert seen["handout"]
    assert ada.get(f"{HW1}/starter.tar").status_code == 403
    assert ta.get(f"{HW1}/starter.tar").status_code == 200


def test_the_starter_kit_knows_this_server(house: House) -> None:
    house.course(LINEAR, terms=Terms(kit=kit()))
    answer = house.person("ada@x.edu", Role.STUDENT).get(f"{HW1}/starter.tar")
    with tarfile.open(fileobj=io.BytesIO(answer.content)) as archive:
        names = archive.getnames()
        told = archive.extractfile("hw1/allclose.json")
        assert told is not None
        assert b"http://testserver" in told.read()
    assert "hw1/README.md" in names
    assert 'filename="hw1.tar"' in answer.headers["Content-Disposition"]


def test_checks_kept_until_the_deadline_are_told_after_it(house: House) -> None:
    house.course(SECRET)
    ada = house.person("ada@x.edu", Role.STUDENT)
    id_ = ada.hand_in().json()["id"]
    job = house.claim()
    assert job is not None
    house.settle(job, SECRET)

    def told() -> tuple[float, dict[str, str]]:
        seen = ada.get(f"/submissions/{id_}").json()
        checks = seen["problems"][0]["report"]["checks"]
        assert ada.get(f"{HW1}/submissions").json()[0]["earned"] == seen["earned"]
        return seen["earned"], {check["name"]: check["verdict"] for check in checks}

    assert told() == (5, {"shown": "passed", "later": "withheld", "never": "withheld"})
    house.course(SECRET, terms=Terms(due_at=utc_now() - HOUR, closes_at=utc_now() + HOUR))
    assert told()[0] == 5
    house.course(SECRET, terms=Terms(due_at=utc_now() - HOUR))
    assert told() == (12, {"shown": "passed", "later": "passed", "never": "withheld"})


def test_a_waiting_submission_has_points_but_no_score(house: House) -> None:
    house.course(LINEAR, SECRET)
    ada = house.person("ada@x.edu", Role.STUDENT)
    seen = ada.get(f"/submissions/{ada.hand_in().json()['id']}").json()
    assert (seen["state"], seen["earned"], seen["points"], seen["position"]) == ("queued", None, 10, 1)
    assert [problem["report"] for problem in seen["problems"]] == [None, None]


def test_the_archive_comes_back_byte_for_byte(house: House) -> None:
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    data = tar({"mytorch/linear.py": b"x", "._junk": b"y"})
    answer = ada.get(f"/submissions/{ada.hand_in(data).json()['id']}/archive")
    assert answer.content == data
    assert answer.headers["Content-Disposition"] == 'attachment; filename="hw1-1.tar"'


def test_the_name_of_an_upload_never_becomes_a_header(house: House) -> None:
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    for name in ('../../x".tar', "x\x00y.tar", "x\u202e.tar", "no ending", "." * 300):
        files = {"handin": (name, tar())}
        receipt = ada.post(f"{HW1}/submissions", files=files).json()
        told = ada.get(f"/submissions/{receipt['id']}/archive").headers["Content-Disposition"]
        assert (
            told.removesuffix('.tar"').removesuffix('"') == f'attachment; filename="hw1-{receipt["number"]}'
        )


def test_long_lists_come_a_page_at_a_time(house: House) -> None:
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    for _ in range(5):
        ada.hand_in()
    answer = ada.get(f"{HW1}/submissions", params={"per_page": 2, "page": 2})
    assert [each["number"] for each in answer.json()] == [3, 2]
    assert answer.headers["X-Total-Count"] == "5"
    for relation, number in {"first": 1, "prev": 1, "next": 3, "last": 3}.items():
        assert f'page={number}&per_page=2>; rel="{relation}"' in answer.headers["Link"]
    assert ada.get(f"{HW1}/submissions", params={"per_page": 500}).status_code == 422


def test_the_roster_is_sorted_and_paged(house: House) -> None:
    house.course(LINEAR)
    prof = house.person("prof@x.edu", Role.INSTRUCTOR)
    for email in ("c@x.edu", "a@x.edu", "b@x.edu"):
        house.person(email, Role.STUDENT)
    answer = prof.get("/courses/dl/roster", params={"per_page": 3})
    assert [each["email"] for each in answer.json()] == ["a@x.edu", "b@x.edu", "c@x.edu"]
    assert answer.headers["X-Total-Count"] == "4"


def test_the_same_bundle_is_one_version_and_another_is_the_next(house: House) -> None:
    house.course(LINEAR)
    house.course(LINEAR, slug="ml")
    prof = house.person("prof@x.edu", Role.INSTRUCTOR)
    first = prof.get("/problems").json()
    assert [(each["slug"], each["version"]) for each in first] == [("linear", 1)]
    assert [check["name"] for check in first[0]["checks"]] == ["forward", "backward", "shape"]
    with house.database.writing() as session:
        assignments.problems.install(session, house.blobs, bundle(LINEAR, "changed"))
    (newest,) = prof.get("/problems").json()
    assert newest["version"] == 2
    assert newest["digest"] != first[0]["digest"]


def test_an_assignment_installed_again_keeps_its_seed_and_old_handins_their_bundle(house: House) -> None:
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    ada.hand_in()
    with house.database.writing() as session:
        before = session.query(Assignment).one()
        seed, course = before.seed, before.course
        work = homework(LINEAR)
        changed = type(work)(work.outline, work.files, (bundle(LINEAR, "changed"),))
        assignments.install(session, house.blobs, course, changed, Terms())
    ada.hand_in()
    older, newer = [job.items[0] for job in house.queue.jobs]
    assert older.seed == newer.seed
    assert older.bundle != newer.bundle
    with house.database.reading() as session:
        assert session.query(Assignment).one().seed == seed
        assert session.query(BundleVersion).count() == 2


def test_refusals_are_problem_details_everywhere(house: House) -> None:
    asked = [
        ("GET", "/api/v1/nothing"),
        ("PUT", "/api/v1/me"),
        ("GET", "/api/v1/me"),
        ("POST", "/api/v1/tokens"),
    ]
    for method, path in asked:
        answer = house.client.request(method, path)
        assert answer.headers["content-type"] == "application/problem+json"
        assert {"type", "title", "status", "detail"} <= set(answer.json())
        assert answer.json()["status"] == answer.status_code


def test_every_answer_carries_a_number_and_a_strict_policy(house: House) -> None:
    for path in ("/healthz", "/readyz", "/api/v1/openapi.json", "/nothing"):
        headers = house.client.get(path).headers
        assert len(headers["X-Request-ID"]) == 36
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_server_without_its_database_is_alive_but_not_ready(house: House, tmp_path: Path) -> None:
    assert house.client.get("/readyz").json() == {"status": "ready"}
    with House(Database(f"sqlite:///{tmp_path}/no/such/folder/a.db"), tmp_path) as lost:
        assert lost.client.get("/healthz").json() == {"status": "alive"}
        assert lost.client.get("/readyz").status_code == 503
