"""How much of a request's body is read before it is refused."""

import anyio
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STRANGERS = 1024 * 1024
"""The bytes that anybody may send; more only once the sender is known."""

FORGOTTEN = 256 * 1024 * 1024
"""The bytes of a refused upload that are read and forgotten, so that the client hears why."""
PATIENCE = 20.0
"""And the seconds that this may take."""

_KEY = "allclose.allowance"


class Allowance:
    """What is left of the bytes that one request's body may hold."""

    def __init__(self, declared: int) -> None:
        self.limit = STRANGERS
        self._declared = declared
        self._read = 0

    def spend(self, size: int) -> None:
        """Count bytes that arrived. A body that declares too much is refused before it is read."""
        self._read += size
        if max(self._read, self._declared) > self.limit:
            # Raised while FastAPI reads the body, which lets no other exception through.
            raise HTTPException(413, f"The upload is too large: this server takes {_size(self.limit)}.")


class BodyLimit:
    """Middleware that counts every body as it is read, and lets a refused upload end before it answers.

    Many clients look for an answer only when they have sent everything; to be cut off in the midst of it
    tells them nothing. What is left of a body is read and forgotten, for a while.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on with an allowance."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        declared = headers.get("content-length", "")
        allowance = scope[_KEY] = Allowance(int(declared) if declared.isdecimal() else 0)
        # A client that asks before it sends hears the refusal first.
        unread = _has_body(headers) and "expect" not in headers

        async def counted() -> Message:
            nonlocal unread
            message = await receive()
            unread = unread and message.get("more_body", False)
            allowance.spend(len(message.get("body", b"")))
            return message

        async def answered(message: Message) -> None:
            nonlocal unread
            if unread:
                unread = False
                await _forget(receive)
            await send(message)

        await self._app(scope, counted, answered)


def _has_body(headers: Headers) -> bool:
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


async def _forget(receive: Receive) -> None:
    left = FORGOTTEN
    with anyio.move_on_after(PATIENCE):
        while left > 0:
            message = await receive()
            left -= len(message.get("body", b""))
            if not message.get("more_body", False):
                return


def allow(connection: HTTPConnection, size: int) -> None:
    """Let this request's body hold `size` bytes."""
    connection.scope[_KEY].limit = size


def _size(bytes_: int) -> str:
    return f"{bytes_ // (1024 * 1024)} MiB"
