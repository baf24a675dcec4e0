"""Assignments and their starter kits."""

from fastapi import APIRouter, Response

from api.assignments import repository, service
from api.assignments.phase import phase_of
from api.assignments.schemas import AssignmentProblemView, AssignmentSummary, AssignmentView
from api.courses import service as courses
from api.db.base import utc_now
from api.db.models import Assignment
from api.deps import AddressDep, BlobsDep, CallerDep, DatabaseDep
from api.errors import NotFound, NotReady, NotSignedIn, NotYetOpen
from api.inputs import AssignmentSlug, CourseSlug
from api.refusals import documented

router = APIRouter(prefix="/courses/{course}/assignments", tags=["assignments"])


def _summary(assignment: Assignment) -> AssignmentSummary:
    return AssignmentSummary(
        course=assignment.course.slug,
        slug=assignment.slug,
        title=assignment.title,
        phase=phase_of(assignment, utc_now()),
        opens_at=assignment.opens_at,
        due_at=assignment.due_at,
        closes_at=assignment.closes_at,
        points=assignment.points,
    )


def _view(assignment: Assignment, readable: bool) -> AssignmentView:
    problems = assignment.problems if readable else []
    return AssignmentView(
        **_summary(assignment).model_dump(),
        handout=assignment.handout if readable else "",
        problems=[
            AssignmentProblemView(
                slug=row.problem.slug, title=row.bundle_version.title, points=row.bundle_version.points
            )
            for row in problems
        ],
        files=assignment.files if readable else [],
        has_starter=assignment.kit_digest is not None,
    )


@router.get("", responses=documented(NotSignedIn, NotFound))
def list_assignments(course: CourseSlug, caller: CallerDep, database: DatabaseDep) -> list[AssignmentSummary]:
    """The course's assignments, in the order in which they open."""
    with database.reading() as session:
        seat = courses.enter(session, caller, course)
        return [_summary(row) for row in repository.assignments(session, seat.course.id)]


@router.get("/{assignment}", responses=documented(NotSignedIn, NotFound))
def get_assignment(
    course: CourseSlug, assignment: AssignmentSlug, caller: CallerDep, database: DatabaseDep
) -> AssignmentView:
    """An assignment, with its handout and problems once it is open."""
    with database.reading() as session:
        seat = courses.enter(session, caller, course)
        found = service.find(session, seat, assignment)
        return _view(found, service.may_read(seat, found))


@router.get(
    "/{assignment}/starter.tar",
    response_class=Response,
    responses={
        200: {"content": {"application/x-tar": {}}, "description": "The starter kit."},
        **documented(NotSignedIn, NotYetOpen, NotFound, NotReady),
    },
)
def get_starter(
    course: CourseSlug,
    assignment: AssignmentSlug,
    caller: CallerDep,
    database: DatabaseDep,
    blobs: BlobsDep,
    address: AddressDep,
) -> Response:
    """Handout, starter code, a local autograder, and a script that hands in here."""
    with database.reading() as session:
        found = service.find_open(session, courses.enter(session, caller, course), assignment)
    kit = service.starter_of(blobs, found, address)
    headers = {"Content-Disposition": f'attachment; filename="{found.slug}.tar"'}
    return Response(kit, 200, headers, "application/x-tar")
