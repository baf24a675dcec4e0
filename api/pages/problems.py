"""The problems of a course: where each stands and who uses it, and the form by which a bundle is sent."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.assignments import repository as assignments
from api.courses import service as courses
from api.courses.seat import Seat
from api.db.models import BundleVersion
from api.deps import BlobsDep, CallerDep, DatabaseDep, ReaderDep, SettingsDep
from api.errors import Conflict, NotReady, UploadMissing
from api.inputs import CourseSlug
from api.pages.nav import course_tabs
from api.pages.site import page
from api.pages.views.problem_row import ProblemRow
from api.paging import Page
from api.problems import repository, service
from api.problems.upload import get_archive, read_upload
from graders.errors import BundleRefused

SHOWN = 50
HERE = "/-/problems"

router = APIRouter(prefix="/courses/{course}/-/problems")


@router.get("")
def show_problems(
    course: CourseSlug,
    caller: CallerDep,
    session: ReaderDep,
    number: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """List a course's problems, and those that came with the server, to its staff."""
    return list_page(session, courses.enter_as_staff(session, caller, course), number)


@router.post("")
def upload(
    course: CourseSlug,
    archive: Annotated[bytes, Depends(get_archive)],
    caller: CallerDep,
    settings: SettingsDep,
    database: DatabaseDep,
    blobs: BlobsDep,
) -> Response:
    """Take a bundle and show its version, where its proof can be watched; what is wrong is told here."""
    try:
        if not archive:
            raise UploadMissing("Choose the bundle's archive first.")
        bundle = read_upload(archive, None, settings)
        # Files before rows, and before the transaction begins, so that nobody waits for a disk.
        blobs.put(bundle.pack())
        with database.writing() as session:
            seat = courses.enter_as_instructor(session, caller, course)
            version = service.upload(session, blobs, seat, bundle)
            there = f"/problems/{course}/{version.problem.slug}?version={version.number}"
    except (BundleRefused, UploadMissing, Conflict, NotReady) as refusal:
        status = 422 if isinstance(refusal, BundleRefused) else refusal.status_code
        with database.reading() as session:
            seat = courses.enter_as_instructor(session, caller, course)
            return list_page(session, seat, 1, status, str(refusal).splitlines())
    return RedirectResponse(there, 303)


def list_page(
    session: Session, seat: Seat, number: int, status: int = 200, complaints: list[str] | None = None
) -> HTMLResponse:
    """The list; complaints: why a bundle was not taken, a line each."""
    own, total = repository.problems(session, seat.course.id, Page(number, SHOWN))
    newest = repository.newest(session, own)
    served = repository.of_the_server_newest(session)
    return page(
        "problems/list.html",
        status,
        viewer=seat.caller,
        rooms=course_tabs(seat, HERE),
        seat=seat,
        own=_rows(session, seat, [newest[problem.id] for problem in own]),
        served=_rows(session, seat, served),
        total=total,
        page=number,
        pages=-(-total // SHOWN),
        complaints=complaints or [],
    )


def _rows(session: Session, seat: Seat, versions: list[BundleVersion]) -> list[ProblemRow]:
    holders: dict[str, list[tuple[str, str, int]]] = {}
    for assignment in assignments.assignments(session, seat.course.id):
        for held in assignment.problems:
            told = (assignment.slug, assignment.title, held.bundle_version.number)
            holders.setdefault(held.problem_id, []).append(told)
    return [ProblemRow.of(version, holders.get(version.problem_id, [])) for version in versions]
