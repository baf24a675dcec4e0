"""Signing in and out by pages."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from api.auth import service as auth
from api.db.base import utc_now
from api.db.models import User
from tests.fixtures.site import ASSIGNMENT, NEWCOMER, Site


def test_a_stranger_is_asked_to_sign_in_and_brought_back(site: Site) -> None:
    client = site.client()
    client.cookies.clear()
    answer = client.get(ASSIGNMENT, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/sign-in?next={ASSIGNMENT}"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example"]
)
def test_signing_in_leads_to_no_other_site(site: Site, elsewhere: str) -> None:
    client = site.client()
    assert (
        client.get("/sign-in", params={"next": elsewhere}, follow_redirects=False).headers["location"] == "/"
    )


def test_a_wrong_password_says_so_and_keeps_the_email(site: Site) -> None:
    client = site.client()
    client.post("/sign-out", data={"csrf_token": token(client.get("/").text)})
    answer = client.post("/sign-in", data={"email": "ada@example.edu", "password": "wrong"})
    assert answer.status_code == 401
    assert "e-mail address or the password is wrong" in answer.text
    assert 'value="ada@example.edu"' in answer.text


def test_signing_out_ends_the_session(site: Site) -> None:
    client = site.client()
    answer = client.post("/sign-out", data={"csrf_token": token(client.get("/").text)})
    assert answer.url.path == "/sign-in"
    assert client.get("/", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("scripted", [{}, {"hx-request": "true"}])
def test_whoever_was_signed_out_meanwhile_is_led_to_the_sign_in(site: Site, scripted: dict[str, str]) -> None:
    client = site.client()
    client.cookies.clear()
    files = {"handin": ("handin.tar", b"x")}
    answer = client.post(f"{ASSIGNMENT}/submissions", files=files, headers=scripted)
    assert answer.status_code == 401
    assert f'href="/sign-in?next={ASSIGNMENT}"' in answer.text
    assert "Bearer" not in answer.text


def test_a_refused_sign_out_leads_to_a_page_that_exists(site: Site) -> None:
    answer = site.client().post("/sign-out")
    assert answer.status_code == 403
    assert 'href="/">My courses' in answer.text


def test_a_link_lets_somebody_choose_a_password_once(site: Site) -> None:
    with site.database.writing() as session:
        user = session.scalars(select(User).where(User.email == NEWCOMER)).one()
        link = auth.create_link(session, site.app.state.keys, user, utc_now() + timedelta(days=1))
    client = TestClient(site.app, headers={"accept": "text/html"})
    assert client.post(f"/password/{link}", data={"password": "short"}).status_code == 422
    assert client.post(f"/password/{link}", data={"password": "a new password"}).url.path == "/sign-in"
    answer = client.post("/sign-in", data={"email": NEWCOMER, "password": "a new password"})
    assert answer.url.path == "/"
    assert client.post(f"/password/{link}", data={"password": "another password"}).status_code == 404


def token(html: str) -> str:
    found = re.search(r'name="csrf_token" value="(\w+)"', html)
    assert found
    return found[1]
