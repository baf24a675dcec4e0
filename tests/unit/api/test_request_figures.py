"""What is counted of a request."""

import asyncio
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.metrics import REGISTRY
from api.metrics.requests import IN_FLIGHT, NOWHERE, STREAMS, RequestFigures
from api.refusals import ProblemDetails, kind_of
from tests.fixtures.figures import since_now, value
from tests.fixtures.site import Site, furnished, site

__all__ = ["furnished", "site"]

SUBMISSION = "/api/v1/submissions/{submission}"


@pytest.fixture
def stranger(site: Site) -> Iterator[TestClient]:
    with TestClient(site.app) as client:
        yield client


def test_requests_are_counted_under_the_template_of_their_route(stranger: TestClient):
    grown = since_now(REGISTRY)
    for number in range(3):
        stranger.get(f"/api/v1/submissions/0000000{number}-0000-7000-8000-000000000000")
    stranger.get("/submissions/00000000-0000-7000-8000-000000000000")
    counted = {"method": "GET", "status": "401"}
    assert grown("allclose_http_requests_total", route=SUBMISSION, **counted) == 3
    assert grown("allclose_http_requests_total", route="/submissions/{submission}", **counted) == 1
    assert grown("allclose_http_request_seconds_count", route=SUBMISSION, method="GET") == 3


def test_no_client_can_make_a_new_series(stranger: TestClient):
    for path in ("/nowhere/1", "/nowhere/2", "/api/v1/nowhere"):
        stranger.get(path)
        stranger.request("BREW", path)
    read = {
        (sample.labels["method"], sample.labels["route"])
        for metric in REGISTRY.collect()
        for sample in metric.samples
        if "route" in sample.labels and "method" in sample.labels
    }
    assert ("GET", NOWHERE) in read
    assert ("other", NOWHERE) in read
    assert not any("nowhere" in route or method == "BREW" for method, route in read)


def test_a_refusal_is_counted_by_its_kind(site: Site):
    grown = since_now(REGISTRY)
    with site.client() as ada:
        site.hand_in(ada, b"no archive at all")
    where = {"method": "POST", "route": "/courses/{course}/{assignment}/submissions"}
    assert grown("allclose_http_refusals_total", kind="handin-refused", **where) == 1
    assert grown("allclose_http_requests_total", status="422", **where) == 1
    assert grown("allclose_http_received_bytes_total", route=where["route"]) > len(b"no archive at all")


def test_what_the_framework_refuses_has_a_kind_of_few_words():
    details = ProblemDetails(type="about:blank", title="Method Not Allowed", status=405, detail="No.")
    assert kind_of(details) == "method-not-allowed"


def test_an_event_stream_is_no_request_in_flight_and_no_latency():
    grown, seen = since_now(REGISTRY), []

    async def stream(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": EVENTS})
        seen.append((value(REGISTRY, "allclose_event_streams"), grown("allclose_http_requests_in_flight")))
        await send({"type": "http.response.body", "body": b""})

    streams = STREAMS._value.get()
    play(stream)
    assert seen == [(streams + 1, 0)]
    assert STREAMS._value.get() == streams
    assert grown("allclose_http_request_seconds_count") == 0
    assert grown("allclose_http_requests_total", status="200") == 1


def test_a_request_whose_answer_never_began_has_failed_and_is_no_more_in_flight():
    async def breaks(_scope, _receive, _send):
        raise RuntimeError("broken")

    grown = since_now(REGISTRY)
    flying = IN_FLIGHT._value.get()
    with pytest.raises(RuntimeError):
        play(breaks)
    assert IN_FLIGHT._value.get() == flying
    assert grown("allclose_http_requests_total", status="500") == 1


EVENTS = [(b"content-type", b"text/event-stream; charset=utf-8")]


def play(app) -> None:
    """One request to an application without routes."""

    async def receive():
        return {"type": "http.request"}

    async def send(_message):
        pass

    asyncio.run(RequestFigures(app)({"type": "http", "method": "GET", "path": "/"}, receive, send))
