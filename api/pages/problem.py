"""The page of a problem: its versions and where they stand, and what the proof of one of them found."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.assignments import repository as assignments
from api.auth.caller import Caller
from api.courses import service as courses
from api.courses.seat import Seat
from api.db.models import Problem
from api.db.session import Database
from api.deps import BlobsDep, CallerDep, DatabaseDep, ReaderDep
from api.errors import Conflict
from api.inputs import CourseSlug, ProblemSlug
from api.pages.site import page
from api.pages.views.proof import ProofView
from api.paging import Page
from api.problems import repository, service
from api.regrades.choosing import graded_otherwise
from api.versions import comparing
from api.versions import service as versions
from api.versions.place import Place, PlaceDep
from api.versions.standing import VersionState, proof_sentence, state_of

SHOWN = 50
UNSETTLED = (VersionState.QUEUED, VersionState.RUNNING)
MOST = 2**31 - 1
"""The largest number that a version can have."""

Number = Annotated[int, Query(alias="page", ge=1, le=10_000)]
Version = Annotated[int | None, Query(ge=1, le=MOST)]

router = APIRouter(prefix="/problems/{course}/{problem}")


@router.get("")
def show_problem(
    course: CourseSlug,
    problem: ProblemSlug,
    caller: CallerDep,
    session: ReaderDep,
    version: Version = None,
    number: Number = 1,
) -> HTMLResponse:
    """Show a problem to the course's staff, with the proof of its newest version or of the one asked for."""
    return problem_page(session, courses.enter_as_staff(session, caller, course), problem, version, number)


@router.get("/{version}/diff")
def show_difference(
    place: PlaceDep, caller: CallerDep, session: ReaderDep, blobs: BlobsDep, against: Version = None
) -> HTMLResponse:
    """Show how a version differs from another: the published one, or else the one before it."""
    after = place.seen(session, caller)
    number = against or after.problem.published
    if number == after.number:
        number = against or after.number - 1
    before = replace(place, version=number).seen(session, caller) if number else None
    return page(
        "problem/diff.html",
        viewer=caller,
        course=courses.enter(session, caller, place.course).course,
        version=after,
        last=repository.last_number(session, after.problem_id),
        told=comparing.compare(blobs, before, after),
    )


@router.post("/{version}/publish")
def publish(place: PlaceDep, caller: CallerDep, database: DatabaseDep, blobs: BlobsDep) -> Response:
    """Let new handins be graded by a version."""
    return _changed(
        database, caller, place, lambda session: versions.publish_as(session, blobs, caller, place)
    )


@router.post("/{version}/withdraw")
def withdraw(place: PlaceDep, caller: CallerDep, database: DatabaseDep) -> Response:
    """Take a version out of use."""
    return _changed(database, caller, place, lambda session: versions.withdraw_as(session, caller, place))


@router.post("/{version}/proof")
def prove_again(place: PlaceDep, caller: CallerDep, database: DatabaseDep) -> Response:
    """Prove a version once more, on fresh seeds."""
    return _changed(database, caller, place, lambda session: versions.prove_as(session, caller, place))


def _changed(database: Database, caller: Caller, place: Place, deed: Callable[[Session], Any]) -> Response:
    """Do something to a version and show it; why it cannot be done is told there."""
    try:
        with database.writing() as session:
            deed(session)
    except Conflict as refusal:
        with database.reading() as session:
            seat = courses.enter_as_staff(session, caller, place.course)
            return problem_page(session, seat, place.problem, place.version, 1, refusal)
    return RedirectResponse(f"/problems/{place.course}/{place.problem}?version={place.version}", 303)


def problem_page(
    session: Session,
    seat: Seat,
    slug: str,
    version: int | None,
    number: int,
    refusal: Conflict | None = None,
) -> HTMLResponse:
    """The page of a problem. version: the one whose proof is shown; None: the newest."""
    found = service.meant(session, seat, slug)
    rows, total = repository.versions(session, found.id, Page(number, SHOWN))
    last = repository.last_number(session, found.id)
    shown = service.find_version(session, seat, slug, version or last)
    proved = shown.proof.findings if shown.proof else None
    return page(
        "problem/page.html",
        refusal.status_code if refusal else 200,
        viewer=seat.caller,
        course=seat.course,
        problem=found,
        shown=shown,
        standing=state_of(shown),
        sentence=proof_sentence(shown),
        unsettled=state_of(shown) in UNSETTLED,
        proof=ProofView.of(proved) if proved else None,
        rows=[(row, state_of(row)) for row in rows],
        page=number,
        pages=-(-total // SHOWN),
        may_change=seat.is_instructor and found.course_id == seat.course.id,
        holders=_holders(session, seat, found),
        refusal=refusal.detail if refusal else "",
    )


def _holders(session: Session, seat: Seat, problem: Problem) -> list[tuple[str, str, int, int]]:
    """The course's assignments that hold it: slug, title, at which version, how many handins by another."""
    return [
        (assignment.slug, assignment.title, held.bundle_version.number, _others(session, assignment.id, held))
        for assignment in assignments.assignments(session, seat.course.id)
        for held in assignment.problems
        if held.problem_id == problem.id
    ]


def _others(session: Session, assignment_id: str, held: Any) -> int:
    return graded_otherwise(session, assignment_id, held.bundle_version)
