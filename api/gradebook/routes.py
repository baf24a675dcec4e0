"""Gradebooks and results, in every format; and who is excused."""

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Response
from fastapi.responses import JSONResponse, StreamingResponse

from api.anonymity.naming import NamerDep
from api.assignments import service as assignments
from api.assignments.place import PlaceDep
from api.courses import service as courses
from api.deps import CallerDep, DatabaseDep
from api.errors import Conflict, Forbidden, Forged, NotFound, NotSignedIn
from api.gradebook import excusing, looking, service
from api.gradebook.exports import archive
from api.gradebook.exports.archive import Which
from api.gradebook.exports.canvas import canvas_csv
from api.gradebook.exports.results import results_of
from api.gradebook.exports.table import table_csv
from api.gradebook.looking import WantedDep
from api.gradebook.schemas import BookView, ExcusalRequest, ExcusalView
from api.gradebook.views import book_view, excusal_view
from api.inputs import CourseSlug, Id
from api.refusals import documented
from api.submissions import service as submissions
from api.submissions.views import Viewer

router = APIRouter(tags=["gradebook"])
_WORK = "/courses/{course}/assignments/{assignment}"
CHANGES = documented(NotSignedIn, Forbidden, Forged, NotFound, Conflict)


class Format(StrEnum):
    """What a gradebook is wanted as."""

    JSON = "json"
    CSV = "csv"
    CANVAS = "canvas"


async def get_format(
    format: Annotated[
        Format | None, Query(description="`json`, `csv`, or `canvas`: CSV as Canvas imports it.")
    ] = None,
    accept: Annotated[str, Header()] = "",
) -> Format:
    """The format that is asked for by name, or else by what the client accepts."""
    if format is not None:
        return format
    return Format.CSV if accept.lower().startswith("text/csv") else Format.JSON


@router.get(
    "/courses/{course}/gradebook",
    response_model=BookView,
    responses={
        200: {"content": {"text/csv": {}}, "description": "The gradebook, in the format that was asked for."},
        **documented(NotSignedIn, Forbidden, NotFound),
    },
)
def get_gradebook(
    course: CourseSlug,
    wanted: WantedDep,
    form: Annotated[Format, Depends(get_format)],
    caller: CallerDep,
    database: DatabaseDep,
) -> Any:
    """What every student earned in every assignment, lateness taken off (staff only)."""
    with database.reading() as session:
        seat = courses.enter_as_staff(session, caller, course)
        book = service.gradebook(session, seat)
    rows = looking.chosen(book, wanted)
    if form is Format.JSON:
        return JSONResponse(book_view(seat.course, book, rows).model_dump(mode="json"))
    text = canvas_csv(book, rows) if form is Format.CANVAS else table_csv(book, rows)
    name = f"{course}-{'canvas' if form is Format.CANVAS else 'gradebook'}.csv"
    return Response(text, 200, {"Content-Disposition": f'attachment; filename="{name}"'}, "text/csv")


@router.get(
    "/submissions/{submission}/results.json",
    response_class=Response,
    responses={
        200: {"content": {"application/json": {}}, "description": "Gradescope's results.json."},
        **documented(NotSignedIn, NotFound),
    },
)
def get_results(submission: Id, caller: CallerDep, database: DatabaseDep, namer: NamerDep) -> Response:
    """A submission's result as Gradescope's results.json, as far as the caller may see it."""
    with database.reading() as session:
        found, seat = submissions.find(session, caller, submission)
        names = namer.names(session, seat, found.assignment)
        results = results_of(found, Viewer.of(seat, found), names)
    headers = {"Content-Disposition": 'attachment; filename="results.json"'}
    return JSONResponse(results, 200, headers)


@router.get(
    f"{_WORK}/results.zip",
    response_class=Response,
    responses={
        200: {"content": {"application/zip": {}}, "description": "A folder with results.json for each."},
        **documented(NotSignedIn, Forbidden, NotFound),
    },
)
def get_all_results(
    place: PlaceDep,
    caller: CallerDep,
    database: DatabaseDep,
    namer: NamerDep,
    which: Annotated[
        Which, Query(description="Of each student: the submission that counts, the latest, or every one.")
    ] = Which.COUNTED,
) -> Response:
    """The results of an assignment's submissions as Gradescope's results.json, in a zip (staff only)."""
    with database.reading() as session:
        seat = place.as_staff(session, caller)
        found = assignments.find(session, seat, place.assignment)
        names, ids = namer.names(session, seat, found), archive.chosen(session, found, which)
    name = f"{place.course}-{place.assignment}-results.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    parts = archive.results_zip(database, seat, names, ids)
    return StreamingResponse(parts, 200, headers, "application/zip")


@router.get(f"{_WORK}/excusals", responses=documented(NotSignedIn, Forbidden, NotFound))
def list_excusals(place: PlaceDep, caller: CallerDep, database: DatabaseDep) -> list[ExcusalView]:
    """Who is excused from an assignment (staff only)."""
    with database.reading() as session:
        found = assignments.find(session, place.as_staff(session, caller), place.assignment)
        return [excusal_view(each) for each in excusing.excusals(session, found)]


@router.put(f"{_WORK}/excusals/{{member}}", responses=CHANGES)
def put_excusal(
    place: PlaceDep, member: Id, form: ExcusalRequest, caller: CallerDep, database: DatabaseDep
) -> ExcusalView:
    """Excuse a student from an assignment: it is in none of their sums (instructors only)."""
    with database.writing() as session:
        seat = courses.enter(session, caller, place.course)
        excusal = excusing.excuse(session, seat, place.assignment, member, form.reason)
        return excusal_view(excusal)


@router.delete(f"{_WORK}/excusals/{{member}}", status_code=204, responses=CHANGES)
def delete_excusal(place: PlaceDep, member: Id, caller: CallerDep, database: DatabaseDep) -> None:
    """Let an assignment count again for a student (instructors only)."""
    with database.writing() as session:
        seat = courses.enter(session, caller, place.course)
        excusing.stop_excusing(session, seat, place.assignment, member)
