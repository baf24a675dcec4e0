"""What routes ask for: the parts of the house, a session, the caller."""

from collections.abc import AsyncIterator, Iterator
from threading import Event
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.orm import Session

from api.auth import known
from api.auth import service as auth
from api.auth.caller import Caller
from api.auth.cookie import is_secure, session_cookie
from api.auth.csrf import check_origin, check_token
from api.auth.door import Door
from api.auth.keys import Keys
from api.auth.scopes import check_scope
from api.auth.sessions import Browser, by_cookie
from api.blobs import BlobStore
from api.body import allow
from api.db.session import Database
from api.errors import NotSignedIn
from api.gradings.places import Places
from api.limiting.rates import Rates
from api.queue import Queue
from api.settings import Settings

_bearer = HTTPBearer(auto_error=False, description="A token made by `POST /api/v1/tokens`.")


async def get_settings(request: Request) -> Settings:
    """The server's settings."""
    settings: Settings = request.app.state.settings
    return settings


async def get_database(request: Request) -> Database:
    """The database; for routes that open and close their own sessions."""
    database: Database = request.app.state.database
    return database


async def get_queue(request: Request) -> Queue:
    """Where jobs are announced."""
    queue: Queue = request.app.state.queue
    return queue


async def get_places(request: Request) -> Places:
    """Where everybody waits."""
    places: Places = request.app.state.places
    return places


async def get_blobs(request: Request) -> BlobStore:
    """Where files are kept."""
    blobs: BlobStore = request.app.state.blobs
    return blobs


async def get_keys(request: Request) -> Keys:
    """What the server's secret is for."""
    keys: Keys = request.app.state.keys
    return keys


async def get_ending(request: Request) -> Event:
    """Set when the server is about to end."""
    ending: Event = request.app.state.ending
    return ending


SettingsDep = Annotated[Settings, Depends(get_settings)]


async def get_address(request: Request, settings: SettingsDep) -> str:
    """Where people reach this server, without a slash at the end."""
    return (settings.address or str(request.base_url)).rstrip("/")


AddressDep = Annotated[str, Depends(get_address)]
DatabaseDep = Annotated[Database, Depends(get_database)]
QueueDep = Annotated[Queue, Depends(get_queue)]
PlacesDep = Annotated[Places, Depends(get_places)]
BlobsDep = Annotated[BlobStore, Depends(get_blobs)]
KeysDep = Annotated[Keys, Depends(get_keys)]
EndingDep = Annotated[Event, Depends(get_ending)]


async def get_client(request: Request) -> str:
    """The address that the request comes from, as the server or a proxy that it trusts sees it."""
    return request.client.host if request.client else ""


ClientDep = Annotated[str, Depends(get_client)]


def get_door(
    request: Request, database: DatabaseDep, keys: KeysDep, settings: SettingsDep, client: ClientDep
) -> Door:
    """Where this client tries to sign in. Raises TooManyRequests."""
    request.app.state.rates.spend(request, None, client)
    secure = is_secure(request, settings.address)
    browser = Browser(
        client, request.headers.get("user-agent", ""), session_cookie(request, settings.address)
    )
    mark = request.cookies.get(known.name_of(secure=secure), "")
    return Door(database, keys, request.app.state.throttle, browser, mark, secure)


DoorDep = Annotated[Door, Depends(get_door)]


def get_session(database: DatabaseDep) -> Iterator[Session]:
    """A session that writes; committed before the response is sent."""
    with database.writing() as session:
        yield session


def get_reader(database: DatabaseDep) -> Iterator[Session]:
    """A session that only reads."""
    with database.reading() as session:
        yield session


# With the default scope the commit would come after the response: a student could hold a receipt
# for a submission that was never stored. And only for routes that return a Response: FastAPI waits
# for a thread of its pool to check a model, and a session held till then holds its locks too. Forty
# requests that wait for a lock leave no thread for the one that has it. Routes that return models
# open their session themselves, in the thread that they have.
SessionDep = Annotated[Session, Depends(get_session, scope="function")]
ReaderDep = Annotated[Session, Depends(get_reader, scope="function")]


def get_visitor(
    request: Request,
    database: DatabaseDep,
    keys: KeysDep,
    settings: SettingsDep,
    client: ClientDep,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Caller | None:
    """Who makes the request, by token or else by cookie; None for a stranger. Raises TooManyRequests."""
    rates: Rates = request.app.state.rates
    try:
        found = _find_visitor(request, database, keys, settings, bearer)
    except NotSignedIn:
        rates.spend(request, None, client)
        raise
    rates.spend(request, found.id if found else None, client)
    if found is not None and found.token is not None:
        check_scope(request, found)
    return found


def _find_visitor(
    request: Request,
    database: Database,
    keys: Keys,
    settings: Settings,
    bearer: HTTPAuthorizationCredentials | None,
) -> Caller | None:
    if bearer is not None:
        return auth.by_token(database, keys, bearer.credentials)
    cookie = session_cookie(request, settings.address)
    return by_cookie(database, keys, cookie, settings.session_idle) if cookie else None


VisitorDep = Annotated[Caller | None, Depends(get_visitor)]


async def get_caller(
    request: Request, visitor: VisitorDep, keys: KeysDep, settings: SettingsDep
) -> AsyncIterator[Caller]:
    """Who makes the request. Raises NotSignedIn for a stranger, Forged for another site's request."""
    if visitor is None:
        raise NotSignedIn("Sign in, or send a token: Authorization: Bearer ….")
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        allow(request, settings.upload_bytes)
    try:
        if visitor.browser_session is not None:
            check_origin(request, settings.address)
            await check_token(request, keys, visitor)
        yield visitor
    finally:
        # The token may have been in a form, whose files lie open until now.
        await request.close()


CallerDep = Annotated[Caller, Depends(get_caller)]
