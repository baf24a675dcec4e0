"""How many requests a minute are served: of a person who is known, of an address where nobody is.

A whole classroom may share an address; so once somebody is known, only they themselves are counted.
"""

from dataclasses import dataclass
from enum import StrEnum

from limits import RateLimitItemPerMinute
from starlette.requests import Request

from api.errors import TooManyRequests
from api.limiting.counters import Counters
from api.settings import Settings

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_UPLOADS = ("multipart/form-data", "application/x-tar", "application/octet-stream")


class Kind(StrEnum):
    """What a request costs the server, from the least on."""

    READ = "read"
    CHANGE = "change"
    UPLOAD = "upload"


SENTENCES = {
    Kind.READ: "You ask for more than this server gives one person.",
    Kind.CHANGE: "That were too many changes in a minute.",
    Kind.UPLOAD: "That were too many uploads in a minute.",
}


def kind_of(request: Request) -> Kind:
    """What a request costs."""
    if request.method in _SAFE:
        return Kind.READ
    is_upload = request.headers.get("content-type", "").startswith(_UPLOADS)
    return Kind.UPLOAD if is_upload else Kind.CHANGE


@dataclass(frozen=True)
class Rates:
    """What a minute may hold."""

    counters: Counters
    settings: Settings

    def spend(self, request: Request, person: str | None, client: str) -> None:
        """Count a request. Raises TooManyRequests where a minute holds too many."""
        kind = kind_of(request)
        who = ("person", person) if person else ("address", client)
        seconds = self.counters.hit(self._limit(kind), kind, *who)
        if seconds:
            raise TooManyRequests(f"{SENTENCES[kind]} Go on in {seconds} seconds.", seconds)

    def _limit(self, kind: Kind) -> RateLimitItemPerMinute:
        settings = self.settings
        by_kind = {
            Kind.READ: settings.requests_per_minute,
            Kind.CHANGE: settings.changes_per_minute,
            Kind.UPLOAD: settings.uploads_per_minute,
        }
        return RateLimitItemPerMinute(by_kind[kind])
