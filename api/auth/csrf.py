"""Keeps other sites from acting through a signed-in browser.

Two locks, either of which would do: the browser itself says where a request comes from, and the
request must carry its session's token, which no other site can read.
"""

from urllib.parse import urlsplit

from starlette.requests import Request

from api.auth.caller import Caller
from api.auth.keys import Keys
from api.errors import Forged

HEADER = "X-CSRF-Token"
FIELD = "csrf_token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


def check_origin(request: Request, address: str) -> None:
    """Refuse an unsafe request that the browser says comes from another site. Raises Forged."""
    if request.method in _SAFE:
        return
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise Forged("Another site made this request.")
    origin = request.headers.get("origin")
    ours = {request.headers.get("host"), urlsplit(address).netloc or None}
    # Only compared, not parsed: an origin may be `null`, or any text that a client makes up.
    if origin is not None and origin.partition("://")[2] not in ours:
        raise Forged("Another site made this request.")


async def check_token(request: Request, keys: Keys, caller: Caller) -> None:
    """Refuse an unsafe request by cookie that lacks its session's token. Raises Forged."""
    if request.method in _SAFE or caller.browser_session is None:
        return
    if not keys.matches_csrf(caller.browser_session, await _claimed(request)):
        raise Forged(f"The request lacks the token of its page: header {HEADER} or form field {FIELD}.")


async def _claimed(request: Request) -> str:
    told = request.headers.get(HEADER, "")
    if told or not request.headers.get("content-type", "").startswith(_FORMS):
        return told
    field = (await request.form()).get(FIELD)
    return field if isinstance(field, str) else ""
