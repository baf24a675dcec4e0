"""Requests to the server; its refusals are problem details (RFC 9457)."""

from __future__ import annotations

import json
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from .trouble import Refused, Trouble, Unreachable

SECONDS = 60.0
RESTARTING = (502, 503, 504)
"""What stands before a server says so while the server itself is away for a moment."""
SHOWN = 200
"""Characters of an answer that is no problem details."""


class _NoRedirect(HTTPRedirectHandler):
    """A redirect would carry the token along, to wherever it leads."""

    def redirect_request(  # the signature is urllib's
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Follow none."""
        raise Refused(code, f"The server sends us on to {newurl}. If that is right, pass it as --server.")


class Server:
    """The API of one server. token: what proves who asks, once there is one."""

    def __init__(self, address: str) -> None:
        if not address.startswith(("http://", "https://")):
            raise Trouble(f"{address!r} is no address of a server: it must begin with https:// or http://.")
        self.address = address.rstrip("/")
        self.token = ""
        self._opener = build_opener(_NoRedirect)

    def get(self, path: str) -> Any:
        """The JSON at a path of the API."""
        with self.open(path) as answer:
            return _json(answer.read())

    def post(self, path: str, body: bytes, headers: dict[str, str]) -> Any:
        """What the server answers to a body, as JSON."""
        with self.open(path, body, headers) as answer:
            return _json(answer.read())

    def open(self, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Any:
        """The open answer to a GET, or with a body to a POST. Raises Refused and Unreachable."""
        request = Request(f"{self.address}/api/v1{path}", body, headers or {})  # noqa: S310  # http(s), see above
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        try:
            return self._opener.open(request, timeout=SECONDS)
        except HTTPError as error:
            if error.code in RESTARTING:
                raise Unreachable(_reason(error)) from error
            raise Refused(error.code, _reason(error)) from error
        except URLError as error:
            raise Unreachable(f"{self.address} cannot be reached: {error.reason}.") from error
        except (OSError, HTTPException) as error:
            raise Unreachable(
                f"The line to {self.address} broke: {error or type(error).__name__}."
            ) from error


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError as error:
        raise Trouble(f"The server answered with something that is no JSON: {_start(body)}") from error


def _reason(error: HTTPError) -> str:
    """The `detail` of problem details, with where each field is wrong, or what else the server said."""
    body = error.read()
    try:
        told = json.loads(body)
        return str(told.get("detail") or told["title"])
    except (ValueError, KeyError, AttributeError):
        return f"The server answered {error.code} {error.reason}: {_start(body)}".rstrip(": ")


def _start(body: bytes) -> str:
    text = " ".join(body.decode("utf-8", "replace").split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
