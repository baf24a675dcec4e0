"""What meets a request first: limits, origins, logs."""

import json
import logging
from collections.abc import Iterator

import anyio
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from api.auth.csrf import check_origin
from api.body import STRANGERS, BodyLimit, allow
from api.errors import Forged
from api.headers import SafeHeaders
from api.logs import RequestLog
from worker.logs import configure_logs


async def measure(request: Request) -> PlainTextResponse:
    if "allow" in request.query_params:
        allow(request, int(request.query_params["allow"]))
    return PlainTextResponse(str(len(await request.body())))


LIMITED = TestClient(BodyLimit(Starlette(routes=[Route("/", measure, methods=["POST"])])))


def in_pieces(size: int) -> Iterator[bytes]:
    return (b"x" * 1000 for _ in range(size // 1000))


def test_a_body_within_the_limit_is_read() -> None:
    assert LIMITED.post("/", content=b"x" * STRANGERS).text == str(STRANGERS)


def test_a_body_that_declares_too_much_is_refused() -> None:
    answer = LIMITED.post("/", content=b"x" * (STRANGERS + 1))
    assert answer.status_code == 413
    assert "1 MiB" in answer.text


def test_a_body_that_does_not_say_how_long_it_is_stops_at_the_limit() -> None:
    assert LIMITED.post("/", content=in_pieces(2 * STRANGERS)).status_code == 413


def test_who_is_known_may_send_more() -> None:
    size = 3 * STRANGERS
    assert LIMITED.post(f"/?allow={size}", content=b"x" * size).text == str(size)
    assert LIMITED.post(f"/?allow={size}", content=b"x" * (size + 1)).status_code == 413


def asked(method: str = "POST", **headers: str) -> Request:
    named = {"host": "grade.x.edu", **{name.replace("_", "-"): value for name, value in headers.items()}}
    raw = [(name.encode(), value.encode()) for name, value in named.items()]
    return Request({"type": "http", "method": method, "headers": raw, "path": "/", "scheme": "https"})


def test_requests_of_ones_own_pages_and_of_programs_pass() -> None:
    check_origin(asked(), "")
    check_origin(asked(origin="https://grade.x.edu", sec_fetch_site="same-origin"), "")
    check_origin(asked(origin="https://public.x.edu"), "https://public.x.edu")
    check_origin(asked("GET", origin="https://evil.example", sec_fetch_site="cross-site"), "")


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "https://grade.x.edu.evil.example"},
        {"origin": "https://grade.x.edu:8443"},
        {"origin": "null"},
        {"origin": ""},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
    ],
)
def test_other_sites_requests_do_not(headers: dict[str, str]) -> None:
    with pytest.raises(Forged):
        check_origin(asked(**headers), "")


async def hello(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("hello")


def test_a_request_is_logged_with_its_number_and_without_a_links_token(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logs()
    routes = [Route("/password/{token}", hello)]
    client = TestClient(SafeHeaders(RequestLog(Starlette(routes=routes))))
    answer = client.get("/password/s3cret")
    configure_logs(logging.CRITICAL)
    line = json.loads(capsys.readouterr().out)
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/password/…", 200)


@pytest.mark.parametrize("given", ["0a" * 16, "01a216dc-53b2-7428-a272-05288562ac85", "edge_1234"])
def test_a_proxys_number_of_a_request_is_kept(given: str) -> None:
    client = TestClient(SafeHeaders(RequestLog(Starlette(routes=[Route("/", hello)]))))
    assert client.get("/", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.parametrize(
    "given", ["", "short", "-" * 20, "a" * 65, "two words", 'x"}{"event":"settled', "12345678é"]
)
def test_another_is_not(given: str) -> None:
    client = TestClient(SafeHeaders(RequestLog(Starlette(routes=[Route("/", hello)]))))
    number = client.get("/", headers={"X-Request-ID": given.encode()}).headers["X-Request-ID"]
    assert number != given
    assert len(number) == 36


def refused(sent: int) -> int:
    """Send a body of this size, in pieces, to a route that reads none of it; how much was taken."""
    taken, answers = 0, []

    async def refuse(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 401, "headers": []})
        await send({"type": "http.response.body"})

    async def receive() -> Message:
        nonlocal taken
        taken += 1000
        return {"type": "http.request", "body": b"x" * 1000, "more_body": taken < sent}

    async def send(message: Message) -> None:
        answers.append(message["type"])

    scope = {"type": "http", "headers": [(b"transfer-encoding", b"chunked")]}
    anyio.run(BodyLimit(refuse), scope, receive, send)
    assert answers == ["http.response.start", "http.response.body"]
    return taken


def test_a_refusal_is_told_after_the_upload_has_ended() -> None:
    assert refused(100_000) == 100_000


def test_an_upload_without_end_is_not_heard_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.body.FORGOTTEN", 50_000)
    assert refused(10_000_000) == 50_000
