"""What the server logs of requests. `api.journal` tells of handins, `worker.logs` how lines are written."""

import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger(__name__)


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
            told = {"path": _path(scope), "status": status, "seconds": seconds} | _about(scope)
            log.info("request", method=scope["method"], **told)
            structlog.contextvars.unbind_contextvars("request_id")


def _about(scope: Scope) -> dict[str, str]:
    """What a request was about, where that is known: a submission, a kind of refusal."""
    found = {
        "submission": scope.get("path_params", {}).get("submission"),
        "refusal": scope["state"].get("refusal"),
    }
    return {name: value for name, value in found.items() if value}


def _path(scope: Scope) -> str:
    # The token in a link's path is a password for as long as it has not been used.
    path: str = scope["path"]
    token = scope.get("path_params", {}).get("token")
    return path.replace(token, "…") if token else path
