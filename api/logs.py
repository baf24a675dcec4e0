"""What the server logs: a line of JSON for each event."""

import logging
import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.processors import ExceptionRenderer
from structlog.tracebacks import ExceptionDictTransformer

log = structlog.get_logger(__name__)


def configure_logs(level: int = logging.INFO) -> None:
    """Log as JSON to standard output, with the number of the request that each line belongs to."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            # Without the values of local variables, among which are passwords.
            ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )


class RequestLog:
    """Middleware that logs each request once its answer has ended; an event stream stays open till then."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on and log what became of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        structlog.contextvars.bind_contextvars(request_id=scope["state"]["request_id"])
        try:
            await self._app(scope, receive, noted)
        finally:
            seconds = round(time.perf_counter() - began, 4)
            log.info("request", method=scope["method"], path=_path(scope), status=status, seconds=seconds)
            structlog.contextvars.unbind_contextvars("request_id")


def _path(scope: Scope) -> str:
    # The token in a link's path is a password for as long as it has not been used.
    path: str = scope["path"]
    token = scope.get("path_params", {}).get("token")
    return path.replace(token, "…") if token else path
