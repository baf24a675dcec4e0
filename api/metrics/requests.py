"""Figures of requests.

A request is counted under its route's template, never its path: identifiers in labels would be series
without end. How long an answer takes is measured until it begins. So a slow reader of a long download is
no slow server, and event streams, which begin at once and last for minutes, are left out.
"""

import time

from prometheus_client import Counter, Gauge, Histogram
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics.registry import REGISTRY

REST = "/api/v1"
"""Where the REST interface lies. A route of an included router knows its path below it only."""
NOWHERE = "none"
"""The template of a path that leads to no route."""
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

REQUESTS = Counter(
    "allclose_http_requests",
    "Requests answered, by method, route template and status.",
    ("method", "route", "status"),
    registry=REGISTRY,
)
SECONDS = Histogram(
    "allclose_http_request_seconds",
    "Seconds until an answer begins; event streams are left out.",
    ("method", "route"),
    registry=REGISTRY,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
IN_FLIGHT = Gauge(
    "allclose_http_requests_in_flight",
    "Requests whose answer has not ended; event streams are counted apart.",
    registry=REGISTRY,
)
STREAMS = Gauge("allclose_event_streams", "Event streams that are open.", registry=REGISTRY)
RECEIVED = Counter(
    "allclose_http_received_bytes",
    "Bytes of bodies that were read: uploads, refused ones among them.",
    ("route",),
    registry=REGISTRY,
)
REFUSALS = Counter(
    "allclose_http_refusals",
    "Requests refused, by kind of refusal, as problem details name it.",
    ("method", "route", "kind"),
    registry=REGISTRY,
)


class RequestFigures:
    """Middleware that counts every request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, and count it once its answer has ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange()

        async def heard() -> Message:
            message = await receive()
            exchange.received += len(message.get("body", b""))
            return message

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.begin_answer(message)
            await send(message)

        try:
            await self._app(scope, heard, told)
        finally:
            exchange.end(scope)


class _Exchange:
    """A request and its answer, on their way. Without a word of an answer it has failed."""

    def __init__(self) -> None:
        self.received = 0
        self._began = time.perf_counter()
        self._status = 500
        self._seconds: float | None = None
        self._open = IN_FLIGHT
        self._open.inc()

    def begin_answer(self, message: Message) -> None:
        self._status = message["status"]
        self._seconds = time.perf_counter() - self._began
        if Headers(raw=message["headers"]).get("content-type", "").startswith("text/event-stream"):
            self._open.dec()
            self._open = STREAMS
            self._open.inc()

    def end(self, scope: Scope) -> None:
        self._open.dec()
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = template_of(scope)
        REQUESTS.labels(method, route, str(self._status)).inc()
        if self._open is IN_FLIGHT and self._seconds is not None:
            SECONDS.labels(method, route).observe(self._seconds)
        if self.received:
            RECEIVED.labels(route).inc(self.received)
        refusal = scope.get("state", {}).get("refusal")
        if refusal:
            REFUSALS.labels(method, route, refusal).inc()


def template_of(scope: Scope) -> str:
    """The template of the route that a request was answered by: /api/v1/submissions/{submission}."""
    template = getattr(scope.get("route"), "path_format", None)
    if template is None:
        return NOWHERE
    return f"{REST}{template}" if scope["path"].startswith(f"{REST}/") else str(template)
