"""Signing in by way of a provider: sending the browser there, and taking it in when it comes back."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.auth.cookie import is_secure
from api.auth.entering import give_session
from api.auth.sessions import open_session
from api.db.models import SignInBegun
from api.deps import AddressDep, DatabaseDep, DoorDep, KeysDep, SettingsDep, VisitorDep
from api.errors import NotFound
from api.oidc import service
from api.oidc.client import ProviderClient, Vouched
from api.oidc.errors import NotBegunHere, NotVouchedFor
from api.pages.account import own_path, sign_in_form

COOKIE = "allclose_way"
"""Stays with the browser while it is at the provider, so that nobody else's way back leads into it."""
Told = Annotated[str, Query(max_length=4096)]

router = APIRouter(prefix="/sign-in/{provider}")


async def get_provider(request: Request, provider: Annotated[str, Path(max_length=32)]) -> ProviderClient:
    """The provider of this name. Raises NotFound."""
    found: ProviderClient | None = request.app.state.providers.get(provider)
    if found is None:
        raise NotFound("There is no such provider here.")
    return found


ProviderDep = Annotated[ProviderClient, Depends(get_provider)]


async def get_redirect(address: AddressDep, client: ProviderDep) -> str:
    """Where the provider sends browsers back to; it knows this address beforehand."""
    return f"{address}/sign-in/{client.provider.name}/back"


RedirectDep = Annotated[str, Depends(get_redirect)]


@router.get("")
def leave(
    request: Request,
    client: ProviderDep,
    redirect: RedirectDep,
    visitor: VisitorDep,
    door: DoorDep,
    next: Told = "/",
) -> Response:
    """Send the browser to the provider."""
    if visitor is not None:
        return RedirectResponse(own_path(next), 303)
    with door.database.writing() as session:
        journey = service.begin(session, door.keys, client.provider, own_path(next))
    try:
        address = client.address(redirect, journey.state, journey.nonce, journey.verifier)
    except NotVouchedFor as refusal:
        return _refused(request, refusal)
    response = RedirectResponse(address, 303)
    seconds = int(service.LASTS.total_seconds())
    response.set_cookie(
        _name(door.secure), journey.browser, seconds, httponly=True, samesite="lax", secure=door.secure
    )
    return response


def get_claim(
    request: Request,
    client: ProviderDep,
    database: DatabaseDep,
    keys: KeysDep,
    settings: SettingsDep,
    state: Told = "",
) -> SignInBegun | NotBegunHere:
    """What was written down when this browser left; the refusal where it did not."""
    browser = request.cookies.get(_name(is_secure(request, settings.address)), "")
    with database.writing() as session:
        begun = service.end(session, keys, client.provider, state, browser)
    return begun or NotBegunHere()


ClaimDep = Annotated[SignInBegun | NotBegunHere, Depends(get_claim)]


@dataclass(frozen=True)
class Answer:
    """What a provider sends along with a browser."""

    code: str
    error: str
    iss: str


async def get_answer(code: Told = "", error: Told = "", iss: Told = "") -> Answer:
    """What came along."""
    return Answer(code, error, iss)


@router.get("/back")
def come_back(
    request: Request,
    client: ProviderDep,
    claim: ClaimDep,
    answer: Annotated[Answer, Depends(get_answer)],
    redirect: RedirectDep,
    door: DoorDep,
) -> Response:
    """Sign in whom the provider vouches for, and go on to where they wanted to."""
    try:
        if isinstance(claim, NotBegunHere):
            raise claim
        vouched = _redeemed(client, claim, answer, redirect)
        lasts = timedelta(days=request.app.state.settings.session_days)
        with door.database.writing() as session:
            user = service.account_of(session, client.provider, vouched)
            token, caller = open_session(session, door.keys, user, door.browser, lasts, client.provider.name)
    except NotVouchedFor as refusal:
        return _refused(request, refusal)
    response = RedirectResponse(own_path(claim.next), 303)
    give_session(response, door, token, caller.email, lasts)
    response.delete_cookie(_name(door.secure), httponly=True, samesite="lax", secure=door.secure)
    return response


def _redeemed(client: ProviderClient, begun: SignInBegun, answer: Answer, redirect: str) -> Vouched:
    title, issuer = client.provider.title, client.provider.issuer
    if answer.error or not answer.code:
        raise NotVouchedFor(f"{title} did not sign you in. Try again, or sign in with a password.")
    if answer.iss and answer.iss != issuer:
        raise NotVouchedFor(f"Somebody else than {title} sent you back. Try again.")
    return client.redeem(redirect, answer.code, begun.nonce, begun.verifier)


def _refused(request: Request, refusal: NotVouchedFor) -> Response:
    providers = request.app.state.settings.oidc
    return sign_in_form(refusal.status_code, problem=str(refusal), providers=providers)


def _name(secure: bool) -> str:
    return f"__Host-{COOKIE}" if secure else COOKIE
