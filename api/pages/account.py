"""Signing in and out, and choosing a password by the link that an instructor sent."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.auth import service
from api.auth.cookie import clear_cookie, is_secure
from api.auth.csrf import check_origin
from api.auth.entering import give_mark, give_session
from api.auth.sessions import close_session
from api.deps import CallerDep, DoorDep, SessionDep, SettingsDep, VisitorDep
from api.errors import NotSignedIn, TooManyRequests
from api.inputs import NewPassword
from api.oidc.provider import Provider
from api.pages.site import page

OWN_PATH = re.compile(r"/(?!/)[\w./~-]*", re.ASCII)
"""A path on this site; nothing that a browser could take for another site's address."""

Text = Annotated[str, Form(max_length=1024)]

router = APIRouter()


@router.get("/sign-in")
def show_sign_in(visitor: VisitorDep, settings: SettingsDep, next: str = "/") -> Response:
    """Ask who one is; whoever is signed in already goes on."""
    if visitor is not None:
        return RedirectResponse(own_path(next), 303)
    return sign_in_form(next=next, providers=settings.oidc)


@router.post("/sign-in")
def sign_in(
    request: Request, door: DoorDep, settings: SettingsDep, email: Text, password: Text, next: Text = "/"
) -> Response:
    """Sign a browser in and bring it to where it wanted to go."""
    check_origin(request, settings.address)
    lasts = timedelta(days=settings.session_days)
    try:
        # Not every database can be asked for a text with a NUL in it, and nobody's address has one.
        token, caller = service.sign_in(door, email.replace("\0", "�"), password, lasts)
    except (NotSignedIn, TooManyRequests) as refusal:
        form = sign_in_form(
            refusal.status_code, problem=refusal.detail, email=email, next=next, providers=settings.oidc
        )
        form.headers.update(refusal.headers)
        return form
    response = RedirectResponse(own_path(next), 303)
    give_session(response, door, token, caller.email, lasts)
    return response


@router.post("/sign-out")
def sign_out(request: Request, caller: CallerDep, session: SessionDep, settings: SettingsDep) -> Response:
    """Sign this browser out."""
    close_session(session, caller)
    response = RedirectResponse("/sign-in", 303)
    clear_cookie(response, secure=is_secure(request, settings.address))
    return response


@router.get("/password/{token}")
def show_password_form(token: str) -> HTMLResponse:
    """Ask for a new password."""
    return page("password.html", viewer=None, action=f"/password/{token}")


@router.post("/password/{token}")
def choose_password(
    token: str,
    request: Request,
    door: DoorDep,
    settings: SettingsDep,
    password: Annotated[NewPassword, Form()],
) -> Response:
    """Choose a password by link, then sign in with it."""
    check_origin(request, settings.address)
    with door.database.writing() as session:
        user = service.set_password(session, door.keys, token, password)
    response = RedirectResponse("/sign-in", 303)
    give_mark(response, door, user.email)
    return response


def sign_in_form(
    status_code: int = 200,
    *,
    problem: str = "",
    email: str = "",
    next: str = "/",
    providers: Sequence[Provider] = (),
) -> HTMLResponse:
    """Show the form, with what was wrong the last time, and the providers by which one may come, too."""
    return page(
        "sign_in.html",
        status_code,
        viewer=None,
        problem=problem,
        email=email.strip(),
        next=own_path(next),
        providers=providers,
    )


def own_path(path: str) -> str:
    """Give the path if it is one of this site, otherwise the front page."""
    return path if OWN_PATH.fullmatch(path) else "/"
