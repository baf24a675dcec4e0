"""How much of a request's body is read before it is refused."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STRANGERS = 1024 * 1024
"""The bytes that anybody may send; more only once the sender is known."""

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
    """Middleware that counts every body as it is read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on with an allowance."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        allowance = scope[_KEY] = Allowance(int(declared) if declared.isdecimal() else 0)

        async def counted() -> Message:
            message = await receive()
            allowance.spend(len(message.get("body", b"")))
            return message

        await self._app(scope, counted, send)


def allow(connection: HTTPConnection, size: int) -> None:
    """Let this request's body hold `size` bytes."""
    connection.scope[_KEY].limit = size


def _size(bytes_: int) -> str:
    return f"{bytes_ // (1024 * 1024)} MiB"
