"""What the server refuses, and how a refusal reads on the wire (RFC 9457, problem details).

ApiError
├── NotSignedIn          401  no, a forged, an expired or a revoked token or session
├── Forbidden            403  known, but not allowed
├── LinkEnded            403  a link for workers that is not ours, is over, or is of an attempt that is
├── ScopeMissing         403  a token that was not made for this
├── Forged               403  an unsafe request that the browser's user may not have meant
├── NotYetOpen           403
├── NotFound             404  absent, or not for this person to know of
├── Conflict             409
├── Overtaken            409  somebody else was quicker
├── Closed               409
├── UploadTooLarge       413
├── Invalid              422  the request cannot be understood
├── UploadMissing        422
├── KeyReused            422
├── TooManyTries         429
├── TooManyRequests      429
├── TooSoon              429  an attempt that is allowed later
└── NotReady             503  the server cannot do its work now

An expected refusal is raised where it is found and carries its status; nobody catches it to translate
it. The engine's own refusals of an upload or a bundle leave as 422.
"""

import re
from collections.abc import Mapping
from typing import Any, ClassVar


class ApiError(Exception):
    """A refusal. Its text is a sentence for a person; fields are further facts for a program."""

    status_code: ClassVar[int] = 400
    title: ClassVar[str] = "The request was refused"

    def __init__(self, detail: str = "", **fields: Any) -> None:
        super().__init__(detail or self.title + ".")
        self.detail = detail or self.title + "."
        self.fields = fields

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers that the answer must carry."""
        return {}

    @classmethod
    def type(cls) -> str:
        """A stable name of this kind of refusal, for programs."""
        return "urn:allclose:" + re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()


class LinkEnded(ApiError):
    """A worker's link is not one that we gave out, or is valid no more."""

    status_code = 403
    title = "The link is not valid"


class NotSignedIn(ApiError):
    """The request names nobody, or somebody it cannot prove to be."""

    status_code = 401
    title = "Sign in first"

    @property
    def headers(self) -> Mapping[str, str]:
        """Say how to prove who one is."""
        return {"WWW-Authenticate": "Bearer"}


class Forbidden(ApiError):
    """The person may know of this, but not do it."""

    status_code = 403
    title = "This is not yours to do"


class ScopeMissing(ApiError):
    """A token that was not made for this. field `scope`: what it lacks."""

    status_code = 403
    title = "The token is not good for this"

    @property
    def headers(self) -> Mapping[str, str]:
        """Say what it lacks, as RFC 6750 does."""
        return {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{self.fields["scope"]}"'}


class Forged(ApiError):
    """An unsafe request by cookie that another site may have made."""

    status_code = 403
    title = "The request did not come from this site's own page"


class NotYetOpen(ApiError):
    """The assignment has not opened yet."""

    status_code = 403
    title = "The assignment is not open yet"


class NotFound(ApiError):
    """There is no such thing, or this person may not know of it."""

    status_code = 404
    title = "There is no such thing here"


class Conflict(ApiError):
    """The request contradicts what is already so."""

    status_code = 409
    title = "This contradicts what is already so"


class Overtaken(ApiError):
    """Somebody else changed what this request was about to change."""

    status_code = 409
    title = "Somebody was quicker"


class Closed(ApiError):
    """The assignment takes no more handins."""

    status_code = 409
    title = "The assignment is closed"


class UploadTooLarge(ApiError):
    """The request's body is larger than the server takes."""

    status_code = 413
    title = "The upload is too large"


class Invalid(ApiError):
    """The request cannot be understood."""

    status_code = 422
    title = "The request cannot be understood"


class UploadMissing(ApiError):
    """The form holds no file."""

    status_code = 422
    title = "The form holds no file"


class KeyReused(ApiError):
    """An idempotency key was sent again, with another upload."""

    status_code = 422
    title = "This Idempotency-Key already stands for another upload"


class TooManyRequests(ApiError):
    """More requests than a minute holds. field `retry_after`: in how many seconds to go on."""

    status_code = 429
    title = "Too many requests"

    def __init__(self, detail: str, seconds: int) -> None:
        super().__init__(detail, retry_after=seconds)
        self.seconds = seconds

    @property
    def headers(self) -> Mapping[str, str]:
        """Say when to come back."""
        return {"Retry-After": str(self.seconds)}


class TooManyTries(TooManyRequests):
    """Too many attempts to sign in."""

    title = "Too many attempts to sign in"


class TooSoon(TooManyRequests):
    """The assignment takes the next handin of this student later."""

    title = "The next handin is taken later"


class NotReady(ApiError):
    """The server cannot do its work now."""

    status_code = 503
    title = "The server is not ready"
