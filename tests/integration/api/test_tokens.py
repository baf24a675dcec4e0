"""Tokens for programs, on both databases."""

from datetime import datetime, timedelta

import pytest

from api.db.base import utc_now
from api.db.models import ApiToken, Role, User
from tests.integration.api.house import PASSWORD, House
from tests.integration.api.test_signing_in import ME, ada, sign_in

__all__ = ["ada"]


@pytest.mark.parametrize("token", ["x", "allclose_" + "A" * 43, "", "é"])
def test_a_forged_token_is_nobodys(house: House, ada: str, token: str) -> None:
    answer = house.client.get(ME, headers={"Authorization": f"Bearer {token}".encode()})
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_a_forged_token_is_refused_even_beside_a_good_cookie(house: House, ada: str) -> None:
    browser = house.browser()
    sign_in(browser, ada)
    assert browser.get(ME, headers={"Authorization": "Bearer forged"}).status_code == 401


def test_a_token_works_until_it_is_revoked(house: House, ada: str) -> None:
    form = {"email": ada, "password": PASSWORD, "name": "laptop"}
    made = house.client.post("/api/v1/tokens", json=form)
    assert made.status_code == 201
    headers = {"Authorization": f"Bearer {made.json()['token']}"}
    listed = {each["name"]: each for each in house.client.get("/api/v1/tokens", headers=headers).json()}
    assert listed["laptop"]["last_used_at"] is not None
    assert "token" not in listed["laptop"]
    path = f"/api/v1/tokens/{made.json()['id']}"
    assert house.client.delete(path, headers=headers).status_code == 204
    assert house.client.get(ME, headers=headers).status_code == 401


def test_a_token_ends_when_it_was_to(house: House, ada: str) -> None:
    form = {"email": ada, "password": PASSWORD, "name": "laptop", "scopes": ["read"], "days": 3}
    made = house.client.post("/api/v1/tokens", json=form).json()
    assert made["scopes"] == ["read"]
    left = datetime.fromisoformat(made["expires_at"]) - utc_now()
    assert timedelta(days=2, hours=23) < left <= timedelta(days=3)
    headers = {"Authorization": f"Bearer {made['token']}"}
    assert house.client.get(ME, headers=headers).status_code == 200
    with house.database.writing() as session:
        session.query(ApiToken).filter_by(id=made["id"]).update({"expires_at": utc_now()})
    assert house.client.get(ME, headers=headers).status_code == 401


def test_a_token_says_what_it_lacks(house: House, ada: str) -> None:
    form = {"email": ada, "password": PASSWORD, "name": "laptop", "scopes": ["read"]}
    token = house.client.post("/api/v1/tokens", json=form).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    path = "/api/v1/courses/dl/assignments/hw1/submissions"
    refused = house.client.post(path, headers=headers, files={"handin": ("h.tar", b"")})
    assert (refused.status_code, refused.json()["scope"]) == (403, "submit")
    assert 'scope="submit"' in refused.headers["WWW-Authenticate"]


@pytest.mark.parametrize("more", [{"days": 366}, {"days": 0}, {"scopes": []}, {"scopes": ["root"]}])
def test_a_token_cannot_be_had_for_longer_or_for_what_there_is_not(
    house: House, ada: str, more: dict[str, object]
) -> None:
    form = {"email": ada, "password": PASSWORD, "name": "laptop", **more}
    assert house.client.post("/api/v1/tokens", json=form).status_code == 422


def test_a_disabled_account_is_let_in_by_nothing(house: House, ada: str) -> None:
    browser = house.browser()
    sign_in(browser, ada)
    form = {"email": ada, "password": PASSWORD, "name": "laptop"}
    token = house.client.post("/api/v1/tokens", json=form).json()["token"]
    with house.database.writing() as session:
        session.query(User).filter_by(email=ada).update({"disabled_at": utc_now()})
    assert browser.get(ME).status_code == 401
    assert house.client.get(ME, headers={"Authorization": f"Bearer {token}"}).status_code == 401
    form = {"email": ada, "password": PASSWORD}
    assert house.client.post("/api/v1/session", json=form).status_code == 401


def test_nobody_revokes_another_persons_token(house: House, ada: str) -> None:
    form = {"email": ada, "password": PASSWORD, "name": "laptop"}
    made = house.client.post("/api/v1/tokens", json=form).json()
    bob = house.person("bob@x.edu", Role.INSTRUCTOR)
    assert bob.ask("DELETE", f"/tokens/{made['id']}").status_code == 404
