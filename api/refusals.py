"""Every refusal as RFC 9457 problem details; for a person's browser, as a page."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.blobs import BlobsAway
from api.errors import ApiError, Invalid, NotFound, NotReady, UploadTooLarge
from graders.errors import BundleRefused, HandinRefused

MEDIA_TYPE = "application/problem+json"
AWAY_SECONDS = 30
"""When a client is asked to try again while files cannot be stored, or the database does not answer."""

log = structlog.get_logger(__name__)


class ProblemDetails(BaseModel):
    """A refusal (RFC 9457). Kinds of refusal may add members of their own."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str


def refuse(request: Request, details: ProblemDetails, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with a page where a person's browser asked for one, otherwise with problem details."""
    request.state.refusal = kind_of(details)  # for the log and the figures
    page = request.app.state.error_page
    wants_page = "text/html" in request.headers.get("accept", "") and "/api/" not in request.url.path
    if page is not None and wants_page:
        response: Response = page(request, details)
        response.headers.update(headers or {})
        return response
    return JSONResponse(details.model_dump(), details.status, headers, MEDIA_TYPE)


def details_of(error: ApiError) -> ProblemDetails:
    """An ApiError's problem details."""
    return ProblemDetails(
        type=error.type(), title=error.title, status=error.status_code, detail=error.detail, **error.fields
    )


def kind_of(details: ProblemDetails) -> str:
    """The kind of a refusal in one word: "closed", "handin-refused"; of the framework's own, "not-found"."""
    if details.type == "about:blank":
        return details.title.lower().replace(" ", "-")
    return details.type.rpartition(":")[2]


def refuse_api_error(request: Request, error: Exception) -> Response:
    """Answer for an expected refusal."""
    assert isinstance(error, ApiError)  # noqa: S101  (registered for this type alone)
    return refuse(request, details_of(error), error.headers)


def refuse_engine_error(request: Request, error: Exception) -> Response:
    """Answer for an upload or a bundle that the engine would not read."""
    kind = "handin-refused" if isinstance(error, HandinRefused) else "bundle-refused"
    details = ProblemDetails(
        type=f"urn:allclose:{kind}", title="The upload cannot be read", status=422, detail=str(error)
    )
    return refuse(request, details)


def refuse_http_error(request: Request, error: Exception) -> Response:
    """Answer for what the framework refused: no such page, no such method, a body too large."""
    assert isinstance(error, HTTPException)  # noqa: S101  (registered for this type alone)
    if error.status_code == UploadTooLarge.status_code:
        return refuse(request, details_of(UploadTooLarge(error.detail)), error.headers)
    phrase = HTTPStatus(error.status_code).phrase
    details = ProblemDetails(
        type="about:blank", title=phrase, status=error.status_code, detail=error.detail or phrase
    )
    return refuse(request, details, error.headers)


def refuse_invalid(request: Request, error: Exception) -> Response:
    """Answer for a request that does not fit the schema; an impossible name in the path names nothing."""
    assert isinstance(error, RequestValidationError)  # noqa: S101  (registered for this type alone)
    wrong = error.errors()
    if any(entry["loc"][0] == "path" for entry in wrong):
        return refuse(request, details_of(NotFound()))
    fields = [{"field": _field(entry["loc"]), "message": entry["msg"]} for entry in wrong]
    sentence = "; ".join(f"{each['field']}: {each['message']}" for each in fields) + "."
    return refuse(request, details_of(Invalid(sentence, errors=fields)))


def refuse_without_blobs(request: Request, error: Exception) -> Response:
    """Answer while files can be neither stored nor read; why not is for staff, in the log."""
    log.error("blobs away", path=request.url.path, told=str(error))
    told = NotReady(
        "Files cannot be stored or read now, which is our fault, not yours. What you sent was not taken: "
        "send it again in a minute."
    )
    return refuse(request, details_of(told), {"Retry-After": str(AWAY_SECONDS)})


def refuse_without_database(request: Request, error: Exception) -> Response:
    """Answer while the database does not; whether the last commit went through, nobody can say."""
    log.error("database away", path=request.url.path, told=str(error).partition("\n")[0])
    told = NotReady(
        "The database does not answer now, which is our fault, not yours. Send it again in a minute, with "
        "the same Idempotency-Key if you sent one: it counts once, whatever became of it now."
    )
    return refuse(request, details_of(told), {"Retry-After": str(AWAY_SECONDS)})


def refuse_fault(request: Request, error: Exception) -> Response:
    """Answer for a fault of ours: say nothing of it but the number that finds it in the log."""
    number = getattr(request.state, "request_id", "")
    log.error("fault", path=request.url.path, request_id=number, exc_info=error)
    details = ProblemDetails(
        type="urn:allclose:fault",
        title="The server failed",
        status=500,
        detail=f"This is our fault, not yours. Tell the staff the request's number: {number}.",
    )
    return refuse(request, details, {"X-Request-ID": number})


def install_refusals(app: FastAPI) -> None:
    """Let every refusal of this app leave as problem details."""
    app.add_exception_handler(ApiError, refuse_api_error)
    app.add_exception_handler(HandinRefused, refuse_engine_error)
    app.add_exception_handler(BundleRefused, refuse_engine_error)
    app.add_exception_handler(HTTPException, refuse_http_error)
    app.add_exception_handler(RequestValidationError, refuse_invalid)
    app.add_exception_handler(BlobsAway, refuse_without_blobs)
    for away in (OperationalError, InterfaceError, NoConnectionFree):
        app.add_exception_handler(away, refuse_without_database)
    app.add_exception_handler(Exception, refuse_fault)


def documented(*errors: type[ApiError]) -> dict[int | str, dict[str, Any]]:
    """The refusals of a route, for its OpenAPI entry."""
    by_status: dict[int | str, dict[str, Any]] = {}
    for error in errors:
        told = by_status.setdefault(error.status_code, {"model": ProblemDetails, "description": ""})
        told["description"] = " or ".join(
            filter(None, [told["description"], error.title.lower()])
        ).capitalize()
    return by_status


def _field(location: Sequence[int | str]) -> str:
    return ".".join(str(part) for part in location[1:]) or "body"
