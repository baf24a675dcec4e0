"""Headers that answers carry unless a route says otherwise: what a browser may do with them. And a number."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.db.base import new_id

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""What a page of ours may load: everything from here, and nothing that is written into the page itself."""

_DEFAULTS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{7,63}")
"""What a proxy's number of a request may look like: it is logged, and sent back in a header."""


class SafeHeaders:
    """Middleware that numbers requests and adds the headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on; `request.state.request_id` is its number."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number = _number_of(scope)
        scope.setdefault("state", {})["request_id"] = number

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = number
                for name, value in _DEFAULTS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers)


def _number_of(scope: Scope) -> str:
    """The number that a proxy in front of us gave this request, or a new one.

    A client may have made it up, so that nothing may rest on it but what is looked up in the log.
    """
    given = Headers(scope=scope).get("x-request-id", "")
    return given if _NUMBER.fullmatch(given) else new_id()
