"""One's own account: time zone, password, tokens, browsers, all of one's data."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from sqlalchemy.orm import Session

from api.account import service
from api.account.schemas import TokenWish
from api.auth import repository, sessions
from api.auth import tokens as own_tokens
from api.auth.caller import Caller
from api.auth.cookie import clear_cookie, is_secure
from api.auth.scopes import MEANING, USUAL, Scope
from api.auth.tokens import Wish, end_of
from api.deps import BlobsDep, CallerDep, DatabaseDep, DoorDep, KeysDep, ReaderDep, SettingsDep
from api.errors import ApiError, Invalid, TooManyTries
from api.inputs import Id, NewPassword, Password
from api.pages.site import page
from api.personal.export import export
from api.settings import Settings

DONE = {
    "zone": "Times are shown in the zone that you chose.",
    "password": "Your password is changed, and every other browser is signed out.",
    "revoked": "The token is worthless from now on.",
    "out": "That browser is signed out.",
}
DAYS = (7, 30, 90, 180, 365)
HERE = "/account"

router = APIRouter(prefix=HERE)


@router.get("")
def show_account(
    caller: CallerDep,
    session: ReaderDep,
    settings: SettingsDep,
    done: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """Show one's own account."""
    return account_page(session, caller, settings, done=DONE.get(done, ""))


@router.post("/time-zone")
def choose_time_zone(
    caller: CallerDep, database: DatabaseDep, zone: Annotated[str, Form(max_length=64)] = ""
) -> Response:
    """Choose in which zone times are shown."""
    with database.writing() as session:
        service.set_time_zone(session, caller, zone)
    return RedirectResponse(f"{HERE}?done=zone", 303)


@router.post("/password")
def change_password(
    caller: CallerDep,
    door: DoorDep,
    settings: SettingsDep,
    present: Annotated[Password, Form()],
    password: Annotated[NewPassword, Form()],
) -> Response:
    """Change one's password."""
    try:
        service.change_password(door, caller, present, password)
    except (Invalid, TooManyTries) as refusal:
        with door.database.reading() as session:
            return account_page(session, caller, settings, refused=("password", refusal))
    return RedirectResponse(f"{HERE}?done=password", 303)


@router.post("/tokens")
def make_token(
    caller: CallerDep,
    database: DatabaseDep,
    keys: KeysDep,
    settings: SettingsDep,
    form: Annotated[TokenWish, Form()],
) -> HTMLResponse:
    """Make a token, and show its text: this once."""
    with database.writing() as session:
        wish = Wish(form.name, form.scopes, end_of(settings, form.days))
        _, text = service.make_token(session, keys, caller, wish)
    with database.reading() as session:
        return account_page(session, caller, settings, made=text)


@router.post("/tokens/{token}/revoke")
def revoke_token(token: Id, caller: CallerDep, database: DatabaseDep) -> Response:
    """Make a token worthless."""
    with database.writing() as session:
        own_tokens.revoke(session, caller, token)
    return RedirectResponse(f"{HERE}?done=revoked", 303)


@router.post("/browsers/{browser}/sign-out")
def sign_browser_out(browser: Id, caller: CallerDep, database: DatabaseDep) -> Response:
    """Sign another browser out."""
    with database.writing() as session:
        sessions.close_one(session, caller, browser)
    return RedirectResponse(f"{HERE}?done=out", 303)


@router.post("/sign-out-everywhere")
def sign_out_everywhere(
    request: Request, caller: CallerDep, database: DatabaseDep, settings: SettingsDep
) -> Response:
    """Sign every browser out, this one too."""
    with database.writing() as session:
        sessions.close_all(session, caller, service.own(session, caller))
    response = RedirectResponse("/sign-in", 303)
    clear_cookie(response, secure=is_secure(request, settings.address))
    return response


@router.get("/data.zip")
def save_own_data(
    caller: CallerDep, database: DatabaseDep, blobs: BlobsDep, keys: KeysDep
) -> StreamingResponse:
    """Save all that is kept of oneself."""
    return export(database, blobs, keys, caller, caller.id)


def account_page(
    session: Session,
    caller: Caller,
    settings: Settings,
    *,
    refused: tuple[str, ApiError] | None = None,
    **told: Any,
) -> HTMLResponse:
    """The page. refused: which form was not taken, and why."""
    longest = settings.token_days_at_most
    answer = page(
        "account/page.html",
        refused[1].status_code if refused else 200,
        viewer=caller,
        user=service.own(session, caller),
        zones=service.time_zones(),
        tokens=repository.api_tokens(session, caller.id),
        browsers=sessions.sessions_of(session, caller.id, settings.session_idle),
        meaning=MEANING if caller.is_admin else {s: m for s, m in MEANING.items() if s is not Scope.ADMIN},
        usual=USUAL,
        days=sorted({each for each in DAYS if each < longest} | {longest}),
        usual_days=min(settings.token_days, longest),
        refusal={refused[0]: refused[1].detail} if refused else {},
        **{"done": "", "made": "", **told},
    )
    if refused:
        answer.headers.update(refused[1].headers)
    return answer
