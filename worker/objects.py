"""Handins and bundles, fetched by the links that jobs carry."""

import time
from functools import lru_cache
from http import HTTPStatus
from typing import Self

import httpx2

from graders.bundle import Bundle, read_bundle
from graders.errors import GraderFault
from graders.job import Blob
from worker.shelf import Shelf, digest_of

MAX_BYTES = 1 << 30
TIMEOUT = httpx2.Timeout(30, connect=5)
TRY_SECONDS = 20.0
"""How long a server that does not answer is tried: one that starts again is there before."""
RETRY_SECONDS = 0.5
BUNDLES = 64


class LinkEnded(Exception):
    """The link is valid no more: the attempt is over, or has waited too long."""


class Unreachable(Exception):
    """The server that has the bytes does not answer."""


class ObjectMissing(GraderFault):
    """The server does not have these bytes, or has others under their digest."""


class Objects:
    """Fetches bytes by link and digest. Bundles are kept, on disk and read; handins seldom come twice."""

    def __init__(self, shelf: Shelf, try_seconds: float = TRY_SECONDS) -> None:
        self._shelf = shelf
        self._try_seconds = try_seconds
        self._client = httpx2.Client(timeout=TIMEOUT, follow_redirects=False)
        self._read = lru_cache(maxsize=BUNDLES)(self._read_shelved)
        self._links: dict[str, str] = {}

    def bundle(self, blob: Blob) -> Bundle:
        """The bundle of a blob. Raises LinkEnded, Unreachable or ObjectMissing."""
        # The link of this attempt is none of what the bundle is known by.
        self._links[blob.digest] = blob.url
        return self._read(blob.digest)

    def finds(self) -> tuple[int, int]:
        """How often a bundle was at hand, and how often it had to be read from the disk or fetched."""
        told = self._read.cache_info()
        return told.hits, told.misses

    def handin(self, blob: Blob) -> bytes:
        """The packed handin of a blob. Raises LinkEnded, Unreachable or ObjectMissing."""
        return self._fetch(blob)

    def send(self, url: str, data: bytes) -> None:
        """Put bytes to a link. Raises LinkEnded or Unreachable."""
        self._patiently("PUT", url, data)

    def close(self) -> None:
        """Close every connection."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read_shelved(self, digest: str) -> Bundle:
        data = self._shelf.get(digest)
        if data is None:
            data = self._fetch(Blob(digest, self._links[digest]))
            self._shelf.put(digest, data)
        return read_bundle(data)

    def _fetch(self, blob: Blob) -> bytes:
        data = self._patiently("GET", blob.url)
        if digest_of(data) != blob.digest:
            raise ObjectMissing(f"What is stored under the digest {blob.digest} has another digest.")
        return data

    def _patiently(self, method: str, url: str, content: bytes | None = None) -> bytes:
        """Ask until there is an answer, or for so long."""
        last_moment = time.monotonic() + self._try_seconds
        while True:
            try:
                return self._ask(method, url, content)
            except (httpx2.TransportError, Unreachable) as error:
                if time.monotonic() > last_moment:
                    raise Unreachable(f"{_server(url)} does not answer: {error}") from error
                time.sleep(RETRY_SECONDS)

    def _ask(self, method: str, url: str, content: bytes | None) -> bytes:
        with self._client.stream(method, url, content=content) as answer:
            if answer.status_code in (HTTPStatus.FORBIDDEN, HTTPStatus.GONE):
                raise LinkEnded("Its link is valid no more.")
            if answer.status_code == HTTPStatus.NOT_FOUND:
                raise ObjectMissing(f"{_server(url)} does not have what the job names.")
            if not answer.is_success:
                raise Unreachable(f"it answered {answer.status_code}")
            data = bytearray()
            for part in answer.iter_bytes():
                data += part
                if len(data) > MAX_BYTES:
                    raise ObjectMissing(f"{_server(url)} sends more than {MAX_BYTES >> 20} MB.")
            return bytes(data)


def _server(url: str) -> str:
    """The server of a link; the rest of it is a password while it is valid."""
    return httpx2.URL(url).host or "The server"
