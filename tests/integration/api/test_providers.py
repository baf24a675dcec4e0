"""Signing in by way of a provider: a real one, in a process of its own, and all that can be wrong with it."""

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from api.db.base import utc_now
from api.db.models import AuditEntry, Identity, Role, SignInBegun, User
from api.db.session import Database
from api.oidc.provider import Provider
from tests.fixtures.provider import IdentityProvider, identity_provider
from tests.integration.api.homework import LINEAR
from tests.integration.api.house import House
from tests.integration.api.test_signing_in import ME

__all__ = ["identity_provider"]

ADA = "ada@x.edu"
WAY = "/sign-in/campus"
CLIENT = "allclose"
HOLDS_NOT = "What Campus said of you does not hold"


def open_house(database: Database, folder: Path, issuer: str, **more: object) -> House:
    campus = Provider.model_validate(
        {"name": "campus", "title": "Campus", "issuer": issuer, "client_id": CLIENT, "secret": "s", **more}
    )
    return House(database, folder, oidc=(campus,))


@pytest.fixture
def campus(database: Database, tmp_path: Path, identity_provider: IdentityProvider) -> Iterator[House]:
    with open_house(database, tmp_path / "data", identity_provider.issuer) as house:
        house.course(LINEAR)
        house.person(ADA, Role.STUDENT)
        yield house


def verified(email: str = ADA) -> dict[str, object]:
    return {"email": email, "email_verified": True, "name": "Ada"}


def leave(browser: TestClient, next: str = "/account") -> str:
    """Where the browser is sent to."""
    answer = browser.get(WAY, params={"next": next}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def back(browser: TestClient, address: str) -> Response:
    parts = urlsplit(address)
    return browser.get(f"{parts.path}?{parts.query}", follow_redirects=False)


def travel(
    house: House, provider: IdentityProvider, subject: str | None = "1", **claims: object
) -> tuple[TestClient, Response]:
    """A whole way there and back, as somebody of whom the provider says this."""
    if subject is not None:
        provider.know(subject, **(claims or verified()))
    browser = house.browser()
    return browser, back(browser, provider.sign_in(leave(browser), subject))


def test_somebody_on_a_roster_signs_in_and_goes_where_they_wanted_to(
    campus: House, identity_provider: IdentityProvider
) -> None:
    assert 'href="/sign-in/campus?next=/account"' in campus.browser().get("/sign-in?next=/account").text
    browser, answer = travel(campus, identity_provider)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert browser.get(ME).json()["email"] == ADA
    with campus.database.reading() as session:
        assert session.query(Identity).one().subject == "1"
        assert [entry.action for entry in session.query(AuditEntry)] == ["identity.link", "browser.sign-in"]
        assert session.query(SignInBegun).count() == 0


def test_the_provider_is_asked_as_it_should_be(campus: House) -> None:
    asked = parse_qs(urlsplit(leave(campus.browser())).query)
    assert asked["redirect_uri"] == ["http://testserver/sign-in/campus/back"]
    assert (asked["response_type"], asked["code_challenge_method"]) == (["code"], ["S256"])
    assert asked["scope"] == ["openid email profile"]
    assert all(len(asked[name][0]) >= 43 for name in ("state", "nonce", "code_challenge"))


def test_who_came_before_is_known_by_number_whatever_their_address_is_now(
    campus: House, identity_provider: IdentityProvider
) -> None:
    travel(campus, identity_provider)
    browser, _ = travel(campus, identity_provider, email="married@x.edu", email_verified=False)
    assert browser.get(ME).json()["email"] == ADA


def test_an_address_that_changed_hands_does_not_bring_the_account_with_it(
    campus: House, identity_provider: IdentityProvider
) -> None:
    travel(campus, identity_provider, "1")
    browser, answer = travel(campus, identity_provider, "2")
    assert answer.status_code == 403
    assert "belongs to another person&#39;s account" in answer.text
    assert browser.get(ME).status_code == 401


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"email": ADA}, "does not say that it has verified"),
        ({"email": ADA, "email_verified": False}, "does not say that it has verified"),
        ({"email": ADA, "email_verified": "true"}, "does not say that it has verified"),
        ({"email": "eve@evil.example", "email_verified": True}, "is on no course&#39;s roster here"),
        ({"email": "no address", "email_verified": True}, "cannot be one"),
        ({**verified(), "aud": "another"}, HOLDS_NOT),
        ({**verified(), "azp": "another"}, HOLDS_NOT),
        ({**verified(), "aud": [CLIENT, "another"]}, HOLDS_NOT),
        ({**verified(), "aud": [CLIENT, "another"], "azp": "another"}, HOLDS_NOT),
        ({**verified(), "nonce": "another"}, HOLDS_NOT),
        ({**verified(), "iss": "https://evil.example"}, HOLDS_NOT),
        ({**verified(), "exp": 1_000_000}, HOLDS_NOT),
        ({**verified(), "iat": int(time.time()) + 100_000}, HOLDS_NOT),
    ],
)
def test_what_does_not_hold_signs_nobody_in(
    campus: House, identity_provider: IdentityProvider, claims: dict[str, object], said: str
) -> None:
    browser, answer = travel(campus, identity_provider, **claims)
    assert answer.status_code == 403
    assert said in answer.text
    assert browser.get(ME).status_code == 401
    with campus.database.reading() as session:
        assert session.query(Identity).count() == 0


def test_a_token_for_several_that_we_asked_for_holds(
    campus: House, identity_provider: IdentityProvider
) -> None:
    claims = {**verified(), "aud": [CLIENT, "another"], "azp": CLIENT}
    assert travel(campus, identity_provider, **claims)[1].status_code == 303


def test_whoever_declines_is_told_so(campus: House, identity_provider: IdentityProvider) -> None:
    browser = campus.browser()
    state = parse_qs(urlsplit(leave(browser)).query)["state"][0]
    answer = browser.get(f"{WAY}/back", params={"error": "access_denied", "state": state})
    assert answer.status_code == 403
    assert "Campus did not sign you in" in answer.text


def test_only_the_browser_that_left_comes_back_and_only_once(
    campus: House, identity_provider: IdentityProvider
) -> None:
    identity_provider.know("1", **verified())
    ours, theirs = campus.browser(), campus.browser()
    address = identity_provider.sign_in(leave(ours), "1")
    leave(theirs)
    for browser, where in ((theirs, address), (ours, address), (ours, f"{WAY}/back?code=x&state=forged")):
        answer = back(browser, where)
        assert answer.status_code == 403
        assert "not begun in this browser" in answer.text
    address = identity_provider.sign_in(leave(ours), "1")
    assert back(ours, address).status_code == 303
    ours.cookies.clear()
    assert back(ours, address).status_code == 403


def test_a_code_is_good_once(campus: House, identity_provider: IdentityProvider) -> None:
    identity_provider.know("1", **verified())
    browser = campus.browser()
    used = parse_qs(urlsplit(identity_provider.sign_in(leave(browser), "1")).query)["code"][0]
    state = parse_qs(urlsplit(leave(browser)).query)["state"][0]
    assert browser.get(f"{WAY}/back", params={"code": "made-up", "state": state}).status_code == 403
    state = parse_qs(urlsplit(leave(browser)).query)["state"][0]
    # Of another journey: its nonce is not this one's.
    answer = browser.get(f"{WAY}/back", params={"code": used, "state": state})
    assert answer.status_code == 403
    assert HOLDS_NOT in answer.text


def test_too_late_a_way_back_leads_nowhere(campus: House, identity_provider: IdentityProvider) -> None:
    identity_provider.know("1", **verified())
    browser = campus.browser()
    address = identity_provider.sign_in(leave(browser), "1")
    with campus.database.writing() as session:
        session.query(SignInBegun).update({"expires_at": utc_now()})
    assert back(browser, address).status_code == 403


def test_a_disabled_account_is_not_let_in(campus: House, identity_provider: IdentityProvider) -> None:
    with campus.database.writing() as session:
        session.query(User).filter_by(email=ADA).update({"disabled_at": utc_now()})
    _, answer = travel(campus, identity_provider)
    assert answer.status_code == 403
    assert "This account is disabled" in answer.text


def test_a_setting_makes_accounts_of_its_domains_only(
    database: Database, tmp_path: Path, identity_provider: IdentityProvider
) -> None:
    more = {"makes_accounts": True, "domains": ["x.edu"]}
    with open_house(database, tmp_path / "data", identity_provider.issuer, **more) as house:
        browser, _ = travel(house, identity_provider, "3", **verified("new@x.edu"))
        assert browser.get(ME).json()["name"] == "Ada"
        for email in ("eve@evil.example", "eve@evil-x.edu", "eve@sub.x.edu"):
            _, answer = travel(house, identity_provider, email, **verified(email))
            assert (answer.status_code, "is not of a domain" in answer.text) == (403, True)


def test_a_provider_that_is_away_leaves_the_password(database: Database, tmp_path: Path) -> None:
    with open_house(database, tmp_path / "data", "http://localhost:9") as house:
        answer = house.browser().get(WAY)
        assert answer.status_code == 503
        assert "Campus does not answer as it should now." in answer.text
        assert 'name="password"' in answer.text
        assert house.browser().get("/sign-in/elsewhere").status_code == 404
