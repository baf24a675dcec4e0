"""A refusal, or our failure, as a page: what happened, and what to do now."""

from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.pages.site import fragment, page
from api.refusals import ProblemDetails

TITLES = {
    401: "You are signed out",
    403: "This page is not for you",
    404: "There is no such page",
    405: "This cannot be done here",
    500: "We failed",
}
ADVICE = {
    401: "You were signed out meanwhile. Sign in, and try again.",
    404: "It may have moved, or belong to somebody else. Look for your assignment among your courses.",
    500: "This is our fault, not yours, and it costs you nothing. Try again in a minute.",
}


def error_page(request: Request, details: ProblemDetails) -> Response:
    """Answer a browser's request that was refused. A stranger is asked to sign in, and then brought back.

    htmx gets the sentence alone, to show it where the reader is.
    """
    if details.status == 401 and request.method == "GET":
        return RedirectResponse(sign_in_for(request.url.path), 303)
    back = (request.url.path.rpartition("/")[0] if request.method == "POST" else "") or "/"
    sign_in = sign_in_for(back) if details.status == 401 else ""
    if "hx-request" in request.headers:
        detail = ADVICE[401] if sign_in else details.detail
        return HTMLResponse(fragment("refusal.html", refusal=detail, sign_in=sign_in), details.status)
    return page(
        "error.html",
        details.status,
        viewer=None,
        title=TITLES.get(details.status, details.title),
        detail=ADVICE.get(details.status, details.detail),
        status=details.status,
        number=getattr(request.state, "request_id", "") if details.status >= 500 else "",
        back=back,
        sign_in=sign_in,
    )


def sign_in_for(path: str) -> str:
    """Where to sign in, to be brought to `path` then."""
    return f"/sign-in?next={quote(path, safe='/')}"
