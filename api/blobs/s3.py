"""Blobs in S3, or in whatever speaks it: objects named as the file store names its files.

A PUT is whole or not at all, and whoever stores the same bytes at the same moment stores the same object, so
nothing is locked. What is there is asked for first, which is cheaper than to send it again. Without the right
to list a bucket, AWS says "forbidden" of an object that is not there: `check` finds that out at the start.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx2
import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from api.blobs.store import BlobMissing, BlobsAway, BlobsRefused, checked, digest_of, is_digest, place_of

if TYPE_CHECKING:  # typed dictionaries that are not there at run time
    from obstore.store import ClientConfig, RetryConfig, S3Config, S3Credential

CONNECT_SECONDS = 3
REQUEST_SECONDS = 30
"""How long a request may take; the largest bundle, 128 MiB, needs 5 MB/s to make it."""
RETRIES = 3
RETRY_SECONDS = 10
"""A request that failed later than this after its first try is not tried again."""

_CODE = re.compile(r"<Code>(\w+)</Code>")
_WRONG_KEY = ("InvalidAccessKeyId", "SignatureDoesNotMatch", "AccessDenied", "InvalidToken", "ExpiredToken")


@dataclass(frozen=True)
class S3Place:
    """Where objects are kept, and by whose right. endpoint: empty for AWS itself.

    key_id: empty for what the machine has: the usual variables of AWS, or the role of an instance or a pod.
    """

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    region: str = "us-east-1"
    key_id: str = ""
    key: str = field(default="", repr=False)


class S3BlobStore:
    """Objects of one bucket, below a prefix."""

    def __init__(self, place: S3Place) -> None:
        self._place = place
        self._store = _open(place)

    def check(self) -> None:
        """Try the bucket and the key. Raises BlobsRefused where one is wrong, BlobsAway if nobody answers."""
        with self._usable():
            obstore.list_with_delimiter(self._store)
            obstore.put(self._store, place_of(digest_of(b"")), b"")

    def make_bucket(self) -> None:
        """Ask for the bucket to be made. What comes of it is told by `check`: it may be there already."""
        whole = _open(replace(self._place, prefix=""))
        with self._usable():
            address = obstore.sign(whole, "PUT", "", timedelta(seconds=REQUEST_SECONDS))
        with suppress(httpx2.TransportError):
            httpx2.put(address, timeout=REQUEST_SECONDS)

    def put(self, data: bytes) -> str:
        """Store the bytes, unless they are there."""
        digest = digest_of(data)
        if not self._holds(digest):
            with self._usable():
                # In one part: of an upload in many, a crash leaves parts that nobody sees and everybody pays.
                obstore.put(self._store, place_of(digest), data, use_multipart=False)
        return digest

    def get(self, digest: str) -> bytes:
        """Fetch the bytes and check that they are what was stored."""
        path = place_of(digest)
        try:
            with self._usable():
                data = obstore.get(self._store, path).bytes().to_bytes()
        except FileNotFoundError:
            raise BlobMissing(f"No object is stored under the digest {digest}.") from None
        return checked(digest, data)

    def link(self, digest: str, seconds: int) -> str | None:
        """A presigned address; it holds only while the key that signed it does."""
        with self._usable():
            return obstore.sign(self._store, "GET", place_of(digest), timedelta(seconds=seconds))

    def remove(self, digest: str) -> None:
        """Forget the object of this digest."""
        with suppress(FileNotFoundError), self._usable():
            obstore.delete(self._store, place_of(digest))

    def digests(self) -> Iterator[str]:
        """Every stored digest; other objects below the prefix are somebody else's."""
        with self._usable():
            for batch in obstore.list(self._store):
                names = (found["path"].rpartition("/")[2] for found in batch)
                yield from filter(is_digest, names)

    def _holds(self, digest: str) -> bool:
        try:
            with self._usable():
                obstore.head(self._store, place_of(digest))
        except FileNotFoundError:
            return False
        return True

    @contextmanager
    def _usable(self) -> Iterator[None]:
        """Say in a sentence what became of the store. Lets through that an object is not there."""
        try:
            yield
        except (BaseError, FileNotFoundError) as error:
            code = next(iter(_CODE.findall(str(error))), "")
            if isinstance(error, FileNotFoundError) and code != "NoSuchBucket":
                raise
            raise self._told(error, code) from error

    def _told(self, error: Exception, code: str) -> BlobsAway:
        place = self._place
        where = f"The object storage{f' at {place.endpoint}' if place.endpoint else ''}"
        if code in ("NoSuchBucket", "InvalidBucketName"):
            return BlobsRefused(
                f"{where} has no bucket {place.bucket!r}. Make it, or name another in ALLCLOSE_OBJECTS."
            )
        if code in _WRONG_KEY or isinstance(error, PermissionDeniedError | UnauthenticatedError):
            return BlobsRefused(
                f"{where} refuses the key ({code or 'forbidden'}). Give one in ALLCLOSE_S3_KEY_ID and "
                f"ALLCLOSE_S3_KEY that may list the bucket {place.bucket!r} (s3:ListBucket), read it "
                "(s3:GetObject) and write to it (s3:PutObject)."
            )
        return BlobsAway(f"{where} does not answer as it should: {_reason(error)}.")


def _open(place: S3Place) -> S3Store:
    def credentials() -> "S3Credential":
        return {
            "access_key_id": place.key_id,
            "secret_access_key": place.key,
            "token": None,
            "expires_at": None,
        }

    client: ClientConfig = {
        "allow_http": place.endpoint.startswith("http:"),
        "connect_timeout": timedelta(seconds=CONNECT_SECONDS),
        "timeout": timedelta(seconds=REQUEST_SECONDS),
    }
    retry: RetryConfig = {"max_retries": RETRIES, "retry_timeout": timedelta(seconds=RETRY_SECONDS)}
    config: S3Config = {
        "region": place.region,
        # Only AWS has a host for each bucket, and its certificate knows none with a dot in its name.
        "virtual_hosted_style_request": not place.endpoint and "." not in place.bucket,
    }
    if place.endpoint:
        config["endpoint"] = place.endpoint
    # The key is handed over by a function: beside one that is only named, a session token of the environment
    # would be sent, which belongs to another key.
    return S3Store(
        place.bucket,
        prefix=place.prefix or None,
        config=config,
        client_options=client,
        retry_config=retry,
        credential_provider=credentials if place.key_id else None,
    )


def _reason(error: Exception) -> str:
    """What the library says went wrong, without the page of what it was doing."""
    said = str(error).split("\n\nDebug source:")[0].split("<?xml")[0]
    return said.rpartition(" - ")[2].strip().rstrip(":.")
