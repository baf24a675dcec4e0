"""Proving who one is, on both databases."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from api.auth.cookie import COOKIE
from api.db.base import utc_now
from api.db.models import AuditEntry, BrowserSession, Role
from tests.integration.api.homework import LINEAR
from tests.integration.api.house import PASSWORD, House

ME = "/api/v1/me"


@pytest.fixture
def ada(house: House) -> str:
    house.course(LINEAR)
    house.set_password(house.person("ada@x.edu", Role.STUDENT))
    return "ada@x.edu"


def sign_in(browser: TestClient, email: str, password: str = PASSWORD, **headers: str) -> str:
    """Sign in; returns the token for unsafe requests."""
    answer = browser.post("/api/v1/session", json={"email": email, "password": password}, headers=headers)
    assert answer.status_code == 201, answer.text
    token: str = answer.json()["csrf_token"]
    return token


def test_a_browser_signs_in_and_out(house: House, ada: str) -> None:
    browser = house.browser()
    token = sign_in(browser, "ADA@x.edu")
    assert browser.get(ME).json()["email"] == ada
    cookie = browser.cookies[COOKIE]
    assert browser.delete("/api/v1/session", headers={"X-CSRF-Token": token}).status_code == 204
    assert COOKIE not in browser.cookies
    browser.cookies.set(COOKIE, cookie)
    assert browser.get(ME).status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(house: House, ada: str) -> None:
    form = {"email": ada, "password": PASSWORD}
    plain = house.browser().post("/api/v1/session", json=form).headers["set-cookie"]
    secure = TestClient(house.app, base_url="https://testserver").post("/api/v1/session", json=form)
    assert "HttpOnly" in plain
    assert "SameSite=lax" in plain
    assert "Secure" not in plain
    assert "Secure" in secure.headers["set-cookie"]


def test_a_wrong_password_and_an_unknown_person_read_the_same(house: House, ada: str) -> None:
    answers = [
        house.client.post("/api/v1/session", json={"email": email, "password": "wrong"})
        for email in (ada, "nobody@x.edu")
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].json() == answers[1].json()


def test_an_account_without_a_password_cannot_be_signed_in_to(house: House) -> None:
    house.course(LINEAR)
    house.person("bob@x.edu", Role.STUDENT)
    answer = house.client.post(
        "/api/v1/session", json={"email": "bob@x.edu", "password": "nobody's password"}
    )
    assert answer.status_code == 401


def test_too_many_attempts_are_told_when_to_come_back(house: House, ada: str) -> None:
    forms = [{"email": ada, "password": "wrong"}] * house.settings.sign_ins_per_minute
    assert {house.client.post("/api/v1/session", json=form).status_code for form in forms} == {401}
    answer = house.client.post("/api/v1/session", json={"email": ada, "password": PASSWORD})
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    form = {"email": ada, "password": PASSWORD, "name": "laptop"}
    assert house.client.post("/api/v1/tokens", json=form).status_code == 429


def test_a_session_ends_when_it_expires(house: House, ada: str) -> None:
    browser = house.browser()
    sign_in(browser, ada)
    with house.database.writing() as session:
        session.query(BrowserSession).update({"expires_at": utc_now() - timedelta(seconds=1)})
    assert browser.get(ME).status_code == 401


def test_a_session_ends_when_nobody_comes(house: House, ada: str) -> None:
    browser = house.browser()
    sign_in(browser, ada)
    with house.database.writing() as session:
        long_ago = utc_now() - house.settings.session_idle + timedelta(minutes=5)
        session.query(BrowserSession).update({"seen_at": long_ago})
    assert browser.get(ME).status_code == 200
    with house.database.writing() as session:
        assert utc_now() - session.query(BrowserSession).one().seen_at < timedelta(minutes=1)
        session.query(BrowserSession).update({"seen_at": utc_now() - house.settings.session_idle})
    assert browser.get(ME).status_code == 401


def test_signing_in_changes_the_cookie_and_ends_what_it_held_before(house: House, ada: str) -> None:
    browser = house.browser()
    sign_in(browser, ada)
    before = browser.cookies[COOKIE]
    sign_in(browser, ada)
    assert browser.cookies[COOKIE] != before
    assert house.client.get(ME, headers={"Cookie": f"{COOKIE}={before}"}).status_code == 401
    with house.database.reading() as session:
        assert session.query(BrowserSession).count() == 1


def test_by_https_the_cookie_is_of_this_host_alone(house: House, ada: str) -> None:
    browser = TestClient(house.app, base_url="https://testserver")
    token = sign_in(browser, ada)
    assert {cookie.name for cookie in browser.cookies.jar} == {
        "__Host-allclose_session",
        "__Host-allclose_known",
    }
    session = browser.cookies["__Host-allclose_session"]
    assert browser.get(ME).status_code == 200
    # A neighbour's host could set the plain one.
    planted = TestClient(house.app, base_url="https://testserver")
    assert planted.get(ME, headers={"Cookie": f"{COOKIE}={session}"}).status_code == 401
    out = browser.delete("/api/v1/session", headers={"X-CSRF-Token": token})
    assert "Secure" in out.headers["set-cookie"]
    assert "__Host-allclose_session" not in browser.cookies


def test_a_browser_that_signed_in_before_is_let_in_while_others_guess(house: House, ada: str) -> None:
    browser = house.browser()
    sign_in(browser, ada)
    form = {"email": ada, "password": "wrong"}
    while house.client.post("/api/v1/session", json=form).status_code != 429:
        pass
    assert house.client.post("/api/v1/session", json=form | {"password": PASSWORD}).status_code == 429
    sign_in(browser, ada)


def test_failed_and_successful_sign_ins_are_noted(house: House, ada: str) -> None:
    house.client.post("/api/v1/session", json={"email": ada, "password": "wrong"})
    house.client.post("/api/v1/session", json={"email": "nobody@x.edu", "password": "wrong"})
    sign_in(house.browser(), ada)
    with house.database.reading() as session:
        noted = [(entry.action, entry.details["address"]) for entry in session.query(AuditEntry)]
    assert noted == [("user.sign-in-failed", "testclient"), ("browser.sign-in", "testclient")]


@pytest.mark.parametrize("cookie", ["", "x" * 43, "'; DROP TABLE users; --"])
def test_a_forged_cookie_is_nobodys(house: House, ada: str, cookie: str) -> None:
    assert house.client.get(ME, headers={"Cookie": f"{COOKIE}={cookie}"}).status_code == 401


def test_a_digest_from_the_database_is_no_token(house: House, ada: str) -> None:
    browser = house.browser()
    sign_in(browser, ada)
    with house.database.reading() as session:
        digest = session.query(BrowserSession).one().token_digest
    assert house.client.get(ME, headers={"Cookie": f"{COOKIE}={digest}"}).status_code == 401


def test_an_unsafe_request_by_cookie_needs_its_pages_token(house: House, ada: str) -> None:
    browser = house.browser()
    token = sign_in(browser, ada)
    other = sign_in(house.browser(), ada)
    for wrong in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": "x"}, {"X-CSRF-Token": other}):
        answer = browser.delete("/api/v1/session", headers=wrong)
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:allclose:forged")
    assert browser.delete("/api/v1/session", headers={"X-CSRF-Token": token}).status_code == 204


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_sites_request_is_refused_even_with_the_token(
    house: House, ada: str, headers: dict[str, str]
) -> None:
    browser = house.browser()
    token = sign_in(browser, ada)
    answer = browser.delete("/api/v1/session", headers={"X-CSRF-Token": token, **headers})
    assert answer.status_code == 403
    form = {"email": ada, "password": PASSWORD}
    assert house.client.post("/api/v1/session", json=form, headers=headers).status_code == 403


def test_the_sites_own_origin_is_welcome(house: House, ada: str) -> None:
    browser = house.browser()
    own = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    token = sign_in(browser, ada, **own)
    assert browser.delete("/api/v1/session", headers={"X-CSRF-Token": token, **own}).status_code == 204


def test_a_form_may_carry_the_token_in_a_field(house: House, ada: str) -> None:
    browser = house.browser()
    token = sign_in(browser, ada)
    path = "/api/v1/courses/dl/assignments/hw1/submissions"
    files = {"handin": ("h.tar", b"no archive")}
    assert browser.post(path, files=files).status_code == 403
    # Let in, and refused for what it is.
    assert browser.post(path, files=files, data={"csrf_token": token}).status_code == 422


def test_a_new_person_chooses_a_password_by_link_once(house: House) -> None:
    house.course(LINEAR)
    prof = house.person("prof@x.edu", Role.INSTRUCTOR)
    made = prof.post("/courses/dl/roster", json={"email": "New@x.edu", "role": "student", "name": "New"})
    assert made.status_code == 201
    form = {"token": made.json()["password_token"], "password": PASSWORD}
    assert house.client.post("/api/v1/password", json=form).status_code == 204
    assert house.client.post("/api/v1/password", json=form).status_code == 404
    sign_in(house.browser(), "new@x.edu")


def test_a_new_password_signs_every_browser_out(house: House) -> None:
    house.course(LINEAR)
    prof = house.person("prof@x.edu", Role.INSTRUCTOR)
    made = prof.post("/courses/dl/roster", json={"email": "bob@x.edu", "role": "student"}).json()
    with house.database.reading() as session:
        assert session.query(BrowserSession).count() == 0
    bob = house.person("other@x.edu")
    bob.email = "bob@x.edu"
    house.set_password(bob, "an older password")
    browser = house.browser()
    sign_in(browser, "bob@x.edu", "an older password")
    form = {"token": made["password_token"], "password": PASSWORD}
    assert house.client.post("/api/v1/password", json=form).status_code == 204
    assert browser.get(ME).status_code == 401


def test_only_a_site_admin_may_choose_somebodys_password(house: House) -> None:
    house.course(LINEAR)
    form = {"email": "new@x.edu", "role": "student", "password": PASSWORD}
    prof, root = house.person("prof@x.edu", Role.INSTRUCTOR), house.person("root@x.edu", admin=True)
    assert prof.post("/courses/dl/roster", json=form).status_code == 403
    made = root.post("/courses/dl/roster", json=form)
    assert (made.status_code, made.json()["password_token"]) == (201, None)
    sign_in(house.browser(), "new@x.edu")


def test_an_admin_does_not_change_a_known_persons_password_by_enrolling_them(house: House, ada: str) -> None:
    root = house.person("root@x.edu", admin=True)
    form = {"email": ada, "role": "ta", "password": "another password"}
    assert root.post("/courses/dl/roster", json=form).json()["role"] == "ta"
    sign_in(house.browser(), ada)


def test_a_short_password_is_refused_without_being_repeated(house: House) -> None:
    form = {"token": "x", "password": "short77"}
    answer = house.client.post("/api/v1/password", json=form)
    assert answer.status_code == 422
    assert "short77" not in answer.text


def test_an_address_that_no_database_stores_is_nobodys(house: House) -> None:
    form = {"email": "ada\0@x.edu", "password": PASSWORD}
    assert house.browser().post("/sign-in", data=form).status_code == 401
