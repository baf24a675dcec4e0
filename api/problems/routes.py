"""Problems: those of the server, and those of courses, which instructors send."""

from fastapi import APIRouter, Response

from api.courses import service as courses
from api.db.models import BundleVersion
from api.deps import BlobsDep, CallerDep, DatabaseDep
from api.errors import (
    Conflict,
    Forbidden,
    Forged,
    NotFound,
    NotReady,
    NotSignedIn,
    UploadMissing,
    UploadTooLarge,
)
from api.inputs import CourseSlug, ProblemSlug
from api.paging import PagerDep
from api.problems import repository, service
from api.problems.schemas import ProblemView, UploadReceipt
from api.problems.upload import BODY, UploadDep
from api.refusals import documented
from api.versions.schemas import VersionSummary
from api.versions.views import address_of, checks_of, summary_of

router = APIRouter(tags=["problems"])


def _view(version: BundleVersion) -> ProblemView:
    problem = version.problem
    return ProblemView(
        slug=problem.slug,
        course=problem.course.slug if problem.course else None,
        title=version.title,
        version=version.number,
        published=problem.published,
        digest=version.digest,
        runtime=version.runtime,
        device=version.device,
        points=version.points,
        checks=checks_of(version),
    )


@router.get("/problems", responses=documented(NotSignedIn, Forbidden))
def list_problems(caller: CallerDep, database: DatabaseDep) -> list[ProblemView]:
    """The server's problems and those of the caller's courses, at their newest version (staff only)."""
    with database.reading() as session:
        return [_view(version) for version in service.problems_for(session, caller)]


@router.get("/courses/{course}/problems", responses=documented(NotSignedIn, Forbidden, NotFound))
def list_course_problems(
    course: CourseSlug, pager: PagerDep, caller: CallerDep, database: DatabaseDep
) -> list[ProblemView]:
    """The course's own problems at their newest version, by slug (staff only)."""
    with database.reading() as session:
        seat = courses.enter_as_staff(session, caller, course)
        problems, total = repository.problems(session, seat.course.id, pager.page)
        pager.tell(total)
        newest = repository.newest(session, problems)
        return [_view(newest[problem.id]) for problem in problems]


@router.put(
    "/courses/{course}/problems/{problem}",
    status_code=202,
    openapi_extra=BODY,
    responses=documented(
        NotSignedIn, Forbidden, Forged, NotFound, Conflict, UploadTooLarge, UploadMissing, NotReady
    ),
)
def upload_problem(
    sent: UploadDep, database: DatabaseDep, blobs: BlobsDep, response: Response
) -> UploadReceipt:
    """Send a bundle: it is kept as a version of the course's problem, and proved in the background.

    For instructors. The same files again are the same version. `Location` is where the proof can be
    watched.
    """
    # Files before rows, and before the transaction begins, so that nobody waits for a disk.
    blobs.put(sent.bundle.pack())
    with database.writing() as session:
        seat = courses.enter_as_instructor(session, sent.caller, sent.course)
        version = service.upload(session, blobs, seat, sent.bundle)
        told = summary_of(sent.course, version)
    response.headers["Location"] = address_of(sent.course, version)
    return UploadReceipt(
        **told.model_dump(include=set(UploadReceipt.model_fields) - {"course", "link"}),
        course=sent.course,
        link=told.links.self,
    )


@router.get(
    "/courses/{course}/problems/{problem}/versions", responses=documented(NotSignedIn, Forbidden, NotFound)
)
def list_versions(
    course: CourseSlug, problem: ProblemSlug, pager: PagerDep, caller: CallerDep, database: DatabaseDep
) -> list[VersionSummary]:
    """A problem's versions and where they stand, newest first (staff only)."""
    with database.reading() as session:
        seat = courses.enter_as_staff(session, caller, course)
        found, total = repository.versions(session, service.meant(session, seat, problem).id, pager.page)
        pager.tell(total)
        return [summary_of(course, version) for version in found]
