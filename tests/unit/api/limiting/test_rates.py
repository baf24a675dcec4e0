"""How many requests a minute are served."""

from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.testclient import TestClient

from api.limiting.counters import Counters
from api.limiting.rates import Kind, Rates, kind_of
from tests.fixtures.site import ASSIGNMENT, OTHER, Site, furnished, site

__all__ = ["furnished", "site"]


def asked(method: str, content_type: str = "") -> Request:
    headers = [(b"content-type", content_type.encode())] if content_type else []
    return Request({"type": "http", "method": method, "headers": headers, "path": "/"})


def test_what_a_request_costs() -> None:
    assert kind_of(asked("GET")) is Kind.READ
    assert kind_of(asked("POST", "application/json")) is Kind.CHANGE
    assert kind_of(asked("DELETE")) is Kind.CHANGE
    assert kind_of(asked("POST", "multipart/form-data; boundary=x")) is Kind.UPLOAD
    assert kind_of(asked("PUT", "application/x-tar")) is Kind.UPLOAD


@dataclass
class Bounded:
    """A site that serves five requests a minute, and two students' browsers."""

    app: FastAPI
    ada: TestClient
    eve: TestClient


@pytest.fixture
def bounded(site: Site) -> Bounded:
    settings = site.settings.model_copy(update={"requests_per_minute": 5, "changes_per_minute": 2})
    made = Bounded(site.app, site.client(), site.client(OTHER))
    site.app.state.rates = Rates(Counters(), settings)
    return made


def test_who_asks_too_often_is_told_when_to_go_on(bounded: Site) -> None:
    ada, eve = bounded.ada, bounded.eve
    assert [ada.get(ASSIGNMENT).status_code for _ in range(6)] == [200] * 5 + [429]
    refused = ada.get(ASSIGNMENT)
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert "You ask for more than this server gives one person." in refused.text
    told = ada.get("/api/v1/me", headers={"accept": "application/json"})
    assert told.headers["content-type"] == "application/problem+json"
    assert told.json()["type"] == "urn:allclose:too-many-requests"
    # Somebody else at the same address is not she.
    assert eve.get(ASSIGNMENT).status_code == 200


def test_strangers_are_counted_by_their_address_and_by_a_forged_token_too(bounded: Site) -> None:
    stranger = TestClient(bounded.app, headers={"authorization": "Bearer forged"})
    assert [stranger.get("/api/v1/me").status_code for _ in range(6)] == [401] * 5 + [429]
    assert bounded.ada.get(ASSIGNMENT).status_code == 200


def test_health_static_files_and_workers_links_are_never_refused_so(bounded: Site) -> None:
    stranger = TestClient(bounded.app)
    for path, status in (("/healthz", 200), ("/static/x/site.css", 200), ("/objects/x", 422)):
        assert {stranger.get(path).status_code for _ in range(20)} == {status}


def test_changes_are_counted_apart_from_reading(bounded: Site) -> None:
    ada = bounded.ada
    assert [ada.post("/sign-out").status_code for _ in range(3)] == [403, 403, 429]
    assert ada.get(ASSIGNMENT).status_code == 200
