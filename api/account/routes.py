"""One's own account: time zone, password, tokens, browsers, all of one's data."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from api.account import service
from api.account.schemas import (
    AccountChange,
    AccountView,
    BrowserView,
    PasswordChange,
    TokenWish,
)
from api.auth import sessions
from api.auth.caller import Caller
from api.auth.cookie import clear_cookie, is_secure
from api.auth.schemas import NewToken, TokenView
from api.auth.tokens import Wish, end_of
from api.db.models import BrowserSession
from api.deps import BlobsDep, CallerDep, DatabaseDep, DoorDep, KeysDep, SettingsDep
from api.errors import Forbidden, Forged, NotFound, NotSignedIn, TooManyTries
from api.inputs import Id
from api.personal.export import export
from api.refusals import documented

router = APIRouter(tags=["accounts"])


def _browser(row: BrowserSession, caller: Caller) -> BrowserView:
    return BrowserView(
        id=row.id,
        here=row.id == caller.browser_session,
        address=row.address,
        agent=row.agent,
        way=row.way,
        since=row.created_at,
        seen_at=row.seen_at,
        expires_at=row.expires_at,
    )


@router.get("/account", responses=documented(NotSignedIn))
def get_account(caller: CallerDep, database: DatabaseDep) -> AccountView:
    """One's own account."""
    with database.reading() as session:
        return AccountView.model_validate(service.own(session, caller))


@router.patch("/account", responses=documented(NotSignedIn, Forged))
def change_account(form: AccountChange, caller: CallerDep, database: DatabaseDep) -> AccountView:
    """Choose the time zone in which pages show times."""
    with database.writing() as session:
        return AccountView.model_validate(service.set_time_zone(session, caller, form.time_zone))


@router.put(
    "/account/password",
    status_code=204,
    responses=documented(NotSignedIn, Forbidden, Forged, TooManyTries),
)
def change_password(form: PasswordChange, caller: CallerDep, door: DoorDep) -> None:
    """Change one's password; other browsers are signed out."""
    service.change_password(door, caller, form.present, form.password)


@router.post("/account/tokens", status_code=201, responses=documented(NotSignedIn, Forbidden, Forged))
def make_token(
    form: TokenWish, caller: CallerDep, database: DatabaseDep, keys: KeysDep, settings: SettingsDep
) -> NewToken:
    """Make a token from a signed-in browser. Its text is told this once."""
    wish = Wish(form.name, form.scopes, end_of(settings, form.days))
    with database.writing() as session:
        row, token = service.make_token(session, keys, caller, wish)
        return NewToken(**TokenView.model_validate(row).model_dump(), token=token)


@router.get("/account/browsers", responses=documented(NotSignedIn))
def list_browsers(caller: CallerDep, database: DatabaseDep, settings: SettingsDep) -> list[BrowserView]:
    """The browsers that one is signed in with, the one seen last first."""
    with database.reading() as session:
        rows = sessions.sessions_of(session, caller.id, settings.session_idle)
        return [_browser(row, caller) for row in rows]


@router.delete("/account/browsers", status_code=204, responses=documented(NotSignedIn, Forged))
def sign_out_everywhere(
    request: Request, caller: CallerDep, database: DatabaseDep, settings: SettingsDep, response: Response
) -> None:
    """Sign all of one's browsers out, this one too."""
    with database.writing() as session:
        sessions.close_all(session, caller, service.own(session, caller))
    clear_cookie(response, secure=is_secure(request, settings.address))


@router.delete(
    "/account/browsers/{browser}", status_code=204, responses=documented(NotSignedIn, Forged, NotFound)
)
def sign_browser_out(browser: Id, caller: CallerDep, database: DatabaseDep) -> None:
    """Sign one of one's browsers out."""
    with database.writing() as session:
        sessions.close_one(session, caller, browser)


@router.get(
    "/account/data.zip",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"application/zip": {}}, "description": "Everything, as files of JSON and handins."},
        **documented(NotSignedIn),
    },
)
def get_own_data(
    caller: CallerDep, database: DatabaseDep, blobs: BlobsDep, keys: KeysDep
) -> StreamingResponse:
    """All that is kept of oneself: account, memberships, handins with reports, what was noted."""
    return export(database, blobs, keys, caller, caller.id)
