"""Accounts, for site admins: the list, one of them, forgetting somebody."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from sqlalchemy.orm import Session

from api.auth import sessions
from api.auth.caller import Caller
from api.courses import repository as courses
from api.db.models import User
from api.deps import AddressDep, BlobsDep, CallerDep, DatabaseDep, KeysDep, ReaderDep, SettingsDep
from api.errors import ApiError, Conflict, Invalid
from api.inputs import Id
from api.pages.nav import site_tabs
from api.pages.site import page
from api.paging import Page
from api.personal import forget
from api.personal.export import export
from api.personal.forget import Way
from api.users import service
from api.users.repository import Which
from api.users.schemas import UserRequest

SHOWN = 50
HERE = "/admin/users"
DONE = {
    "disabled": "Nobody is let in as them any more.",
    "enabled": "They are let in again.",
    "admin": "They are a site admin now.",
    "no-admin": "They are a site admin no more.",
    "out": "Every browser of theirs is signed out.",
}

router = APIRouter(prefix=HERE)


@router.get("")
def show_users(
    caller: CallerDep,
    session: ReaderDep,
    q: Annotated[str, Query(max_length=200)] = "",
    which: Which = Which.ALL,
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """List accounts, to site admins."""
    return users_page(session, caller, q=q, which=which, number=number)


@router.post("")
def make_user(
    caller: CallerDep,
    database: DatabaseDep,
    keys: KeysDep,
    settings: SettingsDep,
    address: AddressDep,
    form: Annotated[UserRequest, Form()],
) -> HTMLResponse:
    """Make an account, and show the link by which its person chooses a password."""
    try:
        with database.writing() as session:
            user, token = service.make(session, keys, caller, form.email, form.name, settings.link_lasts)
    except Conflict as refusal:
        with database.reading() as session:
            return users_page(session, caller, q=form.email, refusal=refusal)
    with database.reading() as session:
        return user_page(session, caller, user.id, link=f"{address}/password/{token}")


@router.get("/{user}")
def show_user(
    user: Id, caller: CallerDep, session: ReaderDep, done: Annotated[str, Query(max_length=20)] = ""
) -> HTMLResponse:
    """Show an account."""
    return user_page(session, caller, user, done=DONE.get(done, ""))


@router.post("/{user}/disable")
def disable_user(user: Id, caller: CallerDep, database: DatabaseDep) -> Response:
    """Let nobody in as them."""
    with database.writing() as session:
        service.disable(session, caller, service.find(session, caller, user))
    return _back(user, "disabled")


@router.post("/{user}/enable")
def enable_user(user: Id, caller: CallerDep, database: DatabaseDep) -> Response:
    """Let them in again."""
    with database.writing() as session:
        service.enable(session, caller, service.find(session, caller, user))
    return _back(user, "enabled")


@router.post("/{user}/admin")
def set_admin(
    user: Id, caller: CallerDep, database: DatabaseDep, is_admin: Annotated[bool, Form()]
) -> Response:
    """Make them a site admin, or one no more."""
    with database.writing() as session:
        service.set_admin(session, caller, service.find(session, caller, user), is_admin=is_admin)
    return _back(user, "admin" if is_admin else "no-admin")


@router.post("/{user}/sign-out")
def sign_user_out(user: Id, caller: CallerDep, database: DatabaseDep) -> Response:
    """Sign all of their browsers out."""
    with database.writing() as session:
        sessions.close_all(session, caller, service.find(session, caller, user))
    return _back(user, "out")


@router.post("/{user}/password-link")
def make_password_link(
    user: Id,
    caller: CallerDep,
    database: DatabaseDep,
    keys: KeysDep,
    settings: SettingsDep,
    address: AddressDep,
) -> HTMLResponse:
    """Show a link by which they choose another password, this once."""
    with database.writing() as session:
        found = service.find(session, caller, user)
        token = service.link(session, keys, caller, found, settings.link_lasts)
    with database.reading() as session:
        return user_page(session, caller, user, link=f"{address}/password/{token}")


@router.get("/{user}/data.zip")
def save_user_data(
    user: Id, caller: CallerDep, database: DatabaseDep, blobs: BlobsDep, keys: KeysDep
) -> StreamingResponse:
    """Save all that is kept of them, to be handed to them."""
    with database.reading() as session:
        found = service.find(session, caller, user).id
    return export(database, blobs, keys, caller, found)


@router.get("/{user}/forget")
def show_forgetting(user: Id, caller: CallerDep, session: ReaderDep) -> HTMLResponse:
    """Show what would go and what would stay if somebody were forgotten."""
    return forget_page(session, caller, service.find(session, caller, user))


@router.post("/{user}/forget")
def forget_user(
    user: Id,
    caller: CallerDep,
    database: DatabaseDep,
    blobs: BlobsDep,
    way: Annotated[Way, Form()],
    email: Annotated[str, Form(max_length=254)] = "",
) -> Response:
    """Forget somebody, for good."""
    try:
        with database.reading() as session:
            if service.find(session, caller, user).email != email.strip().lower():
                raise Invalid("That is not the e-mail address of this account; nothing was changed.")
        forget.forget(database, blobs, caller, user, way)
    except (Invalid, Conflict) as refusal:
        with database.reading() as session:
            return forget_page(session, caller, service.find(session, caller, user), refusal)
    return RedirectResponse(f"{HERE}?forgotten=1", 303)


def users_page(
    session: Session,
    caller: Caller,
    *,
    q: str = "",
    which: Which = Which.ALL,
    number: int = 1,
    refusal: ApiError | None = None,
) -> HTMLResponse:
    """The list. refusal: why an account was not made."""
    rows, total = service.listed(session, caller, q.strip(), which, Page(number, SHOWN))
    return page(
        "users/list.html",
        refusal.status_code if refusal else 200,
        viewer=caller,
        rooms=site_tabs(caller, HERE),
        rows=rows,
        total=total,
        q=q.strip(),
        which=which,
        page=number,
        pages=-(-total // SHOWN),
        refusal=refusal.detail if refusal else "",
    )


def user_page(session: Session, caller: Caller, user_id: str, **told: Any) -> HTMLResponse:
    """The page of an account. link: by which its person chooses a password; shown once."""
    found = service.find(session, caller, user_id)
    return page(
        "users/page.html",
        viewer=caller,
        rooms=site_tabs(caller, ""),
        listed=service.described(session, found),
        user=found,
        places=courses.places(session, found.id),
        **{"done": "", "link": "", **told},
    )


def forget_page(
    session: Session, caller: Caller, user: User, refusal: ApiError | None = None
) -> HTMLResponse:
    """The page on which somebody is forgotten."""
    return page(
        "users/forget.html",
        refusal.status_code if refusal else 200,
        viewer=caller,
        rooms=site_tabs(caller, ""),
        user=user,
        preview=forget.preview(session, user),
        refusal=refusal.detail if refusal else "",
    )


def _back(user_id: str, done: str) -> Response:
    return RedirectResponse(f"{HERE}/{user_id}?done={done}", 303)
