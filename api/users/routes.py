"""Accounts, for site admins."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from api.auth import sessions
from api.deps import BlobsDep, CallerDep, DatabaseDep, KeysDep, SettingsDep
from api.errors import Conflict, Forbidden, Forged, Invalid, NotFound, NotSignedIn
from api.inputs import Id
from api.paging import PagerDep
from api.personal import forget
from api.personal.export import export
from api.refusals import documented
from api.users import service
from api.users.repository import Which
from api.users.schemas import (
    ForgetPreview,
    ForgetRequest,
    Forgotten,
    LinkView,
    NewUser,
    UserChange,
    UserRequest,
    UserView,
)
from api.users.service import Listed

router = APIRouter(prefix="/users", tags=["site"])
_READING = documented(NotSignedIn, Forbidden, NotFound)
_CHANGING = documented(NotSignedIn, Forbidden, Forged, NotFound, Conflict)


def _view(listed: Listed) -> UserView:
    user = listed.user
    return UserView(
        id=user.id,
        email=user.email,
        name=user.name,
        is_admin=user.is_admin,
        created_at=user.created_at,
        disabled_at=user.disabled_at,
        courses=listed.courses,
        seen_at=listed.seen_at,
    )


@router.get("", responses=documented(NotSignedIn, Forbidden))
def list_users(
    pager: PagerDep,
    caller: CallerDep,
    database: DatabaseDep,
    q: Annotated[str, Query(max_length=200, description="A part of the e-mail address or the name.")] = "",
    which: Which = Which.ALL,
) -> list[UserView]:
    """Accounts by e-mail address."""
    with database.reading() as session:
        rows, total = service.listed(session, caller, q, which, pager.page)
        pager.tell(total)
        return [_view(row) for row in rows]


@router.post("", status_code=201, responses=documented(NotSignedIn, Forbidden, Forged, Conflict))
def make_user(
    form: UserRequest, caller: CallerDep, database: DatabaseDep, keys: KeysDep, settings: SettingsDep
) -> NewUser:
    """Make an account; its person chooses a password by the token."""
    with database.writing() as session:
        user, token = service.make(session, keys, caller, form.email, form.name, settings.link_lasts)
        view = _view(service.described(session, user))
    return NewUser(user=view, password_token=token, path=f"/password/{token}")


@router.get("/{user}", responses=_READING)
def get_user(user: Id, caller: CallerDep, database: DatabaseDep) -> UserView:
    """An account."""
    with database.reading() as session:
        return _view(service.described(session, service.find(session, caller, user)))


@router.patch("/{user}", responses=_CHANGING)
def change_user(user: Id, form: UserChange, caller: CallerDep, database: DatabaseDep) -> UserView:
    """Make somebody a site admin or one no more, let them in or not. The last site admin stays."""
    with database.writing() as session:
        found = service.find(session, caller, user)
        if form.is_admin is not None:
            service.set_admin(session, caller, found, is_admin=form.is_admin)
        if form.disabled is not None:
            (service.disable if form.disabled else service.enable)(session, caller, found)
        session.flush()
        return _view(service.described(session, found))


@router.post("/{user}/password-link", status_code=201, responses=_CHANGING)
def make_password_link(
    user: Id, caller: CallerDep, database: DatabaseDep, keys: KeysDep, settings: SettingsDep
) -> LinkView:
    """Make a link by which somebody chooses another password, once."""
    with database.writing() as session:
        found = service.find(session, caller, user)
        token = service.link(session, keys, caller, found, settings.link_lasts)
    return LinkView(password_token=token, path=f"/password/{token}")


@router.delete("/{user}/browsers", status_code=204, responses=_CHANGING)
def sign_user_out(user: Id, caller: CallerDep, database: DatabaseDep) -> None:
    """Sign all of somebody's browsers out."""
    with database.writing() as session:
        sessions.close_all(session, caller, service.find(session, caller, user))


@router.get(
    "/{user}/data.zip",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/zip": {}}, "description": "Everything, as a ZIP."}, **_READING},
)
def get_user_data(
    user: Id, caller: CallerDep, database: DatabaseDep, blobs: BlobsDep, keys: KeysDep
) -> StreamingResponse:
    """All that is kept of somebody, to be handed to them."""
    with database.reading() as session:
        found = service.find(session, caller, user).id
    return export(database, blobs, keys, caller, found)


@router.get("/{user}/forget", responses=_READING)
def preview_forgetting(user: Id, caller: CallerDep, database: DatabaseDep) -> ForgetPreview:
    """What would go and what would stay if somebody were forgotten."""
    with database.reading() as session:
        return ForgetPreview.model_validate(forget.preview(session, service.find(session, caller, user)))


@router.post("/{user}/forget", responses=_CHANGING)
def forget_user(
    user: Id, form: ForgetRequest, caller: CallerDep, database: DatabaseDep, blobs: BlobsDep
) -> Forgotten:
    """Forget somebody: `pseudonym` keeps handins and scores of somebody unnamed, `all` keeps nothing.

    Nothing of it can be taken back. Backups from before hold it until they are thrown away.
    """
    with database.reading() as session:
        if service.find(session, caller, user).email != form.email:
            raise Invalid("The e-mail address is not this account's.")
    return Forgotten(files=forget.forget(database, blobs, caller, user, form.way))
