"""One's own account, accounts as site admins see them, and what is kept of a person, on both databases."""

import io
import json
import zipfile

import pytest

from api.db.base import utc_now
from api.db.models import AuditEntry, Identity, Member, Role, Submission, User
from tests.integration.api.homework import LINEAR, tar
from tests.integration.api.house import PASSWORD, House, Person
from tests.integration.api.test_signing_in import ME, sign_in

ADA = "ada@x.edu"


@pytest.fixture
def ada(house: House) -> Person:
    house.course(LINEAR)
    person = house.person(ADA, Role.STUDENT)
    house.set_password(person)
    return person


@pytest.fixture
def root(house: House) -> Person:
    return house.person("root@x.edu", admin=True)


def id_of(house: House, email: str) -> str:
    with house.database.reading() as session:
        found: str = session.query(User).filter(User.email == email).one().id
        return found


def test_a_changed_password_signs_the_others_out_and_this_browser_stays(house: House, ada: Person) -> None:
    here, there = house.browser(), house.browser()
    headers = {"X-CSRF-Token": sign_in(here, ADA)}
    sign_in(there, ADA)
    form = {"present": "wrong", "password": "another password"}
    refused = here.put("/api/v1/account/password", json=form, headers=headers)
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:allclose:invalid")
    assert there.get(ME).status_code == 200
    form["present"] = PASSWORD
    assert here.put("/api/v1/account/password", json=form, headers=headers).status_code == 204
    assert (here.get(ME).status_code, there.get(ME).status_code) == (200, 401)
    sign_in(house.browser(), ADA, "another password")


def test_a_person_signs_a_browser_out_from_another_and_then_all(house: House, ada: Person) -> None:
    here, there = house.browser(), house.browser()
    headers = {"X-CSRF-Token": sign_in(here, ADA)}
    sign_in(there, ADA)
    listed = here.get("/api/v1/account/browsers").json()
    assert sorted(each["here"] for each in listed) == [False, True]
    [other] = [each["id"] for each in listed if not each["here"]]
    assert here.delete(f"/api/v1/account/browsers/{other}", headers=headers).status_code == 204
    assert (here.get(ME).status_code, there.get(ME).status_code) == (200, 401)
    sign_in(there, ADA)
    assert here.delete("/api/v1/account/browsers", headers=headers).status_code == 204
    assert (here.get(ME).status_code, there.get(ME).status_code) == (401, 401)


def test_nobody_signs_out_anothers_browser(house: House, ada: Person) -> None:
    browser = house.browser()
    sign_in(browser, ADA)
    theirs = browser.get("/api/v1/account/browsers").json()[0]["id"]
    other = house.person("bob@x.edu")
    assert other.ask("DELETE", f"/account/browsers/{theirs}").status_code == 404


def test_a_browser_makes_a_token_and_a_token_makes_none(house: House, ada: Person) -> None:
    browser = house.browser()
    headers = {"X-CSRF-Token": sign_in(browser, ADA)}
    form = {"name": "laptop", "scopes": ["read"], "days": 30}
    made = browser.post("/api/v1/account/tokens", json=form, headers=headers)
    assert (made.status_code, made.json()["scopes"]) == (201, ["read"])
    bearer = {"Authorization": f"Bearer {made.json()['token']}"}
    assert house.client.get(ME, headers=bearer).status_code == 200
    assert ada.post("/account/tokens", json=form).status_code == 403


def test_a_disabled_account_stops_at_once_and_can_come_back(house: House, ada: Person, root: Person) -> None:
    browser, path = house.browser(), f"/users/{id_of(house, ADA)}"
    sign_in(browser, ADA)
    assert root.ask("PATCH", path, json={"disabled": True}).json()["disabled_at"]
    assert (browser.get(ME).status_code, ada.get("/me").status_code) == (401, 401)
    assert root.post(f"{path}/password-link").status_code == 409
    assert root.ask("PATCH", path, json={"disabled": False}).json()["disabled_at"] is None
    # What was signed in stays out; tokens work again.
    assert (browser.get(ME).status_code, ada.get("/me").status_code) == (401, 200)


def test_the_last_site_admin_stays(house: House, root: Person) -> None:
    path = f"/users/{id_of(house, 'root@x.edu')}"
    for change in ({"is_admin": False}, {"disabled": True}):
        assert root.ask("PATCH", path, json=change).status_code == 409
    house.person("other@x.edu", admin=True)
    assert root.ask("PATCH", path, json={"is_admin": False}).status_code == 200
    assert root.get(path).status_code == 403


def test_accounts_are_found_by_what_their_names_have_in_them(house: House, ada: Person, root: Person) -> None:
    made = root.post("/users", json={"email": "New_One@x.edu", "name": "Grace Hopper"})
    assert made.status_code == 201
    form = {"token": made.json()["password_token"], "password": PASSWORD}
    assert house.client.post("/api/v1/password", json=form).status_code == 204
    assert root.post("/users", json={"email": "new_one@x.edu"}).status_code == 409

    def found(**asked: str) -> list[str]:
        return [each["email"] for each in root.get("/users", params=asked).json()]

    assert found(q="hopper") == found(q="new_") == found(which="nowhere", q="@x.edu")[:1] == ["new_one@x.edu"]
    assert found(q="%") == []
    assert found(which="admins") == ["root@x.edu"]


def test_what_is_kept_of_a_person_is_handed_out(house: House, ada: Person, root: Person) -> None:
    ada.hand_in()
    answer = ada.get("/account/data.zip")
    assert answer.headers["content-type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    assert archive.read("handins/dl/hw1/1/handin.tar") == tar()
    assert json.loads(archive.read("handins/dl/hw1/1/report.json"))["student"] == ADA
    account = json.loads(archive.read("account.json"))
    assert account["email"] == ADA
    assert "digest" not in archive.read("account.json").decode()
    assert json.loads(archive.read("courses.json"))[0]["role"] == "student"
    assert [each["action"] for each in json.loads(archive.read("noted.json"))] == ["user.export"]
    theirs = root.get(f"/users/{id_of(house, ADA)}/data.zip").content
    assert set(zipfile.ZipFile(io.BytesIO(theirs)).namelist()) == set(archive.namelist())


def forget(house: House, root: Person, way: str) -> int:
    path = f"/users/{id_of(house, ADA)}/forget"
    assert root.post(path, json={"way": way, "email": "eve@x.edu"}).status_code == 422
    answer = root.post(path, json={"way": way, "email": ADA})
    assert answer.status_code == 200, answer.text
    files: int = answer.json()["files"]
    return files


def test_a_pseudonym_keeps_handins_and_nothing_by_which_somebody_is_known(
    house: House, ada: Person, root: Person
) -> None:
    ada.hand_in()
    before = root.get(f"/users/{id_of(house, ADA)}/forget").json()
    assert (before["courses"], before["handins"], before["files"], before["acts"]) == (1, 1, 2, 0)
    with house.database.writing() as session:
        user = session.query(User).filter(User.email == ADA).one()
        session.add(Identity(user_id=user.id, issuer="https://id", subject="1", email=ADA))
    assert forget(house, root, "pseudonym") == 0
    assert ada.get("/me").status_code == 401
    with house.database.reading() as session:
        [row] = session.query(Submission).all()
        assert row.student.email == f"{row.student.id}@forgotten.invalid"
        assert (row.student.name, row.student.password_hash, row.archive_name) == ("", None, "handin")
        assert session.query(Identity).count() == 0
        assert house.blobs.get(row.archive_digest) == tar()
        assert ADA not in json.dumps([entry.details for entry in session.query(AuditEntry)])
    assert [each["email"] for each in root.get("/users").json()] == ["root@x.edu"]


def test_everything_goes_but_for_files_that_another_needs(house: House, ada: Person, root: Person) -> None:
    eve = house.person("eve@x.edu", Role.STUDENT)
    ada.hand_in()
    own = ada.hand_in(tar({"mytorch/linear.py": b"x = 'ada'\n"})).json()["id"]
    kept = eve.hand_in().json()["id"]
    with house.database.reading() as session:
        gone = session.get_one(Submission, own).archive_digest
    assert forget(house, root, "all") == 2
    assert gone not in set(house.blobs.digests())
    with house.database.reading() as session:
        assert [row.id for row in session.query(Submission)] == [kept]
        assert house.blobs.get(session.get_one(Submission, kept).archive_digest) == tar()
        assert {user.email for user in session.query(User)} == {"root@x.edu", "eve@x.edu"}
        assert session.query(Member).count() == 1


def test_nobody_forgets_themself_or_a_site_admin(house: House, root: Person) -> None:
    house.person("other@x.edu", admin=True)
    for email in ("root@x.edu", "other@x.edu"):
        answer = root.post(f"/users/{id_of(house, email)}/forget", json={"way": "all", "email": email})
        assert answer.status_code == 409


def test_acts_are_found_by_person_kind_and_day_and_saved_for_spreadsheets(
    house: House, ada: Person, root: Person
) -> None:
    house.client.post("/api/v1/session", json={"email": ADA, "password": "wrong"})
    sign_in(house.browser(), ADA)
    with house.database.writing() as session:
        user = session.query(User).filter(User.email == ADA).one()
        session.add(
            AuditEntry(action="=1+1", subject_table="users", subject_id=user.id, details={}, about_id=user.id)
        )

    def found(**asked: str) -> list[str]:
        return [each["action"] for each in root.get("/audit", params={"person": "ada@", **asked}).json()]

    assert found() == ["=1+1", "browser.sign-in", "user.sign-in-failed"]
    assert found(action="browser") == found(subject="browser_sessions") == ["browser.sign-in"]
    today = utc_now().date().isoformat()
    assert len(found(since=today, until=today)) == 3
    assert found(until="2020-01-01") == []
    assert root.get("/audit", params={"since": "soon"}).status_code == 422
    lines = root.get("/audit.csv", params={"person": "ada@"}).text.splitlines()
    assert lines[0] == "at,by,about,course,action,subject_table,subject_id,details"
    assert ",'=1+1," in lines[1]
