"""Assignments and their starter kits."""

from fastapi import APIRouter, Response

from api.assignments import editing, repository, service
from api.assignments.editing import Draft
from api.assignments.place import PlaceDep
from api.assignments.schemas import AssignmentRequest, AssignmentSummary, AssignmentView
from api.assignments.views import summary_of, view_of
from api.courses import service as courses
from api.deps import AddressDep, BlobsDep, CallerDep, DatabaseDep
from api.errors import Conflict, Forbidden, Forged, Invalid, NotFound, NotReady, NotSignedIn, NotYetOpen
from api.inputs import AssignmentSlug, CourseSlug
from api.policies import service as policies
from api.policies.rules import Rules
from api.refusals import documented

router = APIRouter(prefix="/courses/{course}/assignments", tags=["assignments"])


@router.get("", responses=documented(NotSignedIn, NotFound))
def list_assignments(course: CourseSlug, caller: CallerDep, database: DatabaseDep) -> list[AssignmentSummary]:
    """The course's assignments, in the order in which they open."""
    with database.reading() as session:
        seat = courses.enter(session, caller, course)
        own = policies.extensions_of(session, seat)
        rows = repository.assignments(session, seat.course.id)
        return [summary_of(row, own.get(row.id)) for row in rows]


@router.get("/{assignment}", responses=documented(NotSignedIn, NotFound))
def get_assignment(
    course: CourseSlug, assignment: AssignmentSlug, caller: CallerDep, database: DatabaseDep
) -> AssignmentView:
    """An assignment, with its handout and problems once it is open."""
    with database.reading() as session:
        seat = courses.enter(session, caller, course)
        found = service.find(session, seat, assignment)
        return view_of(seat, found, policies.extended_to(session, found.id, caller.id))


@router.put(
    "/{assignment}",
    responses={
        201: {"model": AssignmentView, "description": "The assignment was made."},
        **documented(NotSignedIn, Forbidden, Forged, NotFound, Conflict, Invalid, NotReady),
    },
)
def put_assignment(
    place: PlaceDep,
    form: AssignmentRequest,
    caller: CallerDep,
    database: DatabaseDep,
    blobs: BlobsDep,
    response: Response,
) -> AssignmentView:
    """Make an assignment of published problems, or change it into this (instructors only).

    What is left out is set to nothing, but for the policies, which then stay as they are. Handins that are
    there stay as they are. The starter kit is made in the background: `starter` says how it stands.
    """
    draft = Draft(
        title=form.title,
        problems=tuple(form.problems),
        preface=form.handout,
        opens_at=form.opens_at,
        due_at=form.due_at,
        closes_at=form.closes_at,
        rules=Rules(**form.policies.model_dump()) if form.policies else None,
    )
    with database.writing() as session:
        seat = place.as_instructor(session, caller)
        found, made = editing.put(session, blobs, seat, place.assignment, draft)
        response.status_code = 201 if made else 200
        return view_of(seat, found)


@router.delete(
    "/{assignment}",
    status_code=204,
    responses=documented(NotSignedIn, Forbidden, Forged, NotFound, Conflict),
)
def delete_assignment(place: PlaceDep, caller: CallerDep, database: DatabaseDep) -> None:
    """Delete an assignment to which nobody has handed in (instructors only)."""
    with database.writing() as session:
        editing.remove(session, place.as_instructor(session, caller), place.assignment)


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
