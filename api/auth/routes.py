"""Signing in and out, tokens, passwords."""

from datetime import timedelta

from fastapi import APIRouter, Request, Response

from api.auth import repository, service, sessions, tokens
from api.auth.cookie import clear_cookie, is_secure
from api.auth.csrf import check_origin
from api.auth.entering import give_mark, give_session
from api.auth.schemas import (
    CourseRole,
    Me,
    NewToken,
    PasswordChoice,
    SessionView,
    SignIn,
    TokenRequest,
    TokenView,
)
from api.courses import service as courses
from api.deps import CallerDep, DatabaseDep, DoorDep, SettingsDep
from api.errors import Forged, NotFound, NotSignedIn, TooManyRequests, TooManyTries
from api.inputs import Id
from api.refusals import documented

router = APIRouter(tags=["accounts"])


@router.post("/session", status_code=201, responses=documented(NotSignedIn, Forged, TooManyTries))
def sign_in(
    request: Request,
    response: Response,
    form: SignIn,
    door: DoorDep,
    settings: SettingsDep,
) -> SessionView:
    """Sign a browser in: sets a cookie, and tells the token that its unsafe requests must carry."""
    check_origin(request, settings.address)
    lasts = timedelta(days=settings.session_days)
    token, caller = service.sign_in(door, form.email, form.password, lasts)
    give_session(response, door, token, caller.email, lasts)
    return SessionView(email=caller.email, csrf_token=caller.csrf)


@router.delete("/session", status_code=204, responses=documented(NotSignedIn, Forged))
def sign_out(
    request: Request, caller: CallerDep, database: DatabaseDep, settings: SettingsDep, response: Response
) -> None:
    """Sign this browser out; its cookie is worthless from now on."""
    with database.writing() as session:
        sessions.close_session(session, caller)
    clear_cookie(response, secure=is_secure(request, settings.address))


@router.post("/tokens", status_code=201, responses=documented(NotSignedIn, TooManyTries))
def create_token(form: TokenRequest, door: DoorDep, settings: SettingsDep) -> NewToken:
    """Make a token for programs. Its text is told this once: `Authorization: Bearer <token>`."""
    ends = tokens.end_of(settings, form.days)
    user = service.prove(door, form.email, form.password)
    with door.database.writing() as session:
        row, token = tokens.create(session, door.keys, user, tokens.Wish(form.name, form.scopes, ends))
    return NewToken(**TokenView.model_validate(row).model_dump(), token=token)


@router.get("/tokens", responses=documented(NotSignedIn))
def list_tokens(caller: CallerDep, database: DatabaseDep) -> list[TokenView]:
    """The caller's own tokens, newest first."""
    with database.reading() as session:
        return [TokenView.model_validate(token) for token in repository.api_tokens(session, caller.id)]


@router.delete("/tokens/{token}", status_code=204, responses=documented(NotSignedIn, Forged, NotFound))
def revoke_token(token: Id, caller: CallerDep, database: DatabaseDep) -> None:
    """Make one of the caller's own tokens worthless."""
    with database.writing() as session:
        tokens.revoke(session, caller, token)


@router.post("/password", status_code=204, responses=documented(NotFound, TooManyRequests))
def choose_password(form: PasswordChoice, door: DoorDep, response: Response) -> None:
    """Choose a password by the token of a link; browsers that were signed in no longer are."""
    with door.database.writing() as session:
        user = service.set_password(session, door.keys, form.token, form.password)
    give_mark(response, door, user.email)


@router.get("/me", responses=documented(NotSignedIn))
def who_am_i(caller: CallerDep, database: DatabaseDep) -> Me:
    """Who the caller is, and the courses that have them on their roster."""
    with database.reading() as session:
        places = courses.places_of(session, caller)
    return Me(
        id=caller.id,
        email=caller.email,
        name=caller.name,
        is_admin=caller.is_admin,
        courses=[
            CourseRole(slug=place.course.slug, title=place.course.title, role=place.role) for place in places
        ],
    )
